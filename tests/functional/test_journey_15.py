"""Journey 15: the council's IT officer runs it from docs/how-to/install.md alone, without the demonstration."""

import base64
import hmac
import os
import re
import sqlite3
import struct
import time
import uuid
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.functional import browser
from tests.functional.browser import ROOT, free_port
from tests.functional.journeys import click, last_letter, link_in, lscp, main, press

KEY = "the-first-secret-key-of-fifty-characters-or-more-123456"
NEW_KEY = "another-secret-key-of-fifty-characters-or-more-7890123"
EMAIL = "pat.field@thornley.example"
SECRET = "a long walk by the river"
FOUND = [
    "found", "thornley", "Thornley Safeguarding Children Partnership",
    "--authority", "E09000099=Thornley", "--started", "2021-04-01",
    "--council", "Thornley Council", "--administrator", "Pat Field", "--email", EMAIL,
]  # fmt: skip
NOW = {"LSCP_DEMO": "0", "LSCP_SECRET_KEY": KEY}


def run(folder, *arguments, **environment):
    return lscp(folder, *arguments, **NOW | environment)


def served(folder, port, **environment):
    return browser.served(folder, port, "localhost", LSCP_HOSTS="localhost", **NOW | environment)


def one_time_code(secret, at):
    """What an authenticator app shows (RFC 6238, six digits, thirty seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at // 30)), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def _databases():
    """The embedded database always; PostgreSQL where the tests were given one."""
    yield "sqlite"
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield "postgresql"


@pytest.fixture(params=_databases())
def database(request):
    """The environment that names a new, empty database."""
    if request.param == "sqlite":
        yield {}
        return
    given, name = os.environ["DATABASE_URL"], f"journey_{uuid.uuid4().hex[:12]}"
    new = urlsplit(given)._replace(path=f"/{name}").geturl()
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": new}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_it_is_installed_opened_backed_up_restored_and_its_key_changed(database, tmp_path, new_context, axe):
    folder, port = tmp_path / "record", free_port()
    folder.mkdir()
    ready = run(folder, "init", **database)
    assert ready.returncode == 0 and "Next: lscp found" in ready.stdout, ready.stderr
    founded = run(folder, *FOUND, **database)
    assert founded.returncode == 0 and "/desk/account/password/reset/" in founded.stdout, founded.stderr

    page = new_context().new_page()
    with served(folder, port, **database) as address:
        # The administrator chooses a password through the reset link on the sign-in page.
        page.goto(f"{address}/desk/")
        axe(page)
        click(page.get_by_role("link", name=re.compile("password", re.I)))
        page.get_by_label("E-mail address").fill(EMAIL)
        press(page, "Send me the link")
        page.goto(link_in(last_letter(folder, EMAIL, about="Choose it here")))
        for box in page.locator("input[type=password]").all():
            box.fill(SECRET)
        press(page, "Save the password")
        if "/login/" not in page.url:
            page.goto(f"{address}/desk/")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(SECRET)
        press(page, "Sign in")

        # The first sign-in sets up a second factor before anything of the record is shown.
        assert "Set up your second factor" in page.get_by_role("heading", level=1).inner_text()
        page.goto(f"{address}/desk/partnership/people")
        assert "Set up your second factor" in main(page)
        axe(page)
        secret = page.locator(".lscp-code").inner_text().replace(" ", "")
        page.get_by_role("textbox").fill(one_time_code(secret, time.time()))
        press(page, "Finish")
        page.goto(f"{address}/desk/partnership/")
        assert "Thornley Safeguarding Children Partnership" in main(page)
        axe(page)

    # The secret key is changed: whoever was signed in still is, and so are those of the new key.
    keys = {"LSCP_SECRET_KEY": NEW_KEY, "LSCP_SECRET_KEY_BEFORE": KEY}
    with served(folder, port, **database | keys):
        page.goto(f"{address}/desk/partnership/")
        assert "Thornley Safeguarding Children Partnership" in main(page)
    with served(
        folder, port, **database | {"LSCP_SECRET_KEY": "a-third-key-without-the-former-one-" + "x" * 20}
    ):
        page.goto(f"{address}/desk/partnership/")
        assert "/account/login/" in page.url, "a key that was simply replaced ends every session"

    # Backed up, and restored elsewhere on the embedded database: the same password, the same second factor.
    file = tmp_path / "record.backup"
    assert run(folder, "backup", file, **database).returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restored = run(elsewhere, "restore", file)
    assert restored.returncode == 0, restored.stderr
    assert run(elsewhere, "journal", "verify").returncode == 0
    with served(elsewhere, port):
        page = new_context().new_page()
        page.goto(f"{address}/desk/")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password", exact=True).fill(SECRET)
        press(page, "Sign in")
        assert page.get_by_role("textbox").count() == 1, "it asks for the code of the app"
        axe(page)

    # Somebody alters a row behind the product's back: the journal names it.
    with sqlite3.connect(elsewhere / "lscp.sqlite3") as behind:
        behind.execute("DROP TRIGGER journal_event_no_update")
        behind.execute("UPDATE journal_event SET by = 'Somebody Else' WHERE number = 2")
    found = run(elsewhere, "journal", "verify")
    assert found.returncode == 1 and "2" in found.stderr and "altered" in found.stderr, found.stderr


def test_without_a_secret_key_it_refuses_to_start_and_names_the_guide(tmp_path):
    refused = run(tmp_path, "init", LSCP_SECRET_KEY="")
    assert refused.returncode != 0
    assert "LSCP_SECRET_KEY is not set" in refused.stderr and "docs/how-to/install.md" in refused.stderr


def test_the_guide_names_each_command_that_was_used():
    guide = (ROOT / "docs/how-to/install.md").read_text()
    for step in (
        "lscp init",
        "lscp found thornley",
        "lscp serve",
        "LSCP_SECRET_KEY_BEFORE",
        "lscp journal verify",
    ):
        assert step in guide, step
    kept = (ROOT / "docs/how-to/back-up.md").read_text()
    assert "lscp backup" in kept and "lscp restore" in kept
