"""The pages where a committee's paper becomes work, through the door that people use."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lscp import scope
from lscp.desk.committee import needs
from lscp.desk.home.need import Group
from lscp.documents.rules import LARGEST
from lscp.golden_thread.models import Action
from lscp.partnerships.access import scope_of
from lscp.sources.committee import operations
from lscp.sources.committee.models import Paper, PaperWarning, Proposal
from tests.factories.committee_paper import CONTRADICTORY, COPY, MINUTES, TITLE

MET = date(2024, 11, 14)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def read(client, name, *args, query="", status=200):
    response = client.get(reverse(f"desk:{name}", args=args) + query)
    assert response.status_code == status, response.content[:400]
    return response.content.decode()


def send(client, name, /, *args, status=302, query="", **data):
    response = client.post(reverse(f"desk:{name}", args=args) + query, data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


@pytest.fixture
def manager(world):
    return world.client("manager")


@pytest.fixture
def staged(world):
    def stage(text=COPY, name="agenda item.txt", of=None):
        of = of or world
        return operations.stage(text.encode(), name=name, partnership=of.partnership, by=of.manager)

    return stage


@pytest.fixture
def paper(staged):
    """A paper that prints the date of its meeting."""
    return staged()


def found(paper, kind, number=0):
    return Proposal.everywhere.filter(paper=paper, kind=kind).order_by("line", "place")[number]


# ── Bringing in ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_read_and_its_page_says_what_was_found(manager):
    file = SimpleUploadedFile("item.txt", COPY.encode())
    response = send(manager, "paper_bring_in", file=file)
    page = manager.get(response.url).content.decode()
    assert TITLE in page and "8 of 8 left to decide" in page
    assert "8 items found" in page


def test_the_text_may_be_pasted_instead(manager):
    response = send(manager, "paper_bring_in", text=MINUTES)
    page = manager.get(response.url).content.decode()
    assert TITLE in page and "Pasted text.txt" in page


def test_the_same_file_again_leads_to_the_same_page_and_says_so(manager, paper):
    response = send(manager, "paper_bring_in", file=SimpleUploadedFile("again.txt", COPY.encode()))
    assert response.url == reverse("desk:paper", args=[paper.pk])
    assert "Nothing was added or changed" in manager.get(response.url).content.decode()
    assert Paper.everywhere.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "The file is empty"),
        ("scan.pdf", b"%PDF-1.7\nbroken", "damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "picture"),
        ("sheet.xlsx", b"PK\x03\x04 not a zip", "damaged"),
        ("big.pdf", b"%PDF-" + b"0" * LARGEST, "larger than 25 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(manager, name, content, says):
    response = send(manager, "paper_bring_in", file=SimpleUploadedFile(name, content), text="  ", status=422)
    page = response.content.decode()
    assert "There is a problem" in page and says in page
    assert Paper.everywhere.count() == 0


def test_a_file_and_a_text_at_once_keep_the_text(manager):
    page = send(
        manager,
        "paper_bring_in",
        file=SimpleUploadedFile("item.txt", COPY.encode()),
        text="what I had pasted",
        status=422,
    ).content.decode()
    assert "not both" in page and "what I had pasted" in page and 'href="#id_file"' in page


def test_neither_file_nor_text_is_said_plainly(manager):
    assert "or paste its text" in send(manager, "paper_bring_in", status=422).content.decode()


# ── The accept page ───────────────────────────────────────────────────────────────────────────────────────


def test_the_paper_stands_beside_what_was_found_with_its_words_marked(manager, paper):
    page = read(manager, "paper", paper.pk)
    action = found(paper, "action")
    assert f'href="#line-{action.line}"' in page and f'id="line-{action.line}"' in page
    assert "<mark>That the report be noted</mark>" in page
    assert page.count("notes something and asks nobody to act") == 1
    assert f'<a class="govuk-link" href="#found-{action.pk}">(Action 1)</a>' in page
    assert page.index("Speaker 1") < page.index("Resolution 1")


def test_the_owner_printed_is_suggested_and_nobody_is_chosen(manager, paper):
    page = read(manager, "paper", paper.pk)
    assert "Perhaps “Green Lane School”: thornley Green Lane School" in page
    assert '<option value="" selected>Nobody yet: decide later</option>' in page


def test_accepting_beside_the_paper_leads_to_the_next_and_counts_down(manager, world, paper):
    action, school = found(paper, "action"), world.agencies["school"]
    response = send(
        manager,
        "proposal",
        action.pk,
        verb="accept",
        version=action.version,
        owner=f"agency:{school.pk}",
        **boxes("due", date(2025, 1, 31)),
    )
    following = Proposal.everywhere.filter(place__gt=action.place).order_by("place")[0]
    assert response.url == reverse("desk:paper", args=[paper.pk]) + f"#found-{following.pk}"
    made = Action.everywhere.get()
    assert (made.owner_agency, made.due, made.text) == (school, date(2025, 1, 31), action.printed)
    page = read(manager, "paper", paper.pk)
    assert "7 of 8 left to decide" in page and "due 31 January 2025" in page and "See its thread" in page


def test_a_person_may_be_chosen_and_brings_their_agency(manager, world, paper):
    with scope.within(scope_of(world.manager)):
        post = world.agency_contact.person.posts.get()
    action = found(paper, "action")
    send(manager, "proposal", action.pk, verb="accept", version=1, owner=f"post:{post.pk}")
    made = Action.everywhere.get()
    assert (made.owner_person, made.owner_agency) == (post.person, post.agency)


def test_words_are_changed_before_accepting(manager, paper):
    action = found(paper, "action")
    assert action.printed in read(manager, "proposal", action.pk)
    send(manager, "proposal", action.pk, verb="accept", version=1, text="Say how damp is escalated")
    page = read(manager, "paper", paper.pk)
    assert "Say how damp is escalated" in page and f"The paper prints: “{action.printed}”" in page


def test_a_childs_name_is_asked_about_before_it_is_accepted(manager, paper):
    action, words = found(paper, "action"), "Say why Kayden waited"
    page = send(manager, "proposal", action.pk, verb="accept", version=1, text=words, status=422)
    html = page.content.decode()
    assert "Is Kayden a child" in html and words in html
    send(manager, "proposal", action.pk, verb="accept", version=1, text=words, not_a_child="Kayden")
    action.refresh_from_db()
    assert action.is_accepted and action.text == words


def test_an_answer_that_was_read_wrongly_is_mended(manager, paper):
    question = found(paper, "question")
    send(
        manager,
        "proposal",
        question.pk,
        verb="accept",
        version=1,
        text=question.text,
        asked_by="Councillor Whitfield",
        answer="41 of 48 schools.",
    )
    page = read(manager, "committee_questions")
    assert "41 of 48 schools." in page and "14 November 2024" in page


def test_beside_each_question_stands_what_came_of_it_and_where_that_stands(manager, world, paper):
    first, second = found(paper, "question"), found(paper, "question", 1)
    action = found(paper, "action")
    assert "No question has been accepted" in read(manager, "committee_questions")
    for question in (first, second):
        send(manager, "proposal", question.pk, verb="accept", version=1)
    assert read(manager, "committee_questions").count("No action or promise") == 2
    send(
        manager,
        "proposal",
        action.pk,
        verb="accept",
        version=1,
        owner=f"agency:{world.agencies['school'].pk}",
        **boxes("due", date(2025, 1, 31)),
    )
    page = read(manager, "committee_questions")
    action.refresh_from_db()
    assert page.count("No action or promise") == page.count("</a>: overdue since 31 January 2025") == 1
    assert reverse("desk:thread", args=[action.recommendation_id]) in page
    file = manager.get(reverse("desk:committee_questions") + "?format=csv").content.decode()
    assert "overdue since 31 January 2025" in file and "<" not in file


def test_what_came_of_questions_costs_the_same_however_many_there_are(
    manager, staged, django_assert_max_num_queries
):
    for copy in range(4):
        paper = staged(COPY.replace("14 November", f"{copy + 1} November"), name=f"{copy}.txt")
        for each in Proposal.everywhere.filter(paper=paper, kind__in=("question", "action")):
            send(manager, "proposal", each.pk, verb="accept", version=1)
    with django_assert_max_num_queries(12):
        assert read(manager, "committee_questions").count("</a>: not started") == 4


def test_a_wrong_date_is_said_and_what_was_typed_stays(manager, paper):
    action = found(paper, "action")
    page = send(
        manager,
        "proposal",
        action.pk,
        verb="accept",
        version=1,
        text="My words",
        due_day="31",
        due_month="2",
        due_year="2025",
        status=422,
    ).content.decode()
    assert "must be a real date" in page and "My words" in page and 'value="31"' in page
    assert found(paper, "action").is_open


def test_a_dismissal_needs_a_reason_and_can_be_restored(manager, paper):
    promise = found(paper, "promise")
    page = send(manager, "proposal", promise.pk, verb="dismiss", status=422).content.decode()
    assert "Select why it is dismissed" in page
    page = send(
        manager,
        "proposal",
        promise.pk,
        verb="dismiss",
        status=422,
        **{"dismiss-reason": "other", "dismiss-version": 1},
    ).content.decode()
    assert "Say in a few words why" in page
    send(
        manager,
        "proposal",
        promise.pk,
        verb="dismiss",
        **{"dismiss-reason": "other", "dismiss-detail": "Said in passing", "dismiss-version": 1},
    )
    page = read(manager, "paper", paper.pk)
    assert "Said in passing" in page and "Restore" in page
    send(manager, "proposal_restore", promise.pk, version=2)
    assert found(paper, "promise").is_open


def test_somebody_deciding_first_is_told_with_both_texts_and_nothing_is_lost(manager, world, paper):
    action = found(paper, "action")
    operations.accept(action, by=world.committee_officer, on=MET, version=1, text="The officer’s words")
    response = send(
        manager, "proposal", action.pk, verb="accept", version=1, text="The manager’s words", status=409
    )
    page = response.content.decode()
    assert "Somebody else changed this" in page and "Committee Officer of thornley" in page
    assert "The officer’s words" in page and "The manager’s words" in page
    assert Action.everywhere.count() == 1


def test_restoring_after_somebody_else_did_says_so(manager, world, paper):
    promise = found(paper, "promise")
    operations.dismiss(promise, by=world.manager, because="x")
    operations.restore(promise, by=world.committee_officer)
    response = send(manager, "proposal_restore", promise.pk, version=2)
    assert "Somebody else decided" in manager.get(response.url).content.decode()


def test_what_was_missed_is_added_at_its_line(manager, paper):
    line = found(paper, "question").line
    page = read(manager, "paper_missed", paper.pk, query=f"?line={line}")
    assert f'value="{line}"' in page and "how many schools" in page
    response = send(
        manager,
        "paper_missed",
        paper.pk,
        query=f"?line={line}",
        kind="action",
        line=line,
        text="Ask the seven schools",
        who="Officers",
    )
    page = manager.get(response.url).content.decode()
    assert "Ask the seven schools" in page and "added by hand" in page and "9 of 9 left" in page


def test_a_line_that_is_not_there_is_said(manager, paper):
    page = send(
        manager, "paper_missed", paper.pk, kind="action", line=900, text="x", status=200
    ).content.decode()
    assert f"lines 1 to {len(paper.lines)}" in page


def test_the_date_is_asked_once_and_first(manager, staged):
    paper = staged(MINUTES)
    page = read(manager, "paper", paper.pk)
    assert "Give the date of the meeting" in page and 'value="accept"' not in page
    send(manager, "paper_about", paper.pk, title=TITLE, version=1, **boxes("meeting_date", MET))
    page = read(manager, "paper", paper.pk)
    assert "Give the date of the meeting" not in page and "14 November 2024" in page
    assert 'value="accept"' in page


def test_two_people_saying_what_the_paper_is_the_second_sees_both(manager, staged):
    paper = staged(MINUTES)
    send(manager, "paper_about", paper.pk, title="Theirs", version=1)
    page = send(manager, "paper_about", paper.pk, title="Mine", version=1, status=409).content.decode()
    assert "Theirs" in page and "Mine" in page


def test_warnings_come_first_and_say_how_they_were_dealt_with(manager, staged):
    paper = staged(CONTRADICTORY)
    page = read(manager, "paper", paper.pk)
    assert page.index("1 warning to deal with first") < page.index("left to decide")
    warning = PaperWarning.everywhere.get()
    assert warning.text[1:] in read(manager, "paper_warning", warning.pk).replace("&#39;", "'")
    send(manager, "paper_warning", warning.pk, outcome="The text is right")
    page = read(manager, "paper", paper.pk)
    assert "The text is right" in page and "Warnings dealt with" in page


def test_the_rest_is_accepted_in_one_go(manager, paper):
    assert "Accept the rest in one go: 6" in read(manager, "paper", paper.pk)
    assert "each needs an owner" in read(manager, "paper_accept_remaining", paper.pk)
    send(manager, "paper_accept_remaining", paper.pk)
    assert "2 of 8 left to decide" in read(manager, "paper", paper.pk)


def test_a_paper_that_is_decided_leads_on_to_the_thread(manager, world, paper):
    operations.accept_all_remaining(paper, by=world.manager, on=MET)
    for kind in ("action", "promise"):
        send(manager, "proposal", found(paper, kind).pk, verb="accept", version=1)
    page = read(manager, "paper", paper.pk)
    source = Paper.everywhere.get().source_id
    assert "Everything in this paper is decided" in page
    assert f'href="{reverse("desk:source", args=[source])}"' in page
    assert manager.get(reverse("desk:source", args=[source])).status_code == 200


def test_the_rest_is_not_accepted_over_a_warning(manager, staged):
    paper = staged(CONTRADICTORY)
    page = send(manager, "paper_accept_remaining", paper.pk, status=200).content.decode()
    assert "Deal with the warnings first" in page


def test_a_repeat_from_another_copy_is_flagged_and_dismissed_in_one_press(manager, world, paper, staged):
    operations.accept(found(paper, "action"), by=world.manager, on=MET)
    again = staged(COPY.replace("Supporting documents:", "Documents attached:"), "second copy.txt")
    action = found(again, "action")
    page = read(manager, "paper", again.pk)
    assert "accepted from another copy" in page and "Dismiss the repeat" in page
    send(
        manager,
        "proposal",
        action.pk,
        verb="dismiss",
        **{"dismiss-version": 1, "dismiss-reason": "It is in the record already"},
    )
    assert Action.everywhere.count() == 1


def test_the_papers_file_comes_back_byte_for_byte(manager, paper):
    address = reverse("desk:document", args=[paper.document_id])
    assert address in read(manager, "paper", paper.pk)
    response = manager.get(address)
    assert response.content == COPY.encode()
    assert response["Content-Disposition"].startswith("attachment")


def test_markup_in_a_paper_is_shown_as_text(manager, staged):
    paper = staged(COPY.replace("damp homes", "damp <script>alert(1)</script> homes"), "odd.txt")
    page = read(manager, "paper", paper.pk)
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_lists_come_as_csv(manager, paper):
    for name, args, words in [("papers", [], TITLE), ("paper", [paper.pk], "Green Lane School")]:
        response = manager.get(reverse(f"desk:{name}", args=args) + "?format=csv")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert any(words in cell for row in rows for cell in row)


def test_home_says_which_papers_wait_and_stops_when_all_is_decided(world, paper):
    today = date(2024, 12, 1)
    with scope.within(scope_of(world.manager)):
        (line,) = Group(needs.lines(world.manager, today))
        assert (line.group, line.verb, line.href) == ("waiting", "Decide", f"/desk/committee/{paper.pk}")
        assert line.what.startswith("8 items")
        for proposal in paper.proposals.all():
            operations.dismiss(proposal, by=world.manager, because="No")
        assert not Group(needs.lines(world.manager, today))
    with scope.within(scope_of(world.reader)):
        assert needs.lines(world.reader, today) == []


# ── Who may ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_reads_the_paper_and_is_offered_nothing_to_change(world, paper):
    page = read(world.client("reader"), "paper", paper.pk)
    assert TITLE in page
    assert "Change or dismiss" not in page and "<form" not in page.partition("<main")[2]


def test_an_agency_contact_may_not_open_papers(world, paper):
    contact = world.client("agency_contact")
    assert contact.get(reverse("desk:papers")).status_code == 403
    assert contact.get(reverse("desk:paper", args=[paper.pk])).status_code == 403


def test_another_partnerships_paper_is_not_found(elsewhere, paper):
    theirs = elsewhere.client("manager")
    for name in ("paper", "paper_about", "paper_missed", "paper_accept_remaining"):
        assert theirs.get(reverse(f"desk:{name}", args=[paper.pk])).status_code == 404
    proposal = found(paper, "action")
    assert theirs.get(reverse("desk:proposal", args=[proposal.pk])).status_code == 404
    assert theirs.post(reverse("desk:proposal_restore", args=[proposal.pk])).status_code == 404
    assert TITLE not in read(theirs, "papers")


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────────────


def _queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_3_papers_and_30(manager, staged, django_assert_max_num_queries):
    address = reverse("desk:papers")
    counts = []
    for upto in (3, 30):
        for number in range(upto):
            staged(COPY.replace("2023/24", f"{1990 + number}/{91 + number:02}"), f"{number}.txt")
        counts.append(_queries(manager, address, django_assert_max_num_queries))
    assert counts[0] == counts[1]


def test_the_paper_costs_the_same_for_few_items_and_many(
    manager, world, staged, django_assert_max_num_queries
):
    few = staged()
    many = staged(
        COPY.replace(
            "RESOLVED",
            "RESOLVED\n\n" + "\n\n".join(f"{n}. That plan {n} go to the panel." for n in range(1, 31)),
        ),
        "m.txt",
    )
    for paper in (few, many):
        operations.accept(found(paper, "action"), by=world.manager, on=MET, another_item=True)
    counts = [
        _queries(manager, reverse("desk:paper", args=[paper.pk]), django_assert_max_num_queries)
        for paper in (few, many)
    ]
    assert Proposal.everywhere.filter(paper=many).count() > 30
    assert counts[0] == counts[1]


def test_a_wrong_paper_is_taken_away_from_its_page_until_something_is_accepted(manager, world, paper):
    assert "Brought in by mistake?" in read(manager, "paper", paper.pk)
    assert "go. It can be brought in again." in read(manager, "paper_take_away", paper.pk)
    send(manager, "proposal", found(paper, "speaker").pk, verb="accept", version=1)
    assert "Brought in by mistake?" not in read(manager, "paper", paper.pk)
    page = send(manager, "paper_take_away", paper.pk, status=200).content.decode()
    assert "so the paper stays with the record" in page
    wrong = operations.stage(
        b"Something else.", name="x.txt", partnership=world.partnership, by=world.manager
    )
    assert send(manager, "paper_take_away", wrong.pk).url == reverse("desk:papers")
    assert "was taken away" in read(manager, "papers")
    assert list(Paper.everywhere.all()) == [paper]
    assert world.client("reader").get(reverse("desk:paper_take_away", args=[paper.pk])).status_code == 403
