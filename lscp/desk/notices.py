"""E-mails about the golden thread, returns, and chapters of the report. Plain text, through Django's backends.

They name the action, or the figures asked for, and no child. A mail server that fails raises ``OSError``; nothing is
caught here, so that what was not sent is not recorded as sent.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from lscp.publication.models import ProposedText
from lscp.scorecard.catalogue import catalogue


def send_action_link(link, token):
    """The link by which one person answers about one action."""
    _send(
        "desk/thread/mail/link.txt",
        f"Please answer: {_short(link.action.text)}",
        link.action,
        link.person,
        address=address_of(token),
        expires=link.expires,
    )


def send_reminder(reminder, token):
    """One stage of a reminder: to the owner with a link, or to the chair and manager without one."""
    action = reminder.action
    subject = {
        "soon": f"Due {action.due:%-d %B}: {_short(action.text)}",
        "overdue": f"Overdue: {_short(action.text)}",
        "escalated": f"Two weeks overdue: {_short(action.text)}",
    }[reminder.stage]
    _send(
        f"desk/thread/mail/{reminder.stage}.txt",
        subject,
        action,
        reminder.person,
        address=address_of(token) if token else _desk_address(action),
        asked=reminder.asked,
    )


def send_return_reminder(reminder):
    """One stage of a reminder that a return is asked for: to the agency, or to who keeps the scorecard."""
    asked, known = reminder.request, catalogue()
    subject = {
        "soon": f"Return due {asked.due:%-d %B}",
        "overdue": f"Overdue return: {asked.agency}",
        "escalated": f"Return two weeks overdue: {asked.agency}",
    }[reminder.stage]
    _write(
        f"desk/scorecard/mail/{reminder.stage}.txt",
        subject,
        asked.partnership,
        reminder.person,
        asked=asked,
        agency=asked.agency,
        indicators=[known[code].name if code in known else code for code in asked.indicators],
        address=f"{settings.SITE_ADDRESS}{reverse('desk:return_request', args=[asked.pk])}",
    )


def send_chapter_link(link, token):
    """The link by which one person writes a chapter, or a part of one."""
    _write_chapter(
        "asked",
        f"Please write for our annual report: {link.request.part or link.request.chapter}",
        link,
        token,
    )


def send_chapter_back(link, token):
    """A text comes back to its writer with a remark."""
    _write_chapter(
        "back", f"Please look at your text again: {link.request.part or link.request.chapter}", link, token
    )


def send_chapter_day(link, token):
    """A text is due on another day than its writer was told."""
    _write_chapter("day", f"Now due {link.request.due:%-d %B}: your text for our annual report", link, token)


def send_chapter_reminder(reminder, token):
    """One stage of a reminder about a chapter: to its writer with a link, or to the managers without one."""
    asked = reminder.request
    subject = {
        "soon": f"Due {asked.due:%-d %B}: your text for our annual report",
        "overdue": "Overdue: your text for our annual report",
        "escalated": f"Two weeks overdue: the text of {asked.agency}",
    }[reminder.stage]
    page, of = ("chapter_by_link", token) if token else ("report_request", asked.pk)
    _write(
        f"desk/report/mail/{reminder.stage}.txt",
        subject,
        asked.chapter.report.partnership,
        reminder.person,
        asked=asked,
        address=f"{settings.SITE_ADDRESS}{reverse(f'desk:{page}', args=[of])}",
    )


def _write_chapter(template, subject, link, token):
    asked = link.request
    _write(
        f"desk/report/mail/{template}.txt",
        _short(subject),
        asked.chapter.report.partnership,
        link.person,
        asked=asked,
        latest=ProposedText.objects.filter(request=asked).first(),
        expires=link.expires,
        address=f"{settings.SITE_ADDRESS}{reverse('desk:chapter_by_link', args=[token])}",
    )


def address_of(token):
    return f"{settings.SITE_ADDRESS}{reverse('desk:do', args=[token])}"


def _desk_address(action):
    return f"{settings.SITE_ADDRESS}{reverse('desk:thread', args=[action.recommendation_id])}"


def _send(template, subject, action, person, **facts):
    partnership = action.recommendation.finding.source.partnership
    _write(template, subject, partnership, person, action=action, **facts)


def _write(template, subject, partnership, person, **facts):
    text = render_to_string(template, {"person": person, "partnership": partnership} | facts)
    reply_to = [partnership.contact_email] if partnership.contact_email else None
    EmailMessage(subject, text, to=[person.email], reply_to=reply_to).send()


def _short(text, longest=70):
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"
