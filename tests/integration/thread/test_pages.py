"""Each page of the thread's room, as the person who uses it."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lscp.design.words import gov_date
from lscp.golden_thread import operations
from lscp.golden_thread.models import (
    Action,
    ActionLink,
    ActionUpdate,
    Evidence,
    Impact,
    Milestone,
    Recommendation,
    Source,
    Verification,
)
from lscp.versioned import EditedMeanwhile

pytestmark = pytest.mark.everybody

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def post(client, name, pk, data, **more):
    return client.post(reverse(f"desk:{name}", args=[pk] if pk else []), data, **more)


@pytest.fixture
def manager(world):
    return world.client("manager")


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_thread_reads_from_top_to_bottom_as_a_sentence(threads, manager):
    recommendation = threads.recommendation(addressed_to=[threads.world.agencies["police"]])
    threads.tested(recommendation)
    threads.shown(threads.action(recommendation))
    page = text_of(manager.get(reverse("desk:thread", args=[recommendation.pk])))
    parts = [
        "We learned this",
        "Families wait too long for a repair.",
        "he asked how long a family with a toddler waits",
        "So we said",
        "has not answered yet",
        "So we did",
        "Write the repairs rule.",
        "Here is the proof",
        "Rule 4: damp first.",
        "And this changed",
        "41 days in January",
        "Not known yet; it was to be judged on",
        "History",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_the_list_says_of_each_thread_what_it_is_and_where_it_stands(threads, manager):
    recommendation = threads.recommendation()
    for text in ("Write the repairs rule.", "Test it with ten families."):
        threads.action(recommendation, text, due=threads.days(9))
    said = manager.get(reverse("desk:threads"), {"format": "csv"}).content.decode().splitlines()[1]
    assert "Taken up; 2 of 2 actions open,Not judged," in said and '"Recommendation, ' in said


def test_what_is_late_is_said_in_the_list_of_threads_and_where_it_was_learned(threads, manager):
    late = threads.days(-3)
    recommendation = threads.recommendation()
    threads.action(recommendation, due=late)
    threads.action(recommendation, "Test it with ten families.", due=threads.days(-1))
    words = f"Taken up; 2 of 2 actions open, overdue since {gov_date(late)}"
    assert words in text_of(manager.get(reverse("desk:threads")))
    assert words in text_of(manager.get(reverse("desk:source", args=[recommendation.finding.source_id])))


def test_what_needs_attention_for_two_reasons_is_listed_once_with_both_and_so_on_its_thread(threads, manager):
    threads.action(text="Nobody’s.", owner_agency=None, due=None, on=threads.days(-70))
    page = text_of(manager.get(reverse("desk:attention")))
    assert page.count("Nobody’s.") == 1
    assert "No owner; no due date; nothing heard for 60 days" in page
    thread = Action.everywhere.get(text="Nobody’s.").recommendation_id
    page = text_of(manager.get(reverse("desk:thread", args=[thread])))
    assert "<strong>Needs attention:</strong> no owner; no due date; nothing heard for 60 days." in page


def test_whoever_verifies_reads_what_is_said_and_what_shows_it_above_the_question(threads, world):
    action = threads.shown()
    page = text_of(world.client("scrutineer").get(reverse("desk:verify_action", args=[action.pk])))
    said, shown, asked = (page.index(words) for words in ("It is written.", "Rule 4: damp first.", "Not yet"))
    assert said < shown < asked


def test_a_filtered_list_says_what_it_was_narrowed_to(threads, manager):
    threads.recommendation()
    page = text_of(manager.get(reverse("desk:threads"), {"source_kind": "committee"}))
    assert "Where it was learned: Committee paper. <a" in page and "(optional)" not in page


def test_the_one_obvious_step_about_a_late_action_is_to_chase_it(threads, manager):
    late, early = threads.action(), threads.action(due=threads.days(10))
    for action, button in ((late, True), (early, False)):
        page = manager.get(reverse("desk:thread", args=[action.recommendation_id])).content.decode()
        address = reverse("desk:chase", args=[action.pk])
        assert (f'class="govuk-button" href="{address}"' in page) is button and address in page


def test_open_actions_are_listed_before_those_that_are_settled(threads, manager):
    for text, due in (("Done long ago.", -300), ("Done lately.", -30)):
        action = threads.shown(threads.action(text=text, due=threads.days(due), on=threads.days(-310)))
        police = threads.world.agencies["police"]
        operations.verify(
            action, by=threads.world.group_chair, agency=police, on=threads.today, satisfied=True
        )
    threads.action(text="Still to do.", due=threads.days(30))
    page = text_of(manager.get(reverse("desk:actions")))
    places = [page.index(words) for words in ("Still to do.", "Done lately.", "Done long ago.")]
    assert places == sorted(places)


def test_a_file_holds_the_columns_for_which_the_screen_has_no_room(threads, manager):
    threads.action(threads.recommendation())
    file = manager.get(reverse("desk:actions"), {"format": "csv"}).content.decode().splitlines()
    assert file[0].endswith("Learned from,Priority,Group")
    page = text_of(manager.get(reverse("desk:actions")))
    head = page[page.index("<thead") : page.index("</thead")]
    assert "Learned from" in head and "Priority" not in head and "Group" not in head


def test_recording_by_hand_leads_from_the_source_to_the_thread(world, manager, threads):
    first = post(
        manager,
        "new_source",
        None,
        {
            "kind": "voice",
            "title": "Young people’s forum",
            **day("happened_on", threads.today),
            "file": SimpleUploadedFile("notes.txt", b"what they said"),
        },
    )
    source = Source.everywhere.get(title="Young people’s forum")
    assert source.document.name == "notes.txt"
    assert first.url == reverse("desk:new_finding", args=[source.pk])
    assert "Say next what was learned there." in text_of(manager.get(first.url))
    second = post(manager, "new_finding", source.pk, {"text": "Nobody asked twice."})
    finding = source.findings.model.everywhere.get(source=source)
    assert second.url == reverse("desk:recommend", args=[finding.pk])
    third = post(
        manager,
        "recommend",
        finding.pk,
        {
            "text": "Ask twice.",
            "kind": "recommendation",
            "addressed_to": [world.agencies["police"].pk, world.agencies["school"].pk],
        },
    )
    made = Recommendation.everywhere.get(finding=finding)
    assert third.url == reverse("desk:thread", args=[made.pk])
    assert "It is in the golden thread now." in text_of(manager.get(third.url))
    assert made.addressees.model.everywhere.filter(recommendation=made).count() == 2
    assert "Ask twice." in text_of(manager.get(reverse("desk:source", args=[source.pk])))


def test_an_agency_answers_for_itself(threads, world):
    recommendation = threads.recommendation(addressed_to=[world.agencies["school"]])
    contact = world.client("agency_contact")
    answer = {"agency": world.agencies["school"].pk, "verdict": "decline", **day("on", threads.today)}
    refused = post(contact, "respond", recommendation.pk, answer)
    assert "needs a reason" in text_of(refused)
    post(contact, "respond", recommendation.pk, answer | {"reason": "The landlord decides this."})
    page = text_of(contact.get(reverse("desk:thread", args=[recommendation.pk])))
    assert "The landlord decides this." in page


def test_an_action_is_set_with_its_owner_and_date(threads, world, manager):
    recommendation = threads.recommendation()
    response = post(
        manager,
        "assign",
        recommendation.pk,
        {
            "text": "Write the rule.",
            "owner_agency": world.agencies["school"].pk,
            "owner_person": world.agency_contact.person_id,
            **day("due", threads.days(30)),
        },
    )
    action = Action.everywhere.get(recommendation=recommendation)
    assert response.url == reverse("desk:thread", args=[recommendation.pk])
    assert (action.owner_person, action.due) == (world.agency_contact.person, threads.days(30))


def test_two_people_change_one_action_and_the_second_sees_both_texts(threads, manager):
    action = threads.action()
    fields = {"owner_agency": action.owner_agency_id, **day("due", action.due), "version": action.version}
    post(manager, "edit_action", action.pk, fields | {"text": "The first wording"})
    second = post(manager, "edit_action", action.pk, fields | {"text": "The second wording"})
    page = text_of(second)
    assert second.status_code == 409
    assert "The first wording" in page and "The second wording" in page
    assert Action.everywhere.get(pk=action.pk).text == "The first wording"


def test_the_owner_says_how_it_stands_and_sends_something_that_shows_it(threads, world):
    action = threads.action()
    response = post(
        world.client("agency_contact"),
        "update_action",
        action.pk,
        {"outcome": "done", "text": "Written.", "file": SimpleUploadedFile("rule.png", PNG)},
    )
    assert response.status_code == 302
    assert Action.everywhere.get(pk=action.pk).status == "claimed_done"
    assert Evidence.everywhere.get(action=action).document.name == "rule.png"


def test_a_file_of_the_wrong_kind_is_refused_and_nothing_else_is_kept(threads, world):
    action = threads.action()
    response = post(
        world.client("agency_contact"),
        "update_action",
        action.pk,
        {"outcome": "done", "text": "Written.", "file": SimpleUploadedFile("rule.exe", b"MZ")},
    )
    assert "This kind of file is not kept" in text_of(response)
    assert not ActionUpdate.everywhere.exists()


def test_evidence_is_added_and_another_agency_verifies_it(threads, world, manager):
    action = threads.action()
    operations.report_on(action, outcome="done", text="Written.", on=threads.today, by=world.manager)
    added = post(
        manager,
        "add_evidence",
        action.pk,
        {"kind": "figure", "text": "12 days", **day("as_of", threads.today)},
    )
    assert added.status_code == 302
    verified = post(
        world.client("partner_lead"),
        "verify_action",
        action.pk,
        {"agency": world.agencies["council"].pk, "satisfied": "yes", **day("on", threads.today)},
    )
    assert verified.status_code == 302
    assert Verification.everywhere.get(action=action).agency == world.agencies["council"]


def test_the_scrutineer_verifies_for_no_agency(threads, world):
    action = threads.shown()
    post(
        world.client("scrutineer"),
        "verify_action",
        action.pk,
        {"satisfied": "yes", **day("on", threads.today)},
    )
    assert Action.everywhere.get(pk=action.pk).status == "verified"


def test_the_test_is_stated_and_judged_and_the_thread_closes(threads, world, manager):
    recommendation = threads.recommendation()
    action = threads.shown(threads.action(recommendation))
    operations.verify(action, by=world.scrutineer, agency=None, on=threads.today, satisfied=True)
    post(
        manager,
        "state_test",
        recommendation.pk,
        {"text": "Days to repair", "before": "41 days", **day("judge_on", threads.days(1))},
    )
    impact = Impact.everywhere.get(recommendation=recommendation)
    judged = post(
        world.client("scrutineer"),
        "judge_impact",
        impact.pk,
        {
            "verdict": "changed",
            "after": "12 days",
            **day("on", threads.today),
            "figure": "12 days",
            **day("figure_as_of", threads.today),
        },
    )
    assert judged.status_code == 302
    assert Recommendation.everywhere.get(pk=recommendation.pk).status == "closed"


def test_other_evidence_needs_its_date(threads, world):
    impact = threads.tested()
    response = post(
        world.client("scrutineer"),
        "judge_impact",
        impact.pk,
        {"verdict": "changed", "after": "12 days", **day("on", threads.today), "figure": "12 days"},
    )
    assert "Enter the date of the other evidence" in text_of(response)


def test_chasing_takes_two_clicks_and_sends_a_link(threads, manager):
    action = threads.action()
    home = manager.get(reverse("desk:home"))
    address = f"{reverse('desk:chase', args=[action.pk])}?from=home"
    assert address in home.content.decode()
    form = manager.get(address)
    assert "checked" in form.content.decode()
    sent = manager.post(address, {"to_person": threads.world.agency_contact.person_id})
    assert sent.url == reverse("desk:home")
    (message,) = mail.outbox
    assert message.to == [threads.world.agency_contact.person.email]
    assert "/desk/do/" in message.body and action.text in message.body
    assert "Chase again" in text_of(manager.get(reverse("desk:home")))


def test_when_the_mail_server_fails_the_page_says_so_and_no_link_is_left(threads, manager, settings):
    settings.EMAIL_BACKEND = "tests.integration.thread.no_mail.NoMail"
    action = threads.action()
    response = post(manager, "chase", action.pk, {"to_person": threads.world.agency_contact.person_id})
    assert "could not be sent" in text_of(response)
    assert not ActionLink.everywhere.exists()


def test_a_link_is_ended_before_its_time(threads, manager):
    action = threads.action()
    post(manager, "chase", action.pk, {"to_person": threads.world.agency_contact.person_id})
    link = ActionLink.everywhere.get()
    post(manager, "revoke_link", link.pk, {})
    link.refresh_from_db()
    assert link.revoked_at


def test_steps_on_the_way_are_added_and_reached(threads, manager):
    action = threads.action()
    post(manager, "add_milestone", action.pk, {"text": "Draft", **day("due", threads.days(3))})
    milestone = Milestone.everywhere.get()
    post(manager, "reach_milestone", milestone.pk, {})
    assert f"reached on {threads.today.day} " in text_of(
        manager.get(reverse("desk:thread", args=[action.recommendation_id]))
    )


def test_a_recommendation_is_changed_addressed_and_withdrawn(threads, world, manager):
    row = threads.recommendation()
    post(manager, "edit_recommendation", row.pk, {"text": "Damp homes first.", "version": row.version})
    post(manager, "ask_another", row.pk, {"to": world.agencies["police"].pk})
    post(manager, "withdraw_recommendation", row.pk, {"reason": "Printed twice."})
    page = text_of(manager.get(reverse("desk:thread", args=[row.pk])))
    assert "Damp homes first." in page and "Withdrawn: Printed twice." in page


def test_an_ask_of_others_says_where_it_stands(threads, manager):
    row = threads.recommendation(kind="ask", asked_of="Department for Levelling")
    post(
        manager, "say_standing", row.pk, {"text": "Not satisfactorily dealt with", **day("on", threads.today)}
    )
    assert "Not satisfactorily dealt with" in text_of(manager.get(reverse("desk:thread", args=[row.pk])))


def test_a_review_on_record_leads_back_to_its_incident_for_those_who_may_read_it(threads, world, manager):
    review = operations.open_source(
        world.partnership,
        kind="rapid-review",
        title="Rapid review: Rowan",
        happened_on=threads.today,
        by=world.manager,
        reference="incident:7",
    )
    for address in (reverse("desk:sources"), reverse("desk:source", args=[review.pk])):
        page = manager.get(address).content.decode()
        assert reverse("desk:incident", args=[7]) in page and "incident:7" not in page
    assert (
        "incident"
        not in world.client("reader").get(reverse("desk:source", args=[review.pk])).content.decode()
    )


def test_a_source_is_corrected(threads, manager):
    source = threads.source
    fields = {"kind": "committee", "title": "Committee, item 7", **day("happened_on", source.happened_on)}
    post(manager, "edit_source", source.pk, fields | {"version": source.version})
    assert "Committee, item 7" in text_of(manager.get(reverse("desk:source", args=[source.pk])))


def test_a_slip_in_what_was_learned_is_corrected_and_the_second_editor_is_told(threads, manager):
    finding = threads.finding
    assert reverse("desk:edit_finding", args=[finding.pk]) in text_of(
        manager.get(reverse("desk:source", args=[finding.source_id]))
    )
    said = {"text": "Families wait 41 days for a repair.", "quotation": finding.quotation, "version": 1}
    post(manager, "edit_finding", finding.pk, said)
    assert "wait 41 days" in text_of(manager.get(reverse("desk:source", args=[finding.source_id])))
    late = post(manager, "edit_finding", finding.pk, said | {"text": "Families wait 14 days."})
    assert late.status_code == 409
    assert "wait 41 days" in text_of(late) and "wait 14 days" in text_of(late), "nothing typed is lost"
    assert "Answer the question" in text_of(post(manager, "edit_finding", finding.pk, {"text": ""}))


def test_the_address_of_an_action_leads_to_its_place_in_the_thread(threads, manager):
    action = threads.action()
    response = manager.get(reverse("desk:action", args=[action.pk]))
    assert response.url == f"/desk/threads/{action.recommendation_id}#action-{action.pk}"


@pytest.mark.parametrize("name", ["threads", "actions", "sources", "attention"])
def test_each_list_has_its_page_and_its_file(threads, manager, name):
    threads.action()
    page = manager.get(reverse(f"desk:{name}"))
    assert page.status_code == 200 and "Scrutiny committee, item 6" in text_of(page)
    file = manager.get(reverse(f"desk:{name}"), {"format": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    assert "Scrutiny committee, item 6" in file.content.decode()


@pytest.mark.parametrize("name", ["threads", "actions", "attention"])
def test_a_list_shows_the_beginning_of_a_long_text_and_its_file_all_of_it(threads, manager, name):
    long = f"Begin {'and go on ' * 40}to the very end"
    threads.action(threads.recommendation(text=long), text=long)
    page = manager.get(reverse(f"desk:{name}")).content.decode()
    assert "Begin and go on" in page and "to the very end" not in page
    assert long in manager.get(reverse(f"desk:{name}"), {"format": "csv"}).content.decode()


@pytest.mark.parametrize(
    ("name", "filters", "found"),
    [
        ("threads", {"status": "taken_up", "source_kind": "committee", "words": "damp"}, True),
        ("threads", {"status": "closed"}, False),
        ("actions", {"concern": "overdue"}, True),
        ("actions", {"concern": "no_owner"}, False),
        ("actions", {"status": "planned"}, True),
    ],
)
def test_lists_are_filtered_by_their_address(threads, manager, name, filters, found):
    threads.action()
    page = text_of(manager.get(reverse(f"desk:{name}"), filters))
    assert ("Scrutiny committee, item 6" in page) is found


@pytest.mark.parametrize("name", ["threads", "actions", "sources", "attention", "home"])
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(threads, manager, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as reading:
            assert manager.get(reverse(f"desk:{name}")).status_code == 200
        return len(reading)

    def add():
        threads.action()
        threads.shown()
        threads.action(owner_agency=None, due=None)
        threads.tested(threads.recommendation(addressed_to=[threads.world.agencies["police"]]))

    add()
    manager.get(reverse("desk:home"))
    three = cost()
    for _ in range(8):
        add()
    assert cost() == three


def test_a_file_is_handed_over_as_a_download_and_never_shown_in_a_page(threads, world, manager):
    action = threads.action()
    post(
        manager,
        "add_evidence",
        action.pk,
        {
            "kind": "document",
            "text": "The rule",
            **day("as_of", threads.today),
            "file": SimpleUploadedFile("rule.html", b"<script>alert(1)</script>"),
        },
    )
    document = Evidence.everywhere.get().document
    response = manager.get(reverse("desk:document", args=[document.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="rule.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response.content == b"<script>alert(1)</script>"


def test_a_page_has_one_obvious_next_step(threads, world, manager):
    recommendation = threads.recommendation(addressed_to=[world.agencies["police"]])
    threads.tested(recommendation)
    threads.action(recommendation, owner_agency=None, due=None)
    threads.shown(threads.action(recommendation))
    html = manager.get(reverse("desk:thread", args=[recommendation.pk])).content.decode()
    assert html.count('class="govuk-button" href') == 1


def test_a_successor_takes_over_what_was_left_open(threads, world, elsewhere):
    from lscp.partnerships import operations as partnerships

    threads.action()
    manager = elsewhere.client("manager")
    assert "Nothing is left to take over" in text_of(manager.get(reverse("desk:inherit")))
    partnerships.succeed(world.partnership, elsewhere.partnership, on=threads.today)
    assert "1 source of a partnership you took over from is" in text_of(manager.get(reverse("desk:sources")))
    page = text_of(manager.get(reverse("desk:inherit")))
    assert "Scrutiny committee, item 6" in page
    manager.post(reverse("desk:inherit"), {"sources": [threads.source.pk]})
    copy = Source.everywhere.get(partnership=elsewhere.partnership)
    assert copy.inherited_from == world.partnership
    page = text_of(manager.get(reverse("desk:source", args=[copy.pk])))
    assert "Thornley Safeguarding Children Partnership: Scrutiny committee, item 6" in page
    assert "Nothing is left to take over" in text_of(manager.get(reverse("desk:inherit")))


def test_nobody_takes_over_from_a_partnership_they_did_not_succeed(threads, elsewhere):
    threads.action()
    manager = elsewhere.client("manager")
    response = manager.post(reverse("desk:inherit"), {"sources": [threads.source.pk]})
    assert response.status_code == 200
    assert not Source.everywhere.filter(partnership=elsewhere.partnership).exists()


def test_what_needs_attention_says_also_what_does_not(threads, manager):
    threads.action(due=threads.days(30), on=threads.today)
    page = text_of(manager.get(reverse("desk:attention"), {"concern": ""}))
    assert "Nothing here needs attention." in page
    assert "What does not need attention: 1 action on course, and no actions done and verified." in page


def test_a_change_by_somebody_else_in_between_loses_nothing_that_was_typed(threads, world, monkeypatch):
    action = threads.action()

    def changed_meanwhile(row, **fields):
        raise EditedMeanwhile(row)

    monkeypatch.setattr(operations.steps, "change", changed_meanwhile)
    page = text_of(
        post(
            world.client("agency_contact"),
            "update_action",
            action.pk,
            {"outcome": "done", "text": "The rule is written."},
        )
    )
    assert "Somebody else changed this while you were writing" in page
    assert "The rule is written." in page
    assert not ActionUpdate.everywhere.exists()
