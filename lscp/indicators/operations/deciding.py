"""What the partnership decides about an indicator: targets, owners, priorities, where limits begin anew."""

from datetime import timedelta

from django.db import transaction

from lscp.indicators import rules
from lscp.indicators.figures import breakdown_key, written
from lscp.indicators.models import (
    IndicatorOwner,
    PriorityIndicator,
    Reading,
    Rebase,
    Target,
)
from lscp.indicators.operations.steps import allow, day, journal, journal_of, works_here
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.scorecard.catalogue import called, catalogue
from lscp.scorecard.catalogue import indicator as entry


@transaction.atomic
def set_target(partnership, *, indicator, value, started, because, by, on=None):
    """What an indicator should reach, from a day. The target before it ends the day before."""
    allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(rules.is_in_the_catalogue([indicator], catalogue()))
    refuse_if(
        rules.target_can_be_reached(value, entry(indicator).unit),
        rules.has_a_reason(because),
    )
    _end_the_one_before(Target, partnership, indicator, started)
    target = Target.everywhere.create(
        partnership=partnership,
        indicator=indicator,
        value=value,
        started=started,
        because=because,
        set_on=day(on),
        set_by=str(by)[:250],
    )
    journal("target.set", f"Target for {called(indicator)}: {written(value)} from {started}", target, by)
    return target


@transaction.atomic
def end_target(target, *, on, by):
    """No target after a day."""
    allow(by, target.partnership_id, May.KEEP_SCORECARD)
    refuse_if(partnership_rules.ends_after_it_started(target.started, on))
    Target.everywhere.filter(pk=target.pk).update(ended=on)
    target.refresh_from_db()
    journal("target.ended", f"No target for {called(target.indicator)} after {on}", target, by)
    return target


@transaction.atomic
def give_to_owner(partnership, *, indicator, agency, started, by, person=None):
    """Whose indicator it is from a day: the agency that supplies it, and the person who answers for it."""
    allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.is_in_the_catalogue([indicator], catalogue()),
        works_here(agency, partnership, started),
    )
    _end_the_one_before(IndicatorOwner, partnership, indicator, started)
    owner = IndicatorOwner.everywhere.create(
        partnership=partnership, indicator=indicator, agency=agency, person=person, started=started
    )
    journal("indicator.owned", f"{called(indicator)} belongs to {person or agency}", owner, by)
    return owner


def _end_the_one_before(model, partnership, indicator, started):
    """Close the open row of an indicator; one that began the same day is replaced by ending on that day."""
    earlier = model.everywhere.filter(
        partnership=partnership, indicator=indicator, ended__isnull=True
    ).first()
    refuse_if(rules.begins_after_the_one_before(earlier, started))
    if earlier:
        model.everywhere.filter(pk=earlier.pk).update(ended=max(earlier.started, started - timedelta(days=1)))


@transaction.atomic
def follow(priority, indicator, *, by, place=0):
    """Follow a priority by an indicator."""
    allow(by, priority.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_in_the_catalogue([indicator], catalogue()))
    row, made = PriorityIndicator.everywhere.get_or_create(
        priority=priority, indicator=indicator, defaults={"place": place}
    )
    if made:
        journal_of(
            priority.partnership_id,
            "priority.followed",
            f"{priority} is followed by {called(indicator)}",
            row,
            by,
        )
    return row


@transaction.atomic
def unfollow(row, *, by):
    """Stop following a priority by an indicator."""
    partnership = row.priority.partnership_id
    allow(by, partnership, May.KEEP_SCORECARD)
    journal_of(
        partnership, "priority.unfollowed", f"{row.priority} no longer: {called(row.indicator)}", row, by
    )
    row.delete()


@transaction.atomic
def rebase(partnership, *, indicator, from_period, because, by, breakdown=None, on=None):
    """Let the limits of a chart begin anew from a period, for a reason. The figures stay as they are."""
    allow(by, partnership.pk, May.KEEP_SCORECARD)
    key = breakdown_key(breakdown)
    mine = {"indicator": indicator, "breakdown": key}
    begins = Reading.everywhere.filter(received__partnership=partnership, period_start=from_period, **mine)
    refuse_if(
        rules.is_in_the_catalogue([indicator], catalogue()),
        rules.has_a_reason(because),
        rules.rebases_at_a_figure(has_figure=begins.exists()),
        rules.rebased_once(
            rebased=Rebase.everywhere.filter(
                partnership=partnership, from_period=from_period, undone_on__isnull=True, **mine
            ).exists()
        ),
    )
    row = Rebase.everywhere.create(
        partnership=partnership,
        from_period=from_period,
        because=because,
        on=day(on),
        by=str(by)[:250],
        **mine,
    )
    journal(
        "chart.rebased", f"{called(indicator)}: new limits from {from_period}, because {because}", row, by
    )
    return row


@transaction.atomic
def undo_rebase(row, *, because, by, on=None):
    """Draw the chart again as if nobody had re-based it there."""
    allow(by, row.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_not_undone(row), rules.has_a_reason(because))
    Rebase.everywhere.filter(pk=row.pk).update(undone_on=day(on), undone_because=because)
    row.refresh_from_db()
    journal("chart.rebase_undone", f"{called(row.indicator)}: one chart again, because {because}", row, by)
    return row
