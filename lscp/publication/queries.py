"""Reads about reports: what the checks say, what is required, who has signed, what changed."""

import re
from dataclasses import dataclass

from django.utils import timezone

from lscp import rulebook, scope
from lscp.partnerships.queries import safeguarding_partners
from lscp.publication import checks, facts, scorecard
from lscp.publication import document as d
from lscp.publication.compose import chapters_of, compose, facts_of, requirement_set, retellings_by_code
from lscp.publication.differences import differences
from lscp.publication.facts import easy
from lscp.publication.models import Chapter, Comment, Proof, Report, Signature
from lscp.publication.states import IN_WRITING
from lscp.shelf.models import Edition
from lscp.sources.reviews.models import Incident

NUMBER = re.compile(r"section (\d+)")


def reports():
    """Every edition, the latest period and edition first, with the edition that replaced it, if any."""
    return Report.objects.select_related("replaced_by").order_by("-period_end", "work", "-edition")


def editions_of(report):
    """Every edition of the same work, latest first."""
    return list(Report.objects.filter(work=report.work).order_by("-edition"))


def proof_in_force(report):
    """The text out for signing, signed or published; None while the report is a draft."""
    with scope.of_partnership(report.partnership_id):
        return Proof.objects.filter(report=report, void_at__isnull=True).first()


def last_void_proof(report):
    """The last text whose signatures were voided, to say why; None where the text now out is a later one."""
    last = Proof.objects.filter(report=report).order_by("-number").first()
    return last if last and last.void_at else None


# ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────


def check(report, document=None, *, known=None):
    """What the checks say (``checks.Checked``) of the text as it is now, or of ``document``.

    ``known`` are the facts that its figures must agree with; left out, those of the record as it is now.
    """
    known = known or facts_of(report)
    document = document or compose(report, known=known)
    with scope.of_partnership(report.partnership_id):
        pseudonyms = tuple(Incident.objects.values_list("pseudonym", flat=True))
    return checks.check(
        document,
        requirements=requirement_set(report),
        glossary={term.short: term.label for term in rulebook.vocabulary("glossary").terms if term.short},
        record={checks.identity(figure): figure.value for figure in facts.figures_of(*known)},
        pseudonyms=pseudonyms,
        allow_emails=_published(report.partnership.contact_email),
        allow_phones=(
            *_published(report.partnership.contact_phone),
            *easy.numbers_on_our_page(report.partnership_id),
        ),
    )


def leaks(report, document, beside=None):
    """What a reader could work out of the hidden numbers of a text: see ``scorecard.leaks``."""
    with scope.of_partnership(report.partnership_id):
        return scorecard.leaks(document, report.partnership, beside)


def minded(report):
    """The editions whose figures a text composed now is held against."""
    with scope.of_partnership(report.partnership_id):
        return scorecard.editions(report.partnership)


def check_proof(proof):
    """What the checks say of a text that went out for signing, held to the facts of that day."""
    return check(
        proof.report, d.from_json(proof.document), known=facts.from_document(d.from_json(proof.facts))
    )


def _published(detail):
    return (detail,) if detail else ()


def by_chapter(document, findings, chapters):
    """Findings with the chapter they are about, as ``[(finding, chapter or None)]``."""
    coded = {chapter.code: chapter for chapter in chapters}
    return [(finding, coded.get(_code_of_chapter(document, finding.where))) for finding in findings]


def _code_of_chapter(document, where):
    """ "section 2.1 “Early help”, paragraph 3" and "“Easy read”, paragraph 2" → the chapter's code, else ""."""
    numbered = NUMBER.search(where)
    if numbered:
        place = int(numbered[1]) - 1
        return document.sections[place].code if place < len(document.sections) else ""
    return next((page.code for page in document.retellings if f"“{page.heading}”" in where), "")


# ── Chapters as a task list ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Task:
    """A chapter in the list of what is to be written, with the required items that belong to it."""

    chapter: Chapter
    holds: str
    required: tuple[checks.RequiredItem, ...]
    findings: tuple[checks.Finding, ...]
    told_again: rulebook.Retelling | None = None  # it tells the report to other readers, on a page of its own

    @property
    def empty(self):
        return not self.chapter.narrative.strip() and not self.chapter.claims.all()

    @property
    def missing(self):
        """Items that this chapter could answer and that no chapter answers yet."""
        return tuple(one for one in self.required if not one.met)


@dataclass(frozen=True)
class Desk:
    """The report as its writers see it: the text composed now, what the checks say of it, and each chapter's task."""

    document: d.Document
    checked: checks.Checked
    tasks: tuple[Task, ...]
    elsewhere: tuple[checks.Finding, ...]  # findings about no single chapter


def desk(report):
    """One composition and one run of the checks for a page of the writers'."""
    known = facts_of(report)
    document = compose(report, known=known)
    checked = check(report, document, known=known)
    with scope.of_partnership(report.partnership_id):
        chapters = chapters_of(report)
    placed = by_chapter(document, checked.findings, chapters)
    holds = {section.code: section.holds for section in (*rulebook.sections(), *rulebook.retellings())}
    sections = {item.id: item.sections for item in requirement_set(report).items}
    tasks = tuple(
        Task(
            chapter,
            holds.get(chapter.code, ""),
            tuple(i for i in checked.required if chapter.code in sections[i.item] or i.item in chapter.meets),
            tuple(finding for finding, about in placed if about == chapter),
            retellings_by_code().get(chapter.code),
        )
        for chapter in chapters
    )
    return Desk(document, checked, tasks, tuple(finding for finding, about in placed if about is None))


# ── Signing ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Signing:
    """Who has signed the text in force and who has not, in order of name."""

    proof: Proof | None
    signed: tuple[Signature, ...]
    waiting: tuple

    @property
    def complete(self):
        return self.proof is not None and not self.waiting


def signing(report):
    proof = proof_in_force(report)
    signed = (
        tuple(Signature.objects.filter(proof=proof).select_related("agency", "by__person")) if proof else ()
    )
    if not report.in_writing:
        return Signing(proof, signed, ())
    agencies = {signature.agency_id for signature in signed}
    partners = safeguarding_partners(timezone.localdate())
    return Signing(proof, signed, tuple(agency for agency in partners if agency.pk not in agencies))


def changed_since_signed(report, agency):
    """What differs between the text in force and the one that ``agency`` signed last (else the one sent before).

    Returns ``(earlier proof or None, [Difference])``.
    """
    now = proof_in_force(report)
    before = Proof.objects.filter(report=report, void_at__isnull=False).order_by("-number")
    earlier = before.filter(signatures__agency=agency).first() or before.first()
    if now is None or earlier is None:
        return None, []
    return earlier, differences(d.from_json(earlier.document), d.from_json(now.document))


def text_now(report):
    """The text out for signing or published, else the draft composed from the record."""
    proof = proof_in_force(report)
    return d.from_json(proof.document) if proof else compose(report)


def waiting_for(agency):
    """Reports out for signing that this agency, a safeguarding partner, has not signed yet."""
    if agency is None or agency not in safeguarding_partners(timezone.localdate()):
        return []
    proofs = Proof.objects.filter(report__status="signing", void_at__isnull=True)
    return list(proofs.exclude(signatures__agency=agency).select_related("report").order_by("sent_at"))


# ── What waits ────────────────────────────────────────────────────────────────────────────────────────────


def ready_to_freeze():
    """Texts that every statutory safeguarding partner has signed, with the moment of the last signature."""
    partners = {agency.pk for agency in safeguarding_partners(timezone.localdate())}
    proofs = Proof.objects.filter(report__status="signing", void_at__isnull=True)
    for proof in proofs.select_related("report").prefetch_related("signatures"):
        signatures = list(proof.signatures.all())
        if partners and partners <= {signature.agency_id for signature in signatures}:
            yield proof.report, max(signature.at for signature in signatures)


def frozen():
    return Report.objects.filter(status="frozen")


def open_comments():
    """Comments that no writer has settled, on editions that can still be written."""
    rows = Comment.objects.filter(settled_at__isnull=True, chapter__report__status__in=IN_WRITING)
    return rows.select_related("chapter__report", "by__person")


# ── The shelf ─────────────────────────────────────────────────────────────────────────────────────────────


def site_pages(partnership, works):
    """Each page of ``works`` (name → title) with its latest edition or None: ``[(name, title, edition)]``."""
    latest = {}
    for edition in Edition.objects.filter(partnership=partnership, kind="page").order_by("number"):
        latest[edition.work] = edition
    return [(work, title, latest.get(work)) for work, title in works.items()]
