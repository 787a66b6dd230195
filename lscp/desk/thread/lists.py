"""The lists of this room: threads, actions, sources, and what needs attention."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.design.forms import sentence_start
from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download, in_file_only, opening
from lscp.desk.pages import page
from lscp.desk.thread.doors import KEEPS, READS, opens
from lscp.desk.thread.forms import ActionFilter, AttentionFilter, ThreadFilter
from lscp.desk.thread.references import reference
from lscp.golden_thread import queries
from lscp.golden_thread.models import IMPACTS, Action, Impact
from lscp.golden_thread.states import SHOWN


def _listed(request, table, **context):
    return download(request, table) or render(
        request,
        "desk/thread/list.html",
        {"table_shown": table, "inheritable": 0, "needs_nobody": {}} | context,
    )


def _none(request, form, thing, of_an_agency, of_all):
    """Why a list is empty, and what to do: a filter, nothing of the reader's own agency, or nothing at all."""
    if form.chosen():
        return f"No {thing} fits. Clear the filters to see all of them."
    return of_an_agency if request.held.as_role.own_agency else of_all


@page(*READS)
def threads(request):
    form = ThreadFilter(request.GET)
    rows = queries.recommendations(**form.chosen(), on=timezone.localdate())
    verdicts, own = dict(IMPACTS), request.held.as_role.own_agency

    def cells(row):
        source = row.finding.source
        return [
            opening(str(row), reverse("desk:thread", args=[row.pk])),
            stands(row, row.action_count, row.open_count, row.late_since, own=own),
            verdicts.get(row.judged, "Not judged"),
            {"text": source.title, "href": reverse("desk:source", args=[source.pk])},
            f"{row.get_kind_display()}, {gov_date(row.made_on)}",
        ]

    table = Table(
        "threads",
        "What should be done, and what came of it",
        ["What should be done", "Where it stands", "What changed", "Learned from", "What it is, since when"],
        rows,
        cells,
        nothing=_none(
            request,
            form,
            "thread",
            "Nothing has been asked of your agency, and it owns no action.",
            "Nothing has been recorded yet. Record where something was learned, or bring in a paper.",
        ),
    )
    return _listed(request, table, form=form, heading="Golden threads", clear=reverse("desk:threads"))


@page(*READS)
def actions(request):
    on = timezone.localdate()
    form = ActionFilter(request.GET)
    rows = queries.actions(**form.chosen(), on=on)

    def cells(row):
        return [
            opening(row.text, f"{_thread(row.recommendation)}#action-{row.pk}"),
            row.owner or "Not named yet",
            gov_date(row.due) or "No date",
            "Overdue" if row.is_overdue(on) else SHOWN[row.status][0],
            gov_date(row.last_said_on) or "Nothing yet",
            row.recommendation.finding.source.title,
            str(row.recommendation.priority or ""),
            str(row.recommendation.group or row.recommendation.finding.source.group or ""),
        ]

    table = Table(
        "actions",
        "Actions, open ones first, soonest due first",
        [
            "Action",
            "Owner",
            "Due",
            "Where it stands",
            "Last heard",
            "Learned from",
            in_file_only("Priority"),
            in_file_only("Group"),
        ],
        rows,
        cells,
        nothing=_none(
            request,
            form,
            "action",
            "Your agency owns no action.",
            "No action has been set yet. Actions are set in the threads.",
        ),
    )
    return _listed(request, table, form=form, heading="Actions", clear=reverse("desk:actions"))


@page(*READS)
def sources(request):
    def cells(row):
        return [
            {"text": row.title, "href": reverse("desk:source", args=[row.pk])},
            row.kind_shown,
            reference(row, request.held),
            gov_date(row.happened_on),
            str(row.inherited_from or ""),
            row.thread_count,
        ]

    table = Table(
        "sources",
        "Where learning came from",
        ["Source", "Kind", "Reference", "Date", "Inherited from", {"text": "Threads", "numeric": True}],
        queries.sources(),
        cells,
        nothing="Nothing has led to anything asked of your agency yet."
        if request.held.as_role.own_agency
        else "Nothing has been recorded yet. Record where something was learned, or bring in a paper.",
    )
    waiting = queries.still_to_inherit(request.held.partnership) if opens(request.held, KEEPS) else []
    return _listed(
        request, table, form=None, heading="Sources of learning", clear="", inheritable=len(waiting)
    )


@page(*READS)
def attention(request):
    """Everything that needs somebody, each once with all that is the matter, under the first concern it meets.

    The home page shows each reader their own part of it.
    """
    on, form = timezone.localdate(), AttentionFilter(request.GET)
    chosen = form.chosen()
    found = queries.needs_attention(on, **chosen)

    def cells(item):
        row = item.row
        what = row.test if isinstance(row, Impact) else row.text
        anchor = f"#action-{row.pk}" if isinstance(row, Action) else ""
        return [
            opening(what, f"{_thread(item.recommendation)}{anchor}"),
            sentence_start(why(item)),
            _whose(item),
            gov_date(min(item.concerns.values())),
            item.recommendation.finding.source.title,
        ]

    table = Table(
        "needs-attention",
        "What needs attention now",
        ["What", "Why", "Owner, or who was asked", "Since", "Learned from"],
        found,
        cells,
        nothing="Nothing here needs attention.",
    )
    quiet = {} if "concern" in chosen else queries.needs_nobody(found, **chosen)
    quiet = quiet if any(quiet.values()) else {}
    return _listed(
        request,
        table,
        form=form,
        heading="What needs attention",
        clear=reverse("desk:attention"),
        needs_nobody=quiet,
    )


def why(item, but=None):
    """What is the matter with it, in words: “no owner; nothing heard for 60 days”. ``but``: what is said elsewhere."""
    return "; ".join(queries.CONCERNS[concern].lower() for concern in item.concerns if concern != but)


def _whose(item):
    """An action's owner; those who were asked and gave no answer; or that there is nobody."""
    row = item.row
    if isinstance(row, Action):
        return row.owner or "Not named yet"
    silent = ", ".join(str(asked.agency) for asked in getattr(row, "silent", []))
    return silent or ("Nobody is named" if "nothing_planned" in item.concerns else "")


def stands(row, count, still_open, late_since, *, own=False):
    """Where a thread and its actions stand; an ask of others in the words of whoever looked last. ``own``: these are
    the actions of the reader's agency alone, and others may be acting."""
    if row.standing:
        return f"{row.asked_of}, {gov_date(row.standing_on)}: {row.standing}"
    words = SHOWN[row.status][0]
    if not count and row.is_taken_up and not own:
        return f"{words}; nothing is planned"
    if not count or row.is_closed or row.is_withdrawn:
        return words
    yours = "your agency’s " if own else ""
    if count == 1:
        words += f"; {yours}action {'open' if still_open else 'settled'}"
    else:
        words += f"; {still_open or 'none'} of {yours}{count} actions open"
    return f"{words}, overdue since {gov_date(late_since)}" if late_since else words


def _thread(recommendation):
    return reverse("desk:thread", args=[recommendation.pk])
