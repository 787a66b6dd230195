"""Who may change who works together, and what the record refuses to forget."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from lscp import scope
from lscp.journal.models import Event
from lscp.partnerships import operations, queries, rules
from lscp.partnerships.access import ELEVATED_FOR, elevated_until, scope_of
from lscp.partnerships.models import (
    Agency,
    Arrangements,
    ElevatedSession,
    GroupMember,
    Objective,
    Post,
    Progress,
    RoleHeld,
)
from lscp.public import urls as public
from lscp.refusal import Refused
from lscp.versioned import EditedMeanwhile

pytestmark = pytest.mark.everybody

DAY = date(2025, 4, 1)
YEAR_END = date(2026, 3, 31)


def refused(number, attempt, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        attempt(*args, **kwargs)
    assert caught.value.refusal.rule == number
    return caught.value.refusal.because


def open_group(world, name="Case Review Group", kind="subgroup", **more):
    return operations.open_group(world.partnership, name=name, kind=kind, started=DAY, **more)


def set_priority(world, **more):
    given = {"title": "Neglect", "plain_words": "Needs not met", "started": DAY} | more
    return operations.set_priority(world.partnership, **given)


def add_person(world, name="New Person", agency="school"):
    return operations.add_person(
        world.partnership, name=name, agency=world.agencies[agency], title="Lead", started=DAY
    )


# ── Locks ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_pa01_a_role_does_only_what_the_table_says(world):
    because = refused("PA-01", open_group, world, by=world.reader)
    assert "The role Reader may not keep agencies, groups, people and priorities" in because


def test_pa02_a_manager_keeps_their_own_partnership_only(world, elsewhere):
    refused("PA-02", open_group, elsewhere, by=world.manager)


def test_pa03_nobody_gives_themselves_a_role(world):
    operations.elevate(world.administrator, because="A test")
    me = world.administrator
    refused(
        "PA-03",
        operations.give_role,
        me.person,
        "manager",
        partnership=world.partnership,
        started=DAY,
        by=me,
    )
    refused("PA-03", operations.end_role, me, on=YEAR_END, by=me)


def test_pa04_nobody_acts_for_an_agency_that_has_no_place_here(world, elsewhere):
    nhs, person = elsewhere.agencies["nhs"], world.reader.person
    group = open_group(world)
    here = {"partnership": world.partnership, "started": DAY}
    refused("PA-04", operations.add_person, world.partnership, name="X", agency=nhs, title="t", started=DAY)
    refused("PA-04", operations.add_post, person, agency=nhs, title="t", **here)
    refused("PA-04", operations.give_role, person, "agency_contact", agency=nhs, **here)
    refused("PA-04", operations.seat, group, person, capacity="member", agency=nhs, started=DAY)
    post = Post.everywhere.get(person=elsewhere.reader.person)
    refused("PA-04", operations.end_post, post, on=YEAR_END, partnership=world.partnership)
    refused(
        "PA-04",
        operations.edit_agency,
        nhs,
        partnership=world.partnership,
        version=1,
        by=world.manager,
        name="Taken over",
    )


def test_pa05_a_working_group_ends_with_its_outcome(world):
    group = open_group(world, kind="working")
    refused("PA-05", operations.conclude_group, group, on=YEAR_END, outcome=" ")
    operations.conclude_group(group, on=YEAR_END, outcome="Shops were checked")
    assert group.outcome == "Shops were checked"


def test_pa06_an_administrator_works_in_a_session_that_ends_by_itself(world):
    me, person = world.administrator, world.reader.person
    give = dict(partnership=world.partnership, started=DAY, by=me)
    refused("PA-06", operations.give_role, person, "analyst", **give)
    session = operations.elevate(me, because="A new analyst")
    assert elevated_until(me, timezone.now()) == session.ends_at
    operations.give_role(person, "analyst", **give)
    ElevatedSession.everywhere.update(ends_at=timezone.now() - timedelta(seconds=1))
    refused("PA-06", operations.give_role, person, "reader", **give)
    assert timedelta(minutes=30) == ELEVATED_FOR
    assert Event.objects.filter(verb="session.elevated", summary__contains="A new analyst").exists()


def test_pa06_a_session_is_its_own_administrators(world):
    other = world.add("administrator", name="Second Administrator")
    operations.elevate(other, because="Another reason")
    refused(
        "PA-06",
        operations.give_role,
        world.reader.person,
        "analyst",
        partnership=world.partnership,
        started=DAY,
        by=world.administrator,
    )


def test_pa07_nothing_ends_before_it_began(world):
    group, early = open_group(world), DAY - timedelta(days=1)
    seat = operations.seat(group, world.reader.person, capacity="member", started=DAY)
    refused("PA-07", operations.unseat, seat, on=early)
    refused("PA-07", operations.conclude_group, group, on=early)
    refused("PA-07", set_priority, world, ended=early)
    priority = set_priority(world, ended=YEAR_END)
    refused(
        "PA-07",
        operations.edit_priority,
        priority,
        version=1,
        by=world.manager,
        started=YEAR_END + timedelta(days=1),
    )
    refused(
        "PA-07",
        operations.report_progress,
        priority,
        period_start=DAY,
        period_end=early,
        direction="better",
        text="t",
        by=world.manager,
    )


def test_pa08_an_agency_contact_answers_for_an_agency(world):
    refused(
        "PA-08",
        operations.give_role,
        world.reader.person,
        "agency_contact",
        partnership=world.partnership,
        started=DAY,
    )


def test_pa09_nobody_ends_a_partnership_they_do_not_keep(world, elsewhere):
    refused("PA-09", operations.succeed, elsewhere.partnership, world.partnership, on=DAY, by=world.manager)
    reader = RoleHeld.everywhere.create(
        person=world.manager.person, partnership=elsewhere.partnership, role="reader", started=DAY
    )
    refused("PA-09", operations.succeed, elsewhere.partnership, world.partnership, on=DAY, by=world.manager)
    reader.role = "manager"
    reader.save()
    operations.succeed(elsewhere.partnership, world.partnership, on=DAY, by=world.manager)
    elsewhere.partnership.refresh_from_db()
    assert elsewhere.partnership.ended == DAY


def test_pa10_a_partnership_does_not_succeed_itself(world):
    refused("PA-10", operations.succeed, world.partnership, world.partnership, on=DAY)


def test_pa11_a_stranger_gets_no_role_seat_post_or_account(world, elsewhere):
    stranger, group = elsewhere.reader.person, open_group(world)
    here = {"partnership": world.partnership, "started": DAY}
    refused("PA-11", operations.give_role, stranger, "reader", **here)
    refused("PA-11", operations.seat, group, stranger, capacity="member", started=DAY)
    refused("PA-11", operations.add_post, stranger, agency=world.agencies["nhs"], title="t", **here)
    refused("PA-11", operations.open_account, stranger, email="a@b.example", partnership=world.partnership)
    refused(
        "PA-11",
        operations.edit_person,
        stranger,
        partnership=world.partnership,
        version=1,
        by=world.manager,
        email="taken@over.example",
    )


def test_pa12_nobody_sits_in_a_group_that_is_over_or_not_begun(world):
    group, person = open_group(world), world.reader.person
    refused("PA-12", operations.seat, group, person, capacity="member", started=DAY - timedelta(days=1))
    operations.conclude_group(group, on=YEAR_END)
    refused("PA-12", operations.seat, group, person, capacity="member", started=YEAR_END + timedelta(days=1))


def test_pa13_progress_is_said_once_a_period_and_then_corrected(world):
    priority = set_priority(world)
    period = {"period_start": DAY, "period_end": YEAR_END}
    said = operations.report_progress(priority, direction="worse", text="A", by=world.manager, **period)
    refused(
        "PA-13",
        operations.report_progress,
        priority,
        direction="better",
        text="B",
        by=world.manager,
        **period,
    )
    operations.edit_progress(said, version=1, direction="better", text="B", by=world.manager)
    assert Progress.everywhere.get().direction == "better"
    assert '"before": "A"' in Event.objects.get(verb="priority.progress_corrected").details


def publish(world, after=None, changes="Something"):
    return operations.publish_arrangements(
        world.partnership, text="Text", changes=changes, in_force_from=DAY, after=after
    )


def test_pa14_arrangements_follow_the_version_their_writer_had_read(world):
    publish(world, after=0)
    assert "version 1" in refused("PA-14", publish, world, after=0)
    publish(world, after=1)
    assert Arrangements.everywhere.count() == 2


def test_pa15_a_new_version_says_what_changed(world):
    publish(world, changes="")
    refused("PA-15", publish, world, changes=" ")


def test_pa16_a_group_has_one_chair_at_a_time(world):
    group = open_group(world)
    first = operations.seat(group, world.reader.person, capacity="chair", started=DAY)
    second = {"capacity": "chair", "started": YEAR_END}
    refused("PA-16", operations.seat, group, world.analyst.person, **second)
    operations.unseat(first, on=YEAR_END - timedelta(days=1))
    operations.seat(group, world.analyst.person, **second)


def test_pa17_a_groups_name_is_its_own(world, elsewhere):
    open_group(world)
    refused("PA-17", open_group, world)
    other = open_group(world, name="Forum")
    refused("PA-17", operations.edit_group, other, version=1, by=world.manager, name="Case Review Group")
    open_group(elsewhere)


def test_pa18_an_agency_has_one_place_at_a_time(world):
    refused(
        "PA-18",
        operations.add_agency,
        world.partnership,
        name=world.agencies["nhs"].name,
        sector="health",
        started=DAY,
    )


def test_pa19_an_agencys_name_is_its_own(world):
    refused(
        "PA-19",
        operations.edit_agency,
        world.agencies["nhs"],
        partnership=world.partnership,
        version=1,
        by=world.manager,
        name=world.agencies["police"].name,
    )


def test_pa20_a_person_has_one_account(world):
    refused(
        "PA-20",
        operations.open_account,
        world.reader.person,
        email="second@thornley.example",
        partnership=world.partnership,
    )


def test_pa21_an_address_is_one_persons(world):
    taken = world.reader.person.user.email.upper()
    person = add_person(world)
    refused("PA-21", operations.open_account, person, email=taken, partnership=world.partnership)


def test_pa22_a_session_has_a_reason(world):
    refused("PA-22", operations.elevate, world.administrator, because=" ")


def test_pa23_an_objective_is_dropped_with_a_reason_and_stays_in_the_journal(world):
    objective = operations.add_objective(set_priority(world), strand="response", text="Do it", measure="m")
    refused("PA-23", operations.drop_objective, objective, by=world.manager, because=" ")
    operations.drop_objective(objective, by=world.manager, because="Done elsewhere")
    assert not Objective.everywhere.exists()
    assert "Do it" in Event.objects.get(verb="objective.dropped").details


def test_pa24_a_succession_is_recorded_once(world, elsewhere):
    operations.succeed(elsewhere.partnership, world.partnership, on=DAY)
    refused("PA-24", operations.succeed, elsewhere.partnership, world.partnership, on=DAY)


@pytest.mark.parametrize("code", sorted(rules.TAKEN_ADDRESSES))
def test_pa25_a_partnership_may_not_have_the_address_of_a_page_of_the_site(db, code):
    facts = {"name": "Desk", "authorities": [{"code": "E09000001", "name": "Desk"}], "started": DAY}
    refused("PA-25", operations.found_partnership, code=code, **facts)
    assert operations.found_partnership(code=f"{code}-borough", **facts).pk == f"{code}-borough"


def test_pa25_every_first_word_of_an_address_is_taken():
    addresses = [*get_resolver().url_patterns, *public.urlpatterns]
    first = {str(one.pattern).split("/")[0].split(".")[0] for one in addresses}
    plain = {word for word in first if word and "<" not in word}
    assert {"desk", "api", "verify"} <= plain <= rules.TAKEN_ADDRESSES


def test_each_rule_has_its_own_number():
    numbers = [
        rule.__doc__.split(".")[0]
        for rule in vars(rules).values()
        if callable(rule) and getattr(rule, "__module__", "") == rules.__name__
    ]
    assert len(numbers) == len(set(numbers)) == 29


# ── What happens ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_that_serves_two_partnerships_is_one_agency(world, elsewhere):
    police = world.agencies["police"]
    joined = operations.add_agency(elsewhere.partnership, name=police.name, sector="police", started=DAY)
    assert joined == police
    with scope.within(scope_of(world.manager)):
        found = queries.serves_too([police.pk], world.partnership, on=DAY)
    assert found == {police.pk: [elsewhere.partnership.name]}


def test_concluding_a_group_ends_its_seats_even_those_promised_for_later(world):
    group = open_group(world)
    operations.seat(group, world.reader.person, capacity="member", started=DAY)
    late = operations.seat(
        group, world.analyst.person, capacity="member", started=YEAR_END + timedelta(days=9)
    )
    operations.conclude_group(group, on=YEAR_END)
    ends = dict(GroupMember.everywhere.values_list("person__name", "ended"))
    assert ends["Reader of thornley"] == YEAR_END
    assert ends["Analyst of thornley"] == late.started


def test_leaving_a_post_ends_the_roles_held_for_that_agency(world):
    post = Post.everywhere.get(person=world.agency_contact.person)
    operations.end_post(post, on=YEAR_END, partnership=world.partnership)
    world.agency_contact.refresh_from_db()
    assert world.agency_contact.ended == YEAR_END


@pytest.mark.parametrize("thing", ["partnership", "agency", "person", "group", "priority", "objective"])
def test_two_people_editing_one_thing_the_second_is_told(world, thing):
    rows = {
        "partnership": lambda: world.partnership,
        "agency": lambda: world.agencies["school"],
        "person": lambda: world.reader.person,
        "group": lambda: open_group(world),
        "priority": lambda: set_priority(world),
        "objective": lambda: operations.add_objective(
            set_priority(world), strand="response", text="t", measure="m"
        ),
    }
    row = rows[thing]()
    operation = getattr(operations, f"edit_{thing}")
    field = {"priority": "title", "objective": "text"}.get(thing, "name")
    more = {"partnership": world.partnership} if thing in ("agency", "person") else {}
    operation(row, version=1, by=world.manager, **{field: "First"}, **more)
    with pytest.raises(EditedMeanwhile) as stale:
        operation(row, version=1, by=world.manager, **{field: "Second"}, **more)
    assert getattr(stale.value.current, field) == "First"


def test_what_was_refused_leaves_no_trace(world):
    before, agencies = Event.objects.count(), Agency.everywhere.count()
    refused(
        "PA-01",
        operations.add_agency,
        world.partnership,
        name="New",
        sector="other",
        started=DAY,
        by=world.reader,
    )
    assert (Event.objects.count(), Agency.everywhere.count()) == (before, agencies)


def test_pa29_a_partnership_is_begun_once(world):
    with pytest.raises(Refused) as refused:
        operations.found_partnership(
            code=world.partnership.code, name="Again", authorities=[], started=date(2021, 4, 1)
        )
    assert refused.value.refusal.rule == "PA-29"


def test_pa28_another_partnerships_agency_joins_by_who_keeps_both_or_by_the_installer(world, elsewhere):
    name = elsewhere.agencies["police"].name
    with pytest.raises(Refused) as refused:
        operations.add_agency(world.partnership, name=name, sector="police", started=DAY, by=world.manager)
    assert refused.value.refusal.rule == "PA-28"
    joined = operations.add_agency(world.partnership, name=name, sector="police", started=DAY)
    assert joined == elsewhere.agencies["police"]
    council = world.agencies["council"].name
    operations.add_agency(elsewhere.partnership, name=council, sector="council", started=DAY)
    operations.give_role(world.manager.person, "manager", partnership=elsewhere.partnership, started=DAY)
    school = elsewhere.agencies["school"].name
    assert operations.add_agency(
        world.partnership, name=school, sector="education", started=DAY, by=world.manager
    )
