"""The steps that operations on the partnership's numbers share: whose it is, who may, the journal, and what stands."""

from django.db.models import Q
from django.utils import timezone

from lscp.indicators.models import (
    NotSupplied,
    Reading,
    ReturnReceived,
    ReturnRequest,
)
from lscp.indicators.states import RequestStatus, ReturnStatus
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Partnership
from lscp.refusal import refuse_if
from lscp.versioned import change

OPERATOR = "the operator of the lscp command"
SETTLED = "the record itself: what was asked for came in, or was withdrawn"


def standing(returned):
    """Those that were not withdrawn and that no standing return replaces."""
    return returned.exclude(status=ReturnStatus.WITHDRAWN).exclude(pk__in=corrections().values("replaces_id"))


def corrections():
    return ReturnReceived.everywhere.filter(replaces__isnull=False).exclude(status=ReturnStatus.WITHDRAWN)


def settle(agency, partnership):
    """A request is answered when each of its indicators was given, or said not to be supplied, for its period."""
    for request in ReturnRequest.everywhere.filter(agency_id=agency, partnership_id=partnership).exclude(
        status=RequestStatus.WITHDRAWN
    ):
        within = Q(period_start__gte=request.period_start, period_end__lte=request.period_end)
        those = standing(ReturnReceived.everywhere.filter(agency_id=agency, partnership_id=partnership))
        given = set(
            Reading.everywhere.filter(within, received__in=those).values_list("indicator", flat=True)
        ) | set(
            NotSupplied.everywhere.filter(within, agency_id=agency, partnership_id=partnership)
            .filter(Q(received__isnull=True) | Q(received__in=those))
            .values_list("indicator", flat=True)
        )
        status = RequestStatus.ANSWERED if set(request.indicators) <= given else RequestStatus.ASKED
        if status != request.status:
            change(request, status=status)
            journal(
                f"return.request_{status}",
                f"{request}: {request.get_status_display().lower()}",
                request,
                SETTLED,
            )


def allow(by, partnership, permission):
    """May they? Those who may then go one after the other, so that what one checks the other does not undo."""
    refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, permission))
    queue(partnership)


def queue(partnership):
    Partnership.objects.select_for_update().get(pk=partnership)


def works_here(agency, partnership, on):
    here = Footprint.everywhere.filter(agency=agency, partnership=partnership, started__lte=on).exclude(
        ended__lt=on
    )
    return partnership_rules.agency_works_here(agency, partnership, works_here=here.exists())


def day(on):
    return on or timezone.localdate()


def moment(at):
    """A time with a zone; one without is local."""
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def said(received):
    return f"{timezone.localdate(received.received_at):%-d %B %Y}" if received else ""


def journal(verb, summary, row, by, **details):
    partnership = row.gap.partnership_id if hasattr(row, "gap") else row.partnership_id
    journal_of(partnership, verb, summary, row, by, **details)


def journal_of(partnership, verb, summary, row, by, **details):
    record.write(
        verb,
        summary,
        by=by or OPERATOR,
        about=f"{row._meta.model_name}:{row.pk}" if row else f"partnership:{partnership}",
        partnership=partnership,
        **details,
    )
