"""E-mail links and calendar addresses: they open one thing, for one person, for a while, and cannot be guessed."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lscp import scope
from lscp.golden_thread import links
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import ActionLink, ActionUpdate
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import RoleHeld
from lscp.refusal import Refused
from lscp.sources.meetings import operations as meetings
from lscp.sources.reviews import operations as reviews
from tests.factories.one_of_everything import fill

ANSWER = {"outcome": "under_way", "text": "We began."}
SUMMARY = {"text": "We knew little of the child."}
# Where each kind of link leads, and what it is called among the things that ``fill`` makes.
KINDS = {"do": "token", "summary": "summary_token", "write": "chapter_token"}


@pytest.fixture
def made(world):
    return fill(world)


def opens(address):
    return Client().get(address).status_code == 200 and Client().post(address, ANSWER).status_code == 302


def test_a_token_has_256_bits_and_only_its_hash_is_kept(made):
    assert len(made.token) >= 43 and len({links.new_token() for _ in range(200)}) == 200
    assert made.link.token_sha256 == links.digest(made.token)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = repr(cursor.fetchall())
            for token in (made.token, made.summary_token, made.chapter_token, made.calendar_token):
                assert token not in kept, table


@pytest.mark.parametrize("kind", KINDS)
def test_a_guess_the_hash_itself_or_half_a_token_opens_nothing(made, kind):
    token = getattr(made, KINDS[kind])
    for guess in (links.digest(token), token[:-1], token + "A", token.swapcase(), "a'--", "_" * 2000):
        assert Client().get(f"/desk/{kind}/{guess}").status_code == 404, guess


def test_the_token_of_one_kind_opens_nothing_of_another(made):
    for kind in KINDS:
        for other in KINDS.keys() - {kind}:
            assert Client().get(f"/desk/{kind}/{getattr(made, KINDS[other])}").status_code == 404, (
                kind,
                other,
            )
    assert Client().get(f"/desk/calendar.ics?key={made.token}").status_code == 404
    assert Client().get("/desk/calendar.ics").status_code == 404


def test_a_link_is_used_once(made):
    address = f"/desk/do/{made.token}"
    assert opens(address)
    count = ActionUpdate.everywhere.count()
    Client().post(address, ANSWER | {"text": "Again."})
    assert ActionUpdate.everywhere.count() == count


def test_opening_a_link_changes_nothing(made):
    for _ in range(3):
        Client().get(f"/desk/do/{made.token}")
        Client().head(f"/desk/do/{made.token}")
    assert ActionLink.everywhere.get(pk=made.link.pk).used_at is None


def test_the_holder_of_a_link_reports_on_its_own_action_only(made, world):
    holder = links.LinkHolder(thread.redeem(made.token, timezone.now()))
    made.arising.refresh_from_db()
    for attempt in (
        lambda: thread.report_on(
            made.arising, outcome="under_way", text="T", on=timezone.localdate(), by=holder
        ),
        lambda: thread.withdraw(made.recommendation, reason="R", by=holder),
        lambda: thread.edit_action(made.action, version=made.action.version, text="T", by=holder),
        lambda: thread.revoke(made.link, by=holder),
    ):
        with pytest.raises(Refused):
            attempt()


@pytest.mark.parametrize("change", ["another owner", "revoked", "expired", "left the agency"])
def test_a_link_opens_nothing_once_it_should_not(made, world, change):
    address, at, today = f"/desk/do/{made.token}", timezone.now(), timezone.localdate()
    with scope.within(scope_of(world.manager)):
        if change == "another owner":
            made.action.refresh_from_db()
            thread.edit_action(
                made.action,
                version=made.action.version,
                by=world.manager,
                owner_agency=world.agencies["police"],
                owner_person=None,
            )
        elif change == "revoked":
            thread.revoke(made.link, by=world.manager)
        elif change == "expired":
            ActionLink.everywhere.filter(pk=made.link.pk).update(expires=at - timedelta(seconds=1))
        else:
            partnerships.end_post(
                made.post, on=today - timedelta(days=1), partnership=world.partnership, by=world.manager
            )
    assert Client().get(address).status_code == 410
    assert Client().post(address, ANSWER).status_code == 410
    assert "Write one plan" not in Client().get(address).content.decode()


def test_rv20_who_left_the_agency_no_longer_answers_for_it(made, world):
    today = timezone.localdate()
    assert Client().get(f"/desk/summary/{made.summary_token}").status_code == 200
    partnerships.end_post(made.post, on=today - timedelta(days=1), partnership=world.partnership)
    with pytest.raises(Refused) as refused:
        reviews.redeem(made.summary_token, timezone.now())
    assert refused.value.refusal.rule == "RV-20"
    assert Client().post(f"/desk/summary/{made.summary_token}", SUMMARY).status_code == 410


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_leaks_to_no_other_site_and_stays_in_no_cache(made, kind):
    page = Client().get(f"/desk/{kind}/{getattr(made, KINDS[kind])}")
    assert page["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "no-store" in page["Cache-Control"]
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page.content.decode())


def test_a_calendar_address_ends_with_its_key_its_role_and_its_account(made, world):
    address = f"/desk/calendar.ics?key={made.calendar_token}"
    feed = Client().get(address)
    assert feed.status_code == 200 and "no-store" in feed["Cache-Control"]
    assert feed["Referrer-Policy"] == "no-referrer" and feed["X-Content-Type-Options"] == "nosniff"
    user = world.manager.person.user
    user.is_active = False
    user.save()
    assert Client().get(address).status_code == 404
    user.is_active = True
    user.save()
    RoleHeld.everywhere.filter(pk=world.manager.pk).update(ended=timezone.localdate() - timedelta(days=1))
    assert Client().get(address).status_code == 404
    RoleHeld.everywhere.filter(pk=world.manager.pk).update(ended=None)
    assert Client().get(address).status_code == 200
    meetings.revoke_calendar_key(made.calendar_key, by=world.manager)
    assert Client().get(address).status_code == 404


def test_a_calendar_names_no_child(made):
    feed = Client().get(f"/desk/calendar.ics?key={made.calendar_token}").content.decode()
    assert "Rapid review" in feed.replace("\r\n ", "") and "Rowan" not in feed
