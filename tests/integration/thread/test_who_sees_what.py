"""An agency sees its own part of a thread; another partnership sees nothing; a page opens for its roles only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lscp.documents import operations as documents
from lscp.golden_thread import operations
from lscp.golden_thread.models import Action, ActionLink, Milestone

SECRET = "The police are short of officers."


@pytest.fixture
def shared(threads):
    """A recommendation to the school and the police; the police said and did something of their own."""
    agencies = threads.world.agencies
    row = threads.recommendation(addressed_to=[agencies["school"], agencies["police"]])
    operations.respond(
        row,
        agency=agencies["police"],
        verdict="accept_in_part",
        reason=SECRET,
        on=threads.today,
        by=threads.manager,
    )
    threads.action(row, text="The school’s action")
    police = threads.action(row, text="The police’s action", owner_agency=agencies["police"])
    operations.report_on(police, outcome="done", text=SECRET, on=threads.today, by=threads.manager)
    operations.add_evidence(police, kind="statement", text=SECRET, by=threads.manager, as_of=threads.today)
    threads.recommendation(text="For the police alone", addressed_to=[agencies["police"]])
    return row


def html(client, name, *args, **query):
    return client.get(reverse(f"desk:{name}", args=args), query).content.decode()


def test_an_agencys_contact_reads_its_own_part_of_a_thread(threads, shared):
    contact = threads.world.client("agency_contact")
    page = html(contact, "thread", shared.pk)
    assert "The school’s action" in page
    for hidden in (SECRET, "The police’s action", "accepted in part", "thornley Police"):
        assert hidden not in page, hidden


@pytest.mark.parametrize("name", ["threads", "actions", "attention", "sources", "home"])
def test_nor_do_lists_and_files_show_it_more(threads, shared, name):
    contact = threads.world.client("agency_contact")
    for query in ({}, {"format": "csv"}):
        page = html(contact, name, **query)
        for hidden in (SECRET, "The police’s action", "For the police alone"):
            assert hidden not in page, (hidden, query)


def test_the_source_shows_an_agency_what_was_asked_of_it_only(threads, shared):
    page = html(threads.world.client("agency_contact"), "source", threads.source.pk)
    assert shared.text in page
    assert "For the police alone" not in page


def test_an_agency_opens_no_page_of_another_agencys_action(threads, shared):
    contact = threads.world.client("agency_contact")
    police = Action.everywhere.get(text="The police’s action")
    for name in ("update_action", "add_evidence", "action"):
        assert contact.get(reverse(f"desk:{name}", args=[police.pk])).status_code == 404
    answer = {"agency": threads.world.agencies["police"].pk, "verdict": "accept", "on_day": "1"}
    contact.post(reverse("desk:respond", args=[shared.pk]), answer)
    assert shared.responses.model.everywhere.filter(recommendation=shared).count() == 1


def test_an_agency_downloads_its_own_files_only(threads, shared):
    contact = threads.world.client("agency_contact")
    police = documents.keep(
        b"police", name="p.txt", partnership="thornley", by="x", agency=threads.world.agencies["police"].pk
    )
    own = documents.keep(
        b"school", name="s.txt", partnership="thornley", by="x", agency=threads.world.agencies["school"].pk
    )
    assert contact.get(reverse("desk:document", args=[police.pk])).status_code == 404
    assert contact.get(reverse("desk:document", args=[own.pk])).status_code == 200


def test_another_partnerships_manager_finds_nothing_here(threads, elsewhere, shared):
    stranger = elsewhere.client("manager")
    action = Action.everywhere.get(text="The school’s action")
    operations.add_milestone(action, text="Draft", due=threads.today, by=threads.manager)
    impact = threads.tested(shared)
    operations.send_link(
        action,
        by=threads.manager,
        to_person=threads.world.agency_contact.person,
        expires=threads.world.manager.person.user.joined_at,
    )
    document = documents.keep(b"ours", name="o.txt", partnership="thornley", by="x")
    pages = {
        shared.pk: ["thread", "edit_recommendation", "respond", "ask_another", "say_standing", "assign"],
        action.pk: [
            "action",
            "edit_action",
            "update_action",
            "add_evidence",
            "verify_action",
            "add_milestone",
            "chase",
        ],
    }
    pages[shared.pk] += ["state_test", "withdraw_recommendation"]
    for pk, names in pages.items():
        for name in names:
            assert stranger.get(reverse(f"desk:{name}", args=[pk])).status_code == 404, name
    for name, pk in (
        ("judge_impact", impact.pk),
        ("source", threads.source.pk),
        ("edit_source", threads.source.pk),
        ("new_finding", threads.source.pk),
        ("recommend", threads.finding.pk),
        ("document", document.pk),
    ):
        assert stranger.get(reverse(f"desk:{name}", args=[pk])).status_code == 404, name
    for name, model in (("reach_milestone", Milestone), ("revoke_link", ActionLink)):
        pk = model.everywhere.latest("pk").pk
        assert stranger.post(reverse(f"desk:{name}", args=[pk])).status_code == 404, name
    for name in ("threads", "actions", "sources", "attention", "home"):
        assert "school’s action" not in html(stranger, name)
        assert shared.text not in html(stranger, name)


def test_another_partnerships_agency_cannot_be_chosen(threads, elsewhere):
    row = threads.recommendation()
    response = threads.world.client("manager").post(
        reverse("desk:assign", args=[row.pk]),
        {"text": "x", "owner_agency": elsewhere.agencies["police"].pk},
    )
    assert "Select agency that owns it from the list" in response.content.decode()


@pytest.mark.parametrize("role", ["reader", "analyst", "committee_officer", "scrutineer", "partner_lead"])
def test_who_does_not_keep_the_thread_opens_none_of_its_keepers_pages(threads, role):
    action = threads.action()
    client = threads.world.client(role)
    for name in ("edit_action", "chase", "add_milestone"):
        assert client.get(reverse(f"desk:{name}", args=[action.pk])).status_code == 403


def test_a_reader_sees_the_thread_and_no_verb(threads, shared):
    page = html(threads.world.client("reader"), "thread", shared.pk)
    assert SECRET in page
    for verb in ("Chase", "Say how it stands", "Set an action", "Withdraw"):
        assert verb not in page


def test_an_upload_larger_than_allowed_is_refused_before_it_is_read(threads, monkeypatch):
    from lscp.documents import rules

    monkeypatch.setattr(rules, "LARGEST", 10)
    action = threads.action()
    response = threads.world.client("agency_contact").post(
        reverse("desk:update_action", args=[action.pk]),
        {"outcome": "done", "text": "x", "file": SimpleUploadedFile("rule.txt", b"more than ten bytes")},
    )
    assert "larger than 25 MB" in response.content.decode()
