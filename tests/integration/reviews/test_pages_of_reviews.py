"""Each page of serious incidents, as the person who uses it (journey 6)."""

import re
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lscp import scope
from lscp.clocks.models import Clock
from lscp.partnerships import operations as partnership
from lscp.partnerships.access import scope_of
from lscp.refusal import Refused
from lscp.sources.reviews import operations
from lscp.sources.reviews.models import AgencySummary, Incident, SummaryLink
from lscp.sources.reviews.states import IncidentStatus

pytestmark = pytest.mark.everybody


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def url(name, *args):
    return reverse(f"desk:{name}", args=args)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def get(client, name, *args):
    return words(client.get(url(name, *args)))


@pytest.fixture
def manager(world):
    return world.client("manager")


@pytest.fixture
def lead(world):
    return world.client("partner_lead")


RAISED = {
    "pseudonym": "Rowan",
    "kind": "harm",
    **day("occurred_on", date(2026, 3, 24)),
    **day("known_on", date(2026, 3, 25)),
    "account": "A child was seriously hurt at home.",
}


def now(incident):
    return Incident.everywhere.get(pk=incident.pk)


# ── From the day it is raised to the decision ──


def test_an_incident_is_recorded_and_its_clock_is_said_over_easter(world, manager):
    response = manager.post(
        url("incident_raise"), RAISED | {"raised_by": world.agencies["nhs"].pk}, follow=True
    )
    assert "Rowan is recorded. Serious incident notification is due on 1 April 2026." in words(response)
    assert "The delegated safeguarding partners have not decided yet" in words(response)


def test_a_day_before_all_guidance_is_sent_back_in_plain_words(world, manager):
    old = RAISED | {"raised_by": world.agencies["nhs"].pk} | day("known_on", date(2016, 3, 25))
    page = words(manager.post(url("incident_raise"), old | day("occurred_on", date(2016, 3, 24))))
    assert (
        "before 4 July 2018, when the earliest guidance known here began" in page and "Check the year" in page
    )
    assert "rulebook/" not in page and not Incident.everywhere.exists()


def test_the_rapid_review_clock_skips_easter_and_the_page_says_the_date(world, manager, lead):
    manager.post(url("incident_raise"), RAISED | {"raised_by": world.agencies["nhs"].pk})
    incident = Incident.everywhere.get()
    response = lead.post(
        url("incident_notify", incident.pk),
        day("on", date(2026, 3, 30)) | {"reason": "Serious harm; neglect is suspected."},
        follow=True,
    )
    assert "Rowan is notified. Rapid review is due on 22 April 2026." in words(response)


def test_an_identifying_account_is_refused_in_words_and_nothing_is_lost(world, manager):
    typed = RAISED | {"raised_by": world.agencies["nhs"].pk, "account": "NHS number 943 476 5919 was hurt."}
    page = words(manager.post(url("incident_raise"), typed))
    assert "could identify a child, so nothing was saved" in page
    assert "NHS number 943 476 5919 was hurt." in page
    assert not Incident.everywhere.exists()


def test_the_account_is_changed_and_the_second_editor_is_told(reviews, manager):
    incident = reviews.raised()
    address = url("incident_account", incident.pk)
    assert manager.post(address, {"account": "First words.", "version": incident.version}).status_code == 302
    second = manager.post(address, {"account": "Second words.", "version": incident.version})
    assert second.status_code == 409
    assert "First words." in words(second)
    assert "Second words." in words(second)


def test_a_decision_not_to_notify_stands_with_its_reasons_even_after_it_is_turned_round(reviews, lead):
    incident = reviews.raised()
    lead.post(
        url("incident_not_notifiable", incident.pk),
        day("on", reviews.known) | {"reason": "The harm was not serious."},
    )
    assert now(incident).status == IncidentStatus.NOT_NOTIFIABLE
    lead.post(
        url("incident_notify", incident.pk),
        day("on", reviews.notified_on) | {"reason": "The scan shows more."},
    )
    page = get(lead, "incident", incident.pk)
    assert "The criteria are met; notified" in page
    assert "Because: The harm was not serious." in page


def test_a_decision_without_reasons_is_sent_back(reviews, lead):
    incident = reviews.raised()
    page = words(lead.post(url("incident_notify", incident.pk), day("on", reviews.known) | {"reason": ""}))
    assert "Enter why the criteria are met" in page
    assert now(incident).status == IncidentStatus.RAISED


@pytest.mark.parametrize("kind", ["looked_after", "care_leaver"])
def test_a_death_that_is_always_notified_offers_no_other_decision(reviews, lead, kind):
    incident = reviews.raised(kind=kind)
    page = get(lead, "incident", incident.pk)
    assert "Record the notification" in page
    assert "The criteria are not met" not in page
    assert Clock.everywhere.get().duty == "C02"


def test_the_page_offers_the_manager_no_decision_and_the_scrutineer_nothing_to_do(reviews, manager, world):
    incident = reviews.raised()
    assert (
        url("incident_notify", incident.pk) not in manager.get(url("incident", incident.pk)).content.decode()
    )
    page = world.client("scrutineer").get(url("incident", incident.pk)).content.decode()
    assert f"/desk/reviews/{incident.pk}/" not in page


# ── Agencies' summaries ──


def test_asking_sends_each_agencys_contact_a_link(reviews, world, manager):
    incident = reviews.notified()
    response = manager.post(
        url("incident_ask", incident.pk),
        {
            **day("on", reviews.notified_on),
            "agencies": [world.agencies["school"].pk, world.agencies["charity"].pk],
            "tell": "on",
        },
        follow=True,
    )
    assert AgencySummary.everywhere.count() == 2
    assert [message.to for message in mail.outbox] == [[world.agency_contact.person.email]]
    assert "No e-mail was sent to" in words(response)  # nobody is in post at the charity
    assert "Rowan" in mail.outbox[0].body
    assert "seriously hurt" not in mail.outbox[0].body


def test_an_agency_is_not_asked_twice(reviews, world, manager):
    summary = reviews.asked()
    page = get(manager, "incident_ask", summary.incident_id)
    assert world.agencies["school"].name not in page
    with scope.within(scope_of(world.manager)), pytest.raises(Refused, match="was asked already"):
        operations.ask_for_summary(
            summary.incident, world.agencies["school"], on=reviews.today, by=world.manager
        )


def test_a_late_summary_is_chased_from_home_in_two_clicks(reviews, world, manager):
    summary = reviews.asked()
    assert summary.due < reviews.today
    home = manager.get(url("home")).content.decode()
    (first_click,) = re.findall(rf'href="({url("summary_chase", summary.pk)}[^"]*)"', home)
    page = manager.get(first_click).content.decode()
    chosen = re.search(r'name="to_person"[^>]*value="(\d+)"[^>]*checked', page)[1]
    response = manager.post(first_click, {"to_person": chosen}, follow=True)
    assert response.redirect_chain[-1][0] == url("home")
    assert "A link was sent to" in words(response)
    assert len(mail.outbox) == 1


def test_when_the_mail_server_is_down_nothing_is_recorded_as_sent(reviews, world, manager, settings):
    settings.EMAIL_BACKEND = "tests.integration.thread.no_mail.NoMail"
    summary = reviews.asked()
    response = manager.post(url("summary_chase", summary.pk), {"to_person": world.agency_contact.person_id})
    assert "The e-mail could not be sent, so no link was made" in words(response)
    assert not SummaryLink.everywhere.exists()


@pytest.fixture
def link(reviews, world, manager):
    """The address in the e-mail that was sent."""
    summary = reviews.asked()
    manager.post(url("summary_chase", summary.pk), {"to_person": world.agency_contact.person_id})
    return re.search(r"/desk/summary/\S+", mail.outbox[-1].body)[0]


def test_an_agency_without_an_account_answers_by_its_link_once(link):
    page = Client().get(link)
    assert "Your summary for the review of Rowan" in words(page)
    assert "seriously hurt" not in words(page)
    assert "Service navigation" not in page.content.decode()
    after = Client().post(link, {"text": "Two visits, both in spring."}, follow=True)
    assert "Thank you. Your answer was sent" in words(after)
    summary = AgencySummary.everywhere.get()
    assert (summary.text, summary.received_on is not None) == ("Two visits, both in spring.", True)
    Client().post(link, {"text": "Something else."})
    assert AgencySummary.everywhere.get().text == "Two visits, both in spring."


def test_a_link_refuses_identifying_details_and_is_not_used_up(link):
    page = Client().post(link, {"text": "NHS number 943 476 5919"})
    assert "could identify a child" in words(page)
    assert SummaryLink.everywhere.get().used_at is None
    assert Client().get(link).status_code == 200


def test_links_that_open_nothing_say_why(link):
    assert Client().get(url("summary_by_link", "made-up")).status_code == 404
    SummaryLink.everywhere.update(expires=SummaryLink.everywhere.get().sent_at)
    expired = Client().get(link)
    assert expired.status_code == 410
    assert "This link has expired" in words(expired)


def test_a_newer_link_ends_the_older(link, world, manager):
    manager.post(
        url("summary_chase", AgencySummary.everywhere.get().pk),
        {"to_person": world.agency_contact.person_id},
    )
    assert "This link was withdrawn" in words(Client().get(link))


def test_an_agencys_contact_answers_from_home_and_sees_nothing_else(reviews, world):
    summary = reviews.asked()
    contact = world.client("agency_contact")
    assert "Summary on Rowan" in get(contact, "home")
    response = contact.post(
        url("incident_summary", summary.pk), {"text": "Two visits.", "version": summary.version}, follow=True
    )
    assert "is recorded" in words(response)
    assert "Summary on Rowan" not in get(contact, "home")
    for name in ("incident", "incident_account", "incident_ask", "summary_chase", "incident_link"):
        assert contact.get(url(name, summary.incident_id)).status_code == 403
    assert contact.get(url("reviews")).status_code == 403


def test_a_safeguarding_partner_answers_for_its_own_agency_only(reviews, world, lead):
    incident = reviews.notified()
    mine, theirs = reviews.asked(incident, "council"), reviews.asked(incident, "nhs")
    for summary in (mine, theirs):
        lead.post(url("incident_summary", summary.pk), {"text": "What we knew.", "version": summary.version})
    answered = AgencySummary.everywhere.filter(received_on__isnull=False)
    assert [summary.pk for summary in answered] == [mine.pk]


def test_a_contact_does_not_reach_another_agencys_summary(reviews, world):
    summary = reviews.asked(agency="nhs")
    assert world.client("agency_contact").get(url("incident_summary", summary.pk)).status_code == 404


def test_two_people_recording_one_summary_lose_nothing(reviews, manager):
    summary = reviews.asked()
    form = {**day("on", reviews.today), "version": summary.version}
    assert manager.post(url("incident_summary", summary.pk), form | {"text": "By phone."}).status_code == 302
    second = manager.post(url("incident_summary", summary.pk), form | {"text": "By letter."})
    assert second.status_code == 409
    assert "By phone." in words(second)
    assert "By letter." in words(second)


# ── The rapid review and what follows ──


def test_the_rapid_review_goes_with_its_learning_and_says_why_without_an_agency(reviews, lead):
    summary = reviews.asked()
    form = {
        **day("on", reviews.today),
        "learning": "Nobody asked who else was worried.",
        "next_step": "none",
        "reason": "It holds the learning.",
    }
    address = url("incident_rapid_review", summary.incident_id)
    assert "Enter why the review goes without an answer" in words(lead.post(address, form))
    response = lead.post(address, form | {"without": "They answered by telephone."}, follow=True)
    page = words(response)
    assert "Nobody asked who else was worried." in page
    assert "Without every summary, because: They answered by telephone." in page
    assert summary.agency.name not in get(lead, "home")  # nobody waits for it any more


def test_an_answer_that_went_with_the_review_stands(reviews, world, manager):
    summary = reviews.asked()
    form = {**day("on", reviews.today), "text": "Two visits.", "version": 1}
    manager.post(url("incident_summary", summary.pk), form)
    reviews.sent(now(summary.incident))
    page = words(
        manager.post(url("incident_summary", summary.pk), form | {"text": "Three visits.", "version": 2})
    )
    assert "so the answer stands as it is" in page
    assert AgencySummary.everywhere.get().text == "Two visits."


def test_a_recommendation_before_the_rapid_review_is_refused_in_words(reviews, manager):
    incident = reviews.notified()
    page = words(
        manager.post(url("incident_recommend", incident.pk), {"finding": "Letters.", "text": "Call."})
    )
    assert "Record that it was sent to the Panel, then add them" in page


def test_a_new_recommendation_is_shown_its_older_sister_before_it_is_added(reviews, manager):
    earlier = reviews.recommended(reviews.sent(reviews.notified(pseudonym="Hazel")))
    incident = reviews.sent(reviews.notified(pseudonym="Rowan"))
    address = url("incident_recommend", incident.pk)
    form = {
        "finding": "Nobody spoke to anybody.",
        "text": "Call when two agencies worry about the same child.",
    }
    first = manager.post(address, form)
    assert "Not added yet: this may have been said before" in words(first)
    assert earlier.text in words(first)
    assert "Rapid review: Hazel" in words(first)
    seen = re.search(r'name="seen" value="([^"]*)"', first.content.decode())[1]
    assert manager.post(address, form | {"seen": seen}).status_code == 302
    page = get(manager, "incident", incident.pk)
    assert form["text"] in page
    assert "1 earlier recommendation may have said the same" in page


def test_a_recommendation_unlike_any_other_is_added_at_once(reviews, world, manager):
    reviews.recommended(reviews.sent(reviews.notified(pseudonym="Hazel")))
    incident = reviews.sent(reviews.notified(pseudonym="Rowan"))
    response = manager.post(
        url("incident_recommend", incident.pk),
        {"finding": "Bruises.", "text": "Photograph injuries in hospital.", "number": "1"},
        follow=True,
    )
    assert "1. Photograph injuries in hospital." in words(response)


def test_a_local_review_begins_and_closes_published(reviews, lead, world):
    incident = reviews.sent(next_step="local")
    lead.post(url("incident_local_review", incident.pk), day("on", reviews.today))
    assert "Local child safeguarding practice review begun" in get(lead, "incident", incident.pk)
    address = url("incident_close", incident.pk)
    assert "Say why the local review is not published" in words(lead.post(address, day("on", reviews.today)))
    lead.post(address, day("on", reviews.today) | day("published_on", reviews.today))
    assert (now(incident).status, now(incident).published_on) == ("closed", reviews.today)


def test_an_incident_without_a_local_review_closes_with_a_reason(reviews, lead):
    incident = reviews.sent()
    page = lead.get(url("incident_close", incident.pk)).content.decode()
    assert "published_on" not in page
    lead.post(url("incident_close", incident.pk), day("on", reviews.today) | {"reason": "Learning taken up."})
    assert "Learning taken up." in get(lead, "incident", incident.pk)


def test_linked_reviews_are_shown_from_both_sides_and_no_link_is_shown_where_there_is_none(reviews, manager):
    rowan, hazel, birch = (reviews.raised(pseudonym=name) for name in ("Rowan", "Hazel", "Birch"))
    manager.post(url("incident_link", rowan.pk), {"other": hazel.pk, "in_common": "Moves between areas."})
    assert "In common: Moves between areas." in get(manager, "incident", rowan.pk)
    assert "In common: Moves between areas." in get(manager, "incident", hazel.pk)
    assert "None has been linked." in get(manager, "incident", birch.pk)
    both = words(manager.post(url("incident_link", rowan.pk), {"in_common": "Moves."}))
    assert "Select one of our own reviews, or enter the title of another" in both


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [
        ("incident_notify", "partner_lead", "reason"),
        ("incident_not_notifiable", "partner_lead", "reason"),
        ("incident_link", "manager", "in_common"),
    ],
)
def test_no_text_of_any_step_may_identify_a_child(reviews, world, name, role, field):
    incident = reviews.raised()
    form = {**day("on", reviews.known), "title": "A national review", field: "NHS number 943 476 5919"}
    assert "could identify a child" in words(world.client(role).post(url(name, incident.pk), form))
    assert now(incident).version == incident.version


def test_the_one_who_decides_second_is_told_and_loses_nothing(reviews, lead, monkeypatch):
    """Both had the form open: the first saves while the second's request is on its way."""
    incident, really = reviews.raised(), operations.notify

    def overtaken(row, **facts):
        Incident.everywhere.filter(pk=row.pk).update(version=row.version + 1)
        return really(row, **facts)

    monkeypatch.setattr(operations, "notify", overtaken)
    form = day("on", reviews.known) | {"reason": "My careful reasons."}
    page = words(lead.post(url("incident_notify", incident.pk), form))
    assert "Somebody else changed this while you were writing, so nothing was saved." in page
    assert "My careful reasons." in page
    assert now(incident).status == IncidentStatus.RAISED
    assert Clock.everywhere.get().status == "running"


def test_what_the_agencies_said_stands_beside_the_form_of_the_rapid_review(reviews, manager, lead):
    summary = reviews.asked()
    form = {**day("on", reviews.today), "text": "Two visits, both in spring.", "version": 1}
    manager.post(url("incident_summary", summary.pk), form)
    page = get(lead, "incident_rapid_review", summary.incident_id)
    assert "What 1 agency said" in page
    assert "Two visits, both in spring." in page
    assert "goes without an answer" not in page


# ── Lists, files and walls ──


def test_the_list_shows_the_latest_first_with_counts_by_year(reviews, manager):
    reviews.raised(pseudonym="Older", known_on=date(2024, 5, 1), occurred_on=date(2024, 4, 30))
    reviews.raised(pseudonym="Newer")
    page = get(manager, "reviews")
    assert page.index("Newer") < page.index("Older")
    assert "2024/25 1 0 0 0" in page
    assert "2025/26 0 0 0 0" in page  # a year without any counts too
    file = manager.get(url("reviews") + "?format=csv&table=by-year").content.decode()
    assert "2024/25,1,0,0,0" in file


def test_summaries_and_clocks_of_one_incident_come_as_files(reviews, manager):
    summary = reviews.asked()
    address = url("incident", summary.incident_id)
    assert "Rapid review" in manager.get(f"{address}?format=csv&table=clocks").content.decode()
    assert summary.agency.name in manager.get(f"{address}?format=csv&table=summaries").content.decode()


def test_another_partnerships_lead_finds_nothing(reviews, elsewhere):
    summary = reviews.asked()
    there = elsewhere.client("partner_lead")
    assert "Rowan" not in get(there, "reviews")
    assert "Rowan" not in get(there, "home")
    for name in ("incident", "incident_notify", "incident_close"):
        assert there.get(url(name, summary.incident_id)).status_code == 404
    assert there.get(url("incident_summary", summary.pk)).status_code == 404
    assert elsewhere.client("manager").get(url("summary_chase", summary.pk)).status_code == 404


@pytest.mark.parametrize("role", ["reader", "analyst", "group_chair", "committee_officer", "agency_contact"])
def test_those_who_do_not_read_reviews_get_no_further_than_the_door(reviews, world, role):
    incident = reviews.raised()
    client = world.client(role)
    assert client.get(url("incident", incident.pk)).status_code == 403
    assert "Rowan" not in get(client, "home")


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_3_incidents_and_for_30(reviews, manager):
    costs = []
    for names in (range(3), range(3, 30)):
        for number in names:
            reviews.raised(pseudonym=f"Child {number}")
        costs.append(queries_of(manager, url("reviews")))
    assert costs[0] == costs[1]


def test_an_incident_and_home_cost_the_same_for_3_agencies_and_for_30(reviews, world, manager):
    incident, costs = reviews.notified(), []
    for names in (range(3), range(3, 30)):
        for number in names:
            agency = partnership.add_agency(
                world.partnership,
                name=f"Agency {number}",
                sector="voluntary",
                capacity="relevant",
                started=world.started,
            )
            world.agencies[number] = agency
            reviews.asked(incident, number)
        costs.append([queries_of(manager, url("incident", incident.pk)), queries_of(manager, url("home"))])
    assert costs[0] == costs[1]
