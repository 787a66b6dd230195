"""The one letter this room sends: you can sign in now, choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def choose_a_password(user, person, partnership):
    """Send ``user`` the link by which they choose their first password; it works once and expires."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    text = render_to_string(
        "desk/partnership/account_opened.txt",
        {
            "person": person,
            "partnership": partnership,
            "link": f"{settings.SITE_ADDRESS}{path}",
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            "forgotten": f"{settings.SITE_ADDRESS}{reverse('account_reset_password')}",
        },
    )
    send_mail(f"Your account with {partnership.name}", text, None, [user.email])
