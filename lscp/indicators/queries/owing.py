"""Who owes what: requests that wait, returns to be signed off, silent agencies, and gaps in the data."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Q

from lscp.indicators.models import (
    DataGap,
    IndicatorOwner,
    NotSupplied,
    Reading,
    ReturnReceived,
    ReturnRequest,
)
from lscp.indicators.states import ReturnStatus
from lscp.partnerships.models import Agency

# An owner who says nothing for this long is silent, with or without a request.
SILENT_AFTER = timedelta(days=183)


def requests_waiting(on, within):
    """Requests still asked that are overdue on a day or fall due within so many days, oldest first."""
    return (
        ReturnRequest.objects.waiting().filter(due__lte=on + timedelta(days=within)).select_related("agency")
    )


def awaiting_sign_off():
    """Returns that stand and that their owner has not signed off."""
    rows = ReturnReceived.objects.current().filter(status=ReturnStatus.RECEIVED)
    return rows.select_related("agency", "document").order_by("received_at", "pk")


def history(received):
    """A return and every one it replaced or was replaced by, the oldest first."""
    rows = ReturnReceived.objects.filter(partnership=received.partnership_id, agency=received.agency_id)
    known = {row.pk: row for row in rows.select_related("document", "agency")}
    chain, waiting = set(), [received.pk]
    while waiting:
        one = waiting.pop()
        if one in known and one not in chain:
            chain.add(one)
            waiting += [known[one].replaces_id] if known[one].replaces_id else []
            waiting += [row.pk for row in known.values() if row.replaces_id == one]
    return sorted((known[pk] for pk in chain), key=lambda row: (row.received_at, row.pk))


@dataclass(frozen=True)
class Silent:
    """An agency that owes figures: since when, and which indicators."""

    agency: object
    since: object
    indicators: tuple
    because: str


def silent_agencies(partnership, on):
    """Agencies with an overdue request, and owners of an indicator that nobody has heard of for half a year."""
    late = {}
    for row in ReturnRequest.objects.filter(partnership=partnership).overdue(on).select_related("agency"):
        since, codes, agency = late.get(row.agency_id, (row.due, set(), row.agency))
        late[row.agency_id] = (min(since, row.due), codes | set(row.indicators), agency)
    found = [
        Silent(agency, since, tuple(sorted(codes)), "A return is overdue.")
        for since, codes, agency in late.values()
    ]
    heard = {}
    for name, model in (("received__agency", Reading), ("agency", NotSupplied)):
        whose = {"received__partnership": partnership} if model is Reading else {"partnership": partnership}
        for agency, code, last in (
            model.objects.filter(**whose)
            .values_list(name, "indicator")
            .annotate(last=Max("period_end"))
            .order_by()
        ):
            heard[agency, code] = max(last, heard.get((agency, code), last))
    quiet = defaultdict(list)
    for owner in IndicatorOwner.objects.filter(partnership=partnership).in_force(on).select_related("agency"):
        last = heard.get((owner.agency_id, owner.indicator), owner.started)
        if owner.agency_id not in late and last < on - SILENT_AFTER:
            quiet[owner.agency].append((last, owner.indicator))
    found += [
        Silent(agency, min(rows)[0], tuple(sorted(code for _, code in rows)), "Nothing for half a year.")
        for agency, rows in quiet.items()
    ]
    return sorted(found, key=lambda one: (one.since, str(one.agency)))


def gaps(partnership):
    """The register of data gaps with what was asked and estimated, prefetched: ``gap.steps``, ``gap.estimates``."""
    rows = DataGap.objects.filter(partnership=partnership).select_related("agency")
    return rows.prefetch_related("steps", "estimates")


def agency_called(name, partnership):
    """The agency of a partnership with this name or short name, or None."""
    # unlocked: which agencies a partnership has is published
    found = Agency.everywhere.filter(footprints__partnership=partnership)
    return found.filter(Q(name__iexact=name) | Q(short_name__iexact=name)).first()
