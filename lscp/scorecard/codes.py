"""The small numbers that facts are made of, and the words behind them."""

from __future__ import annotations

from dataclasses import dataclass

# The words of each breakdown in the order of their codes. The last is for what nobody recorded.
BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "ethnicity": ("Asian", "Black", "Mixed", "White", "Other", "Not known"),
    "sex": ("Female", "Male", "Not known"),
    "age": ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not known"),
    "disability": ("Yes", "No", "Not known"),
    "ward": (),  # as given; they stand in the table `wards`, where 0 is not known
}
BIRTHDAYS = (0, 1, 5, 10, 16)  # on each of them the next age band begins

ETHNIC_GROUPS = {  # the last code of a group is for a child of whom only the group was recorded
    # Chinese is counted as Asian since the census of 2021
    "Asian": ("AIND", "APKN", "ABAN", "CHNE", "AOTH", "ASIAN"),
    "Black": ("BCRB", "BAFR", "BOTH", "BLACK"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH", "MIXED"),
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH", "WHITE"),
    "Other": ("OOTH",),
}
SEXES = {"Female": ("F",), "Male": ("M",)}
SOURCES = {  # who made the contact or referral: the census's source codes
    "INDIVIDUAL": ("1A", "1B", "1C", "1D", "1"),  # 1, 3, 5: which of them was not recorded
    "SCHOOL": ("2A",),
    "EDUCATION": ("2B",),
    "HEALTH": ("3A", "3B", "3C", "3D", "3E", "3F", "3"),
    "HOUSING": ("4",),
    "COUNCIL": ("5A", "5B", "5C", "5D", "5"),
    "POLICE": ("6",),
    "LEGAL": ("7",),
    "OTHER": ("8",),
    "ANONYMOUS": ("9",),
    "UNKNOWN": ("10",),
}
NEEDS = {  # the primary need
    "ABUSE": ("N1",),
    "DISABILITY": ("N2",),
    "PARENT": ("N3",),
    "STRESS": ("N4",),
    "DYSFUNCTION": ("N5",),
    "BEHAVIOUR": ("N6",),
    "INCOME": ("N7",),
    "ABSENT": ("N8",),
    "OTHER": ("N9",),
    "UNKNOWN": ("N0",),
}
CLOSURES = {f"RC{n}": (f"RC{n}",) for n in range(1, 10)}
ABUSE = {"NEG": ("NEG",), "EMO": ("EMO",), "PHY": ("PHY",), "SAB": ("SAB",), "MUL": ("MUL",)}
FACTORS = {  # what an assessment found: the census's factor codes
    "ALCOHOL": ("1A", "1B", "1C"),
    "DRUGS": ("2A", "2B", "2C"),
    "DOMESTIC": ("3A", "3B", "3C"),
    "MENTAL": ("4A", "4B", "4C"),
    "LEARNING": ("5A", "5B", "5C"),
    "PHYSICAL": ("6A", "6B", "6C"),
    "CARER": ("7A",),
    "FOSTERING": ("8B", "8C", "8D", "8E", "8F"),
    "ASYLUM": ("9A",),
    "MISSING": ("10A",),
    "CSE": ("11A",),
    "TRAFFICKING": ("12A",),
    "GANGS": ("13A",),
    "BEHAVIOUR": ("14A",),
    "SELFHARM": ("15A",),
    "NEGLECT": ("16A",),
    "EMOTIONAL": ("17A",),
    "VIOLENCE": ("18A", "18B", "18C"),
    "SEXUAL": ("19A", "19B", "19C"),
    "FGM": ("22A",),
    "FAITH": ("23A",),
    "CCE": ("24A",),
    "NONE": ("21",),
}

# Within the time that somebody is in a stock, a mark is one interval of it: from 24 months after the start, say.
MARKS = (
    *("open", "months_3", "months_12", "months_15", "months_18", "months_24"),
    *("days_28", "in_time", "reviewed", "visited", "health", "dental", "late"),
)


@dataclass(frozen=True)
class Step:
    """One step of the way through the front door. `limit` is in working days where `working`, else in months."""

    code: int
    working: bool
    limit: int | None


STEPS = {
    "decision": Step(0, True, 1),
    "assessment_begun": Step(1, True, None),
    "assessment": Step(2, True, 45),
    "conference": Step(3, True, 15),
    "core_group": Step(4, True, 10),
    "first_review": Step(5, False, 3),
    "later_review": Step(6, False, 6),
}

FOREVER = 100_000  # a day in the year 2243: not yet
