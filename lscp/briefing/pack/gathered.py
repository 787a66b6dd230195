"""Everything a pack is made of, read from the record in the scope in force."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from lscp.briefing.pack.asked import asked, dismissed
from lscp.briefing.pack.committees import Committee
from lscp.indicators import queries as numbers
from lscp.partnerships.models import Partnership
from lscp.publication import document as d
from lscp.publication import queries as reports
from lscp.shelf.models import Edition


@dataclass(frozen=True)
class Published:
    """The latest published edition: where it stands, the checksum that was signed, and its text."""

    edition: Edition
    document: d.Document

    @property
    def address(self):
        return address_of(self.edition)

    @property
    def checksum(self):
        return d.checksum(self.document)


@dataclass(frozen=True)
class Gathered:
    """``meeting``: the day the pack is for; ``made``: the day on which the record was read."""

    partnership: Partnership
    committee: Committee
    meeting: date
    made: date
    papers: tuple
    asked: tuple
    dismissed: tuple
    published: Published | None
    editions: tuple
    gaps: tuple

    @property
    def told(self):
        """What is open, and what was closed since the last meeting: of the rest the committee was told then."""
        last_met = max((paper.meeting_date for paper in self.papers if paper.meeting_date), default=None)
        return [each for each in self.asked if each.is_open or each.as_of >= last_met]

    @property
    def left_out(self):
        return len(self.asked) - len(self.told)

    @property
    def still_open(self):
        return [each for each in self.asked if each.is_open]


def gather(partnership, committee, *, meeting, on):
    """What the pack for one committee and meeting is made of, as the record has it ``on`` a day."""
    papers = committee.before(meeting)
    editions = Edition.objects.filter(partnership=partnership.pk, kind="report")
    return Gathered(
        partnership=partnership,
        committee=committee,
        meeting=meeting,
        made=on,
        papers=papers,
        asked=tuple(asked(papers, on)),
        dismissed=tuple(dismissed(papers)),
        published=_latest(partnership, editions),
        editions=tuple(editions.order_by("-period_end", "work", "-number")),
        gaps=tuple(numbers.gaps(partnership)),
    )


def _latest(partnership, editions):
    """The edition of the latest period that stands, with the text that was signed; None before the first."""
    edition = editions.filter(withdrawn_because="").order_by("-period_end", "-number").first()
    if edition is None:
        return None
    report = reports.reports().filter(work=edition.work, edition=edition.number).first()
    return Published(edition, reports.text_now(report)) if report else None


def address_of(edition, path=""):
    """The address of a published edition, or of one of its files, as anybody may open it."""
    named = [edition.partnership, edition.work, edition.number]
    found = reverse("public:file", args=[*named, path]) if path else reverse("public:edition", args=named)
    return settings.SITE_ADDRESS + found


def desk_address(path):
    """A path of the desk as an address that can be followed from a file."""
    return f"{settings.SITE_ADDRESS}{path}" if path.startswith("/") else path
