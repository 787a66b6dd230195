"""Two committee papers: last year's, read and accepted; and one that waits for the manager to look at it."""

from datetime import date, timedelta
from pathlib import Path

from lscp.golden_thread import operations as thread
from lscp.sources.committee import operations
from lscp.sources.committee.models import Proposal

PAPERS = Path(__file__).parent

# What the manager decided about what was found: by the first printed words of the owner.
OWNERS = {
    "Ruth Abara": ("education", "chair", 140),
    "Housing officers": ("housing", "housing_contact", 170),
    "Owen Farrow": ("council", "manager", 400),
    "Superintendent": ("police", "police_lead", 60),
    "Officers": ("council", "manager", 30),
}


def play(cast, today):
    """Stage both papers; accept the first one item by item."""
    by = cast.held["manager"]
    text = (PAPERS / "committee-paper.txt").read_bytes()
    paper = operations.stage(text, name="scrutiny-september-2025.txt", partnership=cast.partnership, by=by)
    met = date(2025, 9, 11)
    for warning in paper.warnings.all():
        operations.deal_with_warning(
            warning, by=by, outcome="Read with the committee officer; nothing to change."
        )
    operations.accept_all_remaining(paper, by=by, on=met + timedelta(days=4))
    for proposal in Proposal.objects.filter(paper=paper, kind__in=["action", "promise"]):
        _accept(cast, proposal, met)
    recent = (PAPERS / "committee-paper-recent.txt").read_text()
    meeting = today - timedelta(days=11)
    operations.stage(
        recent.format(meeting=meeting.strftime("%d/%m/%Y")).encode(),
        name="scrutiny-neglect.txt",
        partnership=cast.partnership,
        by=by,
    )


def _accept(cast, proposal, met):
    by = cast.held["manager"]
    found = next((OWNERS[start] for start in OWNERS if proposal.owner.startswith(start)), None)
    if found is None:
        operations.dismiss(proposal, because="Answered in the meeting.", by=by)
        return
    agency, person, days = found
    accepted = operations.accept(
        proposal,
        by=by,
        on=met + timedelta(days=4),
        owner_agency=cast.agency[agency],
        owner_person=cast.person[person],
        due=met + timedelta(days=days),
    )
    if agency == "police":
        action = accepted.action
        thread.report_on(
            action,
            outcome="done",
            text="Wrote to all members with what the thirty young people said.",
            on=met + timedelta(days=40),
            by=cast.held["police_lead"],
        )
