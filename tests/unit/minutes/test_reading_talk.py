"""Who speaks, what they ask and what they undertake, in the prose of the minutes: each case says its way."""

import pytest

from lscp.minutes import read_bytes

HEAD = """Agenda item

Safeguarding Children Partnership Annual Report 2023/24

Minutes:

The report was for the year to 31 March.

"""
PROMISED = {
    "a person who would act": "Mr Hall would correct the table.",
    "a pronoun that would act": "She would look at running them in the evening.",
    "a post that would act": "The Director would ask the district councils.",
    "somebody who answered and would act": "He did not have the figures but would ask for them.",
    "what was agreed that somebody would do": "It was agreed that the Scrutiny Officer would write to governors.",
    "what would be put right": "It was noted that this would be put right.",
    "what would be done by a feast": "The second review would be published before Christmas.",
    "what would stand in a report of a year": "The first results would be in the 2023/24 annual report.",
    "what would be sent by others": "It was public and she would have it sent to Members.",
    "what would go on a website": "A summary would be placed on the website each quarter.",
    "what would be seen to": "A protocol was needed and he would see that one was drafted.",
    "what somebody who welcomed would do": "She welcomed the idea and said that she would ask the trainers.",
    "what would be mended": "The sentence would be removed.",
    "who was willing": "She was very willing to come to the meeting of the network.",
    "what was planned with its report": "An audit was planned, with the results to be reported to the Panel in March.",
    "a note that was promised": "The Director promised a written note.",
    "what would be done once complete": "The summary would be placed on the website on completion.",
    "what the next report would hold": "The annual report for 2024/25 would contain measures of outcome for the Panel.",
    "what somebody would have by a day": "All the files would have one by 31 March.",
    "what would have its place": "It would be put into the work programme.",
    "what was asked and then said": "She was asked if she would print it and said she would do so for the Panel.",
    "what would be put in the bulletin": "A list of dates would be put in the bulletin.",
    "what somebody would be able to give": "He would be able to give them the names.",
    "what somebody was assured of": "Ms Kola assured her that she would.",
    "what he would however do": "He would, however, ask them.",
    "who was content to do it": "Mr Hall was content to share the plan.",
    "what would be part of a report": "The outcome would form part of the next annual report.",
    "what is told of that": "That was being considered and members' views would be fed in.",
    "what was said after another's duty": "She said that care would have to be taken but that she would see to it.",
}
NOT_PROMISED = {
    "what the committee agreed to have": "It was agreed that the Committee would receive a report.",
    "what a plan is for": "A plan would provide more help for families.",
    "what was asked for": "Members asked whether the Director would write to schools.",
    "what was to replace the board": "The Board was to be replaced by new arrangements in September.",
    "what was hoped": "It was hoped that this would be put right.",
    "what would have been": "The audit would have been sent by March.",
    "what somebody would feel": "She would miss the Panel.",
    "what a service does": "The hub would support families in the area.",
}
ASKED = {
    "initials": "DA asked what it would cost. RL said it would cost little.",
    "a post in small letters": "The vice-chairperson queried if posters changed anything.",
    "a representative": "The diocesan representative asked whether visits were made.",
    "a post with its field": "The Cabinet Member Children questioned the value of the count.",
    "a bullet that begins with the verb": "• Queried whether care leavers were told.",
    "a member's name and a colon": "Councillor Frazer: What lies behind the moves? – MD said that most were teenagers.",
    "a question and its answer in one bullet": "• How many children were missing? There were 38.",
    "a number and a name": "Q1\tCouncillor Penfold: How long is the wait?",
}
SPOKE = {
    "who came from a body": ("Gwen Apsley from the provider, Speak, talked through it.", ["Gwen Apsley"]),
    "who did not do something else": ("Gwen Apsley did not dispute it.", ["Gwen Apsley"]),
    "who was anxious": (
        "Cllr Seth Kola was anxious about homes. Gwen Apsley, Manager, fed back.",
        ["Seth Kola", "Gwen Apsley"],
    ),
    "a young person named by an initial": ("Kieran M said that nobody had been told.", ["Kieran M"]),
    "nobody in the name of a health body": (
        "Gwen Apsley, Nurse, NHS Wealdshire Heartlands ICB, said so.",
        ["Gwen Apsley"],
    ),
    "two that presented, each by": (
        "The report was presented by Seth Kola, Head of Service, and by Superintendent Gwen Apsley.",
        ["Seth Kola", "Gwen Apsley"],
    ),
    "nobody who left": ("Councillor B Moll left the meeting and later returned to the meeting.", []),
    "a child named by a letter before the name": (
        "Members asked about Child F. Gwen Apsley, Director, said that it was so.",
        ["Gwen Apsley"],
    ),
    "nobody in a post or in the name of an audit": (
        "The report was presented by Seth Kola, Head of Adolescent Services, and Gwen Apsley. A member asked whether "
        "the audit by Baroness Bligh would be read.",
        ["Seth Kola", "Gwen Apsley"],
    ),
    "somebody replied to": ("In reply to Councillor Moll she said that it was so.", ["Moll"]),
    "those who were present for the item": (
        "Present for this item were Gwen Apsley, Group Director, and Seth Kola, Head of Service.",
        ["Gwen Apsley", "Seth Kola"],
    ),
    "who did not know": ("J Bagshot did not know but would find out.", ["J Bagshot"]),
    "who began by saying": ("Gwen Apsley began by saying that it was so.", ["Gwen Apsley"]),
    "letters after the name": ("Mr. V. Brede CC indicated that it was so.", ["V. Brede"]),
    "a first name that is a word too": (
        "Grant Apsley, Director, and June Kola said so.",
        ["Grant Apsley", "June Kola"],
    ),
    "a religious sister": ("Sister Agnes Moll asked how a teacher could appeal.", ["Agnes Moll"]),
    "people welcomed in a row": (
        "The Chair welcomed Cllr Temi Bram, Cabinet Member for Children; Gwen Apsley, Group Director; and Seth Kola, "
        "Head of Service.",
        ["Temi Bram", "Gwen Apsley", "Seth Kola"],
    ),
    "a surname that is a word too": (
        "The Committee welcomed Melissa Court, the Head of the Virtual School.",
        ["Melissa Court"],
    ),
    "somebody invited to speak": (
        "The Chair of the Forum, Mrs Jan Toms, was invited to speak.",
        ["Jan Toms"],
    ),
    "invitees": ("Invitees:\n\nClara Merchant – Corporate Director, Families", ["Clara Merchant"]),
    "nobody in the name of a body": (
        "The Director of Safeguarding, Wealdshire Heartlands Integrated Care Board, said that it was so.",
        [],
    ),
    "nobody in the name of a service": (
        "The Head of the Youth Offending Service, supported by the Borough Commander, said that it was so.",
        [],
    ),
}


def read(text):
    return read_bytes((HEAD + text + "\n").encode(), name="paper.txt")


@pytest.mark.parametrize("way", PROMISED)
def test_a_promise_is_read_from(way):
    assert [one.text for one in read(PROMISED[way]).promises] == [PROMISED[way]]


@pytest.mark.parametrize("way", NOT_PROMISED)
def test_no_promise_is_read_from(way):
    assert read(NOT_PROMISED[way]).promises == []


@pytest.mark.parametrize("way", ASKED)
def test_one_question_is_read_from(way):
    assert len(read(ASKED[way]).questions) == 1


@pytest.mark.parametrize("way", SPOKE)
def test_those_who_spoke_are_read_from(way):
    text, names = SPOKE[way]
    assert [one.name for one in read(text).speakers] == names


def test_questions_that_a_speaker_had_put_elsewhere_were_not_asked_here():
    said = (
        "She had put two questions to every agency:\n\n1. How many children are there?\n2. How do you know?\n"
    )
    assert read(said).questions == []


def test_what_was_asked_and_what_was_answered_are_told_apart_in_bullets():
    asked = "The Panel:\n\n• asked about the ages of the children;\n• sought assurance on the cost; and\n• noted it.\n"
    assert len(read(asked).questions) == 2
    told = "Further to questions from the Board, Seth Kola:\n\n• Confirmed that it was.\n• Advised that it was late.\n"
    assert len(read(told).questions) == 0


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Safeguarding Business Plan 2023-26 and Annual Report 2022-23", "2022/23"),
        ("Report to the Safeguarding Board 2008/9", "2008/09"),
        ("Safeguarding Visit of 29 April to 3 May 2024", None),
    ],
)
def test_the_period_is_that_of_the_report(title, period):
    page = f"Agenda item\n\n{title}\n\nMinutes:\n\nIt was received.\n"
    assert read_bytes(page.encode(), name="page").report_period == period


def test_a_page_may_be_titled_report_of():
    page = "Agenda item\n\nReport of the Safeguarding Partnership\n\nMinutes:\n\nThe report was received.\n"
    assert read_bytes(page.encode(), name="page").title == "Report of the Safeguarding Partnership"


def test_an_item_goes_on_until_the_next_number():
    page = (
        "1. Apologies\n\nNone.\n\n2. Declarations of interest\n\nNone.\n\n3. Safeguarding Children Annual Report\n\n"
        "The report was presented.\n\nQuestions from the Committee\n\nThe Chair asked why it was late.\n\n"
        "RESOLVED: That it be noted.\n\n4. Work programme\n\nRESOLVED: That the programme be agreed.\n"
    )
    paper = read_bytes(page.encode(), name="meeting.txt")
    assert (len(paper.questions), [one.text for one in paper.resolutions]) == (1, ["That it be noted."])


def test_the_name_of_a_board_over_its_own_minutes_is_no_item():
    page = (
        "LITTLETON SAFEGUARDING CHILDREN BOARD\n\nMINUTES\n\n1. Welcome and apologies\n\nNone.\n\n2. Minutes\n\n"
        "Agreed.\n\n3. Audit\n\nThe findings were presented.\n\nAction: JM to write to the agencies.\n"
    )
    paper = read_bytes(page.encode(), name="board.txt")
    assert [(one.owner, one.text) for one in paper.actions] == [("JM", "JM to write to the agencies.")]


def test_the_committee_is_named_and_not_its_council():
    page = (
        "Wyebourne Council\n\nMinutes of the meeting of the CHILDREN'S SCRUTINY PANEL HELD ON 4 May 2023\n\n"
        "1. Apologies\n\nNone.\n\n2. Declarations of interest\n\nNone.\n\n"
        "3. Safeguarding Children Annual Report\n\nIt was noted.\n"
    )
    paper = read_bytes(page.encode(), name="meeting.txt")
    assert (paper.committee, paper.meeting_date) == ("CHILDREN'S SCRUTINY PANEL", "2023-05-04")


@pytest.mark.parametrize(
    ("said", "name", "role"),
    [
        ("Superintendent Una Brack (Fenmere Police) said that it was.", "Una Brack", "Superintendent"),
        ("A care leaver co-optee, Una Brack, asked why.", "Una Brack", "care leaver co-optee"),
        (
            "The cabinet member for children and families, Councillor Una Brack, said so.",
            "Una Brack",
            "cabinet member for children and families",
        ),
        ("Una Brack, Rights Officer (UB), said so.", "Una Brack", "Rights Officer"),
        ("Presented by Ann Hall and the Head of Care, Una Brack, in person.", "Una Brack", "Head of Care"),
        ("Presented by the Director, Una Brack, and the Chair of the Board.", "Una Brack", "Director"),
        ("Una Brack, Chair of the Panel (LSP), said so.", "Una Brack", "Chair of the Panel (LSP)"),
        ("Rabbi Samuel Hock, Faith Representative, asked why.", "Samuel Hock", "Faith Representative"),
    ],
)
def test_a_person_with_a_rank_or_an_honorific_is_named_with_their_post(said, name, role):
    speakers = read_bytes(f"{HEAD}{said}".encode(), name="minutes.txt").speakers
    assert {one.name: one.role for one in speakers}[name] == role


@pytest.mark.parametrize(
    "line",
    [
        "4.00pm 18 MARCH 2024",
        "1400 hours on Monday 18th March 2024, Room 6",
        "Minutes - Monday 18 March 2024, 10.00 a.m.",
    ],
)
def test_the_day_of_the_meeting_may_stand_after_its_hour_or_the_word_minutes(line):
    page = (
        f"CHILDREN'S SCRUTINY COMMITTEE\n\n{line}\n\n1. Apologies\n\nNone.\n\n2. Declarations of interest\n\n"
    )
    page += "None.\n\n3. Safeguarding Children Annual Report\n\nIt was noted.\n"
    assert read_bytes(page.encode(), name="minutes.txt").meeting_date == "2024-03-18"


WHO = (
    "He",
    "She",
    "The Director",
    "The Head of Service",
    "Mr Hall",
    "Una Bracken",
    "Councillor Moll said that she",
)
DOES = (
    "check",
    "speak to the trust",
    "see to it",
    "obtain the figures",
    "be glad to show the form",
    "print it",
    "write again",
)
IS = (
    "like to see more",
    "welcome it",
    "be concerned",
    "expect more",
    "not support it",
    "be ending a term in May",
    "be hoping for half",
    "advise against haste",
    "also say that it had helped",
    "retire",
)


@pytest.mark.parametrize("who", WHO)
def test_whoever_would_do_something_promises_it_and_whoever_would_feel_something_does_not(who):
    assert [does for does in DOES if not read(f"{who} would {does}.").promises] == []
    assert [state for state in IS if read(f"{who} would {state}.").promises] == []


@pytest.mark.parametrize("listed", ("C P D Hoare", "C Hoare", "Clement Hoare"))
@pytest.mark.parametrize("title", ("Mr ", "Councillor ", ""))
def test_a_speaker_has_the_fullest_name_that_the_list_of_those_present_prints(title, listed):
    present = f"Agenda and minutes\n\nPresent:\n\n{title}{listed}\n\n1. Apologies\n\nNone.\n\n2. Minutes\n\nNone.\n\n"
    paper = read_bytes((present + "3. Safeguarding Children\n\nMr Hoare asked why.\n").encode(), name="page")
    assert [one.name for one in paper.speakers] == [listed]
