"""A name that may be a child's: asked about once, nothing typed is lost, and a professional may be named."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lscp.desk import notices
from lscp.golden_thread import operations
from lscp.golden_thread.models import ActionLink, ActionUpdate, Finding

ASKED = "Is Kayden a child, or a child’s relative?"
TEXT = "Kayden, 7, was seen alone."


def post(client, address, **given):
    return client.post(address, given, follow=True)


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def address(threads):
    return reverse("desk:new_finding", args=[threads.source.pk])


@pytest.fixture
def manager(world):
    return world.client("manager")


def test_the_writer_is_asked_and_nothing_typed_is_lost(threads, manager, address):
    page = post(manager, address, text=TEXT, theme="Voice")
    assert (
        ASKED in text_of(page) and TEXT in page.content.decode() and 'value="Voice"' in page.content.decode()
    )
    assert list(Finding.everywhere.values_list("pk", flat=True)) == [threads.finding.pk]


def test_not_a_child_is_an_answer_and_the_words_go_in_as_they_were(manager, address):
    post(manager, address, text=TEXT, not_a_child=["Kayden"])
    assert Finding.everywhere.latest("pk").text == TEXT


def test_an_answer_about_one_name_is_none_about_another(manager, address):
    page = post(manager, address, text=f"{TEXT} Tyler was not.", not_a_child=["Kayden"])
    assert "Is Tyler a child" in text_of(page)
    assert re.search(r'value="Kayden"\s+checked', page.content.decode()), "the first answer stays ticked"


def test_people_of_the_record_are_not_asked_about(world, manager, address):
    world.add("reader", "nhs", name="Priya Nandakumar")
    text = "Priya Nandakumar will ring; Priya knows the school."
    post(manager, address, text=text)
    assert Finding.everywhere.latest("pk").text == text


def test_words_that_stood_there_before_are_not_asked_about_again(threads, manager):
    finding = operations.record_finding(threads.source, text=TEXT, by=threads.manager)
    address = reverse("desk:edit_finding", args=[finding.pk])
    post(manager, address, text=f"{TEXT} He was well.", version=finding.version)
    finding.refresh_from_db()
    assert finding.text.endswith("He was well.")


@pytest.mark.everybody
def test_whoever_answers_by_link_is_asked_too_and_the_link_is_not_used_up(threads):
    action = threads.action()
    operations.send_link(
        action,
        by=threads.manager,
        to_person=threads.world.agency_contact.person,
        expires=timezone.now() + timedelta(days=14),
        send=notices.send_action_link,
    )
    link = re.search(r"/desk/do/\S+", mail.outbox[-1].body)[0]
    page = post(Client(), link, outcome="done", text=TEXT)
    assert ASKED in text_of(page) and TEXT in page.content.decode()
    assert re.search(r'value="done"\s+checked', page.content.decode())
    assert not ActionLink.everywhere.get().used_at
    threads.world.add(
        "reader", "nhs", name="Priya Nandakumar"
    )  # of another agency, whom a link does not show
    post(Client(), link, outcome="done", text=f"{TEXT} Priya was told.", not_a_child=["Kayden"])
    assert ActionUpdate.everywhere.get().text == f"{TEXT} Priya was told."
