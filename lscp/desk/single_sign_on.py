"""Signing in through the council's own sign-in (OpenID Connect). Off unless the environment switches it on.

It opens no account and keeps nothing of what the issuer says: it finds the account that has the same e-mail address,
and only when the issuer vouches for that address. docs/adr/0010-single-sign-on.md says why.
"""

import logging
import secrets

import jwt
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from lscp.desk.pages import ANYONE, page
from lscp.partnerships.models import User

log = logging.getLogger(__name__)
PROVIDER = "single-sign-on"
# Signatures by a key pair only: with the client secret as the key, whoever knows the secret could sign for anybody.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
ADDRESS = ("email", "email_verified", "xms_edov")
CLOCKS_DIFFER_BY = 60
SECOND_FACTOR = "second_factor_at_issuer"
STATUS = {"nobody": 403, "unverified": 403, "cancelled": 200, "failed": 400, "unreachable": 503}


# --- the pages


@page(ANYONE, methods=["POST"])
@rate_limit(action="login")
def leave(request):
    """To the issuer, with the three secrets of one attempt: the state, the nonce and the proof key (PKCE)."""
    _on_or_404()
    nonce = secrets.token_urlsafe(32)
    try:
        return (
            get_adapter(request)
            .get_provider(request, PROVIDER)
            .redirect(
                request,
                process=AuthProcess.LOGIN,
                next_url=get_next_redirect_url(request),
                auth_params={"nonce": nonce},
                nonce=nonce,
            )
        )
    except (OAuth2Error, RequestException) as problem:
        return _not_signed_in(request, _kind(problem), problem)


@page(ANYONE, methods=["GET"])
def come_back(request):
    """Back from the issuer: signed in, or a page that says why not and what to do."""
    _on_or_404()
    try:
        response = OAuth2CallbackView.adapter_view(Exchange(request, PROVIDER))(request)
    except (OAuth2Error, RequestException) as problem:  # the issuer's own description could not be read
        return _not_signed_in(request, _kind(problem), problem)
    if request.user.is_authenticated and getattr(request, SECOND_FACTOR, False):
        record_authentication(request, request.user, SECOND_FACTOR)
    return response


def _on_or_404():
    if settings.SINGLE_SIGN_ON is None:
        raise Http404


def _kind(problem):
    return "unreachable" if isinstance(problem, RequestException) else "failed"


def _not_signed_in(request, reason, problem=None, **facts):
    if problem is not None:
        log.warning("single sign-on %s: %.300r", reason, problem)
    return render(
        request, "socialaccount/not_signed_in.html", facts | {"reason": reason}, status=STATUS[reason]
    )


# --- what the rest of the desk asks


def second_factor_at_issuer(request):
    """Did the sign-in of this session use a second factor at the issuer?"""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == SECOND_FACTOR for record in records)


def without_second_factor(request, stages):
    """The stages of signing in, without ours for the second factor when the issuer has just asked for one."""
    if not getattr(request, SECOND_FACTOR, False):
        return stages
    return [stage for stage in stages if not stage.startswith("allauth.mfa.")]


# --- what the issuer says


def vouched_address(claims):
    """The e-mail address that the issuer vouches for, or None.

    ``xms_edov`` is how Entra ID says it, which sends no ``email_verified``. An issuer that says neither is believed
    only where the installation says so; one that says "not verified" never is.
    """
    said = [claims[name] for name in ("email_verified", "xms_edov") if name in claims]
    verified = all(_true(value) for value in said) if said else settings.SINGLE_SIGN_ON["trust_email"]
    return claims.get("email") if verified else None


def second_factor_used(claims):
    """Does the token say (RFC 8176 ``amr``, or ``acr``) that a second factor was used?"""
    if settings.SINGLE_SIGN_ON["second_factor"]:
        return True
    amr, acr = claims.get("amr") or [], claims.get("acr") or ""
    methods = [*([amr] if isinstance(amr, str) else amr), acr]
    # An acr is often an address whose last part says it: https://refeds.org/profile/mfa
    return any(str(method).replace(":", "/").rpartition("/")[2] == "mfa" for method in methods)


def _true(value):
    return value is True or str(value).lower() in {"true", "1"}


def account_of(address):
    """The account with this address, or None. Beyond ASCII no two spellings count as the same address."""
    found = User.objects.filter(email__iexact=address)
    return next((user for user in found if address.isascii() and user.email.lower() == address.lower()), None)


# --- django-allauth, made stricter: it checks neither the token's signature nor a nonce


class Exchange(OpenIDConnectOAuth2Adapter):
    """The talk with the issuer: its description, its keys, the code for a token."""

    @property
    def openid_config(self):
        config = super().openid_config
        if str(config.get("issuer")).rstrip("/") != settings.SINGLE_SIGN_ON["issuer"].rstrip("/"):
            raise OAuth2Error(f"LSCP_OIDC_ISSUER describes itself as {config.get('issuer')}")
        return config

    def get_callback_url(self, request, app):
        return settings.SITE_ADDRESS + reverse("single_sign_on_back")

    def complete_login(self, request, app, token, *, response):
        claims = self._verified(response.get("id_token"), app.client_id)
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            claims |= {name: told[name] for name in ADDRESS if name in told}
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _verified(self, token, client_id):
        """The claims of an ID token: its signature, issuer, audience and times hold (OpenID Connect Core 3.1.3.7)."""
        try:
            return jwt.decode(
                token,
                self._key(jwt.get_unverified_header(token).get("kid")),
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=client_id,
                leeway=CLOCKS_DIFFER_BY,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as problem:
            raise OAuth2Error(f"the ID token does not hold: {problem}") from problem

    def _key(self, kid):
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if kid in (None, key.key_id)]
        if len(keys) != 1:
            raise OAuth2Error("the ID token names no key of the issuer")
        return keys[0]


class Issuer(OpenIDConnectProvider):
    oauth2_adapter_class = Exchange
    pkce_enabled_default = True

    def get_default_scope(self):
        return ["openid", "email"]

    def extract_uid(self, data):
        return data["id_token"]["sub"][:191]  # the length django-allauth bears; it is not kept


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None):
        """The one issuer of the environment; a row in the database opens no other door."""
        chosen = settings.SINGLE_SIGN_ON
        if chosen is None:
            return []
        return [
            SocialApp(
                provider=Issuer.id,
                provider_id=PROVIDER,
                name=chosen["name"],
                client_id=chosen["client_id"],
                secret=chosen["secret"],
                settings={"server_url": chosen["issuer"].rstrip("/")},
            )
        ]

    def get_provider(self, request, provider, client_id=None):
        return Issuer(request, app=self.get_app(request, provider, client_id))

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """The token holds: whom does it sign in? Everything that django-allauth would do next is left out."""
        claims = sociallogin.account.extra_data["id_token"]
        if not secrets.compare_digest(str(claims["nonce"]), sociallogin.state["nonce"]):
            raise OAuth2Error("the ID token answers another attempt")
        address = vouched_address(claims)
        if address is None:
            raise _refused(request, "unverified")
        user = account_of(address)
        if user is None:
            raise _refused(request, "nobody", address=address)
        if request.user.is_authenticated:
            get_account_adapter(request).logout(request)
        setattr(request, SECOND_FACTOR, second_factor_used(claims))
        record_authentication(request, user, PROVIDER)
        # As after a right password. What the issuer said goes no further than this line.
        raise ImmediateHttpResponse(perform_login(request, user, redirect_url=sociallogin.state.get("next")))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        reason = "cancelled" if error == AuthError.CANCELLED else _kind(exception)
        problem = exception or request.GET.get("error_description") or error
        raise ImmediateHttpResponse(_not_signed_in(request, reason, problem))


def _refused(request, reason, **facts):
    return ImmediateHttpResponse(_not_signed_in(request, reason, reason, **facts))
