"""The committee's pack opens with what became of what the committee asked for, and says no more than may be printed."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from lscp.briefing.pack import files, members
from lscp.briefing.pack.committees import UNNAMED, committee, committees
from lscp.golden_thread import operations as thread
from lscp.publication import document as d
from lscp.publication import manifest
from lscp.publication import operations as reports
from lscp.publication.models import Proof
from lscp.refusal import Refused
from lscp.shelf.models import Edition
from lscp.sources.committee import operations
from tests.factories.committee_paper import COPY, MINUTES
from tests.spec.briefing.conftest import MEETING, MET, TODAY
from tests.spec.report.writing import leads_of, open_written, write


def refusal(operation, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        operation(*args, **kwargs)
    return refused.value.refusal


def by_kind(pack):
    """Each kind's first thing asked for."""
    return {each.proposal.kind: each for each in reversed(pack.asked)}


def rows_of(pack):
    """The tables of what was asked for, a row a dictionary by its columns."""
    tables = [table for table in d.tables(members.compose(pack)) if table.code.startswith("asked")]
    return [
        dict(zip((column.heading for column in table.columns), row, strict=True))
        for table in tables
        for row in table.rows
    ]


# ── What it says ──────────────────────────────────────────────────────────────────────────────────────────


def test_it_opens_with_its_cover_and_then_what_became_of_what_the_committee_asked_for(paper, pack):
    assert [section.heading for section in members.compose(pack()).sections] == [
        "Cover report",
        "What became of what you asked for",
        "Executive summary",
        "Appendices",
    ]


def test_each_thing_stands_in_the_papers_own_words_with_its_owner_its_date_and_where_it_stands(
    taken_up, pack
):
    (row,) = [row for row in rows_of(pack()) if row["In the paper's words"].startswith("Action: ")]
    assert "asked what was being done about damp homes" in row["In the paper's words"]
    assert row["Owner"] == "Green Lane School (thornley Green Lane School)", (
        "as printed, and who answers for it now"
    )
    assert row["Due"] == "1 March 2025"
    assert row["Where it stands"].startswith("Under way, and overdue since 1 March 2025.")


def test_actions_resolutions_and_promises_are_all_there_once_each_in_the_papers_order(taken_up, pack):
    rows = rows_of(pack())
    assert [row["In the paper's words"].partition(":")[0] for row in rows] == [
        "Action", "Promise", "Resolution", "Resolution",
    ]  # fmt: skip
    assert [row["No."] for row in rows] == ["1", "2", "3", "4"], "a number to name it by in the debate"


def test_what_nobody_accepted_into_the_record_yet_is_said_to_be_so(paper, pack, told):
    assert {each.stands for each in pack().asked} == {"Not accepted yet"}
    assert "Read from the minutes and not accepted into the record yet: 4." in told()


def test_what_was_only_noted_asks_nothing_of_anybody(taken_up, pack):
    noted = by_kind(pack())["resolution"]
    assert (noted.stands, noted.is_open, noted.as_of) == ("Noted", False, MET)


def test_a_resolution_that_nobody_was_given_is_open_and_says_so(taken_up, pack):
    briefing = pack().asked[-1]
    assert (briefing.stands, briefing.is_open) == ("Nobody has been given it yet", True)


def test_evidence_and_who_verified_it_print_with_their_day_and_the_owners_own_words_do_not(
    taken_up, inside, told, pack
):
    thread.add_evidence(
        taken_up,
        kind="statement",
        text="A panel met in each month of the year.",
        as_of=date(2025, 9, 30),
        source_label="Minutes of the panel",
        by=inside.manager,
    )
    thread.report_on(
        taken_up, outcome="done", text="Ask me about it.", on=date(2025, 10, 1), by=inside.manager
    )
    thread.verify(
        taken_up,
        agency=inside.agencies["police"],
        satisfied=True,
        note="",
        on=date(2025, 10, 9),
        by=inside.group_chair,
    )
    words = told()
    assert "Minutes of the panel, 30 September 2025: A panel met in each month of the year." in words
    assert "Verified by thornley Police, 9 October 2025." in words
    assert "Ask me about it." not in words
    assert by_kind(pack())["action"].said[0].text == "Ask me about it.", "officers read it"
    assert not by_kind(pack())["action"].is_open


def test_what_was_closed_before_the_last_meeting_is_not_told_again(taken_up, inside, pack, told):
    assert by_kind(pack())["resolution"].stands == "Noted"
    later = COPY.replace("14 November 2024", "9 January 2025").replace("damp homes", "cold homes")
    operations.stage(later.encode(), name="later.txt", partnership=inside.partnership, by=inside.manager)
    assert "Noted" not in {each.stands for each in pack().told} and pack().left_out == 1
    assert "Closed before the last meeting and left out here: 1." in told()


def test_what_was_set_aside_as_no_request_is_not_printed_for_members(paper, inside, pack, told):
    promise = paper.proposals.get(kind="promise")
    operations.dismiss(promise, because="It only looks like one", by=inside.manager)
    assert "Promise:" not in told()
    assert [each.pk for each in pack().dismissed] == [promise.pk], "officers may be asked why"


def test_two_copies_of_one_meetings_paper_say_one_thing_once(taken_up, inside, pack):
    before = len(pack().asked)
    operations.stage(
        COPY.replace("\r\n", "\n").encode(),
        name="copy.txt",
        partnership=inside.partnership,
        by=inside.manager,
    )
    assert len(pack().asked) == before


def test_last_time_is_before_the_meeting_the_pack_is_for(paper, pack):
    assert pack(meeting=MET).asked == ()
    assert len(pack(meeting=MET + timedelta(days=1)).asked) == 4


def test_a_paper_that_does_not_say_when_the_committee_met_is_left_to_a_person_to_date(inside, pack):
    operations.stage(MINUTES.encode(), name="undated.txt", partnership=inside.partnership, by=inside.manager)
    assert [one.name for one in committees()] == [UNNAMED]
    undated = pack(name=UNNAMED)
    assert (
        "the paper does not say when the committee met"
        in members.compose(undated).sections[1].sections[0].heading
    )


def test_another_partnerships_papers_are_no_part_of_it(paper, elsewhere, pack):
    operations.stage(
        COPY.replace("damp homes", "cold homes").encode(),
        name="theirs.txt",
        partnership=elsewhere.partnership,
        by=elsewhere.manager,
    )
    assert len(pack().papers) == 1


def test_what_only_a_person_can_know_is_a_gap_on_the_cover_that_says_what_is_missing(paper, pack, told):
    assert "[To be written: the duties that it answers, confirmed by the legal officer]" in told()
    headings = [part.heading for part in members.gaps(pack())]
    assert "Legal implications" in headings
    assert not {"Committee", "Date of the meeting"} & set(headings), "these are known"


def test_the_summary_is_that_of_the_latest_edition_with_its_address_and_the_checksum_that_was_signed(
    world, paper, pack, told
):
    assert "No report of the partnership is published yet." in told()
    report, leads = open_written(world), leads_of(world)
    write(report, world.manager, {"year": "It was the year in which we looked at neglect."})
    reports.send_for_signing(report, by=world.manager)
    proof = Proof.everywhere.get(report=report, void_at__isnull=True)
    for lead in leads:
        reports.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    reports.freeze(report, by=world.manager)
    edition = reports.publish(report, by=world.manager)
    words = told()
    assert "It was the year in which we looked at neglect." in words
    assert f"http://127.0.0.1:8000/thornley/{edition.work}/1/" in words
    assert proof.checksum in words and edition.sha256 in words
    Edition.objects.filter(pk=edition.pk).update(withdrawn_because="A child could be recognised.")
    assert "the year in which we looked" not in told(), "what was withdrawn is not handed out again"
    assert "Withdrawn: A child could be recognised." in told()


def test_a_hundred_things_asked_for_are_read_in_as_many_queries_as_four(
    taken_up, inside, pack, django_assert_max_num_queries
):
    found = pack()
    many = COPY.replace(
        "RESOLVED\r\n\r\n",
        "RESOLVED\r\n\r\n" + "".join(f"{n}.    That paper {n} be sent.\r\n\r\n" for n in range(3, 90)),
    ).replace("14 November 2024", "9 January 2025")
    operations.stage(many.encode(), name="many.txt", partnership=inside.partnership, by=inside.manager)
    with django_assert_max_num_queries(20):
        larger = pack()
    assert len(larger.asked) > len(found.asked) + 50


# ── Which committee ───────────────────────────────────────────────────────────────────────────────────────


def test_pk01_a_committee_of_whom_there_is_no_paper_is_told_those_there_are(paper):
    said = refusal(committee, "Planning Committee")
    assert said.rule == "PK-01" and "There are papers of: Children's Scrutiny Panel." in said.because


def test_a_committee_is_found_by_a_part_of_its_name_that_no_other_has(paper):
    assert (
        committee("scrutiny panel").name
        == committee("CHILDREN’S SCRUTINY PANEL").name
        == "Children's Scrutiny Panel"
    )


# ── As files ──────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_written_whole_with_the_hash_of_each_file(paper, build, folder):
    written, _ = build()
    assert set(written) == {path.name for path in folder.iterdir()} == {
        "pack.html", "pack.pdf", "pack.docx", "tables.ods", "likely-questions.html", "likely-questions.pdf",
        "likely-questions.docx", "edition.css", "manifest.json",
    }  # fmt: skip
    kept = json.loads((folder / "manifest.json").read_text())
    assert (kept["committee"], kept["meeting"]) == ("Children's Scrutiny Panel", MEETING.isoformat())
    assert kept["files"] == {
        path.name: manifest.sha256(path.read_bytes())
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }


def test_the_same_record_makes_the_same_bytes(paper, build, folder):
    build()
    first = (folder / "manifest.json").read_bytes()
    build()
    assert (folder / "manifest.json").read_bytes() == first


def test_other_files_in_the_folder_stay(paper, build, folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    build()
    assert (folder / "notes.txt").read_text() == "mine" and (folder / "pack.pdf").exists()


def test_pk03_a_folder_that_cannot_be_written_is_said_and_nothing_is_half_written(
    paper, build, folder, monkeypatch
):
    real = Path.write_bytes

    def full(path, content):
        if path.name == "pack.pdf":
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    said = refusal(build)
    assert said.rule == "PK-03" and "No space left on device" in said.because
    assert list(folder.parent.iterdir()) == [], "neither the folder nor what was written beside it"


def test_pk02_what_could_identify_a_child_stops_the_pack_and_says_where_it_stands(
    taken_up, inside, build, folder, pack
):
    thread.add_evidence(
        taken_up,
        kind="statement",
        text="The panel spoke about Jayden Smith, aged 9, and his mother.",
        as_of=TODAY,
        source_label="Minutes",
        by=inside.manager,
    )
    said = refusal(build)
    assert said.rule == "PK-02" and "Jayden Smith" in said.because and "table" in said.because
    assert not folder.exists()


def test_the_partnerships_own_address_and_the_authors_on_the_cover_may_stand_in_it(paper, pack):
    document = members.compose(pack())
    assert files.errors(files.check(pack(), document)) == []
