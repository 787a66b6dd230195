"""What belongs to another partnership can be chosen nowhere: not in a form, and not by an operation called directly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lscp import scope
from lscp.clocks import operations as clocks
from lscp.golden_thread import operations as thread
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.publication import operations as publication
from lscp.refusal import Refused
from lscp.sources.committee import operations as committee
from lscp.sources.meetings import operations as meetings
from lscp.sources.reviews import operations as reviews
from tests.factories.one_of_everything import fill

TODAY = timezone.localdate()


@pytest.fixture
def both(world, elsewhere):
    ours, theirs = fill(world), fill(elsewhere)
    for made in (ours, theirs):
        for row in vars(made).values():
            if hasattr(row, "refresh_from_db") and row._meta.label != "journal.Event":
                row.refresh_from_db()
    return ours, theirs


def _thread(o, t, w, e):
    m = w.manager
    yield (
        "source's group",
        lambda: thread.open_source(
            w.partnership, kind="voice", title="T", happened_on=TODAY, group=t.group, by=m
        ),
    )
    yield (
        "source's file",
        lambda: thread.open_source(
            w.partnership, kind="voice", title="T", happened_on=TODAY, document=t.document, by=m
        ),
    )
    yield (
        "corrected group",
        lambda: thread.edit_source(o.source, version=o.source.version, group=t.group, by=m),
    )
    yield (
        "corrected file",
        lambda: thread.edit_source(o.source, version=o.source.version, document=t.document, by=m),
    )
    yield "addressee", lambda: thread.recommend(o.finding, text="R", addressed_to=[t.agency], by=m)
    yield "priority", lambda: thread.recommend(o.finding, text="R", priority=t.priority, by=m)
    yield "their finding", lambda: thread.recommend(t.finding, text="R", by=m)
    yield (
        "changed priority",
        lambda: thread.edit_recommendation(
            o.recommendation, version=o.recommendation.version, priority=t.priority, by=m
        ),
    )
    yield "one more addressee", lambda: thread.address(o.recommendation, to=t.agency, by=m)
    yield "owner", lambda: thread.assign(o.recommendation, text="A", owner_agency=t.agency, by=m)
    yield (
        "owner's person",
        lambda: thread.assign(
            o.recommendation, text="A", owner_agency=w.agencies["council"], owner_person=t.person, by=m
        ),
    )
    yield (
        "new owner",
        lambda: thread.edit_action(o.action, version=o.action.version, owner_agency=t.agency, by=m),
    )
    yield (
        "evidence's file",
        lambda: thread.add_evidence(
            o.action, kind="document", text="E", document=t.document, as_of=TODAY, by=m
        ),
    )
    yield (
        "report's file",
        lambda: thread.report_on(
            o.action, outcome="under_way", text="E", document=t.document, on=TODAY, by=m
        ),
    )
    yield "verifier", lambda: thread.verify(o.action, agency=t.agency, satisfied=True, on=TODAY, by=m)
    yield (
        "answer for",
        lambda: thread.respond(
            o.recommendation, agency=t.agency, verdict="accept", reason="", on=TODAY, by=m
        ),
    )
    yield (
        "evidence of a judgement",
        lambda: thread.judge_impact(
            o.impact, verdict="changed", after="Less", on=TODAY, by=w.scrutineer, evidence=[t.evidence]
        ),
    )
    yield (
        "file of a judgement",
        lambda: thread.judge_impact(
            o.impact,
            verdict="changed",
            after="Less",
            on=TODAY,
            by=w.scrutineer,
            evidence=[thread.Proof("document", "P", TODAY, document=t.document)],
        ),
    )
    yield (
        "link to",
        lambda: thread.send_link(
            o.action, by=m, to_person=t.person, expires=timezone.now() + timedelta(days=1)
        ),
    )
    yield "their link", lambda: thread.revoke(t.link, by=m)
    yield "their source", lambda: thread.inherit(t.source, into=w.partnership, by=m, on=TODAY)


def _people(o, t, w, e):
    m, a = w.manager, w.administrator
    p = w.partnership
    yield (
        "post",
        lambda: partnerships.add_post(
            o.person, partnership=p, agency=t.agency, title="T", started=TODAY, by=m
        ),
    )
    yield (
        "their person",
        lambda: partnerships.add_post(
            t.person, partnership=p, agency=o.agency, title="T", started=TODAY, by=m
        ),
    )
    yield (
        "person edited",
        lambda: partnerships.edit_person(
            t.person, partnership=p, version=1, email="mine@thief.example", by=m
        ),
    )
    yield (
        "agency edited",
        lambda: partnerships.edit_agency(t.agency, partnership=p, version=1, name="Mine", by=m),
    )
    yield "post ended", lambda: partnerships.end_post(t.post, on=TODAY, partnership=p, by=m)
    yield "place ended", lambda: partnerships.end_footprint(t.place, on=TODAY, by=m)
    yield "role for", lambda: partnerships.give_role(t.person, "manager", partnership=p, started=TODAY, by=a)
    yield (
        "role at",
        lambda: partnerships.give_role(
            o.person, "agency_contact", partnership=p, agency=t.agency, started=TODAY, by=a
        ),
    )
    yield (
        "role there",
        lambda: partnerships.give_role(o.person, "manager", partnership=e.partnership, started=TODAY, by=a),
    )
    yield "role ended", lambda: partnerships.end_role(e.manager, on=TODAY, by=a)
    yield "account", lambda: partnerships.open_account(t.person, email="x@thief.example", partnership=p, by=a)
    yield "seat for", lambda: partnerships.seat(o.group, t.person, capacity="member", started=TODAY, by=m)
    yield (
        "seat at",
        lambda: partnerships.seat(o.group, o.person, capacity="member", agency=t.agency, started=TODAY, by=m),
    )
    yield (
        "priority's group",
        lambda: partnerships.set_priority(
            p, title="T", plain_words="W", started=TODAY, lead_group=t.group, by=m
        ),
    )
    yield (
        "priority's new group",
        lambda: partnerships.edit_priority(o.priority, version=o.priority.version, lead_group=t.group, by=m),
    )


def _meetings(o, t, w, e):
    m = w.manager
    yield "item's action", lambda: meetings.add_item(o.coming, title="T", action_id=t.action.pk, by=m)
    yield "item's priority", lambda: meetings.add_item(o.coming, title="T", priority_id=t.priority.pk, by=m)
    yield "item's clock", lambda: meetings.add_item(o.coming, title="T", clock_id=t.clock.pk, by=m)
    yield (
        "edited item",
        lambda: meetings.edit_item(o.item, version=o.item.version, priority_id=t.priority.pk, by=m),
    )
    yield "guest", lambda: meetings.invite(o.coming, person=t.person, by=m)
    yield "guest's agency", lambda: meetings.invite(o.coming, agency=t.agency, by=m)
    yield "decision under", lambda: meetings.decide(o.meeting, item=t.item, text="D", by=m)
    yield "approved at", lambda: meetings.approve_minutes(o.meeting, at=t.coming, on=TODAY, by=m)
    yield "arising owner", lambda: meetings.arise(o.item, text="A", owner_agency=t.agency, by=m)
    yield "their group", lambda: meetings.plan(t.group, held_on=TODAY, by=m)
    yield "their key", lambda: meetings.revoke_calendar_key(t.calendar_key, by=m)


def _reviews(o, t, w, e):
    m, lead = w.manager, w.partner_lead
    yield (
        "raised by",
        lambda: reviews.raise_incident(
            w.partnership,
            pseudonym="Ash",
            kind="harm",
            occurred_on=TODAY,
            known_on=TODAY,
            raised_by=t.agency,
            account="A child was hurt.",
            by=m,
        ),
    )
    yield "asked", lambda: reviews.ask_for_summary(o.incident, t.agency, on=TODAY, by=m)
    yield (
        "summary's file",
        lambda: reviews.receive_summary(
            o.summary, text="We knew little.", on=TODAY, version=o.summary.version, document=t.document, by=m
        ),
    )
    yield "linked", lambda: reviews.link(o.incident, other=t.incident, in_common="Letters", by=m)
    yield (
        "link to",
        lambda: reviews.send_link(
            o.summary, by=m, to_person=t.person, expires=timezone.now(), send=lambda link, token: None
        ),
    )
    yield "their incident", lambda: reviews.notify(t.incident, reason="R", on=TODAY, by=lead)


def _rest(o, t, w, e):
    m = w.manager
    yield "clock", lambda: clocks.void(t.clock, because="B", by=m)
    yield "limit", lambda: clocks.end_local_limit(t.limit, on=TODAY, by=m)
    yield "proposal", lambda: committee.dismiss(t.proposal, because="B", by=m)
    yield "paper", lambda: committee.stage(b"x" * 50, name="x.txt", partnership=e.partnership, by=m)
    yield "chapter", lambda: publication.write_chapter(t.chapter, narrative="N", version=1, by=m)
    yield "comment", lambda: publication.settle_comment(t.comment, by=m)
    yield "claim", lambda: publication.drop_claim(t.claim, by=m)
    yield "claim edited", lambda: publication.edit_claim(t.claim, text="T", impact=True, version=1, by=m)
    yield "cited evidence", lambda: publication.cite(o.claim, evidence=t.evidence, by=m)
    yield "cited impact", lambda: publication.cite(o.claim, impact=t.impact, by=m)
    asking = {"asks": "A", "due": TODAY + timedelta(days=9), "by": m, "send": print}
    yield (
        "chapter of theirs",
        lambda: publication.ask_for_chapter(t.chapter, agency=o.asked.agency, person=o.person, **asking),
    )
    yield (
        "their agency asked",
        lambda: publication.ask_for_chapter(o.chapter, agency=t.asked.agency, person=t.person, **asking),
    )
    yield (
        "their person asked",
        lambda: publication.ask_for_chapter(o.chapter, agency=o.asked.agency, person=t.person, **asking),
    )
    yield (
        "link to theirs",
        lambda: publication.send_chapter_link(o.asked, to_person=t.person, by=m, send=print),
    )
    yield "text of theirs", lambda: publication.take_over(t.asked, numbers=[1], version=1, by=m)
    yield "sent back", lambda: publication.send_back(t.asked, remark="R", by=m, send=print)
    yield "asked no longer", lambda: publication.withdraw_request(t.asked, by=m)
    yield "link ended", lambda: publication.end_chapter_link(t.chapter_link, by=m)
    yield "page", lambda: publication.publish_page(e.partnership, "glossary", by=m)


@pytest.mark.parametrize(
    "room", [_thread, _people, _meetings, _reviews, _rest], ids=lambda room: room.__name__
)
def test_an_operation_refuses_what_belongs_to_another_partnership(room, both, world, elsewhere):
    partnerships.elevate(world.administrator, because="to try every door")
    before, let_in = Event.objects.count(), []
    with scope.within(scope_of(world.manager)):
        for what, attempt in room(*both, world, elsewhere):
            try:
                attempt()
            except Refused:
                continue
            let_in.append(what)
    assert let_in == []
    assert Event.objects.count() == before


def test_a_local_review_has_a_reviewer_who_is_known_here(both, world):
    ours, theirs = both
    with scope.within(scope_of(world.manager)):
        sent = reviews.send_rapid_review(
            ours.incident,
            learning="Nobody asked.",
            next_step="local",
            reason="More to learn.",
            without="They telephoned.",
            on=TODAY,
            by=world.partner_lead,
        )
        with pytest.raises(Refused) as refused:
            reviews.begin_local_review(sent, on=TODAY, reviewer=theirs.person, by=world.partner_lead)
        assert refused.value.refusal.rule == "PA-11"
        reviews.begin_local_review(sent, on=TODAY, reviewer=ours.person, by=world.partner_lead)


def test_pa26_a_priority_is_led_by_a_group_of_its_own_partnership(both, world):
    with scope.within(scope_of(world.manager)), pytest.raises(Refused) as refused:
        partnerships.edit_priority(
            both[0].priority, version=both[0].priority.version, lead_group=both[1].group, by=world.manager
        )
    assert refused.value.refusal.rule == "PA-26"


def day(name, when=TODAY):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


FORMS = [
    ("manager", "assign", "recommendation", {"text": "A"}, {"owner_agency": "agency"}),
    ("manager", "assign", "recommendation", {"text": "A"}, {"owner_person": "person"}),
    ("manager", "edit_action", "action", {"text": "A", "version": "1"}, {"owner_agency": "agency"}),
    ("manager", "recommend", "finding", {"text": "R", "kind": "recommendation"}, {"addressed_to": "agency"}),
    ("manager", "recommend", "finding", {"text": "R", "kind": "recommendation"}, {"priority": "priority"}),
    ("manager", "recommend", "finding", {"text": "R", "kind": "recommendation"}, {"group": "group"}),
    ("manager", "ask_another", "recommendation", {}, {"to": "agency"}),
    ("manager", "chase", "action", {}, {"to_person": "person"}),
    ("manager", "verify_action", "action", {"satisfied": "yes"} | day("on"), {"agency": "agency"}),
    (
        "scrutineer",
        "judge_impact",
        "impact",
        {"verdict": "changed", "after": "Less"} | day("on"),
        {"evidence": "evidence"},
    ),
    ("manager", "meeting_plan", None, day("held_on"), {"group": "group"}),
    ("manager", "meeting_invite", "coming", {}, {"person": "person"}),
    ("manager", "meeting_invite", "coming", {}, {"agency": "agency"}),
    ("manager", "agenda_action", "item", {"text": "A"}, {"owner_agency": "agency"}),
    ("manager", "minutes_approve", "meeting", {}, {"at": "coming"}),
    ("manager", "seat_add", "group", {"capacity": "member"} | day("started"), {"person": "person"}),
    ("manager", "post_add", "person", {"title": "T"} | day("started"), {"agency": "agency"}),
    ("manager", "person_add", None, {"name": "N", "title": "T"} | day("started"), {"agency": "agency"}),
    (
        "manager",
        "priority_add",
        None,
        {"title": "T", "plain_words": "W"} | day("started"),
        {"lead_group": "group"},
    ),
    ("administrator", "role_give", None, {"role": "reader"} | day("started"), {"person": "person"}),
    ("manager", "incident_ask", "incident", day("on"), {"agencies": "agency"}),
    ("manager", "incident_link", "incident", {"in_common": "C"}, {"other": "incident"}),
    ("manager", "summary_chase", "summary", {}, {"to_person": "person"}),
    (
        "manager",
        "incident_raise",
        None,
        {"pseudonym": "Ash", "kind": "harm", "account": "Hurt."} | day("occurred_on") | day("known_on"),
        {"raised_by": "agency"},
    ),
    ("manager", "report_cite", "claim", {}, {"evidence": "evidence"}),
    ("manager", "report_cite", "claim", {}, {"impact": "impact"}),
]


def test_no_form_takes_the_number_of_something_of_another_partnership(both, world):
    from django.urls import reverse

    ours, theirs = both
    partnerships.elevate(world.administrator, because="to try every door")
    before, taken = Event.objects.count(), []
    for role, name, about, answers, foreign in FORMS:
        address = reverse(f"desk:{name}", args=[getattr(ours, about).pk] if about else [])
        chosen = {field: getattr(theirs, row).pk for field, row in foreign.items()}
        response = world.client(role).post(address, answers | chosen)
        if response.status_code != 200 and response.status_code != 422:
            taken.append((name, foreign, response.status_code))
        elif "govuk-error-summary" not in response.content.decode():
            taken.append((name, foreign, "no error was said"))
    assert taken == []
    assert Event.objects.count() == before


def test_pa27_nobody_takes_over_a_person_by_naming_their_agency(world, elsewhere):
    """An agency that serves two partnerships is one agency, found by its name; its people stay who they are."""
    contact = world.agency_contact.person
    with scope.within(scope_of(elsewhere.manager)):
        partnerships.add_agency(
            elsewhere.partnership,
            name=world.agencies["school"].name,
            sector="education",
            started=elsewhere.started,
        )
        with pytest.raises(Refused) as refused:
            partnerships.edit_person(
                contact,
                partnership=elsewhere.partnership,
                version=contact.version,
                email="thief@thief.example",
                by=elsewhere.manager,
            )
    assert refused.value.refusal.rule == "PA-27"
    partnerships.edit_person(
        contact, partnership=world.partnership, version=contact.version, phone="01234", by=world.manager
    )
