"""Single sign-on against an issuer of our own on this machine: the whole way there and back, and every refusal."""

import base64
import hashlib
import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lscp.partnerships.models import User

START, BACK = "/desk/account/single-sign-on/", "/desk/account/single-sign-on/back/"
SIGN_IN = "/desk/account/login/"
CLIENT, SECRET = "lscp-at-thornley", "a secret between two machines"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Issuer(ThreadingHTTPServer):
    """An OpenID issuer that keeps the rules. ``says`` changes its next token, ``signs_with`` who signs it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.describes_itself_as = self.address
        self.says, self.userinfo, self.asked, self.challenges = {}, None, {}, {}
        self.signs_with, self.algorithm = KEY, "RS256"

    def description(self):
        return {
            "issuer": self.describes_itself_as,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one"}]}

    def code_for(self, asked):
        """What /authorize gives back for a question that keeps the rules."""
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
        self.asked = asked
        self.challenges["the code"] = asked["code_challenge"]
        return "the code"

    def token(self, given):
        proof = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest())
        if (
            self.challenges.pop(given["code"], None) != proof.rstrip(b"=").decode()
            or given["client_secret"] != SECRET
            or given["redirect_uri"] != self.asked["redirect_uri"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "248289761001",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
        } | self.says
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(claims, self.signs_with, algorithm=self.algorithm, headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


class Conversation(BaseHTTPRequestHandler):
    def do_GET(self):
        address, issuer = urlsplit(self.path), self.server
        if address.path == "/authorize":
            asked = dict(parse_qsl(address.query))
            answer = {"code": issuer.code_for(asked), "state": asked["state"]}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
            self.end_headers()
            return
        self._answer(
            {
                "/.well-known/openid-configuration": issuer.description(),
                "/keys": issuer.keys(),
                "/userinfo": issuer.userinfo,
            }[address.path]
        )

    def do_POST(self):
        given = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._answer(self.server.token(given))

    def _answer(self, value):
        body = json.dumps(value or {"error": "invalid_grant"}).encode()
        self.send_response(200 if value else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def issuer(settings):
    cache.clear()
    server = Issuer()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.SINGLE_SIGN_ON = {
        "issuer": server.address,
        "client_id": CLIENT,
        "secret": SECRET,
        "name": "Thornley Council",
        "trust_email": False,
        "second_factor": False,
        "origins": [server.address],
    }
    yield server
    server.shutdown()
    server.server_close()


def knows(issuer, held, **more):
    """The issuer will say that the holder of a role has just signed in there."""
    issuer.says = {"email": held.person.user.email, "email_verified": True} | more


def there(client, **given):
    """Press the button; follow to the issuer; give the way back that it chose."""
    leaving = client.post(START, given)
    assert leaving.status_code == 302, leaving.content.decode()
    back = requests.get(leaving["Location"], allow_redirects=False, timeout=5)
    return urlsplit(back.headers["Location"])


def there_and_back(client, **given):
    back = there(client, **given)
    return client.get(f"{back.path}?{back.query}")


def signed_in(client):
    return "_auth_user_id" in client.session


def refused(client, response, status, words):
    assert response.status_code == status
    assert words in response.content.decode()
    assert not signed_in(client)
    return True


# --- signed in


def test_a_known_person_signs_in_with_the_council_and_stands_on_their_home_page(world, issuer):
    knows(issuer, world.manager, amr=["pwd", "mfa"])
    client = Client()
    assert there_and_back(client)["Location"] == "/desk/"
    home = client.get("/desk/")
    assert home.status_code == 200 and world.manager.person.name in home.content.decode()


def test_the_way_back_is_the_address_the_installation_gives_and_the_question_carries_the_three_secrets(
    world, issuer, settings
):
    settings.SITE_ADDRESS = "https://record.example"
    knows(issuer, world.manager)
    there(Client(HTTP_HOST="localhost"))
    assert issuer.asked["redirect_uri"] == f"https://record.example{BACK}"
    assert all(len(issuer.asked[secret]) >= 16 for secret in ("state", "nonce", "code_challenge"))


def test_the_page_asked_for_first_is_where_the_reader_arrives_and_never_another_site(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    assert there_and_back(Client(), next="/desk/threads")["Location"] == "/desk/threads"
    assert there_and_back(Client(), next="https://evil.example/")["Location"] == "/desk/"


def test_capitals_in_the_address_do_not_matter(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    issuer.says["email"] = issuer.says["email"].upper()
    assert there_and_back(Client())["Location"] == "/desk/"


def test_the_address_may_come_from_userinfo_when_it_is_about_the_same_person(world, issuer):
    issuer.userinfo = {
        "sub": "248289761001",
        "email": world.manager.person.user.email,
        "email_verified": True,
        "amr": ["mfa"],  # only the signed token may say how somebody signed in
    }
    client = Client()
    there_and_back(client)
    assert signed_in(client) and client.get("/desk/").status_code == 302
    issuer.userinfo["sub"] = "somebody else"
    client = Client()
    assert refused(client, there_and_back(client), 400, "Signing in did not work")


def test_nothing_the_issuer_says_is_kept_and_the_password_still_works(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    there_and_back(Client())
    assert not SocialAccount.objects.exists() and not SocialToken.objects.exists()
    assert world.manager.person.user.check_password("correct horse battery")
    assert User.objects.get(pk=world.manager.person.user.pk).check_password("correct horse battery")


# --- the second factor


def test_with_a_second_factor_at_the_issuer_ours_is_not_asked_without_it_it_is(world, issuer):
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(world.manager.person.user, secret)
    knows(issuer, world.manager, amr=["pwd", "mfa"])
    client = Client()
    assert there_and_back(client)["Location"] == "/desk/"
    knows(issuer, world.manager, amr=["pwd"])
    client = Client()
    asked = there_and_back(client)
    assert urlsplit(asked["Location"]).path == reverse("mfa_authenticate")
    assert not signed_in(client)
    kept = json.dumps(client.session["account_login"])
    assert "opaque" not in kept and issuer.says["email"] not in kept
    code = auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))
    assert client.post(asked["Location"], {"code": code})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_who_has_no_second_factor_here_is_led_to_set_one_up_unless_the_issuer_asked_for_one(world, issuer):
    for amr, status in ((["pwd"], 302), (["pwd", "mfa"], 200)):
        knows(issuer, world.manager, amr=amr)
        client = Client()
        there_and_back(client)
        assert client.get("/desk/").status_code == status
    assert not Authenticator.objects.filter(user=world.manager.person.user).exists()


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"amr": ["mfa"]}, True),
        ({"amr": "mfa"}, True),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "urn:example:mfa"}, True),
        ({"amr": ["pwd", "otp"]}, False),
        ({"acr": "https://mfa.example/none"}, False),
        ({"amr": None, "acr": "1"}, False),
        ({}, False),
    ],
)
def test_only_a_claim_that_names_a_second_factor_counts_as_one(settings, said, counts):
    from lscp.desk.single_sign_on import second_factor_used

    settings.SINGLE_SIGN_ON = {"second_factor": False}
    assert second_factor_used(said) is counts


def test_where_the_council_always_demands_a_second_factor_a_silent_token_is_enough(world, issuer, settings):
    settings.SINGLE_SIGN_ON["second_factor"] = True
    knows(issuer, world.manager)
    client = Client()
    there_and_back(client)
    assert client.get("/desk/").status_code == 200


def test_a_password_after_single_sign_on_has_to_bring_its_own_second_factor(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    client = Client()
    there_and_back(client)
    client.post("/desk/account/logout/")
    client.post(SIGN_IN, {"login": issuer.says["email"], "password": "correct horse battery"})
    assert signed_in(client) and client.get("/desk/")["Location"] == reverse("mfa_activate_totp")


def test_signing_in_again_as_somebody_else_does_not_inherit_the_second_factor(world, issuer):
    client = Client()
    for held, amr, status in ((world.manager, ["mfa"], 200), (world.scrutineer, ["pwd"], 302)):
        knows(issuer, held, amr=amr)
        there_and_back(client)
        assert client.session["_auth_user_id"] == str(held.person.user.pk)
        assert client.get("/desk/").status_code == status


# --- refused


def test_an_unknown_address_opens_no_account_and_is_told_whom_to_ask(world, issuer):
    before = User.objects.count()
    issuer.says = {"email": "stranger@thornley.example", "email_verified": True}
    client = Client()
    answer = there_and_back(client)
    assert refused(client, answer, 403, "There is no account here with your address")
    assert "with Thornley Council as stranger@thornley.example" in answer.content.decode()
    assert "Ask the manager of your partnership" in answer.content.decode()
    assert User.objects.count() == before


def test_an_address_that_only_looks_the_same_is_unknown(world, issuer):
    world.manager.person.user.email = "kim@thornley.example"
    world.manager.person.user.save()
    for lookalike in (
        "\N{KELVIN SIGN}im@thornley.example",
        "k\N{LATIN SMALL LETTER DOTLESS I}m@thornley.example",
    ):
        issuer.says = {"email": lookalike, "email_verified": True}
        client = Client()
        assert refused(client, there_and_back(client), 403, "There is no account here")


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": None}, {"email": None}])
def test_an_address_the_issuer_does_not_vouch_for_is_refused(world, issuer, said):
    knows(issuer, world.manager, **said)
    issuer.userinfo = {"sub": "248289761001"}
    client = Client()
    assert refused(client, there_and_back(client), 403, "could not be sure of your e-mail address")


@pytest.mark.parametrize(
    ("said", "trusted", "lets_in"),
    [
        ({"xms_edov": True}, False, True),
        ({"xms_edov": "1"}, False, True),
        ({"xms_edov": False}, True, False),
        ({}, True, True),
        ({"email_verified": False}, True, False),
    ],
)
def test_entra_id_vouches_by_its_own_claim_or_by_the_word_of_the_installation(
    world, issuer, settings, said, trusted, lets_in
):
    settings.SINGLE_SIGN_ON["trust_email"] = trusted
    knows(issuer, world.manager, **({"email_verified": None} | said))
    client = Client()
    there_and_back(client)
    assert signed_in(client) is lets_in


WRONG = {
    "another issuer": {"iss": "https://login.evil.example"},
    "another audience": {"aud": "some-other-service"},
    "another nonce": {"nonce": "of another attempt"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "long expired": {"exp": 1_700_000_000},
}


@pytest.mark.parametrize("said", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_the_answer_to_this_attempt_is_refused(world, issuer, said):
    knows(issuer, world.manager, **said)
    client = Client()
    assert refused(client, there_and_back(client), 400, "Signing in did not work")


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(OTHER_KEY, "RS256"), (SECRET.ljust(64), "HS256"), (None, "none")],
    ids=["another key", "the client secret", "no signature"],
)
def test_a_token_signed_by_anything_but_the_issuers_key_is_refused(world, issuer, key, algorithm):
    knows(issuer, world.manager)
    issuer.signs_with, issuer.algorithm = key, algorithm
    client = Client()
    assert refused(client, there_and_back(client), 400, "Signing in did not work")


def test_an_issuer_that_describes_itself_as_another_is_refused_before_anybody_leaves(world, issuer):
    issuer.describes_itself_as = "https://login.evil.example"
    client = Client()
    assert refused(client, client.post(START), 400, "Signing in did not work")


def test_a_state_of_another_browser_or_used_before_is_refused(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    mine, theirs = Client(), Client()
    back = there(mine)
    theirs.post(START)
    assert refused(theirs, theirs.get(f"{back.path}?{back.query}"), 400, "Signing in did not work")
    wrong = parse_qs(back.query) | {"state": ["made up"]}
    assert refused(mine, mine.get(BACK, wrong), 400, "Signing in did not work")
    assert mine.get(f"{back.path}?{back.query}").status_code == 302 and signed_in(mine)
    mine.post("/desk/account/logout/")
    assert refused(mine, mine.get(f"{back.path}?{back.query}"), 400, "Signing in did not work")


def test_a_code_stolen_from_another_attempt_does_not_fit_the_proof_key(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    client = Client()
    back = there(client)
    there(Client())  # the same code now belongs to another attempt's challenge
    assert refused(client, client.get(f"{back.path}?{back.query}"), 400, "Signing in did not work")


def test_who_cancels_at_the_issuer_may_start_again(world, issuer):
    client = Client()
    state = parse_qs(there(client).query)["state"][0]
    answer = client.get(BACK, {"state": state, "error": "access_denied"})
    assert refused(client, answer, 200, "You did not sign in")


def test_when_the_issuer_does_not_answer_the_page_says_so(world, issuer, settings):
    client = Client()
    back = there(client)
    settings.SINGLE_SIGN_ON["issuer"] = "http://127.0.0.1:9"
    for answer in (client.post(START), client.get(f"{back.path}?{back.query}")):
        assert refused(client, answer, 503, "does not answer")


def test_a_closed_account_stays_closed(world, issuer):
    knows(issuer, world.manager, amr=["mfa"])
    User.objects.filter(pk=world.manager.person.user.pk).update(is_active=False)
    client = Client()
    there_and_back(client)
    assert not signed_in(client)


def test_why_it_failed_stands_in_the_log_for_the_it_officer_without_an_address(world, issuer, caplog):
    issuer.says = {"email": "stranger@thornley.example", "email_verified": True}
    there_and_back(Client())
    assert "single sign-on nobody" in caplog.text and "stranger" not in caplog.text
    caplog.clear()
    issuer.says = {"email": "stranger@thornley.example", "iss": "https://login.evil.example"}
    there_and_back(Client())
    assert "Invalid issuer" in caplog.text


# --- switched on and off


def test_the_button_stands_on_the_sign_in_page_only_when_it_is_on(db, issuer, settings):
    page = Client().get(SIGN_IN, {"next": "/desk/threads"}).content.decode()
    assert f'action="{START}"' in page and "Sign in with Thornley Council" in page
    settings.SINGLE_SIGN_ON = None
    page = Client().get(SIGN_IN).content.decode()
    assert START not in page and "single" not in page.lower()


def test_the_way_out_is_a_form_protected_against_other_sites(issuer, db):
    assert Client().get(START).status_code == 405
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_when_it_is_off_nothing_of_it_is_reachable(db):
    client = Client()
    assert client.post(START).status_code == 404
    assert client.get(BACK, {"state": "x", "code": "y"}).status_code == 404


@pytest.mark.parametrize("on", [True, False])
def test_pages_of_the_library_that_have_no_use_here_do_not_exist(db, on, request):
    if on:
        request.getfixturevalue("issuer")
    client = Client()
    for address in (
        "3rdparty/",
        "3rdparty/signup/",
        "social/signup/",
        "oidc/single-sign-on/login/",
        "signup/",
    ):
        assert client.get(f"/desk/account/{address}").status_code == 404, address


def settings_with(**environment):
    """What the settings say in a process of their own, because they are read once."""
    asked = (
        "import json; from lscp.config import settings as s;"
        "print(json.dumps([s.SINGLE_SIGN_ON, list(map(str, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']))]))"
    )
    return subprocess.run(
        [sys.executable, "-c", asked],
        env={"LSCP_SECRET_KEY": "only-for-tests"} | environment,
        capture_output=True,
        text=True,
    )


ENTRA = {
    "LSCP_OIDC_ISSUER": "https://login.microsoftonline.com/0f1e/v2.0",
    "LSCP_OIDC_CLIENT_ID": CLIENT,
    "LSCP_OIDC_CLIENT_SECRET": SECRET,
    "LSCP_OIDC_ORIGINS": "https://adfs.thornley.example",
}


def test_the_environment_switches_it_on_and_lets_the_form_lead_to_the_issuer_only_then():
    on, form_action = json.loads(settings_with(**ENTRA).stdout)
    assert on["client_id"] == CLIENT and not on["trust_email"] and not on["second_factor"]
    assert form_action == ["'self'", "https://login.microsoftonline.com", "https://adfs.thornley.example"]
    assert json.loads(settings_with().stdout) == [None, ["'self'"]]


def test_the_demonstration_never_has_it(tmp_path):
    assert json.loads(settings_with(**ENTRA, LSCP_DEMO="1", LSCP_DATA=str(tmp_path)).stdout)[0] is None


def test_half_a_setting_or_an_issuer_without_https_stops_the_start_with_a_sentence():
    without = {name: value for name, value in ENTRA.items() if name != "LSCP_OIDC_CLIENT_SECRET"}
    assert "LSCP_OIDC_CLIENT_SECRET is not set" in settings_with(**without).stderr
    assert "https://" in settings_with(**ENTRA | {"LSCP_OIDC_ISSUER": "http://login.example"}).stderr
