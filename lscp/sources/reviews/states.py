"""The statuses of a serious incident, as tables: where it may go, whose turn it is, what is journalled and shown."""

from django.db.models import TextChoices


class IncidentStatus(TextChoices):
    RAISED = "raised", "Raised"
    NOT_NOTIFIABLE = "not_notifiable", "Decided: not to be notified"
    NOTIFIED = "notified", "Notified: rapid review under way"
    RAPID_REVIEW_SENT = "rapid_review_sent", "Rapid review sent to the national Panel"
    LOCAL_REVIEW = "local_review", "Local child safeguarding practice review under way"
    CLOSED = "closed", "Closed"


S = IncidentStatus

GOES_TO = {
    S.RAISED: {S.NOT_NOTIFIABLE, S.NOTIFIED},
    S.NOT_NOTIFIABLE: {S.NOTIFIED},  # new information may change the decision
    # Closed at once only for a care leaver (RV-11); a notification may later prove not to have been needed (C05).
    S.NOTIFIED: {S.RAPID_REVIEW_SENT, S.CLOSED, S.NOT_NOTIFIABLE},
    S.RAPID_REVIEW_SENT: {S.LOCAL_REVIEW, S.CLOSED},
    S.LOCAL_REVIEW: {S.CLOSED},
    S.CLOSED: set(),
}

TURN = {
    S.RAISED: "the delegated safeguarding partners, to decide whether the criteria are met",
    S.NOT_NOTIFIABLE: "nobody, unless new information comes",
    S.NOTIFIED: "the partnership manager, for the agencies’ summaries and the rapid review",
    S.RAPID_REVIEW_SENT: "the delegated safeguarding partners, to begin the local review or close",
    S.LOCAL_REVIEW: "the reviewer and the panel",
    S.CLOSED: "nobody",
}

JOURNAL = {
    S.RAISED: "incident.raised",
    S.NOT_NOTIFIABLE: "incident.not_notifiable",
    S.NOTIFIED: "incident.notified",
    S.RAPID_REVIEW_SENT: "incident.rapid_review_sent",
    S.LOCAL_REVIEW: "incident.local_review_begun",
    S.CLOSED: "incident.closed",
}

# Words and the colour that helps them.
SHOWN = {
    S.RAISED: ("Decision needed", "orange"),
    S.NOT_NOTIFIABLE: ("Not notified", "grey"),
    S.NOTIFIED: ("Rapid review", "blue"),
    S.RAPID_REVIEW_SENT: ("Sent to the Panel", "purple"),
    S.LOCAL_REVIEW: ("Practice review", "blue"),
    S.CLOSED: ("Closed", "green"),
}
