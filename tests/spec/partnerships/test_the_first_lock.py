"""Whose is it? A read on a partnership's table is held to a scope, and without one it raises."""

import pytest

from lscp import scope
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Group, Person, RoleHeld

pytestmark = pytest.mark.everybody


def test_a_query_outside_a_scope_raises(world):
    with pytest.raises(scope.OutsideScope):
        list(Group.objects.all())
    with pytest.raises(scope.OutsideScope):
        Group.objects.count()
    with pytest.raises(scope.OutsideScope):
        Group.objects.filter(name="x").exists()
    with pytest.raises(scope.OutsideScope):
        Group.objects.update(name="x")
    with pytest.raises(scope.OutsideScope):
        Group.objects.all().delete()


def test_a_query_built_under_one_scope_does_not_run_under_another(world, elsewhere):
    with scope.within(scope_of(world.manager)):
        mine = Group.objects.all()
    with scope.within(scope_of(elsewhere.manager)), pytest.raises(scope.OutsideScope):
        list(mine)


def test_a_partnership_sees_its_own_people_only(world, elsewhere):
    with scope.within(scope_of(world.manager)):
        assert not Person.objects.filter(name__contains="eastmere").exists()
        assert Person.objects.filter(name__contains="thornley").exists()


def test_an_agency_contact_sees_nothing_that_is_not_theirs_or_shared(world):
    with scope.within(scope_of(world.agency_contact)):
        assert {person.name for person in Person.objects.all()} == {"Agency Contact of thornley"}
        assert RoleHeld.objects.count() == 0


def test_a_scheduled_job_says_why_it_reads_everything(world, elsewhere):
    with scope.of_all("reminders") as opened:
        assert opened.because == "reminders"
        assert RoleHeld.objects.filter(role="manager").count() == 2
