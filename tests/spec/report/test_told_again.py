"""The report told again for other readers: easy read, for children, to the committee. From the same record, signed with
the report, printed apart from it."""

import re
from datetime import date

import pytest

from lscp import rulebook, scope
from lscp.golden_thread import operations as thread
from lscp.publication import commands, manifest, operations, queries
from lscp.publication import document as d
from lscp.publication.compose import compose
from lscp.publication.models import Chapter, Report
from lscp.publication.render import icons, render
from lscp.shelf.models import Edition
from tests.spec.report.counting import rows_of, send
from tests.spec.report.writing import END, START

EASY, CHILDREN = "easy-read", "children"


def learned(world, kind, finding, *actions, on=date(2023, 5, 1), title="What was learned"):
    """A source of the period with one finding, one recommendation, and actions that are planned."""
    source = thread.open_source(
        world.partnership, kind=kind, title=title, happened_on=on, summary="", by=world.manager
    )
    recommendation = thread.recommend(
        thread.record_finding(source, text=finding, by=world.manager),
        text="Do something about it.",
        addressed_to=[world.agencies["school"]],
        on=on,
        by=world.manager,
    )
    made = [
        thread.assign(
            recommendation,
            text=text,
            owner_agency=world.agencies["school"],
            due=date(2023, 9, 1),
            on=on,
            by=world.manager,
        )
        for text in actions
    ]
    return recommendation, made


def judged(world, recommendation, verdict, before, after):
    test = thread.state_test(
        recommendation,
        text="A survey, asked twice",
        before=before,
        judge_on=date(2024, 2, 1),
        by=world.manager,
        on=date(2023, 6, 1),
    )
    proof = thread.Proof("figure", after, date(2024, 1, 20), "Survey of pupils")
    return thread.judge_impact(
        test, verdict=verdict, after=after, on=date(2024, 2, 1), by=world.scrutineer, evidence=[proof]
    )


@pytest.fixture
def told(world):
    """Pupils said something, it was acted on, and it helped."""
    recommendation, (action,) = learned(
        world, "voice", "Nobody asks if you are all right.", "Ask every pupil who comes back."
    )
    thread.add_evidence(
        action, kind="statement", text="Done in all schools.", as_of=date(2023, 8, 1), by=world.manager
    )
    thread.report_on(action, outcome="done", text="Done.", on=date(2023, 8, 2), by=world.manager)
    judged(world, recommendation, "changed", "2 of 30 pupils were asked.", "27 of 30 pupils were asked.")
    return recommendation


def pages(report):
    """``{code: the words of its page}``."""
    made = render(compose(report))
    named = {one.code: made[one.file].content.decode() for one in rulebook.retellings() if one.file in made}
    return {code: " ".join(re.sub(r"<[^>]+>", " ", page).split()) for code, page in named.items()}


def rewrite(report, code, text, by):
    row = Chapter.everywhere.get(report=report, code=code)
    return operations.write_chapter(row, narrative=text, version=row.version, by=by)


def found(report, check):
    return [finding for finding in queries.check(report).findings if finding.check == check]


# ── What the record says by itself ────────────────────────────────────────────────────────────────────────


def test_a_report_begins_with_a_chapter_for_each_of_the_other_readers(world, report):
    codes = list(Chapter.everywhere.filter(report=report).order_by("place").values_list("code", flat=True))
    assert codes[-3:] == ["easy-read", "children", "committee"]


def test_what_children_said_what_was_done_and_whether_it_helped_stands_without_anybody_writing(
    world, told, report
):
    for words in (pages(report)[EASY], pages(report)[CHILDREN]):
        assert "You told us Nobody asks if you are all right." in words
        assert "What we did: Ask every pupil who comes back. They say this is done. We will check." in words
        assert "It helped. Before: 2 of 30 pupils were asked. Now: 27 of 30 pupils were asked." in words
        assert "How we know: Survey of pupils." in words


def test_a_record_that_holds_nothing_for_them_makes_no_page_of_empty_words(world):
    opened = operations.open_report(
        world.partnership, title="Report", period_start=START, period_end=END, by=world.manager
    )
    assert pages(opened) == {}


def test_a_part_in_which_the_record_holds_nothing_is_left_out_with_its_heading(world, told, report):
    words = pages(report)[EASY]
    assert "What people told us" in words
    assert "Some numbers" not in words and "What we wanted to do" not in words


def test_a_sentence_of_the_record_that_is_too_hard_is_left_to_a_person(world, report):
    learned(
        world,
        "multi-agency-audit",
        "Practitioners in the majority of cases audited did not evidence the consideration of the cumulative impact "
        "of neglect upon the lived experience of children.",
    )
    learned(world, "multi-agency-audit", "Schools were told too late.")
    words = pages(report)[EASY]
    assert "Schools were told too late." in words and "cumulative" not in words


def test_what_was_done_in_words_too_hard_is_not_called_nothing(world, report):
    learned(world, "voice", "We want to be asked.", "Operationalise a 100% MASH QA deep dive.")
    assert "Nothing yet" not in str(pages(report))


def test_an_audit_that_counts_a_few_is_not_told_by_itself(world, report):
    learned(world, "multi-agency-audit", "In two of the families nobody had asked the child.")
    assert "two of the families" not in str(pages(report))


def test_children_are_told_nothing_of_a_review_or_an_audit_by_itself(world, told, report):
    learned(world, "local-review", "Nobody saw the baby.", "Visit every baby at home.")
    easy, children = pages(report)[EASY], pages(report)[CHILDREN]
    assert "Nobody saw the baby." in easy and "Visit every baby at home." in easy
    assert "baby" not in children


def test_what_was_not_done_and_what_did_not_help_is_said_too(world, report):
    recommendation, _ = learned(world, "voice", "We cannot cook.", "Teach cooking in each home.")
    judged(world, recommendation, "no_change", "3 of 22 could cook.", "4 of 22 could cook.")
    words = pages(report)[CHILDREN]
    assert "Teach cooking in each home. This has not begun yet." in words
    assert "It has not helped enough yet. Before: 3 of 22 could cook. Now: 4 of 22 could cook." in words


def test_a_share_is_said_as_so_many_in_every_ten(world, told, report):
    send(world, rows_of("I06", [(20, 100)] * 4 + [(31, 100)] * 4))
    rewrite(report, "duties", "[[figure I06]]", world.manager)
    words = pages(report)[EASY]
    assert "About 3 in every 10. The year before: about 2 in every 10." in words and "%" not in words


def test_a_number_that_the_report_does_not_print_is_not_printed_in_easy_words_either(world, told, report):
    send(world, rows_of("I06", [(31, 100)] * 4))
    assert "in every 10" not in pages(report)[EASY]


def test_a_hidden_number_is_not_said_in_easy_words(world, told, report):
    send(world, rows_of("I36", [1, 0, 1, 1]))
    rewrite(report, "duties", "[[figure I36]]", world.manager)
    assert "Some numbers" not in pages(report)[EASY]


def test_a_hard_word_is_explained_where_it_stands_first_and_once(world, report):
    rewrite(report, EASY, "You can ask for early help.\n\nEarly help is free.", world.manager)
    words = pages(report)[EASY]
    assert "You can ask for early help. Early help means Support for a family" in words
    assert words.count("Early help means") == 1


def test_whom_to_call_is_what_the_partnership_publishes_for_people_who_are_worried(world, told, report):
    operations.publish_page(
        world.partnership,
        "worried-about-a-child",
        words="We listen.\n\nCall the front door on 020 7946 0018.",
        by=world.manager,
    )
    page = render(compose(report))["children.html"].content.decode()
    assert 'Call the front door on <a href="tel:02079460018">020 7946 0018</a>.' in page
    assert '<a href="tel:08001111">0800 1111</a>' in page and '<a href="tel:999">999</a>' in page
    assert found(report, "identifying-detail") == []


def test_the_writers_put_their_own_sentences_around_and_in_place_of_what_the_record_says(world, told, report):
    rewrite(report, CHILDREN, "Thank you.\n\n## You spoke\n\nWe heard you.\n\n[[you_told_us]]", world.manager)
    words = pages(report)[CHILDREN]
    assert "Thank you. You spoke We heard you. You told us Nobody asks" in words
    assert "Where to get help" not in words


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_pages_are_small_and_ask_for_nothing_but_their_style(world, told, report):
    made = render(compose(report))
    for path in ("easy-read.html", "children.html"):
        page = made[path].content.decode()
        assert len(made[path].content) + len(made["retold.css"].content) < 60_000
        assert "<script" not in page and "style=" not in page and "<img" not in page
        assert re.findall(r'(?:src|href)="(?!#|tel:|mailto:)([^"]*)"', page) == ["retold.css", "index.html"]
        assert '<html lang="en-GB">' in page and page.count("<h1>") == 1
        body = re.sub(
            r"<wbr>|<[^>]+>", lambda tag: " " if tag[0] == "<wbr>" else "", page.partition("<body")[2]
        )
        assert max(map(len, body.split())) < 30, "no word is wider than a phone before the style has come"


def test_a_picture_repeats_its_heading_for_the_eye_and_is_silent_for_the_ear(world, told, report):
    page = render(compose(report))["children.html"].content.decode()
    assert page.count("<svg") == page.count('aria-hidden="true"') == page.count("<h2 ")
    rewrite(report, CHILDREN, "## A heading of our own\n\nHello.", world.manager)
    assert "<svg" not in render(compose(report))["children.html"].content.decode()


def test_every_picture_that_the_rulebook_names_is_drawn():
    named = {part.picture for one in rulebook.retellings() for part in one.parts if part.picture}
    assert named and named <= set(icons.LINES)


def test_nothing_that_anybody_wrote_becomes_markup(world, report):
    rewrite(report, CHILDREN, "## <b>Hello</b>\n\n<script>alert(1)</script> & you", world.manager)
    page = render(compose(report))["children.html"].content.decode()
    assert "<script" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; you" in page


def test_the_report_itself_stays_as_it_would_be_without_them(world, told, report):
    both = compose(report)
    without = d.Document(**{**vars(both), "retellings": ()})
    made, plain = render(both), render(without)
    assert "You told us" not in made["index.html"].content.decode()
    assert set(made) - set(plain) == {"easy-read.html", "children.html", "retold.css"}


def test_the_page_of_the_report_offers_them_with_format_and_size(world, told, report):
    front = render(compose(report))["index.html"].content.decode()
    assert re.search(r'<a href="easy-read.html">Easy read \(web page, \d KB\)</a>', front)


# ── Signed, frozen, published ─────────────────────────────────────────────────────────────────────────────


def publish(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads:
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    report = Report.everywhere.get(pk=report.pk)
    operations.freeze(report, by=world.manager)
    return operations.publish(report, by=world.manager)


def test_they_are_part_of_what_is_signed_and_a_change_in_them_voids_the_signatures(
    world, told, report, leads
):
    proof = operations.send_for_signing(report, by=world.manager)
    operations.sign(report, agency=leads[0].agency, by=leads[0], checksum=proof.checksum)
    rewrite(report, CHILDREN, "Hello. We are sorry.", world.manager)
    proof.refresh_from_db()
    assert proof.void_because and Report.everywhere.get(pk=report.pk).status == "draft"
    operations.send_for_signing(report, by=world.manager)
    with scope.of_partnership("thornley"):
        _, changes = queries.changed_since_signed(Report.everywhere.get(pk=report.pk), leads[0].agency)
    assert "Hello. We are sorry." in [change.now for change in changes]


def test_they_are_published_with_the_edition_and_proved_with_it(world, told, report, leads, tmp_path):
    edition = publish(world, report, leads)
    paths = set(edition.files.values_list("path", flat=True))
    assert {"easy-read.html", "children.html", "retold.css"} <= paths
    report = Report.everywhere.get(pk=report.pk)
    with scope.of_partnership("thornley"):
        assert commands.verify(report) == []
        written = commands.build(report, tmp_path)
    named = manifest.read((tmp_path / "manifest.json").read_bytes())["files"]
    assert named["children.html"] == manifest.sha256((tmp_path / "children.html").read_bytes())
    assert "committee-report.docx" in written
    assert commands.verify_folder(tmp_path) == []
    (tmp_path / "easy-read.html").write_text("Something else.")
    assert commands.verify_folder(tmp_path) == ["easy-read.html is not the file that was published."]


def test_the_committees_report_is_never_on_the_public_shelf(world, told, report, leads):
    edition = publish(world, report, leads)
    assert not edition.files.filter(path="committee-report.docx").exists()


def test_the_partnerships_page_leads_to_them_at_once(world, told, report, leads, client):
    edition = publish(world, report, leads)
    page = client.get("/thornley/").content.decode()
    for path in ("easy-read.html", "children.html"):
        assert f'href="/thornley/{report.work}/{edition.number}/{path}"' in page


def test_a_reader_of_a_replaced_edition_is_led_to_the_same_page_of_the_new_one(
    world, told, report, leads, client
):
    publish(world, report, leads)
    first = Report.everywhere.get(pk=report.pk)
    corrected = operations.correct(first, was="two towns", now="three towns", by=world.manager)
    publish(world, corrected, leads)
    number = Edition.objects.get(work=report.work, number=2)
    page = client.get(f"/thornley/{report.work}/1/children.html").content.decode()
    assert f'href="/thornley/{number.work}/2/children.html"' in page and "Edition 2 replaced it" in page
    second = client.get(f"/thornley/{report.work}/2/children.html").content.decode()
    assert "We put something right" not in second, "the mistake stood in the report, not here"


# What a report was stored as before reports were told again, with its checksum.
STORED_BEFORE = (
    '{"is":"Document","partnership":"Westbridge","period_end":{"is":"date","value":"2024-03-31"},'
    '"period_start":{"is":"date","value":"2023-04-01"},"sections":[{"blocks":[{"is":"Paragraph","spans":["Hello."]}],'
    '"code":"about","heading":"About","is":"Section"}],"title":"Report"}'
)
CHECKSUM_BEFORE = "15ff897ef08a69fb83d48cde9a4588a6c5630d5e12c5e78fecdade598cd65354"


def test_a_text_stored_before_reads_and_proves_as_it_did_and_makes_no_more_files():
    document = d.from_json(STORED_BEFORE)
    assert document.retellings == () and d.to_json(document) == STORED_BEFORE
    assert d.checksum(document) == CHECKSUM_BEFORE
    assert set(render(document)) == {"index.html", "edition.css", "report.pdf", "report.docx"}


# ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_sentence_a_percentage_and_an_abbreviation_are_found_with_what_to_write(world, report):
    long = "We went to see every one of the schools in the whole of the borough in the spring."
    rewrite(report, EASY, f"{long}\n\nOf them 40% wrote.\n\nThey told the LADO.", world.manager)
    said = [finding.message for finding in found(report, "reading-age")]
    assert any("18 words; on this page 15 are the most. Say one thing" in message for message in said)
    assert any("“about 7 in every 10”" in message for message in said)
    assert any("Write LADO in full" in message for message in said)


def test_a_page_that_reads_as_written_for_grown_ups_is_told_its_age_and_its_longest_words(world, report):
    rewrite(
        report,
        CHILDREN,
        "Professionals communicated insufficiently. Organisations subsequently prioritised accountability.",
        world.manager,
    )
    (finding,) = (f for f in found(report, "reading-age") if "reads as written for" in f.message)
    assert "accountability" in finding.message and "readers of 11" in finding.message


def test_short_plain_sentences_pass(world, told, report):
    assert found(report, "reading-age") == []


def test_a_table_has_no_place_on_these_pages(world, told, report):
    rewrite(report, EASY, "[[partners]]", world.manager)
    (finding,) = (f for f in found(report, "reading-age") if f.severity == "error")
    assert "Take the line out" in finding.message
    assert finding.where == "“Easy read”, table 1"


def test_they_are_held_to_the_checks_of_the_report(world, report):
    rewrite(report, CHILDREN, "Three girls were hurt. Write to Ella at ella@home.example.", world.manager)
    for check in ("small-number", "identifying-detail"):
        assert any("“For children and young people”" in finding.where for finding in found(report, check))


def test_what_is_found_in_a_retelling_is_placed_on_its_page_and_not_in_a_section_of_the_report(world, report):
    rewrite(report, EASY, "## What we did\n\nOf them 40% wrote.\n\nThree girls were hurt.", world.manager)
    told = [finding for finding in queries.check(report).findings if "Easy read" in finding.where]
    assert "“Easy read”, “What we did”, paragraph 1" in [finding.where for finding in told]
    assert not any(finding.where.startswith("section") for finding in told)


def test_what_is_found_in_them_stands_beside_their_chapter_on_the_desk(world, told, report):
    rewrite(report, EASY, "Of them 40% wrote.", world.manager)
    with scope.of_partnership("thornley"):
        task = next(task for task in queries.desk(report).tasks if task.chapter.code == EASY)
    assert [finding.check for finding in task.findings] == ["reading-age"]


def test_they_answer_no_requirement_of_the_guidance(world, told, report):
    before = [item.met for item in queries.check(report).required]
    row = Chapter.everywhere.get(report=report, code=EASY)
    items = [item.item for item in queries.check(report).required]
    operations.write_chapter(row, narrative=row.narrative, meets=items, version=row.version, by=world.manager)
    assert [item.met for item in queries.check(report).required] == before
