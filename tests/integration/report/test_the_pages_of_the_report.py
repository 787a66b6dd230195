"""The desk pages of the report: who sees what, two people at once, comments, drafts, constant numbers of queries."""

import html
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.desk.report import needs
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Evidence, Finding
from lscp.partnerships.access import scope_of
from lscp.publication import differences, operations, queries
from lscp.publication import document as d
from lscp.publication.models import Chapter, Claim, Comment, Proof, Report
from lscp.publication.render import pdf
from tests.conftest import sign_in
from tests.spec.report.counting import rows_of, send
from tests.spec.report.writing import leads_of, open_written


@pytest.fixture
def report(world):
    return open_written(world)


@pytest.fixture
def manager(world):
    return world.client("manager")


def chapter(report, code):
    return Chapter.everywhere.get(report=report, code=code)


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_second_of_two_writers_is_told_sees_both_texts_and_loses_nothing(world, report, manager):
    row = chapter(report, "about")
    mine = {"heading": row.heading, "narrative": "My own text.", "version": row.version}
    operations.write_chapter(row, narrative="Their text.", version=row.version, by=world.manager)
    answer = manager.post(at("report_chapter", row.pk), mine)
    assert answer.status_code == 409
    page = text(answer)
    assert "Somebody else changed this" in page and "Their text." in page and "My own text." in page
    assert chapter(report, "about").narrative == "Their text."


@pytest.fixture
def rosa(world, client):
    """A second officer, signed in."""
    sign_in(client, world.add("manager", name="Rosa Quill"))
    return client


def test_who_else_has_a_chapter_open_is_said_until_they_save_or_half_an_hour_has_gone(
    world, report, manager, rosa, monkeypatch
):
    cache.clear()
    row, begun = chapter(report, "about"), timezone.now()
    address = at("report_chapter", row.pk)
    assert "opened this chapter" not in text(rosa.get(address))
    monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(minutes=4, seconds=30))
    assert "Rosa Quill opened this chapter to write in it 4 minutes ago." in text(manager.get(address))
    assert "Rosa Quill opened it 4 minutes ago" in text(manager.get(at("report", report.pk)))
    assert "Rosa Quill opened" not in text(rosa.get(at("report", report.pk))), "nobody hears of themselves"
    assert f"{world.manager.person.name} opened this chapter" in text(rosa.get(address))

    rosa.post(address, {"heading": row.heading, "narrative": "Saved.", "version": row.version})
    assert "Rosa Quill opened" not in text(manager.get(address))

    rosa.get(address)
    monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(minutes=40))
    assert "Rosa Quill opened" not in text(manager.get(address))


def test_a_reader_leaves_no_trace_in_a_chapter_they_only_read(world, report, manager):
    cache.clear()
    address = at("report_chapter", chapter(report, "about").pk)
    world.client("reader").get(address)
    assert "opened this chapter" not in text(manager.get(address))


def test_a_refused_text_stays_in_its_box(report, manager):
    row = chapter(report, "about")
    answer = manager.post(
        at("report_chapter", row.pk),
        {"heading": row.heading, "narrative": "Kept. [[everything]]", "version": row.version},
    )
    assert "There is no live part called “everything”" in text(answer)
    assert "Kept. [[everything]]" in text(answer)


def test_a_reader_reads_a_chapter_and_has_no_box_to_write_in(world, report):
    answer = world.client("reader").get(at("report_chapter", chapter(report, "about").pk))
    assert answer.status_code == 200 and b'name="narrative"' not in answer.content
    before = chapter(report, "about").narrative
    world.client("reader").post(
        at("report_chapter", chapter(report, "about").pk), {"narrative": "x", "heading": "x"}
    )
    assert chapter(report, "about").narrative == before


def test_another_partnerships_report_is_not_found(elsewhere, report):
    client = elsewhere.client("manager")
    row = chapter(report, "about")
    for name, pk in [("report", report.pk), ("report_chapter", row.pk), ("report_sign", report.pk)]:
        assert client.get(at(name, pk)).status_code == 404, name
    assert "Annual report 2023-24" not in text(client.get(at("reports")))


def test_an_agency_contact_does_not_see_the_report(world, report):
    assert world.client("agency_contact").get(at("report", report.pk)).status_code == 403


def test_the_chapters_say_what_is_missing_and_the_checks_say_what_to_do(report, manager):
    row = chapter(report, "about")
    manager.post(
        at("report_chapter", row.pk),
        {"heading": row.heading, "narrative": "NHS number 943 476 5919.", "version": row.version},
    )
    page = text(manager.get(at("report", report.pk)))
    assert "The checks found 1 error." in page
    checks = text(manager.get(at("report_checks", report.pk)))
    assert "This is an NHS number" in checks and at("report_chapter", row.pk) in checks
    assert "Not yet confirmed in the guidance" in checks
    table = manager.get(at("report_checks", report.pk), {"format": "csv", "table": "required"})
    assert table["Content-Type"].startswith("text/csv") and b"W23-01" in table.content
    send = text(manager.get(at("report_send", report.pk)))
    assert "1 error to mend first" in send and "Send it out</button>" not in send


def test_a_claim_is_made_cited_changed_and_taken_out(report, manager):
    row = chapter(report, "learning")
    manager.post(at("report_claim", row.pk), {"text": "Plans are shared sooner.", "impact": "on"})
    made = Claim.everywhere.get()
    assert "No evidence yet" in text(manager.get(at("report_chapter", row.pk)))
    manager.post(at("report_cite", made.pk), {"evidence": Evidence.everywhere.get().pk})
    page = text(manager.get(at("report_chapter", row.pk)))
    assert "No evidence yet" not in page and "Thirty-eight of forty plans" in page
    again = {"text": "Plans are shared in a week.", "impact": "on", "version": 1}
    assert manager.post(at("report_claim_edit", made.pk), again).status_code == 302
    page = text(manager.get(at("report_chapter", row.pk)))
    assert "Plans are shared in a week." in page and "Thirty-eight of forty plans" in page
    late = manager.post(at("report_claim_edit", made.pk), {**again, "text": "Sooner than before."})
    assert late.status_code == 409 and "Plans are shared in a week." in text(late)
    manager.post(at("report_claim_drop", made.pk))
    assert not Claim.everywhere.exists()


def test_a_comment_reaches_the_writers_and_is_settled(world, report, manager):
    row = chapter(report, "about")
    world.client("scrutineer").post(at("report_comment", row.pk), {"text": "Who is this for?"})
    with scope.within(scope_of(world.manager)):
        assert [need.verb for need in needs.lines(world.manager, date(2024, 6, 1))] == ["Read"]
    manager.post(at("report_comment_settle", Comment.everywhere.get().pk))
    with scope.within(scope_of(world.manager)):
        assert needs.lines(world.manager, date(2024, 6, 1)) == []


def test_a_chapter_of_ones_own_is_added_and_moved(report, manager):
    manager.post(at("report_chapter_add", report.pk), {"heading": "Winter floods"})
    made = chapter(report, "own-25")
    assert b"What this chapter answers" in manager.get(at("report_chapter", made.pk)).content
    manager.post(at("report_chapter_move", made.pk), {"way": "up"})
    last_two = Chapter.everywhere.filter(report=report).order_by("-place").values_list("code", flat=True)[:2]
    assert list(last_two) == ["committee", "own-25"]


def test_the_draft_is_read_as_the_public_will_and_says_that_it_is_a_draft(report, manager):
    page = manager.get(at("report_text", report.pk, "index.html"))
    assert "This is a draft." in text(page) and "style-src 'self'" in page["Content-Security-Policy"]
    assert manager.get(at("report_text", report.pk, "edition.css"))["Content-Type"].startswith("text/css")
    pdf = manager.get(at("report_text", report.pk, "report.pdf"))
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]
    assert manager.get(at("report_text", report.pk, "../secrets")).status_code == 404


def test_the_pictures_of_a_draft_come_without_printing_it_and_stand_on_the_desk_too(
    world, report, manager, monkeypatch
):
    send(world, rows_of("I36", [30, 31, 29, 28, 33, 40, 30, 27]))
    row = chapter(report, "duties")
    operations.write_chapter(
        row, narrative=f"{row.narrative}\n\n[[figure I36]]", version=row.version, by=world.manager
    )

    def printed(*_, **__):
        raise AssertionError("a picture was asked for, and the whole report was printed")

    monkeypatch.setattr(pdf, "report", printed)
    page = manager.get(at("report_text", report.pk, "index.html")).content.decode()
    (address,) = re.findall(r'<img src="(charts/[^"]+)"', page)
    picture = manager.get(at("report_text", report.pk, address))
    assert picture["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<svg")
    assert manager.get(at("report_text", report.pk, "charts/none.svg")).status_code == 404

    desk = manager.get(at("report_chapter", row.pk)).content.decode()
    assert "Chart of table " in desk and desk.count("<svg") >= 2
    ids = re.findall(r' id="([^"]+)"', desk)
    assert len(ids) == len(set(ids))


def test_the_home_page_asks_each_lead_for_a_signature_until_it_is_given(world, report):
    first, police, _ = leads_of(world)
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in (first, police):
        with scope.within(scope_of(lead)):
            need = needs.lines(lead, date(2024, 6, 1))[0]
        assert (need.group, need.verb, need.href) == ("waiting", "Sign", at("report_sign", report.pk))
    operations.sign(report, agency=first.agency, by=first, checksum=proof.checksum)
    with scope.within(scope_of(first)):
        assert needs.lines(first, date(2024, 6, 1)) == []


def test_when_everybody_has_signed_the_manager_is_asked_to_freeze_and_then_to_publish(world, report):
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads_of(world):
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    with scope.within(scope_of(world.manager)):
        assert [need.verb for need in needs.lines(world.manager, date(2024, 6, 1))] == ["Freeze"]
    operations.freeze(report, by=world.manager)
    with scope.within(scope_of(world.manager)):
        assert [need.verb for need in needs.lines(world.manager, date(2024, 6, 1))] == ["Publish"]


def test_a_lead_who_opened_an_older_text_signs_nothing_and_is_told(world, report, client):
    lead = leads_of(world)[0]
    sign_in(client, lead)
    old = operations.send_for_signing(report, by=world.manager).checksum
    row = chapter(report, "about")
    operations.write_chapter(row, narrative=f"{row.narrative} More.", version=row.version, by=world.manager)
    operations.send_for_signing(report, by=world.manager)
    answer = client.post(at("report_sign", report.pk), {"checksum": old})
    assert "The text changed after you opened it, and nothing was signed." in text(answer)
    assert Proof.everywhere.get(void_at__isnull=True).signatures.model.everywhere.count() == 0


def test_the_signing_page_has_one_button_for_a_lead_and_none_for_a_reader(world, report, client):
    operations.send_for_signing(report, by=world.manager)
    sign_in(client, world.partner_lead)
    assert client.get(at("report_sign", report.pk)).content.count(b'name="checksum"') == 1
    reader = world.client("reader").get(at("report_sign", report.pk))
    assert reader.status_code == 200 and b'name="checksum"' not in reader.content


def test_the_exact_text_stands_chapter_by_chapter_with_its_notes_before_the_one_button(world, report, client):
    operations.send_for_signing(report, by=world.manager)
    sign_in(client, world.partner_lead)
    answer = client.get(at("report_sign", report.pk))
    page = answer.content.decode()
    order = [
        page.index(part) for part in ('id="the-text"', 'class="govuk-details lscp-chapter"', "Sign for ")
    ]
    assert order == sorted(order) and page.index("Not yet") > page.rindex("lscp-chapter")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))

    row = Report.everywhere.get(pk=report.pk)
    with scope.within(scope_of(world.manager)):
        signed = d.whole(queries.text_now(row))
    chapters = re.findall(r'<details class="govuk-details lscp-chapter">(.*?)</details>', page, re.S)
    headings = [one.heading for one in signed.sections] + (["Words we use"] if signed.glossary else [])
    assert len(chapters) == len(headings) > 10
    for chapter_now, heading in zip(chapters, headings, strict=True):
        assert heading in html.unescape(chapter_now)
        assert all(f'id="{note}"' in chapter_now for note in re.findall(r'href="#(know-[^"]+)"', chapter_now))
    told = _letters(html.unescape(re.sub(r"<[^>]+>", "", page)))
    lines = [piece for _, line in differences.lines(signed) for piece in line.split(" | ")]
    assert [line for line in lines if _letters(line) not in told] == []


def _letters(words):
    """Letters and figures alone: a mark of a note, a space or a quotation mark between them is no part of the text."""
    return re.sub(r"How we know, note |\[\d+\]|\W+|_", "", words)


def test_on_the_signing_page_a_table_of_words_carries_its_columns_names_for_a_telephone(
    world, report, client
):
    row = chapter(report, "about")
    operations.write_chapter(row, narrative="[[partners]]", version=row.version, by=world.manager)
    operations.send_for_signing(report, by=world.manager)
    sign_in(client, world.partner_lead)
    page = client.get(at("report_sign", report.pk)).content.decode()
    assert "lscp-table--words" in page and 'data-name="Sector"' in page and 'data-name="Agency"' not in page


def test_a_colleague_of_the_signatory_reads_who_signed(world, report, client):
    proof = operations.send_for_signing(report, by=world.manager)
    lead = next(lead for lead in leads_of(world) if lead.agency == world.manager.agency)
    operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    sign_in(client, lead)
    assert "You have signed" in text(client.get(at("report_sign", report.pk)))
    told = text(world.client("manager").get(at("report_sign", report.pk)))
    assert f"{lead.person.name} has signed" in told and "You have signed" not in told


def test_whoever_signs_can_read_the_text_as_the_public_will_and_take_its_tables(world, report, client):
    operations.send_for_signing(report, by=world.manager)
    sign_in(client, world.partner_lead)
    page = client.get(at("report_sign", report.pk)).content.decode()
    for path in ("index.html", "report.pdf", "tables.ods"):
        address = at("report_text", report.pk, path)
        assert address in page and client.get(address).status_code == 200


def test_the_pages_of_the_public_site_are_a_table_with_its_file(world, manager):
    said = manager.get(at("site_pages") + "?format=csv&table=pages").content.decode("utf-8-sig")
    assert said.splitlines()[0] == "Page,Published" and "Worried about a child,Not published yet" in said


def test_the_list_of_reports_costs_the_same_for_three_and_thirty(
    world, manager, django_assert_max_num_queries
):
    counts = []
    for wanted in (3, 30):
        while Report.everywhere.count() < wanted:
            year = 1980 + Report.everywhere.count()
            Report.everywhere.create(
                partnership=world.partnership,
                title="Report",
                period_start=date(year, 4, 1),
                period_end=date(year + 1, 3, 31),
                requirement_set="wt2023",
                work=f"annual-report-{year}",
            )
        with django_assert_max_num_queries(12) as queries:
            manager.get(at("reports"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_a_report_costs_the_same_for_three_recommendations_and_thirty(
    world, report, manager, django_assert_max_num_queries
):
    counts = []
    for wanted in (3, 30):
        for number in range(wanted):
            recommendation = thread.recommend(
                Finding.everywhere.first(),
                text=f"Recommendation {number} of {wanted}",
                addressed_to=[world.agencies["school"]],
                on=date(2023, 7, 1),
                by=world.manager,
            )
            thread.assign(
                recommendation,
                text="Do it.",
                owner_agency=world.agencies["school"],
                due=date(2023, 9, 1),
                on=date(2023, 7, 2),
                by=world.manager,
            )
        with django_assert_max_num_queries(60) as queries:
            manager.get(at("report", report.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
