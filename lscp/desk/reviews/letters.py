"""The one letter of this room: you are asked for a summary, and this link takes it. It names the pseudonym only.

A mail server that fails raises ``OSError``, so that what was not sent is not recorded as sent.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse


def send_summary_link(link, token):
    summary = link.summary
    partnership = summary.incident.partnership
    text = render_to_string(
        "desk/reviews/summary_link.txt",
        {
            "link": link,
            "summary": summary,
            "partnership": partnership,
            "address": f"{settings.SITE_ADDRESS}{reverse('desk:summary_by_link', args=[token])}",
        },
    )
    reply_to = [partnership.contact_email] if partnership.contact_email else None
    EmailMessage(
        f"Please answer by {summary.due:%-d %B}: summary for the review of {' '.join(str(summary.incident).split())}",
        text,
        to=[link.person.email],
        reply_to=reply_to,
    ).send()
