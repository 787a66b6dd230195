"""Priorities, their objectives, and how each stood at the end of a period."""

from django.db import transaction

from lscp.partnerships import rules
from lscp.partnerships.models import Objective, Priority, Progress
from lscp.partnerships.operations.steps import allow, journal
from lscp.refusal import refuse_if
from lscp.versioned import change


@transaction.atomic
def set_priority(
    partnership, *, title, plain_words, started, ended=None, cross_cutting=False, lead_group=None, by=None
):
    """Choose a priority for one or more years."""
    allow(by, partnership.pk)
    refuse_if(
        rules.ends_after_it_started(started, ended), rules.led_by_its_own_group(lead_group, partnership.pk)
    )
    priority = Priority.everywhere.create(
        partnership=partnership,
        title=title,
        plain_words=plain_words,
        started=started,
        ended=ended,
        cross_cutting=cross_cutting,
        lead_group=lead_group,
    )
    journal("priority.set", f"Set the priority {title}", priority, by=by, partnership=partnership.pk)
    return priority


@transaction.atomic
def edit_priority(priority, *, version, by, **fields):
    """Change a priority. Raises ``EditedMeanwhile``."""
    allow(by, priority.partnership_id)
    refuse_if(
        rules.ends_after_it_started(
            fields.get("started", priority.started), fields.get("ended", priority.ended)
        ),
        rules.led_by_its_own_group(fields.get("lead_group"), priority.partnership_id),
    )
    change(priority, version=version, **fields)
    journal(
        "priority.edited",
        f"Changed the priority {priority}",
        priority,
        by=by,
        partnership=priority.partnership_id,
    )
    return priority


@transaction.atomic
def add_objective(priority, *, strand, text, measure, indicator="", by=None):
    """Add an objective in one strand (prevention, identification, response) with its success measure."""
    allow(by, priority.partnership_id)
    objective = Objective.everywhere.create(
        priority=priority,
        strand=strand,
        text=text,
        measure=measure,
        indicator=indicator,
        place=Objective.everywhere.filter(priority=priority).count() + 1,
    )
    journal(
        "objective.added",
        f"Added an objective to {priority}",
        objective,
        by=by,
        partnership=priority.partnership_id,
    )
    return objective


@transaction.atomic
def edit_objective(objective, *, version, by, **fields):
    """Change an objective or its success measure. Raises ``EditedMeanwhile``."""
    priority = objective.priority
    allow(by, priority.partnership_id)
    change(objective, version=version, **fields)
    journal(
        "objective.edited",
        f"Changed an objective of {priority}",
        objective,
        by=by,
        partnership=priority.partnership_id,
        **fields,
    )
    return objective


@transaction.atomic
def drop_objective(objective, *, by, because):
    """Take an objective out of its priority; its words and the reason stay in the journal."""
    priority = objective.priority
    allow(by, priority.partnership_id)
    refuse_if(rules.dropping_has_a_reason(because))
    journal(
        "objective.dropped",
        f"Dropped an objective of {priority}: {because}",
        objective,
        by=by,
        partnership=priority.partnership_id,
        text=objective.text,
        measure=objective.measure,
    )
    objective.delete()
    return objective


@transaction.atomic
def report_progress(priority, *, period_start, period_end, direction, text, by):
    """Say how a priority stood at the end of a period, once (PA-13); ``edit_progress`` corrects it."""
    allow(by, priority.partnership_id)
    said = Progress.everywhere.filter(priority=priority, period_start=period_start, period_end=period_end)
    refuse_if(
        rules.ends_after_it_started(period_start, period_end),
        rules.progress_is_said_once(said=said.exists()),
    )
    progress = Progress.everywhere.create(
        priority=priority, period_start=period_start, period_end=period_end, direction=direction, text=text
    )
    journal(
        "priority.progressed",
        f"{priority}: {progress.get_direction_display().lower()}",
        progress,
        by=by,
        partnership=priority.partnership_id,
        text=text,
    )
    return progress


@transaction.atomic
def edit_progress(progress, *, version, direction, text, by):
    """Correct what was said about a period; the journal keeps both. Raises ``EditedMeanwhile``."""
    priority, before = progress.priority, progress.text
    allow(by, priority.partnership_id)
    change(progress, version=version, direction=direction, text=text)
    journal(
        "priority.progress_corrected",
        f"{priority}: corrected to {progress.get_direction_display().lower()}",
        progress,
        by=by,
        partnership=priority.partnership_id,
        before=before,
        text=text,
    )
    return progress
