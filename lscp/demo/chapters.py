"""Chapters that agencies wrote through a link: one that stands in a report, and three of the report of this year."""

from datetime import date, timedelta

from django.utils import timezone

from lscp.publication import asked as asking
from lscp.publication import operations
from lscp.publication.links import ChapterHolder
from lscp.publication.models import Chapter

POLICE = (
    "We briefed 612 officers on harm outside the home. Every shift has a named officer who is told of each search of a "
    "child, and who sends the notice to the youth justice service by the next morning.\n\n"
    "We were late with notices when a missing child came back. Since January they go to the council on the same day."
)
# This one has a mistake that the checks point to: whether adults or children are counted is not said.
POLICE_NOW = (
    "Officers and social workers visit together where a child was seen at an address that was raided.\n\n"
    "We recorded 1,140 incidents of domestic abuse, an increase of 4%."
)
HOSPITAL = "Staff of the emergency department were trained. They ask every young person who is with them, and who waits at home."
REMARK = "Thank you. How many members of staff were trained, and by when will the rest be?"


def arrived(cast, report):
    """The police wrote their part of a chapter through a link, and the manager took it over."""
    asked, token = _ask(
        cast, report, "police", "The police", "What the police did for children this year.", 7
    )
    _send(asked, POLICE, token)
    chapter = Chapter.objects.get(pk=asked.chapter_id)
    asked.refresh_from_db()
    numbers = {place.number for place in asking.places(asked)}
    operations.take_over(asked, numbers=numbers, version=chapter.version, by=cast.held["manager"])


def under_way(cast, year):
    """The report of this year is begun: one text has arrived, one was sent back, one agency is silent."""
    by = cast.held["manager"]
    report = operations.open_report(
        cast.partnership,
        title=f"Annual report {year}/{(year + 1) % 100:02}",
        period_start=date(year, 4, 1),
        period_end=date(year + 1, 3, 31),
        by=by,
    )
    what = "What you did for children this year, what changed, and what you will do next. Half a page."
    police, token = _ask(cast, report, "police", "The police", what, 21)
    _send(police, POLICE_NOW, token)
    hospital, token = _ask(cast, report, "hospital", "The hospital", what, 14)
    _send(hospital, HOSPITAL, token)
    operations.send_back(hospital, remark=REMARK, by=by, send=lambda link, token: None)
    _ask(cast, report, "nhs", "The integrated care board", what, 21)


def _ask(cast, report, agency, part, what, days):
    """Ask the lead of an agency; returns the request and the token of its link."""
    tokens = []
    asked = operations.ask_for_chapter(
        Chapter.objects.get(report=report, code="contributions"),
        agency=cast.agency[agency],
        person=cast.person[f"{agency}_lead"],
        part=part,
        asks=what,
        due=timezone.localdate() + timedelta(days=days),
        by=cast.held["manager"],
        send=lambda link, token: tokens.append(token),
    )
    return asked, tokens[0]


def _send(asked, text, token):
    """Open the link, write, and send it."""
    holder = ChapterHolder(operations.open_link(token, timezone.now()))
    name = holder.person.name
    operations.save_text(asked, text=text, written_by=name, version=asked.version, by=holder)
    operations.send_text(asked, by=holder)
