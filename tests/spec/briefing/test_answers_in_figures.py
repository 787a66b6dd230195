"""Answers in figures, and from meetings, reviews and published editions: with a record that holds them, and without."""

from datetime import UTC, date, datetime

import pytest

from lscp.briefing.answers.answer import Figure
from lscp.briefing.answers.kinds import KINDS
from lscp.briefing.questions import About
from lscp.golden_thread import operations as thread
from lscp.indicators import operations as indicators
from lscp.partnerships import operations as partnerships
from lscp.publication import document as d
from lscp.publication.models import Erratum, Proof, Report
from lscp.sources.meetings import operations as meetings
from lscp.sources.meetings.models import Attendance
from lscp.sources.reviews import operations as reviews
from tests.factories.returns import a_return, quarter, row

TODAY = date(2025, 6, 1)
YEAR, BEFORE = (date(2024, 4, 1), date(2025, 3, 31)), (date(2023, 4, 1), date(2024, 3, 31))


def say(kind, on=TODAY, **about):
    return KINDS[kind](About(**about), on=on)


def words(kind, on=TODAY, **about):
    found = say(kind, on, **about)
    return found.text or f"no: {found.missing}"


def send(world, *rows, name="figures"):
    return indicators.receive(
        a_return(list(rows), agency=world.agencies["council"].name),
        name=f"{name}.return.json",
        partnership=world.partnership,
        by=world.manager,
    )


# ── Indicators ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_is_said_with_what_it_is_made_of_the_one_before_and_whose_count_it_is(inside):
    assert words("indicators", indicators=("I11",)).startswith(
        "no: The scorecard holds no figure for “Assessments"
    )
    send(inside, row("I11", YEAR, 84, 120), row("I11", BEFORE, 80, 100))
    found = say("indicators", indicators=("I11",))
    assert (
        "in 45 working days: 70.0% (84 of 120) in 2024/25, against 80.0% (80 of 100) in 2023/24."
        in found.text
    )
    assert "(the count of thornley Council, not yet signed off)" in found.text
    assert found.figures == (Figure("I11", "2024/25", 70, 80),)
    assert (found.as_of, found.evidence[0].url) == (YEAR[1], "/desk/scorecard/indicators/I11")
    assert "Definition 1" in found.evidence[0].text


def test_a_figure_that_is_sent_again_changes_the_answer(inside):
    first = send(inside, row("I11", YEAR, 84, 120))
    indicators.withdraw(first, because="Counted twice.", by=inside.manager)
    assert "no figure" in words("indicators", indicators=("I11",))
    send(inside, row("I11", YEAR, 90, 120), name="again")
    assert "75.0% (90 of 120)" in words("indicators", indicators=("I11",))


def test_the_scorecards_word_says_whether_it_changed(inside):
    periods = [quarter(year, number) for year in range(2020, 2025) for number in range(1, 5)]
    send(inside, *(row("I41", period, 40 + place % 3) for place, period in enumerate(periods)))
    assert "That is no clear change by the scorecard." in words("indicators", indicators=("I41",))
    send(inside, row("I41", quarter(2025, 1), 200), name="more")
    assert "By the scorecard it is higher" in words("indicators", indicators=("I41",), on=date(2025, 7, 2))


def test_a_count_small_enough_to_point_at_a_child_is_not_said(inside):
    send(inside, row("I41", YEAR, 3), row("I41", BEFORE, 12))
    found = say("indicators", indicators=("I41",))
    assert "hidden, so that no child can be recognised (2024/25), against 12 in 2023/24" in found.text
    assert found.figures == (Figure("I41", "2024/25", None, 12),)


def test_two_answers_together_do_not_give_a_small_count_away(inside):
    send(inside, row("I74", YEAR, 100), row("I74-SCHOOLS", YEAR, 96), row("I74-POLICE", YEAR, 4))
    whole, schools, police = (
        words("indicators", indicators=(code,)) for code in ("I74", "I74-SCHOOLS", "I74-POLICE")
    )
    assert "hidden" in police and not ("100 in 2024/25" in whole and "96 in 2024/25" in schools)


def test_a_figure_and_its_groups_are_hidden_as_one_whichever_is_asked(inside):
    groups = {"White": (96, 1000), "Black": (4, 1000)}
    send(
        inside,
        row("I06", YEAR, 100, 2000),
        *(row("I06", YEAR, *counts, ethnicity=name) for name, counts in groups.items()),
    )
    told = words("indicators", indicators=("I06",)) + words("disparity", indicators=("I06",))
    told += words("by-group", indicators=("I06",), dimension="ethnicity")
    assert "(4 of" not in told and not ("(100 of" in told and "(96 of" in told)


def test_a_known_gap_says_why_there_is_no_figure(inside):
    gap = indicators.open_gap(
        inside.partnership,
        dataset="Nights in custody",
        held_by="the force",
        geography="Three boroughs",
        indicators=["I36"],
        why="How often a child is held.",
        on=date(2025, 4, 3),
        by=inside.manager,
    )
    assert "A known gap: nights in custody, held by the force (nobody has asked yet)." in words(
        "indicators", indicators=("I36",)
    )
    indicators.record_step(
        gap, status="refused", text="They said no.", by=inside.manager, on=date(2025, 5, 4)
    )
    said = words("data-gaps")
    assert (
        "1 dataset cannot be had now. Nights in custody (held by the force; area: three boroughs): refused"
        in said
    )
    assert "Last step, on 4 May 2025: they said no." in said


def test_without_a_gap_the_register_holds_nothing(inside):
    assert "The register of data gaps holds nothing" in words("data-gaps")


def test_attendance_is_worked_out_from_absence(inside):
    send(inside, row("I60", YEAR, 8, 100))
    said = words("indicators", indicators=("I60",), opposite="Attendance")
    assert "Attendance was therefore 92.0% (100% less 8.0%)." in said


# ── Groups, shares, steps ─────────────────────────────────────────────────────────────────────────────────


def test_wards_are_named_by_their_counts_and_small_ones_are_hidden(inside):
    assert "holds no figure by ward for “Children referred" in words(
        "by-group", indicators=("I41",), dimension="ward"
    )
    counts = {"Bridge End": 60, "Dock Side": 90, "Hill": 2, "Market": 3, "Old Town": 4}
    send(inside, row("I41", YEAR, 159), *(row("I41", YEAR, n, ward=name) for name, n in counts.items()))
    found = say("by-group", indicators=("I41",), dimension="ward")
    assert "by ward, 2024/25: Dock Side 90; Bridge End 60." in found.text
    assert "3 of 5 are hidden, so that no child can be recognised." in found.text
    assert not {figure.value for figure in found.figures} & {2, 3, 4}
    assert "Hill" not in found.text and found.as_of == YEAR[1]


def test_who_makes_contacts_is_said_the_largest_first(inside):
    codes = ("I02-SCHOOL", "I02-POLICE")
    assert "no figure of where contacts come from" in words("shares", indicators=codes)
    send(inside, row("I02-SCHOOL", YEAR, 40, 100), row("I02-POLICE", YEAR, 60, 100))
    said = words("shares", indicators=codes)
    assert said.index("Contacts from the police: 60.0% (60 of 100) in 2024/25") < said.index(
        "Contacts from schools"
    )


def test_each_step_of_the_front_door_is_said_with_its_limit(inside):
    assert "no figure of how long a step takes" in words("front-door")
    send(inside, row("I94", YEAR, 30, 100), row("I94-LIMIT", YEAR, 84, 100))
    said = words("front-door")
    assert "half within 30 days in 2024/25, 84.0% (84 of 100) within the limit of 45 working days" in said


def test_whether_outcomes_are_fair_is_said_by_what_chance_cannot_explain(inside):
    assert "no figure by ethnicity" in words("disparity", dimension="ethnicity")
    groups = {"White": (100, 1000), "Black": (200, 1000)}
    send(
        inside,
        row("I06", YEAR, 300, 2000),
        *(row("I06", YEAR, *counts, ethnicity=name) for name, counts in groups.items()),
    )
    said = words("disparity", dimension="ethnicity", indicators=("I06",))
    assert "Black children more often (2.00 times)" in said
    assert "No published edition of the report prints these figures by ethnicity yet." in said


# ── Meetings and who takes part ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def board(inside):
    group = partnerships.open_group(
        inside.partnership,
        name="Safer Schools board",
        kind="board",
        started=inside.started,
        meetings_a_year=4,
    )
    for agency, role in (("school", inside.agency_contact), ("police", inside.group_chair)):
        capacity = "chair" if agency == "police" else "member"
        partnerships.seat(
            group, role.person, capacity=capacity, started=inside.started, agency=inside.agencies[agency]
        )
    return group


def meet(world, group, day, **came):
    meeting = meetings.plan(group, held_on=day, by=world.manager)
    meetings.hold(meeting, on=day, by=world.manager)
    rows = Attendance.everywhere.filter(meeting=meeting).select_related("agency")
    marks = {row.pk: (came.get(row.agency.sector, "attended"), "") for row in rows}
    meetings.record_attendance(meeting, marks=marks, version=meeting.version, by=world.manager)


def test_how_often_a_board_meets_and_who_comes(inside, board):
    assert "no meeting of the last twelve months" in words("meetings")
    meet(inside, board, date(2025, 1, 10), education="absent")
    meet(inside, board, date(2025, 4, 10))
    said = words("meetings")
    assert "Safer Schools board met twice; it must meet at least 4 times, which is fewer." in said
    assert "thornley Green Lane School 1 of 2; thornley Police 2 of 2" in said
    assert "no meeting" in words("meetings", on=date(2026, 6, 1))


def test_a_sector_is_compared_with_everybody(inside, board):
    assert "does not show the sector “schools and colleges” invited" in words(
        "engagement", sector="education"
    )
    meet(inside, board, date(2025, 1, 10), education="absent")
    said = words("engagement", sector="education")
    assert "represented at 0 of 1 meeting" in said and "All agencies together: 1 of 2 meetings (50%)" in said


def test_who_sits_where(inside, board):
    assert "names no agency of this sector" in words("membership", sector="housing")
    said = words("membership", sector="education")
    assert "They sit in 1 group: Safer Schools board." in said and "They chair" not in said
    assert "They chair Safer Schools board" in words("membership", sector="police")


def test_joint_work_is_found_by_its_name(inside, board):
    assert "no group about “street”" in words("joint-work", words=("street",))
    said = words("joint-work", words=("safer schools",))
    assert "Safer Schools board has worked since 1 April 2021. The record holds no attendance" in said
    meet(inside, board, date(2025, 1, 10))
    assert "thornley Police 1 of 1" in words("joint-work", words=("safer schools",))


def test_the_scrutineer_is_named_with_what_was_found(inside):
    assert "names no independent scrutineer" in words("scrutiny")
    name = inside.scrutineer.person.name
    assert f"The independent scrutineer is {name}, since 1 April 2021." in words("scrutiny")
    source = thread.open_source(
        inside.partnership, kind="scrutiny", title="Fathers", happened_on=date(2025, 1, 2), by=inside.manager
    )
    thread.record_finding(source, text="Nobody asked the father.", by=inside.manager)
    assert "the last on 2 January 2025: “Fathers”. It found: “Nobody asked the father”." in words("scrutiny")
    thread.recommend(source.findings.get(), text="Ask him.", by=inside.manager, on=date(2025, 1, 3))
    assert "“Ask him”: with nothing planned yet." in words("scrutiny")


# ── Reviews ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def incident(inside):
    made = reviews.raise_incident(
        inside.partnership,
        pseudonym="Rowan",
        kind="harm",
        occurred_on=date(2025, 4, 1),
        known_on=date(2025, 4, 2),
        raised_by=inside.agencies["police"],
        account="A child was seriously hurt at home.",
        by=inside.manager,
        on=date(2025, 4, 2),
    )
    reviews.notify(made, reason="Serious harm.", on=date(2025, 4, 3), by=inside.partner_lead)
    return made


def test_reviews_are_counted_by_year_and_set_beside_the_year_before(inside, incident):
    assert "No rapid reviews in 2025/26 up to 1 June 2025." in words("reviews-by-year")
    reviews.send_rapid_review(
        incident,
        learning="Ask.",
        next_step="local",
        reason="More to learn.",
        on=date(2025, 4, 20),
        by=inside.partner_lead,
    )
    found = say("reviews-by-year", on=date(2026, 5, 1))
    assert "No rapid reviews in 2026/27 up to 1 May 2026, against 1 in 2025/26." in found.text
    assert Figure("I81-RAPID", "2026/27", 0, 1) in found.figures


def test_without_an_incident_there_is_no_review_to_count(inside):
    assert "holds no review of a serious incident" in words("reviews-by-year")
    assert "links no review to another" in words("linked-reviews")


def test_a_link_is_told_once_the_review_is_published(inside, incident):
    reviews.link(incident, in_common="Letters were not read", title="A national review", by=inside.manager)
    before = words("linked-reviews")
    assert "Rowan" not in before and "Letters" not in before
    assert "The record links 1 review to another. 1 link of reviews that are not published" in before
    type(incident).everywhere.filter(pk=incident.pk).update(published_on=date(2025, 5, 1))
    said = words("linked-reviews")
    assert "Review Rowan is linked to “A national review”. In common: Letters were not read." in said


# ── What was published ────────────────────────────────────────────────────────────────────────────────────


def publish(world, year, text, edition=1, replaces=None):
    """A published report of a year with one chapter on money; what publishing itself does, its own tests say."""
    at = datetime(year, 9, edition, tzinfo=UTC)
    report = Report.everywhere.create(
        partnership=world.partnership,
        title=f"Annual report {year - 1}/{year % 100}",
        period_start=date(year - 1, 4, 1),
        period_end=date(year, 3, 31),
        requirement_set="wt2023",
        work=f"annual-report-{year}",
        edition=edition,
        replaces=replaces,
        status="published",
        frozen_at=at,
        published_at=at,
    )
    chapter = d.Section(
        "finance", "Money and value", (d.Paragraph(text), d.BulletList((("Nothing is owed",),)))
    )
    document = d.Document(report.title, "Thornley", report.period_start, report.period_end, (chapter,))
    Proof.everywhere.create(
        report=report,
        number=1,
        document=d.to_json(document),
        facts="",
        checksum="x",
        sent_at=at,
        sent_by=world.manager,
    )
    return report


def test_a_chapter_of_the_report_is_quoted_beside_the_year_before(inside):
    assert "The published report has no such chapter" in words("report-chapter", chapter="finance")
    publish(inside, 2023, "The council gave £90,000.")
    publish(inside, 2024, "The council gave £92,000.")
    assert say("report-chapter", chapter="finance").as_of == date(2024, 3, 31)
    said = words("report-chapter", chapter="finance")
    assert (
        "Annual report 2023/24 says under “Money and value”: “The council gave £92,000. Nothing is owed”."
        in said
    )
    assert "Annual report 2022/23 said: “The council gave £90,000" in said
    assert "£92,000" not in words("report-chapter", chapter="finance", on=date(2024, 1, 1))
    assert "Annual report 2023/24 says: “The council gave £92,000”" in words(
        "printed", words=("council gave",)
    )


def test_a_correction_is_told_in_its_own_words(inside):
    assert "no published report" in words("errata")
    first = publish(inside, 2024, "Baby W was three.")
    assert "No correction has been published. The latest report is Annual report 2023/24" in words("errata")
    second = publish(inside, 2024, "Baby W was two.", edition=2, replaces=first)
    Erratum.everywhere.create(
        report=second, was="Baby W was three", now="Baby W was two", where="page 48", on=date(2024, 9, 2)
    )
    said = words("errata")
    assert (
        "Yes: Annual report 2023/24, edition 2, published on 2 September 2024, puts right 1 mistake." in said
    )
    assert "“Baby W was three” now reads “Baby W was two” (page 48)." in said


def test_pages_for_the_public_are_named(inside):
    assert "published no page for the public" in words("published-pages", on=date(2030, 1, 1))
    from lscp.publication import operations

    operations.publish_page(inside.partnership, "glossary", by=inside.manager)
    assert "The public site has 1 page that anybody can read" in words("published-pages", on=date(2030, 1, 1))
