"""Answers from what was printed: corrections, pages for the public, minutes, and the published report itself."""

import re
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.answers.figures import ours
from lscp.briefing.answers.holding import held, holds
from lscp.briefing.answers.thread import about_words
from lscp.briefing.answers.wording import gov_date, listed, plural, quoted, said, sentence
from lscp.publication import document as d
from lscp.publication.models import Proof, Report
from lscp.shelf.queries import shelf_of
from lscp.sources.committee.models import Paper, Proposal

PAPERS_READ = 8
MOST_QUOTATIONS = 2
LONGEST_QUOTATION = 60
LONGEST_CHAPTER = 80
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘])")


def printed(about, *, on):
    """What members asked and heard about some words; else what the minutes say; and what the published report says."""
    found = _asked(about.words, on) or list(islice(_in_minutes(about.words, on), MOST_QUOTATIONS))
    found += islice(_in_report(about.words, on), 1)
    if not found:
        return Answer(
            None, missing=f"Neither the minutes nor the published report say anything{about_words(about)}."
        )
    return Answer(
        said(*(sentence for _, sentence, _ in found)),
        max(day for day, _, _ in found),
        tuple(dict.fromkeys(evidence for _, _, evidence in found)),
    )


def _asked(words, on):
    """The latest questions that hold the words. (Where only an answer holds them, the minutes say its sentence.)"""
    ids = held(words, "question")["question"]
    rows = Proposal.objects.filter(pk__in=ids, paper__meeting_date__lte=on).select_related("paper")
    by_text = {}
    for row in rows.defer("paper__lines").order_by("-paper__meeting_date", "line"):
        if holds(row.text, words):
            by_text.setdefault(row.text, row)
    return [_question(row) for row in list(by_text.values())[:MOST_QUOTATIONS]]


def _question(row):
    day = row.paper.meeting_date
    answer = f". The answer was: {quoted(row.answer, LONGEST_QUOTATION)}"
    return (
        day,
        f"On {gov_date(day)} members asked: {quoted(row.text, LONGEST_QUOTATION)}"
        f"{answer if row.answer else ', and no answer is on record'}",
        Evidence("question", str(row.pk), _paper(row.paper_id), row.text),
    )


def _in_minutes(words, on):
    """The latest minutes that somebody took into the record: a sentence that holds the words, with the one after."""
    waiting = Proposal.objects.waiting().filter(paper=OuterRef("pk"))
    papers = Paper.objects.filter(Q(source__isnull=False) | ~Exists(waiting), meeting_date__lte=on)
    for paper in papers.order_by("-meeting_date", "-pk")[:PAPERS_READ]:
        for quotation in _quotations(paper.lines, words):
            sentence_ = f"The minutes of {gov_date(paper.meeting_date)} say: {quotation}"
            yield (
                paper.meeting_date,
                sentence_,
                Evidence("minutes", str(paper.pk), _paper(paper.pk), quotation),
            )


def _quotations(texts, words):
    for text in texts:
        sentences = _SENTENCE.split(text)
        for place, one in enumerate(sentences):
            if holds(one, words):
                yield quoted(" ".join(sentences[place : place + 2]).lstrip("·• "), LONGEST_QUOTATION)
                break


def _paper(pk):
    return reverse("desk:paper", args=[pk])


def _in_report(words, on):
    for report, document in _latest_reports(on)[:1]:
        texts = (text for section in document.sections for text in _texts(section))
        for quotation in _quotations(texts, words):
            yield report.period_end, f"{report} says: {quotation}", _page(report, quotation)


def _latest_reports(on, works=1):
    """``[(report, its document)]``: the edition in force of the latest periods, as it was signed."""
    published = Report.objects.filter(status="published", published_at__date__lte=on)
    by_work = {}
    for report in published.order_by("-period_end", "-edition"):
        by_work.setdefault(report.work, report)
    latest = {report.pk: report for report in list(by_work.values())[:works]}
    proofs = Proof.objects.filter(report__in=latest, void_at__isnull=True).order_by("number")
    texts = dict(proofs.values_list("report_id", "document"))
    return [(report, d.from_json(texts[pk])) for pk, report in latest.items() if pk in texts]


def _page(report, text):
    return Evidence("edition", str(report.pk), reverse("desk:report", args=[report.pk]), text)


def _texts(section):
    """What its writers say in sentences; tables are read on the page."""
    for block in section.blocks:
        if isinstance(block, d.Paragraph):
            yield d.plain(block.spans)
        elif isinstance(block, d.BulletList):
            yield from map(d.plain, block.items)
    for part in section.sections:
        yield from _texts(part)


def report_chapter(about, *, on):
    """What a chapter of the published report says, and what the same chapter said the time before."""
    told = []
    for report, document in _latest_reports(on, works=2):
        section = next((one for one in document.sections if one.code == about.chapter), None)
        texts = [text for text in _texts(section)] if section else []
        if texts:
            told.append((report, section.heading, " ".join(map(sentence, texts))))
    if not told:
        return Answer(None, missing="The published report has no such chapter.")
    (latest, heading, words), *before = told
    text = said(
        f"{latest} says under “{heading}”: {quoted(words, LONGEST_CHAPTER)}",
        *(f"{earlier} said: {quoted(then, LONGEST_CHAPTER)}" for earlier, _, then in before if then != words),
    )
    return Answer(text, latest.period_end, tuple(_page(report, words) for report, _, words in told))


# ── Corrections ───────────────────────────────────────────────────────────────────────────────────────────


def errata(about, *, on):
    """Whether a mistake in a report was put right: every published correction, the latest first, in its own words."""
    editions = list(
        Report.objects.filter(status="published", published_at__date__lte=on)
        .prefetch_related("errata")
        .order_by("-published_at", "-edition")
    )
    if not editions:
        return Answer(None, missing="The record holds no published report.")
    corrected = [edition for edition in editions if edition.errata.all()]
    pages = tuple(
        Evidence("edition", str(one.pk), reverse("desk:report", args=[one.pk]), str(one))
        for one in (corrected or editions[:1])
    )
    if not corrected:
        text = f"No correction has been published. The latest report is {editions[0]}, of {_published(editions[0])}"
        return Answer(said(text), editions[0].published_at.date(), pages)
    return Answer(
        said(*(part for one in corrected for part in _corrected(one))),
        corrected[0].published_at.date(),
        pages,
    )


def _published(edition):
    return gov_date(edition.published_at)


def _corrected(edition):
    errata_ = list(edition.errata.all())
    yield f"Yes: {edition}, published on {_published(edition)}, puts right {plural(len(errata_), 'mistake')}"
    for one in errata_:
        where = f" ({one.where})" if one.where else ""
        yield f"{quoted(one.was)} now reads {quoted(one.now)}{where}"


# ── Pages for the public ──────────────────────────────────────────────────────────────────────────────────


def published_pages(about, *, on):
    """The pages that the public can read now, and since when."""
    found = shelf_of(ours().pk)
    pages = [
        editions[0]
        for editions in (found[1].values() if found else ())
        if editions[0].kind == "page"
        and not editions[0].withdrawn_because
        and editions[0].published_at.date() <= on
    ]
    if not pages:
        return Answer(None, missing="The partnership has published no page for the public.")
    names = [f"“{page.title}” (since {gov_date(page.published_at)})" for page in pages]
    site = Evidence("page", "all", reverse("desk:site_pages"), "Pages of the public site")
    text = said(f"The public site has {plural(len(pages), 'page')} that anybody can read: {listed(names)}")
    return Answer(text, max(page.published_at.date() for page in pages), (site,))
