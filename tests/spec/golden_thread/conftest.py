"""A thread to work on, made through the operations."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from lscp.golden_thread import operations

TODAY = date(2026, 6, 1)


class Story:
    """One source and its finding; recommendations and actions on request."""

    today = TODAY

    def __init__(self, world):
        self.world, self.manager = world, world.manager
        self.source = operations.open_source(
            world.partnership,
            kind="rapid-review",
            title="Rapid review “Rowan”",
            happened_on=date(2026, 1, 15),
            reference="RR-2026-1",
            by=self.manager,
        )
        self.finding = operations.record_finding(
            self.source,
            text="Strategy discussions went ahead without health.",
            quotation="health colleagues were not invited",
            by=self.manager,
        )

    def recommendation(self, text="Invite health to every strategy discussion.", **fields):
        fields.setdefault("on", date(2026, 2, 1))
        return operations.recommend(self.finding, text=text, by=self.manager, **fields)

    def action(self, recommendation=None, text="Add health to the invitation list.", **fields):
        fields.setdefault("owner_agency", self.world.agencies["school"])
        fields.setdefault("due", date(2026, 5, 1))
        fields.setdefault("on", date(2026, 2, 1))
        return operations.assign(
            recommendation or self.recommendation(), text=text, by=self.manager, **fields
        )

    def done(self, action=None, on=TODAY):
        action = action or self.action()
        operations.report_on(action, outcome="done", text="The list was changed.", on=on, by=self.manager)
        return action

    def shown(self, action=None):
        action = self.done(action)
        operations.add_evidence(
            action, kind="statement", text="The list names health.", by=self.manager, as_of=TODAY
        )
        return action

    def verified(self, action=None):
        action = self.shown(action)
        return operations.verify(
            action, by=self.world.group_chair, agency=self.world.agencies["police"], on=TODAY, satisfied=True
        ).action

    def tested(self, recommendation=None, judge_on=date(2026, 9, 1)):
        return operations.state_test(
            recommendation or self.recommendation(),
            text="Share of strategy discussions with health there, by audit of 20.",
            before="8 of 20 in January 2026",
            judge_on=judge_on,
            by=self.manager,
            on=date(2026, 2, 1),
        )

    def link(self, action=None, send=None):
        """A link for the school's contact, and its token."""
        return operations.send_link(
            action or self.action(),
            by=self.manager,
            to_person=self.world.agency_contact.person,
            expires=timezone.make_aware(datetime(2026, 6, 20, 12, 0)),
            send=send,
        )


@pytest.fixture
def story(world):
    return Story(world)
