"""What stands round the partnership's own figures: published statistics, populations, neighbours, and the map.

``by`` is None for the operator of the ``lscp`` command, who needs no role. A release says a thing once: the same rows
again change nothing, and another figure for the same cell of the same release is refused.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lscp.indicators import rules
from lscp.indicators.figures import breakdown_key
from lscp.indicators.models import (
    Comparator,
    Neighbour,
    Population,
    ResourcePoint,
    WardShape,
)
from lscp.indicators.surroundings import queries, releases, shapes
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import Refused, refuse_if
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.readers.ledger import CannotRead

OPERATOR = "the operator of the lscp command"

# ── The map ──


@transaction.atomic
def import_ward_shapes(content, *, partnership, area, vintage, by=None):
    """Outlines of an area's wards from a GeoJSON FeatureCollection (bytes); those on record are replaced.

    Returns how many. Raises ``Refused`` (IN-31) with what is wrong with the file.
    """
    _allow(by, partnership.pk)
    refuse_if(rules.areas_are_covered([area], partnership))
    wards, faults = shapes.read(content)
    refuse_if(rules.rows_can_be_read(faults))
    WardShape.everywhere.filter(partnership=partnership, area=area).delete()
    WardShape.everywhere.bulk_create(
        WardShape(
            partnership=partnership,
            area=area,
            vintage=vintage,
            code=ward.code,
            name=ward.name,
            shape=ward.shape,
            children=ward.children,
            population_year=ward.year,
        )
        for ward in wards
    )
    _journal_of(partnership.pk, "wards.imported", f"Outlines of {len(wards)} wards of {area}: {vintage}", by)
    return len(wards)


@transaction.atomic
def import_resources(rows, *, partnership, area, by=None):
    """Services of an area: mappings with ``name, kind, ward`` (and ``longitude, latitude``). Those on record are
    replaced. Returns how many."""
    _allow(by, partnership.pk)
    rows = list(rows)
    refuse_if(
        rules.areas_are_covered([area], partnership),
        rules.rows_can_be_read(list(_resource_faults(rows))),
    )
    ResourcePoint.everywhere.filter(partnership=partnership, area=area).delete()
    ResourcePoint.everywhere.bulk_create(
        ResourcePoint(
            partnership=partnership,
            area=area,
            name=row["name"].strip(),
            kind=row["kind"].strip(),
            ward=row["ward"].strip(),
            longitude=_number(row.get("longitude")),
            latitude=_number(row.get("latitude")),
        )
        for row in rows
    )
    _journal_of(partnership.pk, "resources.imported", f"{len(rows)} services of {area}", by)
    return len(rows)


def _resource_faults(rows):
    seen = set()
    for number, row in enumerate(rows, 1):
        key = tuple((row.get(column) or "").strip() for column in ("name", "kind", "ward"))
        if not all(key):
            yield f"Row {number} needs a name, a kind and a ward."
        elif key in seen:
            yield f"Row {number}: {key[0]} in {key[2]} stands there twice. Keep one."
        seen.add(key)
        try:
            both = _number(row.get("longitude")), _number(row.get("latitude"))
        except ValueError:
            yield f"Row {number}: longitude and latitude are numbers like -0.21 and 51.49."
        else:
            if (both[0] is None) != (both[1] is None):
                yield f"Row {number} has one coordinate: give longitude and latitude, or neither."


def _number(text):
    return float(text) if text not in (None, "") else None


@dataclass(frozen=True)
class BroughtIn:
    """How many published figures and populations were new, and how many rows say nothing of the catalogue."""

    figures: int
    populations: int
    left_out: int


@transaction.atomic
def import_files(paths, *, by=None, on=None):
    """Bring in the Department for Education's published files; returns ``BroughtIn``.

    Populations may come in the same files or have come before. Raises ``Refused`` (IN-31) with what cannot be read.
    """
    _allow(by)
    try:
        release = releases.read(paths)
    except CannotRead as error:
        raise Refused(rules.rows_can_be_read([str(error)])) from None
    people = import_population(releases.populations(release), by=by)
    known = queries.populations_of(releases.vintages(release))
    figures = import_published(releases.comparators(release, known), by=by, on=on)
    return BroughtIn(figures, people, release.left_out)


@transaction.atomic
def import_published(rows, *, by=None, on=None):
    """Published comparators: rows with the attributes of ``releases.Row``.

    A release says a thing once: the same row again changes nothing, another figure for the same cell of the same
    release is refused (IN-31). Returns how many were new.
    """
    _allow(by)
    day = on or timezone.localdate()
    known = {
        (row.indicator, row.area_code, row.year_ending, row.release): row for row in Comparator.objects.all()
    }
    new, faults = {}, []
    for row in rows:
        one = Comparator(
            imported_on=day,
            indicator=row.indicator,
            area_code=row.area_code,
            area_name=row.area_name,
            level=row.level if row.level in dict(Comparator.LEVELS) else "other",
            year_ending=row.year_ending,
            numerator=_exact(row.numerator),
            denominator=_exact(row.denominator),
            value=_exact(row.value),
            symbol=row.symbol or "",
            release=row.release,
        )
        cell = (one.indicator, one.area_code, one.year_ending, one.release)
        kept = known.get(cell) or new.get(cell)
        if kept is None:
            new[cell] = one
        elif not _says_the_same(kept, one):
            faults.append(f"{one} ({one.release}) is on record with another figure.")
    refuse_if(
        rules.is_in_the_catalogue({cell[0] for cell in new}, catalogue()),
        rules.rows_can_be_read(faults),
    )
    Comparator.objects.bulk_create(new.values(), batch_size=500)
    _journal_release("comparators.imported", f"{len(new)} published figures", sorted({c[3] for c in new}), by)
    return len(new)


def _exact(value):
    return None if value is None else Decimal(str(value))


def _says_the_same(one, other):
    return all(
        getattr(one, name) == getattr(other, name) for name in ("numerator", "denominator", "value", "symbol")
    )


@transaction.atomic
def import_population(rows, *, by=None):
    """Published populations: mappings with ``area, year, ages, count, vintage, released_on``, and ``breakdown`` where
    they are of one group.

    As with ``import_published``, a release says a thing once.
    """
    _allow(by)
    known = {_of_people(row): row.count for row in Population.objects.all()}
    new, faults = {}, []
    for row in rows:
        one = Population(**dict(row) | {"breakdown": breakdown_key(row.get("breakdown"))})
        cell = _of_people(one)
        kept = known.get(cell, new[cell].count if cell in new else None)
        if kept is None:
            new[cell] = one
        elif kept != one.count:
            faults.append(f"{one.area}, mid-{one.year} ({one.vintage}) is on record as {kept:,}.")
    refuse_if(rules.rows_can_be_read(faults))
    Population.objects.bulk_create(new.values(), batch_size=500)
    _journal_release("populations.imported", f"{len(new)} populations", sorted({c[4] for c in new}), by)
    return len(new)


def _of_people(row):
    return row.area, row.year, row.ages, row.breakdown, row.vintage


@transaction.atomic
def import_neighbours(rows, *, by=None):
    """Statistical neighbours: mappings with ``area, neighbour, name, place, source``. Known ones change nothing."""
    _allow(by)
    known = set(Neighbour.objects.values_list("area", "neighbour", "source"))
    new, faults = {}, []
    for row in rows:
        one = Neighbour(**row)
        if one.area == one.neighbour:
            faults.append(f"{one.area} is given as its own neighbour.")
        elif (cell := (one.area, one.neighbour, one.source)) not in known:
            new[cell] = one
    refuse_if(rules.rows_can_be_read(faults))
    Neighbour.objects.bulk_create(new.values(), batch_size=500)
    _journal_release(
        "neighbours.imported", f"{len(new)} statistical neighbours", sorted({c[2] for c in new}), by
    )
    return len(new)


# ── What every operation does ──


def _allow(by, partnership=None):
    """A command needs no role; a person keeps the scorecard, of this partnership where it is one's."""
    if by is not None:
        refuse_if(
            partnership_rules.ours(by, partnership or by.partnership_id),
            partnership_rules.may(by, May.KEEP_SCORECARD),
        )


def _journal_of(partnership, verb, summary, by):
    record.write(
        verb, summary, by=by or OPERATOR, about=f"partnership:{partnership}", partnership=partnership
    )


def _journal_release(verb, said, releases, by):
    if releases:
        record.write(
            verb,
            f"Brought in {said}: {', '.join(releases)}"[:500],
            by=by or OPERATOR,
            about="published",
            partnership=by.partnership_id if by else "",
        )
