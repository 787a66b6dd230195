"""What an agency says of its figures: what they mean, and why one cannot be supplied."""

from django.db import transaction

from lscp.indicators import rules
from lscp.indicators.models import (
    Commentary,
    NotSupplied,
    Reading,
    ReturnReceived,
)
from lscp.indicators.operations.steps import allow, day, journal, settle, standing, works_here
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.scorecard.catalogue import called, catalogue
from lscp.versioned import EditedMeanwhile


@transaction.atomic
def say_not_supplied(partnership, *, agency, indicator, period_start, period_end, because, by, on=None):
    """An agency cannot give an indicator for a period, and says why. A later return that gives it comes first."""
    allow(by, partnership.pk, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, agency),
        works_here(agency, partnership, day(on)),
        rules.is_in_the_catalogue([indicator], catalogue()),
        rules.period_is_in_order(period_start, period_end),
        rules.has_a_reason(because),
    )
    those = standing(ReturnReceived.everywhere.filter(agency=agency, partnership=partnership))
    given = Reading.everywhere.filter(
        received__in=those, indicator=indicator, period_start__gte=period_start, period_end__lte=period_end
    )
    refuse_if(rules.was_not_supplied(supplied=given.exists()))
    row = NotSupplied.everywhere.create(
        partnership=partnership,
        agency=agency,
        indicator=indicator,
        period_start=period_start,
        period_end=period_end,
        because=because,
        on=day(on),
        by=str(by)[:250],
    )
    journal("return.not_supplied", f"{agency}: {row}", row, by)
    settle(agency.pk, partnership.pk)
    return row


@transaction.atomic
def comment(partnership, *, agency, indicator, text, by, after=None, period_end=None, on=None):
    """Say what a figure means. ``after`` is the key of the newest comment the page showed (0: there was none).

    Raises ``EditedMeanwhile`` with this agency's latest comment when somebody wrote one in between.
    """
    allow(by, partnership.pk, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, agency),
        works_here(agency, partnership, day(on)),
        rules.is_in_the_catalogue([indicator], catalogue()),
        rules.says_something(text),
    )
    latest = _latest_comment(partnership.pk, agency.pk, indicator)
    if after is not None and latest and latest.pk > int(after):
        raise EditedMeanwhile(latest)
    row = add_comment(
        partnership.pk, agency.pk, indicator, text, on=day(on), by=str(by)[:250], period_end=period_end
    )
    return row


def add_comment(partnership, agency, indicator, text, *, on, by, received=None, period_end=None):
    """The new comment; or the latest one, when it says the same."""
    latest = _latest_comment(partnership, agency, indicator)
    if latest and latest.text == text and latest.period_end == period_end:
        return latest
    row = Commentary.everywhere.create(
        partnership_id=partnership,
        agency_id=agency,
        received=received,
        indicator=indicator,
        period_end=period_end,
        number=latest.number + 1 if latest else 1,
        text=text,
        on=on,
        by=by,
    )
    journal("indicator.commented", f"Commented on {called(indicator)}", row, by)
    return row


def _latest_comment(partnership, agency, indicator):
    rows = Commentary.everywhere.filter(partnership_id=partnership, agency_id=agency, indicator=indicator)
    return rows.order_by("-number").first()
