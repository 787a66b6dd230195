"""What the ``lscp`` command does with returns and with published figures: one call each.

Every function raises ``Refused`` with a sentence for the user, and acts as the operator of the command.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from lscp.indicators import operations, queries, reminders, rules
from lscp.indicators.queries import agency_called
from lscp.partnerships.models import Partnership
from lscp.refusal import Refused, refuse_if
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.readers import published
from lscp.scorecard.readers.ledger import CannotRead


def receive_file(path, partnership_code, agency=None):
    """Take a return into the record; returns the ``ReturnReceived``. ``agency`` is a name, where the file has none."""
    partnership = _partnership(partnership_code)
    whose = agency_called(agency, partnership) if agency else None
    refuse_if(rules.agency_is_known(whose, agency) if agency else None)
    return operations.receive(_content(path), name=Path(path).name, partnership=partnership, agency=whose)


@dataclass(frozen=True)
class BroughtIn:
    """How many published figures and populations were new, and how many rows say nothing of the catalogue."""

    figures: int
    populations: int
    left_out: int


def import_published_files(paths):
    """Read the Department for Education's published files, its populations among them; returns ``BroughtIn``.

    A rate of children keeps the population of its own release, from these files or from an earlier import. What the
    catalogue has no indicator for, or gives only for one group of children, is left out and counted.
    """
    try:
        rows = [row for path in paths for row in published.read(path)]
    except CannotRead as error:
        raise Refused(rules.rows_can_be_read([str(error)])) from None
    people = [row for row in rows if row.indicator == published.POPULATION]
    counted = [row for row in people if isinstance(row.numerator, int)]
    brought = operations.import_population([_people(row) for row in counted])
    ours = [row for row in rows if row.indicator in catalogue() and not row.breakdown]
    figures = operations.import_published([_comparator(row) for row in _with_population(ours, people)])
    return BroughtIn(figures, brought, len(rows) - len(ours) - len(people))


def _people(row):
    return {
        "area": row.area_code,
        "year": row.year_ending.year,
        "ages": "0-17",
        "count": row.numerator,
        "vintage": _vintage(row.release),
        # The Department publishes children in need at the end of October, with the estimates it used.
        "released_on": date(row.release, 10, 31),
    }


def _vintage(release):
    return f"ONS mid-year estimates, as the Department used them in {release}"


def _with_population(rows, people):
    """The rows; a rate of children with the population of its release, where that is known."""
    kept = queries.populations_of({_vintage(row.release) for row in rows if row.per_population})
    for row in published.with_population(rows, published.Populations(people)):
        if row.per_population and not isinstance(row.denominator, int):
            count = kept.get((row.area_code, row.year_ending.year - 1, _vintage(row.release)))
            row = replace(row, denominator=count)
        yield row


@dataclass(frozen=True)
class _Row:
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


_LEVELS = {"national": "england", "regional": "region", "authority": "authority"}


def _comparator(row):
    """The figure as printed, or where the table prints none, from its counts; a symbol stays one."""
    value = row.worked_out if row.value is None else row.value
    return _Row(
        row.indicator,
        row.area_code,
        row.area_name,
        _LEVELS[row.level],
        row.year_ending,
        row.numerator if isinstance(row.numerator, int) else None,
        row.denominator if isinstance(row.denominator, int) else None,
        value if isinstance(value, Decimal) else None,
        str(row.symbol or ""),
        f"Release of {row.release}, table {row.table}",
    )


def import_population_file(path):
    """Read a CSV with the columns ``area, year, ages, count, vintage, released_on``; returns how many were new."""
    rows, faults = [], []
    for number, row in enumerate(_table(path, ["area", "year", "count", "vintage", "released_on"]), 2):
        try:
            rows.append(
                {
                    "area": row["area"],
                    "year": int(row["year"]),
                    "ages": row.get("ages") or "0-17",
                    "count": int(row["count"]),
                    "vintage": row["vintage"],
                    "released_on": date.fromisoformat(row["released_on"]),
                }
            )
        except ValueError:
            faults.append(
                f"Row {number}: year and count are whole numbers, released_on a date like 2025-07-30."
            )
    refuse_if(rules.rows_can_be_read(faults))
    return operations.import_population(rows)


def import_ward_file(path, partnership_code, *, area, vintage):
    """Read the outlines of an area's wards from a GeoJSON file; returns how many."""
    partnership = _partnership(partnership_code)
    return operations.import_ward_shapes(_content(path), partnership=partnership, area=area, vintage=vintage)


def import_resource_file(path, partnership_code, *, area):
    """Read an area's services from a CSV with the columns ``name, kind, ward``; returns how many."""
    rows = _table(path, ["name", "kind", "ward"])
    return operations.import_resources(rows, partnership=_partnership(partnership_code), area=area)


def send_reminders(on, send):
    """Send every reminder about a return that a day owes, each once. Returns ``(sent, failed)``.

    ``send(reminder)`` raises ``OSError`` where it cannot; that one is tried again by the next run. Needs a scope.
    """
    sent, failed = [], []
    for reminder in reminders.due(on):
        try:
            operations.remind(reminder, on=on, send=send)
        except OSError as error:
            failed.append((reminder, error))
        else:
            sent.append(reminder)
    return sent, failed


def _partnership(code):
    partnership = Partnership.objects.filter(code=code).first()
    known = Partnership.objects.order_by("code").values_list("code", flat=True)
    refuse_if(rules.partnership_is_here(partnership, asked=code, known=known))
    return partnership


def _content(path):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error


def _table(path, columns):
    """The rows of a CSV that has these columns at least."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
    except OSError as error:
        raise Refused(rules.file_opens(error, path)) from error
    except (UnicodeDecodeError, csv.Error):
        raise Refused(rules.rows_can_be_read([f"{path} is not a CSV in UTF-8. Save it as one."])) from None
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        raise Refused(
            rules.rows_can_be_read([f"{path} has no column {', '.join(missing)}. Add it to the header."])
        )
    return rows
