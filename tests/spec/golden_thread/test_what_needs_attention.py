"""What needs somebody, and what does not."""

from datetime import date, timedelta

import pytest

from lscp import scope
from lscp.golden_thread import operations, queries
from lscp.golden_thread.models import Response
from lscp.partnerships.access import scope_of

TODAY = date(2026, 6, 1)


def concerns(story, on=TODAY):
    with scope.within(scope_of(story.manager)):
        return [concern for item in queries.needs_attention(on) for concern in item.concerns]


def test_an_action_on_course_needs_nobody(story):
    story.action(due=date(2026, 8, 1), on=date(2026, 5, 20))
    assert concerns(story) == []


def test_the_day_it_is_due_is_still_in_time(story):
    story.action(due=TODAY, on=date(2026, 5, 20))
    assert concerns(story) == []
    assert concerns(story, TODAY + timedelta(days=1)) == ["overdue"]


def test_no_owner_and_no_date_are_said_separately(story):
    story.action(owner_agency=None, owner_as_printed="Housing officers", due=None, on=date(2026, 5, 20))
    assert concerns(story) == ["no_owner", "no_due_date"]


def test_said_to_be_done_with_nothing_to_show_it(story):
    story.done()
    assert concerns(story) == ["no_evidence"]


def test_evidence_brings_it_to_the_verifier(story):
    story.shown()
    assert concerns(story) == ["waiting_for_verification"]


def test_verified_and_no_test_of_impact_after_90_days(story):
    story.verified()
    assert concerns(story, TODAY + timedelta(days=89)) == []
    assert concerns(story, TODAY + timedelta(days=90)) == ["impact_never_judged"]


def test_a_test_of_impact_whose_day_has_come(story):
    recommendation = story.recommendation()
    story.tested(recommendation, judge_on=date(2026, 9, 1))
    story.verified(story.action(recommendation))
    assert concerns(story, date(2026, 8, 31)) == []
    assert concerns(story, date(2026, 9, 1)) == ["impact_due"]


def test_gone_quiet_is_60_days_without_a_word(story):
    action = story.action(due=date(2027, 1, 1), on=date(2026, 2, 1))
    operations.report_on(action, outcome="under_way", text="Begun.", on=date(2026, 4, 1), by=story.manager)
    assert concerns(story, date(2026, 5, 30)) == []
    assert concerns(story, date(2026, 5, 31)) == ["gone_quiet"]


def test_not_answered_yet(story):
    story.recommendation(addressed_to=[story.world.agencies["police"]])
    assert concerns(story) == ["no_answer"]


def test_who_took_on_an_action_has_answered_and_the_other_has_not(story):
    agencies = story.world.agencies
    recommendation = story.recommendation(addressed_to=[agencies["police"], agencies["school"]])
    story.action(recommendation, due=date(2026, 9, 1), on=TODAY)
    assert concerns(story) == ["no_answer"]
    with scope.within(scope_of(story.manager)):
        assert [asked.agency for asked in queries.silent_addressees()] == [agencies["police"]]


def test_an_old_register_may_bring_a_decline_without_its_reason(story):
    police = story.world.agencies["police"]
    recommendation = story.recommendation(addressed_to=[police])
    Response.everywhere.create(
        recommendation=recommendation, agency=police, verdict="decline", on=date(2026, 3, 1), by="Register"
    )
    assert "declined_without_reason" in concerns(story)


def test_cannot_be_done_comes_back_to_the_manager_until_something_else_is_planned(story):
    action = story.action()
    operations.report_on(action, outcome="cannot", text="No budget.", on=TODAY, by=story.manager)
    assert concerns(story) == ["cannot_be_done"]
    story.action(action.recommendation, text="Ask the board for it.", due=date(2026, 9, 1), on=TODAY)
    assert concerns(story) == []


def test_what_was_withdrawn_needs_nobody(story):
    recommendation = story.recommendation(addressed_to=[story.world.agencies["police"]])
    story.action(recommendation, owner_agency=None, due=None)
    recommendation.refresh_from_db()
    operations.withdraw(recommendation, reason="Printed twice.", by=story.manager)
    assert concerns(story) == []


def test_a_resolution_that_nobody_is_given_is_not_forgotten(story):
    resolution = story.recommendation(text="That a briefing be provided in the spring.", kind="resolution")
    assert concerns(story) == ["nothing_planned"]
    story.action(resolution, due=date(2026, 9, 1), on=TODAY)
    assert concerns(story) == []


def test_accepted_with_nothing_to_follow_is_said_once_nobody_is_awaited(story):
    police = story.world.agencies["police"]
    recommendation = story.recommendation(addressed_to=[police])
    assert concerns(story) == ["no_answer"]
    operations.respond(recommendation, agency=police, verdict="accept", reason="", on=TODAY, by=story.manager)
    assert concerns(story) == ["nothing_planned"]


def test_what_is_asked_of_a_body_outside_or_was_withdrawn_waits_for_no_plan(story):
    story.recommendation(text="Fund secure places.", kind="ask", asked_of="Department for Education")
    operations.withdraw(story.recommendation(), reason="Printed twice.", by=story.manager)
    assert concerns(story) == []


def test_an_agency_is_not_told_what_only_the_whole_thread_can_tell(story):
    """The school sees none of the police's action: to it, nothing would seem to be planned."""
    agencies = story.world.agencies
    recommendation = story.recommendation(addressed_to=[agencies["school"], agencies["police"]])
    for agency in (agencies["school"], agencies["police"]):
        operations.respond(
            recommendation, agency=agency, verdict="accept", reason="", on=TODAY, by=story.manager
        )
    story.action(recommendation, owner_agency=agencies["police"], due=date(2026, 9, 1), on=TODAY)
    with scope.within(scope_of(story.world.agency_contact)):
        assert list(queries.ALL_CONCERNS["nothing_planned"](TODAY)) == [recommendation]
        assert list(queries.needs_attention(TODAY)) == []
        assert list(queries.needs_attention(TODAY, concern="nothing_planned")) == []


def test_of_one_thread_the_same_is_said_as_in_the_list(story):
    one, other = story.action(owner_agency=None, due=None, on=date(2026, 2, 1)), story.action()
    with scope.within(scope_of(story.manager)):
        whole = {item.row: item.concerns for item in queries.needs_attention(TODAY)}
        for action in (one, other):
            (item,) = queries.needs_attention(TODAY, thread=action.recommendation)
            assert (item.row, item.concerns) == (action, whole[action])


def test_it_costs_the_same_however_much_needs_attention(story, django_assert_num_queries):
    for rows in (1, 8):
        for _ in range(rows):
            story.shown(story.action())
            story.action(owner_agency=None, due=None)
            story.recommendation(addressed_to=[story.world.agencies["police"]])
        # One finds and orders everything by its keys; the part looked at is read by table, and who was silent.
        with scope.within(scope_of(story.manager)), django_assert_num_queries(4):
            for item in queries.needs_attention(TODAY)[:50]:
                assert str(item.recommendation.finding.source)


@pytest.mark.parametrize("concern", queries.ACTION_CONCERNS)
def test_each_concern_can_be_listed_by_itself_and_by_agency(story, concern):
    story.action()
    with scope.within(scope_of(story.manager)):
        listed = queries.actions(concern=concern, on=TODAY, agency=story.world.agencies["school"])
        assert [row.text for row in listed] == (
            ["Add health to the invitation list."] if concern == "overdue" else []
        )


def test_actions_are_listed_by_group_whether_it_follows_the_source_or_the_recommendation(story):
    from lscp.partnerships import operations as partnerships

    group = partnerships.open_group(
        story.world.partnership, name="Case review", kind="subgroup", started=date(2021, 4, 1)
    )
    mine = story.action(story.recommendation(group=group))
    story.action(text="Followed by nobody")
    with scope.within(scope_of(story.manager)):
        assert list(queries.actions(group=group)) == [mine]
        assert list(queries.recommendations(group=group)) == [mine.recommendation]


def test_an_earlier_recommendation_that_says_the_same_is_found(story):
    earlier = story.recommendation(text="Invite a health visitor to strategy discussions about babies.")
    story.recommendation(text="Publish the training programme for foster carers each spring.")
    with scope.within(scope_of(story.manager)):
        found = queries.similar_earlier("Health visitors should be invited to each strategy discussion.")
    assert found == [earlier]


def test_a_group_sees_what_it_follows_and_how_much_of_it_needs_nobody(story):
    from lscp.partnerships import operations as partnerships

    group = partnerships.open_group(
        story.world.partnership, name="Case review", kind="subgroup", started=date(2021, 4, 1)
    )
    followed = story.recommendation(group=group, addressed_to=[story.world.agencies["police"]])
    late = story.action(followed)
    story.action(followed, due=date(2026, 9, 1), on=TODAY)
    story.verified(story.action(followed))
    story.action(text="Late, and followed by nobody")
    with scope.within(scope_of(story.manager)):
        found = queries.needs_attention(TODAY, group=group)
        quiet = queries.needs_nobody(found, group=group)
        rows = [item.row for item in found]
    assert rows == [late, followed]
    assert quiet == {"on_course": 1, "verified": 1}


@pytest.mark.parametrize("concern", queries.CONCERNS)
def test_one_concern_can_be_looked_at_alone(story, concern):
    story.action()
    story.shown()
    with scope.within(scope_of(story.manager)):
        found = list(queries.needs_attention(TODAY, concern=concern))
    assert {tuple(item.concerns) for item in found} == (
        {(concern,)} if concern in ("overdue", "waiting_for_verification") else set()
    )
