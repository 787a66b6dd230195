"""An incident of today, taken as far as a test needs it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lscp import scope
from lscp.calendars import add_working_days
from lscp.partnerships.access import scope_of
from lscp.sources.reviews import operations

ACCOUNT = "A child was seriously hurt at home. Neglect is suspected."


class Reviews:
    def __init__(self, world):
        self.world, self.today = world, timezone.localdate()
        self.known = add_working_days(self.today, -12)
        self.notified_on = add_working_days(self.today, -11)

    def raised(self, pseudonym="Rowan", **changes):
        facts = {
            "kind": "harm",
            "occurred_on": self.known - timedelta(days=1),
            "known_on": self.known,
            "raised_by": self.world.agencies["nhs"],
            "account": ACCOUNT,
            "by": self.world.manager,
        }
        with scope.within(scope_of(self.world.manager)):
            return operations.raise_incident(self.world.partnership, pseudonym=pseudonym, **facts | changes)

    def notified(self, incident=None, **changes):
        with scope.within(scope_of(self.world.manager)):
            return operations.notify(
                incident or self.raised(**changes),
                reason="Serious harm; neglect is suspected.",
                on=self.notified_on,
                by=self.world.partner_lead,
            )

    def asked(self, incident=None, agency="school", on=None):
        with scope.within(scope_of(self.world.manager)):
            return operations.ask_for_summary(
                incident or self.notified(),
                self.world.agencies[agency],
                on=on or self.notified_on,
                by=self.world.manager,
            )

    def sent(self, incident=None, **changes):
        facts = {
            "learning": "Nobody asked who else was worried.",
            "next_step": "none",
            "reason": "The rapid review holds the learning.",
            "without": "They answered by telephone.",
            "on": self.today,
            "by": self.world.partner_lead,
        }
        with scope.within(scope_of(self.world.manager)):
            return operations.send_rapid_review(incident or self.notified(), **facts | changes)

    def recommended(self, incident, text="A call when two agencies worry about one child."):
        with scope.within(scope_of(self.world.manager)):
            return operations.recommend(
                incident, finding="Letters were shared, nobody spoke.", text=text, by=self.world.manager
            )


@pytest.fixture
def reviews(world):
    return Reviews(world)
