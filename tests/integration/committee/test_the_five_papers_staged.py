"""The five papers the mission comes from: staged, accepted to the end, and brought in again without effect."""

from datetime import date
from pathlib import Path

import pytest

from lscp import scope
from lscp.golden_thread.models import Action, Finding, Recommendation, Source
from lscp.journal.models import Event
from lscp.partnerships.access import scope_of
from lscp.sources.committee import operations, queries
from lscp.sources.committee.commands import stage_file
from lscp.sources.committee.models import Paper, Proposal

PAPERS = sorted((Path(__file__).parents[4] / "shared" / "papers").glob("P*.txt"))
TODAY = date(2026, 1, 15)

pytestmark = pytest.mark.skipif(
    len(PAPERS) != 5, reason="the five committee papers (../shared/papers) are not here"
)


def accept_everything(paper, world):
    if paper.meeting_date is None:
        operations.describe(
            paper,
            by=world.manager,
            on=TODAY,
            version=paper.version,
            title=paper.title or paper.name,
            committee=paper.committee,
            report_period=paper.report_period,
            meeting_date=date(2025, 12, 1),
        )
    for warning in paper.warnings.all():
        operations.deal_with_warning(warning, by=world.manager, outcome="Seen")
    operations.accept_all_remaining(paper, by=world.manager, on=TODAY)
    for proposal in paper.proposals.waiting():
        operations.accept(
            proposal,
            by=world.manager,
            on=TODAY,
            owner_agency=world.agencies["council"],
            due=date(2026, 3, 31),
        )


def counts():
    models = (Paper, Proposal, Source, Finding, Recommendation, Action, Event)
    return {model.__name__: getattr(model, "everywhere", model.objects).count() for model in models}


def test_the_five_papers_become_work_and_again_change_nothing(world):
    with scope.within(scope_of(world.manager)):
        for path in PAPERS:
            accept_everything(stage_file(path, "thornley"), world)
        assert Paper.objects.count() == 5
        assert not Proposal.objects.waiting().exists()
        in_thread = Proposal.objects.filter(kind__in=Proposal.IN_THREAD)
        noted = sum(proposal.is_noted for proposal in in_thread)
        assert (
            noted and in_thread.count() == Finding.objects.count() == Recommendation.objects.count() + noted
        )
        tasks = in_thread.exclude(kind="resolution")
        assert (
            Action.objects.filter(owner_agency__isnull=False, due__isnull=False).count() == tasks.count() > 3
        )
        assert queries.questions_answered().count() > 20
        before = counts()
        for path in PAPERS:
            stage_file(path, "thornley")
        assert counts() == before


def test_each_quotation_in_the_thread_stands_in_its_paper(world):
    with scope.within(scope_of(world.manager)):
        for path in PAPERS:
            paper = stage_file(path, "thornley")
            for line in queries.printed_lines(paper, list(paper.proposals.all())):
                assert "".join(words for words, _ in line.parts) == paper.line(line.number)
            unmarked = [
                proposal.printed
                for proposal in paper.proposals.all()
                if not queries.place_words(paper.lines, proposal.line, proposal.printed)
            ]
            assert unmarked == []
