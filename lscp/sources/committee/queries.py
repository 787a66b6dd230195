"""Reads across papers and what was found in them."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from lscp.sources.committee import states
from lscp.sources.committee.models import Paper, Proposal
from lscp.sources.committee.wording import folded, marked_line, place_words


def papers():
    """Every paper, newest first, each with how many of its proposals wait and how many were found."""
    return (
        Paper.objects.defer("lines")
        .annotate(
            found=Count("proposals"),
            waiting=Count("proposals", filter=Q(proposals__status=states.PROPOSED)),
        )
        .order_by("-staged_at", "-pk")
    )


def papers_waiting():
    """Papers in which something still waits for a decision, the one that has waited longest first."""
    return papers().filter(waiting__gt=0).order_by("staged_at", "pk")


def paper_of(content):
    """The paper brought in from these bytes, or None."""
    return Paper.objects.filter(sha256=hashlib.sha256(content).hexdigest()).first()


def accepted_elsewhere(paper, proposals, *, among=None):
    """``{proposal id: the accepted one}`` for proposals whose words another copy of the paper already brought in.

    ``among`` is the manager to read with: an operation looks among all, a page among what its reader may see.
    """
    prints = {proposal.fingerprint: proposal.pk for proposal in proposals}
    accepted = (
        (among or Proposal.objects)
        .filter(
            paper__partnership_id=paper.partnership_id,
            fingerprint__in=prints,
            status=states.ACCEPTED,
        )
        .exclude(paper_id=paper.pk)
        .select_related("paper")
        .defer("paper__lines")
        .order_by("pk")
    )
    return {prints[each.fingerprint]: each for each in accepted if _same_meeting(paper, each.paper)}


def _same_meeting(paper, other):
    """The dates agree, or the titles and periods where a date is missing. One meeting has several papers, so two
    different titles are two papers: “That the report be noted” stands in both."""
    titles = {folded(paper.title), folded(other.title)}
    if len(titles - {""}) > 1:
        return False
    if paper.meeting_date and other.meeting_date:
        return paper.meeting_date == other.meeting_date
    return "" not in titles and folded(paper.report_period) == folded(other.report_period)


def questions_answered():
    """Questions members asked, with the answers given: what the briefing is asked to keep true.

    Each one's ``paper.asked`` holds the actions and promises of its paper that are in the thread (``came_of``).
    """
    asked = (
        Proposal.objects.filter(kind__in=("action", "promise"), recommendation__isnull=False)
        .select_related("recommendation", "action")
        .order_by("line", "place")
    )
    return (
        Proposal.objects.of_question()
        .select_related("paper")
        .defer("paper__lines")
        .prefetch_related(Prefetch("paper__proposals", asked, to_attr="asked"))
        .order_by("-paper__meeting_date", "line")
    )


def came_of(question):
    """The actions and promises of the question's own paragraph: on its line, in its answer, or printed with it."""
    asked, answered = folded(question.printed), folded(question.answer)
    return [
        each
        for each in question.paper.asked
        if each.line == question.line or folded(each.printed) in answered or asked in folded(each.printed)
    ]


@dataclass
class PrintedLine:
    """A line of the paper as the page shows it: parts with the proposals they belong to, and those that begin here."""

    number: int
    parts: list
    begins: list


def printed_lines(paper, proposals):
    """The paper's lines that hold words, with each proposal's own words marked where they stand."""
    spans, begins = defaultdict(list), defaultdict(list)
    for proposal in proposals:
        whole = [(proposal.line, 0, len(paper.line(proposal.line)))]
        found = place_words(paper.lines, proposal.line, proposal.printed) or whole
        begins[found[0][0]].append(proposal)
        for number, start, end in found:
            spans[number].append((start, end, proposal))
    return [
        PrintedLine(number, marked_line(text, spans[number]), begins[number])
        for number, text in enumerate(paper.lines, 1)
        if text.strip()
    ]
