"""The public site reads the shelf: every page answers, bytes are served as they are, and old addresses stay."""

import hashlib
import json
from datetime import date

import pytest
from django.urls import reverse

from lscp.public import summary
from lscp.publication import document as d
from lscp.publication.render import layout
from lscp.shelf import operations as shelf
from lscp.shelf.models import File

PAGE = b'<!DOCTYPE html><html lang="en"><head><title>R</title></head><body><main id="main">Words.</main></body></html>'


class _File:
    def __init__(self, content, media_type, label=""):
        self.content, self.media_type, self.label = content, media_type, label


def put(erratum="", work="annual-report-2023-24", kind="report", files=None):
    return shelf.put(
        files
        or {
            "index.html": _File(PAGE, "text/html; charset=utf-8"),
            "report.pdf": _File(b"%PDF-1.7 made for a test", "application/pdf", "Report to print"),
            "tables/partners.csv": _File(b"a,b\r\n", "text/csv; charset=utf-8", "Partners"),
        },
        partnership="thornley",
        partnership_name="Thornley Safeguarding Children Partnership",
        kind=kind,
        work=work,
        title="Annual report 2023-24" if kind == "report" else "Our priorities",
        period=(date(2023, 4, 1), date(2024, 3, 31)),
        erratum=erratum,
        signatures=[
            {"agency": "Police", "name": "A. Lead", "role": "Lead", "at": "2024-09-01", "checksum": "ab" * 32}
        ],
    )


@pytest.fixture
def edition(db):
    return put()


ADDRESS = "/thornley/annual-report-2023-24/1/"


def test_every_page_answers_without_a_sign_in_and_sets_no_cookie(edition, client):
    for address in [
        "/",
        "/thornley/",
        ADDRESS,
        f"{ADDRESS}proof",
        "/verify",
        "/accessibility",
        "/glossary",
        "/worried-about-a-child",
        "/thornley/worried-about-a-child",
    ]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers and not answer.cookies, address
        assert answer.content.decode().count("<h1") == 1, address


def test_the_pages_of_an_empty_shelf_say_so(db, client):
    assert "Nothing has been published yet" in client.get("/").content.decode()
    assert client.get("/worried-about-a-child").status_code == 200
    assert client.get("/glossary").status_code == 200


def test_a_file_is_served_byte_for_byte_with_its_hash_as_etag(edition, client):
    answer = client.get(f"{ADDRESS}index.html")
    assert answer.content == PAGE
    assert answer["ETag"] == f'"{hashlib.sha256(PAGE).hexdigest()}"'
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    again = client.get(f"{ADDRESS}index.html", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get(f"{ADDRESS}report.pdf")["Content-Disposition"] == 'inline; filename="report.pdf"'
    assert client.get(f"{ADDRESS}tables/partners.csv")["Content-Disposition"].startswith("attachment")


def test_the_address_without_a_number_leads_to_the_latest_edition(edition, client):
    put(erratum="It said: “Baby W” It now says: “Baby V”")
    assert client.get("/thornley/annual-report-2023-24/").url == "/thornley/annual-report-2023-24/2/"


def test_an_edition_that_was_replaced_keeps_its_address_and_says_what_replaced_it(edition, client):
    put(erratum="It said: “Baby W” It now says: “Baby V”")
    front = client.get(ADDRESS).content.decode()
    assert "Edition 2 replaced it" in front and "Baby V" in front
    page = client.get(f"{ADDRESS}index.html").content.decode()
    assert "This is edition 1. Edition 2 replaced it." in page and page.endswith(
        "Words.</main></body></html>"
    )
    assert client.get(f"{ADDRESS}index.html?as-published").content == PAGE
    assert "What this edition corrects" in client.get("/thornley/annual-report-2023-24/2/").content.decode()


def test_a_withdrawn_edition_keeps_its_address_and_its_reason_but_not_its_words(edition, client):
    shelf.withdraw(edition, because="It named a child.")
    answer = client.get(ADDRESS)
    assert answer.status_code == 410 and "It named a child." in answer.content.decode()
    gone = client.get(f"{ADDRESS}index.html")
    assert gone.status_code == 410 and b"Words." not in gone.content


def test_one_altered_byte_is_found_on_the_page_that_checks(edition, client):
    assert (
        "No. We worked out the number of every file again" in client.get(f"{ADDRESS}proof").content.decode()
    )
    File.objects.filter(path="index.html").update(content=PAGE.replace(b"Words.", b"Wordz."))
    page = client.get(f"{ADDRESS}proof").content.decode()
    assert "index.html is not the file that was published." in page


def test_the_day_of_a_signature_is_said_in_words(edition, client):
    page = client.get(f"{ADDRESS}proof").content.decode()
    assert "1 September 2024" in page and "2024-09-01" not in page


def test_the_tables_of_numbers_can_be_downloaded(edition, client):
    assert reverse("public:api_editions") in client.get("/verify").content.decode()
    assert "manifest.json" not in client.get(f"{ADDRESS}proof").content.decode(), "this edition has none"
    put(work="another", files={"manifest.json": _File(b"{}", "application/json")})
    assert "/thornley/another/1/manifest.json" in client.get("/thornley/another/1/proof").content.decode()
    assert client.get("/thornley/another/1/manifest.json").content == b"{}"


def test_what_is_not_on_the_shelf_is_not_found(edition, client):
    for address in [
        "/nowhere/",
        "/thornley/nothing/",
        "/thornley/annual-report-2023-24/9/",
        f"{ADDRESS}x.html",
    ]:
        assert client.get(address).status_code == 404, address


def test_a_published_page_of_words_is_shown_in_the_sites_own_look(db, client):
    content = {
        "intro": ["What we work on."],
        "sections": [
            {"heading": "Neglect <i>", "paragraphs": ["Seen early."], "items": ["Prevention: visits"]}
        ],
    }
    put(
        work="priorities",
        kind="page",
        files={"page.json": _File(json.dumps(content).encode(), "application/json")},
    )
    page = client.get("/thornley/priorities/").content.decode()
    assert "Neglect &lt;i&gt;" in page and "Prevention: visits" in page


def test_the_front_of_an_edition_says_what_changed_and_how_it_is_known(db, client):
    claim = d.Claim(
        ("Nine of ten plans, ", d.Figure(92, "%"), ", were shared in time."),
        (d.EvidenceRef("Audit of plans", quoted="37 of 40", as_of=date(2024, 1, 5)),),
        impact=True,
    )
    plain = d.Claim("We met four times.")
    section = d.Section("a", "A", (plain,), (d.Section("b", "B", (claim,)),))
    text = d.to_json(d.Document("R", "P", date(2023, 4, 1), date(2024, 3, 31), (section,)))
    put(files={"document.json": _File(text.encode(), "application/json")})
    page = client.get(ADDRESS).content.decode()
    assert "Nine of ten plans, 92%, were shared in time." in page and "37 of 40" in page
    assert "5 January 2024" in page and "We met four times." not in page


def test_the_front_and_the_edition_itself_begin_alike_and_the_chapters_lead_into_it(db, client):
    figures = (f"figure {n}" if n % 2 else "no figure " + "X" * n for n in range(1, 13))
    said = [d.Claim(text, impact=True) for text in figures]
    opening = tuple(map(d.Paragraph, ("We met 12 times.", "We followed nine things.", "A third paragraph.")))
    sections = (
        d.Section("foreword", "Foreword", (d.Paragraph("Thank you."),)),
        d.Section("year", "The year at a glance", (*opening, *said)),
    )
    document = d.Document("R", "P", date(2023, 4, 1), date(2024, 3, 31), sections)
    front = summary.front(d.to_json(document))
    laid_out = layout.lay_out(document)
    for words, runs in (
        (front["summary"], laid_out["summary"]),
        ([change["text"] for change in front["changes"]], laid_out["changes"]),
    ):
        assert words == ["".join(run["text"] for run in run_of_words) for run_of_words in runs]
    assert front["summary"] == ["We met 12 times.", "We followed nine things."]
    assert [change["text"][-1] for change in front["changes"]] == ["1", "3", "5", "7", "9"]
    put(files={"document.json": _File(d.to_json(document).encode(), "application/json")})
    page = client.get(ADDRESS).content.decode()
    assert page.index("We met 12 times.") < page.index("figure 1") < page.index("index.html#section-2")


def test_a_report_that_shows_no_change_says_so(db, client):
    text = d.to_json(d.Document("R", "P", date(2023, 4, 1), date(2024, 3, 31)))
    put(files={"document.json": _File(text.encode(), "application/json")})
    assert "claims no change that it could show" in client.get(ADDRESS).content.decode()


def test_the_partnerships_own_page_for_the_worried_always_has_the_emergency_first(db, client):
    put(
        work="worried-about-a-child",
        kind="page",
        files={"page.json": _File(b'{"intro": [], "sections": []}', "application/json")},
    )
    assert client.get("/thornley/worried-about-a-child/").url == "/thornley/worried-about-a-child"


def test_the_api_lists_editions_with_their_hashes(edition, client):
    listed = client.get("/api/v1/editions").json()["editions"]
    assert [e["sha256"] for e in listed] == [edition.sha256]
    whole = client.get("/api/v1/editions/thornley/annual-report-2023-24/1").json()
    assert {f["path"] for f in whole["files"]} == {"index.html", "report.pdf", "tables/partners.csv"}
    assert "/api/v1/editions" in client.get("/api/v1/openapi.json").json()["paths"]
    assert client.post("/api/v1/editions").status_code == 405


def test_the_home_page_costs_the_same_for_three_editions_and_thirty(
    edition, client, django_assert_num_queries
):
    for _ in range(2):
        put()
    with django_assert_num_queries(1):
        client.get("/")
    for number in range(27):
        put(work=f"annual-report-{number}")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize(
    "address", ["worried-about-a-child", "accessibility", "verify", "glossary", "api/v1/editions"]
)
def test_an_address_typed_with_a_slash_at_its_end_leads_to_the_page(db, client, address):
    led = client.get(f"/{address}/", follow=True)
    assert led.status_code == 200
    assert led.redirect_chain[-1][0] == f"/{address}"


def test_the_proof_of_an_edition_is_found_with_a_slash_at_its_end(edition, client):
    assert (
        client.get("/thornley/annual-report-2023-24/1/proof/").url
        == "/thornley/annual-report-2023-24/1/proof"
    )
