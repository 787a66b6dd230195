"""Reads about chapters asked of agencies: who was asked, who is silent, what they wrote, what stood there last year."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from lscp import rulebook, scope
from lscp.partnerships.models import Footprint, Post, RoleHeld
from lscp.publication import checks, facts, for_agencies, narrative, proposals
from lscp.publication import document as d
from lscp.publication.models import ChapterLink, ChapterRequest, ProposedText, Report
from lscp.publication.states import REQUEST_OPEN, REQUEST_TURN
from lscp.shelf.models import Edition
from lscp.sources.reviews.models import Incident

QUIET_AFTER = timedelta(days=10)


@dataclass(frozen=True)
class Standing:
    """A request with what is known of its agency: ``opened`` and ``wrote`` are the last days of either, or None."""

    request: ChapterRequest
    opened: date | None
    wrote: date | None
    told: date

    @property
    def heard(self):
        """The last day on which anybody there did anything, or None."""
        return max(filter(None, (self.opened, self.wrote)), default=None)

    @property
    def turn(self):
        return REQUEST_TURN[self.request.status]

    def is_overdue(self, on):
        return self.request.with_the_agency and self.request.due < on

    def is_quiet(self, on):
        """Nobody there opened the link or wrote for ten days, nor was the link sent again since."""
        return self.request.with_the_agency and max(self.told, self.heard or self.told) <= on - QUIET_AFTER


def standings(**which):
    """Requests with how each stands, the soonest due first, in a constant number of queries."""
    rows = ChapterRequest.objects.filter(**which).select_related("chapter__report", "agency", "person")
    texts = Prefetch("texts", ProposedText.objects.select_related("remark_by__person"))
    links = Prefetch("links", ChapterLink.objects.select_related("person"))
    return [_standing(row) for row in rows.prefetch_related(texts, links)]


def waiting(**which):
    """How each request of a report that is still written stands, where nobody has decided on its text yet."""
    return standings(status__in=REQUEST_OPEN, chapter__report__status="draft", **which)


def sent_texts(chapter):
    """Every text that an agency sent for the chapter, the latest first, whether or not it was taken over."""
    rows = ProposedText.objects.filter(request__chapter=chapter, sent_at__isnull=False)
    return rows.select_related("request__agency", "request__chapter", "remark_by__person").order_by(
        "-sent_at"
    )


def _standing(row):
    links, texts = list(row.links.all()), list(row.texts.all())
    return Standing(
        row,
        max((timezone.localdate(link.opened_at) for link in links if link.opened_at), default=None),
        max((timezone.localdate(text.at) for text in texts), default=None),
        max((timezone.localdate(link.sent_at) for link in links), default=row.asked_on),
    )


def who_can_write(on, agency=None):
    """``[(agency, person)]`` with an e-mail address at the partnership's agencies: contacts and leads before others."""
    here = Footprint.objects.in_force(on).values("agency")
    held = RoleHeld.objects.in_force(on).filter(agency__in=here, role__in=["agency_contact", "partner_lead"])
    posts = Post.objects.in_force(on).filter(agency__in=here)
    if agency is not None:
        held, posts = held.filter(agency=agency), posts.filter(agency=agency)
    found = [
        (row.agency, row.person)
        for rows in (held.order_by("role", "pk"), posts.order_by("person__name"))
        for row in rows.select_related("agency", "person")
        if row.person.email
    ]
    pairs = {(agency.pk, person.pk): (agency, person) for agency, person in reversed(found)}
    ordered = sorted(reversed(pairs.values()), key=lambda pair: pair[0].name)
    return ordered


def last_year(chapter):
    """``(report, document)``: the latest published text of an earlier period with this chapter alone; None where there
    is none. It is published, so an agency may read it."""
    with scope.of_partnership(chapter.report.partnership_id):
        earlier = Report.objects.filter(status="published", period_end__lt=chapter.report.period_end)
        for report in earlier.order_by("-period_end", "-edition"):
            if _is_withdrawn(report):
                continue
            proof = report.proofs.get(void_at__isnull=True)
            document = d.from_json(proof.document)
            sections = tuple(
                section for section in d.whole(document).sections if section.code == chapter.code
            )
            if sections:
                return report, d.Document(
                    title=document.title,
                    partnership=document.partnership,
                    period_start=document.period_start,
                    period_end=document.period_end,
                    requirement_set=document.requirement_set,
                    sections=sections,
                )
    return None


def _is_withdrawn(report):
    edition = Edition.objects.filter(
        partnership=report.partnership_id, work=report.work, number=report.edition
    ).first()
    return bool(edition and edition.withdrawn_because)


def places(asked):
    """Where the chapter would differ if the text were taken over: see ``proposals.places``."""
    return proposals.places(asked.chapter.narrative, asked.part, asked.text, began_with=asked.began_with)


def as_document(asked):
    """The text alone, as it would be laid out. Parts of the record are left out: they are not the agency's to see."""
    blocks, sections = narrative.read(asked.text, narrative.Names(), code=asked.chapter.code)
    report = asked.chapter.report
    heading = asked.part or asked.chapter.heading
    return d.Document(
        title=report.title,
        partnership=report.partnership.name,
        period_start=report.period_start,
        period_end=report.period_end,
        requirement_set=report.requirement_set,
        sections=(d.Section(asked.chapter.code, heading, blocks, sections),),
    )


def findings(asked):
    """What the checks say of the text alone, so that nothing is told of other chapters or of the record."""
    if not asked.text.strip():
        return ()
    report = asked.chapter.report
    with scope.of_partnership(report.partnership_id):
        pseudonyms = tuple(Incident.objects.values_list("pseudonym", flat=True))
    partnership = report.partnership
    document = as_document(asked)
    said = checks.check(
        document,
        glossary={term.short: term.label for term in rulebook.vocabulary("glossary").terms if term.short},
        pseudonyms=pseudonyms,
        allow_emails=filter(None, [partnership.contact_email]),
        allow_phones=filter(None, [partnership.contact_phone]),
    )
    return for_agencies.told(said.findings, document)


def parts_by_themselves(asked):
    """The names in double brackets of the text with what each prints: ``[(name, words)]``."""
    titles = {name: title for name, (title, _) in facts.PARTS.items()}
    return [(name, titles.get(name, "a figure of the record")) for name in narrative.names_in(asked.text)]
