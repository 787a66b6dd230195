"""What returns need from the reader today: an agency's contact to send, its owner to sign off, the keepers to chase."""

from django.urls import reverse
from django.utils import timezone

from lscp.design.words import plural
from lscp.desk.home.need import DUE_WITHIN, Need
from lscp.indicators import queries
from lscp.indicators.figures import label
from lscp.partnerships.roles import May

MOST = 50


def lines(held, on):
    keeps, sends, signs = (
        held.may(permission) for permission in (May.KEEP_SCORECARD, May.SEND_RETURNS, May.SIGN_RETURNS)
    )
    found = []
    if keeps or (sends and held.agency_id):
        found += _asked(held, on, keeps)
    if signs and held.agency_id:
        found += _unsigned(held)
    return found


def _asked(held, on, keeps):
    """Returns that are due: the keeper's to chase when they are late, the agency's to send as soon as they are near."""
    rows = queries.requests_waiting(on, DUE_WITHIN)
    rows = rows if keeps else rows.filter(agency=held.agency_id)
    for row in rows[:MOST]:
        late, own = row.due < on, row.agency_id == held.agency_id
        if late or own:
            yield Need(
                "overdue" if late else "due",
                f"Return for {label(row.period_start, row.period_end)}: {plural(len(row.indicators), 'figure')}",
                str(row.agency),
                row.due,
                "Send it" if own else "Chase",
                reverse("desk:return_request", args=[row.pk]),
            )


def _unsigned(held):
    for row in queries.awaiting_sign_off().filter(agency=held.agency_id)[:MOST]:
        yield Need(
            "waiting",
            f"Return for {label(row.period_start, row.period_end)}, sent by {row.received_by}",
            str(row.agency),
            timezone.localdate(row.received_at),
            "Sign it off",
            reverse("desk:return", args=[row.pk]),
        )
