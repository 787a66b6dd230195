"""A chapter, or a part of one, asked of an agency: its contact writes it through a link, the manager takes it over.

Nothing that the contact writes stands in the report before somebody has taken it over, and no version is lost.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lscp.golden_thread import operations as thread
from lscp.golden_thread import rules as thread_rules
from lscp.golden_thread.operations.linking import end_links, issue, link_of
from lscp.golden_thread.operations.steps import works_here
from lscp.golden_thread.reminders import end_of_day
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.publication import proposals, rules
from lscp.publication.links import ChapterHolder
from lscp.publication.models import ChapterLink, ChapterReminder, ChapterRequest, ProposedText
from lscp.publication.operations.steps import allow, held, journal, locked
from lscp.publication.operations.writing import unknown_name, write_chapter
from lscp.publication.states import REQUEST_OPEN, REQUEST_VERBS
from lscp.refusal import Refused, refuse_if
from lscp.versioned import EditedMeanwhile, change

SCHEDULE = "the daily reminders"
LINK_OUTLASTS = timedelta(days=14)  # a late text is better than none


@transaction.atomic
def ask_for_chapter(chapter, *, agency, person, asks, due, by, send, part=""):
    """Ask one person at an agency to write a chapter, or the part under a heading, and send them a link.

    ``send(link, token)`` sends it; when it fails, nobody was asked. Returns the ``ChapterRequest``.
    """
    report, chapter = held(chapter)
    today, part = timezone.localdate(), part.strip()
    open_now = ChapterRequest.everywhere.filter(
        chapter=chapter, agency=agency, part=part, status__in=REQUEST_OPEN
    )
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.writing_is_open(report),
        rules.it_says_what_is_asked(asks),
        rules.there_is_time_to_write(due, on=today),
        works_here(agency, report.partnership_id),
        rules.asked_once(open_now.first()),
    )
    text = proposals.part_of(chapter.narrative, part)
    asked = ChapterRequest.everywhere.create(
        chapter=chapter,
        agency=agency,
        person=person,
        part=part,
        asks=asks.strip(),
        due=due,
        asked_on=today,
        asked_by=by,
        began_with=text,
        text=text,
    )
    _note("report.chapter_asked", f"Asked {person} at {agency} for {asked}: {asks}", asked, by, due=due)
    send_chapter_link(asked, to_person=person, by=by, send=send)
    return asked


@transaction.atomic
def send_chapter_link(asked, *, to_person, by, send):
    """Send somebody at the agency a link to write by. Earlier ones keep working: somebody may be writing just now."""
    report, asked = _held(asked)
    there = not thread.left(to_person, asked.agency_id, timezone.now())
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.writing_is_open(report),
        rules.request_may_go(asked, "sent"),
        rules.link_goes_to_the_agency(asked.agency, works_there=there),
        thread_rules.person_has_an_address(to_person),
    )
    link, token = _link(asked, to_person)
    _note("report.chapter_link_sent", f"Sent {to_person} a link to write {asked}", asked, by)
    send(link, token)
    return link


@transaction.atomic
def end_chapter_link(link, *, by):
    """End a link before it expires; what was written through it is kept."""
    report, asked = _held(link.request)
    allow(by, report, May.WRITE_REPORT)
    end_links(ChapterLink, pk=link.pk)
    _note("report.chapter_link_ended", f"Ended the link to {asked} sent to {link.person}", asked, by)
    return link


@transaction.atomic
def move_due(asked, *, due, by, send):
    """Give the agency until another day, and tell whoever was asked, with a link that reaches as far as the new day."""
    report, asked = _held(asked)
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.writing_is_open(report),
        rules.they_have_it(asked),
        rules.there_is_time_to_write(due, on=timezone.localdate()),
        rules.the_day_is_another(asked, due),
    )
    was, asked = asked.due, _arrange(asked, due=due)
    _note("report.chapter_due_moved", f"{asked} is due on another day", asked, by, was=was, due=due)
    send(*_link(asked, asked.person))
    return asked


@transaction.atomic
def hand_over(asked, *, to_person, by, send):
    """Ask a colleague at the agency instead, who goes on with what was written so far; every earlier link ends."""
    report, asked = _held(asked)
    there = not thread.left(to_person, asked.agency_id, timezone.now())
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.writing_is_open(report),
        rules.they_have_it(asked),
        rules.asked_of_somebody_else(asked, to_person),
        rules.link_goes_to_the_agency(asked.agency, works_there=there),
        thread_rules.person_has_an_address(to_person),
    )
    was, asked = asked.person, _arrange(asked, person=to_person, written_by="")
    end_links(ChapterLink, request=asked)
    _note("report.chapter_handed_over", f"Asked {to_person} for {asked} in place of {was}", asked, by)
    send(*_link(asked, to_person))
    return asked


@transaction.atomic
def withdraw_request(asked, *, by):
    """Ask for it no longer. What was written so far is kept."""
    report, asked = _held(asked)
    allow(by, report, May.WRITE_REPORT, rules.request_may_go(asked, "withdrawn"))
    _go(asked, "withdrawn", f"{asked} is no longer asked of {asked.agency}", by)
    return asked


# ── Whoever was asked, through the link or with an account ────────────────────────────────────────────────


def link_known_by(token):
    """The ``ChapterLink`` of a token whether or not it still opens anything, or None: to say whom to ask."""
    try:
        return link_of(ChapterLink, token, "request__chapter__report__partnership")
    except Refused:
        return None


def redeem(token, at):
    """The ``ChapterLink`` that a token opens, if it still does. Raises ``Refused``. Uses nothing up."""
    link = link_of(
        ChapterLink, token, "request__agency", "request__person", "request__chapter__report__partnership"
    )
    asked = link.request
    left = thread.left(link.person, asked.agency_id, at)
    refuse_if(
        thread_rules.link_stands(link),
        rules.link_is_of_the_agency(asked.agency, left=left),
        rules.text_is_still_asked_for(asked),
        rules.writing_is_open(asked.chapter.report),
        thread_rules.link_is_in_time(link, at=at),
    )
    return link


@transaction.atomic
def open_link(token, at):
    """As ``redeem``, and remembers the first time, so that the manager can tell who has not even looked."""
    link = redeem(token, at)
    if ChapterLink.everywhere.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=at):
        _note(
            "report.chapter_link_opened",
            f"The link to {link.request} was opened",
            link.request,
            ChapterHolder(link),
        )
    return link


@transaction.atomic
def save_text(asked, *, text, written_by, version, by):
    """Keep what the contact wrote so far. Raises ``EditedMeanwhile`` where a colleague saved after ``version``."""
    _, asked = _open_to_its_writer(asked, by)
    refuse_if(rules.their_turn_to_write(asked))
    text, name = text.replace("\r\n", "\n").strip(), written_by.strip() or by.person.name
    if (asked.text, asked.written_by or asked.person.name) == (text, name):
        return asked
    change(asked, version=version, text=text, written_by=name)
    ProposedText.everywhere.create(
        request=asked, number=asked.version, text=text, written_by=name, at=timezone.now()
    )
    _note("report.chapter_proposed", f"{asked.writer} saved {asked}", asked, by, version=asked.version)
    return asked


@transaction.atomic
def send_text(asked, *, by):
    """Send the text as it was last saved to the partnership, which decides what of it stands in the report."""
    _, asked = _open_to_its_writer(asked, by)
    refuse_if(
        rules.request_may_go(asked, "sent"),
        rules.something_was_written(asked.text),
        rules.live_parts_are_known(unknown_name(asked.text, asked.chapter)),
    )
    _go(asked, "sent", f"{asked.writer} sent {asked} to the partnership", by)
    _latest_text(asked, by)
    return asked


@transaction.atomic
def take_back(asked, *, by):
    """Take a sent text back to change it, before somebody has decided on it."""
    _, asked = _open_to_its_writer(asked, by)
    refuse_if(rules.request_may_go(asked, "asked"))
    _go(asked, "asked", f"{asked.agency} took {asked} back to change it", by)
    return asked


def _open_to_its_writer(asked, by):
    """The report and the request, held; refuses whoever may not write here, and everybody once writing is closed."""
    report, asked = _held(asked)
    refuse_if(
        partnership_rules.ours(by, report.partnership_id),
        partnership_rules.may(by, May.WRITE_CHAPTER),
        rules.asked_of_them(asked, by),
        rules.text_is_still_asked_for(asked),
        rules.writing_is_open(report),
    )
    return report, asked


def _latest_text(asked, by):
    """Mark the version that was sent. Who sends what stood in the box from the beginning makes it theirs."""
    latest = ProposedText.everywhere.filter(request=asked).first()
    if latest is None or latest.text != asked.text:
        latest = ProposedText(
            request=asked, number=asked.version, text=asked.text, written_by=by.person.name, at=timezone.now()
        )
    latest.sent_at = timezone.now()
    latest.save()


# ── What the manager decides ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def take_over(asked, *, numbers, version, by):
    """Put the ticked places (``proposals.places``) of a sent text into the chapter, in its writer's name.

    ``version`` is the chapter's that was shown: raises ``EditedMeanwhile`` where somebody saved it since.
    """
    report, asked = _held(asked)
    allow(
        by, report, May.WRITE_REPORT, rules.request_may_go(asked, "taken"), rules.something_is_taken(numbers)
    )
    if asked.chapter.version != int(version):  # the numbers were those of another text
        raise EditedMeanwhile(asked.chapter)
    text = proposals.taken(asked.chapter.narrative, asked.part, asked.text, numbers)
    write_chapter(asked.chapter, narrative=text, version=version, by=by, written_by=asked.writer)
    _go(asked, "taken", f"{by.person.name} took over what {asked.writer} wrote for {asked}", by)
    return asked


@transaction.atomic
def send_back(asked, *, remark, by, send):
    """Send a text back to its writer with a remark and a fresh link. ``send(link, token)`` as in asking."""
    report, asked = _held(asked)
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.writing_is_open(report),
        rules.request_may_go(asked, "returned"),
        rules.a_remark_says_something(remark),
    )
    ProposedText.everywhere.filter(pk=ProposedText.everywhere.filter(request=asked).first().pk).update(
        remark=remark.strip(), remark_by=by
    )
    _go(asked, "returned", f"Sent {asked} back to {asked.agency}: {remark}", by)
    link, token = _link(asked, asked.person)
    send(link, token)
    return asked


@transaction.atomic
def remind_of_chapter(reminder, *, on, send):
    """Send one reminder (of ``reminders.due``) and remember it. ``send(reminder, token)`` raises ``OSError`` where it
    cannot."""
    asked = reminder.request
    sent = ChapterReminder.everywhere.create(
        request=asked, person=reminder.person, stage=reminder.stage, due=asked.due, sent_on=on
    )
    words = sent.get_stage_display().lower()
    _note(
        "report.chapter_reminded",
        f"Reminded {reminder.person}: {words}",
        asked,
        SCHEDULE,
        stage=reminder.stage,
    )
    send(reminder, _link(asked, reminder.person)[1] if reminder.to_writer else "")
    return sent


# ── The steps they share ──────────────────────────────────────────────────────────────────────────────────


def _held(asked):
    """The report, held, and the request as it is now with its chapter."""
    rows = ChapterRequest.everywhere.select_related("chapter__report", "agency", "person")
    report = locked(rows.get(pk=asked.pk).chapter.report)
    return report, rows.get(pk=asked.pk)


def _link(asked, person):
    last_day = max(asked.due, timezone.localdate()) + LINK_OUTLASTS
    return issue(ChapterLink, request=asked, person=person, expires=end_of_day(last_day))


def _arrange(asked, **fields):
    """Change when or of whom it is asked. Its version is that of the text, which somebody may be writing just now."""
    ChapterRequest.everywhere.filter(pk=asked.pk).update(**fields)
    return ChapterRequest.everywhere.select_related("chapter__report", "agency", "person").get(pk=asked.pk)


def _go(asked, status, summary, by):
    change(asked, status=status)
    _note(REQUEST_VERBS[status], summary, asked, by)


def _note(verb, summary, asked, by, **details):
    journal(verb, summary, asked, by=by, partnership=asked.chapter.report.partnership_id, **details)
