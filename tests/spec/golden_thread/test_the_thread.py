"""One thread, from what was learned to what changed."""

from datetime import date

import pytest

from lscp import scope
from lscp.golden_thread import operations, queries
from lscp.golden_thread.models import Action, Evidence, Recommendation
from lscp.golden_thread.states import ActionStatus, RecommendationStatus
from lscp.journal.models import Event
from lscp.partnerships.access import scope_of
from lscp.versioned import EditedMeanwhile


def again(row):
    return type(row).everywhere.get(pk=row.pk)


def test_a_thread_closes_on_impact_and_not_on_task(story):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    story.verified(story.action(recommendation))
    assert again(recommendation).status == RecommendationStatus.TAKEN_UP
    operations.judge_impact(
        impact,
        verdict="changed",
        after="17 of 20 in September 2026",
        on=date(2026, 9, 2),
        by=story.world.scrutineer,
        evidence=[operations.Proof("figure", "17 of 20", date(2026, 9, 1), "Repeat audit")],
    )
    assert again(recommendation).status == RecommendationStatus.CLOSED


def test_no_change_is_a_real_outcome_and_closes_the_thread_too(story):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    action = story.verified(story.action(recommendation))
    operations.judge_impact(
        impact,
        verdict="no_change",
        after="8 of 20 in September 2026",
        on=date(2026, 9, 2),
        by=story.world.scrutineer,
        evidence=Evidence.everywhere.filter(action=action),
    )
    assert again(recommendation).status == RecommendationStatus.CLOSED
    assert again(impact).get_verdict_display() == "No change"


def test_not_known_yet_keeps_it_open_and_sets_a_new_date(story):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    story.verified(story.action(recommendation))
    operations.judge_impact(
        impact,
        verdict="not_known_yet",
        after="",
        on=date(2026, 9, 2),
        by=story.world.scrutineer,
        judge_on=date(2027, 1, 15),
    )
    assert again(recommendation).status == RecommendationStatus.TAKEN_UP
    assert again(impact).judge_on == date(2027, 1, 15)


def test_evidence_of_impact_is_a_copy_so_that_a_later_restatement_rewrites_nothing(story):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    shown = operations.add_evidence(
        story.action(recommendation), kind="figure", text="17 of 20", by=story.manager, as_of=story.today
    )
    operations.judge_impact(
        impact, verdict="changed", after="Up", on=story.today, by=story.world.scrutineer, evidence=[shown]
    )
    Evidence.everywhere.filter(pk=shown.pk).update(text="15 of 20, restated")
    copied = Evidence.everywhere.get(impact=impact)
    assert (copied.text, copied.as_of) == ("17 of 20", story.today)


def test_the_thread_is_closed_when_the_last_action_is_settled_after_the_judgement(story):
    recommendation = story.recommendation()
    impact = story.tested(recommendation)
    action = story.action(recommendation)
    operations.judge_impact(
        impact,
        verdict="changed",
        after="17 of 20",
        on=story.today,
        by=story.world.scrutineer,
        evidence=[operations.Proof("figure", "17 of 20", story.today)],
    )
    assert again(recommendation).status == RecommendationStatus.TAKEN_UP
    operations.report_on(
        action, outcome="cannot", text="The system is closing.", on=story.today, by=story.manager
    )
    assert again(recommendation).status == RecommendationStatus.CLOSED


def test_a_new_action_takes_a_closed_thread_up_again(story):
    recommendation = story.recommendation()
    operations.judge_impact(
        story.tested(recommendation),
        verdict="no_change",
        after="8 of 20",
        on=story.today,
        by=story.world.scrutineer,
        evidence=[operations.Proof("figure", "8 of 20", story.today)],
    )
    story.verified(story.action(again(recommendation)))
    assert again(recommendation).status == RecommendationStatus.CLOSED
    story.action(again(recommendation))
    assert again(recommendation).status == RecommendationStatus.TAKEN_UP


def test_the_latest_answer_of_an_agency_counts_and_the_earlier_one_stays(story):
    school = story.world.agencies["school"]
    recommendation = story.recommendation(addressed_to=[school])
    answer = {"agency": school, "by": story.world.agency_contact}
    operations.respond(
        recommendation, verdict="decline", reason="No staff for it.", on=date(2026, 2, 3), **answer
    )
    assert again(recommendation).status == RecommendationStatus.DECLINED
    operations.respond(recommendation, verdict="accept", reason="", on=date(2026, 3, 3), **answer)
    assert again(recommendation).status == RecommendationStatus.TAKEN_UP
    assert recommendation.responses.model.everywhere.filter(recommendation=recommendation).count() == 2


def test_it_is_declined_only_when_everybody_it_was_asked_of_declines(story):
    agencies = story.world.agencies
    recommendation = story.recommendation(addressed_to=[agencies["school"], agencies["police"]])
    operations.respond(
        recommendation,
        agency=agencies["school"],
        verdict="decline",
        reason="Not ours.",
        on=story.today,
        by=story.manager,
    )
    assert again(recommendation).status == RecommendationStatus.MADE


def test_a_verifier_who_is_not_satisfied_sends_it_back_with_what_is_missing(story):
    action = story.shown()
    operations.verify(
        action,
        by=story.world.group_chair,
        agency=story.world.agencies["police"],
        on=story.today,
        satisfied=False,
        note="The list is from last year.",
    )
    assert again(action).status == ActionStatus.UNDER_WAY


def test_an_ask_of_others_says_where_it_stands(story):
    ask = story.recommendation(kind="ask", asked_of="Department for Education")
    operations.say_where_it_stands(
        ask, text="Answered, and not dealt with.", on=story.today, by=story.manager
    )
    assert (again(ask).standing, again(ask).standing_on) == ("Answered, and not dealt with.", story.today)


def test_two_people_edit_one_action_and_the_second_is_told(story):
    action = story.action()
    shown = action.version
    operations.edit_action(action, version=shown, by=story.manager, text="First wording")
    with pytest.raises(EditedMeanwhile) as second:
        operations.edit_action(again(action), version=shown, by=story.manager, text="Second wording")
    assert second.value.current.text == "First wording"


def test_each_step_is_in_the_journal_and_the_whole_can_be_read_back(story):
    action = story.verified()
    with scope.within(scope_of(story.manager)):
        verbs = [event.verb for event in queries.history(queries.whole_thread(again(action).recommendation))]
    assert verbs == [
        "source.opened",
        "finding.recorded",
        "recommendation.made",
        "action.assigned",
        "recommendation.taken_up",
        "action.claimed_done",
        "action.evidence_added",
        "action.verified",
    ]
    assert Event.objects.exclude(partnership="thornley").filter(about__startswith="action").count() == 0


def test_the_thread_is_walked_from_either_end(story):
    recommendation = story.recommendation()
    other = story.recommendation(text="Tell families who was there.")
    action = story.shown(story.action(recommendation))
    with scope.within(scope_of(story.manager)):
        down = queries.whole_thread(story.source)
        up = queries.whole_thread(Recommendation.objects.get(pk=recommendation.pk))
    assert {row.pk for row in down.recommendations} == {recommendation.pk, other.pk}
    assert [row.pk for row in up.recommendations] == [recommendation.pk]
    assert up.source.title == "Rapid review “Rowan”"
    assert up.findings[0].quotation == "health colleagues were not invited"
    assert [shown.text for found in up.actions for shown in found.evidence.all()] == [
        "The list names health."
    ]
    assert up.actions == [action]


def test_a_thread_costs_the_same_number_of_queries_however_long_it_is(story, django_assert_num_queries):
    def read(rows):
        for number in range(rows):
            recommendation = story.recommendation(text=f"Recommendation {number}")
            story.shown(story.action(recommendation))
            story.tested(recommendation)
        with scope.within(scope_of(story.manager)), django_assert_num_queries(13):
            thread = queries.whole_thread(story.source)
            assert all(str(action.owner) for action in thread.actions)

    read(1)
    read(6)


def test_an_agency_sees_its_own_part_of_a_thread_and_nobody_elses(story):
    agencies = story.world.agencies
    recommendation = story.recommendation(addressed_to=[agencies["school"], agencies["police"]])
    for key in ("school", "police"):
        operations.respond(
            recommendation,
            agency=agencies[key],
            verdict="accept",
            reason="",
            on=story.today,
            by=story.manager,
        )
        story.shown(story.action(again(recommendation), text=f"For {key}", owner_agency=agencies[key]))
    story.recommendation(text="For the police alone", addressed_to=[agencies["police"]])
    with scope.within(scope_of(story.world.agency_contact)):
        thread = queries.whole_thread(story.source)
        (seen,) = thread.recommendations
        assert [answer.agency_id for answer in seen.responses.all()] == [agencies["school"].pk]
        assert [action.text for action in thread.actions] == ["For school"]
        assert len(thread.actions[0].evidence.all()) == 1
        assert Evidence.objects.count() == 1
        assert [place.agency_id for place in seen.addressees.all()] == [agencies["school"].pk]


def test_another_partnership_sees_nothing_of_it(story, elsewhere):
    story.shown()
    with scope.within(scope_of(elsewhere.manager)):
        assert not Recommendation.objects.exists()
        assert not Action.objects.exists()
        assert not Evidence.objects.exists()
        assert list(queries.needs_attention(story.today)) == []
