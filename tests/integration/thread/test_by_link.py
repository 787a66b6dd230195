"""The page behind an e-mail link: one action, no account, and a sentence for every link that opens nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.desk import notices
from lscp.documents.models import Document
from lscp.golden_thread import operations
from lscp.golden_thread.models import Action, ActionLink, Evidence
from lscp.journal.models import Event
from lscp.partnerships.models import Person

pytestmark = pytest.mark.everybody

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def action(threads):
    return threads.action()


@pytest.fixture
def link(threads, action):
    """The address in the e-mail that was sent."""
    operations.send_link(
        action,
        by=threads.manager,
        to_person=threads.world.agency_contact.person,
        expires=timezone.now() + timedelta(days=14),
        send=notices.send_action_link,
    )
    return re.search(r"/desk/do/\S+", mail.outbox[-1].body)[0]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_holds_the_one_action_and_nothing_else(link, action):
    page = Client().get(link)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Write the repairs rule." in words(page)
    assert "Families wait too long for a repair." in words(page)
    assert html.count("<form") == 1
    hrefs = set(re.findall(r'<a [^>]*href="([^"]*)"', html))
    assert {href for href in hrefs if href.startswith("/desk")} == set()
    assert "Service navigation" not in html


def test_the_page_names_the_files_it_takes_so_that_a_telephone_sends_its_photo_as_one_of_them(link):
    assert re.search(r'type="file"[^>]*accept="[^"]*\.jpg', Client().get(link).content.decode())


def test_no_password_and_under_a_minute_from_link_to_sent(link, action):
    response = Client(enforce_csrf_checks=False).post(
        link,
        {"outcome": "done", "text": "The rule is written.", "file": SimpleUploadedFile("rule.png", PNG)},
        follow=True,
    )
    assert "Thank you. Your answer was sent" in words(response)
    assert Action.everywhere.get(pk=action.pk).status == "claimed_done"
    assert Evidence.everywhere.get(action=action).document.name == "rule.png"
    event = Event.objects.filter(verb="action.claimed_done").get()
    assert "by e-mail link" in event.by


def test_the_manager_sees_the_answer_arrive(threads, link):
    Client().post(link, {"outcome": "under_way", "text": "Half of it is written."})
    home = words(threads.world.client("manager").get(reverse("desk:home")))
    assert "Heard in the last 7 days" in home
    assert "Half of it is written." in home


def test_looking_uses_nothing_up_because_mail_scanners_look_too(link):
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert not ActionLink.everywhere.filter(used_at__isnull=False).exists()


def test_an_answer_without_a_choice_keeps_what_was_typed(link):
    response = Client().post(link, {"text": "The rule is nearly written."})
    assert "Select whether it is done" in words(response)
    assert "The rule is nearly written." in words(response)


def test_cannot_do_needs_a_word_why(link):
    response = Client().post(link, {"outcome": "cannot", "text": ""})
    assert "why it cannot be done" in words(response)


def test_a_used_link_sends_no_second_answer(link, action):
    Client().post(link, {"outcome": "done", "text": "First."})
    again = Client().post(link, {"outcome": "cannot", "text": "Second."})
    assert "already used" in words(again)
    assert "Your first answer was sent, and this one was not" in words(again)
    assert "Second." in words(again), "what was typed can still be copied"
    opened = words(Client().get(link))
    assert "Thank you. Your answer was sent" in opened and "not sent" not in opened
    assert Action.everywhere.get(pk=action.pk).status == "claimed_done"


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"expires": timezone.now() - timedelta(days=1)}, 410, "has expired"),
        ({"revoked_at": timezone.now()}, 410, "was withdrawn"),
        ({"token_sha256": "0" * 64}, 404, "not one of ours"),
    ],
)
def test_a_link_that_opens_nothing_says_what_to_do(link, change, status, says):
    ActionLink.everywhere.update(**change)
    for response in (Client().get(link), Client().post(link, {"outcome": "done", "text": "x"})):
        assert response.status_code == status
        assert says in words(response)
        assert "Write the repairs rule." not in words(response)


def test_a_link_opens_no_other_page(threads, link, action):
    client = Client()
    client.get(link)
    for name in ("thread", "update_action", "edit_action"):
        pk = action.recommendation_id if name == "thread" else action.pk
        assert client.get(reverse(f"desk:{name}", args=[pk])).status_code == 302


def test_a_file_sent_by_link_belongs_to_the_owners_agency(threads, link, action):
    Client().post(link, {"outcome": "done", "text": "x", "file": SimpleUploadedFile("rule.png", PNG)})
    assert Document.everywhere.get().agency_id == action.owner_agency_id
    school, reader = threads.world.client("agency_contact"), threads.world.client("reader")
    address = reverse("desk:document", args=[Document.everywhere.get().pk])
    assert school.get(address).status_code == 200
    assert reader.get(address).status_code == 200


def test_somebody_signed_in_elsewhere_may_still_use_their_link(elsewhere, link, action):
    response = elsewhere.client("manager").get(link)
    assert response.status_code == 200
    assert "Write the repairs rule." in words(response)
    assert "Eastmere" not in words(response)


def test_it_is_not_kept_by_browsers_or_proxies(link):
    assert "no-store" in Client().get(link)["Cache-Control"]


def test_reminders_reach_the_owner_with_a_link_that_opens(threads, action):
    with scope.of_all("reminders"):
        sent, failed = operations.send_reminders(threads.today, notices.send_reminder)
    assert (len(sent), failed) == (1, [])
    (message,) = mail.outbox
    assert message.subject == "Overdue: Write the repairs rule."
    assert Client().get(re.search(r"/desk/do/\S+", message.body)[0]).status_code == 200


def test_the_escalation_leads_to_the_thread_and_not_to_the_owners_page(threads):
    action = threads.action(due=threads.days(-14))
    manager = Person.everywhere.get(pk=threads.manager.person_id)
    with scope.of_all("reminders"):
        operations.send_reminders(threads.today, notices.send_reminder)
    escalated = [message for message in mail.outbox if message.subject.startswith("Two weeks overdue")]
    assert [message.to for message in escalated] == [[manager.email]]
    assert f"/desk/threads/{action.recommendation_id}" in escalated[0].body
    assert "/desk/do/" not in escalated[0].body


def test_the_escalation_says_when_nobody_could_be_reminded(threads):
    threads.action(due=threads.days(-14), owner_agency=threads.world.agencies["charity"])
    with scope.of_all("reminders"):
        operations.send_reminders(threads.today, notices.send_reminder)
    (message,) = mail.outbox
    assert "Nobody was reminded" in message.body
