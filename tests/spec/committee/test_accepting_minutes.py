"""A committee's minutes become work: what was found waits, and a person decides."""

from datetime import date

import pytest

from lscp import scope
from lscp.documents.models import Document
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Action, Finding, Recommendation, Source
from lscp.journal.models import Event
from lscp.partnerships.access import scope_of
from lscp.refusal import Refused
from lscp.sources.committee import operations, queries
from lscp.sources.committee.commands import stage_file
from lscp.sources.committee.models import Paper, Proposal
from lscp.versioned import EditedMeanwhile
from tests.factories.committee_paper import CONTRADICTORY, COPY, MINUTES, TITLE

MET, TODAY = date(2024, 11, 14), date(2024, 11, 20)


@pytest.fixture
def stage(inside):
    def staged(text=MINUTES, name="agenda-item.txt", by=None):
        return operations.stage(
            text.encode(), name=name, partnership=inside.partnership, by=by or inside.manager
        )

    return staged


@pytest.fixture
def paper(stage, inside):
    """The paper, with the date of its meeting given."""
    return given_the_date(stage(), inside)


def given_the_date(paper, world, met=MET):
    return operations.describe(
        paper,
        by=world.manager,
        on=TODAY,
        version=paper.version,
        title=paper.title,
        committee="Scrutiny Panel",
        report_period=paper.report_period,
        meeting_date=met,
    )


def found(paper, kind, number=0):
    return paper.proposals.filter(kind=kind)[number]


def refusal(operation, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        operation(*args, **kwargs)
    return refused.value.refusal.rule


def counts():
    return [
        model.objects.count()
        for model in (Paper, Proposal, Document, Source, Finding, Recommendation, Action)
    ]


# ── Staging ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_found_waits_and_the_thread_is_untouched(stage):
    paper = stage()
    assert paper.title == TITLE and paper.report_period == "2023/24" and paper.meeting_date is None
    kinds = [proposal.kind for proposal in paper.proposals.all()]
    assert sorted(kinds) == sorted(
        ["speaker"] * 2 + ["question"] * 2 + ["action"] + ["promise"] + ["resolution"] * 2
    )
    assert {proposal.status for proposal in paper.proposals.all()} == {"proposed"}
    assert Source.objects.count() == 0


def test_proposals_stand_in_the_papers_own_order(stage):
    lines = [proposal.line for proposal in stage().proposals.all()]
    assert lines == sorted(lines)


def test_the_paper_is_kept_byte_for_byte(stage):
    paper = stage()
    assert bytes(paper.document.content) == MINUTES.encode()
    assert paper.lines == [" ".join(line.split()) for line in MINUTES.split("\n")]


def test_the_same_paper_again_changes_nothing(stage):
    first = stage()
    before = counts(), Event.objects.count()
    assert stage() == first
    assert (counts(), Event.objects.count()) == before


def test_the_same_paper_again_after_acceptance_changes_nothing(paper, stage, inside):
    operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    before = counts(), Event.objects.count()
    assert stage() == paper
    assert (counts(), Event.objects.count()) == before


def test_the_same_bytes_in_another_partnership_are_another_paper(stage, elsewhere):
    mine = stage()
    theirs = operations.stage(
        MINUTES.encode(), name="x.txt", partnership=elsewhere.partnership, by=elsewhere.manager
    )
    assert theirs.pk != mine.pk
    assert Paper.objects.count() == 1  # the scope shows one's own


def test_cm01_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(stage, inside):
    with pytest.raises(Refused) as refused:
        operations.stage(
            b"%PDF-1.7 broken", name="scan.pdf", partnership=inside.partnership, by=inside.manager
        )
    assert refused.value.refusal.rule == "CM-01"
    assert "scan.pdf" in str(refused.value)
    assert Document.objects.count() == 0


def test_an_empty_file_is_refused(inside):
    assert (
        refusal(operations.stage, b"", name="x.txt", partnership=inside.partnership, by=inside.manager)
        == "DC-01"
    )


def test_a_page_saved_without_a_known_ending_is_kept(inside):
    page = (
        f"<html><body><main>{''.join(f'<p>{line}</p>' for line in MINUTES.splitlines())}</main></body></html>"
    )
    paper = operations.stage(
        page.encode(), name="ieIssueDetails.aspx", partnership=inside.partnership, by=inside.manager
    )
    assert paper.document.media_type == "text/html"
    assert paper.title == TITLE


def test_only_those_who_bring_in_papers_may_stage(stage, inside):
    assert refusal(stage, by=inside.reader) == "PA-01"


def test_nobody_stages_into_another_partnership(stage, elsewhere):
    assert refusal(stage, by=elsewhere.manager) == "PA-02"


# ── Accepting ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_accepted_action_stands_in_the_thread_with_owner_and_date(paper, inside):
    school, due = inside.agencies["school"], date(2025, 1, 31)
    proposal = operations.accept(
        found(paper, "action"),
        by=inside.manager,
        on=TODAY,
        text="Say how damp homes are escalated.",
        owner_agency=school,
        due=due,
    )
    action = proposal.action
    assert (action.text, action.owner_agency, action.due) == (
        "Say how damp homes are escalated.",
        school,
        due,
    )
    assert action.owner_as_printed == "Green Lane School"
    recommendation = action.recommendation
    assert recommendation.kind == "action_asked" and recommendation.made_on == MET
    assert recommendation.status == "taken_up"
    finding = recommendation.finding
    assert finding.text == "The committee asked Green Lane School to act."
    assert finding.quotation == proposal.printed and finding.line == proposal.line
    assert finding.quotation in " ".join(paper.lines)
    source = finding.source
    assert (source.title, source.happened_on, source.kind) == (TITLE, MET, "committee")
    assert source.document == paper.document


def test_the_owning_agency_sees_the_action_and_no_other_agency_does(paper, inside):
    operations.accept(
        found(paper, "action"), by=inside.manager, on=TODAY, owner_agency=inside.agencies["school"]
    )
    operations.accept(
        found(paper, "promise"), by=inside.manager, on=TODAY, owner_agency=inside.agencies["police"]
    )
    with scope.within(scope_of(inside.agency_contact)):
        assert [action.owner_agency for action in Action.objects.all()] == [inside.agencies["school"]]
        assert Finding.objects.count() == 1


def test_an_action_may_be_accepted_before_anyone_names_its_owner(paper, inside):
    proposal = operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    assert proposal.action.owner_agency is None
    assert proposal.action.owner == "Green Lane School"


def test_a_resolution_keeps_its_number_and_gives_nobody_a_task(paper, inside):
    proposal = operations.accept(found(paper, "resolution", 1), by=inside.manager, on=TODAY)
    assert proposal.recommendation.kind == "resolution" and proposal.recommendation.number == "2"
    assert proposal.action is None


def test_what_is_only_noted_is_kept_and_waits_for_no_answer(paper, inside):
    noted = operations.accept(found(paper, "resolution"), by=inside.manager, on=TODAY)
    assert noted.text == "That the report be noted." and noted.recommendation is None and noted.is_noted
    assert noted.finding.text == "The committee noted this."
    assert not Recommendation.objects.exists()


def test_somebody_may_still_be_asked_about_what_was_noted(paper, inside):
    council = inside.agencies["council"]
    asked = operations.accept(found(paper, "resolution"), by=inside.manager, on=TODAY, owner_agency=council)
    assert asked.action.owner_agency == council and not asked.is_noted


def test_a_resolution_that_asks_for_something_may_be_given_an_owner(paper, inside):
    proposal = operations.accept(
        found(paper, "resolution", 1), by=inside.manager, on=TODAY, owner_agency=inside.agencies["council"]
    )
    assert proposal.action.owner_agency == inside.agencies["council"]


def test_a_promise_becomes_an_action_with_who_promised(paper, inside):
    proposal = operations.accept(found(paper, "promise"), by=inside.manager, on=TODAY)
    assert proposal.recommendation.kind == "promise"
    assert proposal.action.owner_as_printed == "Rosa Lindqvist"
    assert proposal.finding.text == "Rosa Lindqvist promised this to the committee."


def test_questions_and_speakers_are_kept_with_the_paper_not_in_the_thread(paper, inside):
    question = operations.accept(
        found(paper, "question"), by=inside.manager, on=TODAY, answer="41 of 48 schools."
    )
    operations.accept(found(paper, "speaker"), by=inside.manager, on=TODAY)
    assert Source.objects.count() == 0
    assert list(queries.questions_answered()) == [question]
    assert question.answer == "41 of 48 schools."


def test_one_paper_is_one_source(paper, inside):
    for kind in ("action", "promise", "resolution"):
        operations.accept(found(paper, kind), by=inside.manager, on=TODAY)
    assert Source.objects.count() == 1
    assert Finding.objects.count() == 3


def test_the_committee_officer_may_accept_too(paper, inside):
    assert operations.accept(found(paper, "action"), by=inside.committee_officer, on=TODAY).action


def test_cm02_nothing_is_accepted_before_the_date_of_the_meeting_is_given(stage, inside):
    paper = stage()
    assert refusal(operations.accept, found(paper, "action"), by=inside.manager, on=TODAY) == "CM-02"
    assert Source.objects.count() == 0


def test_cm03_minutes_are_not_of_a_meeting_to_come(stage, inside):
    paper = stage()
    assert refusal(given_the_date, paper, inside, met=date(2024, 11, 21)) == "CM-03"


def test_cm04_title_and_date_stand_once_something_is_in_the_thread(paper, inside):
    operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    paper.refresh_from_db()
    assert refusal(given_the_date, paper, inside, met=date(2024, 11, 13)) == "CM-04"
    assert given_the_date(paper, inside).committee == "Scrutiny Panel", (
        "whose minutes they are can still be said"
    )


def test_cm05_what_was_accepted_is_not_accepted_again(paper, inside):
    proposal = operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    assert refusal(operations.accept, proposal, by=inside.manager, on=TODAY) == "CM-05"
    assert refusal(operations.dismiss, proposal, by=inside.manager, because="x") == "CM-05"
    assert Action.objects.count() == 1


def test_cm06_an_item_without_words_is_not_accepted(paper, inside):
    assert (
        refusal(operations.accept, found(paper, "action"), by=inside.manager, on=TODAY, text="  ") == "CM-06"
    )


def test_cm12_nothing_is_due_before_the_committee_met(paper, inside):
    early = date(2024, 11, 13)
    assert (
        refusal(operations.accept, found(paper, "action"), by=inside.manager, on=TODAY, due=early) == "CM-12"
    )


def test_an_owner_outside_the_partnership_is_refused(paper, inside, elsewhere):
    foreign = elsewhere.agencies["school"]
    with pytest.raises(Refused):
        operations.accept(found(paper, "action"), by=inside.manager, on=TODAY, owner_agency=foreign)
    assert Source.objects.count() == 0 and found(paper, "action").is_open


def test_two_people_deciding_at_once_the_second_is_told_and_nothing_is_made_twice(paper, inside):
    mine, theirs = found(paper, "action"), found(paper, "action")
    operations.accept(theirs, by=inside.committee_officer, on=TODAY, version=theirs.version, text="Theirs")
    with pytest.raises(EditedMeanwhile) as stale:
        operations.accept(mine, by=inside.manager, on=TODAY, version=1, text="Mine")
    assert stale.value.current.text == "Theirs"
    assert Action.objects.count() == 1


# ── The same meeting in another copy ──────────────────────────────────────────────────────────────────────


def test_cm07_the_same_item_from_another_copy_of_the_paper_is_flagged(paper, stage, inside):
    accepted = operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    copy = stage(COPY, "agenda-item-copy.txt")
    assert copy != paper and copy.meeting_date == MET
    again = found(copy, "action")
    assert queries.accepted_elsewhere(copy, list(copy.proposals.all())) == {again.pk: accepted}
    assert refusal(operations.accept, again, by=inside.manager, on=TODAY) == "CM-07"
    assert Action.objects.count() == 1


def test_a_person_may_say_that_equal_words_are_another_item(paper, stage, inside):
    operations.accept(found(paper, "action"), by=inside.manager, on=TODAY)
    copy = stage(COPY, "copy.txt")
    operations.accept(found(copy, "action"), by=inside.manager, on=TODAY, another_item=True)
    assert Action.objects.count() == 2


def test_the_same_words_at_another_meeting_are_another_item(paper, stage, inside):
    operations.accept(found(paper, "resolution"), by=inside.manager, on=TODAY)
    later = stage(COPY.replace("14 November 2024", "12 November 2023"), "earlier.txt")
    assert later.meeting_date == date(2023, 11, 12)
    assert operations.accept(found(later, "resolution"), by=inside.manager, on=TODAY).finding


def test_two_papers_of_one_meeting_may_resolve_in_the_same_words(paper, stage, inside):
    operations.accept(found(paper, "resolution"), by=inside.manager, on=TODAY)
    other = stage(COPY.replace(TITLE, "Adults Board Annual Report 2023/24"), "adults.txt")
    assert other.meeting_date == MET
    assert queries.accepted_elsewhere(other, list(other.proposals.all())) == {}


# ── Dismissing, adding, accepting the rest ────────────────────────────────────────────────────────────────


def test_cm08_a_dismissal_says_why_and_can_be_taken_back(paper, inside):
    proposal = found(paper, "promise")
    assert refusal(operations.dismiss, proposal, by=inside.manager, because=" ") == "CM-08"
    operations.dismiss(proposal, by=inside.manager, because="Said in passing")
    assert (proposal.status, proposal.dismissed_because) == ("dismissed", "Said in passing")
    assert refusal(operations.accept, proposal, by=inside.manager, on=TODAY) == "CM-05"
    operations.restore(proposal, by=inside.manager)
    assert operations.accept(proposal, by=inside.manager, on=TODAY).action


def test_what_was_missed_is_added_at_its_line_and_waits_like_the_others(paper, inside):
    proposal = operations.add_missed(
        paper,
        kind="action",
        text="A panel meets each month",
        line=11,
        owner="Housing",
        by=inside.manager,
    )
    assert proposal.is_open and proposal.missed
    assert proposal.printed == paper.line(11)
    assert operations.accept(proposal, by=inside.manager, on=TODAY).action.owner_as_printed == "Housing"


def test_cm09_a_line_that_the_paper_does_not_have_is_refused(paper, inside):
    missing = len(paper.lines) + 1
    assert (
        refusal(operations.add_missed, paper, kind="action", text="x", line=missing, by=inside.manager)
        == "CM-09"
    )


def test_the_rest_is_accepted_in_one_go_but_what_gives_a_task_waits_for_a_person(paper, inside):
    accepted = operations.accept_all_remaining(paper, by=inside.manager, on=TODAY)
    assert len(accepted) == 6
    assert {proposal.kind for proposal in paper.proposals.waiting()} == {"action", "promise"}
    assert Action.objects.count() == 0


def test_the_rest_leaves_what_another_copy_brought_in(paper, stage, inside):
    operations.accept_all_remaining(paper, by=inside.manager, on=TODAY)
    copy = stage(COPY, "copy.txt")
    assert operations.accept_all_remaining(copy, by=inside.manager, on=TODAY) == []


def test_the_rest_leaves_a_resolution_that_may_name_a_child(paper, inside):
    named = found(paper, "resolution", 1)
    Proposal.everywhere.filter(pk=named.pk).update(text="That Kayden’s school be told.")
    assert named not in operations.accept_all_remaining(paper, by=inside.manager, on=TODAY)
    assert named in paper.proposals.waiting()


def test_cm10_a_paper_that_contradicts_itself_is_not_accepted_in_one_go(stage, inside):
    paper = given_the_date(stage(CONTRADICTORY), inside)
    warning = paper.warnings.get()
    assert refusal(operations.accept_all_remaining, paper, by=inside.manager, on=TODAY) == "CM-10"
    operations.deal_with_warning(warning, by=inside.manager, outcome="The text is right.")
    assert operations.accept_all_remaining(paper, by=inside.manager, on=TODAY)


def test_cm11_a_warning_is_dealt_with_in_words(stage, inside):
    warning = stage(CONTRADICTORY).warnings.get()
    assert refusal(operations.deal_with_warning, warning, by=inside.manager, outcome=" ") == "CM-11"
    warning.refresh_from_db()
    assert warning.dealt_with_at is None


def test_every_decision_is_in_the_journal_with_the_papers_own_words(paper, inside):
    operations.accept(found(paper, "action"), by=inside.manager, on=TODAY, text="Changed")
    operations.dismiss(found(paper, "promise"), by=inside.manager, because="No")
    verbs = list(Event.objects.filter(verb__startswith="proposal.").values_list("verb", flat=True))
    assert verbs == ["proposal.accepted", "proposal.dismissed"]
    assert "damp homes" in Event.objects.get(verb="proposal.accepted").details


def test_an_agency_contact_sees_no_paper_and_no_proposal(stage, inside):
    stage()
    with scope.within(scope_of(inside.agency_contact)):
        assert Paper.objects.count() == Proposal.objects.count() == 0


# ── From the command line ─────────────────────────────────────────────────────────────────────────────────


def test_the_operator_stages_a_file_and_again_gets_the_same_paper(world, tmp_path):
    file = tmp_path / "item.txt"
    file.write_text(MINUTES)
    paper = stage_file(file, "thornley")
    assert paper.staged_by == "the operator of the lscp command"
    assert stage_file(file, "thornley") == paper


def test_cm13_an_unknown_partnership_is_said_with_those_that_are_here(world, tmp_path):
    with pytest.raises(Refused, match="Use one of: thornley") as refused:
        stage_file(tmp_path / "item.txt", "nowhere")
    assert refused.value.refusal.rule == "CM-13"


def test_cm14_a_file_that_does_not_open_is_named(world, tmp_path):
    with pytest.raises(Refused, match=r"absent\.txt could not be opened") as refused:
        stage_file(tmp_path / "absent.txt", "thornley")
    assert refused.value.refusal.rule == "CM-14"


def test_an_empty_file_on_the_command_line_is_refused_like_any_other(world, tmp_path):
    file = tmp_path / "item.txt"
    file.touch()
    assert refusal(stage_file, file, "thornley") == "DC-01"


def test_a_paper_brought_in_by_mistake_is_taken_away_with_its_file_and_may_come_again(stage, inside):
    paper = stage()
    operations.dismiss(paper.proposals.first(), by=inside.manager, because="It is not a find")
    operations.take_away(paper, by=inside.manager)
    assert not Paper.objects.exists() and not Proposal.objects.exists() and not Document.objects.exists()
    assert Event.objects.filter(verb="paper.taken_away").count() == 1
    assert stage().proposals.filter(status="proposed").count() == 8


def test_a_file_on_which_something_else_rests_stays_when_its_paper_goes(stage, inside):
    paper = stage()
    thread.open_source(
        inside.partnership, kind="committee", title="By hand", happened_on=MET, by=inside.manager,
        document=paper.document,
    )  # fmt: skip
    operations.take_away(paper, by=inside.manager)
    assert Document.objects.exists() and not Paper.objects.exists()


def test_cm15_a_paper_of_which_something_was_accepted_stays(paper, inside):
    operations.accept(paper.proposals.filter(kind="speaker").first(), by=inside.manager, on=TODAY)
    with pytest.raises(Refused) as refused:
        operations.take_away(paper, by=inside.manager)
    assert refused.value.refusal.rule == "CM-15"
    assert Paper.objects.exists()
