"""What a committee asked for, resolved and was promised in its earlier papers, and where each of these stands.

The words are the paper's own. What it came to is read from the thread: owner, date, status, evidence, verification.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.golden_thread.models import (
    Action,
    ActionUpdate,
    Evidence,
    Impact,
    Response,
    Verification,
)
from lscp.golden_thread.states import OPEN, SETTLED, SHOWN, RecommendationStatus
from lscp.sources.committee import states
from lscp.sources.committee.models import Proposal
from lscp.sources.committee.wording import tidy

NOT_ACCEPTED = "Not accepted yet"
NOTED = "Noted"
# A recommendation that nobody was given an action for.
WITHOUT_ACTION = {
    RecommendationStatus.MADE: "Nobody has been given it yet",
    RecommendationStatus.TAKEN_UP: "Taken up; nothing is planned yet",
}


@dataclass(frozen=True)
class Known:
    """What shows it: whose words or what kind of proof, the words, and the day on which it was so."""

    label: str
    text: str
    on: date


@dataclass(frozen=True)
class Asked:
    """One action, resolution or promise of a paper. ``as_of``: the day of the latest word on it.

    ``known`` may be printed; ``said`` are the owners' own words, the latest first, which only officers read.
    """

    proposal: Proposal
    actions: tuple
    owner: str
    due: date | None
    stands: str
    as_of: date
    is_open: bool
    known: tuple = ()
    said: tuple = ()

    @property
    def paper(self):
        return self.proposal.paper

    @property
    def kind(self):
        return self.proposal.get_kind_display()

    @property
    def words(self):
        """As the paper prints them; an item that the reading missed, as it was typed."""
        return tidy(self.proposal.text if self.proposal.missed else self.proposal.printed)

    @property
    def taken_up_as(self):
        """The task in other words than the paper's, or nothing."""
        return self.proposal.text if self.proposal.is_accepted and self.proposal.text != self.words else ""

    @property
    def to_chase(self):
        """Actions that are still asked of somebody who can be written to."""
        return [action for action in self.actions if action.is_live and action.owner_agency_id]


def asked(papers, on):
    """Everything that ``papers`` asked for, in the order of ``papers`` and of their lines, each once.

    What was dismissed is left out; what nobody decided on yet is said to be so. A constant number of queries.
    """
    places = {paper.pk: place for place, paper in enumerate(papers)}
    rows = (
        Proposal.objects.filter(paper__in=places, kind__in=Proposal.IN_THREAD)
        .exclude(status=states.DISMISSED)
        .select_related("paper", "recommendation")
        .defer("paper__lines")
        .prefetch_related(*_what_came_of_it())
        .order_by("line", "place", "pk")
    )
    by_paper = sorted(rows, key=lambda row: places[row.paper_id])
    return [_asked(proposal, on) for proposal in _once(by_paper)]


def dismissed(papers):
    """What a person set aside, with the reason: for officers, who may be asked why."""
    rows = Proposal.objects.filter(paper__in=papers, kind__in=Proposal.IN_THREAD, status=states.DISMISSED)
    return list(rows.select_related("paper").defer("paper__lines").order_by("-paper__meeting_date", "line"))


def _what_came_of_it():
    actions = Action.objects.select_related(
        "owner_agency", "owner_person", "recommendation"
    ).prefetch_related(
        Prefetch("updates", ActionUpdate.objects.all()),
        Prefetch("evidence", Evidence.objects.all()),
        Prefetch("verifications", Verification.objects.select_related("agency")),
    )
    return (
        Prefetch("recommendation__actions", actions.order_by("assigned_on", "pk")),
        Prefetch("recommendation__responses", Response.objects.select_related("agency")),
        Prefetch(
            "recommendation__impacts",
            Impact.objects.prefetch_related(Prefetch("evidence", Evidence.objects.all())),
        ),
    )


def _once(proposals):
    """Two copies of one meeting's paper hold the same item: the one that was accepted counts."""
    accepted = {_same(each) for each in proposals if each.is_accepted}
    seen = set()
    for proposal in proposals:
        same = _same(proposal)
        if same not in seen and (proposal.is_accepted or same not in accepted):
            seen.add(same)
            yield proposal


def _same(proposal):
    return proposal.fingerprint, proposal.paper.meeting_date or proposal.paper_id


def _asked(proposal, on):
    recommendation = proposal.recommendation
    if proposal.is_noted:
        return Asked(proposal, (), "", None, NOTED, proposal.paper.meeting_date, is_open=False)
    if recommendation is None:
        staged = timezone.localdate(proposal.paper.staged_at)
        return Asked(proposal, (), proposal.owner, None, NOT_ACCEPTED, staged, is_open=True)
    actions = tuple(recommendation.actions.all())
    known = sorted(_known(recommendation, actions), key=lambda each: each.on)
    said = [
        Known(update.by, update.text, update.on)
        for each in actions
        for update in each.updates.all()
        if update.text
    ]
    days = [each.on for each in (*known, *said)] + [each.assigned_on for each in actions]
    days += [response.on for response in recommendation.responses.all()]
    return Asked(
        proposal,
        actions,
        owner=_owner(proposal, actions),
        due=min((each.due for each in actions if each.due), default=recommendation.due),
        stands=_stands(recommendation, actions, on),
        as_of=max(days, default=recommendation.made_on),
        is_open=_is_open(recommendation, actions),
        known=tuple(known),
        said=tuple(sorted(said, key=lambda each: each.on, reverse=True)),
    )


def _owner(proposal, actions):
    """The owner as the paper prints it, with the agency that answers for it now; empty where there is nobody."""
    agencies = ", ".join(dict.fromkeys(str(each.owner_agency) for each in actions if each.owner_agency_id))
    if proposal.owner and agencies:
        return f"{proposal.owner} ({agencies})"
    return proposal.owner or agencies


def _stands(recommendation, actions, on):
    """Where it stands in plain words; of several actions, each by its name."""
    if recommendation.is_withdrawn or not actions:
        return _without_action(recommendation)
    if len(actions) == 1:
        return _of_action(actions[0], on)
    return "; ".join(f"“{each.text}”: {_of_action(each, on).lower()}" for each in actions)


def _without_action(recommendation):
    declined = next((each for each in recommendation.responses.all() if each.verdict == "decline"), None)
    if declined and recommendation.status == RecommendationStatus.DECLINED:
        return f"Declined by {declined.agency}: {declined.reason or 'no reason was given'}"
    status = RecommendationStatus(recommendation.status)
    return WITHOUT_ACTION.get(status, SHOWN[status][0])


def _of_action(action, on):
    shown = SHOWN[action.status][0]
    return f"{shown}, and overdue since {gov_date(action.due)}" if action.is_overdue(on) else shown


def _is_open(recommendation, actions):
    if recommendation.status not in OPEN:
        return False
    return not actions or any(each.status not in SETTLED for each in actions)


def _known(recommendation, actions):
    """Evidence, verifications and what was judged: what a member may be shown."""
    for action in actions:
        for evidence in action.evidence.all():
            yield Known(evidence.source_label or evidence.get_kind_display(), evidence.text, evidence.as_of)
        for verification in action.verifications.all():
            verdict = "Verified" if verification.satisfied else "Not accepted as done"
            yield Known(f"{verdict} by {verification.agency}", "", verification.on)
    for impact in recommendation.impacts.all():
        if impact.judged_on:
            yield Known(
                f"What changed: {impact.get_verdict_display().lower()}", impact.after, impact.judged_on
            )
