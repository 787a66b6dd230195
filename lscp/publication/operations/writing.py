"""Opening a report and writing its chapters, which keep every earlier text."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lscp import rulebook
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.publication import facts, rules
from lscp.publication import narrative as markup
from lscp.publication.facts.figures import FIGURE_WORDS
from lscp.publication.models import Chapter, ChapterRevision, Claim, Comment, Report
from lscp.publication.operations.steps import allow, held, journal, locked, text_changed
from lscp.refusal import refuse_if
from lscp.versioned import change

# The live parts that a chapter begins with. Its writer may move them, take them out, and write around them.
BEGINS_WITH = {
    "arrangements": ["arrangements", "partners", "groups"],
    "year": ["impacts", "recommendations"],
    "priorities": ["priorities"],
    "learning": ["reviews"],
    "scrutiny": ["committee"],
    "conclusion": ["asks"],
    "recommendations": ["each_recommendation"],
    "membership": ["members", "meetings"],
    "compliance": ["compliance"],
}


@transaction.atomic
def open_report(partnership, *, title, period_start, period_end, by):
    """Begin a report on any period. The requirement set in force at the period's end is kept with it."""
    refuse_if(
        partnership_rules.ours(by, partnership.pk),
        partnership_rules.may(by, May.WRITE_REPORT),
        rules.period_runs_forward(period_start, period_end),
    )
    work = work_of(period_start, period_end)
    refuse_if(
        rules.one_report_a_period(Report.everywhere.filter(partnership=partnership, work=work).first()),
    )
    began = partnership.started if partnership.kind == "partnership" else None
    requirements = rulebook.requirement_set_for(period_end, arrangements_began=began)
    report = Report.everywhere.create(
        partnership=partnership,
        title=title,
        period_start=period_start,
        period_end=period_end,
        requirement_set=requirements.code,
        work=work,
    )
    begins = {code: "\n\n".join(f"[[{name}]]" for name in names) for code, names in BEGINS_WITH.items()} | {
        retelling.code: retelling.begins for retelling in rulebook.retellings()
    }
    for place, section in enumerate((*rulebook.sections(), *rulebook.retellings()), 1):
        Chapter.everywhere.create(
            report=report,
            code=section.code,
            heading=section.heading,
            narrative=begins.get(section.code, ""),
            place=place,
        )
    journal(
        "report.opened",
        f"Opened {title}, to be written under {requirements.title}",
        report,
        by=by,
        partnership=partnership.pk,
    )
    return report


def work_of(start, end):
    """The name that a report has in its address, the same for each of its editions."""
    a_year = start.day == 1 and date(start.year + 1, start.month, 1) == date.fromordinal(end.toordinal() + 1)
    if a_year and start.month == 1:
        return f"annual-report-{start.year}"
    if a_year:
        return f"annual-report-{start.year}-{end:%y}"
    return f"annual-report-{start.isoformat()}-to-{end.isoformat()}"


@transaction.atomic
def write_chapter(chapter, *, narrative, by, version, heading=None, meets=None, written_by=""):
    """Save a chapter. Raises ``EditedMeanwhile`` when somebody saved it after ``version`` was shown.

    ``written_by`` names who wrote the words that ``by`` takes over.

    Out for signing, a change voids the signatures and says why. Saving what is already there changes nothing.
    """
    report, chapter = held(chapter)
    unknown = unknown_name(narrative, chapter)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.live_parts_are_known(unknown))
    new = {
        "narrative": narrative.replace("\r\n", "\n").strip(),
        "heading": heading or chapter.heading,
        "meets": sorted(meets) if meets is not None else chapter.meets,
    }
    if all(getattr(chapter, name) == value for name, value in new.items()):
        return chapter
    keep_first_text(chapter, by)
    change(chapter, version=version, **new)
    keep_revision(chapter, by, written_by)
    journal(
        "report.chapter_written",
        f"{by.person.name} changed “{chapter.heading}” in {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
        version=chapter.version,
    )
    text_changed(report, f"“{chapter.heading}” was changed by {by.person.name}", by=by)
    return chapter


@transaction.atomic
def add_chapter(report, *, heading, by):
    """Add a chapter of the partnership's own after the last one before the appendices' end."""
    report = locked(report)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    count = Chapter.everywhere.filter(report=report).count()
    last = Chapter.everywhere.filter(report=report).aggregate(last=Max("place"))["last"] or 0
    chapter = Chapter.everywhere.create(
        report=report, code=f"own-{count + 1}", heading=heading, place=last + 1
    )
    journal(
        "report.chapter_added",
        f"Added the chapter “{heading}” to {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
    )
    return chapter


@transaction.atomic
def move_chapter(chapter, *, up, by):
    """Let a chapter change places with the one before it (``up``) or after it."""
    report, chapter = held(chapter)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    order = Chapter.everywhere.filter(report=report)
    other = (
        order.filter(place__lt=chapter.place).order_by("-place").first()
        if up
        else order.filter(place__gt=chapter.place).order_by("place").first()
    )
    if other is None:
        return chapter
    chapter_place, other_place = chapter.place, other.place
    change(chapter, place=other_place)
    change(other, place=chapter_place)
    journal(
        "report.chapter_moved",
        f"Moved “{chapter.heading}” in {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
    )
    text_changed(report, f"“{chapter.heading}” was moved by {by.person.name}", by=by)
    return chapter


@transaction.atomic
def comment(chapter, *, text, by):
    """Remark on a chapter. Changes nothing of the text."""
    report, chapter = held(chapter)
    allow(by, report, May.COMMENT_REPORT, rules.a_remark_says_something(text))
    made = Comment.everywhere.create(chapter=chapter, text=text, by=by, at=timezone.now())
    journal(
        "report.commented",
        f"{by.person.name} commented on “{chapter.heading}”",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    return made


@transaction.atomic
def settle_comment(made, *, by):
    """Say that a comment has been dealt with; it stays on record."""
    report, chapter = held(made.chapter)
    allow(by, report, May.WRITE_REPORT)
    made.settled_at = timezone.now()
    made.save(update_fields=["settled_at"])
    journal(
        "report.comment_settled",
        f"Settled a comment on “{chapter.heading}”",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    return made


def unknown_name(text, chapter):
    """The first name in double brackets that stands for nothing, or nothing."""
    claims = dict.fromkeys(Claim.everywhere.filter(chapter=chapter).values_list("place", flat=True), True)
    names = markup.Names(live={**facts.every_name(), "compliance": ""}, figures=FIGURE_WORDS, claims=claims)
    return next(iter(markup.unknown_names(text, names)), "")


def keep_first_text(chapter, by):
    """Before the first change: the text that the chapter began with, so that the history is whole."""
    if not ChapterRevision.everywhere.filter(chapter=chapter).exists():
        keep_revision(chapter, by)


def keep_revision(chapter, by, written_by=""):
    ChapterRevision.everywhere.create(
        chapter=chapter,
        number=chapter.version,
        heading=chapter.heading,
        narrative=chapter.narrative,
        meets=chapter.meets,
        by=by,
        written_by=written_by,
        at=timezone.now(),
    )
