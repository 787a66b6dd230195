"""Whatever somebody types stays words: in a page, an e-mail, a calendar, a table, a Word file, a file's name."""

import csv
import io
import zipfile

import docx
import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from icalendar import Calendar
from lxml import etree, html

from lscp import scope
from lscp.design.words import RUNS_AS_FORMULA
from lscp.desk import notices
from lscp.desk.downloads import csv_response
from lscp.documents import operations as documents
from lscp.golden_thread import operations as thread
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.sources.meetings import operations as meetings
from lscp.sources.reviews import operations as reviews
from tests.architecture.test_two_partnerships import ADDRESSES, BY_SECRET, filled, signed_in
from tests.factories.one_of_everything import fill, publish
from tests.integration.safety.test_requests_and_roles import PLAIN, public

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> {{7*7}} {% debug %} '; DROP-- [[recommendations]]"
LISTS = [
    "home", "threads", "attention", "sources", "actions", "reports", "site_pages", "meetings",
    "meeting_frequency", "meeting_engagement", "calendar", "reviews", "search", "papers",
    "committee_questions", "clocks", "limits", "partnership", "succession", "agencies", "people", "groups",
    "priorities", "arrangements", "roles", "journal", "account", "scorecard", "front_door", "catalogue",
    "published", "returns", "gaps", "questions", "pack_prepare",
]  # fmt: skip


def unsafe(content):
    """What of a page a browser would run or load because somebody typed it."""
    page = html.document_fromstring(content)
    found = [node for node in page.iter("script") if not (node.get("src") or "").startswith("/static/")]
    found += [node for node in page.iter("img") if node.get("src") == "x"]
    found += [node for node in page.iter() if any(str(name).lower().startswith("on") for name in node.attrib)]
    links = (node.get(name) or "" for node in page.iter() for name in ("href", "src", "action", "formaction"))
    found += [
        link for link in links if link.strip().lower().startswith(("javascript:", "data:text", "vbscript"))
    ]
    return found + (["49"] if "{{7*7}}" not in content and "<title>49" in content else [])


@pytest.fixture
def made(world):
    return fill(world, words=HOSTILE)


def pages(made):
    for name in [*LISTS, *PLAIN]:
        yield reverse(f"desk:{name}")
    yield "/desk/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg+src=x+onerror=a%3E"
    yield "/desk/journal/?about=%22%3E%3Cimg+src=x+onerror=a%3E"
    for name, takes in ADDRESSES:
        if name not in BY_SECRET:
            yield filled(made, name, takes)
    yield f"/desk/do/{made.token}"
    yield f"/desk/summary/{made.summary_token}"
    yield f"/desk/write/{made.chapter_token}"


@pytest.mark.parametrize("role", ["manager", "scrutineer", "administrator"])
def test_no_page_runs_or_loads_what_was_typed(role, made, world):
    client, seen = signed_in(world, role), 0
    for address in pages(made):
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code == 200:
            assert response["X-Content-Type-Options"] == "nosniff", address
        if response["Content-Type"].startswith("text/html") and response.status_code == 200:
            content = response.content.decode()
            seen += "alert(1)" in content
            assert unsafe(content) == [], address
            assert "script-src 'self'" in response["Content-Security-Policy"], address
    assert seen > 5


def test_a_form_that_comes_back_with_an_error_shows_what_was_typed_as_words(made, world):
    client = world.client("manager")
    sent = dict.fromkeys(
        ["text", "title", "name", "narrative", "account", "reason", "because", "owner"], HOSTILE
    )
    for name, takes in ADDRESSES:
        if name in BY_SECRET or name in {"report_claim_drop", "agenda_remove"}:
            continue
        response = client.post(filled(made, name, takes), sent | {"version": "<script>"})
        assert response.status_code < 500, name
        if response["Content-Type"].startswith("text/html") and response.content:
            assert unsafe(response.content.decode()) == [], name


def test_every_list_is_walked():
    """A list that is new on the desk is added above."""
    taken = {*LISTS, *PLAIN, "no_role", "clock_work_out", "inherit", "calendar_feed"}
    assert {
        name
        for name in get_resolver().namespace_dict["desk"][1].reverse_dict
        if isinstance(name, str) and _plain(name)
    } <= taken


def _plain(name):
    try:
        return reverse(f"desk:{name}")
    except NoReverseMatch:
        return None


# ── What leaves by other ways ─────────────────────────────────────────────────────────────────────────────


def test_an_e_mail_has_one_subject_and_one_reader_whatever_the_words(made, world):
    attack = "Write it\r\nBcc: thief@thief.example\r\n\r\n<b>"
    with scope.within(scope_of(world.manager)):
        made.action.refresh_from_db()
        thread.edit_action(made.action, version=made.action.version, text=attack, by=world.manager)
        thread.send_link(
            made.action,
            by=world.manager,
            to_person=made.person,
            expires=timezone.now(),
            send=notices.send_action_link,
        )
    (sent,) = mail.outbox
    assert sent.recipients() == ["ida@thornley.example"]
    assert "\n" not in sent.subject and sent.message()["Bcc"] is None


def test_a_pseudonym_over_two_lines_makes_no_second_header(made, world):
    from lscp.desk.reviews import letters
    from lscp.sources.reviews.models import Incident

    Incident.everywhere.filter(pk=made.incident.pk).update(pseudonym="Rowan\r\nBcc: thief@thief.example")
    made.summary.refresh_from_db()
    with scope.within(scope_of(world.manager)):
        reviews.send_link(
            made.summary,
            by=world.manager,
            to_person=made.person,
            expires=timezone.now(),
            send=letters.send_summary_link,
        )
    (sent,) = mail.outbox
    assert sent.message()["Bcc"] is None and sent.recipients() == ["ida@thornley.example"]


def test_a_calendar_line_cannot_begin_another(world):
    attack = "Hall\r\nATTENDEE:mailto:thief@thief.example\nEND:VEVENT"
    made = fill(world, words=HOSTILE)
    with scope.within(scope_of(world.manager)):
        meetings.plan(made.group, held_on=timezone.localdate(), place=attack, by=world.manager)
        thread.assign(
            made.recommendation,
            text=attack,
            owner_agency=world.agencies["council"],
            due=timezone.localdate(),
            by=world.manager,
        )
    feed = Client().get(f"/desk/calendar.ics?key={made.calendar_token}").content
    assert b"\nATTENDEE" not in feed
    assert any(
        str(one.get("location", "")).startswith("Hall") for one in Calendar.from_ical(feed).walk("VEVENT")
    )


@pytest.mark.parametrize("start", [*RUNS_AS_FORMULA, " =", "\n=", "\u00a0=", "＝", "\ufeff="])
def test_no_cell_of_a_csv_runs_as_a_formula(start):
    attack = f'{start}HYPERLINK("http://thief.example","look")'
    (row,) = list(
        csv.reader(
            io.StringIO(csv_response("x", ["Words"], [[attack]]).content.decode("utf-8-sig"), newline="")
        )
    )[1:]
    assert row[0].startswith("'")


def test_every_table_of_the_desk_guards_its_file(world):
    made = fill(world, words="")
    formula = "=cmd|'/c calc'!A1"
    with scope.within(scope_of(world.manager)):
        group = partnerships.open_group(
            world.partnership, name=formula, kind="subgroup", started=world.started
        )
        meetings.plan(group, held_on=timezone.localdate(), place=formula, by=world.manager)
        finding = thread.record_finding(made.source, text=formula, by=world.manager)
        row = thread.recommend(finding, text=formula, by=world.manager)
        thread.assign(row, text=formula, by=world.manager)
        partnerships.add_person(
            world.partnership,
            name=formula,
            agency=made.agency,
            title=formula,
            started=world.started,
        )
        partnerships.set_priority(
            world.partnership, title=formula, plain_words=formula, started=world.started
        )
    client, files = signed_in(world, "administrator"), 0
    for who in (client, world.client("manager")):
        for address in [reverse(f"desk:{name}") for name in LISTS]:
            response = who.get(address, {"format": "csv"})
            if response.status_code == 200 and response["Content-Type"].startswith("text/csv"):
                files += 1
                for line in csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")):
                    assert not [cell for cell in line if cell.startswith("=")], address
    assert files > 10


def test_minutes_with_hostile_words_are_a_whole_word_file(made, world):
    response = world.client("manager").get(f"/desk/meetings/{made.meeting.pk}/minutes.docx")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    for part in packed.namelist():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(packed.read(part), etree.XMLParser(resolve_entities=False))
    assert "alert(1)" in "\n".join(p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs)


@pytest.mark.parametrize(
    "name",
    [
        'a".html',
        "a\r\nSet-Cookie: x=1.pdf",
        "../../etc/passwd.txt",
        "é “x”.pdf",
        "a;filename=b.exe.pdf",
        "x" * 400 + ".pdf",
    ],
)
def test_a_file_keeps_its_name_and_makes_no_header_of_it(name, world):
    content = b"<script>alert(1)</script>" if name.endswith("html") else b"%PDF-1.4"
    with scope.within(scope_of(world.manager)):
        kept = documents.keep(content, name=name, partnership=world.partnership.pk, by=world.manager)
    response = world.client("manager").get(f"/desk/documents/{kept.pk}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers and not response.cookies.get("x")


def test_a_picture_that_is_a_program_is_not_kept(world):
    from lscp.refusal import Refused

    for name in ("x.svg", "x.exe", "x.js", "x.xml", "x", "x.pdf.html.", ".htaccess"):
        with scope.within(scope_of(world.manager)), pytest.raises(Refused):
            documents.keep(b"<svg onload='alert(1)'/>", name=name, partnership="thornley", by=world.manager)


def test_a_published_report_with_hostile_words_in_the_record_runs_nothing(world):
    from lscp.partnerships.models import Agency

    word = "<script>alert(1)</script>"
    Agency.everywhere.filter(pk=world.agencies["school"].pk).update(name=f"School {word}")
    partnerships.set_priority(
        world.partnership, title=f"Neglect {word}", plain_words=f"Seen {word}", started=world.started
    )
    _, edition = publish(world)
    seen = 0
    for address in public(edition):
        response = Client().get(address)
        if response["Content-Type"].startswith("text/html"):
            seen += "alert(1)" in response.content.decode()
            assert unsafe(response.content.decode()) == [], address
    assert seen
