"""The words of committee minutes that the readers look for. Lists only: the grammar is in the readers."""

import re


def alternatives(words: str) -> str:
    """A regular expression for any of the words (one a line, or parted by |), longest first."""
    found = [word.strip() for word in re.split(r"[|\n]", words) if word.strip()]
    return "|".join(sorted(found, key=len, reverse=True))


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Words a sentence can begin with, or an organisation be called by, that no person is called by.
NOT_NAMES = words(
    """
    A About Academy Access Across Action Actions Additionally Adolescent Adolescents Adult Adults After Again
    Against Agencies Agency
    Agenda Agreed All Already Also Alternative Although Among An And Annual Any Apologies Appendix April Are Area
    Arrangements Arts As Assembly Assessment Assistant Associate Assurance Asylum At Attainment Attendance Audit
    August Authority Autism Autumn Baby Based Because Before Being Block Board Boards Borough Both Branch Briefing
    Budget Bureau Business But By Cabinet Campaign Capital Care Carers Catch Central Centre Chair Chairman
    Chairperson Chairwoman Challenge Charter Chief Child Childcare Childhood Children Childrens Christmas Citizens
    City Civic Clarification Clerk Clinical Co Coalition Collaborative College Commander Commercial Commission
    Commissioned Commissioner Commissioning Committee Committees Communications Community Companies Complaints
    Conference Congress Conservative Constabulary Consultation Contextual Convention Cllr Coordinator Corporate Council
    Councillor Councillors Councils County Court Criminal Cross Crown Cultural Curriculum Customer Data Deaths
    December Decision Decisions Declarations Delegation Delivery Democratic Dental Department Dr Deputy Designated
    Despite Detective Development Digital Director Directorate Disability Disabled Disclosure District Diversity
    Domestic Draft Drama Drug Drugs During Each Early East Easter Economic Economy Education Educational Either
    Emergency Engagement England English Enterprise Environment Equality Even Event Events Every Everyone
    Exclusion Executive Expert Exploitation Faith Families Family February Feedback Female Festival Finally
    Finance Financial Fire Following For Forum Foster Fostering Foundation Framework Friday From Front Full
    Further Future Gangs Gateway General Good Governance Government Governor Governors Grant Green Group Groups
    Growth Guidance Guildhall He Head Headteacher Headteachers Health Healthcare Healthwatch Help Her Heritage
    High Highways His Home Homelessness Homes Hospice Hospital Hospitals House Housing How However Hub If
    Immigration Impact Improvement In Including Inclusion Inclusive Independent Industry Infant Information
    Initial Initially Innovation Insight Inspection Inspector Institute Integrated Interim Intervention Into Is
    Issue It Item Its January Joint July June Justice Key Kingdom Knife Labour Language Last Law Lay Lead Leader
    Leadership Learning Legal Leisure Level Levels Liberal Libraries Library Licensing Like Local Log London Looked
    Low Manager
    Many March Market Maternity Matter Medical Medicine Member Members Mental Met Metropolitan Midwifery Minister
    Ministry Minutes Miss Missing Mission Monday More Moreover Most Mr Mrs Ms Multi
    Multi-Agency Museum Music NHS National
    Neglect Neighbourhood Network New Next No None Norfolk North Not Note Notwithstanding November Now Nurse
    Nursery Nursing October Of Off Offer Office Officer Officers Ofsted Ombudsman On Once One Online Only
    Operational Operations Opportunities Opted Optee Option Options Organisation Other Others Our Outcome Outcomes
    Outreach Over Overall Overview Panel Parent Parenting Parents Part Participation Partner Partners Partnership
    Partnerships Pathway People Performance Permanency Pilot Placement Plan Planning Pledge Plus Police Policy
    Portfolio Poverty Practice Practitioner Practitioners Present Presentation Prevent Prevention Primary
    Principal Priorities Priority Private Probation Procedure Procedures Process Professional Professionals
    Profile Programme Project Protection Protocol Psychology Public Pupil Pupils Qualified Quality Quarter
    Question Questions Race Rapid Reason Reasons Recommendation Recommendations Recovery Recruitment Referral
    Referrals Regarding Regeneration Region Regional Regulation Relations Renewal Repairs Report Reports
    Representative Rescue Research Residential Resilience Resolution Resolved Resources Responding Response Review
    Reviews Rights Risk Road Royal Rural Safe Safeguarding Safer Same Saturday Scheme School Schools Science
    Scrutineer Scrutiny Second Secondary Secretary Section Sector Sector-led Security See Select Senior September
    Serious Service Services Session Sessions Several Sexual She Should Significant Since Site Skills Social
    Society Some South Special Specialist Speech Sport Sports Spring Staff Stage Standards Standing State
    Statement Statutory Strategic Strategy Strong Stronger Student Students Sub Subgroup Subject Substance Such
    Suicide Summer Sunday Superintendent Supervision Support Supporting Surveillance Survey Sustainability System
    Tackling Task Teacher Teachers Team Teams Technology Terms That The Their Thematic Then Therapies Therapy
    There Therefore These They Third This Those Though Three Through Throughout Thursday To Together Toolkit Topic
    Toward Towards Town Training Transformation Transition Transitions Transport Treasury Tribunal Trust Tuesday
    Two UK Under Unit Unitary United University Until Update Upon Urgent Various Vice Violence Virtual Vision
    Visit Voice Voluntary Volunteer Volunteers Vulnerable Walk Ward We Wednesday Week Welcome Welfare Well
    Wellbeing Welsh West What When Where Whether Which While Whilst Who Winter With Within Witness Witnesses Women
    Work Workforce Working Workshop Year Years You Young Youth
    """
)

HONORIFICS = alternatives(
    """
    County Councillor|County Councillors|Councillors|Councillor|Cllrs|Cllr|Coun|Mr|Mrs|Ms|Miss|Mx|Dr
    Doctor|Prof|Professor|Reverend|Revd|Rev|Canon|Father|Sir|Dame|Lord|Lady|Baroness|Alderman
    Alderwoman|Ald|Sister|Brother|Fr|Deputy|Bishop|Archdeacon|Monsignor|Pastor|Rabbi|Imam|The Mayor|Mayor
    """
)
RANKS = alternatives(
    """
    Detective Chief Superintendent|Detective Superintendent|Detective Chief Inspector|Detective Inspector
    Detective Sergeant|Chief Superintendent|Superintendent|Chief Inspector|Inspector|Sergeant|Commander
    Assistant Chief Constable|Constable|Chief Constable|Deputy Chief Constable|Det Supt|Det Ch Supt|DCS|D/Supt|DSupt
    DSU|DCI|DI|DS|T/DCI|ACC|PC|Supt|Ch Supt|Chief Supt|Insp|Sgt
    """
)

# Heads of the phrases that say what somebody is.
ROLE_NOUNS = alternatives(
    """
    Chair|Chairman|Chairwoman|Chairperson|Vice-Chair|Vice Chair|Vice-Chairman|Director|Head|Manager|Officer
    Lead|Leader|Member|Co-optee|Coordinator|Co-ordinator|Scrutineer|Commissioner|Consultant|Nurse|Doctor
    GP|Superintendent|Inspector|Commander|Sergeant|Constable|Executive|Headteacher|Head Teacher|Governor
    Representative|Adviser|Advisor|Solicitor|Clerk|Secretary|Mayor|Analyst|Partner|Chief|Practitioner
    Worker|Lawyer|Minister|Author|Statutory Officer|Healthwatch|Councillor|Trustee|Guardian|Ambassador
    Apprentice|Paediatrician|Psychologist|Midwife|Principal|Administrator|Specialist|Strategist|Accountant
    President|Convenor|Convener|Deputy|Portfolio Holder|Holder|Facilitator|Champion|Matron|Dean|Archdeacon
    Bursar|Registrar|LADO|Parent
    """
)

# What a person in the record of a meeting does when they speak.
SPOKE = alternatives(
    """
    said|stated|asked|presented|introduced|explained|advised|noted|informed|commented|reported|highlighted
    added|outlined|responded|replied|confirmed|clarified|referred|emphasised|emphasized|stressed|queried
    sought|enquired|inquired|suggested|raised|acknowledged|appreciated|expressed|felt
    observed(?! the meeting)|remarked|reiterated|assured|reassured|updated|summarised|summarized|drew
    questioned|mentioned|described|detailed|spoke|answered|told|gave|provided|delivered|welcomed|thanked
    recognised|requested|agreed|undertook(?= to)|offered|shared|commended|praised|congratulated|concluded
    opened|accepted|believed|considered|wondered|challenged|pointed out|set out|talked|began|reflected
    apprised|briefed|addressed|led
    attended(?! to take)(?! the meeting [iruv])(?! in h)(?! in their)
    expanded|elaborated|underlined|encouraged|urged|wanted to know|wished to know|wanted|wished|hoped|hopes
    promised|committed|thought|argued|cautioned|warned|voiced|echoed|supported|recommended|attested|conveyed
    recounted|recalled|posed|interjected|pledged|invited|reminded|was pleased|was concerned|was concerned by
    was confident|was anxious|was worried|was disappointed|was surprised|was delighted|was reassured|was glad|was sorry
    was interested|was grateful|was keen|fed back|was of the view|was of the opinion
    did not(?! attend)(?! take part)(?! vote)|knew
    was in attendance|was present(?! as)
    were in attendance|were present|was also present|were also present|was also in attendance
    took(?! the [Cc]hair)|placed on record|put|made(?! a declaration)|read|brought|showed|ran|walked
    went through|is of the view|submitted|illustrated|touched on|touched upon|covered|disputed|objected
    apologised|denied|were also in attendance|joined(?! the meeting)|spoke to|volunteered|tabled
    introduced themselves|paid tribute|introduced himself|introduced herself|concurred|endorsed|notified|clarifies
    indicated|maintained|insisted|pressed|contributed|disagreed|regretted|complimented|estimated|demonstrated|took part
    participated|alerted|countered|probed|contended|claimed|took up|asserted
    proposed that(?![^.]*second)|related(?= that)
    explains|stresses|asks|says|notes|reports|presents|introduces|advises|responds|confirms|adds
    """
)

# What comes between somebody and what they said.
ADVERBS = alternatives(
    """
    also|then|further|additionally|subsequently|next|again|now|briefly|first|firstly|secondly|thirdly
    finally|lastly|therefore|accordingly|both|all|jointly|specifically|particularly|in turn|in response
    in reply|too|however|initially|formally|kindly|respectively|duly|in addition|virtually|remotely
    concurrently|rightly|strongly|went on to|did|similarly|who|simply|repeatedly|each
    """
)

MEMBERS = alternatives(
    """
    Members of the Committee|Members of the Panel|Members of the Board|Members of the Sub-Committee|Members
    Member|Councillors|Councillor|Cllrs|Cllr|Committee|Sub-Committee|Sub Committee|Subcommittee|Panel
    Commission|Cabinet|Chair|Chairman|Chairwoman|Chairperson|Vice-Chair|Vice-Chairman|Vice Chair
    Vice Chairman|co-optee|co-optees|co-opted member|co-opted members|Co-optee|Co-opted Member
    Co-opted Members|Leader|Mayor|Portfolio Holder|Executive Member|Leader of the Council|Deputy Leader
    Deputy Mayor|governor representative|Governor Representative|Alderman|Aldermen|members|member|committee
    panel|councillor|councillors|chair|chairman|chairwoman|chairperson|vice-chair|vice-chairman|vice-chairperson
    Vice-Chairperson|vice chair|vice chairman|cabinet member|lead member|representative|Representative
    """
)
OFFICERS = alternatives(
    """
    Officers|Officer|officers|officer|Offices|Director|Head of|Manager|Managers|Lead|Independent Chair
    Independent Chairman|Independent Chairperson|Independent Scrutineer|Scrutineer|Commissioner|Nurse
    Superintendent|Partnership|Inspector|Executive Director|Partners|partners|Safeguarding Children Board
    Safeguarding Board|Children|children|Young people|young people|Residents|residents|Parents|parents
    Practitioners|practitioners|Ofsted|Inspectors|inspectors|Staff|staff|Schools|schools|Headteachers
    Police|police|Chair of the Board|Chair of the Partnership|Chairman of the Board|LSCB|LSCP|Presenter
    presenters|Service|Team|team|DCI|families|Families|Council|professionals|Professionals|people
    government|Government|DfE|audit|audits|review|reviews|work
    """
)

# Items of every meeting's business: they part a whole meeting into its items and are never the one we seek.
PROCEDURE = "|".join(
    line.strip()
    for line in r"""
    apologies\b.*
    absence of members.*
    attendance.*
    report of the monitoring officer.*
    declarations?(?: of .*interests?.*)?
    disclosures? of .*
    minutes(?: of (?:the )?(?:previous |last )?meetings?.*| and matters arising.*| .*previous.*| - .*)?
    confirmation of .*
    record of meeting.*
    to (?:confirm|approve|agree|receive|take|sign|note|consider) the (?:minutes|record).*
    matters arising.*
    (?:action (?:trackers?|log|sheet)|outstanding actions).*
    call.?in .*
    membership.*
    (?:election|appointment) of .*
    substitut(?:es|ions).*
    appeals .*
    (?:order|programme|date and time|date) of (?:business|(?:the )?(?:next )?meetings?).*
    (?:future|next) meetings?.*
    public (?:participation|questions?|speaking|question time).*
    petitions?.*
    deputations?.*
    questions?(?: from .*)?
    members[’'] questions.*
    (?:chairs?|chair(?:man)?[’']?s?) announcements?.*
    announcements.*
    urgent (?:business|items?|matters?)\b(?!:).*
    late items.*
    any other .*(?:business|items).*
    aob
    notification of other business.*
    (?:(?:committee|board|panel|scrutiny|cabinet)[’']?s? )?(?:forward (?:work )?|work )(?:plan|programme).*
    cabinet forward plan.*
    exclusion of .*
    part (?:ii|2|b|two).*
    items? for .*
    agenda items? .*private.*
    welcome\b.*
    introductions.*
    close.*
    fire (?:evacuation|safety).*
    webcasting.*
    """.strip().splitlines()
)

# What a committee does with what is put before it: the verb in "to note", "Approves", "the Board endorsed".
_E = """
    not receiv endors approv agre delegat authoris authoriz welcom acknowledg recognis resolv decid invit requir
    nominat congratulat releas declin determin allocat
"""
_S = """
    accept support recommend request ask adopt confirm appoint grant commend instruct reaffirm establish
    elect reject award extend direct thank record express consent affirm permit
"""
DECIDE = "|".join(
    f"(?:{'|'.join(stems.split())})(?:{ends})"
    for stems, ends in ((_E, "e|es|ed"), (_S, "s|ed|"), ("refer defer", "s|red|"), ("ratif", "y|ies|ied"))
)

# What somebody is given to do: the verb after the name in an action.
TASKS = "(?:{})".format(
    alternatives(
        """
        circulate|provide|send|share|confirm|bring|report|update|arrange|include|add|consider|invite|review|write
        produce|ensure|check|clarify|contact|prepare|submit|draft|publish|discuss|look|email|raise|explore
        investigate|develop|identify|follow|liaise|meet|speak|feed|convene|lead|take|attend|organise|make|ask
        request|collate|complete|create|forward|present|undertake|upload|amend|notify|inform|seek|supply|explain
        find|chase|pick|pass|schedule|remind|gather|re-?circulate|set
        """
    )
)
