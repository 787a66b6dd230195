"""How django-allauth signs people in here: its forms in plain words, and nobody opens an account for themselves."""

import time

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe

from lscp.design.forms import GovForm
from lscp.desk.single_sign_on import without_second_factor

STRONG = (
    "12 characters or more. Three words that do not belong together are easy to remember and hard to guess."
)
WEAK = {
    "password_too_short": "Enter a password of 12 characters or more",
    "password_too_common": "Enter a different password: this one is among the first that a thief tries",
    "password_too_similar": "Enter a password that is not like your e-mail address",
}
WAIT = "Too many failed attempts, so we stopped for a while to protect the account. Wait 5 minutes, then try again"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again",
        "enter_current_password": "This is not your present password. Enter it again",
        "incorrect_code": "This code is not right. Enter the one that your app shows now",
        "incorrect_password": "This is not your password. Enter it again",
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return without_second_factor(self.request, super().get_login_stages())

    def clean_password(self, password, user=None):
        try:
            return super().clean_password(password, user)
        except ValidationError as weak:
            raise ValidationError([WEAK[error.code] for error in weak.error_list]) from None

    def get_password_change_redirect_url(self, request):
        return reverse("desk:account")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just signed in is not asked for the password again to set up a second factor."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right or has been used. Enter the one that your app shows now",
        "rate_limited": WAIT,
    }

    def build_totp_svg(self, url):
        """The square as an element to stand inside a page: the page's security policy allows no image from data."""
        drawn = super().build_totp_svg(url)
        return mark_safe(drawn[drawn.index("<svg") :].replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308


def closed(request, *_):
    """A page of django-allauth that has no use here."""
    raise Http404


# --- the forms of django-allauth in the words of this product


class _Worded(GovForm):
    """``words``: for each field its label, its hint and what to do when it is empty."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint, required) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = required


_EMAIL = ("E-mail address", "", "Enter your e-mail address, like name@example.com")
_CODE = ("Code", "", "Enter the code that your app shows")
_NEW = {
    "password1": ("New password", STRONG, "Enter a new password"),
    "password2": ("New password again", "", "Enter the new password a second time"),
}


class _Twice(_Worded):
    """A new password, typed twice."""

    words = _NEW

    def clean(self):
        cleaned = super().clean()
        if "password2" in self.errors and "password2" in self.data and cleaned.get("password1"):
            self.errors.pop("password2")
            self.add_error("password2", "The two passwords differ. Enter the same one in both boxes")
        return cleaned


class SignInForm(_Worded, account.LoginForm):
    words = {"login": _EMAIL, "password": ("Password", "", "Enter your password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(_Worded, account.ResetPasswordForm):
    words = {"email": _EMAIL}


class ReauthenticateForm(_Worded, account.ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}


class ChangePasswordForm(_Twice, account.ChangePasswordForm):
    words = {"oldpassword": ("Present password", "", "Enter your present password")} | _NEW


class SetPasswordForm(_Twice, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_Twice, account.ResetPasswordKeyForm):
    pass


class CodeForm(_Worded, second_factor.AuthenticateForm):
    words = {"code": _CODE}


class CodeAgainForm(_Worded, second_factor.ReauthenticateForm):
    words = {"code": _CODE}


class ActivateForm(_Worded, totp.ActivateTOTPForm):
    words = {"code": _CODE}

    @property
    def secret_in_fours(self):
        """The secret as a person copies it: four letters at a time."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))
