"""A signature stands under one exact text; what is published can be proved; a correction keeps the old address."""

from datetime import date

import pytest

from lscp import scope
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Evidence, Finding
from lscp.journal import record
from lscp.journal.models import Event
from lscp.publication import commands, manifest, operations, queries
from lscp.publication import document as d
from lscp.publication.differences import differences
from lscp.publication.models import Chapter, ChapterRevision, Proof, Report
from lscp.refusal import Refused
from lscp.shelf.models import Edition, File
from lscp.versioned import EditedMeanwhile


def refused(rule):
    return _Refused(rule)


class _Refused:
    def __init__(self, rule):
        self.rule, self.raises = rule, pytest.raises(Refused)

    def __enter__(self):
        self.caught = self.raises.__enter__()
        return self.caught

    def __exit__(self, *problem):
        result = self.raises.__exit__(*problem)
        assert self.caught.value.refusal.rule == self.rule
        return result


def chapter(report, code):
    return Chapter.everywhere.get(report=report, code=code)


def rewrite(report, code, text, by, **more):
    row = chapter(report, code)
    return operations.write_chapter(row, narrative=text, version=row.version, by=by, **more)


def sign_all(report, leads):
    checksum = Proof.everywhere.get(report=report, void_at__isnull=True).checksum
    for lead in leads:
        operations.sign(report, agency=lead.agency, by=lead, checksum=checksum)


def now(report):
    return Report.everywhere.get(pk=report.pk)


@pytest.fixture
def signed(world, report, leads):
    operations.send_for_signing(report, by=world.manager)
    sign_all(report, leads)
    return now(report)


@pytest.fixture
def published(world, signed):
    operations.freeze(signed, by=world.manager)
    operations.publish(signed, by=world.manager)
    return now(signed)


# ── Opening and writing ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "end", "work", "requirements"),
    [
        (date(2023, 4, 1), date(2024, 3, 31), "annual-report-2023-24", "wt2023"),
        (date(2021, 4, 1), date(2022, 10, 31), "annual-report-2021-04-01-to-2022-10-31", "wt2018"),
        (date(2026, 1, 1), date(2026, 12, 31), "annual-report-2026", "wt2026"),
        (date(2016, 4, 1), date(2017, 3, 31), "annual-report-2016-17", "lscb2015"),
    ],
)
def test_a_report_on_any_period_takes_the_requirements_in_force_at_its_end(
    world, start, end, work, requirements
):
    opened = operations.open_report(
        world.partnership, title="Report", period_start=start, period_end=end, by=world.manager
    )
    assert (opened.work, opened.requirement_set) == (work, requirements)


def test_rp01_the_period_runs_forward(world):
    with refused("RP-01"):
        operations.open_report(
            world.partnership,
            title="Report",
            period_start=date(2024, 3, 31),
            period_end=date(2023, 4, 1),
            by=world.manager,
        )


def test_rp02_there_is_one_report_a_period(world, report):
    with refused("RP-02"):
        operations.open_report(
            world.partnership,
            title="Another",
            period_start=report.period_start,
            period_end=report.period_end,
            by=world.manager,
        )


def test_another_partnerships_manager_may_not_write_here(world, elsewhere, report):
    with refused("PA-02"):
        rewrite(report, "about", "Not yours.", elsewhere.manager)
    with refused("PA-01"):
        rewrite(report, "about", "Not a writer.", world.reader)


def test_two_people_writing_one_chapter_lose_nothing(world, report):
    row = chapter(report, "about")
    operations.write_chapter(row, narrative="The first text.", version=row.version, by=world.manager)
    with pytest.raises(EditedMeanwhile) as stale:
        operations.write_chapter(row, narrative="The second text.", version=row.version, by=world.manager)
    assert stale.value.current.narrative == "The first text."


def test_every_text_that_a_chapter_had_is_kept_with_who_wrote_it(world, report):
    rewrite(report, "about", "A.", world.manager)
    rewrite(report, "about", "B.", world.manager)
    kept = ChapterRevision.everywhere.filter(chapter=chapter(report, "about")).order_by("number")
    assert [revision.narrative for revision in kept][-2:] == ["A.", "B."]
    assert kept.first().narrative == "" and kept.last().by == world.manager


def test_saving_what_is_already_there_changes_nothing_and_voids_nothing(world, report, leads):
    operations.send_for_signing(report, by=world.manager)
    rewrite(report, "about", chapter(report, "about").narrative, world.manager)
    assert now(report).status == "signing"


def test_rp18_a_claim_says_something(world, report):
    with refused("RP-18"):
        operations.claim(chapter(report, "learning"), text=" ", impact=True, by=world.manager)


def test_a_changed_claim_keeps_its_evidence_and_makes_the_signatures_void(world, report, leads):
    made = operations.claim(chapter(report, "learning"), text="It changed.", impact=True, by=world.manager)
    operations.cite(
        made, label="Audit of plans", quoted="38 of 40", as_of=date(2023, 10, 1), by=world.manager
    )
    operations.send_for_signing(report, by=world.manager)
    operations.edit_claim(made, text="It changed. ", impact=True, version=made.version, by=world.manager)
    assert now(report).status == "signing"
    with refused("RP-18"):
        operations.edit_claim(made, text=" ", impact=True, version=made.version, by=world.manager)
    operations.edit_claim(made, text="It got better.", impact=True, version=made.version, by=world.manager)
    assert now(report).status == "draft"
    assert "a claim in" in Proof.everywhere.get(report=report).void_because
    said = [p.block for p in d.walk_blocks(queries.text_now(report)) if isinstance(p.block, d.Claim)]
    assert [
        (d.plain(c.spans), c.evidence[0].quoted) for c in said if c.evidence[0].label == "Audit of plans"
    ] == [("It got better.", "38 of 40")]


def test_rp19_evidence_is_named(world, report):
    made = operations.claim(chapter(report, "learning"), text="It changed.", impact=True, by=world.manager)
    with refused("RP-19"):
        operations.cite(made, by=world.manager)


def test_rp24_evidence_of_another_partnership_cannot_be_cited(world, elsewhere, report):
    source = thread.open_source(
        elsewhere.partnership, kind="voice", title="T", happened_on=date(2023, 5, 1), by=elsewhere.manager
    )
    finding = thread.record_finding(source, text="F", by=elsewhere.manager)
    theirs = thread.recommend(finding, text="R", on=date(2023, 5, 1), by=elsewhere.manager)
    action = thread.assign(theirs, text="A", on=date(2023, 5, 2), by=elsewhere.manager)
    evidence = thread.add_evidence(
        action, kind="statement", text="E", as_of=date(2023, 6, 1), by=elsewhere.manager
    )
    made = operations.claim(chapter(report, "learning"), text="It changed.", impact=True, by=world.manager)
    with refused("RP-24"):
        operations.cite(made, evidence=evidence, by=world.manager)


def test_rp21_a_comment_says_something_and_changes_no_text(world, report):
    with refused("RP-21"):
        operations.comment(chapter(report, "about"), text="", by=world.scrutineer)
    before = d.checksum(queries.text_now(report))
    operations.comment(chapter(report, "about"), text="Who is this for?", by=world.scrutineer)
    assert d.checksum(queries.text_now(report)) == before


# ── Signing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_rp05_a_text_with_errors_does_not_go_out_for_signing(world, report):
    before = chapter(report, "about").narrative
    rewrite(report, "about", f"{before} Her NHS number is 943 476 5919.", world.manager)
    with refused("RP-05"):
        operations.send_for_signing(report, by=world.manager)
    rewrite(report, "about", before, world.manager)
    operations.send_for_signing(report, by=world.manager)


def test_rp05_a_claim_of_impact_without_evidence_stops_it_until_the_evidence_is_cited(world, report):
    made = operations.claim(
        chapter(report, "learning"), text="Plans are shared sooner.", impact=True, by=world.manager
    )
    with refused("RP-05"):
        operations.send_for_signing(report, by=world.manager)
    operations.cite(made, evidence=Evidence.everywhere.get(), by=world.manager)
    proof = operations.send_for_signing(report, by=world.manager)
    assert "Thirty-eight of forty plans were shared in the first week." in proof.document


def test_rp20_a_live_part_that_does_not_exist_is_not_saved(world, report):
    with refused("RP-20"):
        rewrite(report, "about", "[[everything]]", world.manager)


def test_rp06_an_empty_report_does_not_go_out(world, report):
    for row in Chapter.everywhere.filter(report=report):
        operations.write_chapter(row, narrative="", version=row.version, by=world.manager)
    with refused("RP-06"):
        operations.send_for_signing(report, by=world.manager)


def test_rp07_nothing_is_signed_before_it_is_sent_out(world, report, leads):
    with refused("RP-07"):
        operations.sign(report, agency=leads[0].agency, by=leads[0], checksum="0" * 64)


def test_rp08_exactly_the_text_that_was_read_is_signed(world, report, leads):
    operations.send_for_signing(report, by=world.manager)
    with refused("RP-08"):
        operations.sign(report, agency=leads[0].agency, by=leads[0], checksum="0" * 64)


def test_rp09_only_a_statutory_safeguarding_partner_signs(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    school = world.add("partner_lead", "school")
    with refused("RP-09"):
        operations.sign(report, agency=school.agency, by=school, checksum=proof.checksum)


def test_rp10_nobody_signs_for_another_organisation(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    with refused("RP-10"):
        operations.sign(report, agency=leads[1].agency, by=leads[0], checksum=proof.checksum)


def test_rp11_a_partner_signs_a_text_once(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    operations.sign(report, agency=leads[0].agency, by=leads[0], checksum=proof.checksum)
    with refused("RP-11"):
        operations.sign(report, agency=leads[0].agency, by=leads[0], checksum=proof.checksum)


def test_rp13_without_a_statutory_partner_nobody_could_sign(world, report):
    from lscp.partnerships.models import Footprint

    Footprint.everywhere.filter(capacity="statutory").update(capacity="relevant")
    with refused("RP-13"):
        operations.send_for_signing(report, by=world.manager)


def test_a_changed_comma_voids_the_signatures_and_says_why(world, report, leads):
    operations.send_for_signing(report, by=world.manager)
    sign_all(report, leads)
    text = chapter(report, "about").narrative
    rewrite(report, "about", text.replace("police and", "police, and"), world.manager)
    assert now(report).status == "draft"
    void = Proof.everywhere.get(report=report)
    assert "“About this report” was changed by Manager of thornley" in void.void_because
    assert Event.objects.filter(verb="report.signatures_voided").exists()
    operations.send_for_signing(report, by=world.manager)
    with scope.of_partnership("thornley"):
        state = queries.signing(now(report))
        earlier, differences = queries.changed_since_signed(now(report), leads[0].agency)
    assert len(state.waiting) == 3 and not state.signed
    assert earlier.number == 1
    assert [(x.where, "police and" in x.was, "police, and" in x.now) for x in differences] == [
        ("About this report", True, True)
    ]


def test_a_change_in_the_record_does_not_change_the_text_that_is_being_signed(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    thread.recommend(Finding.everywhere.get(), text="Another.", on=date(2023, 8, 1), by=world.manager)
    sign_all(report, leads)
    operations.freeze(report, by=world.manager)
    assert Proof.everywhere.get(report=report).checksum == proof.checksum


def test_rp22_a_text_taken_back_says_why(world, report, leads):
    operations.send_for_signing(report, by=world.manager)
    with refused("RP-22"):
        operations.recall(report, because=" ", by=world.manager)
    operations.recall(report, because="The police asked for a paragraph.", by=world.manager)
    assert "The police asked for a paragraph." in Proof.everywhere.get(report=report).void_because


# ── Freezing and publishing ───────────────────────────────────────────────────────────────────────────────


def test_rp12_a_report_is_not_frozen_while_a_signature_is_missing(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads[:2]:
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    with refused("RP-12") as caught:
        operations.freeze(report, by=world.manager)
    assert "Integrated Care Board" in str(caught.value)


def test_rp04_a_draft_is_neither_frozen_nor_published(world, report):
    with refused("RP-04"):
        operations.freeze(report, by=world.manager)
    with refused("RP-04"):
        operations.publish(report, by=world.manager)


def test_rp03_a_frozen_text_stays_as_it_is(world, signed):
    operations.freeze(signed, by=world.manager)
    with refused("RP-03"):
        rewrite(signed, "about", "Another.", world.manager)


def test_a_published_edition_is_proved_by_its_manifest_and_one_byte_gives_it_away(world, published):
    edition = Edition.objects.get()
    assert edition.number == 1 and len(edition.signatures) == 3
    assert commands.verify(published) == []
    contents = {file.path: bytes(file.content) for file in edition.files.all()}
    assert {"index.html", "report.pdf", "report.docx", "tables.ods", "document.json", "manifest.json"} < set(
        contents
    )
    assert manifest.faults(contents) == []
    changed = contents | {"index.html": contents["index.html"][:-1] + b" "}
    assert manifest.faults(changed) == ["index.html is not the file that was published."]
    File.objects.filter(path="report.pdf").update(content=b"%PDF-1.7 other")
    assert any("report.pdf" in fault for fault in commands.verify(published))


def test_the_manifest_is_anchored_in_the_journal(world, published):
    said = manifest.read(bytes(File.objects.get(path="manifest.json").content))["journal"]
    assert Event.objects.get(number=said["number"]).hash == said["hash"]
    assert Event.objects.get(verb="report.published").number == said["number"] + 1
    assert record.first_break() is None


def test_a_text_signed_by_others_than_the_manifest_says_is_found(world, published):
    whole = {file.path: bytes(file.content) for file in Edition.objects.get().files.all()}
    text = whole["document.json"].replace(b"neglect", b"Neglect")
    faults = manifest.faults(whole | {"document.json": text})
    assert "The text is not the text that was signed: its checksum differs." in faults


# ── Correcting ────────────────────────────────────────────────────────────────────────────────────────────


def test_rp14_only_a_published_edition_is_corrected(world, report):
    with refused("RP-14"):
        operations.correct(report, was="two towns", now="three towns", by=world.manager)


def test_rp16_a_correction_says_what_was_and_what_is(world, published):
    with refused("RP-16"):
        operations.correct(published, was="two towns", now="two towns", by=world.manager)


def test_rp15_an_edition_is_corrected_once(world, published):
    operations.correct(published, was="two towns", now="three towns", by=world.manager)
    with refused("RP-15"):
        operations.correct(published, was="many villages", now="some villages", by=world.manager)


def test_rp17_the_correction_stands_in_the_text(world, published):
    edition = operations.correct(published, was="Baby W", now="Baby V", by=world.manager)
    with refused("RP-17"):
        operations.send_for_signing(edition, by=world.manager)


def test_rp23_a_first_edition_has_nothing_to_correct(world, report):
    with refused("RP-23"):
        operations.add_erratum(report, was="a", now="b", by=world.manager)


def test_a_corrected_edition_differs_by_its_correction_and_leaves_the_old_one_where_it_is(
    world, published, leads
):
    finding = Finding.everywhere.get()
    thread.recommend(
        finding, text="A later one, still of the period.", on=date(2023, 12, 1), by=world.manager
    )
    edition = operations.correct(
        published,
        was="two towns",
        now="three towns",
        where="page 3",
        reason="A typing error",
        by=world.manager,
    )
    operations.send_for_signing(edition, by=world.manager)
    sign_all(edition, leads)
    operations.freeze(edition, by=world.manager)
    operations.publish(edition, by=world.manager)
    with scope.of_partnership("thornley"):
        texts = [queries.text_now(now(one)) for one in (published, edition)]
        places = {x.where for x in differences(*texts)}
    assert places == {"the correction at the top", "Our area and its children"}
    old, new = Edition.objects.order_by("number")
    assert (old.number, new.number) == (1, 2) and old.work == new.work
    assert b"two towns" in bytes(old.files.get(path="index.html").content)
    page = bytes(new.files.get(path="index.html").content).decode()
    assert "Correction to edition 1" in page and "A typing error" in page
    assert commands.verify(published) == commands.verify(now(edition)) == []


def test_what_the_record_says_now_can_be_taken_into_a_correction(world, published):
    edition = operations.correct(published, was="two towns", now="three towns", by=world.manager)
    kept = queries.text_now(edition)
    operations.take_the_record_as_it_is_now(edition, by=world.manager)
    assert now(edition).facts == "" and kept.edition_number == 2


# ── Withdrawing ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_edition_that_names_somebody_is_withdrawn_at_once_and_its_address_says_why(
    world, published, client
):
    with refused("RP-22"):
        operations.withdraw(published, because=" ", by=world.manager)
    operations.withdraw(published, because="A child could be recognised.", by=world.manager)
    answer = client.get("/thornley/annual-report-2023-24/1/index.html")
    assert answer.status_code == 410 and b"A child could be recognised." in answer.content
    assert Event.objects.filter(verb="report.withdrawn").exists()


def test_rp28_an_edition_is_withdrawn_once(world, published):
    operations.withdraw(published, because="A child could be recognised.", by=world.manager)
    with refused("RP-28"):
        operations.withdraw(published, because="Again.", by=world.manager)


def test_rp27_only_what_is_published_is_withdrawn(world, report):
    with refused("RP-27"):
        operations.withdraw(report, because="A child could be recognised.", by=world.manager)


# ── What the command calls ────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_built_into_a_folder_and_says_that_it_is_a_draft(report, tmp_path):
    written = commands.build(report, tmp_path)
    assert {"index.html", "edition.css", "report.pdf", "report.docx", "tables.ods"} <= set(written)
    assert "This is a draft." in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert commands.verify(report)[0].endswith("is not published, so there is nothing to prove yet.")


def test_a_downloaded_folder_is_proved_by_its_own_manifest(published, tmp_path):
    commands.build(published, tmp_path)
    assert commands.verify_folder(tmp_path) == []
    page = tmp_path / "index.html"
    page.write_bytes(page.read_bytes().replace(b"two towns", b"six towns"))
    (tmp_path / "extra.html").write_text("not ours", encoding="utf-8")
    assert commands.verify_folder(tmp_path) == [
        "extra.html was not published with this edition.",
        "index.html is not the file that was published.",
    ]
    (tmp_path / "manifest.json").unlink()
    assert "nothing can be proved" in commands.verify_folder(tmp_path)[0]


def test_a_report_is_found_by_its_name_and_a_wrong_name_says_which_there_are(world, report):
    assert commands.find("thornley", report.work) == report
    with pytest.raises(commands.NotFound, match="annual-report-2023-24"):
        commands.find("thornley", "annual-report-1999")


def test_an_event_cut_out_of_the_journal_shows_in_the_proof(published, monkeypatch):
    from lscp.publication import commands as module

    monkeypatch.setattr(module, "Event", type("None_", (), {"objects": Event.objects.none()}))
    assert any("journal does not hold the event" in fault for fault in commands.verify(published))
