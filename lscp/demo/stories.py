"""Three years of learning in the fictional partnership, as stories: data only, told by ``threads``."""

from dataclasses import dataclass, field


@dataclass
class Story:
    """One thread. Days are counted back from today; ``impact`` is (verdict, before, after, test) or None."""

    kind: str
    title: str
    days_ago: int
    finding: str
    recommendation: str
    to: list
    priority: str | None = None
    group: str | None = None
    theme: str = ""
    quotation: str = ""
    answers: dict = field(default_factory=dict)  # agency: (verdict, reason); default: accepts
    actions: list = field(default_factory=list)
    impact: tuple | None = None
    judged: int = 35
    rec_kind: str = "recommendation"
    asked_of: str = ""
    standing: str = ""


@dataclass
class Act:
    """One action: ``end`` is planned, silent, under_way, done, verified or cannot; ``due`` in days from today."""

    text: str
    owner: str | None
    due: int | None
    end: str = "planned"
    said: str = ""
    shown_by: str = ""
    verified_by: str | None = None
    person: str | None = None


STORIES = [
    Story(
        "multi-agency-audit",
        "Neglect: multi-agency case audit",
        1250,
        "In 8 of 12 cases the plan did not say what would be different for the child.",
        "Every child protection plan for neglect says in the child's own words what should change.",
        ["council", "hospital", "education"],
        "neglect",
        "quality",
        "neglect",
        actions=[
            Act(
                "Rewrite the plan template with young people and train 140 staff to use it",
                "council",
                -950,
                "verified",
                "The template was rewritten with Youth Voice; 152 staff were trained.",
                "Training register: 152 of 160 invited staff attended",
                "hospital",
                "council_lead",
            ),
            Act(
                "Use the neglect tool at every initial health assessment",
                "hospital",
                -900,
                "verified",
                "In use on the children's ward and in the emergency department.",
                "Ward audit: tool present in 18 of 20 files",
                "council",
                "hospital_lead",
            ),
        ],
        impact=(
            "changed",
            "4 of 12 audited cases graded good for the child's voice",
            "7 of 12 audited cases graded good for the child's voice in the re-audit",
            "Share of audited neglect cases graded good for the child's voice, by re-audit with the same questions",
        ),
        judged=640,
    ),
    Story(
        "challenge",
        "Children vaping: a concern raised by Green Lane Primary School",
        1000,
        "Pupils as young as ten were buying vapes within 200 metres of three schools.",
        "A joint plan on vaping: what shops sell, what schools teach, what help a child gets.",
        ["council", "police", "education"],
        "education",
        "education_group",
        "substance-misuse",
        quotation="Raised at the Education safeguarding sub-group by the head teacher.",
        actions=[
            Act(
                "Test purchases at every shop within 400 metres of a school",
                "police",
                -760,
                "verified",
                "41 shops tested, 9 sold to a child volunteer, all 9 fined.",
                "Trading standards letter: 9 of 41 shops sold; 2 of 41 six months later",
                "council",
                "police_lead",
            ),
            Act(
                "A lesson on vaping for years 5 to 9, tried in six schools first",
                "education",
                -720,
                "verified",
                "The lesson is taught in 44 of 58 schools.",
                "Curriculum survey: 44 of 58 schools",
                "nhs",
                "chair",
            ),
        ],
        impact=(
            "changed",
            "9 of 41 shops sold a vape to a child volunteer",
            "2 of 41 shops sold a vape to a child volunteer",
            "Share of tested shops that sell to a child volunteer",
        ),
        judged=655,
    ),
    Story(
        "voice",
        "What young people said about stop and search",
        520,
        "Young people said they were not told why they were searched, and that nobody asked if they were all right.",
        "Every search of a child ends with a named person checking on them within two days.",
        ["police", "youth_justice"],
        "adolescents",
        "forum",
        "voice-of-the-child",
        quotation="They did their job and drove off. Nobody asked if I was OK.",
        actions=[
            Act(
                "Send a notice of every search of a child to the youth justice service by the next morning",
                "police",
                -200,
                "verified",
                "Notices run automatically since the spring.",
                "April to June: 61 of 66 notices sent by the next morning",
                "youth_justice",
                "police_lead",
            ),
            Act(
                "Call or visit each child within two days of the notice",
                "youth_justice",
                -90,
                "done",
                "52 of 61 children were reached within two days.",
                "Service log, April to June: 52 of 61 reached in time",
                None,
                "youth_justice_lead",
            ),
        ],
        impact=(
            "not_known_yet",
            "1 of 30 young people said anyone had checked on them",
            "",
            "Repeat of the survey",
        ),
    ),
    Story(
        "inspection",
        "Joint inspection of the front door",
        1180,
        "Strategy discussions went ahead without a health professional in 11 of 30 cases.",
        "No strategy discussion is held without somebody from health.",
        ["nhs", "council"],
        None,
        "executive",
        "information-sharing",
        actions=[
            Act(
                "A duty nurse at the front door from 8am to 8pm",
                "nhs",
                -1040,
                "verified",
                "Two nurses appointed; the desk is covered on weekdays.",
                "Rota and 30 sampled discussions: health present in 28 of 30",
                "council",
                "nhs_lead",
            )
        ],
        impact=(
            "changed",
            "Health took part in 19 of 30 sampled strategy discussions",
            "Health took part in 28 of 30 sampled strategy discussions",
            "Share of 30 sampled strategy discussions with a health professional",
        ),
        judged=985,
    ),
    Story(
        "section-11",
        "Section 11 self-assessment: the local authority designated officer",
        430,
        "Staff in 6 of 14 agencies did not know whom to call about an allegation against a colleague.",
        "Every agency shows its staff who the designated officer is and when to call.",
        ["hospital", "mental_health", "housing", "harbour"],
        None,
        "quality",
        "allegations-against-staff",
        answers={
            "housing": (
                "accept_in_part",
                "Caretakers employed by contractors will follow with the next contract.",
            )
        },
        actions=[
            Act(
                "A card on every lanyard and a page on every intranet",
                "mental_health",
                -150,
                "done",
                "Cards issued to 2,100 staff.",
                "",
                None,
                "riverbank_lead",
            ),
            Act(
                "Include the duty in the caretakers' contract",
                "housing",
                -25,
                "silent",
                "",
                "",
                None,
                "housing_contact",
            ),
        ],
    ),
    Story(
        "scrutiny",
        "Scrutineer's review: fathers and male carers",
        300,
        "In 14 of 20 records nobody had spoken to the father, though 11 lived at home.",
        "Assessments say who the men in a child's life are and what they said.",
        ["council", "mental_health", "early_years"],
        "neglect",
        "quality",
        "fathers-and-male-carers",
        actions=[
            Act(
                "Add the question to the assessment form and sample 20 records each quarter",
                "council",
                -12,
                "under_way",
                "The form is changed; the first sample is being read.",
                "",
                None,
                "council_lead",
            ),
            Act(
                "Ask health visitors to record both parents' numbers",
                "early_years",
                9,
                "planned",
                "",
                "",
                None,
                "early_years_lead",
            ),
        ],
        impact=(
            "not_known_yet",
            "6 of 20 records held what the father said",
            "",
            "Quarterly sample of 20 records",
        ),
    ),
    Story(
        "multi-agency-audit",
        "Thresholds: are referrals turned down for the right reasons?",
        250,
        "9 of 40 referrals that ended without action were graded wrongly closed.",
        "A second reader looks at every referral closed at the front door where a child has been referred before.",
        ["council"],
        None,
        "quality",
        "thresholds",
        actions=[
            Act(
                "Second reading of repeat referrals, tried for one term",
                "council",
                11,
                "under_way",
                "Begun in September; 34 second readings so far, 3 decisions changed.",
                "",
                None,
                "council_lead",
            )
        ],
        impact=(
            "not_known_yet",
            "9 of 40 closed referrals graded wrongly closed",
            "",
            "Re-audit of 40 closed referrals",
        ),
    ),
    Story(
        "voice",
        "Children looked after: life skills",
        700,
        "Children living in residential homes asked to learn to cook, travel and manage money.",
        "Every home offers a weekly life-skills evening chosen by the young people.",
        ["council"],
        None,
        "forum",
        "voice-of-the-child",
        quotation="I can name every social worker I've had but I can't cook pasta.",
        actions=[
            Act(
                "Weekly evenings in all five homes",
                "council",
                -430,
                "verified",
                "Running in all five homes.",
                "Homes' logs: 61 evenings in three months",
                "youth_voice",
                "council_lead",
            )
        ],
        impact=(
            "no_change",
            "3 of 22 young people felt ready to live on their own",
            "4 of 22 felt ready a year later",
            "Yearly survey: do you feel ready to live on your own?",
        ),
        judged=250,
    ),
    Story(
        "other",
        "Placements for children with the most complex needs",
        410,
        "Two children waited more than 200 days in unregistered placements because no registered home would take them.",
        "The government funds enough regional secure and therapeutic places.",
        [],
        None,
        "executive",
        "placements",
        rec_kind="ask",
        asked_of="Department for Education",
        standing="Answered in part: a regional fund was announced, without a date. To be raised again in the spring.",
    ),
    Story(
        "other",
        "Unregistered online tutors",
        200,
        "Four families found that an online tutor had no checks of any kind, and that none are required.",
        "Checks for anyone who tutors children online.",
        [],
        None,
        "education_group",
        "online-harm",
        rec_kind="ask",
        asked_of="Department for Education",
        standing="No answer yet; the letter was sent in May.",
    ),
    Story(
        "multi-agency-audit",
        "Private fostering: are arrangements found?",
        350,
        "One arrangement was found through a school and none through any other route.",
        "General practices ask at registration who a child lives with.",
        ["gps"],
        None,
        "quality",
        "private-fostering",
        answers={
            "gps": (
                "decline",
                "The registration form is set nationally. Practices will display the poster instead.",
            )
        },
    ),
    Story(
        "meeting",
        "Forum: damp, mould and young children",
        160,
        "Families in privately rented flats above shops do not know who can make a landlord act.",
        "One page for residents: who to call, what happens next, what to do if nothing happens.",
        ["housing", "nhs"],
        None,
        "forum",
        "housing",
        actions=[
            Act(
                "Write the page with six parents and test it",
                "housing",
                6,
                "under_way",
                "First draft read by three parents.",
                "",
                None,
                "housing_contact",
            ),
            Act(
                "Give the page out at health visits",
                "early_years",
                40,
                "planned",
                "",
                "",
                None,
                "early_years_lead",
            ),
        ],
    ),
    Story(
        "multi-agency-audit",
        "Unborn children: pre-birth planning",
        1150,
        "Five of nine pre-birth plans were made after 32 weeks.",
        "Planning begins by 20 weeks where an older child has a plan.",
        ["hospital", "council"],
        "neglect",
        "case_review",
        "unborn-babies",
        actions=[
            Act(
                "A weekly list of expected births shared by midwives",
                "hospital",
                -1020,
                "verified",
                "The list is shared every Monday.",
                "Twelve Monday lists seen, none missing",
                "council",
                "hospital_lead",
            )
        ],
        impact=(
            "changed",
            "4 of 9 plans made by 32 weeks",
            "10 of 12 plans made by 32 weeks",
            "Share of pre-birth plans made by 32 weeks",
        ),
        judged=975,
    ),
    Story(
        "multi-agency-audit",
        "Missing children: return conversations",
        120,
        "Of 84 return conversations due, 31 took place within 72 hours.",
        "An independent worker offers the conversation to every child within 72 hours.",
        ["council", "police"],
        "adolescents",
        "quality",
        "missing",
        actions=[
            Act("Commission an independent service", None, 20, "planned"),
            Act("Send the notice of return the same day", "police", None, "planned", "", "", None, None),
        ],
    ),
    Story(
        "inspection",
        "Youth justice: inspection of out-of-court work",
        1100,
        "Assessments did not use what schools knew.",
        "Schools are asked before every out-of-court decision.",
        ["youth_justice", "education"],
        "adolescents",
        "forum",
        "information-sharing",
        actions=[
            Act(
                "A single school contact list, checked each half-term",
                "education",
                -900,
                "cannot",
                "Data protection advice: a shared inbox is used instead.",
                "",
                None,
                "chair",
            ),
            Act(
                "A shared inbox answered within one school day",
                "youth_justice",
                -780,
                "verified",
                "In use since the autumn.",
                "Spring term: 88 of 95 answered within one school day",
                "education",
                "youth_justice_lead",
            ),
        ],
        impact=(
            "changed",
            "School information in 9 of 30 assessments",
            "School information in 26 of 30 assessments",
            "Share of 30 sampled assessments that use what the school knew",
        ),
        judged=420,
    ),
]
