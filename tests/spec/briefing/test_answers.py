"""Answers from the record: what each kind says where the record holds it, and where it does not.

A record is made, a question is put, and the record is changed to see the answer follow.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lscp import scope
from lscp.briefing.answers.answer import Answer
from lscp.briefing.answers.kinds import KINDS, answer
from lscp.briefing.questions import About, bank, question
from lscp.golden_thread import operations as thread
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import catalogue
from lscp.sources.committee import operations as committee
from tests.factories.committee_paper import COPY
from tests.factories.one_of_everything import fill

TODAY = date(2026, 6, 1)
MADE = date(2026, 1, 15)


def say(kind, on=TODAY, **about):
    return KINDS[kind](About(**about), on=on)


def words(kind, on=TODAY, **about):
    """What is said; or what is missing, which begins with a no."""
    found = say(kind, on, **about)
    return found.text or f"no: {found.missing}"


def learn(world, *, kind="rapid-review", title="Rapid review", theme="", on=MADE):
    source = thread.open_source(world.partnership, kind=kind, title=title, happened_on=on, by=world.manager)
    return thread.record_finding(source, text="Letters were not read.", theme=theme, by=world.manager)


def recommend(world, text="Call, and do not write.", *, finding=None, on=MADE, **fields):
    return thread.recommend(finding or learn(world), text=text, by=world.manager, on=on, **fields)


def act(world, recommendation=None, text="Agree who calls whom.", due=date(2026, 5, 1), **fields):
    return thread.assign(
        recommendation or recommend(world),
        text=text,
        owner_agency=world.agencies["police"],
        due=due,
        by=world.manager,
        on=MADE,
        **fields,
    )


def finish(world, action, *, on=date(2026, 3, 2)):
    thread.report_on(action, outcome="done", text="Two forces agreed.", on=on, by=world.manager)
    thread.add_evidence(action, kind="statement", text="The list has 12 names.", by=world.manager, as_of=on)
    return thread.verify(
        action, by=world.manager, agency=world.agencies["nhs"], on=date(2026, 4, 1), satisfied=True
    )


# ── The bank ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_bank_has_the_43_questions_and_every_word_it_uses_is_known():
    sectors = {term.code for term in vocabulary("agency-sectors").terms}
    themes = {term.code for term in vocabulary("themes").terms}
    sources = {term.code for term in vocabulary("source-kinds").terms}
    assert [each.number for each in bank()] == list(range(1, 44))
    for part in (part for each in bank() for part in each.parts):
        assert part.kind in KINDS
        assert set(part.about.indicators) <= set(catalogue())
        assert set(part.about.source_kinds) <= sources
        assert {part.about.theme} <= themes | {""}
        assert {part.about.sector} <= sectors | {""}


def test_an_answer_says_something_or_what_is_missing_never_both():
    for pair in ({"text": None}, {"text": "Yes.", "missing": "No."}):
        with pytest.raises(ValueError):
            Answer(**pair)


def test_of_an_empty_record_every_question_says_what_is_missing_and_who_could_supply_it(inside):
    told = {each.number: answer(each, on=TODAY) for each in bank()}
    silent = {number for number, one in told.items() if one.text is None}
    # The glossary, the agencies and groups of every partnership, and the scrutineer are there from the first day.
    assert silent >= set(range(1, 44)) - {1, 6, 23, 28}
    for number in silent:
        assert question(number).supplied_by in told[number].missing
        assert told[number].evidence == ()


def test_every_kind_answers_about_nothing_in_particular(inside):
    for kind in KINDS:
        assert bool(say(kind).text) != bool(say(kind).missing)


# ── What the committee asked for ──────────────────────────────────────────────────────────────────────────


def test_the_committee_hears_what_became_of_each_thing_it_asked_for(inside):
    assert "no minutes of the committee" in words("committee-follow-up")
    paper = committee.stage(
        COPY.encode(), name="minutes.txt", partnership=inside.partnership, by=inside.manager
    )
    committee.accept_all_remaining(paper, by=inside.manager, on=TODAY)
    said = words("committee-follow-up")
    assert said.startswith("The last minutes in the record are of 14 November 2024")
    assert (
        "A briefing paper on neglect be provided to the Committee”: resolved with no action on record".lower()
        in said.lower()
    )


# ── Recommendations and actions ───────────────────────────────────────────────────────────────────────────


def test_whether_recommendations_are_carried_out_is_counted_by_where_they_came_from(inside):
    assert words("threads", source_kinds=("rapid-review",)).startswith(
        "no: The record holds no recommendation"
    )
    finding = learn(inside)
    late, done = (
        act(inside, recommend(inside, finding=finding)),
        act(inside, recommend(inside, "Read letters.", finding=finding)),
    )
    finish(inside, done)
    recommend(inside, "Of another source.", finding=learn(inside, kind="inspection"))
    said = words("threads", source_kinds=("rapid-review",))
    assert "1 of 2 has been carried out: 1 done and checked by another agency and 1 overdue." in said
    assert "“Call, and do not write” (thornley Police): overdue since 1 May 2026." in said
    assert "Of another source" not in said
    thread.withdraw(late.recommendation, reason="Said twice.", by=inside.manager)
    assert "Call, and do not write" not in words("threads", source_kinds=("rapid-review",))


def test_an_action_is_told_with_its_dates_and_what_shows_it(inside):
    action = act(inside, text="Train peer mentors in every school.")
    said = words("actions", words=("peer mentor",))
    assert "(thornley Police), asked for on 15 January 2026, due 1 May 2026: not started and overdue" in said
    thread.report_on(
        action, outcome="under_way", text="Three schools began.", on=date(2026, 2, 2), by=inside.manager
    )
    said = words("actions", words=("peer mentor",))
    assert "under way since 2 February 2026" in said
    assert "Last word, on 2 February 2026: “Three schools began”." in said
    finish(inside, action)
    said = words("actions", words=("peer mentor",))
    assert "done and verified" in said and "What shows it, on 2 March 2026: “The list has 12 names”." in said
    assert "no action about “champion”" in words("actions", words=("champion",))


def test_words_that_name_a_member_of_staff_are_not_said(inside):
    action = act(inside, text="Train peer mentors.")
    partnerships.add_person(
        inside.partnership, name="Ida Quill", agency=inside.agencies["police"], title="Clerk", started=MADE
    )
    for text, is_said in (("Ida Quill wrote to them.", False), ("They were written to.", True)):
        thread.report_on(action, outcome="under_way", text=text, on=date(2026, 2, 2), by=inside.manager)
        assert (text[:-1] in words("actions", words=("peer mentor",))) is is_said


def test_what_changed_is_told_with_how_it_was_before(inside):
    assert "no test of what changed" in words("what-changed", source_kinds=("rapid-review",))
    recommendation = act(inside).recommendation
    test = thread.state_test(
        recommendation,
        text="Calls by audit.",
        before="8 of 20",
        judge_on=date(2026, 9, 1),
        by=inside.manager,
        on=MADE,
    )
    assert "The one test of what changed cannot be judged yet." in words(
        "what-changed", source_kinds=("rapid-review",)
    )
    finish(inside, recommendation.actions.get())
    thread.judge_impact(
        test,
        verdict="no_change",
        after="9 of 20",
        on=date(2026, 5, 20),
        by=inside.scrutineer,
        evidence=[proof()],
    )
    said = words("what-changed", source_kinds=("rapid-review",))
    assert "The one test of what changed showed no change. At the start: 8 of 20. Afterwards: 9 of 20" in said


def proof():
    return thread.Proof(kind="statement", text="Audit of twenty.", as_of=date(2026, 5, 20))


def test_asks_of_others_are_told_with_their_age_and_where_they_stand(inside):
    assert "nothing asked of others" in words("asks-of-others")
    ask = recommend(inside, "Fund places.", kind="ask", asked_of="The Department for Education")
    said = words("asks-of-others")
    assert "“Fund places”, asked of The Department for Education on 15 January 2026, 4 months ago." in said
    assert "Where it stands: not answered yet." in said
    thread.say_where_it_stands(ask, text="A fund was announced.", on=date(2026, 5, 2), by=inside.manager)
    assert "Where it stands: a fund was announced (2 May 2026)." in words("asks-of-others")
    assert "nothing asked of others about “NHS”" in words("asks-of-others", words=("NHS",))


# ── What is not as it should be ───────────────────────────────────────────────────────────────────────────


def test_what_needs_more_attention_is_counted_by_what_is_the_matter(inside):
    assert "no recommendation yet" in words("attention")
    action = act(inside)
    said = words("attention")
    assert said.startswith("Yes: 1 thing needs somebody, among 1 recommendation")
    assert "“Agree who calls whom” (thornley Police): overdue, since 1 May 2026." in said
    finish(inside, action)
    assert words("attention", on=date(2026, 4, 2)).startswith("No. The record follows 1 recommendation")


def test_a_theme_comes_back_when_more_than_one_source_says_it(inside):
    assert "no finding with a theme" in words("recurring")
    recommend(inside, finding=learn(inside, theme="neglect"))
    assert "no theme came up in more than one source. Heard once each: neglect." in words("recurring")
    learn(inside, title="Audit", kind="multi-agency-audit", theme="neglect", on=date(2026, 2, 3))
    assert (
        "Neglect: 2 findings from 2 sources, the last on 3 February 2026; 1 recommendation followed"
        in words("recurring")
    )


def test_a_priority_that_is_not_better_is_not_good_enough_yet(inside):
    assert "does not say how any priority stands" in words("not-good-enough")
    priority = partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Noticed early.", started=inside.started
    )
    progress = dict(period_start=date(2025, 4, 1), period_end=date(2026, 3, 31), by=inside.manager)
    partnerships.report_progress(priority, direction="worse", text="Waits have doubled.", **progress)
    said = words("not-good-enough")
    assert "1 of 1 priority did not stand better" in said
    assert "Neglect: worse at 31 March 2026. Waits have doubled." in said


# ── A theme, and what its words mean ──────────────────────────────────────────────────────────────────────


def test_a_theme_brings_together_priorities_recommendations_and_measures(inside):
    assert "holds nothing on harm online" in words("theme", theme="online")
    partnerships.set_priority(
        inside.partnership, title="Harm online", plain_words="Safe on every screen.", started=inside.started
    )
    act(inside, recommend(inside, "Teach parents about social media."))
    said = words("theme", theme="online", words=("social media",))
    assert "“Harm online” is a priority since 1 April 2021." in said
    assert "“Teach parents about social media” (thornley Police): overdue since 1 May 2026." in said


def test_a_word_is_explained_as_the_rulebook_and_the_partnership_put_it(inside):
    assert words("meaning", words=("neglect",)).startswith("Neglect: a child's basic needs go unmet")
    partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Every child is fed.", started=inside.started
    )
    assert "priority puts it so: every child is fed." in words("meaning", words=("neglect",))
    assert "does not explain “zebra”" in words("meaning", words=("zebra",))


# ── What was printed ──────────────────────────────────────────────────────────────────────────────────────


def test_minutes_are_quoted_where_no_room_keeps_the_answer(inside):
    assert "Neither the minutes nor the published report" in words("printed", words=("champions",))
    paper = committee.stage(
        COPY.encode(), name="minutes.txt", partnership=inside.partnership, by=inside.manager
    )
    assert "Neither" in words("printed", words=("champions",))  # nobody accepted it yet
    committee.accept_all_remaining(paper, by=inside.manager, on=TODAY)
    said = words("printed", words=("champions",))
    assert (
        "minutes of 14 November 2024" in said
        and "number of trained champions in the next Annual Report" in said
    )
    asked = words("printed", words=("damp",))
    assert "On 14 November 2024 members asked" in asked and "a panel met each month" in asked
    known_by = question(13).model_copy(update={"heard": ("damp homes",)})
    said = answer(known_by, on=TODAY).text
    assert said.startswith("The scorecard holds no figure") and "a panel met each month" in said


# ── Whose record ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_answer_comes_from_another_partnership_nor_names_another_agencys_work_to_a_contact(
    world, elsewhere
):
    fill(elsewhere, words="zzyzx")
    fill(world, owner="council")
    with scope.within(scope_of(world.manager)):
        whole = [answer(each, on=date.today()) for each in bank()]
    with scope.within(scope_of(world.agency_contact)):  # of the school, which owns nothing here
        own = [answer(each, on=date.today()) for each in bank()]
    assert "zzyzx" not in repr(whole) + repr(own)
    assert "Write one plan" in repr(whole) and "Share plans in the first week" in repr(whole)
    assert "Write one plan" not in repr(own) and "Share plans in the first week" not in repr(own)


def test_every_page_that_an_answer_names_is_there(world):
    fill(world)
    with scope.within(scope_of(world.manager)):
        told = [answer(each, on=date.today()) for each in bank()]
    addresses = {row.url for one in told for row in one.evidence}
    client = world.client("manager")
    shown = {address: client.get(address, follow=True).status_code for address in addresses}
    assert len(shown) > 8 and shown == dict.fromkeys(addresses, 200)


def test_an_answer_costs_as_many_queries_for_many_threads_as_for_few(inside):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            for kind in ("threads", "actions", "attention", "recurring", "asks-of-others", "what-changed"):
                say(kind)
        return len(counted)

    def more(number):
        for n in range(number):
            recommendation = recommend(inside, f"Ask {n}", finding=learn(inside, theme=f"theme-{n % 2}"))
            act(inside, recommendation)
            recommend(inside, f"Fund {n}", kind="ask", asked_of="A ministry")

    more(6)
    few = queries()
    more(12)
    assert queries() == few
