"""The Department for Education's published files, as rows of comparators and of populations.

A rate of children keeps the population of its own release. What the catalogue has no indicator for, or what is given
for one group of children only, is left out and counted.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.readers import published

# The reader's name for a level, and the record's.
LEVELS = {"national": "england", "regional": "region", "authority": "authority"}


@dataclass(frozen=True)
class Row:
    """A published figure as ``operations.import_published`` takes it."""

    indicator: str
    area_code: str
    area_name: str
    level: str
    year_ending: date
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    symbol: str
    release: str


@dataclass(frozen=True)
class Release:
    """What some files hold: ``figures`` to be compared, ``people`` (populations), and how many rows are of neither."""

    figures: list
    people: list
    left_out: int


def read(paths):
    """A ``Release`` of one file or several. Raises ``CannotRead``."""
    rows = [row for path in paths for row in published.read(path)]
    people = [row for row in rows if row.indicator == published.POPULATION]
    figures = [row for row in rows if row.indicator in catalogue() and not row.breakdown]
    return Release(figures, people, len(rows) - len(figures) - len(people))


def populations(release):
    """Rows for ``operations.import_population``."""
    for row in release.people:
        if isinstance(row.numerator, int):
            yield {
                "area": row.area_code,
                "year": row.year_ending.year,
                "ages": "0-17",
                "count": row.numerator,
                "vintage": vintage(row.release),
                # The Department publishes children in need at the end of October, with the estimates it used.
                "released_on": date(row.release, 10, 31),
            }


def vintage(year):
    """The name of the estimates that the releases of a year are counted against."""
    return f"ONS mid-year estimates, as the Department used them in {year}"


def vintages(release):
    """Those that its rates need."""
    return {vintage(row.release) for row in release.figures if row.per_population}


def comparators(release, known):
    """Rows for ``operations.import_published``; ``known`` has the populations by area, year and vintage."""
    for row in release.figures:
        if row.per_population:
            people = known.get((row.area_code, row.year_ending.year - 1, vintage(row.release)))
            row = replace(row, denominator=people)
        yield _as_printed(row)


def _as_printed(row):
    """The figure as printed, or where the table prints none, from its counts; a symbol stays one."""
    value = row.worked_out if row.value is None else row.value
    return Row(
        row.indicator,
        row.area_code,
        row.area_name,
        LEVELS[row.level],
        row.year_ending,
        row.numerator if isinstance(row.numerator, int) else None,
        row.denominator if isinstance(row.denominator, int) else None,
        value if isinstance(value, Decimal) else None,
        str(row.symbol or ""),
        f"Release of {row.release}, table {row.table}",
    )
