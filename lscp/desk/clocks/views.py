"""Clocks: all that run, one with its rule in words, the partnership's own limits, and working out a date."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.calendars import OutsideCalendar, bank_holidays
from lscp.clocks import operations, queries, states
from lscp.clocks.deadline import NoLimit
from lscp.clocks.duties import UnknownDuty, in_words, load
from lscp.clocks.models import Clock, LocalLimit
from lscp.clocks.rules import KEEPERS
from lscp.design.words import gov_date, gov_date_range
from lscp.desk.clocks import forms
from lscp.desk.clocks.steps import taken
from lscp.desk.clocks.words import DUE, allowance, rule_rows, where_it_stands
from lscp.desk.downloads import Table, download
from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.journal.models import Event
from lscp.partnerships.roles import May

READS = (May.READ_RECORD, May.READ_OWN, May.KEEP_PARTNERSHIP)

# Where the subject of a clock has a page: its kind, the page, and who may open it.
SUBJECTS = {"incident": ("desk:incident", May.READ_REVIEWS)}


def readable(held):
    """Clocks whose subject this reader may open. Those of incidents are for readers of reviews only."""
    closed = [kind for kind, (_, permission) in SUBJECTS.items() if not held.may(permission)]
    return Clock.objects.exclude(subject_kind__in=closed)


def subject_address(clock):
    if clock.subject_kind not in SUBJECTS:
        return None
    return reverse(SUBJECTS[clock.subject_kind][0], args=[clock.subject_reference])


@page(May.READ_RECORD)
def clocks(request):
    today = timezone.localdate()
    form = forms.StandingForm(request.GET if "show" in request.GET else None)
    show = (form.cleaned_data["show"] if form.is_bound and form.is_valid() else "") or "open"
    rows = readable(request.held)
    shown = {
        "open": rows.open(),
        "overdue": rows.overdue(today),
        "done": rows.filter(status=states.MET).order_by("-met_on", "-pk"),
        "void": rows.filter(status=states.VOID).order_by("-started", "-pk"),
        "all": rows,
    }
    table = Table(
        "clocks",
        dict(form.fields["show"].choices)[show],
        ["Duty", "About", "Due", "Where it stands", "Limit", "Counted from"],
        shown[show],
        lambda clock: [
            {"text": clock.name, "href": reverse("desk:clock", args=[clock.pk])},
            {"text": clock.subject, "href": subject_address(clock)},
            gov_date(clock.due),
            where_it_stands(clock, today),
            allowance(clock),
            gov_date(clock.started),
        ],
        nothing="No clock is running. Clocks start by themselves when a serious incident is recorded."
        if show == "open"
        else "There is none of these.",
    )
    in_time = [_in_time(rows, today)] if show == "done" else []
    return download(request, table, *in_time) or render(
        request,
        "desk/clocks/clocks.html",
        {
            "form": form,
            "tables_shown": [*in_time, table],
            "overdue": shown["overdue"].count() if show == "open" else 0,
        },
    )


def _in_time(rows, today):
    """What indicators like I82 ask of a partnership: how many of its duties were done in time."""
    a_year_ago = today - timedelta(days=365)
    return Table(
        "done-in-time",
        f"Done in time, of those that fell due from {gov_date(a_year_ago)} to {gov_date(today)}",
        ["Duty", "Done in time", "Fell due"],
        queries.done_in_time(rows, a_year_ago, today, today),
        lambda row: [f"{row[1]} ({row[0]})", str(row[2]), str(row[3])],
        nothing="None fell due.",
    )


def the_clock(request, pk):
    return get_object_or_404(readable(request.held).select_related("partnership"), pk=pk)


@page(May.READ_RECORD)
def clock(request, pk):
    row, today = the_clock(request, pk), timezone.localdate()
    rule = queries.rule_of(row)
    keeps = any(request.held.may(permission) for permission in KEEPERS)
    return render(
        request,
        "desk/clocks/clock.html",
        {
            "clock": row,
            "stands": where_it_stands(row, today),
            "overdue": row.is_overdue(today),
            "today": today,
            "subject_url": subject_address(row),
            "rule": rule_rows(rule),
            "skipped": named(rule.skipped) if rule else [],
            "pauses": list(row.pauses.all()),
            "unit": row.unit if row.unit == "working days" else "days",
            "history": list(Event.objects.filter(about=f"clock:{pk}", partnership=row.partnership_id)),
            "may": {status: keeps and status in states.NEXT[row.status] for status in states.SHOWN},
            "can_pause": row.direction == "within",
        },
    )


def named(days):
    """Bank holidays with their names: ``[(day, name)]``."""
    return [(day, bank_holidays(day.year)[day]) for day in days]


def _step(request, pk, form_class, operation, *, heading, done, **shown):
    row = the_clock(request, pk)
    form = form_class(request.POST or None)
    if form.is_valid() and taken(form, operation, row, by=request.held, **form.cleaned_data):
        messages.success(request, done.format(due=gov_date(row.due)))
        return redirect("desk:clock", pk=pk)
    return form_page(
        request, form, heading=heading.format(clock=row), back=reverse("desk:clock", args=[pk]), **shown
    )


@page(*KEEPERS)
def pause(request, pk):
    return _step(
        request,
        pk,
        forms.PauseForm,
        operations.pause,
        heading="Pause the clock of {clock}",
        done="The clock is paused. Its due day moves when it goes on.",
        verb="Pause it",
        intro="Guidance does not say that this clock may stand still. Write down who agreed to it.",
    )


@page(*KEEPERS)
def resume(request, pk):
    return _step(
        request,
        pk,
        forms.ResumeForm,
        operations.resume,
        heading="Let the clock of {clock} go on",
        done="The clock goes on. It is now due on {due}.",
        verb="Let it go on",
        intro="The due day moves by as long as the clock stood still.",
    )


@page(*KEEPERS)
def void(request, pk):
    return _step(
        request,
        pk,
        forms.ReasonForm,
        operations.void,
        heading="The clock of {clock} is no longer needed",
        done="The clock is closed. It and your reason stay on record.",
        verb="Close the clock",
        warning=True,
        intro="Only if the duty turned out not to apply. A closed clock cannot be opened again.",
    )


@page(*READS)
def limits(request):
    known, keeps = load(), request.held.may(May.KEEP_PARTNERSHIP)

    def cells(row):
        duty = known.get(row.duty)
        shown = [
            f"{duty.name} ({row.duty})" if duty else row.duty,
            in_words(row.limit, row.unit),
            row.basis,
            gov_date_range(row.started, row.ended),
        ]
        if not keeps:
            return shown
        address = reverse("desk:limit_end", args=[row.pk])
        return [*shown, {"text": "End it", "href": address} if row.ended is None else ""]

    columns = ["Duty", "Your limit", "What says so", "In force"]
    table = Table(
        "limits",
        "This partnership’s own limits",
        [*columns, "End"] if keeps else columns,
        LocalLimit.objects.all(),
        cells,
        nothing="No limit of its own is on record: every clock runs by the rulebook.",
    )
    return download(request, table) or render(
        request, "desk/clocks/limits.html", {"table_shown": table, "keeps": keeps}
    )


@page(May.KEEP_PARTNERSHIP)
def set_limit(request):
    form = forms.LimitForm(request.POST or None)
    if form.is_valid():
        row = attempt(
            form,
            operations.set_local_limit,
            request.held.partnership,
            by=request.held,
            **form.cleaned_data,
        )
        if row:
            messages.success(
                request, f"{load()[row.duty].name}: your limit is {in_words(row.limit, row.unit)}."
            )
            return redirect("desk:limits")
    return form_page(
        request,
        form,
        heading="Set a limit of your own",
        back=reverse("desk:limits"),
        verb="Set the limit",
        intro="Where the law or statutory guidance sets a time, yours may be stricter, not looser.",
    )


@page(May.KEEP_PARTNERSHIP)
def end_limit(request, pk):
    row = get_object_or_404(LocalLimit.objects.select_related("partnership"), pk=pk)
    if row.duty not in load():
        raise Http404
    form = forms.EndLimitForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.end_local_limit, row, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The limit is ended. Clocks that start later run by the rulebook.")
        return redirect("desk:limits")
    return form_page(
        request,
        form,
        heading=f"End your limit for {load()[row.duty].name}",
        back=reverse("desk:limits"),
        verb="End it",
        intro=f"{in_words(row.limit, row.unit).capitalize()}, by {row.basis}. Running clocks keep it.",
    )


@page(*READS, methods=["GET", "HEAD"])
def work_out(request):
    """Any duty and a day: when it is due, and why. Nothing is kept."""
    form = forms.WorkOutForm(request.GET if "duty" in request.GET else None)
    deadline = None
    if form.is_bound and form.is_valid():
        try:
            deadline = queries.work_out(form.cleaned_data["duty"], form.cleaned_data["started"])
        except (UnknownDuty, NoLimit, OutsideCalendar) as error:
            form.add_error(None, str(error))
    return render(
        request,
        "desk/clocks/work_out.html",
        {
            "form": form,
            "deadline": deadline,
            "due": DUE[deadline.direction] if deadline else "",
            "rule": rule_rows(deadline) if deadline else [],
            "skipped": named(deadline.skipped) if deadline else [],
        },
    )
