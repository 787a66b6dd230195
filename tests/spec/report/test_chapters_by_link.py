"""A chapter asked of an agency: written through a link, taken over whole or in parts, or sent back; nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lscp import scope
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.models import Post
from lscp.publication import operations, proposals, queries, reminders
from lscp.publication.links import ChapterHolder
from lscp.publication.models import (
    Chapter,
    ChapterLink,
    ChapterRequest,
    ChapterRevision,
    ProposedText,
)
from lscp.refusal import Refused
from lscp.versioned import EditedMeanwhile
from tests.spec.report.test_signing_and_publishing import now, refused, sign_all
from tests.spec.report.writing import WORDS

TODAY = timezone.localdate
ASKS = "What the police did about harm outside the home, and what changed."


class Post_:
    """Letters that were sent: ``(link, token)`` each."""

    def __init__(self):
        self.letters, self.broken = [], False

    def __call__(self, link, token):
        if self.broken:
            raise OSError("no mail today")
        self.letters.append((link, token))

    @property
    def token(self):
        return self.letters[-1][1]


@pytest.fixture
def send():
    return Post_()


@pytest.fixture
def leon(world):
    return partnerships.add_person(
        world.partnership,
        name="Leon Varga",
        agency=world.agencies["police"],
        title="Superintendent",
        email="leon@police.example",
        started=world.started,
    )


@pytest.fixture
def chapter(report):
    return Chapter.everywhere.get(report=report, code="contributions")


@pytest.fixture
def ask(world, chapter, leon, send):
    def asking(**more):
        fields = {
            "agency": world.agencies["police"],
            "person": leon,
            "asks": ASKS,
            "due": TODAY() + timedelta(days=20),
            "by": world.manager,
            "send": send,
        }
        return operations.ask_for_chapter(chapter, **fields | more)

    return asking


@pytest.fixture
def asked(ask):
    return ask(part="Police")


@pytest.fixture
def holder(asked, send):
    return ChapterHolder(operations.redeem(send.token, timezone.now()))


def again(asked):
    return ChapterRequest.everywhere.get(pk=asked.pk)


def save(asked, text, by, *, version=None, name="Leon Varga"):
    version = version or again(asked).version
    return operations.save_text(asked, text=text, written_by=name, version=version, by=by)


@pytest.fixture
def sent(asked, holder):
    save(asked, "We led the group on harm outside the home.\n\nWe ran 12 briefings.", holder)
    return operations.send_text(asked, by=holder)


def places_of(asked):
    return proposals.places(asked.chapter.narrative, asked.part, asked.text, began_with=asked.began_with)


# ── Parts and places (pure) ───────────────────────────────────────────────────────────────────────────────

BOTH = "Before.\n\n## Police\n\nTheirs.\n\nMore of theirs.\n\n## NHS\n\nNurses."


def test_a_part_is_what_stands_under_its_heading():
    assert proposals.part_of(BOTH, "police") == "Theirs.\n\nMore of theirs."
    assert proposals.part_of(BOTH, "NHS") == "Nurses."
    assert proposals.part_of(BOTH, "Council") == ""
    assert proposals.part_of(BOTH, "") == BOTH


def test_a_part_is_replaced_in_place_and_a_missing_one_is_added_at_the_end():
    assert proposals.with_part(BOTH, "Police", "New.") == "Before.\n\n## Police\n\nNew.\n\n## NHS\n\nNurses."
    assert proposals.with_part(BOTH, "Council", "Ours.").endswith("## NHS\n\nNurses.\n\n## Council\n\nOurs.")
    assert proposals.with_part("", "Police", "New.") == "## Police\n\nNew."
    assert proposals.with_part(BOTH, "", "All of it.") == "All of it."


def test_each_place_that_differs_is_taken_or_left():
    text = "Theirs, better.\n\nMore of theirs.\n\nAnd new."
    found = proposals.places(BOTH, "Police", text, began_with=proposals.part_of(BOTH, "Police"))
    assert [(place.was, place.now) for place in found] == [("Theirs.", "Theirs, better."), ("", "And new.")]
    first, second = (place.number for place in found)
    both = proposals.with_part(BOTH, "Police", text)
    assert proposals.taken(BOTH, "Police", text, {first, second}) == both
    assert proposals.taken(BOTH, "Police", text, {second}) == BOTH.replace(
        "More of theirs.", "More of theirs.\n\nAnd new."
    )
    assert proposals.taken(BOTH, "Police", text, set()) == BOTH


def test_what_an_officer_changed_meanwhile_is_not_taken_for_the_agencys():
    """The agency left a paragraph alone that an officer rewrote, added or took out: none of these is theirs."""
    began = "One.\n\nTwo.\n\nThree."
    present = "One.\n\nTwo, by an officer.\n\nAdded by an officer."
    found = proposals.places(present, "", "One, by them.\n\nTwo.\n\nThree.", began_with=began)
    assert {place.now: place.theirs for place in found} == {
        "One, by them.": True,
        "Two.": False,
        "Three.": False,
    }
    found = proposals.places("A.\n\nB.", "", "A.", began_with="A.\n\nB.")
    assert [(place.was, place.now, place.theirs) for place in found] == [("B.", "", True)]
    found = proposals.places("A.\n\nNew.", "", "A.", began_with="A.")
    assert [(place.was, place.now, place.theirs) for place in found] == [("New.", "", False)]


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────


def test_asking_sends_one_link_and_is_journalled(asked, send, leon):
    ((link, token),) = send.letters
    assert link.person == leon and link.token_sha256 != token
    assert timezone.localdate(link.expires) == asked.due + timedelta(days=14)
    assert Event.objects.filter(verb="report.chapter_asked", about=f"chapterrequest:{asked.pk}").exists()
    assert token not in repr(list(Event.objects.values()))


def test_when_the_letter_cannot_be_sent_nobody_was_asked(ask, send):
    send.broken = True
    with pytest.raises(OSError, match="no mail"):
        ask()
    assert not ChapterRequest.everywhere.exists() and not ChapterLink.everywhere.exists()


def test_rp30_a_chapter_is_asked_for_while_the_report_is_a_draft(world, report, ask, sent, holder, leads):
    operations.send_for_signing(report, by=world.manager)
    for attempt in (
        lambda: ask(part="Other"),
        lambda: operations.redeem("x", timezone.now()),
    ):
        with pytest.raises(Refused):
            attempt()
    with refused("RP-30"):
        ask(part="Other")


def test_rp30_the_link_says_that_writing_is_closed_once_the_text_is_out_and_opens_again_when_it_is_back(
    world, report, asked, holder, send
):
    save(asked, "Half a sentence", holder)
    operations.send_for_signing(report, by=world.manager)
    with refused("RP-30") as said:
        operations.redeem(send.token, timezone.now())
    assert "out for signing" in str(said.value)
    with refused("RP-30"):
        save(asked, "Half a sentence and more", holder)
    assert again(asked).text == "Half a sentence"
    operations.recall(now(report), because="One part is missing.", by=world.manager)
    assert operations.redeem(send.token, timezone.now()).request.text == "Half a sentence"


def test_rp31_an_agency_is_asked_once_for_one_thing(ask, asked):
    with refused("RP-31"):
        ask(part="Police")
    assert ask(part="Police and others").pk != asked.pk


def test_rp32_it_says_what_is_asked(ask):
    with refused("RP-32"):
        ask(asks=" ")


def test_rp33_there_is_time_to_write(ask):
    with refused("RP-33"):
        ask(due=TODAY())


def test_rp34_a_link_goes_to_somebody_of_the_agency_with_an_address(world, ask):
    with refused("RP-34"):
        ask(agency=world.agencies["nhs"])
    nobody = partnerships.add_person(
        world.partnership,
        name="No Mail",
        agency=world.agencies["police"],
        title="Clerk",
        started=world.started,
    )
    with refused("GT-23"):
        ask(person=nobody)


def test_an_agency_that_works_elsewhere_is_not_asked(world, elsewhere, ask):
    with refused("GT-31"):
        ask(agency=elsewhere.agencies["police"], person=elsewhere.manager.person)


def test_only_who_writes_the_report_asks_and_decides(world, ask, sent, send):
    for role in ("partner_lead", "scrutineer", "reader", "agency_contact"):
        by = world.roles[role]
        for attempt in (
            lambda by=by: ask(part="Else", by=by),
            lambda by=by: operations.take_over(sent, numbers=[1], version=1, by=by),
            lambda by=by: operations.send_back(sent, remark="No.", by=by, send=send),
            lambda by=by: operations.withdraw_request(sent, by=by),
            lambda by=by: operations.send_chapter_link(sent, to_person=sent.person, by=by, send=send),
            lambda by=by: operations.end_chapter_link(send.letters[0][0], by=by),
        ):
            with refused("PA-01"):
                attempt()


def test_another_partnership_neither_asks_nor_decides(world, elsewhere, ask, sent, send):
    by = elsewhere.manager
    for attempt in (
        lambda: ask(by=by),
        lambda: operations.take_over(sent, numbers=[1], version=1, by=by),
        lambda: operations.send_back(sent, remark="No.", by=by, send=send),
        lambda: operations.withdraw_request(sent, by=by),
    ):
        with refused("PA-02"):
            attempt()


# ── Writing through the link ──────────────────────────────────────────────────────────────────────────────


def test_every_text_that_was_saved_is_kept_with_its_writer(asked, holder):
    save(asked, "First words.", holder)
    save(asked, "First words.", holder)
    save(asked, "Second words.", holder, name="Ida Brook")
    kept = [(text.text, text.written_by) for text in ProposedText.everywhere.filter(request=asked)]
    assert kept == [("Second words.", "Ida Brook"), ("First words.", "Leon Varga")]
    assert again(asked).writer.startswith("Ida Brook, ")


def test_two_at_the_agency_write_at_once_and_the_second_is_told_and_loses_nothing(asked, holder):
    shown = again(asked).version
    save(asked, "One wrote this.", holder, version=shown)
    with pytest.raises(EditedMeanwhile) as told:
        save(asked, "The other wrote that.", holder, version=shown, name="Ida Brook")
    assert told.value.current.text == "One wrote this."
    save(asked, "One wrote this. The other wrote that.", holder, name="Ida Brook")
    assert [text.text for text in ProposedText.everywhere.filter(request=asked)] == [
        "One wrote this. The other wrote that.",
        "One wrote this.",
    ]


def test_nothing_of_it_stands_in_the_report_before_it_is_taken_over(report, sent, chapter):
    chapter.refresh_from_db()
    assert "briefings" not in chapter.narrative
    assert "briefings" not in repr(queries.text_now(report))


def test_rp37_a_link_is_for_its_own_text(ask, asked, holder, send):
    other = ask(part="Other")
    with refused("RP-37"):
        save(other, "Words in the wrong place.", holder)
    with refused("RP-37"):
        operations.send_text(other, by=holder)
    with refused("RP-37"):
        operations.take_back(other, by=holder)


def test_rp37_the_lead_of_another_agency_does_not_write_it_nor_does_a_reader(world, asked):
    with refused("RP-37"):
        save(asked, "Not ours to say.", world.partner_lead)
    with refused("PA-01"):
        save(asked, "Not mine to say.", world.reader)
    save(asked, "Ours.", world.add("partner_lead", "police"))


def test_rp38_what_was_sent_is_changed_after_it_was_taken_back(sent, holder):
    with refused("RP-38"):
        save(sent, "Another text.", holder)
    operations.take_back(sent, by=holder)
    save(sent, "Another text.", holder)
    operations.send_text(sent, by=holder)
    marks = [(t.text, t.sent_at is not None) for t in ProposedText.everywhere.filter(request=sent)]
    assert marks[0] == ("Another text.", True) and marks[1][1], "both texts that were sent are known as sent"


def test_rp39_a_text_that_was_taken_over_or_withdrawn_is_not_decided_on_again(world, sent, holder, send):
    chapter = Chapter.everywhere.get(pk=sent.chapter_id)
    operations.take_over(sent, numbers=[1, 2, 3], version=chapter.version, by=world.manager)
    for attempt in (
        lambda: operations.take_back(sent, by=holder),
        lambda: operations.send_text(sent, by=holder),
        lambda: operations.withdraw_request(sent, by=world.manager),
        lambda: operations.send_back(sent, remark="Again.", by=world.manager, send=send),
        lambda: operations.take_over(sent, numbers=[1], version=chapter.version, by=world.manager),
        lambda: operations.send_chapter_link(sent, to_person=sent.person, by=world.manager, send=send),
    ):
        with refused("RP-39"):
            attempt()


def test_rp40_an_empty_box_is_not_sent(asked, holder):
    with refused("RP-40"):
        operations.send_text(asked, by=holder)


def test_rp20_a_live_part_that_is_none_is_named_before_it_is_sent(asked, holder):
    save(asked, "We did much. [[everything we did]]", holder)
    with refused("RP-20"):
        operations.send_text(asked, by=holder)
    assert "everything we did" in again(asked).text, "and what was written is kept"


def test_opening_is_remembered_once(asked, send):
    operations.open_link(send.token, timezone.now())
    first = ChapterLink.everywhere.get().opened_at
    operations.open_link(send.token, timezone.now())
    assert first and ChapterLink.everywhere.get().opened_at == first
    assert Event.objects.filter(verb="report.chapter_link_opened").count() == 1


def test_rp35_what_is_no_longer_asked_for_needs_nothing_more(world, asked, send):
    operations.withdraw_request(asked, by=world.manager)
    with refused("RP-35"):
        operations.redeem(send.token, timezone.now())


def test_rp36_who_left_the_agency_no_longer_writes_for_it(world, asked, send, leon):
    post = Post.everywhere.get(person=leon)
    partnerships.end_post(post, on=TODAY() - timedelta(days=1), partnership=world.partnership)
    with refused("RP-36"):
        operations.redeem(send.token, timezone.now())


def test_a_link_that_has_expired_or_was_cut_says_so(asked, send):
    with refused("GT-27"):
        operations.redeem(send.token, timezone.now() + timedelta(days=60))
    with refused("GT-24"):
        operations.redeem(send.token + "x", timezone.now())


def test_an_ended_link_opens_nothing_and_the_words_are_still_there_by_the_next(
    world, asked, holder, send, leon
):
    save(asked, "Written before the link was ended.", holder)
    operations.end_chapter_link(ChapterLink.everywhere.get(), by=world.manager)
    with refused("GT-26"):
        operations.redeem(send.token, timezone.now())
    operations.send_chapter_link(asked, to_person=leon, by=world.manager, send=send)
    assert operations.redeem(send.token, timezone.now()).request.text == "Written before the link was ended."


def test_a_second_letter_leaves_the_first_link_open_because_somebody_may_be_writing(world, asked, send, leon):
    first = send.token
    operations.send_chapter_link(asked, to_person=leon, by=world.manager, send=send)
    assert (
        operations.redeem(first, timezone.now()).request
        == operations.redeem(send.token, timezone.now()).request
    )


def test_rp43_the_day_is_moved_whoever_was_asked_is_told_and_what_they_type_meanwhile_is_kept(
    world, asked, holder, send, leon
):
    first, shown, day = send.token, again(asked).version, TODAY() + timedelta(days=60)
    operations.move_due(asked, due=day, by=world.manager, send=send)
    save(asked, "Typed while the day was moved.", holder, version=shown)
    link = operations.redeem(send.token, timezone.now() + timedelta(days=70))
    assert (link.person, link.request.due, again(asked).due) == (leon, day, day)
    assert operations.redeem(first, timezone.now()).request == asked
    told = Event.objects.get(verb="report.chapter_due_moved")
    assert str(asked.due) in told.details and str(day) in told.details
    with refused("RP-43"):
        operations.move_due(asked, due=day, by=world.manager, send=send)
    with refused("RP-33"):
        operations.move_due(asked, due=TODAY(), by=world.manager, send=send)


def test_rp44_handed_over_the_old_link_dies_and_the_colleague_goes_on_with_the_words(
    world, asked, holder, send, leon
):
    save(asked, "Begun by the first.", holder)
    first = send.token
    colleague = partnerships.add_person(
        world.partnership,
        name="Mina Osei",
        agency=world.agencies["police"],
        title="Inspector",
        email="mina@police.example",
        started=world.started,
    )
    operations.hand_over(asked, to_person=colleague, by=world.manager, send=send)
    with refused("GT-26"):
        operations.redeem(first, timezone.now())
    link = operations.redeem(send.token, timezone.now())
    assert (link.person, link.request.text) == (colleague, "Begun by the first.")
    save(asked, "Begun by the first, ended by the second.", ChapterHolder(link), name="Mina Osei")
    texts = ProposedText.everywhere.filter(request=asked)
    assert [text.written_by for text in texts] == ["Mina Osei", "Leon Varga"]
    assert Event.objects.filter(verb="report.chapter_handed_over").count() == 1
    with refused("RP-44"):
        operations.hand_over(asked, to_person=colleague, by=world.manager, send=send)


def test_when_the_letter_cannot_be_sent_the_day_stays_and_the_link_lives(world, asked, send, leon):
    first, send.broken = send.token, True
    with pytest.raises(OSError):
        operations.move_due(asked, due=TODAY() + timedelta(days=60), by=world.manager, send=send)
    assert again(asked).due == asked.due
    assert operations.redeem(first, timezone.now()).person == leon


def test_rp42_a_text_that_was_sent_has_no_day_to_move_and_nobody_to_hand_it_to(world, sent, send, leon):
    with refused("RP-42"):
        operations.move_due(sent, due=TODAY() + timedelta(days=60), by=world.manager, send=send)
    with refused("RP-42"):
        operations.hand_over(sent, to_person=leon, by=world.manager, send=send)


# ── Deciding ──────────────────────────────────────────────────────────────────────────────────────────────


def test_taken_over_whole_it_stands_in_the_chapter_in_its_writers_name(world, report, sent, chapter):
    numbers = [place.number for place in places_of(sent)]
    operations.take_over(sent, numbers=numbers, version=chapter.version, by=world.manager)
    chapter.refresh_from_db()
    assert chapter.narrative.startswith(WORDS["contributions"])
    assert chapter.narrative.endswith(
        "## Police\n\nWe led the group on harm outside the home.\n\nWe ran 12 briefings."
    )
    last = ChapterRevision.everywhere.filter(chapter=chapter).first()
    assert last.by == world.manager and last.written_by == f"Leon Varga, {sent.agency}"
    assert again(sent).is_taken
    assert Event.objects.filter(verb="report.chapter_taken_over").exists()


def test_taken_over_in_parts_the_rest_is_left_and_kept(world, sent, chapter):
    numbers = [place.number for place in places_of(sent) if not place.now.startswith("We led")]
    operations.take_over(sent, numbers=numbers, version=chapter.version, by=world.manager)
    chapter.refresh_from_db()
    assert chapter.narrative.endswith("## Police\n\nWe ran 12 briefings.")
    assert "We led the group" in ProposedText.everywhere.get(request=sent).text


def test_rp41_something_is_ticked(world, sent, chapter):
    with refused("RP-41"):
        operations.take_over(sent, numbers=[], version=chapter.version, by=world.manager)


def test_who_takes_over_is_told_when_the_chapter_changed_since_it_was_shown(world, sent, chapter):
    shown = chapter.version
    operations.write_chapter(chapter, narrative="Rewritten by an officer.", version=shown, by=world.manager)
    with pytest.raises(EditedMeanwhile):
        operations.take_over(sent, numbers=[1], version=shown, by=world.manager)
    assert again(sent).was_sent


def test_a_text_taken_over_while_the_report_is_out_voids_the_signatures(world, report, sent, chapter, leads):
    operations.send_for_signing(report, by=world.manager)
    sign_all(report, leads)
    numbers = [place.number for place in places_of(sent)]
    operations.take_over(sent, numbers=numbers, version=chapter.version, by=world.manager)
    assert now(report).status == "draft"


def test_sent_back_with_a_remark_it_is_mended_on_the_same_link(world, sent, holder, send):
    first = send.letters[0][1]
    with refused("RP-21"):
        operations.send_back(sent, remark="", by=world.manager, send=send)
    operations.send_back(sent, remark="Please say how many officers came.", by=world.manager, send=send)
    assert len(send.letters) == 2, "a letter says so, with a link of its own"
    text = ProposedText.everywhere.filter(request=operations.redeem(first, timezone.now()).request).first()
    assert text.remark == "Please say how many officers came." and text.remark_by == world.manager
    save(sent, "We ran 12 briefings for 340 officers.", holder)
    operations.send_text(sent, by=holder)
    assert again(sent).was_sent


def test_an_agency_sees_its_own_requests_and_no_others(world, sent):
    for agency, count in (("police", 1), ("nhs", 0)):
        codes = frozenset([world.partnership.pk])
        with scope.within(scope.Scope(codes, agency=world.agencies[agency].pk)):
            for rows in (ChapterRequest, ChapterLink, ProposedText):
                assert rows.objects.count() == count, (agency, rows)


# ── Reminders ─────────────────────────────────────────────────────────────────────────────────────────────


class Letters:
    def __init__(self):
        self.sent = []

    def __call__(self, reminder, token):
        self.sent.append((reminder.stage, reminder.person.name, bool(token)))


def remind(on):
    letters = Letters()
    with scope.of_all("reminders"):
        _, failed = reminders.send_reminders(on, letters)
    assert not failed
    return letters.sent


def test_whoever_was_asked_is_reminded_a_week_before_and_when_late_and_the_manager_two_weeks_on(world, asked):
    assert remind(asked.due - timedelta(days=8)) == []
    assert remind(asked.due - timedelta(days=7)) == [("soon", "Leon Varga", True)]
    assert remind(asked.due - timedelta(days=6)) == [], "once"
    assert remind(asked.due + timedelta(days=1)) == [("overdue", "Leon Varga", True)]
    world.manager.person.email = "manager@thornley.example"
    world.manager.person.save()
    assert remind(asked.due + timedelta(days=14)) == [("escalated", world.manager.person.name, False)]
    assert remind(asked.due + timedelta(days=20)) == []


def test_nobody_is_reminded_of_what_was_sent_withdrawn_or_closed(world, report, sent, asked, holder):
    late = asked.due + timedelta(days=1)
    assert remind(late) == []
    operations.take_back(sent, by=holder)
    operations.send_for_signing(report, by=world.manager)
    assert remind(late) == []


def test_a_reminder_that_cannot_be_sent_is_tried_again(asked):
    def broken(reminder, token):
        raise OSError("no mail")

    with scope.of_all("reminders"):
        sent, failed = reminders.send_reminders(asked.due, broken)
    assert not sent and len(failed) == 1
    assert remind(asked.due) == [("soon", "Leon Varga", True)]
