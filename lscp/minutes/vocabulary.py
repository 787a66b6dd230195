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
    A About Assurance Academy Across Action Actions Additionally Adult Adults After Again Against Agency
    Agenda Agreed All Already Also Although Among An And Annual Any Appendix April Apologies Are Area As
    Assembly Assessment Assistant Associate At Attendance Audit August Authority Baby Based Because
    Before Being Both Borough Branch Business But By Cabinet Campaign Care Catch Central Centre Chair
    Chairman Chairperson Chairwoman Chief Child Childcare Childhood Children Childrens Christmas City
    Civic Clarification Clerk Clinical Co Coalition College Commander Commission Commissioned
    Commissioner Commissioning Committee Committees Community Constabulary Consultation Contextual
    Convention Coordinator Corporate Council Councillor Councillors Councils County Court Criminal Cross
    Crown Cultural Data December Decision Decisions Declarations Delivery Democratic Department Deputy
    Designated Despite Detective Development Digital Director Directorate District Domestic Draft Drugs
    During Each Early East Easter Education Educational Either Emergency England English Equality Even
    Every Everyone Executive Expert Exploitation Families Family Feedback February Female Finally
    Finance Financial Following For Forum Foundation Framework Friday From Front Full Further Future
    Gangs General Good Government Governance Governor Governors Group Groups Guidance He Head
    Headteacher Headteachers Health Healthcare Healthwatch Her High His Home Hospice Hospital Hospitals
    House Housing How However Hub If Improvement In Including Inclusion Independent Information Initial
    Initially Inspection Inspector Integrated Interim Into Is Issue It Item Its January Joint July June
    Justice Key Last Law Lay Lead Leader Leadership Learning Legal Licensing Like Local Looked Low
    Manager Many March Member Members Mental Met Metropolitan Minister Minutes Missing Monday More
    Moreover Most Multi National Neglect New Next NHS No None Norfolk North Not Note Notwithstanding
    November Now Nurse October Of Off Office Officer Officers Ofsted On Once One Online Only Operational
    Opportunities Option Options Other Others Our Outcome Outcomes Over Overall Overview Panel Parent
    Parenting Parents Part Participation Partner Partners Partnership Partnerships People Performance
    Pilot Plan Planning Plus Police Policy Portfolio Practice Practitioners Present Presentation
    Prevention Primary Principal Priorities Priority Private Probation Professional Professionals
    Programme Project Protection Public Quality Quarter Question Questions Race Rapid Reason Reasons
    Recommendation Recommendations Referral Referrals Region Regional Regarding Regulation Report
    Reports Representative Residential Resolution Resolved Resources Response Responding Review Reviews
    Royal Safe Safeguarding Safer Same Saturday School Schools Scrutineer Scrutiny Second Secondary
    Secretary Section See Select Senior September Serious Service Services Several Sexual She Should
    Significant Since Social Society Some South Special Specialist Staff Standards Standing State
    Strategic Strategy Strong Sub Subgroup Such Sunday Superintendent Supporting Surveillance System
    Task Team Teams Terms That The Their Then There Therefore These They Third This Those Though Three
    Through Throughout Thursday To Together Town Training Trust Tuesday Two UK Under Unit United Until
    Update Upon Urgent Various Vice Violence Voice Voluntary Ward We Wednesday Welcome Welfare Wellbeing
    Well West What When Where Whether Which While Whilst Who With Within Witness Witnesses Women Work
    Workforce Working Year You Young Youth Vulnerable Unitary Kingdom London Board Boards Arts Music Drama Sport
    Sports Leisure Economy Economic Environment Transport Highways Library Libraries Museum University Guildhall
    Agencies Alternative Arrangements Asylum Attainment Autism Budget Bureau Capital Carers Charter Citizens
    Collaborative Commercial Communications Companies Complaints Conference Congress Curriculum Customer Deaths
    Delegation Diversity Dental Disability Disabled Disclosure Drug Engagement Enterprise Event Events Exclusion
    Faith Festival Fire Foster Fostering Gateway Grant Green Growth Heritage Homelessness Homes Immigration Impact
    Inclusive Industry Infant Innovation Insight Institute Intervention Justice Knife Labour Conservative Liberal
    Maternity Medical Medicine Midwifery Ministry Mission Multi-Agency Neighbourhood Network Nursery Nursing
    Ombudsman Operations Organisation Outreach Pathway Permanency Placement Pledge Poverty Practitioner Prevent
    Procedure Procedures Process Profile Protocol Psychology Pupil Pupils Qualified Recovery Recruitment Regeneration
    Relations Renewal Repairs Rescue Research Resilience Rights Risk Road Rural Science Scheme Sector Sector-led
    Security Session Sessions Site Skills Speech Stage Statement Statutory Stronger Student Students Substance
    Suicide Supervision Support Survey Sustainability Tackling Teacher Teachers Technology Thematic Therapies
    Therapy Toolkit Topic Toward Towards Transformation Transition Transitions Treasury Tribunal Virtual Vision
    Visit Briefing Welsh Language Volunteer Volunteers Walk Week Winter Spring Summer Autumn Workshop
    """
)

HONORIFICS = alternatives(
    """
    County Councillor|County Councillors|Councillors|Councillor|Cllrs|Cllr|Coun|Mr|Mrs|Ms|Miss|Mx|Dr
    Doctor|Prof|Professor|Reverend|Revd|Rev|Canon|Father
    Sir|Dame|Lord|Lady|Baroness|Alderman|Alderwoman|Deputy|Bishop|The Mayor|Mayor
    """
)
RANKS = alternatives(
    """
    Detective Chief Superintendent|Detective Superintendent|Detective Chief Inspector|Detective Inspector
    Detective Sergeant|Chief Superintendent|Superintendent|Chief Inspector|Inspector|Sergeant|Commander
    Assistant Chief
    Constable|Chief Constable|Deputy Chief Constable|Det Supt|Det Ch Supt|DCS|D/Supt|DSupt|DSU|DCI|DI|DS
    T/DCI|ACC|PC
    Supt|Ch Supt|Chief Supt|Insp|Sgt
    """
)

# Heads of the phrases that say what somebody is.
ROLE_NOUNS = alternatives(
    """
    Chair|Chairman|Chairwoman|Chairperson|Vice-Chair|Vice Chair|Vice-Chairman|Director|Head|Manager
    Officer|Lead|Leader
    Member|Co-optee|Coordinator|Co-ordinator|Scrutineer|Commissioner|Consultant|Nurse|Doctor|GP|Superintendent
    Inspector|Commander|Sergeant|Constable|Executive|Headteacher|Head Teacher|Governor|Representative
    Adviser|Advisor
    Solicitor|Clerk|Secretary|Mayor|Analyst|Partner|Chief|Practitioner|Worker|Lawyer|Minister|Author
    Statutory Officer
    Healthwatch|Councillor|Trustee|Guardian|Ambassador|Apprentice|Paediatrician|Psychologist|Midwife|Principal
    Administrator|Specialist|Strategist|Accountant|President|Convenor|Convener|Deputy|Portfolio Holder|Holder
    Facilitator|Champion|Matron|Dean|Archdeacon|Bursar|Registrar|LADO|Parent
    """
)

# What a person in the record of a meeting does when they speak.
SPOKE = alternatives(
    """
    said|stated|asked|presented|introduced|explained|advised|noted|informed|commented|reported|highlighted|added
    outlined|responded|replied|confirmed|clarified|referred|emphasised|emphasized|stressed|queried|sought|enquired
    inquired|suggested|raised|acknowledged|appreciated|expressed|felt|observed|remarked|reiterated
    assured|reassured
    updated|summarised|summarized|drew|questioned|mentioned|described|detailed|spoke|answered|told|took members
    took the|gave|provided|delivered|welcomed|thanked|recognised|requested|agreed|undertook|offered|shared
    commended|praised|congratulated|concluded|opened|accepted|believed|considered|wondered|challenged|pointed out
    set out|talked|reflected|apprised|briefed|addressed|led|attended|expanded|elaborated|underlined
    encouraged|urged
    wanted to know|wished to know|wanted|wished|hoped|hopes|promised|committed|thought|argued|cautioned|warned
    voiced|echoed|supported|recommended|attested|conveyed|recounted|recalled|posed|interjected|pledged|was pleased
    was concerned|was confident|was interested|was grateful|was keen|was of the view|was in attendance|was present
    were in attendance|were present|was also present|were also present|was also in attendance|took|put|made|read
    brought|showed|ran|walked|went through|is of the view|submitted|illustrated|touched on|touched upon|covered
    disputed|objected|apologised|denied|were also in attendance|joined|spoke to|volunteered|concurred|endorsed|notified
    clarifies|explains|stresses|asks|says|notes
    reports|presents
    introduces|advises|responds|confirms|adds
    """
)

# What comes between somebody and what they said.
ADVERBS = alternatives(
    """
    also|then|further|additionally|subsequently|next|again|now|briefly|first|firstly|secondly|thirdly
    finally|lastly
    therefore|accordingly|both|all|jointly|specifically|particularly|in turn|in response|in reply
    too|however|initially|formally|kindly|respectively|duly|in addition|virtually|remotely|concurrently
    rightly|strongly|went on to|did|similarly|who|simply|repeatedly|each
    """
)

MEMBERS = alternatives(
    """
    Members of the Committee|Members of the Panel|Members of the Board|Members of the Sub-Committee
    Members|Member|Councillors|Councillor|Cllrs|Cllr|Committee|Sub-Committee|Sub Committee|Subcommittee|Panel
    Commission|Cabinet|Chair|Chairman|Chairwoman|Chairperson|Vice-Chair|Vice-Chairman|Vice Chair|Vice Chairman
    co-optee|co-optees|co-opted member|co-opted members|Co-optee|Co-opted Member|Co-opted Members|Leader|Mayor
    Portfolio Holder|Executive Member|Leader of the Council|Deputy Leader|Deputy Mayor|governor representative
    Governor Representative|Alderman|Aldermen|members|member|committee|panel|councillor|councillors|chair|chairman
    """
)
OFFICERS = alternatives(
    """
    Officers|Officer|officers|officer|Offices|Director|Head of|Manager|Managers|Lead|Independent Chair
    Independent Chairman|Independent Chairperson|Independent Scrutineer|Scrutineer|Commissioner|Nurse
    Superintendent
    Partnership|Inspector|Executive Director|Partners|partners|Safeguarding Children Board|Safeguarding Board
    Children|children|Young people|young people|Residents|residents|Parents|parents|Practitioners|practitioners
    Ofsted|Inspectors|inspectors|Staff|staff|Schools|schools|Headteachers|Police|police|Chair of the Board
    Chair of the Partnership|Chairman of the Board|LSCB|LSCP|Presenter|presenters|Service|Team|team|DCI|families
    Families|Council|professionals|Professionals|people|government|Government|DfE|audit|audits|review|reviews|work
    """
)

# Items of every meeting's business: they part a whole meeting into its items and are never the one we seek.
PROCEDURE = "|".join(
    line.strip()
    for line in """
    apologies
    apologies for absence
    apologies (?:for absence )?and .*
    absence of members.*
    report of the monitoring officer.*
    declarations? of .*interests?.*
    disclosures? of .*
    declarations?
    minutes
    minutes of (?:the )?(?:previous|last) meetings?.*
    minutes of the meeting.*
    minutes .*previous.*
    minutes and matters arising.*
    minutes of meetings? .*
    call.?in .*
    membership of .*
    appeals .*
    order of .*
    confirmation of .*
    action trackers?.*
    minutes - .*
    public (?:participation|questions?|speaking|question time).*
    chair(?:man)?[’']?s? announcements?.*
    chairs? announcements?
    urgent (?:business|items?|matters?).*
    work programme.*
    forward (?:work )?(?:plan|programme).*
    any other (?:urgent )?business.*
    aob
    date (?:and time )?of (?:the )?next meeting.*
    exclusion of .*
    matters arising.*
    election of .*
    appointment of .*
    membership.*
    attendance.*
    petitions?.*
    deputations?.*
    questions?
    members[’'] questions.*
    questions from .*
    late items.*
    appeals against .*
    notification of other business.*
    record of meeting.*
    welcome.*
    welcome and introductions
    introductions.*
    substitut(?:es|ions).*
    declaration of interests
    to (?:confirm|approve|agree|receive|take|sign|note|consider) the (?:minutes|record).*
    any other items.*
    programme of meetings.*
    confirmation of minutes.*
    action (?:tracker|log|sheet).*
    outstanding actions.*
    order of business.*
    future meetings.*
    close.*
    next meeting.*
    part (?:ii|2|b|two).*
    items? for .*
    agenda items? .*private.*
    announcements.*
    fire (?:evacuation|safety).*
    webcasting.*
    cabinet forward plan.*
    """.strip().splitlines()
)
