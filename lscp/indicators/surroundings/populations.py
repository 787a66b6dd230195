"""How many people live where, by group: a plain CSV of one's own, or a Census 2021 table as the ONS gives it out. Pure.

The plain layout has the columns ``area, year, count, vintage, released_on``, ``ages`` (0-17 where there is none), and
for a group one of ``ethnicity``, ``sex`` and ``age`` with a word of ``lscp.scorecard.codes.BREAKDOWNS``.

The census table is what "Create a custom dataset" downloads: a code and a name for each variable, and ``Observation``.
It needs an area and ages; ethnic group and sex may stand in it. Ages past 17 are left out, and single years of age also
give the age bands and the narrower ages that rates of the catalogue are counted against.
"""

import csv
import re
from collections import Counter, defaultdict
from datetime import date

from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.codes import BIRTHDAYS, BREAKDOWNS

COLUMNS = ("area", "year", "count", "vintage", "released_on")
BY = ("ethnicity", "sex", "age")
# ONS, Census 2021: usual residents on 21 March 2021; tables of ethnic group were first released on this day.
CENSUS = {"year": 2021, "vintage": "ONS, Census 2021", "released_on": date(2022, 11, 29)}
NOBODY = {"age": {"Unborn"}}  # groups that no population is counted of
MOST_FAULTS = 20


class Unreadable(Exception):
    """``faults``: what is wrong with the file, a sentence each."""

    def __init__(self, *faults):
        super().__init__(" ".join(faults))
        self.faults = list(faults)


def read(lines):
    """Mappings ``area, year, ages, breakdown, count, vintage, released_on`` of a CSV (an iterable of lines).

    ``breakdown`` is a dictionary, empty for everybody. Raises ``Unreadable``.
    """
    rows = csv.reader(lines)
    header = [name.strip() for name in next(rows, [])]
    if "Observation" in header:
        found = _census(header, rows)
    else:
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise Unreadable(f"It has no column {', '.join(missing)}. Add it to the header.")
        found = _plain(header, rows)
    if faults := list(_incomplete(found)):
        raise Unreadable(*faults)
    return found


def groups_of(dimension):
    """The groups of a breakdown that people live in: everybody belongs to one of them."""
    return [name for name in BREAKDOWNS[dimension][:-1] if name not in NOBODY.get(dimension, ())]


# ── The plain layout ──


def _plain(header, rows):
    found, faults = [], []
    for number, cells in enumerate(rows, 2):
        row = {name: value.strip() for name, value in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        try:
            found.append(
                {
                    "area": row["area"],
                    "year": int(row["year"]),
                    "ages": row.get("ages") or "0-17",
                    "breakdown": _group(row),
                    "count": int(row["count"].replace(",", "")),
                    "vintage": row["vintage"],
                    "released_on": date.fromisoformat(row["released_on"]),
                }
            )
        except Unreadable as wrong:
            faults.append(f"Row {number}: {wrong}")
        except (KeyError, ValueError):
            faults.append(
                f"Row {number}: year and count are whole numbers, released_on a date like 2025-07-30."
            )
        if len(faults) > MOST_FAULTS:
            break
    if faults:
        raise Unreadable(*faults)
    return found


def _group(row):
    given = {name: row[name] for name in BY if row.get(name)}
    if len(given) > 1:
        raise Unreadable(f"it is of one group only. Give {' or '.join(given)}, not both.")
    for name, word in given.items():
        known = {one.casefold(): one for one in groups_of(name)}
        if word.casefold() not in known:
            raise Unreadable(f"“{word}” is no {name} here. Use one of: {', '.join(known.values())}.")
        given[name] = known[word.casefold()]
    return given


def _incomplete(found):
    """Groups are compared with each other, so none may be missing, nor be of another release."""
    given = defaultdict(set)
    for row in found:
        for name, group in row["breakdown"].items():
            given[row["area"], row["year"], row["ages"], row["vintage"], name].add(group)
    for (area, year, ages, _, name), groups in given.items():
        narrow = name == "age" and ages != "0-17"
        if gone := [] if narrow else [one for one in groups_of(name) if one not in groups]:
            yield f"{area}, mid-{year}, by {name}: {', '.join(gone)} is missing. Give every group."


# ── A table of the census ──


def _census(header, rows):
    area = _column(header, r".*(authorities|regions|countries|counties).* code", "an area")
    ages = _column(header, r"age.*(?<! code)", "the ages")
    at = {
        "ethnicity": _column(header, r"ethnic group.*(?<! code)"),
        "sex": _column(header, r"sex.*(?<! code)"),
    }
    number, counted = header.index("Observation"), Counter()
    for line, cells in enumerate(rows, 2):
        try:
            low, high = _ages(cells[ages])
            if low > 17:
                continue
            if high > 17:
                raise Unreadable(f"“{cells[ages]}” goes past 17. Download single years of age.")
            groups = {
                name: _census_group(name, cells[place]) for name, place in at.items() if place is not None
            }
            if None in groups.values():  # "Does not apply"
                continue
            for name, group in groups.items():
                counted[cells[area], low, high, name, group] += int(cells[number])
            if not groups:
                counted[cells[area], low, high, "", ""] += int(cells[number])
        except (IndexError, ValueError):
            raise Unreadable(
                f"Row {line} cannot be read: it needs an area, ages and a whole number."
            ) from None
    return list(_of_census(counted))


def _of_census(counted):
    """Rows for every range of ages that the bands fill."""
    bands = {key[1:3] for key in counted}
    names = {key[3] for key in counted}
    for low, high, ages in _ranges(bands):
        added = Counter()
        for (area, first, last, name, group), count in counted.items():
            if low <= first and last <= high:
                added[area, name, group] += count
        for (area, name, group), count in added.items():
            if name:
                yield CENSUS | {"area": area, "ages": ages, "breakdown": {name: group}, "count": count}
    one = sorted(names)[0]  # the ages are the same by any of them
    for band, low, high in _age_bands():
        if _filled(bands, low, high):
            added = Counter()
            for (area, first, last, name, _), count in counted.items():
                if name == one and low <= first and last <= high:
                    added[area] += count
            for area, count in added.items():
                yield CENSUS | {"area": area, "ages": "0-17", "breakdown": {"age": band}, "count": count}


def _ranges(bands):
    """(low, high, ages) of those that the catalogue's rates are counted against, as far as the bands tell."""
    wanted = {one.population for one in catalogue().values() if one.population}
    for ages in sorted(wanted):
        low, _, high = ages.partition("-")
        if high and int(high) <= 17 and _filled(bands, int(low), int(high)):
            yield int(low), int(high), ages


def _age_bands():
    ends = [*(born - 1 for born in BIRTHDAYS[1:]), 17]
    return zip(groups_of("age"), BIRTHDAYS, ends, strict=True)


def _filled(bands, low, high):
    """Do the bands tell every age from ``low`` to ``high`` and none beside?"""
    inside = {age for first, last in bands if low <= first and last <= high for age in range(first, last + 1)}
    return inside == set(range(low, high + 1))


def _column(header, pattern, needed=""):
    for place, name in enumerate(header):
        if re.fullmatch(pattern, name.casefold()):
            return place
    if needed:
        raise Unreadable(f"The table has no column for {needed}. Choose it when you create the dataset.")
    return None


def _ages(words):
    """(first, last) of “Aged 4 years”, “Aged under 1 year”, “Aged 5 to 9 years”, “Aged 85 years and over”."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if not numbers:
        raise ValueError(words)
    if "under" in words.casefold():
        return 0, numbers[0] - (0 if "and under" in words.casefold() else 1)
    return numbers[0], 120 if "over" in words.casefold() else numbers[-1]


def _census_group(name, words):
    """The group of a label: its first word is ours, but for “Other ethnic group: Arab”."""
    first = re.split(r"[\s,:]", words.strip())[0].casefold()
    return next((one for one in groups_of(name) if one.casefold() == first), None)
