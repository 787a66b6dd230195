"""Every rule of the thread, by its number."""

import inspect
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lscp.disclosure.check_digits import UPN_LETTERS, upn_fits
from lscp.documents import operations as documents
from lscp.golden_thread import operations, rules, states
from lscp.golden_thread.links import LinkHolder
from lscp.golden_thread.models import Action, ActionLink, Recommendation
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.refusal import Refused

NOW = timezone.make_aware(datetime(2026, 6, 1, 9, 0))


class refused:
    """The block is refused by this rule, in a sentence with nothing left unfilled."""

    def __init__(self, rule):
        self.rule = rule

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is not None, f"{self.rule} did not refuse"
        if not issubclass(kind, Refused):
            return False
        assert error.refusal.rule == self.rule, str(error)
        assert not re.search(r"[{}]", error.refusal.because)
        self.because = error.refusal.because
        return True


def test_every_rule_has_its_number_its_sentence_and_a_test():
    numbers = []
    for _, rule in inspect.getmembers(rules, inspect.isfunction):
        if rule.__module__ == rules.__name__:
            number = re.match(r"(GT-\d\d)\. [A-Z“{]", rule.__doc__)
            assert number, rule
            numbers.append(number[1])
    assert len(set(numbers)) == len(numbers)
    here = Path(__file__).read_text()
    missing = [n for n in numbers if f"def test_{n.lower().replace('-', '')}_" not in here]
    assert missing == []


@pytest.fixture
def school(world):
    return world.agencies["school"]


@pytest.fixture
def link(story):
    return story.link()


def test_gt01_a_status_goes_only_where_the_table_says(story):
    recommendation = story.recommendation()
    operations.withdraw(recommendation, reason="Printed twice.", by=story.manager)
    for status in set(states.GOES_TO) - {recommendation.status}:
        assert rules.may_go(recommendation, status).rule == "GT-01"


def test_gt02_nobody_answers_for_another_agency(story, world):
    police = world.agencies["police"]
    recommendation = story.recommendation(addressed_to=[police])
    with refused("GT-02"):
        operations.respond(
            recommendation,
            agency=police,
            verdict="accept",
            reason="",
            on=story.today,
            by=world.agency_contact,
        )
    operations.respond(
        recommendation, agency=police, verdict="accept", reason="", on=story.today, by=story.manager
    )


@pytest.mark.parametrize("verdict", ["decline", "accept_in_part"])
def test_gt03_declining_even_in_part_needs_a_reason(story, world, school, verdict):
    recommendation = story.recommendation(addressed_to=[school])
    with refused("GT-03"):
        operations.respond(
            recommendation,
            agency=school,
            verdict=verdict,
            reason=" ",
            on=story.today,
            by=world.agency_contact,
        )


def test_gt04_only_those_it_is_addressed_to_answer(story, school):
    recommendation = story.recommendation()
    answer = {"agency": school, "verdict": "accept", "reason": "", "on": story.today, "by": story.manager}
    with refused("GT-04"):
        operations.respond(recommendation, **answer)
    operations.address(recommendation, to=school, by=story.manager)
    operations.respond(recommendation, **answer)


def test_gt05_nothing_is_added_to_a_withdrawn_thread(story):
    recommendation = story.recommendation()
    operations.withdraw(recommendation, reason="Printed twice.", by=story.manager)
    with refused("GT-05"):
        story.action(recommendation)


@pytest.mark.parametrize("lacking", [{"due": None}, {"owner_agency": None}])
def test_gt06_an_action_under_way_has_an_owner_and_a_date(story, lacking):
    action = story.action(**lacking)
    with refused("GT-06"):
        operations.report_on(action, outcome="under_way", text="Begun.", on=story.today, by=story.manager)


def test_gt06_neither_can_be_taken_away_while_it_is_under_way(story):
    action = story.action()
    operations.report_on(action, outcome="under_way", text="Begun.", on=story.today, by=story.manager)
    with refused("GT-06"):
        operations.edit_action(action, version=action.version, by=story.manager, due=None)


def test_gt07_the_agency_that_did_the_work_may_not_verify_it(story, world):
    council = world.agencies["council"]
    action = story.shown(story.action(owner_agency=council))
    with refused("GT-07"):
        operations.verify(action, by=world.partner_lead, agency=council, on=story.today, satisfied=True)


def test_gt07_nor_may_its_people_verify_in_another_agencys_name(story, world):
    action = story.shown(story.action(owner_agency=world.agencies["council"]))
    with refused("GT-07"):
        operations.verify(
            action, by=world.manager, agency=world.agencies["police"], on=story.today, satisfied=True
        )


def test_gt08_nobody_verifies_in_the_name_of_an_agency_that_is_not_theirs(story, world):
    with refused("GT-08"):
        operations.verify(
            story.shown(),
            by=world.partner_lead,
            agency=world.agencies["police"],
            on=story.today,
            satisfied=True,
        )


def test_gt09_only_the_scrutineer_verifies_for_no_agency(story, world):
    action = story.shown()
    with refused("GT-09"):
        operations.verify(action, by=world.partner_lead, agency=None, on=story.today, satisfied=True)
    operations.verify(action, by=world.scrutineer, agency=None, on=story.today, satisfied=True)


def test_gt10_nothing_is_verified_without_evidence(story, world):
    with refused("GT-10"):
        operations.verify(story.done(), by=world.scrutineer, agency=None, on=story.today, satisfied=True)


def test_gt11_a_verifier_who_is_not_satisfied_says_what_is_missing(story, world):
    with refused("GT-11"):
        operations.verify(story.shown(), by=world.scrutineer, agency=None, on=story.today, satisfied=False)


@pytest.mark.parametrize("outcome", ["done", "cannot"])
def test_gt12_done_and_cannot_be_done_are_said_in_words(story, outcome):
    with refused("GT-12"):
        operations.report_on(story.action(), outcome=outcome, text=" ", on=story.today, by=story.manager)


def test_gt13_what_is_said_to_be_done_has_an_owner(story):
    action = story.action(owner_agency=None, owner_as_printed="Housing officers")
    with refused("GT-13"):
        operations.report_on(action, outcome="done", text="Done.", on=story.today, by=story.manager)


def test_gt14_an_agency_updates_its_own_actions_only(story, world):
    action = story.action(owner_agency=world.agencies["police"])
    with refused("GT-14"):
        operations.report_on(action, outcome="done", text="Done.", on=story.today, by=world.agency_contact)


def test_gt15_a_link_is_for_one_action(story, link):
    other = story.action(text="Another action of the same school")
    with refused("GT-15"):
        operations.report_on(
            other, outcome="done", text="Done.", on=story.today, by=LinkHolder(link[0]), via="link"
        )


def test_gt16_evidence_of_a_document_has_the_document(story):
    with refused("GT-16"):
        operations.add_evidence(
            story.action(), kind="document", text="The list", by=story.manager, as_of=story.today
        )


@pytest.mark.parametrize("verdict", ["changed", "no_change"])
def test_gt17_impact_is_judged_on_evidence(story, world, verdict):
    with refused("GT-17"):
        operations.judge_impact(
            story.tested(), verdict=verdict, after="17 of 20", on=story.today, by=world.scrutineer
        )


def test_gt18_the_agency_that_did_all_the_work_does_not_judge_alone_what_it_changed(story, world):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    story.action(recommendation, owner_agency=world.agencies["council"])
    judgement = {
        "verdict": "changed",
        "after": "17 of 20",
        "on": story.today,
        "evidence": [operations.Proof("figure", "17 of 20", story.today)],
    }
    with refused("GT-18"):
        operations.judge_impact(impact, by=world.analyst, **judgement)
    operations.judge_impact(impact, by=world.scrutineer, **judgement)


def test_gt19_a_test_is_stated_before_it_is_judged(story):
    with refused("GT-19"):
        story.tested(judge_on=date(2026, 2, 1))


def test_gt20_an_ask_of_others_names_the_body(story):
    with refused("GT-20"):
        story.recommendation(kind="ask")


def test_gt21_a_withdrawal_has_its_reason(story):
    with refused("GT-21"):
        operations.withdraw(story.recommendation(), reason="", by=story.manager)


def test_gt22_a_link_goes_to_somebody_at_the_agency_that_owns_it(story, world):
    with refused("GT-22"):
        story.link(story.action(owner_agency=world.agencies["police"]))


def test_gt23_a_link_needs_an_address(story, world, school):
    person = partnerships.add_person(
        world.partnership, name="No Address", agency=school, title="Head", started=world.started
    )
    with refused("GT-23"):
        operations.send_link(
            story.action(), by=story.manager, to_person=person, expires=NOW + timedelta(days=7)
        )


def test_gt24_a_mistyped_link_opens_nothing(link):
    with refused("GT-24"):
        operations.redeem(link[1] + "x", NOW)


def test_gt25_a_link_answers_once(link):
    operations.answer_by_link(link[1], outcome="done", text="The list was changed.", at=NOW)
    with refused("GT-25"):
        operations.answer_by_link(link[1], outcome="cannot", text="No.", at=NOW)


def test_gt26_a_revoked_link_opens_nothing(story, link):
    operations.revoke(link[0], by=story.manager)
    with refused("GT-26"):
        operations.redeem(link[1], NOW)


def test_gt26_a_newer_link_to_the_same_person_ends_the_older(story, link):
    story.link(link[0].action)
    with refused("GT-26"):
        operations.redeem(link[1], NOW)


def test_gt27_a_link_expires(link):
    operations.redeem(link[1], link[0].expires - timedelta(seconds=1))
    with refused("GT-27"):
        operations.redeem(link[1], link[0].expires)


def test_gt28_a_link_ends_when_the_action_changes_hands(story, world, link):
    Action.everywhere.filter(pk=link[0].action_id).update(owner_agency=world.agencies["police"])
    with refused("GT-28"):
        operations.redeem(link[1], NOW)


def test_gt29_only_a_successor_inherits(story, elsewhere):
    with refused("GT-29"):
        operations.inherit(story.source, into=elsewhere.partnership, by=elsewhere.manager, on=story.today)


def test_gt30_a_source_is_inherited_once(story, world, elsewhere):
    partnerships.succeed(world.partnership, elsewhere.partnership, on=story.today)
    operations.inherit(story.source, into=elsewhere.partnership, by=elsewhere.manager, on=story.today)
    with refused("GT-30"):
        operations.inherit(story.source, into=elsewhere.partnership, by=elsewhere.manager, on=story.today)


def test_gt31_an_owner_works_in_the_partnership(story, elsewhere):
    with refused("GT-31"):
        story.action(owner_agency=elsewhere.agencies["school"])


def test_gt32_the_person_who_owns_it_works_at_the_agency_that_does(story, world):
    with refused("GT-32"):
        story.action(owner_person=world.manager.person)


def test_gt33_evidence_that_was_verified_stays_as_it_is(story):
    action = story.verified()
    with refused("GT-33"):
        operations.add_evidence(action, kind="statement", text="More", by=story.manager, as_of=story.today)


def test_gt34_another_partnerships_file_is_no_evidence_here(story, elsewhere):
    document = documents.keep(b"text", name="note.txt", partnership="eastmere", by=elsewhere.manager)
    with refused("GT-34"):
        operations.add_evidence(
            story.action(),
            kind="document",
            text="Note",
            by=story.manager,
            as_of=story.today,
            document=document,
        )


@pytest.mark.parametrize("role", ["reader", "analyst", "agency_contact"])
def test_gt35_who_brings_no_learning_opens_no_source(world, role):
    with refused("GT-35"):
        operations.open_source(
            world.partnership, kind="other", title="x", happened_on=date(2026, 1, 1), by=world.roles[role]
        )


def test_gt36_a_source_is_of_a_kind_in_the_rulebook(world):
    with refused("GT-36"):
        operations.open_source(
            world.partnership, kind="gossip", title="x", happened_on=date(2026, 1, 1), by=world.manager
        )


def test_gt37_a_finding_says_something(story):
    with refused("GT-37"):
        operations.record_finding(story.source, text="  ", by=story.manager)


def test_gt38_nothing_is_verified_before_it_is_said_to_be_done(story, world):
    with refused("GT-38"):
        operations.verify(story.action(), by=world.scrutineer, agency=None, on=story.today, satisfied=True)


def test_gt39_a_reader_states_no_test(story, world):
    with refused("GT-39"):
        operations.state_test(
            story.recommendation(), text="x", before="y", judge_on=date(2027, 1, 1), by=world.reader
        )


def test_gt40_what_was_withdrawn_is_not_judged(story, world):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    operations.withdraw(recommendation, reason="Printed twice.", by=story.manager)
    with refused("GT-40"):
        operations.judge_impact(
            type(impact).everywhere.get(pk=impact.pk),
            verdict="not_known_yet",
            after="",
            on=story.today,
            by=world.scrutineer,
        )


def test_gt41_an_action_for_what_was_withdrawn_asks_nothing_more(story, world):
    action = story.action()
    operations.withdraw(
        Recommendation.everywhere.get(pk=action.recommendation_id), reason="Printed twice.", by=story.manager
    )
    with refused("GT-41"):
        operations.report_on(
            Action.everywhere.get(pk=action.pk),
            outcome="done",
            text="Done.",
            on=story.today,
            by=world.agency_contact,
        )


def test_gt42_a_verified_action_is_reopened_by_the_keeper_of_the_thread_only(story, world):
    action = story.verified()
    said = {"outcome": "under_way", "text": "Not done after all.", "on": story.today}
    with refused("GT-42"):
        operations.report_on(action, by=world.agency_contact, **said)
    operations.report_on(action, by=world.manager, **said)


@pytest.mark.parametrize(
    "words",
    ["NHS number 943 476 5919", "the pupil {upn}", "born on 12/3/2015", "number AB 12 34 56 C"],
)
def test_gt43_what_names_a_child_for_life_is_not_taken_into_a_thread_or_its_journal(story, link, words):
    upn = next(f"{letter}801200001001" for letter in UPN_LETTERS if upn_fits(letter + "801200001001"))
    words = words.format(upn=upn)
    action, events = link[0].action, Event.objects.count()
    for say in (
        lambda text: operations.record_finding(story.source, text=text, by=story.manager),
        lambda text: operations.recommend(story.finding, text=text, by=story.manager),
        lambda text: operations.assign(action.recommendation, text=text, by=story.manager),
        lambda text: operations.answer_by_link(link[1], outcome="done", text=text, at=NOW),
        lambda text: operations.say_where_it_stands(
            action.recommendation, text=text, on=story.today, by=story.manager
        ),
    ):
        with refused("GT-43") as said:
            say(f"We looked at {words}.")
        assert "Take it out" in said.because
    assert Event.objects.count() == events
    assert not ActionLink.everywhere.get(pk=link[0].pk).used_at, "the link still works"


def test_an_offices_postcode_and_telephone_number_may_stand_in_a_thread(story):
    operations.record_finding(
        story.source, text="Ring 020 7946 0123, or write to Civic Hall, TH1 2AB.", by=story.manager
    )


def test_gt44_saying_the_same_twice_is_said_in_words_that_make_sense(story):
    action = story.action()
    said = {"outcome": "cannot", "text": "There is no money.", "on": story.today, "by": story.manager}
    operations.report_on(action, **said)
    with refused("GT-44") as refusal:
        operations.report_on(action, **said)
    assert "marked “Cannot be done” already" in refusal.because


def test_another_partnerships_manager_changes_nothing_here(story, elsewhere):
    with refused("PA-02"):
        operations.record_finding(story.source, text="x", by=elsewhere.manager)


def test_a_token_is_kept_as_its_hash_only(link):
    kept = ActionLink.everywhere.get(pk=link[0].pk)
    assert link[1] not in str(vars(kept))
    assert len(kept.token_sha256) == 64


def test_an_answer_by_link_says_who_gave_it_and_how(link):
    update = operations.answer_by_link(
        link[1],
        outcome="done",
        text="The list was changed.",
        at=NOW,
        content=b"\x89PNG\r\n rest",
        name="list.png",
    )
    assert update.via == "link"
    assert update.by == "Agency Contact of thornley (by e-mail link, thornley Green Lane School)"
    assert update.action.status == "claimed_done"
    assert update.document.agency_id == link[0].agency_id


def test_a_link_whose_e_mail_could_not_be_sent_was_never_made(story, world):
    def fails(link, token):
        raise OSError("no mail server")

    with pytest.raises(OSError):
        story.link(send=fails)
    assert ActionLink.everywhere.count() == 0
