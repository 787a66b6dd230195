"""Signing in: the second factor, wrong passwords, links elsewhere, sessions that end. Through the pages."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

PASSWORD = "correct horse battery"
SIGN_IN = "/desk/account/login/"
ACTIVATE = "/desk/account/2fa/totp/activate/"
CODES = "/desk/account/2fa/recovery-codes/"


@pytest.fixture(autouse=True)
def nothing_counted():
    """Failed attempts are counted in the cache, which outlives a test."""
    cache.clear()


def code_for(secret, steps=0):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps))


def give_password(client, held, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": held.person.user.email, "password": password, **more})


def with_app(held):
    """Set up an authenticator app for the holder of a role; returns its secret."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(held.person.user, secret)
    return secret


def reader_elsewhere(person, elsewhere, agency):
    """The person's agency works in a second partnership too, which lets them read its record."""
    from lscp.partnerships import operations

    facts = {"name": agency.name, "sector": agency.sector, "started": elsewhere.started}
    shared = operations.add_agency(elsewhere.partnership, **facts)
    assert shared == agency
    begun = elsewhere.started + timedelta(days=1)
    return operations.give_role(
        person, "reader", partnership=elsewhere.partnership, agency=shared, started=begun
    )


def text_of(response):
    return response.content.decode()


# --- the second factor


def test_without_a_second_factor_every_desk_page_leads_to_setting_it_up(world):
    client = Client()
    assert give_password(client, world.manager)["Location"] == "/desk/"
    for name in ("desk:home", "desk:threads", "desk:papers", "desk:journal", "desk:account"):
        assert client.get(reverse(name))["Location"] == ACTIVATE
    assert client.post(reverse("desk:act_as"), {"role": world.manager.pk})["Location"] == ACTIVATE


def test_setting_it_up_shows_the_square_inside_the_page_and_the_secret_in_fours(world):
    client = Client()
    give_password(client, world.manager)
    page = text_of(client.get(ACTIVATE))
    secret = client.session["mfa.totp.secret"]
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in page
    assert '<svg aria-hidden="true"' in page and "data:image" not in page and "style=" not in page


def test_a_right_code_sets_it_up_shows_the_recovery_codes_and_opens_the_desk(world):
    client = Client()
    give_password(client, world.manager)
    client.get(ACTIVATE)
    wrong = client.post(ACTIVATE, {"code": "000000"})
    assert "This code is not right" in text_of(wrong)
    done = client.post(ACTIVATE, {"code": code_for(client.session["mfa.totp.secret"])}, follow=True)
    assert done.request["PATH_INFO"] == CODES
    kept = Authenticator.objects.get(
        user=world.manager.person.user, type=Authenticator.Type.RECOVERY_CODES
    ).wrap()
    assert all(code in text_of(done) for code in kept.get_unused_codes())
    assert client.get("/desk/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(world):
    client = Client()
    give_password(client, world.manager)
    Authenticator.objects.create(
        user=world.manager.person.user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
    )
    assert client.get("/desk/")["Location"] == ACTIVATE


def test_with_an_app_the_password_alone_opens_nothing_and_the_code_opens_the_desk(world):
    secret, client = with_app(world.manager), Client()
    asked = give_password(client, world.manager, next="/desk/threads")
    assert urlsplit(asked["Location"]).path == reverse("mfa_authenticate")
    assert client.get("/desk/")["Location"].startswith(SIGN_IN)
    let_in = client.post(asked["Location"], {"code": code_for(secret), "next": "/desk/threads"})
    assert let_in["Location"] == "/desk/threads"
    assert client.get("/desk/").status_code == 200


def test_a_code_cannot_be_used_a_second_time(world):
    secret = with_app(world.manager)
    code = code_for(secret)
    for client, opens in ((Client(), True), (Client(), False)):
        asked = give_password(client, world.manager)
        client.post(asked["Location"], {"code": code})
        assert (client.get("/desk/").status_code == 200) is opens


def test_a_recovery_code_works_once(world):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_app(world.manager)
    code = RecoveryCodes.activate(world.manager.person.user).get_unused_codes()[0]
    for client, opens in ((Client(), True), (Client(), False)):
        asked = give_password(client, world.manager)
        answer = client.post(asked["Location"], {"code": code})
        assert (client.get("/desk/").status_code == 200) is opens
    assert "not right or has been used" in text_of(answer)


# --- wrong passwords


def test_after_five_wrong_passwords_even_the_right_one_waits_and_the_page_says_how_long(world):
    client = Client()
    for _ in range(5):
        wrong = give_password(client, world.manager, "not this one")
        assert "The e-mail address or the password is not right" in text_of(wrong)
    stopped = give_password(client, world.manager)
    assert "Wait 5 minutes, then try again" in text_of(stopped)
    assert client.get("/desk/").status_code == 302
    assert give_password(Client(), world.scrutineer).status_code == 302  # nobody else is locked out


def test_an_unknown_address_is_told_the_same_as_a_wrong_password(world):
    unknown = Client().post(SIGN_IN, {"login": "nobody@nowhere.example", "password": PASSWORD})
    wrong = give_password(Client(), world.manager, "not this one")
    said = "The e-mail address or the password is not right. Check both and try again"
    assert said in text_of(unknown) and said in text_of(wrong)


def test_too_many_codes_are_stopped_too(world):
    with_app(world.manager)
    client = Client()
    asked = give_password(client, world.manager)
    answers = [text_of(client.post(asked["Location"], {"code": f"{n:06}"})) for n in range(7)]
    assert "Wait 5 minutes" in answers[-1]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(world, elsewhere):
    client = Client()
    assert give_password(client, world.manager, next=elsewhere)["Location"] == "/desk/"
    client.logout()
    assert client.get(SIGN_IN, {"next": elsewhere}).status_code == 200


# --- choosing a password


def test_a_person_without_a_password_chooses_one_by_the_link_and_the_link_works_once(world, mailoutbox):
    user = world.manager.person.user
    user.set_unusable_password()
    user.save()
    sent = Client().post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert "a link is on its way" in text_of(sent)
    assert mailoutbox[0].subject == "Choose your password"
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    client = Client()
    form = client.get(urlsplit(link).path, follow=True)
    weak = client.post(form.request["PATH_INFO"], {"password1": "password1234", "password2": "password1234"})
    assert "among the first that a thief tries" in text_of(weak)
    two = client.post(form.request["PATH_INFO"], {"password1": "orange kettle moss", "password2": "orange"})
    assert "The two passwords differ" in text_of(two)
    new = {"password1": "orange kettle moss", "password2": "orange kettle moss"}
    saved = client.post(form.request["PATH_INFO"], new, follow=True)
    assert "Your password is saved" in text_of(saved)
    assert "This link no longer works" in text_of(Client().get(urlsplit(link).path, follow=True))
    assert give_password(Client(), world.manager, "orange kettle moss")["Location"] == "/desk/"


def test_asking_for_a_link_tells_nobody_whether_there_is_an_account(world, mailoutbox):
    known = Client().post(reverse("account_reset_password"), {"email": world.manager.person.user.email})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@nowhere.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "There is no account with this address" in mailoutbox[1].body


def test_changing_the_password_ends_every_other_session_and_tells_the_owner(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    with_app(world.manager)
    here, there = world.client("manager"), world.client("manager")
    page = reverse("account_change_password")
    wrong = here.post(page, {"oldpassword": "x", "password1": "a b c d e f g", "password2": "a b c d e f g"})
    assert "This is not your present password" in text_of(wrong)
    new = {"oldpassword": PASSWORD, "password1": "orange kettle moss", "password2": "orange kettle moss"}
    with django_capture_on_commit_callbacks(execute=True):
        saved = here.post(page, new, follow=True)
    assert saved.request["PATH_INFO"] == "/desk/account-and-roles"
    assert "Your new password is saved" in text_of(saved)
    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/")["Location"].startswith(SIGN_IN)
    assert [mail.subject for mail in mailoutbox] == ["Your password was changed"]


# --- who still has access


def test_a_role_that_ended_yesterday_opens_nothing(world):
    client = world.client("manager")
    assert client.get("/desk/threads").status_code == 200
    type(world.manager).everywhere.filter(pk=world.manager.pk).update(
        ended=timezone.localdate() - timedelta(days=1)
    )
    assert client.get("/desk/threads")["Location"] == reverse("desk:no_role")
    assert "You have no role yet" in text_of(client.get(reverse("desk:no_role")))


def test_a_closed_account_cannot_sign_in_and_its_session_ends(world):
    client = world.client("manager")
    user = world.manager.person.user
    user.is_active = False
    user.save()
    assert client.get("/desk/")["Location"].startswith(SIGN_IN)
    stranger = Client()
    give_password(stranger, world.manager)
    assert stranger.get("/desk/")["Location"].startswith(SIGN_IN)


def test_whoever_holds_roles_in_two_partnerships_switches_and_reads_one_at_a_time(world, elsewhere):
    second = reader_elsewhere(world.manager.person, elsewhere, world.agencies["council"])
    client = world.client("manager")
    assert world.partnership.name in text_of(client.get("/desk/account-and-roles"))
    assert client.post(reverse("desk:act_as"), {"role": second.pk})["Location"] == "/desk/"
    home = text_of(client.get("/desk/"))
    assert elsewhere.partnership.name in home and world.partnership.name not in home
    assert client.get(reverse("desk:journal")).status_code == 403  # a reader there, though a manager here
    assert client.post(reverse("desk:act_as"), {"role": elsewhere.manager.pk}).status_code == 404


def test_roles_in_partnerships_that_still_work_come_before_those_that_have_ended(world, elsewhere):
    from lscp.partnerships.access import roles_held

    on = timezone.localdate()
    later = reader_elsewhere(world.manager.person, elsewhere, world.agencies["council"])
    user = world.manager.person.user
    assert roles_held(user, on) == [world.manager, later]
    type(world.partnership)._base_manager.filter(pk=world.partnership.pk).update(ended=on)
    assert roles_held(user, on) == [later, world.manager]


def test_an_administrators_session_ends_by_itself(world):
    from lscp.partnerships import operations
    from lscp.partnerships.access import ELEVATED_FOR, elevated_until

    operations.elevate(world.administrator, because="Somebody has joined")
    now = timezone.now()
    assert elevated_until(world.administrator, now) is not None
    assert elevated_until(world.administrator, now + ELEVATED_FOR) is None


# --- headers and cookies


def test_each_page_carries_a_strict_policy_and_cannot_be_framed(world):
    for client, address in (
        (Client(), SIGN_IN),
        (world.client("manager"), "/desk/"),
        (Client(), "/nowhere/"),
    ):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "data:" not in policy and "*" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser(world):
    client = Client()
    cookie = give_password(client, world.manager).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["expires"] == ""


def test_with_https_cookies_are_secure_and_browsers_are_told_to_stay_with_it():
    """Read in a process of its own, because settings are read once."""
    import subprocess
    import sys

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
            "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECOND_FACTOR_REQUIRED)",
        ],
        env={
            "DJANGO_SETTINGS_MODULE": "lscp.config.settings",
            "LSCP_SECRET_KEY": "only-for-tests",
            "LSCP_ADDRESS": "https://record.example",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True"] * 5


def test_pages_of_accounts_that_have_no_use_here_do_not_exist():
    for address in (
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/confirm/",
        "social/",
    ):
        assert Client().get(f"/desk/account/{address}").status_code == 404
