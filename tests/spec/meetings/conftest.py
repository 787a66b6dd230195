"""A group with a chair and members, and a meeting of it."""

from datetime import date, time

import pytest

from lscp import scope
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.sources.meetings import operations
from lscp.sources.meetings.models import Attendance

DAY = date(2025, 5, 13)


class Room:
    """The case review group of ``world``: chaired by the police, with the school and a lay member."""

    def __init__(self, world):
        self.world = world
        self.manager, self.chair = world.manager, world.group_chair
        self.group = self.open("Case Review Group", meetings_a_year=4)
        self.seat(world.group_chair, "police", "chair")
        self.seat(world.agency_contact, "school", "member")
        self.seat(world.scrutineer, None, "scrutineer")

    def open(self, name, **more):
        return partnerships.open_group(
            self.world.partnership, name=name, kind="subgroup", started=date(2023, 4, 1), **more
        )

    def seat(self, held, agency, capacity, group=None):
        return partnerships.seat(
            group or self.group,
            held.person,
            agency=self.world.agencies.get(agency),
            capacity=capacity,
            started=date(2023, 4, 1),
        )

    def plan(self, day=DAY, group=None, **more):
        return operations.plan(
            group or self.group,
            held_on=day,
            starts_at=time(10, 0),
            place="Town Hall",
            by=self.manager,
            **more,
        )

    def held(self, day=DAY, group=None, **more):
        return operations.hold(self.plan(day, group, **more), on=day, by=self.manager)

    def everybody(self, meeting, status="attended"):
        rows = Attendance.everywhere.filter(meeting=meeting)
        operations.record_attendance(
            meeting,
            marks={row.pk: (status, "A. Deputy" if status == "deputy" else "") for row in rows},
            version=meeting.version,
            by=self.manager,
        )


@pytest.fixture
def room(world):
    return Room(world)


@pytest.fixture
def reading(room):
    with scope.within(scope_of(room.manager)):
        yield room
