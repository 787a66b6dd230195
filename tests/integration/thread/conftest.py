"""A thread of today, so that pages that read the clock have something to say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lscp.golden_thread import operations


class Threads:
    def __init__(self, world):
        self.world, self.manager, self.today = world, world.manager, timezone.localdate()
        self.source = operations.open_source(
            world.partnership,
            kind="committee",
            title="Scrutiny committee, item 6",
            happened_on=self.days(-100),
            by=self.manager,
        )
        self.finding = operations.record_finding(
            self.source,
            text="Families wait too long for a repair.",
            quotation="he asked how long a family with a toddler waits",
            by=self.manager,
        )

    def days(self, number):
        return self.today + timedelta(days=number)

    def recommendation(self, text="Repair damp homes with small children first.", **fields):
        fields.setdefault("on", self.days(-90))
        return operations.recommend(self.finding, text=text, by=self.manager, **fields)

    def action(self, recommendation=None, text="Write the repairs rule.", **fields):
        fields.setdefault("owner_agency", self.world.agencies["school"])
        fields.setdefault("due", self.days(-10))
        fields.setdefault("on", self.days(-80))
        return operations.assign(
            recommendation or self.recommendation(), text=text, by=self.manager, **fields
        )

    def shown(self, action=None):
        action = action or self.action()
        operations.report_on(action, outcome="done", text="It is written.", on=self.today, by=self.manager)
        operations.add_evidence(
            action, kind="statement", text="Rule 4: damp first.", by=self.manager, as_of=self.today
        )
        return action

    def tested(self, recommendation=None):
        return operations.state_test(
            recommendation or self.recommendation(),
            text="Days from report to repair, by audit of 20.",
            before="41 days in January",
            judge_on=self.days(-1),
            by=self.manager,
            on=self.days(-60),
        )


@pytest.fixture
def threads(world):
    return Threads(world)
