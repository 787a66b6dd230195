"""The report told again, on the desk: written like a chapter, read as its readers will, before anybody signs it."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from lscp.golden_thread import operations as thread
from lscp.publication import operations
from lscp.publication.models import Chapter
from tests.conftest import sign_in
from tests.spec.report.writing import leads_of, open_written


@pytest.fixture
def report(world):
    return open_written(world)


@pytest.fixture
def manager(world):
    return world.client("manager")


def chapter(report, code):
    return Chapter.everywhere.get(report=report, code=code)


def page(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_its_chapter_offers_the_easy_words_of_the_record_and_asks_for_no_requirement(report, manager):
    shown = page(manager.get(reverse("desk:report_chapter", args=[chapter(report, "easy-read").pk])))
    assert "<code>[[you_told_us]]</code>" in shown and "<code>[[easy_numbers]]</code>" in shown
    assert "<code>[[members]]</code>" not in shown and "What this chapter answers" not in shown


def test_what_the_record_says_in_words_too_hard_is_listed_for_a_person_to_say(world, report, manager):
    source = thread.open_source(
        world.partnership,
        kind="multi-agency-audit",
        title="Audit",
        happened_on=date(2023, 5, 1),
        summary="",
        by=world.manager,
    )
    hard = "The MASH did not evidence its rationale."
    thread.record_finding(source, text=hard, by=world.manager)
    there = {
        code: page(manager.get(reverse("desk:report_chapter", args=[chapter(report, code).pk])))
        for code in ("easy-read", "children", "about")
    }
    assert "Left out, because the words are too hard (1)" in there["easy-read"] and hard in there["easy-read"]
    assert hard not in there["children"], (
        "an audit is not told to children by itself, so it is not missing there"
    )
    assert hard not in there["about"]


def test_what_is_written_is_seen_at_once_as_its_readers_will_see_it(world, report, manager):
    row = chapter(report, "children")
    manager.post(
        reverse("desk:report_chapter", args=[row.pk]),
        {"heading": "For you", "narrative": "Hello from all of us.", "version": row.version},
    )
    shown = page(manager.get(reverse("desk:report_chapter", args=[row.pk])))
    address = reverse("desk:report_text", args=[report.pk, "children.html"])
    assert f'href="{address}">Read it as its readers will</a>' in shown
    there = manager.get(address)
    assert "Hello from all of us." in page(there) and "This is a draft." in page(there)
    assert "style-src 'self'" in there["Content-Security-Policy"]
    style = manager.get(reverse("desk:report_text", args=[report.pk, "retold.css"]))
    assert style["Content-Type"].startswith("text/css")


def test_a_page_that_nobody_has_written_is_not_there(world, report, manager):
    assert manager.get(reverse("desk:report_text", args=[report.pk, "children.html"])).status_code == 404


def test_the_committees_report_is_taken_from_a_draft_as_word(report, manager):
    answer = manager.get(reverse("desk:report_text", args=[report.pk, "committee-report.docx"]))
    assert "attachment" in answer["Content-Disposition"]
    words = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert "Annual report 2023-24: report to the committee" in words


def test_who_signs_reads_them_with_the_rest_of_the_text_and_as_pages(world, report, client):
    row = chapter(report, "children")
    operations.write_chapter(row, narrative="Hello from us.", version=row.version, by=world.manager)
    operations.send_for_signing(report, by=world.manager)
    sign_in(client, leads_of(world)[0])
    shown = page(client.get(reverse("desk:report_sign", args=[report.pk])))
    assert "Hello from us." in shown
    assert reverse("desk:report_text", args=[report.pk, "children.html"]) in shown
