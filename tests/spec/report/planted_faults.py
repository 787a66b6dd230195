"""Faults to plant in the sound report: each with the check that must find it and words that its finding must carry."""

# ruff: noqa: E501 - one fault a line

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`was` is replaced by `now`; with no `was`, `now` is a paragraph at the end of the chapter about reviews."""

    name: str
    check: str
    says: str
    now: str
    was: str = ""
    severity: str = ""


FAULTS = (
    # ── cast
    Fault("a wrong total in a table", "cast", "add up to 605", "625", "605", "error"),
    Fault("a wrong row of a table with a total column", "cast", "July to September", "290", "280", "error"),
    Fault("a wrong total of money", "cast", "£158,517", "£158,517", "£150,000", "error"),
    Fault("a wrong share in a table", "cast", "31%", "31%", "35%"),
    Fault("a wrong total in prose", "cast", "150,000", "The council gave £80,000, health £50,000 and police £20,000, a total of £160,000.", severity="error"),
    Fault("a bracket that does not add up", "cast", "54", "We heard from 54 parents (23 fathers and 30 mothers).", severity="error"),
    Fault("a share of two counts", "cast", "40%", "In 40% (30 of 60) of the visits nobody was at home.", severity="error"),
    Fault("shares that make more than all", "cast", "108", "Of the referrals, 52% came from police, 31% from schools and 25% from health."),
    Fault("a word that is not its share", "cast", "half", "About half (40%) of the families said that they were heard."),
    Fault("a change that was worked out wrongly", "cast", "From 200 to 250", "Visits rose from 200 to 250, an increase of 20%.", severity="error"),
    Fault("a total before its parts", "cast", "160,000", "The pot of £150,000 is made up of £90,000 from the council, £40,000 from health and £30,000 from police.", severity="error"),
    Fault("a total after its parts", "cast", "500", "We trained 300 teachers, 120 nurses and 80 police officers – 520 people altogether.", severity="error"),
    Fault("a colon and its parts", "cast", "63", "A total of 64 allegations were made: 40 in education, 14 in foster care and 9 in transport.", severity="error"),
    Fault("more parts than there are", "cast", "293", "We visited 287 schools, of which 214 are primary, 47 secondary and 32 special.", severity="error"),
    Fault("a share said afterwards", "cast", "25%", "Out of 200 families 50 said yes, which is 30%.", severity="error"),
    Fault("one in so many", "cast", "One in four", "One in four (20%) had waited.", severity="error"),
    Fault("girls and boys", "cast", "103%", "Girls made up 55% and boys 48% of those seen."),
    Fault("an average", "cast", "20", "The 45 sessions were attended by 900 people, an average of 30 a session.", severity="error"),
    Fault("a change by a percentage", "cast", "9.4%", "Contacts rose by 30.0%, from 12,990 to 14,212.", severity="error"),
    Fault("a change by so much", "cast", "15,000", "Funding fell by £10,000, from £160,000 to £145,000.", severity="error"),
    Fault("a change in brackets", "cast", "25%", "The number of calls went up from 80 to 100 (+20%).", severity="error"),
    Fault("a figure that doubled", "cast", "doubled", "Calls to the hub doubled, from 40 to 65.", severity="error"),
    # ── contradiction
    Fault("an increase that is a fall", "contradiction", "increase", "There was an increase from 40 to 35 in the number of strategy meetings.", severity="error"),
    Fault("fewer that are more", "contradiction", "fewer", "There were fewer plans than the year before (534 compared with 496).", severity="error"),
    Fault("another number of priorities", "contradiction", "three", "Our four priorities guide all that we do."),
    Fault("a rise that is a fall", "contradiction", "from 410 to 350", "Notices increased from 410 to 350 in the year.", severity="error"),
    Fault("a sentence beside its table", "contradiction", "1,204", "We received 1,204 referrals in the year."),
    Fault("another number for the same thing", "contradiction", "421", "We heard 421 young people in May."),
    # ── small-number
    Fault("a count of 2 by ethnicity", "small-number", "Mixed or other", "2", "16", "error"),
    Fault("three children in a sentence", "small-number", "three children", "In the year three children died by suicide."),
    # ── identifying-detail
    Fault("an NHS number", "identifying-detail", "943 476 5919", "The record NHS 943 476 5919 was read.", severity="error"),
    Fault("a pupil number", "identifying-detail", "Q823432003001", "The pupil with UPN Q823432003001 moved school.", severity="error"),
    Fault("a date of birth", "identifying-detail", "14 March 2016", "The child, born on 14 March 2016, lived with an aunt.", severity="error"),
    Fault("a postcode", "identifying-detail", "SW1A 2AA", "The family lived in SW1A 2AA until May."),
    Fault("a private telephone number", "identifying-detail", "07700 900123", "The mother's mobile was 07700 900123 at that time.", severity="error"),
    Fault("a private e-mail address", "identifying-detail", "kelly.p@example.com", "The father wrote from kelly.p@example.com twice.", severity="error"),
    Fault("a child's name", "identifying-detail", "Olivia", "Her daughter Olivia, aged 7, told the nurse.", severity="error"),
    Fault("a case number", "identifying-detail", "4471902", "See case number 4471902 for the chronology."),
    # ── period
    Fault("a period in the body that is not the title's", "period", "31 December 2024", "31 December 2024.", "31 March 2025.", "error"),
    Fault("a day that is not", "period", "31 April", "The executive met on 31 April 2024.", severity="error"),
    Fault("a weekday that is not", "period", "Monday", "The forum met on Monday 12 June 2024.", severity="error"),
    Fault("a year that is not a year", "period", "2023/25", "In 2023/25 we opened a hub.",),
    Fault("a year that runs backwards", "period", "2025/24", "In 2025/24 we opened a second hub.", severity="error"),
    Fault("the year reported as the year to come", "period", "2024/25", "Next year our priorities for 2024/25 are sleep and housing."),
    Fault("a figure of a year to come", "period", "2026/27", "In 2026/27 there were 1,300 calls."),
    # ── scope
    Fault("adults told by their age", "scope", "18", "Police recorded 1,912 domestic abuse victims aged 18 and over."),
    Fault("an adult figure among children's", "scope", "adult safeguarding", "There were 640 adult safeguarding concerns in the year."),
    Fault("an adult row in a table of children", "scope", "Adults", "Adults", "Mixed or other"),
    # ── percentage-base
    Fault("a percentage of a percentage", "percentage-base", "remaining 7%", "Attendance was 93%; among the remaining 7%, 17% of pupils were persistently absent."),
    Fault("a percentage of nothing", "percentage-base", "without what it is", "92% were satisfied."),
    # ── abbreviation
    Fault("an abbreviation nobody explains", "abbreviation", "MARAC", "The MARAC met each month."),
    Fault("another one", "abbreviation", "SEMH", "Pupils with SEMH needs were seen first."),
    # ── plain-language
    Fault("a sentence nobody can read aloud", "plain-language", "words", "The partnership, together with its relevant agencies and in the light of the findings of the reviews which were completed during the year and of those which were still under way at its end, decided that the existing arrangements for the sharing of information between the front door and the schools should be looked at again in the coming year."),
    Fault("a word with a plainer one", "plain-language", "utilise", "Staff utilise the tool."),
    # ── impact
    Fault("an impact without evidence", "impact", "safer", "The new panel has made children safer."),
    Fault("an impact that is ensured", "impact", "ensures", "Our work ensures that all children are safe."),
    Fault("another impact without evidence", "impact", "positive impact", "The training had a significant positive impact on practice."),
)  # fmt: skip

REQUIRED = {  # chapter taken out → item that nothing answers any more
    "Money and value": "W23-13",
    "What children and families told us": "W23-12",
    "Independent scrutiny": "W23-18",
    "National reforms": "W23-14",
}
