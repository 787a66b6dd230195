"""Returns: what was asked of whom, what came in, and its owner's word for it."""

import json

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from lscp.design.words import gov_date, plural
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.scorecard import doors, forms
from lscp.desk.scorecard.scorecard import seen_by
from lscp.desk.scorecard.words import name_of
from lscp.indicators import operations, queries
from lscp.indicators.charts import behind
from lscp.indicators.figures import HIDDEN, Point, with_figure, written
from lscp.indicators.figures import label as period
from lscp.indicators.models import NotSupplied, Reading, ReturnReceived, ReturnRequest
from lscp.indicators.safe import hide, safe_series
from lscp.indicators.states import ReturnStatus
from lscp.partnerships.models import Agency
from lscp.partnerships.roles import May
from lscp.scorecard import returns as files
from lscp.scorecard.catalogue import catalogue, chapters

GONE = "No longer in the catalogue"


@page(*doors.READS_RETURNS, methods=["GET", "HEAD"])
def listed(request):
    today = timezone.localdate()
    asked = Table(
        "requests",
        "Asked for, and not here yet",
        ["What is asked", "Of whom", "For", "Due"],
        ReturnRequest.objects.waiting().select_related("agency"),
        lambda row: [
            {
                "text": plural(len(row.indicators), "figure"),
                "href": reverse("desk:return_request", args=[row.pk]),
            },
            str(row.agency),
            period(row.period_start, row.period_end),
            f"{gov_date(row.due)}{' (overdue)' if row.due < today else ''}",
        ],
        nothing="Nothing is asked for that has not come.",
        paged=False,
    )
    received = Table(
        "returns",
        "Returns, latest first",
        ["Return", "For", "Counted from", "Came in", "Rows read", "Rejected", "How it stands"],
        _with_replacements(ReturnReceived.objects.select_related("agency")).order_by("-received_at", "-pk"),
        lambda row: [
            {"text": str(row.agency), "href": reverse("desk:return", args=[row.pk])},
            period(row.period_start, row.period_end),
            row.get_source_display(),
            gov_date(row.received_at),
            f"{row.rows_read:,}",
            f"{row.rows_rejected:,}",
            stands(row),
        ],
        nothing="No return has come in yet.",
    )
    return download(request, received, asked) or render(
        request,
        "desk/scorecard/returns.html",
        {"asked": asked, "received": received, "keeps": doors.keeps(request.held)},
    )


def _with_replacements(rows):
    """Each with how many returns that stand replace it."""
    standing = ~Q(replaced_by__status=ReturnStatus.WITHDRAWN)
    return rows.annotate(replacements=Count("replaced_by", filter=standing))


def stands(row):
    """How a return stands, in words; ``replacements`` is annotated."""
    if not row.withdrawn and row.replacements:
        return "Replaced by a later one"
    return row.get_status_display()


# --- asking


@page(*doors.KEEPS)
def ask(request):
    """Choose the agency, then what is asked of it."""
    chosen = request.GET.get("agency", "")
    agency = Agency.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if agency is None:
        form = forms.ForWhomForm(request.GET if "agency" in request.GET else None)
        return render(request, "desk/scorecard/ask_whom.html", {"form": form})
    form = forms.AskForm(request.POST or None, agency=agency)
    if form.is_valid():
        row = attempt(
            form,
            operations.request_return,
            request.held.partnership,
            agency=agency,
            by=request.held,
            **form.asked(),
        )
        if row:
            messages.success(
                request,
                f"{agency} is asked for {plural(len(row.indicators), 'figure')} by {gov_date(row.due)}.",
            )
            return redirect("desk:return_request", row.pk)
    return form_page(
        request,
        form,
        heading=f"Ask {agency} for a return",
        back=reverse("desk:returns"),
        verb="Ask for it",
        template="desk/scorecard/ask.html",
    )


@page(*doors.READS_RETURNS, methods=["GET", "HEAD"])
def asked(request, pk):
    """One request: each figure that is asked for, and whether it came."""
    row = get_object_or_404(ReturnRequest.objects.select_related("agency", "partnership"), pk=pk)
    given, explained = answers(row)
    table = Table(
        "asked",
        "What is asked for",
        ["Figure", "Code", "Did it come?"],
        row.indicators,
        lambda code: [
            name_of(code),
            code,
            "Yes"
            if code in given
            else f"Not supplied, because {explained[code]}"
            if code in explained
            else "Not yet",
        ],
        paged=False,
    )
    return download(request, table) or render(
        request,
        "desk/scorecard/request.html",
        {
            "asked": row,
            "table_": table,
            "period": period(row.period_start, row.period_end),
            "waiting": row.waiting,
            "keeps": doors.keeps(request.held),
            "sends": doors.sends_for(request.held, row.agency),
            "today": timezone.localdate(),
        },
    )


def answers(row):
    """(codes that came, {code: why it did not}) of a request's indicators for its period."""
    inside = {"period_start__gte": row.period_start, "period_end__lte": row.period_end}
    current = ReturnReceived.objects.filter(agency=row.agency_id).current()
    given = set(
        Reading.objects.filter(received__in=current, indicator__in=row.indicators, **inside)
        .values_list("indicator", flat=True)
        .distinct()
    )
    explained = NotSupplied.objects.filter(agency=row.agency_id, indicator__in=row.indicators, **inside)
    return given, {one.indicator: one.because for one in explained.order_by("on", "pk")}


@page(*doors.KEEPS)
def move(request, pk):
    row = get_object_or_404(ReturnRequest.objects.select_related("agency"), pk=pk)
    form = forms.MoveRequestForm(request.POST or None, initial=shown(row, forms.MoveRequestForm))
    if form.is_valid() and edit(form, operations.move_request, row, by=request.held):
        messages.success(request, f"It is due on {gov_date(row.due)} now.")
        return redirect("desk:return_request", pk)
    return form_page(
        request,
        form,
        heading=f"Change the day for {row.agency}",
        back=reverse("desk:return_request", args=[pk]),
    )


@page(*doors.KEEPS)
def no_longer(request, pk):
    row = get_object_or_404(ReturnRequest.objects.select_related("agency"), pk=pk)
    form = forms.BecauseForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.withdraw_request, row, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "It is no longer asked for.")
        return redirect("desk:returns")
    return form_page(
        request,
        form,
        heading=f"No longer ask {row.agency} for this",
        back=reverse("desk:return_request", args=[pk]),
        verb="No longer ask",
        warning=True,
    )


# --- a return comes in


@page(*doors.SENDS)
def send(request):
    """Take a return into the record; a file with faults is not kept, and each fault is said."""
    form = forms.SendForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()), held=request.held
    )
    faults = []
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        before = ReturnReceived.objects.count()
        row = attempt(
            form,
            operations.receive,
            content,
            name=form.cleaned_data["file"].name,
            partnership=request.held.partnership,
            agency=form.cleaned_data.get("agency"),
            replaces=form.cleaned_data["replaces"],
            by=request.held,
        )
        if row:
            _say_what_came(request, row, ReturnReceived.objects.count() > before)
            return redirect("desk:return", row.pk)
        faults = faults_in(content)
        if faults:
            del form.errors["__all__"]
            form.add_error(
                "file",
                "Nothing was kept. Mend what is listed below where the file is made, and send it again",
            )
    return render(
        request,
        "desk/scorecard/send.html",
        {"form": form, "faults": faults, "own": request.held.as_role.own_agency},
        status=422 if form.errors else 200,
    )


def faults_in(content):
    """Everything that is wrong with the file, as the check says it; empty for a good one."""
    try:
        return files.check(files.parse(content))
    except files.NotAReturn as wrong:
        return wrong.faults


def _say_what_came(request, row, new):
    if not new:
        messages.info(request, "This very file was received before. Nothing was added or changed.")
        return
    many = plural(row.readings.count(), "figure")
    instead = " It replaces an earlier return, which is kept." if row.replaces_id else ""
    messages.success(request, f"The return of {row.agency} is received: {many}.{instead}")


@page(*doors.READS_RETURNS, methods=["GET", "HEAD"])
def one(request, pk):
    """One return: where it came from, what became of each row, and its figures."""
    row = get_object_or_404(
        _with_replacements(
            ReturnReceived.objects.select_related("agency", "document", "request", "replaces")
        ),
        pk=pk,
    )
    ledger = Table(
        "ledger",
        "What became of each row",
        ["List", *({"text": words, "numeric": True} for words in ("Read", "Used", "Duplicates", "Rejected"))],
        json.loads(bytes(row.document.content))["lists"],  # checked when it came in
        lambda each: [
            each["list"],
            *(f"{each[name]:,}" for name in ("read", "used", "duplicate", "rejected")),
        ],
        nothing="The file does not say it by list.",
        paged=False,
    )
    latest = _latest(row)
    hidden = _hidden_on_the_scorecard(latest, request.held)
    figures = _figures(
        "figures", "Figures for everybody, the latest period of each", latest, request.held, hidden
    )
    by_chapter = [
        _figures(f"figures-{number}", title, theirs, request.held, hidden)
        for number, (title, theirs) in enumerate(_by_chapter(latest), 1)
    ]
    missing = Table(
        "not-supplied",
        "Not supplied",
        ["Figure", "Because"],
        row.not_supplied.order_by("indicator"),
        lambda each: [name_of(each.indicator), each.because],
        nothing="Nothing was left out.",
        paged=False,
    )
    return download(request, figures, *by_chapter, ledger, missing) or render(
        request,
        "desk/scorecard/return.html",
        {
            "return_": row,
            "period": period(row.period_start, row.period_end),
            "stands": stands(row),
            "later": row.replaced_by.exclude(status=ReturnStatus.WITHDRAWN).first(),
            "ledger": ledger,
            "figures": figures,
            "by_chapter": by_chapter,
            "missing": missing,
            "sends": doors.sends_for(request.held, row.agency) and not row.withdrawn,
            "signs": _may_sign(request.held, row),
        },
    )


def _latest(row):
    """The whole-population readings of the last period of each indicator."""
    found = {}
    for reading in row.readings.filter(dimensions="").order_by("indicator", "period_end", "period_start"):
        found[reading.indicator] = reading
    return list(found.values())


def _by_chapter(readings):
    """[(title, readings)] in the catalogue's chapters, so that a long return is read a part at a time."""
    title_of = {one.code: chapter.title for chapter in chapters() for one in chapter.indicators}
    found = {chapter.title: [] for chapter in chapters()} | {GONE: []}
    for reading in readings:
        found[title_of.get(reading.indicator, GONE)].append(reading)
    return [(title, theirs) for title, theirs in found.items() if theirs]


def _hidden_on_the_scorecard(readings, held):
    """(indicator, start, end) of what this reader may not see there; it is not to be read here instead."""
    if held.may(May.SEE_SMALL_NUMBERS):
        return frozenset()
    found, known = queries.Figures(held.partnership, {each.indicator for each in readings}), catalogue()
    lines = [
        queries.Line(known[code], found.series(code, by=None), editions=tuple(found.editions(known[code])))
        for code in found.codes
        if code in known
    ]
    return {
        (line.code, point.start, point.end)
        for line in lines
        for point in seen_by(held, line).points
        if point.symbol == HIDDEN
    }


def _figures(key, caption, readings, held, hidden):
    return Table(
        key,
        caption,
        ["What was counted", "Period", {"text": "Figure", "numeric": True}, "Counts",
         {"text": "Version of the definition", "numeric": True}],
        readings,
        lambda reading: _figure_row(reading, held, hidden),
        nothing="It gives no figure.",
        paged=False,
    )  # fmt: skip


def _figure_row(reading, held, hidden):
    entry = catalogue().get(reading.indicator)
    point = _point(entry, reading, held, hidden) if entry else None
    return [
        {"text": name_of(reading.indicator), "href": reverse("desk:indicator", args=[reading.indicator])}
        if entry and held.may(May.READ_RECORD)
        else name_of(reading.indicator),
        period(reading.period_start, reading.period_end),
        point.shown if point else written(reading.numerator),
        behind(entry, point) if point else "",
        reading.definition_version,
    ]


def _point(entry, reading, held, hidden):
    """The reading by itself as a figure; a count that goes over a published population stays a count here."""
    numerator = int(reading.numerator) if reading.numerator == int(reading.numerator) else reading.numerator
    point = Point(
        reading.indicator,
        reading.period_start,
        reading.period_end,
        numerator=numerator,
        denominator=reading.denominator,
    )
    point = with_figure(entry, point)
    if (point.indicator, point.start, point.end) in hidden:
        return hide(point)
    return point if held.may(May.SEE_SMALL_NUMBERS) else safe_series(entry, [point])[0]


def _may_sign(held, row):
    return (
        held.may(May.SIGN_RETURNS)
        and held.agency_id == row.agency_id
        and row.may_be_signed_off
        and not row.replacements
    )


@page(*doors.SEES_SMALL, methods=["GET", "HEAD"])
def file(request, pk):
    """The return as it came, byte for byte, with its small counts."""
    row = get_object_or_404(ReturnReceived.objects.select_related("document"), pk=pk)
    response = HttpResponse(bytes(row.document.content), content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, row.document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@page(*doors.SIGNS)
def sign(request, pk):
    row = get_object_or_404(ReturnReceived.objects.select_related("agency", "document"), pk=pk)
    form = forms.GovForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, operations.sign_off, row, by=request.held)
    ):
        messages.success(request, f"You signed off the figures of {row.agency}.")
        return redirect("desk:return", pk)
    return form_page(
        request,
        form,
        heading=f"Sign off the figures of {row.agency}",
        back=reverse("desk:return", args=[pk]),
        verb="Sign them off",
        intro=f"You say for {row.agency} that the figures for {period(row.period_start, row.period_end)} are right as "
        f"sent: the file with the check sum {row.document.sha256[:12]}…",
    )


@page(*doors.SENDS)
def withdraw(request, pk):
    row = get_object_or_404(ReturnReceived.objects.select_related("agency"), pk=pk)
    form = forms.BecauseForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.withdraw, row, by=request.held, **form.cleaned_data):
        messages.success(
            request, "The return is withdrawn. It stays on record, and its figures are out of the charts."
        )
        return redirect("desk:return", pk)
    return form_page(
        request,
        form,
        heading=f"Withdraw the return of {row.agency}",
        back=reverse("desk:return", args=[pk]),
        verb="Withdraw it",
        warning=True,
        intro="Its figures leave the charts. If it replaced an earlier return, the earlier one counts again.",
    )


@page(*doors.SENDS)
def not_supplied(request):
    """An agency says that it cannot give a figure, and why."""
    asked = _asked_in(request)
    initial = (
        {"agency": asked.agency_id, "period_start": asked.period_start, "period_end": asked.period_end}
        if asked
        else {}
    )
    initial["indicator"] = request.GET.get("indicator", "")
    form = forms.NotSuppliedForm(
        request.POST or None, held=request.held, codes=asked.indicators if asked else None, initial=initial
    )
    if form.is_valid():
        given = {"agency": request.held.agency} | form.cleaned_data
        row = attempt(form, operations.say_not_supplied, request.held.partnership, by=request.held, **given)
        if row:
            messages.success(request, f"{name_of(row.indicator)}: not supplied, because {row.because}")
            return redirect("desk:return_request", asked.pk) if asked else redirect("desk:returns")
    back = reverse("desk:return_request", args=[asked.pk]) if asked else reverse("desk:returns")
    return form_page(
        request, form, heading="Say that a figure cannot be supplied", back=back, verb="Save the reason"
    )


def _asked_in(request):
    number = request.GET.get("request", "")
    return (
        ReturnRequest.objects.select_related("agency").filter(pk=number).first()
        if number.isdecimal()
        else None
    )
