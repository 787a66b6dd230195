"""What was sent to whom: links by which people answer without an account, and reminders."""

from django.db import models

from lscp.golden_thread.models.acting import Action, OfAnAction
from lscp.partnerships.models import Agency, Person
from lscp.scope import Scoped


class EmailLink(Scoped):
    """A link sent by e-mail to one ``person`` about one thing. Only the hash of its token is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        default_manager_name = "objects"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"Link for {self.person}"


class ActionLink(EmailLink, OfAnAction):
    """The link by which one person answers about one action, once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="action_links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="action_links")
    sent_by = models.CharField(max_length=250)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(EmailLink.Meta):
        db_table = "golden_thread_action_link"


class Reminder(OfAnAction):
    """A reminder that was sent: one a stage and due date for each person, so that a second run sends nothing."""

    STAGES = [
        ("soon", "Due within 7 days"),
        ("overdue", "Overdue"),
        ("escalated", "Overdue by 14 days or more"),
    ]

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=10, choices=STAGES)
    due = models.DateField()
    sent_on = models.DateField()

    class Meta(OfAnAction.Meta):
        db_table = "golden_thread_reminder"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "person", "stage", "due"], name="reminded_once_a_stage")
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.person}"
