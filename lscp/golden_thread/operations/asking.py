"""Links by e-mail that let one person answer about one action, and the reminders that carry them."""

from django.db import transaction
from django.utils import timezone

from lscp.documents import operations as documents
from lscp.golden_thread import links, reminders, rules
from lscp.golden_thread.models import ActionLink, Reminder
from lscp.golden_thread.operations.acting import report_on
from lscp.golden_thread.operations.linking import issue, link_of
from lscp.golden_thread.operations.steps import journal, keeper_only, revoke_links, works_there
from lscp.golden_thread.states import ActionStatus
from lscp.partnerships.models import Post, RoleHeld
from lscp.refusal import refuse_if

SCHEDULE = "the reminder schedule"


@transaction.atomic
def send_link(action, *, by, to_person, expires, send=None):
    """Make a link for one person to answer about one action; earlier links to them about it end.

    ``send(link, token)`` sends it; when it fails, nothing was done. Returns ``(link, token)``: the token is kept
    nowhere else. ``by`` is None for the reminder schedule.
    """
    if by is not None:
        keeper_only(action, by)
    refuse_if(
        rules.link_goes_to_the_owner(action, works_there=works_there(to_person, action.owner_agency_id)),
        rules.under_way_has_owner_and_date(ActionStatus.UNDER_WAY, action.owner_agency_id, action.due),
        rules.person_has_an_address(to_person),
    )
    revoke_links(action, person=to_person)
    link, token = issue(
        ActionLink,
        action=action,
        person=to_person,
        agency=action.owner_agency,
        sent_by=str(by or SCHEDULE)[:250],
        expires=expires,
    )
    journal("action.link_sent", f"Sent a link to {to_person}", action, by or SCHEDULE, expires=expires)
    if send is not None:
        send(link, token)
    return link, token


@transaction.atomic
def revoke(link, *, by):
    """End a link before it expires."""
    keeper_only(link.action, by)
    revoke_links(link.action, pk=link.pk)
    journal("action.link_revoked", f"Ended the link sent to {link.person}", link.action, by)
    return link


def redeem(token, at):
    """The ``ActionLink`` that a token opens, if it still does. Raises ``Refused`` (GT-24 to GT-28). Uses nothing up:
    programs that look at e-mails open links too."""
    link = link_of(
        ActionLink,
        token,
        "agency",
        "action__owner_agency",
        "action__owner_person",
        "action__recommendation__finding__source__partnership",
    )
    refuse_if(
        rules.link_is_unused(link),
        rules.link_stands(link),
        rules.action_is_still_theirs(link, link.action, left=left(link.person, link.agency_id, at)),
        rules.link_is_in_time(link, at=at),
    )
    return link


def partnership_of(token):
    """Whose link it was, also when it opens nothing any more. Raises ``Refused`` (GT-24)."""
    link = link_of(ActionLink, token, "action__recommendation__finding__source__partnership")
    return link.action.recommendation.finding.source.partnership


def left(person, agency_id, at):
    """Has a person to whom a link was sent left the agency since? Then it opens nothing, although it was forwarded."""
    on = timezone.localdate(at)
    return not any(
        kind.everywhere.filter(person=person, agency_id=agency_id).exclude(ended__lt=on).exists()
        for kind in (Post, RoleHeld)
    )


@transaction.atomic
def answer_by_link(token, *, outcome, text, at, content=None, name=""):
    """Send the one answer a link allows, with a file (bytes) if there is one; the link is then used up."""
    link = redeem(token, at)
    used = ActionLink.everywhere.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    link.used_at = None if used else at
    refuse_if(rules.link_is_unused(link))
    holder = links.LinkHolder(link)
    document = None
    if content:
        document = documents.keep(
            content, name=name, partnership=holder.partnership_id, by=holder, agency=holder.agency_id
        )
    return report_on(
        link.action,
        outcome=outcome,
        text=text,
        on=timezone.localdate(at),
        by=holder,
        via="link",
        document=document,
    )


@transaction.atomic
def _remind(reminder, *, on, send):
    Reminder.everywhere.create(
        action=reminder.action, person=reminder.person, stage=reminder.stage, due=reminder.due, sent_on=on
    )
    token = ""
    if reminder.to_owner:
        _, token = send_link(
            reminder.action, by=None, to_person=reminder.person, expires=reminder.link_expires(on)
        )
    stage = dict(Reminder.STAGES)[reminder.stage].lower()
    journal(
        "action.reminded",
        f"Reminded {reminder.person}: {stage}",
        reminder.action,
        SCHEDULE,
        stage=reminder.stage,
        due=reminder.due,
    )
    send(reminder, token)


def send_reminders(on, send):
    """Send what is due on a day, each once; a second run sends nothing. Returns ``(sent, failed)``.

    ``send(reminder, token)`` sends one e-mail and raises ``OSError`` where it cannot (``smtplib``'s errors are
    such); that one is then tried again by the next run. Needs a scope: ``lscp.scope.of_all("reminders")``.
    """
    sent, failed = [], []
    for reminder in reminders.due(on):
        try:
            _remind(reminder, on=on, send=send)
        except OSError as error:
            failed.append((reminder, error))
        else:
            sent.append(reminder)
    return sent, failed
