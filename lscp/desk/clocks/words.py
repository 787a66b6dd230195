"""Clocks in the words of the desk."""

from lscp.clocks import states
from lscp.clocks.duties import in_words, title_of
from lscp.design.words import days_ago, gov_date
from lscp.rulebook import CONFIDENCE


def allowance(clock):
    """15 working days."""
    return in_words(clock.limit, clock.unit)


def where_it_stands(clock, today):
    """Overdue, due in 4 days, paused, done in time or late, no longer needed and why."""
    if clock.status == states.MET:
        return f"Done {gov_date(clock.met_on)}, {'late' if clock.is_late else 'in time'}"
    if clock.status == states.VOID:
        return f"No longer needed: {clock.stopped_because}"
    if clock.status == states.PAUSED:
        return "Paused"
    if clock.direction == "keep_for":
        return f"To be kept until {gov_date(clock.due)}"
    if clock.is_overdue(today):
        return f"Overdue: it was due {days_ago(clock.due, today)}"
    return f"Due {days_ago(clock.due, today)}"


DUE = {"within": "Due by", "before": "At the latest on", "keep_for": "At least until"}


def rule_rows(deadline):
    """A deadline's rule, edition, source, confidence and caution, as rows for a summary list."""
    if deadline is None:
        return [
            {
                "key": "Rule",
                "value": "The rulebook no longer holds this duty. The clock keeps its own due day.",
            }
        ]
    edition = deadline.duty.edition
    rows = [
        {"key": "What must be done", "value": deadline.duty.duty.sentence},
        {"key": "Rule", "value": sentence(deadline.rule)},
        {"key": "Set by", "value": set_by(deadline)},
        *([] if edition.citation == set_by(deadline) else [{"key": "Citation", "value": edition.citation}]),
        {"key": "Source", "value": deadline.local_basis or edition.source},
        {"key": "How sure we are", "value": f"{edition.confidence}: {CONFIDENCE[edition.confidence]}"},
    ]
    return [*rows, {"key": "Take care", "value": edition.caution}] if edition.caution else rows


def set_by(deadline):
    """The edition's title, or that the partnership set it."""
    if deadline.local_basis:
        return "This partnership’s own limit"
    return title_of(deadline.duty.edition.edition)


def sentence(phrase):
    """The phrase with a capital and a full stop."""
    return f"{phrase[:1].upper()}{phrase[1:]}."
