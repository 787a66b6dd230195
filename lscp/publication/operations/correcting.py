"""The corrected edition of a published one, and the mistakes that it puts right."""

from django.db import transaction
from django.utils import timezone

from lscp.partnerships.roles import May
from lscp.publication import rules
from lscp.publication.models import Chapter, Citation, Claim, Erratum, Report
from lscp.publication.operations.steps import allow, journal, locked, text_changed
from lscp.publication.operations.writing import keep_first_text, keep_revision
from lscp.publication.queries import proof_in_force
from lscp.versioned import change


@transaction.atomic
def correct(report, *, was, now, by, where="", reason=""):
    """Begin the corrected edition of a published one: the same chapters, with ``was`` changed to ``now``.

    Where the words stand only once in the chapters and claims they are changed at once; otherwise a person changes
    them (RP-17 asks before it goes out for signing). The old edition keeps its address.
    """
    report = locked(report)
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.only_a_published_edition_is_corrected(report),
        rules.corrected_once(report, Report.everywhere.filter(replaces=report).first()),
        rules.a_correction_corrects(was, now),
    )
    edition = Report.everywhere.create(
        partnership=report.partnership,
        title=report.title,
        period_start=report.period_start,
        period_end=report.period_end,
        requirement_set=report.requirement_set,
        work=report.work,
        edition=report.edition + 1,
        replaces=report,
        facts=proof_in_force(report).facts,
    )
    _copy_chapters(report, edition)
    journal(
        "report.correction_opened",
        f"Began {edition}, which corrects “{was}” to “{now}”",
        edition,
        by=by,
        partnership=report.partnership_id,
        was=was,
        now=now,
        where=where,
        reason=reason,
    )
    add_erratum(edition, was=was, now=now, where=where, reason=reason, by=by)
    return edition


@transaction.atomic
def add_erratum(edition, *, was, now, by, where="", reason=""):
    """One more mistake that a corrected edition puts right."""
    edition = locked(edition)
    allow(
        by,
        edition,
        May.WRITE_REPORT,
        rules.text_is_open(edition),
        rules.only_a_correction_has_errata(edition),
        rules.a_correction_corrects(was, now),
    )
    was, now = was.strip(), now.strip()
    erratum = Erratum.everywhere.create(
        report=edition, was=was, now=now, where=where, reason=reason, on=timezone.localdate()
    )
    journal(
        "report.erratum_added",
        f"{edition} says: {erratum}",
        erratum,
        by=by,
        partnership=edition.partnership_id,
    )
    _put_right(edition, was, now, by)
    text_changed(edition, f"a correction was added by {by.person.name}", by=by)
    return erratum


def _put_right(edition, was, now, by):
    """Change the words where they stand only once, so that nobody has to look for them."""
    chapters = Chapter.everywhere.filter(report=edition, narrative__contains=was)
    claims = Claim.everywhere.filter(chapter__report=edition, text__contains=was)
    places = [(c, "narrative") for c in chapters] + [(c, "text") for c in claims]
    if len(places) != 1 or getattr(*places[0]).count(was) != 1:
        return
    row, field = places[0]
    text = getattr(row, field).replace(was, now)
    if field == "text":
        change(row, text=text)
        return
    keep_first_text(row, by)
    change(row, narrative=text)
    keep_revision(row, by)


def _copy_chapters(report, edition):
    """Chapters, claims and their evidence, each row its own."""
    for chapter in Chapter.everywhere.filter(report=report).order_by("place"):
        old = chapter.pk
        chapter.pk, chapter.report, chapter.version = None, edition, 1
        chapter.save(force_insert=True)
        for made in Claim.everywhere.filter(chapter_id=old).order_by("place"):
            old_claim = made.pk
            made.pk, made.chapter, made.version = None, chapter, 1
            made.save(force_insert=True)
            for cited in Citation.everywhere.filter(claim_id=old_claim).order_by("pk"):
                cited.pk, cited.claim = None, made
                cited.save(force_insert=True)


@transaction.atomic
def take_the_record_as_it_is_now(edition, *, by):
    """Let a corrected edition read the record afresh, where what the record said is itself what was wrong."""
    edition = locked(edition)
    allow(
        by,
        edition,
        May.WRITE_REPORT,
        rules.text_is_open(edition),
        rules.only_a_correction_has_errata(edition),
    )
    change(edition, facts="")
    journal(
        "report.facts_renewed",
        f"{edition} takes its figures from the record as it is now",
        edition,
        by=by,
        partnership=edition.partnership_id,
    )
    text_changed(edition, f"the figures were taken from the record again by {by.person.name}", by=by)
    return edition
