"""The pages of a chapter asked of an agency: the contact's behind a link, the manager's, home, and the letters."""

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.desk import notices
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.publication import operations, reminders
from lscp.publication.models import Chapter, ChapterLink, ChapterRequest, ProposedText
from tests.spec.report.writing import leads_of, open_written


@pytest.fixture
def report(world):
    world.partnership.contact_email = "office@thornley.example"
    world.partnership.save()
    return open_written(world)


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
def manager(world):
    return world.client("manager")


def a_day(day, field="due"):
    return {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}


@pytest.fixture
def asked(world, chapter, leon, manager):
    """Asked on the manager's page, as she would."""
    answer = manager.post(
        reverse("desk:report_ask", args=[chapter.pk]),
        {
            "who": f"{world.agencies['police'].pk}-{leon.pk}",
            "part": "Police",
            "asks": "What you did about harm outside the home.",
            **a_day(timezone.localdate() + timedelta(days=30)),
        },
    )
    assert answer.status_code == 302, words(answer)
    return ChapterRequest.everywhere.get()


@pytest.fixture
def link(asked):
    return re.search(r"/desk/write/\S+", mail.outbox[-1].body)[0]


def words(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def put(link, text, verb="save", *, version=None, name="Leon Varga", client=None):
    version = version or ChapterRequest.everywhere.get().version
    given = {"text": text, "version": version, "written_by": name, "verb": verb}
    return (client or Client()).post(link, given, follow=True)


# ── The letter and the contact's page ─────────────────────────────────────────────────────────────────────


def test_the_letter_says_who_asks_for_what_by_when_and_needs_no_password(asked, link):
    letter = mail.outbox[-1]
    assert letter.to == ["leon@police.example"] and letter.reply_to == ["office@thornley.example"]
    assert "harm outside the home" in letter.body and "without a password" in letter.body
    assert "Police" in letter.subject


def test_the_page_holds_what_is_asked_and_a_box_and_opens_nothing_else(link):
    page = Client().get(link)
    assert page.status_code == 200
    assert "What you did about harm outside the home." in words(page)
    assert "Begin a point of a list with" in words(page), "the markup is explained in a line"
    assert "office@thornley.example" in words(page)
    links = set(re.findall(r'<a [^>]*href="([^"]*)"', page.content.decode()))
    assert {one for one in links if one.startswith("/desk")} == set()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_what_is_saved_is_there_again_by_the_same_link(link):
    page = put(link, "We ran 12 briefings.")
    assert "Kept on" in words(page) and "Not sent yet" in words(page)
    assert "We ran 12 briefings." in words(Client().get(link))
    assert put(link, "").status_code == 200, "an emptied box is kept too"
    assert [text.text for text in ProposedText.everywhere.all()] == ["", "We ran 12 briefings."]


MISTAKES = [
    (
        "We visited 120 homes: 80 in the north and 30 in the south, a total of 120.",
        "80 + 30 makes 110",
        "We visited 110 homes: 80 in the north and 30 in the south, a total of 110.",
    ),
    (
        "We helped 312 adult victims of domestic abuse.",
        "Use the figure for children",
        "We helped 140 children who lived with domestic abuse.",
    ),
    (
        "We held 2 children overnight.",
        "Say “fewer than 6” or “a small number”",
        "We held fewer than 6 children overnight.",
    ),
    (
        "Our work has improved outcomes for children.",
        "say what was done instead of what it changed",
        "We briefed every shift about children who go missing.",
    ),
]


@pytest.mark.parametrize(("wrong", "message", "right"), MISTAKES)
def test_each_mistake_is_found_while_writing_and_gone_when_its_message_is_followed(
    link, wrong, message, right
):
    page = words(put(link, wrong))
    assert message in page and wrong in page
    page = words(put(link, right))
    assert message not in page and "The checks found no mistake" in page


def test_the_checks_tell_an_agency_nothing_of_other_chapters_or_of_the_record(world, chapter, link):
    other = Chapter.everywhere.get(report=chapter.report, code="duties")
    operations.write_chapter(
        other, narrative="SECRET: we saw 45 children.", version=other.version, by=world.manager
    )
    page = words(put(link, "We saw 50 children.\n\n[[members]]"))
    assert "SECRET" not in page and "45" not in page
    assert "prints “" in page and "Manager of" not in page, "a live part is named, not shown"


def test_two_at_the_agency_save_at_once_and_the_second_reads_both_texts(link):
    put(link, "One wrote this.", version=1)
    page = put(link, "The other wrote that.", version=1, name="Ida Brook")
    assert page.status_code == 409
    assert "Somebody else changed this" in words(page) and "Leon Varga" in words(page)
    assert "One wrote this." in words(page) and "The other wrote that." in words(page)
    shown = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    page = put(link, "Both of these.", version=shown, name="Ida Brook")
    assert page.status_code == 200 and "written by Ida Brook" in words(page)


def test_sent_it_waits_for_the_manager_and_can_be_taken_back(manager, link, asked):
    page = put(link, "We ran 12 briefings.", "send")
    assert "Thank you. Your text was sent" in words(page) and "<textarea" not in page.content.decode()
    assert "12 briefings" in words(page)
    home = words(manager.get(reverse("desk:home")))
    assert "sent “Police”" in home
    page = Client().post(link, {"verb": "take_back"}, follow=True)
    assert "<textarea" in page.content.decode()
    assert "sent “Police”" not in words(manager.get(reverse("desk:home")))


def test_an_empty_or_mistaken_text_is_kept_when_it_cannot_be_sent(link):
    page = put(link, "", "send")
    assert "The box is empty" in words(page)
    page = put(link, "We did much. [[everything]]", "send")
    assert "no live part called “everything”" in words(page)
    assert ChapterRequest.everywhere.get().text == "We did much. [[everything]]"
    page = put(
        link,
        "We did much.",
        "send",
        version=re.search(r'name="version" value="(\d+)"', page.content.decode())[1],
    )
    assert "Thank you" in words(page), "the page knew the version that it had saved"


def test_a_text_too_long_to_be_read_is_not_saved_and_stays_in_the_box(link):
    long = "word " * 6001
    page = put(link, long)
    assert "30,000 characters or fewer" in words(page) and long.strip() in page.content.decode()
    assert not ProposedText.everywhere.exists()


def test_last_years_chapter_is_there_to_look_at(world, report, link, chapter):
    assert "What stood in this chapter" not in words(Client().get(link))
    with scope.within(scope_of(world.manager)):
        proof = operations.send_for_signing(report, by=world.manager)
        for lead in leads_of(world):
            operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
        operations.freeze(report, by=world.manager)
        operations.publish(report, by=world.manager)
        later = operations.open_report(
            world.partnership,
            title="Annual report 2024-25",
            period_start=report.period_end + timedelta(days=1),
            period_end=report.period_end + timedelta(days=365),
            by=world.manager,
        )
        again = Chapter.objects.get(report=later, code=chapter.code)
        request = ChapterRequest.objects.get()
        operations.ask_for_chapter(
            again,
            agency=request.agency,
            person=request.person,
            asks="As last year.",
            due=timezone.localdate() + timedelta(days=30),
            by=world.manager,
            send=notices.send_chapter_link,
        )
    page = Client().get(re.search(r"/desk/write/\S+", mail.outbox[-1].body)[0])
    assert "What stood in this chapter of the Annual report 2023-24" in words(page)
    assert "The police led the group on neglect." in words(page)
    with scope.within(scope_of(world.manager)):
        operations.withdraw(report, because="Somebody could be recognised.", by=world.manager)
    page = Client().get(re.search(r"/desk/write/\S+", mail.outbox[-1].body)[0])
    assert "The police led the group on neglect." not in words(page), "what was withdrawn is shown to nobody"


def test_a_link_that_opens_nothing_says_what_happened_whom_to_ask_and_loses_no_words(
    world, report, manager, asked, link
):
    put(link, "Half a sentence.")
    page = Client().get(link[:-2])
    assert page.status_code == 404 and "copy the whole address" in words(page)
    manager.post(reverse("desk:report_link_end", args=[ChapterLink.everywhere.get().pk]))
    page = put(link, "Half a sentence and more.")
    assert page.status_code == 410 and "withdrawn" in words(page) and "office@thornley.example" in words(page)
    assert "Half a sentence and more." in words(page), "words that were not saved can be copied"
    ChapterLink.everywhere.update(revoked_at=None)
    operations.send_for_signing(report, by=world.manager)
    page = Client().get(link)
    assert page.status_code == 410 and "Writing is closed" in words(page) and "out for signing" in words(page)
    assert "Half a sentence." in words(page), "what was kept is shown"
    operations.recall(report, because="A part is missing.", by=world.manager)
    assert Client().get(link).status_code == 200


def test_a_program_that_looks_at_e_mails_uses_nothing_up(link):
    for _ in range(3):
        Client().get(link)
        Client().head(link)
    assert "<textarea" in Client().get(link).content.decode()
    assert Event.objects.filter(verb="report.chapter_link_opened").count() == 1


# ── With an account ───────────────────────────────────────────────────────────────────────────────────────


def test_who_has_an_account_finds_it_on_their_home_page_and_writes_there(world, manager, asked):
    world.add("agency_contact", "police", name="Ida Brook")
    ida = world.client("agency_contact")
    address = reverse("desk:report_write", args=[asked.pk])
    assert "Write “Police” for Annual report" in words(ida.get(reverse("desk:home")))
    assert "What you did about harm outside the home." in words(ida.get(address))
    page = put(address, "We ran 12 briefings.", "send", name="Ida Brook", client=ida)
    assert "Thank you. Your text was sent" in words(page)
    assert "Write “Police”" not in words(ida.get(reverse("desk:home")))
    page = manager.get(reverse("desk:report_request", args=[asked.pk]))
    assert "What Ida Brook, thornley Police wrote" in words(page)
    manager.post(reverse("desk:report_request_withdraw", args=[asked.pk]))
    page = ida.get(address)
    assert page.status_code == 410 and "no longer asked for" in words(page) and "12 briefings" in words(page)


def test_the_contact_of_another_agency_neither_reads_nor_writes_it(world, asked):
    address = reverse("desk:report_write", args=[asked.pk])
    for role in ("agency_contact", "partner_lead"):  # of the school, of the council
        client = world.client(role)
        assert client.get(address).status_code == 404
        assert put(address, "Not ours to say.", "send", client=client).status_code == 404
        assert "Write “Police”" not in words(client.get(reverse("desk:home")))
    for role in ("scrutineer", "manager"):
        assert world.client(role).get(address).status_code == 403
    assert not ProposedText.everywhere.exists()


# ── The manager's pages ───────────────────────────────────────────────────────────────────────────────────


def test_when_the_mail_server_fails_nobody_is_asked_and_what_was_typed_stays(
    world, chapter, leon, manager, settings
):
    settings.EMAIL_BACKEND = "tests.integration.thread.no_mail.NoMail"
    page = manager.post(
        reverse("desk:report_ask", args=[chapter.pk]),
        {
            "who": f"{world.agencies['police'].pk}-{leon.pk}",
            "asks": "What you did.",
            **a_day(timezone.localdate() + timedelta(days=30)),
        },
    )
    assert "could not be sent" in words(page) and "What you did." in page.content.decode()
    assert not ChapterRequest.everywhere.exists()


def test_the_manager_moves_the_day_and_then_hands_it_to_a_colleague(world, manager, asked, link):
    put(link, "Begun by Leon.")
    page = manager.get(reverse("desk:report_request", args=[asked.pk]))
    addresses = [reverse(f"desk:report_request_{name}", args=[asked.pk]) for name in ("due", "colleague")]
    assert all(address in page.content.decode() for address in addresses)
    day = timezone.localdate() + timedelta(days=45)
    assert f"due on {day:%-d %B %Y} now" in words(manager.post(addresses[0], a_day(day), follow=True))
    letter = mail.outbox[-1]
    assert letter.to == ["leon@police.example"] and f"It is now due on {day:%-d %B %Y}" in letter.body

    assert "Nobody else at" in words(manager.get(addresses[1]))
    mina = partnerships.add_person(
        world.partnership,
        name="Mina Osei",
        agency=asked.agency,
        title="Inspector",
        email="mina@police.example",
        started=world.started,
    )
    told = words(manager.post(addresses[1], {"to_person": mina.pk}, follow=True))
    assert "Mina Osei was sent a link. Earlier links have ended." in told
    assert mail.outbox[-1].to == ["mina@police.example"]
    closed = Client().post(link, {"text": "Leon types on.", "verb": "save"})
    assert closed.status_code == 410 and "Leon types on." in words(closed)
    new = Client().get(re.search(r"/desk/write/\S+", mail.outbox[-1].body)[0]).content.decode()
    assert "Begun by Leon." in new and 'value="Mina Osei"' in new


def test_the_manager_sees_who_was_asked_opened_wrote_and_is_silent(manager, report, asked, link):
    address = reverse("desk:report_asked", args=[report.pk])
    assert "Asked for" in words(manager.get(address)) and "Not yet" in words(manager.get(address))
    ago = timezone.now() - timedelta(days=12)
    ChapterLink.everywhere.update(sent_at=ago)
    assert "Silent, not opened" in words(manager.get(address))
    assert "Gone quiet" in words(manager.get(reverse("desk:home")))
    put(link, "We began.")
    assert "Silent" not in words(manager.get(address))
    assert "Gone quiet" not in words(manager.get(reverse("desk:home")))
    ChapterRequest.everywhere.update(due=timezone.localdate() - timedelta(days=1))
    assert "Overdue" in words(manager.get(address))
    assert "“Police” for Annual report" in words(manager.get(reverse("desk:home")))
    rows = manager.get(f"{address}?format=csv").content.decode()
    assert "Leon Varga" in rows


def test_unsent_words_are_the_agencys_own(manager, asked, link):
    put(link, "A draft between us.")
    assert "A draft between us." not in words(manager.get(reverse("desk:report_request", args=[asked.pk])))


def test_taken_over_in_parts_it_stands_in_the_chapter_with_its_writers_name(manager, asked, link, chapter):
    put(link, "We ran 12 briefings.\n\nWe bought a van.", "send", name="Ida Brook")
    address = reverse("desk:report_request", args=[asked.pk])
    page = manager.get(address)
    assert page.content.decode().count("checked") == 3, "all that they wrote is ticked"
    assert "The checks found nothing to mend" in words(page)
    shown = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    numbers = re.findall(r'name="numbers" id="place-(\d+)"', page.content.decode())
    page = manager.post(address, {"numbers": numbers[:-1], "version": shown}, follow=True)
    text = Chapter.everywhere.get(pk=chapter.pk).narrative
    assert text.endswith("## Police\n\nWe ran 12 briefings.")
    history = words(manager.get(reverse("desk:report_history", args=[chapter.pk])))
    assert "With the words of Ida Brook, thornley Police" in history
    assert "We bought a van." in history, "what was not taken is kept"
    assert "now stands in the chapter" in words(Client().get(link))


def test_a_chapter_that_changed_meanwhile_is_shown_anew_and_nothing_taken(
    world, manager, asked, link, chapter
):
    put(link, "We ran 12 briefings.", "send")
    address = reverse("desk:report_request", args=[asked.pk])
    shown = chapter.version
    operations.write_chapter(chapter, narrative="By an officer.", version=shown, by=world.manager)
    page = manager.post(address, {"numbers": ["1"], "version": shown})
    assert page.status_code == 409 and "Nothing was taken over yet" in words(page)
    assert ChapterRequest.everywhere.get().status == "sent"
    page = manager.post(address, {"version": chapter.version + 1})
    assert "Tick at least one change" in words(page)


def test_sent_back_the_contact_reads_the_remark_on_the_same_link(manager, asked, link):
    put(link, "We ran briefings.", "send")
    manager.post(reverse("desk:report_request_back", args=[asked.pk]), {"remark": "How many officers came?"})
    assert "How many officers came?" in mail.outbox[-1].body
    page = Client().get(link)
    assert "asks you to change it" in words(page) and "How many officers came?" in words(page)
    put(link, "We ran briefings for 340 officers.", "send")
    page = manager.get(reverse("desk:report_request", args=[asked.pk]))
    assert "340 officers" in words(page) and "sent it back: How many officers came?" in words(page)


def test_asked_no_longer_the_link_says_so(manager, asked, link):
    put(link, "We began.")
    manager.post(reverse("desk:report_request_withdraw", args=[asked.pk]))
    page = Client().get(link)
    assert page.status_code == 410 and "no longer asked for" in words(page) and "We began." in words(page)


def test_sending_out_for_signing_names_what_was_asked_and_is_not_in_the_text(manager, report, asked):
    page = words(manager.get(reverse("desk:report_send", args=[report.pk])))
    assert "Asked of agencies and not in the text" in page and "Their links close" in page


def test_the_daily_reminders_carry_a_link_that_leads_to_what_was_written(asked, link):
    put(link, "We began.")
    ChapterRequest.everywhere.update(due=timezone.localdate() + timedelta(days=5))
    mail.outbox.clear()
    for _ in range(2):
        with scope.of_all("reminders"):
            reminders.send_reminders(timezone.localdate(), notices.send_chapter_reminder)
    (letter,) = mail.outbox
    assert letter.to == ["leon@police.example"] and "is due on" in letter.body
    fresh = re.search(r"/desk/write/\S+", letter.body)[0]
    assert fresh != link and "We began." in words(Client().get(fresh))
    assert "We began." in words(Client().get(link)), "and the page that may still be open keeps working"


def test_a_late_text_is_asked_for_again_and_two_weeks_on_the_manager_is_told(world, asked, link):
    world.manager.person.email = "owen@thornley.example"
    world.manager.person.save()
    ChapterRequest.everywhere.update(due=timezone.localdate() - timedelta(days=15))
    mail.outbox.clear()
    with scope.of_all("reminders"):
        sent, failed = reminders.send_reminders(timezone.localdate(), notices.send_chapter_reminder)
    assert len(sent) == 2 and not failed
    late, escalated = sorted(mail.outbox, key=lambda letter: letter.to)
    assert late.to == ["leon@police.example"] and "we do not have it yet" in late.body
    assert Client().get(re.search(r"/desk/write/\S+", late.body)[0]).status_code == 200
    assert escalated.to == ["owen@thornley.example"] and "/desk/write/" not in escalated.body
    assert reverse("desk:report_request", args=[asked.pk]) in escalated.body
    assert "Leon Varga" in escalated.body and "two weeks overdue" in escalated.body
