"""Preparing a meeting on the desk: the pages and files, through the door that people use."""

from datetime import date

import pytest
from django.urls import reverse

from lscp import scope
from lscp.golden_thread import operations as thread
from lscp.partnerships.access import scope_of
from lscp.sources.committee import operations
from lscp.sources.committee.models import Proposal
from tests.factories.committee_paper import COPY


@pytest.fixture
def paper(world):
    """Minutes with one accepted action, which is late."""
    with scope.within(scope_of(world.manager)):
        staged = operations.stage(
            COPY.encode(), name="panel.txt", partnership=world.partnership, by=world.manager
        )
        operations.accept(
            Proposal.objects.get(kind="action"),
            by=world.manager,
            on=date(2024, 11, 20),
            owner_agency=world.agencies["school"],
            due=date(2025, 3, 1),
        )
    return staged


@pytest.fixture
def unasked(monkeypatch):
    """No question is likely: for tests about the rest of the page."""
    monkeypatch.setattr("lscp.desk.committee.pack._likely", lambda pack: [])


def page(client, paper, on="2027-01-14"):
    response = client.get(f"{reverse('desk:pack', args=[paper.pk])}?on={on}")
    assert response.status_code == 200
    return response.content.decode()


def file(client, paper, name):
    return client.get(f"{reverse('desk:pack_file', args=[paper.pk, name])}?on=2027-01-14")


def test_the_committee_and_the_day_are_chosen_and_lead_to_the_page(world, paper):
    client = world.client("committee_officer")
    assert "Children&#39;s Scrutiny Panel" in client.get(reverse("desk:pack_prepare")).content.decode()
    day = {"on_day": "14", "on_month": "1", "on_year": "2027"}
    sent = client.post(reverse("desk:pack_prepare"), {"committee": paper.pk, **day})
    assert sent.url == f"{reverse('desk:pack', args=[paper.pk])}?on=2027-01-14"
    shown = client.get(sent.url).content.decode()
    assert "The meeting of 14 January 2027" in shown and "How many safeguarding champions are there?" in shown


def test_without_a_paper_the_page_says_to_bring_one_in(world):
    shown = world.client("committee_officer").get(reverse("desk:pack_prepare")).content.decode()
    assert "bring in the minutes of its last meeting first" in shown


def test_what_is_no_day_is_no_page(world, paper):
    address = reverse("desk:pack", args=[paper.pk])
    assert world.client("reader").get(f"{address}?on=soon").status_code == 404


def test_whoever_keeps_the_thread_chases_and_whoever_brings_in_papers_decides(world, paper, unasked):
    officer, manager = page(world.client("committee_officer"), paper), page(world.client("manager"), paper)
    action = Proposal.everywhere.get(kind="action").action
    chase = reverse("desk:chase", args=[action.pk])
    assert chase in manager and chase not in officer
    assert officer.count(">Decide<") == manager.count(">Decide<") == 3
    assert page(world.client("reader"), paper).count(">Decide<") == 0
    assert "Not started, and overdue since 1 March 2025" in officer


def test_a_reader_reads_the_page_and_the_files_are_the_officers_to_build(world, paper, unasked):
    reader = world.client("reader")
    assert "The partnership manager and the committee officer can build these files." in page(reader, paper)
    assert file(reader, paper, "pack.docx").status_code == 403
    officer = world.client("committee_officer")
    for name, kind in [
        ("pack.html", "text/html"),
        ("pack.docx", "application/"),
        ("edition.css", "text/css"),
    ]:
        made = file(officer, paper, name)
        assert made.status_code == 200 and made["Content-Type"].startswith(kind)
    assert file(officer, paper, "secrets.html").status_code == 404


def test_what_may_not_be_printed_stops_the_members_part_and_leads_to_where_it_is_mended(
    world, paper, unasked
):
    action = Proposal.everywhere.get(kind="action").action
    with scope.within(scope_of(world.manager)):
        thread.add_evidence(
            action,
            kind="statement",
            text="The panel spoke about Jayden Smith, aged 9, and his mother.",
            as_of=date(2025, 9, 1),
            source_label="Minutes",
            by=world.manager,
        )
    officer = world.client("committee_officer")
    shown = page(officer, paper)
    assert "The pack cannot go out yet" in shown and "Jayden Smith" in shown
    assert f'href="{reverse("desk:thread", args=[action.recommendation_id])}">Go to where it stands' in shown
    assert "pack.pdf" not in shown and "likely-questions.pdf" in shown
    assert file(officer, paper, "pack.html").status_code == 302
    assert file(officer, paper, "likely-questions.html").status_code == 200
