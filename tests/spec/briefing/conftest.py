"""A committee that asked for something a year ago, and what became of it."""

from datetime import date

import pytest

from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.pack import files, members
from lscp.briefing.pack.committees import committee
from lscp.briefing.pack.gathered import gather
from lscp.golden_thread import operations as thread
from lscp.sources.committee import operations
from tests.factories.committee_paper import COPY

MET, ACCEPTED, TODAY, MEETING = date(2024, 11, 14), date(2024, 11, 20), date(2025, 11, 3), date(2025, 11, 20)


@pytest.fixture
def paper(inside):
    """The minutes of last year's meeting, with everything in them waiting to be accepted."""
    return operations.stage(
        COPY.encode(), name="panel.txt", partnership=inside.partnership, by=inside.manager
    )


@pytest.fixture
def taken_up(paper, inside):
    """The same minutes, accepted: the action is the school's and due on 1 March; its owner said one thing."""
    agency = inside.agencies["school"]
    for proposal in paper.proposals.all():
        owned = {"owner_agency": agency, "due": date(2025, 3, 1)} if proposal.kind == "action" else {}
        operations.accept(proposal, by=inside.manager, on=ACCEPTED, **owned)
    action = paper.proposals.get(kind="action").action
    thread.report_on(
        action, outcome="under_way", text="We wrote to a landlord.", on=date(2025, 2, 3), by=inside.manager
    )
    return action


@pytest.fixture
def pack(inside):
    """``pack()``: gathered for the panel's meeting as the record has it today."""

    def gathered(meeting=MEETING, on=TODAY, name="Scrutiny Panel"):
        return gather(inside.partnership, committee(name), meeting=meeting, on=on)

    return gathered


@pytest.fixture
def told(pack):
    """``told()``: every word of the members' pack, in the order of reading."""
    from lscp.publication.checks.finding import passages

    return lambda: "\n".join(passage.text for passage in passages(members.compose(pack())))


@pytest.fixture
def answered_at_once(monkeypatch):
    """For tests about the paper and not about the answers: every question with an odd number is answered."""

    def answer(question, *, on):
        if question.number % 2:
            shown = Evidence("action", "1", "/desk/actions", "The list of actions")
            return Answer(f"So it is with question {question.number}.", on, (shown,))
        return Answer(
            None, missing=f"The record does not hold question {question.number}. The board could say."
        )

    for module in ("lscp.briefing.pack.likely", "lscp.briefing.asking"):
        monkeypatch.setattr(f"{module}.answer", answer)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pack"


@pytest.fixture
def build(pack, folder):
    """``build(likely)``: the pack's files in ``folder``."""
    return lambda likely=(): files.build(pack(), likely, folder)
