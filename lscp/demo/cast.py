"""The fictional partnership: who works there, in which groups, on which priorities. No real person or place."""

from datetime import date

from lscp.partnerships import operations

CODE = "thornley"
PASSWORD = "thornley-demo-2026"  # noqa: S105 (printed by `make demo`, on this machine only)
BEGAN = date(2019, 9, 29)

# key: name, short name, sector, capacity
AGENCIES = {
    "council": ("Thornley Council Children's Services", "Children's Services", "council", "statutory"),
    "police": ("Northvale Police", "Police", "police", "statutory"),
    "nhs": ("Northvale Integrated Care Board", "Integrated Care Board", "health", "statutory"),
    "hospital": ("Thornley Hospital NHS Trust", "Hospital", "health", "relevant"),
    "mental_health": ("Riverbank Mental Health NHS Trust", "Riverbank", "health", "relevant"),
    "gps": ("Thornley GP Federation", "GPs", "health", "relevant"),
    "probation": ("Northvale Probation", "Probation", "probation", "relevant"),
    "youth_justice": ("Thornley Youth Justice Service", "Youth Justice", "probation", "relevant"),
    "housing": ("Thornley Council Housing", "Housing", "housing", "relevant"),
    "education": ("Thornley Council Education and Inclusion", "Education", "council", "local"),
    "green_lane": ("Green Lane Primary School", "Green Lane", "education", "relevant"),
    "st_bride": ("St Bride's Academy", "St Bride's", "education", "relevant"),
    "college": ("Thornley College", "Thornley College", "education", "relevant"),
    "early_years": ("Thornley Early Years Alliance", "Early Years", "early_years", "relevant"),
    "harbour": ("Harbour Women's Aid", "Harbour", "voluntary", "relevant"),
    "scrutiny": ("Tull Scrutiny Associates", "Tull Associates", "other", "relevant"),
    "youth_voice": ("Thornley Youth Voice", "Youth Voice", "voluntary", "relevant"),
}

# key: name, agency, post, role (None: no account)
PEOPLE = {
    "manager": ("Owen Farrow", "council", "Partnership Business Manager", "manager"),
    "council_lead": ("Ruth Abara", "council", "Director of Children's Services", "partner_lead"),
    "police_lead": ("Leon Varga", "police", "Superintendent", "partner_lead"),
    "nhs_lead": ("Priya Nandakumar", "nhs", "Chief Nurse", "partner_lead"),
    "school_contact": ("Tess Okafor", "st_bride", "Designated Safeguarding Lead", "agency_contact"),
    "housing_contact": ("Colin Mabry", "housing", "Head of Private Sector Housing", "agency_contact"),
    "chair": ("Hana Sorrel", "education", "Chair of the Education Sub-group", "group_chair"),
    "scrutineer": ("Marian Tull", None, "Independent Scrutineer", "scrutineer"),
    "analyst": ("Jo Petrie", "council", "Partnership Analyst", "analyst"),
    "committee_officer": ("Dilys Hume", "council", "Scrutiny Officer", "committee_officer"),
    "reader": ("Femi Lasker", "nhs", "Designated Doctor", "reader"),
    "administrator": ("Ada Wick", "council", "Systems Officer", "administrator"),
    "hospital_lead": ("Grace Lindqvist", "hospital", "Named Nurse", None),
    "riverbank_lead": ("Tom Ellery", "mental_health", "Head of Safeguarding", None),
    "probation_lead": ("Sunil Marsh", "probation", "Head of Service", None),
    "youth_justice_lead": ("Carys Dunn", "youth_justice", "Service Manager", None),
    "head_teacher": ("Alice Brand", "green_lane", "Head Teacher", None),
    "college_lead": ("Ravi Stone", "college", "Vice Principal", None),
    "early_years_lead": ("Nia Holt", "early_years", "Chief Officer", None),
    "harbour_lead": ("Beth Corran", "harbour", "Chief Executive", None),
    "lay_member": ("Winston Shaw", "youth_voice", "Lay Member", None),
}

# key: name, kind, fewest meetings a year, terms of reference
GROUPS = {
    "executive": (
        "Executive leadership group",
        "leadership",
        4,
        "The three safeguarding partners: set direction, agree the budget, sign off the annual report.",
    ),
    "forum": (
        "Partnership forum",
        "forum",
        2,
        "All agencies: hear what is being learned and what it asks of them.",
    ),
    "case_review": (
        "Case review sub-group",
        "subgroup",
        4,
        "Follows every recommendation of every review until what it changed is known.",
    ),
    "quality": (
        "Quality assurance sub-group",
        "subgroup",
        4,
        "Plans the year's audits, hears their findings and repeats those that matter.",
    ),
    "education_group": (
        "Education safeguarding sub-group",
        "subgroup",
        3,
        "Early years, schools and colleges: one head cannot speak for all, so each phase sends its own.",
    ),
}

SEATS = {
    "executive": [
        ("council_lead", "chair"),
        ("police_lead", "member"),
        ("nhs_lead", "member"),
        ("manager", "adviser"),
    ],
    "forum": [
        ("scrutineer", "chair"),
        ("council_lead", "member"),
        ("police_lead", "member"),
        ("nhs_lead", "member"),
        ("housing_contact", "member"),
        ("harbour_lead", "member"),
        ("head_teacher", "member"),
        ("lay_member", "lay"),
    ],
    "case_review": [
        ("nhs_lead", "chair"),
        ("police_lead", "member"),
        ("hospital_lead", "member"),
        ("riverbank_lead", "member"),
        ("probation_lead", "member"),
        ("scrutineer", "scrutineer"),
    ],
    "quality": [
        ("council_lead", "chair"),
        ("hospital_lead", "member"),
        ("youth_justice_lead", "member"),
        ("early_years_lead", "member"),
        ("analyst", "adviser"),
    ],
    "education_group": [
        ("chair", "chair"),
        ("head_teacher", "member"),
        ("school_contact", "member"),
        ("college_lead", "member"),
        ("early_years_lead", "member"),
    ],
}

# key: title, plain words, cross-cutting, lead group, objectives (strand, text, measure)
PRIORITIES = {
    "neglect": (
        "Neglect",
        "Children whose basic needs are not met, day after day, are noticed early and their lives get better.",
        False,
        "quality",
        [
            (
                "prevention",
                "Families in difficulty get help early",
                "More early help plans begin before a referral",
            ),
            (
                "identification",
                "Every agency uses the same neglect tool",
                "The tool is used in 8 of 10 audited cases",
            ),
            (
                "response",
                "Plans say what will be different for the child",
                "Graded good in 7 of 10 audited cases",
            ),
        ],
    ),
    "adolescents": (
        "Harm outside the home",
        "Teenagers who are exploited or hurt outside their family are treated as children first.",
        False,
        "forum",
        [
            (
                "prevention",
                "Places where young people feel unsafe are made safer",
                "Fewer name the same places",
            ),
            (
                "identification",
                "Schools and police share what worries them",
                "Meetings held within five days",
            ),
            ("response", "One plan for each young person", "Young people say they know who their worker is"),
        ],
    ),
    "education": (
        "Safe in education",
        "Every child has a place in a school that notices when something is wrong.",
        False,
        "education_group",
        [
            ("prevention", "Attendance is everybody's business", "Fewer pupils miss one session in ten"),
            (
                "identification",
                "The yearly self-assessment can be finished in one sitting",
                "Nine in ten return it",
            ),
            (
                "response",
                "A concern raised by a school is answered",
                "Every concern has an answer within a term",
            ),
        ],
    ),
    "anti_racist": (
        "Anti-racist practice",
        "Children of every background get the same chance of being heard and kept safe. Runs through everything.",
        True,
        "executive",
        [("identification", "Differences are counted and reported", "Reported by ethnicity every year")],
    ),
}


class Cast:
    """Everybody and everything in it, by key: ``cast.agency["police"]``, ``cast.person["manager"]``,
    ``cast.held["manager"]`` (the role held), ``cast.group["forum"]``, ``cast.priority["neglect"]``."""

    def __init__(self):
        self.agency, self.person, self.held, self.group, self.priority = {}, {}, {}, {}, {}
        self.partnership = self.board = self.neighbour = None


def assemble(today):
    """Found the partnership, its neighbour and the board before it; returns the ``Cast``."""
    cast = Cast()
    cast.board = operations.found_partnership(
        code="thornley-eastmere-board",
        name="Thornley and Eastmere Safeguarding Children Board",
        kind="board",
        authorities=[{"code": "E09900001", "name": "Thornley"}, {"code": "E09900002", "name": "Eastmere"}],
        started=date(2012, 4, 1),
    )
    cast.partnership = operations.found_partnership(
        code=CODE,
        name="Thornley Safeguarding Children Partnership",
        authorities=[{"code": "E09900001", "name": "Thornley"}],
        started=BEGAN,
        vision="Every child in Thornley is safe, is heard, and has somebody who notices.",
        contact_email="partnership@thornley.example",
        contact_phone="020 7946 0000",
    )
    cast.neighbour = operations.found_partnership(
        code="eastmere",
        name="Eastmere Safeguarding Children Partnership",
        authorities=[{"code": "E09900002", "name": "Eastmere"}],
        started=BEGAN,
    )
    for successor in (cast.partnership, cast.neighbour):
        operations.succeed(
            cast.board, successor, on=BEGAN, note="The joint board ended; each borough began its own."
        )
    _agencies(cast)
    _people(cast)
    _groups(cast)
    _priorities(cast, today)
    _arrangements(cast)
    return cast


def _agencies(cast):
    for key, (name, short, sector, capacity) in AGENCIES.items():
        cast.agency[key] = operations.add_agency(
            cast.partnership, name=name, short_name=short, sector=sector, capacity=capacity, started=BEGAN
        )
        if key in {"police", "nhs", "probation"}:  # one command, one board, one service for both boroughs
            operations.add_agency(cast.neighbour, name=name, sector=sector, capacity=capacity, started=BEGAN)
        if key in {"council", "police", "nhs"}:
            operations.add_agency(
                cast.board, name=name, sector=sector, capacity=capacity, started=date(2012, 4, 1)
            )


def _people(cast):
    for key, (name, agency, post, role) in PEOPLE.items():
        place = cast.agency[agency or "scrutiny"]
        person = operations.add_person(
            cast.partnership,
            name=name,
            agency=place,
            title=post,
            started=BEGAN,
            email=f"{name.split()[0].lower()}.{name.split()[-1].lower()}@thornley.example",
        )
        cast.person[key] = person
        if role:
            operations.open_account(
                person, email=person.email, password=PASSWORD, partnership=cast.partnership
            )
            cast.held[key] = operations.give_role(
                person, role, partnership=cast.partnership, agency=cast.agency.get(agency), started=BEGAN
            )
    # The manager kept the joint board's record too, and the neighbour has a manager of its own.
    cast.held["board_manager"] = operations.give_role(
        cast.person["manager"], "manager", partnership=cast.board, started=date(2012, 4, 1)
    )
    police = cast.agency["police"]
    neighbour = operations.add_person(
        cast.neighbour, name="Isla Renn", agency=police, title="Business Manager", started=BEGAN,
        email="isla.renn@eastmere.example",
    )  # fmt: skip
    operations.open_account(neighbour, email=neighbour.email, password=PASSWORD, partnership=cast.neighbour)
    operations.give_role(neighbour, "manager", partnership=cast.neighbour, agency=police, started=BEGAN)


def _groups(cast):
    for key, (name, kind, fewest, terms) in GROUPS.items():
        cast.group[key] = operations.open_group(
            cast.partnership,
            name=name,
            kind=kind,
            started=BEGAN,
            terms_of_reference=terms,
            meetings_a_year=fewest,
        )
        for person, capacity in SEATS[key]:
            agency = PEOPLE[person][1]
            operations.seat(
                cast.group[key],
                cast.person[person],
                capacity=capacity,
                agency=cast.agency.get(agency),
                started=BEGAN,
            )


def _priorities(cast, today):
    year = today.year if today.month >= 4 else today.year - 1
    for key, (title, words, cross_cutting, group, objectives) in PRIORITIES.items():
        priority = operations.set_priority(
            cast.partnership,
            title=title,
            plain_words=words,
            started=date(year - 3, 4, 1),
            ended=date(year + 2, 3, 31),
            cross_cutting=cross_cutting,
            lead_group=cast.group[group],
        )
        cast.priority[key] = priority
        for strand, text, measure in objectives:
            operations.add_objective(priority, strand=strand, text=text, measure=measure)
    said = {
        "neglect": [
            (
                "unknown",
                "The neglect tool was bought and staff were trained; no audit could show a change yet.",
            ),
            (
                "better",
                "The re-audit graded 7 of 12 cases good for the child's voice, against 4 of 12 a year before.",
            ),
            ("better", "Nine of 12 audited cases used the neglect tool, against 5 of 12 two years before."),
        ],
        "adolescents": [
            ("no_change", "Young people named the same four unsafe places as the year before."),
            ("better", "Two of the four places were no longer named after lighting and patrols changed."),
            ("no_change", "Two places are still named; the shopping arcade has a plan with its owner."),
        ],
        "education": [
            ("worse", "Only 31 of 58 settings finished the self-assessment; many called it too hard."),
            ("no_change", "34 of 58 settings finished it. The questions were rewritten with twelve schools."),
            ("better", "53 of 58 settings finished the new one, most in one sitting."),
        ],
        "anti_racist": [
            ("unknown", "No breakdown by ethnicity could be made from most agencies' systems."),
            ("unknown", "Breakdowns were agreed with the police and the council; the first come next year."),
            (
                "no_change",
                "Black children were searched 2.9 times as often as white children; 3.0 the year before.",
            ),
        ],
    }
    for key, years in said.items():
        for back, (direction, text) in zip((3, 2, 1), years, strict=True):
            operations.report_progress(
                cast.priority[key],
                period_start=date(year - back, 4, 1),
                period_end=date(year - back + 1, 3, 31),
                direction=direction,
                text=text,
                by=cast.held["manager"],
            )


def _arrangements(cast):
    operations.publish_arrangements(
        cast.partnership,
        text="The council, the police and the integrated care board share responsibility equally. An independent "
        "chair leads the partnership. Five groups carry the work.",
        changes="",
        in_force_from=BEGAN,
    )
    operations.publish_arrangements(
        cast.partnership,
        text="The council, the police and the integrated care board share responsibility equally. The partners chair "
        "their own executive; an independent scrutineer chairs the forum. Education joins every group.",
        changes="The independent chair is replaced by a scrutineer, and education sits in every group. In place by "
        "31 December 2024.",
        in_force_from=date(2024, 12, 1),
    )
