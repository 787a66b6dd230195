"""Where a return, a request for one and a data gap may go: the tables the rules and the pages read."""

from django.db.models import TextChoices


class RequestStatus(TextChoices):
    ASKED = "asked", "Asked"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "No longer needed"


class ReturnStatus(TextChoices):
    RECEIVED = "received", "Received, not signed off"
    SIGNED_OFF = "signed_off", "Signed off by its owner"
    WITHDRAWN = "withdrawn", "Withdrawn"


class GapStatus(TextChoices):
    OPEN = "open", "Nobody has asked yet"
    ASKED = "asked", "Asked for"
    PROMISED = "promised", "Promised"
    REFUSED = "refused", "Refused"
    ESTIMATED = "estimated", "Estimated from a larger area"
    SUPPLIED = "supplied", "Supplied"


# A return: where it may go from where it stands.
MAY_BECOME = {
    ReturnStatus.RECEIVED: {ReturnStatus.SIGNED_OFF, ReturnStatus.WITHDRAWN},
    ReturnStatus.SIGNED_OFF: {ReturnStatus.WITHDRAWN},
    ReturnStatus.WITHDRAWN: set(),
}

# Whose turn it is, in words for the page.
TURN = {
    RequestStatus.ASKED: "the agency's",
    RequestStatus.ANSWERED: "nobody's",
    RequestStatus.WITHDRAWN: "nobody's",
    ReturnStatus.RECEIVED: "its owner's, to sign it off",
    ReturnStatus.SIGNED_OFF: "nobody's",
    ReturnStatus.WITHDRAWN: "nobody's",
    GapStatus.OPEN: "ours, to ask",
    GapStatus.ASKED: "theirs, to answer",
    GapStatus.PROMISED: "theirs, to send it",
    GapStatus.REFUSED: "ours, to ask elsewhere or to estimate",
    GapStatus.ESTIMATED: "ours, to ask again",
    GapStatus.SUPPLIED: "nobody's",
}
