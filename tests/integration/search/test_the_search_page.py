"""The search page, through the door that people use."""

from datetime import date

import pytest
from django.urls import reverse

from lscp.golden_thread import operations as thread
from lscp.partnerships import operations as partnerships
from lscp.sources.committee import operations as committee
from lscp.sources.committee.models import Proposal
from tests.factories.committee_paper import COPY

DAY = date(2025, 5, 6)


def read(client, **query):
    response = client.get(reverse("desk:search"), query)
    assert response.status_code == 200, response.content[:400]
    return response.content.decode()


@pytest.fixture
def asked(world):
    def ask(text, owner="school"):
        source = thread.open_source(
            world.partnership, kind="scrutiny", title="A visit", happened_on=DAY, by=world.manager
        )
        learned = thread.record_finding(source, text="Learned on a visit", by=world.manager)
        return thread.recommend(
            learned, text=text, addressed_to=[world.agencies[owner]], by=world.manager, on=DAY
        )

    return ask


def test_the_empty_page_offers_a_box_and_claims_nothing(world):
    page = read(world.client("reader"))
    assert 'name="q"' in page and "holds nothing" not in page


def test_each_find_has_its_kind_date_marked_words_and_a_link(world, asked):
    recommendation = asked("See every child with a bruise the same day")
    page = read(world.client("reader"), q="children bruising")
    assert "Recommendations, requests and promises (1)" in page
    assert "<mark>child</mark>" in page and "<mark>bruise</mark>" in page
    assert "6 May 2025" in page
    assert f'href="{reverse("desk:thread", args=[recommendation.pk])}"' in page


def test_every_kind_leads_to_a_page_that_opens(world, asked):
    recommendation = asked("Zebra crossing")
    action = thread.assign(
        recommendation, text="Paint the zebra", by=world.manager, owner_agency=world.agencies["school"]
    )
    thread.add_evidence(action, kind="statement", text="A zebra, painted", as_of=DAY, by=world.manager)
    thread.record_finding(recommendation.finding.source, text="No zebra", by=world.manager)
    paper = committee.stage(
        COPY.replace("damp homes", "zebra crossings").encode(),
        name="a.txt",
        partnership=world.partnership,
        by=world.manager,
    )
    committee.accept_all_remaining(paper, by=world.manager, on=DAY)
    partnerships.add_agency(world.partnership, name="Zebra Trust", sector="voluntary", started=DAY)
    partnerships.set_priority(world.partnership, title="Zebras", plain_words="x", started=DAY)
    partnerships.open_group(world.partnership, name="Zebra group", kind="subgroup", started=DAY)
    partnerships.add_person(
        world.partnership, name="Ann Zebra", agency=world.agencies["school"], title="Head", started=DAY
    )
    client = world.client("manager")
    main = read(client, q="zebra").partition("<main")[2].partition("</main>")[0]
    links = {part.partition('"')[0] for part in main.split('<li><a class="govuk-link" href="')[1:]}
    assert len(links) >= 8
    question = Proposal.everywhere.get(kind="question", text__contains="zebra")
    assert f"/desk/committee/{paper.pk}#found-{question.pk}" in links
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_other_words_that_were_looked_for_are_said(world, asked):
    asked("Tell the LADO about every allegation")
    page = read(world.client("reader"), q="local authority designated officer")
    assert "was also looked for as" in page and "<mark>LADO</mark>" in page


def test_many_of_a_kind_show_five_and_lead_to_all_in_pages(world, asked):
    for number in range(60):
        asked(f"Vaping in school {number}")
    client = world.client("reader")
    page = read(client, q="vaping")
    assert page.count("<mark>Vaping</mark>") == 5 and "See all 60" in page
    page = read(client, q="vaping", kind="recommendation")
    assert page.count("<mark>Vaping</mark>") == 50 and "Showing 1 to 50 of 60" in page
    assert read(client, q="vaping", kind="recommendation", page="2").count("<mark>Vaping</mark>") == 10


def test_nothing_found_is_said_with_something_to_try(world):
    page = read(world.client("reader"), q="neglekt")
    assert "holds nothing on “neglekt”" in page and "Did you mean" in page and "?q=neglect" in page


def test_some_of_the_words_are_said_to_be_some(world, asked):
    asked("See every bruise")
    assert "Nothing holds all of these words. 1 record holds some" in read(
        world.client("reader"), q="bruise zeppelin"
    )


def test_only_question_words_are_asked_again_plainly(world):
    assert "Say what it is about" in read(world.client("reader"), q="what is the")


def test_an_unknown_kind_searches_every_kind(world, asked):
    asked("See every bruise")
    assert "1 record found" in read(world.client("reader"), q="bruise", kind="nonsense", page="x")


def test_what_was_typed_is_shown_as_text(world):
    page = read(world.client("reader"), q='"><script>alert(1)</script>')
    assert "<script>alert" not in page


def test_a_persons_name_finds_them_and_what_they_have_to_do(world, asked):
    person = world.agency_contact.person
    action = thread.assign(
        asked("Look twice"), text="Print the card", by=world.manager,
        owner_agency=world.agencies["school"], owner_person=person,
    )  # fmt: skip
    page = read(world.client("manager"), q=person.name)
    assert f'href="{reverse("desk:person", args=[person.pk])}"' in page
    assert f'href="{reverse("desk:action", args=[action.pk])}"' in page
    assert reverse("desk:person", args=[world.manager.person.pk]) not in page


def test_an_agency_contact_finds_their_own_and_nothing_of_others(world, asked):
    asked("See every bruise", owner="school")
    asked("Tell of every allegation", owner="police")
    contact = world.client("agency_contact")
    assert "See every" in read(contact, q="bruise")
    assert "holds nothing" in read(contact, q="allegation")


def test_another_partnership_finds_nothing_of_ours(world, elsewhere, asked):
    asked("See every bruise")
    assert "holds nothing" in read(elsewhere.client("manager"), q="bruise")


def test_a_search_costs_the_same_for_3_finds_and_30(world, asked, django_assert_max_num_queries):
    client, costs = world.client("reader"), []
    for upto in (3, 30):
        for number in range(upto):
            asked(f"Vaping in school {number}")
        with django_assert_max_num_queries(40) as captured:
            read(client, q="vaping")
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_page_that_was_pasted_in_is_cut_to_a_question(world):
    page = read(world.client("reader"), q="damp " * 1000)
    assert "damp damp" in page and page.count("damp") < 500
