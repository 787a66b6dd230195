"""Two committee papers: last year's, read and accepted; and one that waits for the manager to look at it."""

from datetime import date, timedelta
from pathlib import Path

from lscp.golden_thread import operations as thread
from lscp.sources.committee import operations
from lscp.sources.committee.models import Proposal

PAPERS = Path(__file__).parent

# What the manager made of each find, by kind and the first printed words of its owner: the task in plain words, who
# owns it, and in how many days it is due. What is not here was answered in the meeting.
TASKS = {
    ("action", "Ruth Abara"): (
        "Tell the Committee how schools found the rewritten self-assessment",
        "education",
        "chair",
        200,
    ),
    ("action", "Housing officers"): (
        "One page for residents on damp and mould: who to call, what happens next",
        "housing",
        "housing_contact",
        420,
    ),
    ("promise", "Owen Farrow"): (
        "Report in the next annual report how long each step takes after a referral",
        "council",
        "manager",
        460,
    ),
    ("promise", "Superintendent"): (
        "Write to members with what thirty young people said about stop and search",
        "police",
        "police_lead",
        60,
    ),
    ("promise", "Officers"): (
        "Tell members how many safeguarding champions there are",
        "council",
        "manager",
        400,
    ),
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
        _accept(cast, proposal, met, today)
    recent = (PAPERS / "committee-paper-recent.txt").read_text()
    meeting = today - timedelta(days=11)
    operations.stage(
        recent.format(meeting=meeting.strftime("%d/%m/%Y")).encode(),
        name="scrutiny-neglect.txt",
        partnership=cast.partnership,
        by=by,
    )


def _accept(cast, proposal, met, today):
    by = cast.held["manager"]
    kind = proposal.kind
    found = next((TASKS[key] for key in TASKS if key[0] == kind and proposal.owner.startswith(key[1])), None)
    if found is None:
        operations.dismiss(proposal, because="Answered in the meeting.", by=by)
        return
    text, agency, person, days = found
    accepted = operations.accept(
        proposal,
        by=by,
        on=met + timedelta(days=4),
        text=text,
        owner_agency=cast.agency[agency],
        owner_person=cast.person[person],
        due=met + timedelta(days=days),
    )
    if agency == "police":
        _done_and_verified(
            cast, accepted.action, wrote=met + timedelta(days=40), looked=today - timedelta(days=3)
        )


def _done_and_verified(cast, action, *, wrote, looked):
    """The police wrote to members; the council looked at the letter since the committee met last."""
    by = cast.held["police_lead"]
    said = "Wrote to all members with what the thirty young people said."
    thread.report_on(action, outcome="done", text=said, on=wrote, by=by)
    thread.add_evidence(
        action,
        kind="statement",
        text="The letter gives eleven points that the thirty young people made, and what was done about each.",
        as_of=wrote,
        source_label="Letter to members",
        by=by,
    )
    council = cast.held["council_lead"]
    thread.verify(action, agency=cast.agency["council"], satisfied=True, on=looked, by=council)
