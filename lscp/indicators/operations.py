"""Every change to the partnership's numbers. ``by`` is the ``RoleHeld`` of whoever does it, or None for a command.

A reading is written once and never changed: a correction is a new return, and both are kept.
"""

import hashlib
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lscp.documents import operations as documents
from lscp.documents import rules as document_rules
from lscp.indicators import rules
from lscp.indicators.figures import written
from lscp.indicators.models import (
    Commentary,
    DataGap,
    GapStep,
    IndicatorOwner,
    LocalEstimate,
    NotSupplied,
    PriorityIndicator,
    PublishedFigure,
    Reading,
    Rebase,
    RequestReminder,
    ReturnReceived,
    ReturnRequest,
    Target,
    breakdown_key,
    dimensions_key,
)
from lscp.indicators.queries import agency_called
from lscp.indicators.states import GapStatus, RequestStatus, ReturnStatus
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Partnership
from lscp.partnerships.roles import May
from lscp.refusal import Refused, refuse_if
from lscp.scorecard import returns
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.catalogue import indicator as entry
from lscp.versioned import EditedMeanwhile, change

OPERATOR = "the operator of the lscp command"
SCHEDULE = "the daily reminders"
SETTLED = "the record itself: what was asked for came in, or was withdrawn"
MOST_FAULTS = 20
MOST_ROWS = 2_000_000_000
LARGEST_COUNT = 10**12

# ── Asking for a return ──


@transaction.atomic
def request_return(partnership, *, agency, indicators, period_start, period_end, due, by, note="", on=None):
    """Ask an agency for indicators (codes) of a period by a day. What is there already counts as an answer."""
    day = _day(on)
    _allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.asks_for_something(indicators),
        rules.is_in_the_catalogue(indicators, catalogue()),
        rules.period_is_in_order(period_start, period_end),
        rules.due_is_to_come(due, on=day),
        _works_here(agency, partnership, day),
    )
    request = ReturnRequest.everywhere.create(
        partnership=partnership,
        agency=agency,
        indicators=sorted(set(indicators)),
        period_start=period_start,
        period_end=period_end,
        due=due,
        note=note,
        asked_on=day,
        asked_by=str(by)[:250],
    )
    _journal(
        "return.requested", f"Asked for: {request}, by {due}", request, by, indicators=request.indicators
    )
    _settle(agency.pk, partnership.pk)
    request.refresh_from_db()
    return request


@transaction.atomic
def move_request(request, *, due, version, by, on=None):
    """Give an agency more time, or less."""
    _allow(by, request.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_still_asked(request), rules.due_is_to_come(due, on=_day(on)))
    was = request.due
    change(request, version=version, due=due)
    _journal("return.request_moved", f"{request}: due {due}, was {was}", request, by)
    return request


@transaction.atomic
def withdraw_request(request, *, because, by):
    """The return is no longer needed; the request and the reason stay on record."""
    _allow(by, request.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_still_asked(request), rules.has_a_reason(because))
    change(request, status=RequestStatus.WITHDRAWN, withdrawn_because=because)
    _journal("return.request_withdrawn", f"{request}: no longer needed, because {because}", request, by)
    return request


@transaction.atomic
def remind(reminder, *, on, send):
    """Send one reminder (of ``reminders.due``) and remember it. ``send`` raises ``OSError`` where it cannot."""
    request = reminder.request
    sent = RequestReminder.everywhere.create(
        request=request, person=reminder.person, stage=reminder.stage, due=request.due, sent_on=on
    )
    _journal(
        "return.reminded",
        f"Reminded {reminder.person}: {sent.get_stage_display().lower()}",
        request,
        SCHEDULE,
        stage=reminder.stage,
        due=request.due,
    )
    send(reminder)
    return sent


# ── A return comes in ──


@transaction.atomic
def receive(content, *, name, partnership, agency=None, by=None, replaces=None, at=None):
    """Take a return (the bytes of a ``.return.json``) into the record; returns the ``ReturnReceived``.

    ``agency`` is whose return it is (None: the one the file names, else the one ``by`` works for). ``replaces`` is the
    return it corrects; without it, a return that gives again all that an earlier one of the same source and period
    gave replaces that one. The same file again changes nothing. Raises ``Refused``: IN-01 lists the faults of the
    file; a file with one fault is not kept at all.
    """
    at = at or timezone.now()
    if by is not None:
        refuse_if(partnership_rules.ours(by, partnership.pk), partnership_rules.may(by, May.SEND_RETURNS))
    refuse_if(document_rules.may_be_empty(content), document_rules.may_be_so_large(len(content)))
    file = _read(content)
    _queue(partnership.pk)  # two sendings of one file
    agency = _sender(file, partnership, agency, by, timezone.localdate(at))
    refuse_if(
        rules.sends_its_own(by, agency),
        rules.comes_from_whom_it_says(file.agency, agency),
        rules.is_for_this_partnership(file.partnership, partnership),
        rules.areas_are_covered({file.area} | {row.area for row in file.rows}, partnership),
        rules.made_in_the_past(_moment(file.produced_at), at=at),
    )
    kept = ReturnReceived.everywhere.filter(
        partnership=partnership, agency=agency, document__sha256=hashlib.sha256(content).hexdigest()
    ).first()
    refuse_if(rules.was_not_withdrawn(kept))
    if kept:
        return kept
    replaces = replaces or _given_again(file, partnership, agency)
    refuse_if(rules.corrects_its_own(replaces, agency))
    document = documents.keep(
        content,
        name=_kept_name(name),
        partnership=partnership.pk,
        by=by or OPERATOR,
        agency=agency.pk,
        classification="sensitive",
    )
    received = _keep_return(file, document, partnership, agency, replaces, by, at)
    _keep_rows(file, received)
    _journal(
        "return.received",
        f"Received a return: {received}"
        + (f", in place of the one of {_said(replaces)}" if replaces else ""),
        received,
        by,
        sha256=document.sha256,
        figures=len(file.rows),
        replaces=replaces.pk if replaces else None,
    )
    _settle(agency.pk, partnership.pk)
    return received


def _read(content):
    """The file as a ``returns.Return`` without a fault; or IN-01 with all of them."""
    try:
        file = returns.parse(content)
    except returns.NotAReturn as wrong:
        raise Refused(rules.has_no_faults(_as_sentences(wrong.faults))) from None
    refuse_if(
        rules.has_no_faults(_as_sentences(returns.check(file))),
        rules.has_no_faults(list(_does_not_fit(content, file))),
    )
    return file


def _does_not_fit(content, file):
    """What no database keeps, although JSON can say it."""
    if b"\\u0000" in content:
        yield "A text holds the character NUL, which cannot be kept. Take it out."
    if max(file.rows_read, file.rows_used, file.rows_duplicate, file.rows_rejected) > MOST_ROWS:
        yield "It says that more rows were read than any extract has. Make the return again."
    for number, row in enumerate(file.rows, 1):
        if max(row.numerator, row.denominator or 0) > LARGEST_COUNT:
            yield f"rows {number}: the count is larger than any there can be. Correct it."


def _as_sentences(faults):
    """The first faults in words, and how many more there are; ``lscp return check`` says them all."""
    said = [str(fault) for fault in faults[:MOST_FAULTS]]
    more = len(faults) - len(said)
    return said + ([f"And {more} more: lscp return check lists them all."] if more else [])


def _sender(file, partnership, agency, by, on):
    """Whose return it is: the agency chosen, or the one the file names, or the sender's own."""
    if agency is None and file.agency:
        agency = agency_called(file.agency, partnership)
        refuse_if(rules.agency_is_known(agency, file.agency))
    agency = agency or (by.agency if by else None)
    refuse_if(rules.agency_is_known(agency, ""))
    refuse_if(_works_here(agency, partnership, on))
    return agency


def _given_again(file, partnership, agency):
    """The return that this file wholly gives again: same agency, source, area and period, and no indicator less."""
    gives = {row.indicator for row in [*file.rows, *file.not_supplied]}
    earlier = ReturnReceived.everywhere.filter(
        partnership=partnership,
        agency=agency,
        source=file.source.kind,
        area=file.area,
        period_start=file.period.start,
        period_end=file.period.end,
    )
    for received in _standing(earlier).order_by("-received_at", "-pk"):
        gave = set(received.readings(manager="everywhere").values_list("indicator", flat=True))
        gave |= set(received.not_supplied(manager="everywhere").values_list("indicator", flat=True))
        if gave <= gives:
            return received
    return None


def _standing(returned):
    """Those that were not withdrawn and that no standing return replaces."""
    return returned.exclude(status=ReturnStatus.WITHDRAWN).exclude(
        pk__in=_corrections().values("replaces_id")
    )


def _corrections():
    return ReturnReceived.everywhere.filter(replaces__isnull=False).exclude(status=ReturnStatus.WITHDRAWN)


def _keep_return(file, document, partnership, agency, replaces, by, at):
    signed = file.signed_off
    return ReturnReceived.everywhere.create(
        partnership=partnership,
        agency=agency,
        document=document,
        replaces=replaces,
        area=file.area,
        source=file.source.kind,
        source_files=[asdict(one) for one in file.source.files],
        period_start=file.period.start,
        period_end=file.period.end,
        produced_at=_moment(file.produced_at),
        tool_version=file.tool_version[:40],
        rulebook_version=file.rulebook_version[:80],
        rows_read=file.rows_read,
        rows_used=file.rows_used,
        rows_duplicate=file.rows_duplicate,
        rows_rejected=file.rows_rejected,
        signed_in_file=f"{signed.name}, {signed.role}, {signed.on}"[:250] if signed else "",
        received_at=at,
        received_by=str(by or OPERATOR)[:250],
    )


def _keep_rows(file, received):
    Reading.everywhere.bulk_create((_reading(row, received) for row in file.rows), batch_size=500)
    whole = {"period_end": received.period_end, "on": timezone.localdate(received.received_at)}
    NotSupplied.everywhere.bulk_create(
        NotSupplied(
            partnership_id=received.partnership_id,
            agency_id=received.agency_id,
            received=received,
            indicator=row.indicator,
            period_start=received.period_start,
            because=row.because,
            by=received.received_by,
            **whole,
        )
        for row in file.not_supplied
    )
    for row in file.comments:
        _add_comment(
            received.partnership_id,
            received.agency_id,
            row.indicator,
            row.text,
            by=received.received_by,
            received=received,
            **whole,
        )


def _reading(row, received):
    return Reading(
        received=received,
        indicator=row.indicator,
        definition_version=row.definition_version,
        period_start=row.period_start,
        period_end=row.period_end,
        area=row.area,
        breakdown=breakdown_key(row.breakdown),
        dimensions=dimensions_key(row.breakdown),
        numerator=Decimal(str(row.numerator)),
        denominator=row.denominator,
        unit=row.unit,
    )


def _settle(agency, partnership):
    """A request is answered when each of its indicators was given, or said not to be supplied, for its period."""
    for request in ReturnRequest.everywhere.filter(agency_id=agency, partnership_id=partnership).exclude(
        status=RequestStatus.WITHDRAWN
    ):
        within = Q(period_start__gte=request.period_start, period_end__lte=request.period_end)
        standing = _standing(ReturnReceived.everywhere.filter(agency_id=agency, partnership_id=partnership))
        given = set(
            Reading.everywhere.filter(within, received__in=standing).values_list("indicator", flat=True)
        ) | set(
            NotSupplied.everywhere.filter(within, agency_id=agency, partnership_id=partnership)
            .filter(Q(received__isnull=True) | Q(received__in=standing))
            .values_list("indicator", flat=True)
        )
        status = RequestStatus.ANSWERED if set(request.indicators) <= given else RequestStatus.ASKED
        if status != request.status:
            change(request, status=status)
            _journal(
                f"return.request_{status}",
                f"{request}: {request.get_status_display().lower()}",
                request,
                SETTLED,
            )


@transaction.atomic
def sign_off(received, *, by, on=None):
    """The owner of the data says that the figures are right as sent."""
    _allow(by, received.partnership_id, May.SIGN_RETURNS)
    refuse_if(
        rules.signed_by_its_owner(by, received),
        rules.return_may_become(received, ReturnStatus.SIGNED_OFF),
        rules.still_stands(replaced=_corrections().filter(replaces=received).exists()),
    )
    _become(received, ReturnStatus.SIGNED_OFF, signed_off_by=str(by)[:250], signed_off_on=_day(on))
    _journal("return.signed_off", f"Signed off: {received}", received, by, sha256=received.document.sha256)
    return received


@transaction.atomic
def withdraw(received, *, because, by):
    """Take a return out of the figures; it stays on record. The return it replaced stands again."""
    _allow(by, received.partnership_id, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, received.agency),
        rules.return_may_become(received, ReturnStatus.WITHDRAWN),
        rules.has_a_reason(because),
    )
    _become(received, ReturnStatus.WITHDRAWN, withdrawn_because=because)
    _journal("return.withdrawn", f"Withdrawn: {received}, because {because}", received, by)
    _settle(received.agency_id, received.partnership_id)
    return received


def _one(received):
    return ReturnReceived.everywhere.filter(pk=received.pk)


def _become(received, status, **fields):
    """Move a return on, unless somebody moved it since it was read: then the rule answers as it is now."""
    moved = _one(received).filter(status=received.status).update(status=status, **fields)
    received.refresh_from_db()
    if not moved:
        refuse_if(rules.return_may_become(received, status))


@transaction.atomic
def say_not_supplied(partnership, *, agency, indicator, period_start, period_end, because, by, on=None):
    """An agency cannot give an indicator for a period, and says why. A later return that gives it comes first."""
    _allow(by, partnership.pk, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, agency),
        _works_here(agency, partnership, _day(on)),
        rules.is_in_the_catalogue([indicator], catalogue()),
        rules.period_is_in_order(period_start, period_end),
        rules.has_a_reason(because),
    )
    standing = _standing(ReturnReceived.everywhere.filter(agency=agency, partnership=partnership))
    given = Reading.everywhere.filter(
        received__in=standing, indicator=indicator, period_start__gte=period_start, period_end__lte=period_end
    )
    refuse_if(rules.was_not_supplied(supplied=given.exists()))
    row = NotSupplied.everywhere.create(
        partnership=partnership,
        agency=agency,
        indicator=indicator,
        period_start=period_start,
        period_end=period_end,
        because=because,
        on=_day(on),
        by=str(by)[:250],
    )
    _journal("return.not_supplied", f"{agency}: {row}", row, by)
    _settle(agency.pk, partnership.pk)
    return row


@transaction.atomic
def comment(partnership, *, agency, indicator, text, by, after=None, period_end=None, on=None):
    """Say what a figure means. ``after`` is the number of the comment the page showed (0: there was none).

    Raises ``EditedMeanwhile`` with the latest comment when somebody wrote one in between.
    """
    _allow(by, partnership.pk, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, agency),
        _works_here(agency, partnership, _day(on)),
        rules.is_in_the_catalogue([indicator], catalogue()),
        rules.says_something(text),
    )
    latest = _latest_comment(partnership.pk, agency.pk, indicator)
    if after is not None and int(after) != (latest.number if latest else 0):
        raise EditedMeanwhile(latest)
    row = _add_comment(
        partnership.pk, agency.pk, indicator, text, on=_day(on), by=str(by)[:250], period_end=period_end
    )
    return row


def _add_comment(partnership, agency, indicator, text, *, on, by, received=None, period_end=None):
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
    _journal("indicator.commented", f"Commented on {_called(indicator)}", row, by)
    return row


def _latest_comment(partnership, agency, indicator):
    rows = Commentary.everywhere.filter(partnership_id=partnership, agency_id=agency, indicator=indicator)
    return rows.order_by("-number").first()


# ── What the partnership decides about an indicator ──


@transaction.atomic
def set_target(partnership, *, indicator, value, started, because, by, on=None):
    """What an indicator should reach, from a day. The target before it ends the day before."""
    _allow(by, partnership.pk, May.KEEP_SCORECARD)
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
        set_on=_day(on),
        set_by=str(by)[:250],
    )
    _journal("target.set", f"Target for {_called(indicator)}: {written(value)} from {started}", target, by)
    return target


@transaction.atomic
def end_target(target, *, on, by):
    """No target after a day."""
    _allow(by, target.partnership_id, May.KEEP_SCORECARD)
    refuse_if(partnership_rules.ends_after_it_started(target.started, on))
    Target.everywhere.filter(pk=target.pk).update(ended=on)
    target.refresh_from_db()
    _journal("target.ended", f"No target for {_called(target.indicator)} after {on}", target, by)
    return target


@transaction.atomic
def give_to_owner(partnership, *, indicator, agency, started, by, person=None):
    """Whose indicator it is from a day: the agency that supplies it, and the person who answers for it."""
    _allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.is_in_the_catalogue([indicator], catalogue()),
        _works_here(agency, partnership, started),
    )
    _end_the_one_before(IndicatorOwner, partnership, indicator, started)
    owner = IndicatorOwner.everywhere.create(
        partnership=partnership, indicator=indicator, agency=agency, person=person, started=started
    )
    _journal("indicator.owned", f"{_called(indicator)} belongs to {person or agency}", owner, by)
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
    _allow(by, priority.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_in_the_catalogue([indicator], catalogue()))
    row, made = PriorityIndicator.everywhere.get_or_create(
        priority=priority, indicator=indicator, defaults={"place": place}
    )
    if made:
        _journal_of(
            priority.partnership_id,
            "priority.followed",
            f"{priority} is followed by {_called(indicator)}",
            row,
            by,
        )
    return row


@transaction.atomic
def unfollow(row, *, by):
    """Stop following a priority by an indicator."""
    partnership = row.priority.partnership_id
    _allow(by, partnership, May.KEEP_SCORECARD)
    _journal_of(
        partnership, "priority.unfollowed", f"{row.priority} no longer: {_called(row.indicator)}", row, by
    )
    row.delete()


@transaction.atomic
def rebase(partnership, *, indicator, from_period, because, by, breakdown=None, on=None):
    """Let the limits of a chart begin anew from a period, for a reason. The figures stay as they are."""
    _allow(by, partnership.pk, May.KEEP_SCORECARD)
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
        on=_day(on),
        by=str(by)[:250],
        **mine,
    )
    _journal(
        "chart.rebased", f"{_called(indicator)}: new limits from {from_period}, because {because}", row, by
    )
    return row


@transaction.atomic
def undo_rebase(row, *, because, by, on=None):
    """Draw the chart again as if nobody had re-based it there."""
    _allow(by, row.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_not_undone(row), rules.has_a_reason(because))
    Rebase.everywhere.filter(pk=row.pk).update(undone_on=_day(on), undone_because=because)
    row.refresh_from_db()
    _journal("chart.rebase_undone", f"{_called(row.indicator)}: one chart again, because {because}", row, by)
    return row


@transaction.atomic
def remember_published(partnership, figures, *, edition, by, on=None):
    """Keep what an edition printed in each cell, so that a later one cannot be subtracted from it.

    ``figures``: mappings with ``indicator, period_start, period_end, area, breakdown, shown`` (a number as text, or a
    symbol). The same again changes nothing; another figure in the same cell of the same edition is refused (IN-32).
    Returns how many were new.
    """
    if by is not None:
        _allow(by, partnership.pk, May.PUBLISH)
    known = {
        _cell(row): row.shown
        for row in PublishedFigure.everywhere.filter(partnership=partnership, edition=edition)
    }
    new = {}
    for figure in figures:
        row = PublishedFigure(
            partnership=partnership,
            edition=edition,
            published_on=_day(on),
            **dict(figure) | {"breakdown": breakdown_key(figure["breakdown"]), "shown": str(figure["shown"])},
        )
        cell = _cell(row)
        refuse_if(rules.printed_once(row, was=known.get(cell), now=row.shown))
        if cell not in known:
            known[cell], new[cell] = row.shown, row
    PublishedFigure.everywhere.bulk_create(new.values(), batch_size=500)
    if new:
        record.write(
            "figures.published",
            f"{len(new)} figures printed in {edition}",
            by=by or OPERATOR,
            about=f"edition:{edition}"[:120],
            partnership=partnership.pk,
        )
    return len(new)


def _cell(row):
    return row.indicator, str(row.period_start), str(row.period_end), row.area, row.breakdown


# ── Data gaps ──


@transaction.atomic
def open_gap(partnership, *, dataset, held_by, geography, by, agency=None, indicators=(), why="", on=None):
    """Put data that the partnership cannot get on the register."""
    _allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.gap_is_named(dataset, held_by),
        rules.is_in_the_catalogue(indicators, catalogue()),
        rules.one_gap_a_dataset(
            exists=DataGap.everywhere.filter(
                partnership=partnership, dataset=dataset, held_by=held_by
            ).exists()
        ),
        _works_here(agency, partnership, _day(on)) if agency else None,
    )
    gap = DataGap.everywhere.create(
        partnership=partnership,
        dataset=dataset,
        held_by=held_by,
        agency=agency,
        geography=geography,
        indicators=sorted(set(indicators)),
        why=why,
        status_on=_day(on),
    )
    _journal("gap.opened", f"Missing: {gap}, held by {held_by}", gap, by)
    return gap


@transaction.atomic
def edit_gap(gap, *, version, by, **fields):
    """Correct what the register says about a gap: ``dataset, held_by, geography, indicators, why``."""
    _allow(by, gap.partnership_id, May.KEEP_SCORECARD)
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
    _journal("gap.edited", f"Corrected: {gap}", gap, by, changed=sorted(fields))
    return gap


@transaction.atomic
def record_step(gap, *, status, text, by, on=None):
    """What was asked about a gap, or what came back, on a day; ``status`` is how it stands since."""
    day = _day(on)
    _allow(by, gap.partnership_id, May.KEEP_SCORECARD)
    refuse_if(
        rules.says_something(text),
        rules.gap_moves_on(gap, status),
        rules.step_is_in_order(gap, day),
    )
    step = GapStep.everywhere.create(gap=gap, status=status, text=text, on=day, by=str(by)[:250])
    change(gap, status=status, status_on=day)
    _journal("gap.step", f"{gap}: {step.get_status_display().lower()}. {text}", gap, by)
    return step


@transaction.atomic
def estimate(
    gap, *, period_start, period_end, area, regional, value, method, by,
    indicator="", low=None, high=None, unit="count", on=None,
):  # fmt: skip
    """Keep a regional figure brought down to the partnership's area, with its method. It is no reading."""
    day = _day(on)
    _allow(by, gap.partnership_id, May.KEEP_SCORECARD)
    refuse_if(
        rules.period_is_in_order(period_start, period_end),
        rules.areas_are_covered([area], gap.partnership),
        rules.estimate_lies_in_its_interval(value, low, high),
        rules.has_a_reason(method),
        rules.step_is_in_order(gap, day),
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
        on=day,
        by=str(by)[:250],
    )
    if gap.status != GapStatus.SUPPLIED:
        record_step(gap, status=GapStatus.ESTIMATED, text=f"{regional}. {method}", by=by, on=day)
    _journal(
        "gap.estimated", f"{gap}: estimated at {written(value)} for {period_start} to {period_end}", gap, by
    )
    return row


# ── What every operation does ──


def _allow(by, partnership, permission):
    """May they? Those who may then go one after the other, so that what one checks the other does not undo."""
    refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, permission))
    _queue(partnership)


def _queue(partnership):
    Partnership.objects.select_for_update().get(pk=partnership)


def _works_here(agency, partnership, on):
    here = Footprint.everywhere.filter(agency=agency, partnership=partnership, started__lte=on).exclude(
        ended__lt=on
    )
    return partnership_rules.agency_works_here(agency, partnership, works_here=here.exists())


def _day(on):
    return on or timezone.localdate()


def _moment(at):
    """A time with a zone; one without is local."""
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _called(code):
    """An indicator in words: ``Referrals (I05)``."""
    known = catalogue().get(code)
    return f"{known.name} ({code})" if known else code


def _said(received):
    return f"{timezone.localdate(received.received_at):%-d %B %Y}" if received else ""


def _kept_name(name):
    return name if name.lower().endswith(".json") else f"{name}.json"


def _journal(verb, summary, row, by, **details):
    partnership = row.gap.partnership_id if hasattr(row, "gap") else row.partnership_id
    _journal_of(partnership, verb, summary, row, by, **details)


def _journal_of(partnership, verb, summary, row, by, **details):
    record.write(
        verb,
        summary,
        by=by or OPERATOR,
        about=f"{row._meta.model_name}:{row.pk}" if row else f"partnership:{partnership}",
        partnership=partnership,
        **details,
    )
