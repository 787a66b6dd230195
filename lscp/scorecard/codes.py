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

ETHNIC_GROUPS = {
    "Asian": ("AIND", "APKN", "ABAN", "CHNE", "AOTH"),  # Chinese is counted here since the census of 2021
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "Other": ("OOTH",),
}
SEXES = {"Female": ("F",), "Male": ("M",)}
SOURCES = {  # who made the contact or referral: the census's source codes
    "IND": ("1A", "1B", "1C", "1D"),
    "EDU": ("2A", "2B"),
    "HEA": ("3A", "3B", "3C", "3D", "3E", "3F"),
    "HOU": ("4",),
    "LAS": ("5A", "5B", "5C", "5D"),
    "POL": ("6",),
    "LEG": ("7",),
    "OTH": ("8",),
    "ANO": ("9",),
    "UNK": ("10",),
}
ABUSE = {"NEG": ("NEG",), "EMO": ("EMO",), "PHY": ("PHY",), "SAB": ("SAB",), "MUL": ("MUL",)}
FACTORS = {  # what an assessment found: the census's factor codes
    "ALC": ("1A", "1B", "1C"),
    "DRU": ("2A", "2B", "2C"),
    "DOM": ("3A", "3B", "3C"),
    "MEN": ("4A", "4B", "4C"),
    "CAR": ("7A",),
    "MIS": ("10A",),
    "CSE": ("11A",),
    "GAN": ("13A",),
    "SEL": ("15A",),
    "NEG": ("16A",),
    "EMO": ("17A",),
    "PHY": ("18A", "18B", "18C"),
    "SAB": ("19A", "19B", "19C"),
    "CCE": ("24A",),
}

# Within the time that somebody is in a stock, a mark is one interval of it: from 24 months after the start, say.
MARKS = (
    *("open", "months_3", "months_12", "months_15", "months_18", "months_24"),
    *("in_time", "reviewed", "visited", "alone", "health", "dental", "late"),
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
