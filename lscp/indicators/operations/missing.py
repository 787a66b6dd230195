"""The register of data that the partnership cannot get, and what stands in for them."""

from django.db import transaction

from lscp.indicators import rules
from lscp.indicators.figures import written
from lscp.indicators.models import (
    DataGap,
    GapStep,
    LocalEstimate,
)
from lscp.indicators.operations.steps import allow, day, journal, works_here
from lscp.indicators.states import GapStatus
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.scorecard.catalogue import catalogue
from lscp.versioned import change


@transaction.atomic
def open_gap(partnership, *, dataset, held_by, geography, by, agency=None, indicators=(), why="", on=None):
    """Put data that the partnership cannot get on the register."""
    allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.gap_is_named(dataset, held_by),
        rules.is_in_the_catalogue(indicators, catalogue()),
        rules.one_gap_a_dataset(
            exists=DataGap.everywhere.filter(
                partnership=partnership, dataset=dataset, held_by=held_by
            ).exists()
        ),
        works_here(agency, partnership, day(on)) if agency else None,
    )
    gap = DataGap.everywhere.create(
        partnership=partnership,
        dataset=dataset,
        held_by=held_by,
        agency=agency,
        geography=geography,
        indicators=sorted(set(indicators)),
        why=why,
        status_on=day(on),
    )
    journal("gap.opened", f"Missing: {gap}, held by {held_by}", gap, by)
    return gap


@transaction.atomic
def edit_gap(gap, *, version, by, **fields):
    """Correct what the register says about a gap: ``dataset, held_by, geography, indicators, why``."""
    allow(by, gap.partnership_id, May.KEEP_SCORECARD)
    changed = {"dataset": gap.dataset, "held_by": gap.held_by, "indicators": gap.indicators} | fields
    refuse_if(
        rules.gap_is_named(changed["dataset"], changed["held_by"]),
        rules.is_in_the_catalogue(changed["indicators"], catalogue()),
        rules.one_gap_a_dataset(
            exists=DataGap.everywhere.filter(
                partnership=gap.partnership_id, dataset=changed["dataset"], held_by=changed["held_by"]
            )
            .exclude(pk=gap.pk)
            .exists()
        ),
    )
    change(gap, version=version, **fields)
    journal("gap.edited", f"Corrected: {gap}", gap, by, changed=sorted(fields))
    return gap


@transaction.atomic
def record_step(gap, *, status, text, by, on=None):
    """What was asked about a gap, or what came back, on a day; ``status`` is how it stands since."""
    on = day(on)
    allow(by, gap.partnership_id, May.KEEP_SCORECARD)
    refuse_if(
        rules.says_something(text),
        rules.gap_moves_on(gap, status),
        rules.step_is_in_order(gap, on),
    )
    step = GapStep.everywhere.create(gap=gap, status=status, text=text, on=on, by=str(by)[:250])
    change(gap, status=status, status_on=on)
    journal("gap.step", f"{gap}: {step.get_status_display().lower()}. {text}", gap, by)
    return step


@transaction.atomic
def estimate(
    gap, *, period_start, period_end, area, regional, value, method, by,
    indicator="", low=None, high=None, unit="count", on=None,
):  # fmt: skip
    """Keep a regional figure brought down to an area, or to all of them together (""), with its method. It is no
    reading."""
    on = day(on)
    allow(by, gap.partnership_id, May.KEEP_SCORECARD)
    refuse_if(
        rules.period_is_in_order(period_start, period_end),
        rules.areas_are_covered([area] if area else [], gap.partnership),
        rules.estimate_lies_in_its_interval(value, low, high),
        rules.has_a_reason(method),
        rules.step_is_in_order(gap, on),
    )
    row = LocalEstimate.everywhere.create(
        gap=gap,
        indicator=indicator,
        period_start=period_start,
        period_end=period_end,
        area=area,
        regional=regional,
        value=value,
        low=low,
        high=high,
        unit=unit,
        method=method,
        on=on,
        by=str(by)[:250],
    )
    if gap.status != GapStatus.SUPPLIED:
        record_step(gap, status=GapStatus.ESTIMATED, text=f"{regional}. {method}", by=by, on=on)
    journal(
        "gap.estimated", f"{gap}: estimated at {written(value)} for {period_start} to {period_end}", gap, by
    )
    return row
