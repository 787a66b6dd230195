"""The statuses of an action and of a recommendation, and four tables about each.

``GOES_TO``: where one may go next. ``TURN``: whose move it is. ``JOURNAL``: the verb written on arrival.
``SHOWN``: the words and colour of the tag. "Overdue" is not here: it is a question about a date.
"""

from django.db.models import TextChoices


class ActionStatus(TextChoices):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CLAIMED_DONE = "claimed_done"
    VERIFIED = "verified"
    CANNOT_BE_DONE = "cannot_be_done"


class RecommendationStatus(TextChoices):
    MADE = "made"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


A, R = ActionStatus, RecommendationStatus
OWNER, VERIFIER, ADDRESSEE, JUDGE, NOBODY = "owner", "verifier", "addressee", "judge", "nobody"

GOES_TO = {
    A.PLANNED: {A.UNDER_WAY, A.CLAIMED_DONE, A.CANNOT_BE_DONE},
    A.UNDER_WAY: {A.UNDER_WAY, A.CLAIMED_DONE, A.CANNOT_BE_DONE},
    A.CLAIMED_DONE: {A.VERIFIED, A.UNDER_WAY, A.CLAIMED_DONE},
    A.VERIFIED: {A.UNDER_WAY},
    A.CANNOT_BE_DONE: {A.UNDER_WAY, A.CLAIMED_DONE},
    R.MADE: {R.TAKEN_UP, R.DECLINED, R.WITHDRAWN},
    R.TAKEN_UP: {R.DECLINED, R.CLOSED, R.WITHDRAWN},
    R.DECLINED: {R.TAKEN_UP, R.WITHDRAWN},
    R.CLOSED: {R.TAKEN_UP},
    R.WITHDRAWN: set(),
}

TURN = {
    A.PLANNED: OWNER,
    A.UNDER_WAY: OWNER,
    A.CLAIMED_DONE: VERIFIER,
    A.VERIFIED: NOBODY,
    A.CANNOT_BE_DONE: NOBODY,
    R.MADE: ADDRESSEE,
    R.TAKEN_UP: JUDGE,
    R.DECLINED: NOBODY,
    R.CLOSED: NOBODY,
    R.WITHDRAWN: NOBODY,
}

JOURNAL = {
    A.PLANNED: "action.assigned",
    A.UNDER_WAY: "action.under_way",
    A.CLAIMED_DONE: "action.claimed_done",
    A.VERIFIED: "action.verified",
    A.CANNOT_BE_DONE: "action.cannot_be_done",
    R.MADE: "recommendation.made",
    R.TAKEN_UP: "recommendation.taken_up",
    R.DECLINED: "recommendation.declined",
    R.CLOSED: "recommendation.closed",
    R.WITHDRAWN: "recommendation.withdrawn",
}

SHOWN = {
    A.PLANNED: ("Not started", "grey"),
    A.UNDER_WAY: ("Under way", "blue"),
    A.CLAIMED_DONE: ("Said to be done", "yellow"),
    A.VERIFIED: ("Done and verified", "green"),
    A.CANNOT_BE_DONE: ("Cannot be done", "red"),
    R.MADE: ("Not answered yet", "grey"),
    R.TAKEN_UP: ("Taken up", "blue"),
    R.DECLINED: ("Declined, with a reason", "orange"),
    R.CLOSED: ("Closed: impact judged", "green"),
    R.WITHDRAWN: ("Withdrawn", "grey"),
}

# An action in one of these asks nothing more of its owner.
SETTLED = {A.VERIFIED, A.CANNOT_BE_DONE}
# An action in one of these is still asked of its owner.
LIVE = (A.PLANNED, A.UNDER_WAY)
# A recommendation in one of these is still being followed.
OPEN = {R.MADE, R.TAKEN_UP}


def choices(statuses):
    """For a model or a form: each status with the words a reader sees."""
    return [(status.value, SHOWN[status][0]) for status in statuses]
