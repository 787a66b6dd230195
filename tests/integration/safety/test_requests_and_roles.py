"""Only a POST with its token writes; a role does what the table says, while it is held, and no longer."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lscp.desk.middleware import CHOSEN
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.models import ElevatedSession, RoleHeld
from lscp.partnerships.roles import ROLES
from lscp.refusal import Refused
from tests.architecture.test_two_partnerships import ADDRESSES, ANSWERS, BY_SECRET, filled
from tests.conftest import sign_in
from tests.factories.one_of_everything import fill, publish

pytestmark = pytest.mark.everybody

TODAY = timezone.localdate()
PLAIN = [
    "paper_bring_in", "new_source", "meeting_plan", "incident_raise", "report_new", "limit_set", "person_add",
    "agency_add", "group_add", "priority_add", "arrangements_publish", "succession_add", "role_give", "elevate",
    "act_as", "calendar_make", "partnership_edit", "return_ask", "return_send", "not_supplied", "gap_add",
]  # fmt: skip


@pytest.fixture
def made(world):
    return fill(world)


def everywhere(made):
    yield from ((name, reverse(f"desk:{name}")) for name in PLAIN)
    yield "do", f"/desk/do/{made.token}"
    yield "summary_by_link", f"/desk/summary/{made.summary_token}"
    yield "site_page", "/desk/reports/pages/glossary"
    yield from ((name, filled(made, name, takes)) for name, takes in ADDRESSES if name not in BY_SECRET)


def test_no_post_without_its_token_is_read_anywhere(made, world, written):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, world.manager)
    before = written()
    for name, address in everywhere(made):
        status = client.post(address, ANSWERS).status_code
        assert status == 403 or (status == 405 and name in {"document", "paper", "report_text"}), (
            name,
            status,
        )
    assert written() == before


@pytest.mark.parametrize("role", ["manager", "administrator", "partner_lead"])
def test_looking_writes_nothing(role, made, world, written):
    if ROLES[role].elevated:
        partnerships.elevate(world.roles[role], because="to look")
    client = world.client(role)
    before = written()
    for name, address in everywhere(made):
        for method in ("get", "head", "options", "put", "patch", "delete"):
            response = getattr(client, method)(address, ANSWERS if method in ("get", "head") else b"text=x")
            assert response.status_code < 500, f"{method} {name}"
            assert method in ("get", "head") or response.status_code in {302, 403, 405}, f"{method} {name}"
        assert written() == before, name


def test_a_number_too_large_for_the_database_is_nothing_found(made, world):
    client, huge = world.client("manager"), 10**25
    for name, takes in ADDRESSES:
        if name in BY_SECRET:
            continue
        address = reverse(
            f"desk:{name}", kwargs={one: "index.html" if one == "path" else huge for one in takes}
        )
        assert client.get(address).status_code in {403, 404, 405}, name


def test_odd_answers_are_refused_in_words_and_break_nothing(made, world):
    client = world.client("manager")
    odd = {name: "\x00￿'\"<>{{7*7}}" + "9" * 400 for name in ANSWERS} | {"version": "9" * 30}
    for name, address in everywhere(made):
        if name not in {"calendar_revoke", "revoke_link", "report_claim_drop", "agenda_remove"}:
            assert client.post(address, odd).status_code < 500, name


# ── Roles ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_manager_gives_no_role_opens_no_account_and_reads_no_list_of_them(world, made):
    client = world.client("manager")
    for address in ("/desk/partnership/roles/give", f"/desk/partnership/people/{made.person.pk}/account"):
        assert client.get(address).status_code == 403
        assert (
            client.post(address, ANSWERS | {"person": made.person.pk, "role": "administrator"}).status_code
            == 403
        )
    with pytest.raises(Refused):
        partnerships.give_role(
            made.person, "reader", partnership=world.partnership, started=TODAY, by=world.manager
        )
    with pytest.raises(Refused):
        partnerships.end_role(world.administrator, on=TODAY, by=world.manager)


def test_an_administrator_without_a_session_changes_nothing(world, made, written):
    client, before = world.client("administrator"), written()
    for name, address in everywhere(made):
        if name in {"act_as", "calendar_make", "elevate", "do", "summary_by_link"}:
            continue  # one's own, and whoever has the link
        assert client.post(address, ANSWERS).status_code in {200, 302, 403, 404, 405}, name
        assert written() == before, name


def test_an_administrators_session_ends_by_the_clock(world, made):
    session = partnerships.elevate(world.administrator, because="a new reader")
    ElevatedSession.everywhere.filter(pk=session.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        partnerships.give_role(
            made.person, "reader", partnership=world.partnership, started=TODAY, by=world.administrator
        )
    assert refused.value.refusal.rule == "PA-06"


def test_one_administrators_session_does_not_serve_another(world, made):
    other = world.add("administrator", "council", name="Second administrator")
    partnerships.elevate(other, because="something")
    with pytest.raises(Refused):
        partnerships.give_role(
            made.person, "reader", partnership=world.partnership, started=TODAY, by=world.administrator
        )


def test_a_role_that_ended_yesterday_opens_nothing_today(world):
    client = world.client("manager")
    assert client.get("/desk/threads").status_code == 200
    RoleHeld.everywhere.filter(pk=world.manager.pk).update(ended=TODAY - timedelta(days=1))
    response = client.get("/desk/threads")
    assert response.status_code == 302 and response.url.endswith("/no-role")


def test_a_role_of_tomorrow_opens_nothing_today(world):
    RoleHeld.everywhere.filter(pk=world.manager.pk).update(started=TODAY + timedelta(days=1))
    assert world.client("manager").get("/desk/threads").status_code == 302


def test_an_account_that_was_closed_is_out_at_its_next_click(world):
    client, user = world.client("manager"), world.manager.person.user
    user.is_active = False
    user.save()
    response = client.get("/desk/threads")
    assert response.status_code == 302 and "/login/" in response.url


def test_nobody_acts_in_a_role_that_is_not_theirs(world, elsewhere):
    client = world.client("reader")
    for other in (world.manager, elsewhere.manager, world.administrator):
        assert client.post("/desk/act-as", {"role": other.pk}).status_code == 404
        session = client.session
        session[CHOSEN] = other.pk
        session.save()
        assert client.get("/desk/committee/bring-in").status_code == 403
        page = client.get("/desk/").content.decode()
        assert "Eastmere" not in page


# ── What leaves the building ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def published(world):
    return publish(world)


def public(edition):
    at = f"/{edition.partnership}/{edition.work}/{edition.number}/"
    return [
        "/", "/verify", "/glossary", "/accessibility", "/worried-about-a-child", "/thornley/", f"{at}",
        f"{at}proof", f"{at}index.html", f"{at}report.pdf", "/api/v1/", "/api/v1/editions",
        f"/api/v1/editions/{edition.partnership}/{edition.work}/{edition.number}",
    ]  # fmt: skip


def test_the_public_site_reads_the_shelf_and_no_other_table(published):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ours = {model._meta.db_table for model in apps.get_models()} - {"shelf_edition", "shelf_file"}
    for address in public(published[1]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = Client().get(address)
        assert response.status_code == 200, address
        assert not response.cookies
        read = " ".join(query["sql"] for query in asked)
        assert [table for table in ours if f'"{table}"' in read] == [], address


def test_the_public_site_only_answers_questions(published, written):
    before = written()
    for address in public(published[1]):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(Client(), method)(address).status_code == 405, f"{method} {address}"
        assert Client().head(address).status_code == 200
    assert written() == before


OUT_OF_IT = [
    "../../../etc/passwd", "..%2f..%2fetc/passwd", "%2e%2e/index.html", "/etc/passwd", "INDEX.HTML/",
    "tables/../index.html", "....//index.html", "%F0%9F%92%A9", "a" * 5000,
]  # fmt: skip


def test_no_path_leads_out_of_an_edition(published):
    edition = published[1]
    at = f"/{edition.partnership}/{edition.work}/{edition.number}/"
    for path in OUT_OF_IT:
        assert Client().get(at + path).status_code in {301, 404}, path


def test_numbers_and_names_that_are_nowhere_are_not_found(published):
    edition, huge = published[1], 10**25
    for address in (
        f"/{edition.partnership}/{edition.work}/{huge}/",
        f"/{edition.partnership}/{edition.work}/{huge}/index.html",
        f"/api/v1/editions/{edition.partnership}/{edition.work}/{huge}",
        f"/api/v1/editions/nobody/{edition.work}/1",
        "/nobody/",
    ):
        assert Client().get(address).status_code == 404, address
    for query in (f"after={huge}", "after=-1", "partnership='--"):
        assert Client().get(f"/api/v1/editions?{query}").status_code == 200, query


def test_a_withdrawn_editions_words_are_nowhere(world, published):
    from lscp.publication import operations as publication

    report, edition = published
    publication.withdraw(report, because="Somebody could be recognised.", by=world.manager)
    words = "Nurses and schools"
    for address in public(edition):
        response = Client().get(address)
        assert words.encode() not in response.content, address
        if address.endswith((".html", ".pdf")):
            assert response.status_code == 410
    for path in ("document.json", "report.docx", "tables.ods", "manifest.json"):
        at = f"/{edition.partnership}/{edition.work}/{edition.number}/{path}"
        assert Client().get(at).status_code == 410, path
        # A program that asks whether its copy is still good must not be told that it is.
        assert Client().get(at, headers={"if-none-match": "*"}).status_code == 410, path


def test_what_a_withdrawn_edition_corrected_is_withdrawn_with_it(published):
    edition = published[1]
    edition.erratum, edition.withdrawn_because = "It said: “of Oak Street”.", "Somebody could be recognised."
    edition.save()
    for address in public(edition):
        assert "Oak Street" not in Client().get(address).content.decode(errors="replace"), address


def test_published_files_carry_their_own_policy_and_type(published):
    for address in public(published[1]):
        response = Client().get(address)
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert "default-src 'none'" in response["Content-Security-Policy"], address


def test_the_desk_stands_in_no_shared_cache(made, world):
    client = world.client("manager")
    for name, takes in ADDRESSES:
        if name in BY_SECRET:
            continue
        response = client.get(filled(made, name, takes))
        if response.status_code == 200:
            kept = response.headers.get("Cache-Control", "")
            assert "private" in kept or "no-store" in kept or "Cookie" in response.headers.get("Vary", ""), (
                name
            )


def test_a_request_that_was_refused_left_no_event(world):
    before = Event.objects.count()
    world.client("reader").post("/desk/sources/new", ANSWERS)
    assert Event.objects.count() == before
