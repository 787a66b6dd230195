"""Writing the report: the list, chapters as tasks, one chapter with its checks, reading it as the public will."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from lscp.design.words import gov_date, gov_date_range
from lscp.desk import presence
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.report import forms
from lscp.indicators.models import Reading
from lscp.partnerships.roles import May
from lscp.publication import asked, commands, facts, operations, queries
from lscp.publication import document as d
from lscp.publication.facts.figures import FIGURE_WORDS
from lscp.publication.models import Chapter, Claim, Comment, Report
from lscp.publication.render import COMMITTEE_REPORT, charts, html, layout, retellings, retold
from lscp.publication.states import COLOURS, TURN
from lscp.scorecard.catalogue import catalogue

READ = (May.READ_RECORD,)


def _report(pk):
    return get_object_or_404(Report.objects.select_related("partnership", "replaces"), pk=pk)


def _chapter(pk):
    return get_object_or_404(Chapter.objects.select_related("report__partnership"), pk=pk)


@page(*READ)
def reports(request):
    listed = Table(
        "reports",
        "Reports",
        ["Report", "Period", "Edition", "Where it stands", "Whose turn it is", "Published"],
        queries.reports(),
        lambda row: [
            {"text": row.title, "href": reverse("desk:report", args=[row.pk])},
            gov_date_range(row.period_start, row.period_end),
            row.edition,
            row.where_it_stands,
            (TURN[row.status] or "Nobody’s").capitalize(),
            gov_date(row.published_at) or "Not published",
        ],
        nothing="No report has been begun yet.",
    )
    return download(request, listed) or render(request, "desk/report/reports.html", {"listed": listed})


@page(May.WRITE_REPORT)
def new(request):
    form = forms.NewReportForm(request.POST or None)
    if form.is_valid():
        row = attempt(
            form, operations.open_report, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if row:
            messages.success(request, f"“{row}” is begun. Its chapters are ready to be written.")
            return redirect("desk:report", row.pk)
    return form_page(request, form, heading="Begin a report", back=reverse("desk:reports"), verb="Begin it")


@page(*READ)
def report(request, pk):
    """One edition: where it stands, the next step, and its chapters as a task list."""
    row = _report(pk)
    work = queries.desk(row) if row.in_writing else None
    facts_shown = {
        "report": row,
        "colour": COLOURS[row.status],
        "turn": TURN[row.status],
        "signing": queries.signing(row),
        "void": queries.last_void_proof(row),
        "editions": queries.editions_of(row),
        "requirements": queries.requirement_set(row),
        "work": work,
        "here": presence.others([task.chapter for task in work.tasks], request.held.person) if work else {},
        "asked": asked.standings(chapter__report=row) if work else [],
        "errata": row.errata.all(),
        "withdrawn": commands.edition_of(row).withdrawn_because if row.is_published else "",
        "told_again": retold.named(work.document if work else queries.text_now(row)),
    }
    return render(request, "desk/report/report.html", facts_shown)


@page(*READ)
def checks(request, pk):
    """Everything the checks say, the worst first, each with the words concerned, what to do, and its chapter."""
    row = _report(pk)
    desk = queries.desk(row)
    about = {finding: task.chapter for task in desk.tasks for finding in task.findings}
    listed = Table(
        "checks",
        "Everything found",
        ["How serious", "Where", "The words concerned", "What to do"],
        [f for f in desk.checked.findings if f.check != "required" or f.severity == "error"],
        lambda f: [f.severity.capitalize(), _where(f, about), f.text, f.message],
        nothing="The checks found nothing to mend.",
        paged=False,
    )
    required = Table(
        "required",
        "What the guidance asks for",
        ["Item", "What is asked", "Met by", "How sure"],
        desk.checked.required,
        lambda item: [
            item.item,
            f"{item.text} ({item.force})",
            item.where or "Missing",
            f"Read: {item.citation}" if item.confirmed else "Not yet confirmed in the guidance",
        ],
        paged=False,
    )
    return download(request, listed, required) or render(
        request,
        "desk/report/checks.html",
        {"report": row, "desk": desk, "about": about, "listed": listed, "required": required},
    )


def _where(finding, about):
    chapter = about.get(finding)
    if chapter is None:
        return finding.where
    return {"text": finding.where, "href": reverse("desk:report_chapter", args=[chapter.pk])}


# ── One chapter ───────────────────────────────────────────────────────────────────────────────────────────


@page(*READ)
def chapter(request, pk):
    """Write a chapter, with its live parts shown and what the checks say of it beside it."""
    row = _chapter(pk)
    desk = queries.desk(row.report)
    task = next(task for task in desk.tasks if task.chapter.pk == row.pk)
    writes = request.held.may(May.WRITE_REPORT) and row.report.in_writing
    form = None
    if writes:
        anything = task.required or desk.checked.required  # a chapter of one's own may answer anything
        items = () if task.told_again else anything
        form = forms.ChapterForm(request.POST or None, initial=shown(row, forms.ChapterForm), items=items)
        if form.is_valid():
            was_out = row.report.out_for_signing
            saved = edit(form, operations.write_chapter, row, by=request.held)
            if saved:
                presence.leave(row, request.held.person)
                messages.success(request, _saved(saved, was_out))
                return redirect("desk:report_chapter", pk)
    meanwhile = getattr(form, "meanwhile", None)
    last = row.revisions.select_related("by__person").first()
    return render(
        request,
        "desk/report/chapter.html",
        {
            "report": row.report,
            "chapter": row,
            "task": task,
            "form": form,
            "meanwhile": meanwhile,
            "last": last,
            "here": presence.come(row, request.held.person) if writes else [],
            "claims": row.claims.prefetch_related("citations"),
            "comments": row.comments.select_related("by__person"),
            "asked": asked.standings(chapter=row),
            "text": laid_out(desk.document if writes else queries.text_now(row.report), row.code),
            "parts": _live_parts(task),
            "too_hard": facts.too_hard(row.report, row.code) if writes and _in_easy_words(task) else [],
            "indicators": _indicators(),
            "figures": FIGURE_WORDS.items(),
            "comment_form": forms.CommentForm(),
        },
        status=409 if meanwhile else 200,
    )


def _saved(saved, was_out):
    if was_out and not saved.report.out_for_signing:
        return "Saved. The text had been sent out for signing, so the signatures under it no longer count."
    return f"“{saved.heading}” is saved."


def _in_easy_words(task):
    return task.told_again and task.told_again.reading_age


def _live_parts(task):
    if _in_easy_words(task):
        return facts.in_easy_words().items()
    parts = [(name, title) for name, (title, _) in facts.PARTS.items()]
    return [*parts, ("compliance", "Where each requirement is met")]


def _indicators():
    """Indicators that have a figure or a reason, as (code, name): those a chapter can print."""
    known = catalogue()
    with_figures = set(Reading.objects.values_list("indicator", flat=True).distinct().order_by())
    return [(code, one.name) for code, one in known.items() if code in with_figures]


def laid_out(document, code):
    """One chapter of the composed text as plain data for the page, or None while it is empty."""
    told, document = document, d.whole(document)
    whole = layout.lay_out(document)
    place = next((n for n, s in enumerate(document.sections, 1) if s.code == code), None)
    if place is None:
        return None
    number = str(place)
    whole["sections"] = [
        s for s in whole["sections"] if s["number"] == number or s["number"].startswith(f"{number}.")
    ]
    if d.retelling(told, code):  # it stands on a page of its own, where nothing is numbered
        whole["sections"] = [{**section, "number": ""} for section in whole["sections"]]
    used = {run["note"] for s in whole["sections"] for block in s["blocks"] for run in layout.runs_of(block)}
    whole["notes"] = [note for note in whole["notes"] if note["number"] in used]
    return whole


@page(*READ)
def history(request, pk):
    """Every text that the chapter had, latest first, with who wrote it."""
    row = _chapter(pk)
    revisions = row.revisions.select_related("by__person", "by__agency")
    return render(
        request,
        "desk/report/history.html",
        {
            "report": row.report,
            "chapter": row,
            "revisions": revisions,
            "proposed": asked.sent_texts(row) if request.held.may(May.WRITE_REPORT) else [],
        },
    )


@page(May.WRITE_REPORT)
def add_chapter(request, pk):
    row = _report(pk)
    form = forms.HeadingForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, operations.add_chapter, row, by=request.held, **form.cleaned_data)
        if made:
            messages.success(request, f"The chapter “{made}” is added at the end. Move it where it belongs.")
            return redirect("desk:report_chapter", made.pk)
    return form_page(
        request, form, heading="Add a chapter", back=reverse("desk:report", args=[pk]), verb="Add it"
    )


@page(May.WRITE_REPORT, methods=["POST"])
def move(request, pk):
    row = _chapter(pk)
    operations.move_chapter(row, up=request.POST.get("way") == "up", by=request.held)
    messages.success(request, f"“{row}” was moved.")
    return redirect("desk:report", row.report_id)


@page(May.COMMENT_REPORT, methods=["POST"])
def comment(request, pk):
    row = _chapter(pk)
    form = forms.CommentForm(request.POST)
    if form.is_valid() and attempt(form, operations.comment, row, by=request.held, **form.cleaned_data):
        messages.success(request, "Your comment is with the writers.")
        return redirect("desk:report_chapter", pk)
    back = reverse("desk:report_chapter", args=[pk])
    return form_page(request, form, heading=f"Comment on “{row}”", back=back, verb="Send the comment")


@page(May.WRITE_REPORT, methods=["POST"])
def settle(request, pk):
    made = get_object_or_404(Comment.objects.select_related("chapter"), pk=pk)
    operations.settle_comment(made, by=request.held)
    messages.success(request, "The comment is settled. It stays in the chapter's history.")
    return redirect("desk:report_chapter", made.chapter_id)


# ── Claims and how we know ────────────────────────────────────────────────────────────────────────────────


@page(May.WRITE_REPORT)
def claim(request, pk):
    row = _chapter(pk)
    form = forms.ClaimForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, operations.claim, row, by=request.held, **form.cleaned_data)
        if made:
            messages.success(request, "The claim is kept. Say now how it is known.")
            return redirect("desk:report_cite", made.pk)
    back = reverse("desk:report_chapter", args=[pk])
    return form_page(request, form, heading="Claim something", back=back, verb="Keep the claim")


@page(May.WRITE_REPORT)
def cite(request, pk):
    made = get_object_or_404(Claim.objects.select_related("chapter__report"), pk=pk)
    back = reverse("desk:report_chapter", args=[made.chapter_id])
    form = forms.CiteForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.cite, made, by=request.held, **form.cleaned_data):
        messages.success(request, "The evidence is copied beside the claim, with its date.")
        return redirect(back)
    intro = f"The report claims: “{made.text}” Choose what shows it. The words are copied with their date."
    return form_page(request, form, heading="How do we know?", back=back, verb="Cite it", intro=intro)


@page(May.WRITE_REPORT)
def edit_claim(request, pk):
    made = get_object_or_404(Claim.objects.select_related("chapter__report"), pk=pk)
    back = reverse("desk:report_chapter", args=[made.chapter_id])
    form = forms.EditClaimForm(request.POST or None, initial=shown(made, forms.EditClaimForm))
    if form.is_valid() and edit(form, operations.edit_claim, made, by=request.held):
        messages.success(request, "The claim is changed. See that its evidence still shows it.")
        return redirect(back)
    return form_page(request, form, heading="Change a claim", back=back, verb="Save the claim")


@page(May.WRITE_REPORT)
def drop_claim(request, pk):
    made = get_object_or_404(Claim.objects.select_related("chapter__report"), pk=pk)
    back = reverse("desk:report_chapter", args=[made.chapter_id])
    if request.method == "POST":
        operations.drop_claim(made, by=request.held)
        messages.success(request, "The claim is taken out. The journal keeps its words.")
        return redirect(back)
    return render(
        request,
        "design/confirm.html",
        {
            "heading": "Take this claim out of the report?",
            "sentence": f"“{made.text}”",
            "verb": "Take it out",
            "warning": True,
            "back_url": back,
        },
    )


# ── Reading it ────────────────────────────────────────────────────────────────────────────────────────────


@page(*READ, methods=["GET", "HEAD"])
def as_the_public_will(request, pk, path):
    """The web page of the text as it is now, and on demand its other files; frozen bytes once there are some."""
    row = _report(pk)
    files = _files(row, path)
    if path not in files:
        raise Http404
    content, media_type = files[path]
    response = HttpResponse(content, content_type=media_type)
    if not media_type.startswith(("text/html", "text/css", "image/svg")):
        response["Content-Disposition"] = f'attachment; filename="{path.rsplit("/", 1)[-1]}"'
    return response


ON_THE_PAGE = (".html", ".css", ".svg")


def _files(row, path):
    if path == COMMITTEE_REPORT:
        return commands.for_the_committee(row)
    return (
        _of_the_web_page(row, path) if row.in_writing and path.endswith(ON_THE_PAGE) else commands.files(row)
    )


def _of_the_web_page(row, path):
    """The web page, its style and its pictures as ``commands.files`` has them, without making the PDF and the rest."""
    if path == "edition.css":
        return {path: (html.style_sheet(), "text/css; charset=utf-8")}
    document = queries.text_now(row)
    if path in (retold.STYLE, *retold.named(document)):
        told_again = retellings(document, published_note=commands.DRAFT)
        return {name: (file.content, file.media_type) for name, file in told_again.items()}
    text = layout.lay_out(document, published_note=commands.DRAFT)
    if path.endswith(".html"):
        return {"index.html": (html.page(text), "text/html; charset=utf-8")}
    return {name: (file.content, file.media_type) for name, file in charts(text).items()}
