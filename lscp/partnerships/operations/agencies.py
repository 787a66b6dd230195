"""Which agencies work in a partnership, and since when."""

from django.db import transaction
from django.utils import timezone

from lscp.partnerships import rules
from lscp.partnerships.models import Agency, Footprint
from lscp.partnerships.operations.steps import allow, journal, keeps_record, works_here
from lscp.refusal import refuse_if
from lscp.versioned import change


@transaction.atomic
def add_agency(partnership, *, name, sector, started, capacity="relevant", short_name="", by=None):
    """Give an agency its place in a partnership; an agency that serves several is one agency (PA-28)."""
    allow(by, partnership.pk)
    if by is not None:
        refuse_if(_joins_from_elsewhere(name, partnership, by))
    agency, _ = Agency.everywhere.get_or_create(
        name=name, defaults={"sector": sector, "short_name": short_name}
    )
    refuse_if(rules.one_place_at_a_time(agency, works_here=_open_footprint(agency, partnership)))
    footprint = Footprint.everywhere.create(
        agency=agency, partnership=partnership, capacity=capacity, started=started
    )
    journal("agency.joined", f"{name} joined the partnership", footprint, by=by, partnership=partnership.pk)
    return agency


def _joins_from_elsewhere(name, partnership, by):
    """PA-28 for an agency that other partnerships know by this name, and this one does not."""
    places = Footprint.everywhere.filter(agency__name=name).select_related("partnership")
    partnerships = {place.partnership for place in places}
    if partnership in partnerships:
        return None
    keeps = any(keeps_record(by.person, other, timezone.localdate()) for other in partnerships)
    return rules.joins_by_who_keeps_both(elsewhere=bool(partnerships), keeps_elsewhere=keeps)


def _open_footprint(agency, partnership):
    return Footprint.everywhere.filter(agency=agency, partnership=partnership, ended__isnull=True).exists()


@transaction.atomic
def edit_agency(agency, *, partnership, version, by, **fields):
    """Change an agency's name, short name or sector, for every partnership it serves. Raises ``EditedMeanwhile``."""
    allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(
            agency, partnership, works_here=works_here(agency, partnership, timezone.localdate())
        ),
        rules.one_agency_a_name(
            taken=Agency.everywhere.filter(name=fields.get("name", agency.name))
            .exclude(pk=agency.pk)
            .exists()
        ),
    )
    change(agency, version=version, **fields)
    journal("agency.edited", f"Changed {agency.name}", agency, by=by, partnership=partnership.pk)
    return agency


@transaction.atomic
def end_footprint(footprint, *, on, by=None):
    """An agency leaves; what it did stays."""
    allow(by, footprint.partnership_id)
    refuse_if(rules.ends_after_it_started(footprint.started, on))
    footprint.ended = on
    footprint.save(update_fields=["ended"])
    journal(
        "agency.left",
        f"{footprint.agency} left the partnership",
        footprint,
        by=by,
        partnership=footprint.partnership_id,
    )
    return footprint
