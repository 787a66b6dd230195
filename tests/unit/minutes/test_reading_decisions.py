"""How English councils write down what was decided: each case is one way, its name says which."""

import pytest

from lscp.minutes import read_bytes

HEAD = """Agenda item

Safeguarding Children Partnership Annual Report 2023/24

Minutes:

The Independent Scrutineer presented the annual report of the partnership.

Members discussed the contents of the report at some length and welcomed the progress made.

"""
WAYS = {
    "a mark in capitals before a lettered list": (
        "RESOLVED\n\n(a) that the report be noted; and\n\n(b) that a further report be submitted in six months.",
        [(1, "that the report be noted"), (2, "that a further report be submitted in six months.")],
    ),
    "a mark with a colon and the decision on its line": (
        "AGREED: that the report be noted.",
        [(None, "that the report be noted.")],
    ),
    "bullets after it was resolved that": (
        "IT WAS RESOLVED THAT:\n\n• the annual report be received;\n• the priorities for 2024/25 be supported.",
        [(None, "the annual report be received"), (None, "the priorities for 2024/25 be supported.")],
    ),
    "a list in the past tense under the committee's name": (
        "The Committee:\n\n1. Noted the report;\n2. Agreed to receive a further update in March; and\n"
        "3. Thanked the partnership for its work.",
        [
            (1, "Noted the report"),
            (2, "Agreed to receive a further update in March"),
            (3, "Thanked the partnership for its work."),
        ],
    ),
    "the committee resolved to, in prose": (
        "The Committee resolved to note the report.",
        [(None, "to note the report.")],
    ),
    "the label of a conclusion over a decision": (
        "Conclusion:\n\nThat the annual report be noted.",
        [(None, "That the annual report be noted.")],
    ),
    "the label of an outcome over a report of the decision": (
        "Outcome\n\nThe annual report was noted and the priorities endorsed.",
        [(None, "The annual report was noted and the priorities endorsed.")],
    ),
    "a vote before the mark": (
        "On being put to the vote, with 8 votes in favour and 1 against, it was RESOLVED that the report be noted.",
        [(None, "that the report be noted.")],
    ),
    "the vote in brackets after the mark": (
        "RESOLVED (by 7 votes to 2): That the report be noted",
        [(None, "That the report be noted")],
    ),
    "moved, seconded and agreed, in small letters": (
        "It was proposed by Cllr Dane, seconded by Cllr Fell and agreed that the report be noted.",
        [(None, "that the report be noted.")],
    ),
    "moved and seconded, and the decision a paragraph of its own": (
        "Proposed by Cllr Dane, seconded by Cllr Fell.\n\nThe annual report be noted.",
        [(None, "The annual report be noted.")],
    ),
    "reasons end the decisions": (
        "RESOLVED that the recommendations be approved.\n\nReasons for the decision\n\nTo comply with guidance.",
        [(None, "that the recommendations be approved.")],
    ),
    "bold type": ("**RESOLVED:** That the report be noted.", [(None, "That the report be noted.")]),
    "paragraphs in one mood after it was agreed that": (
        "It was agreed that:\n\nThe report be noted.\n\nA further report be brought in the autumn.\n\nThe Chair left.",
        [(None, "The report be noted."), (None, "A further report be brought in the autumn.")],
    ),
    "numbers inside a run-on decision": (
        "The Panel AGREED (i) to note the report; (ii) to add neglect to its work programme.",
        [(1, "to note the report"), (2, "to add neglect to its work programme.")],
    ),
    "recommendations that the committee made": (
        "The Committee made the following recommendations:\n\n1. That the report be noted.\n2. That Cabinet pay.",
        [(1, "That the report be noted."), (2, "That Cabinet pay.")],
    ),
    "a mark after a heading in capitals": (
        "34/13 ANNUAL REPORT RESOLVED that the report be noted.",
        [(None, "that the report be noted.")],
    ),
    "a mark in the middle of a paragraph": (
        "Members thanked the Scrutineer. RESOLVED: That the report be noted.",
        [(None, "That the report be noted.")],
    ),
    "a decision on conditions is one decision": (
        "RESOLVED – That the plan be APPROVED subject to the following conditions:\n\n1. Funding\n2. Staffing",
        [(None, "That the plan be APPROVED subject to the following conditions: Funding Staffing")],
    ),
    "a list lettered with colons": (
        "RESOLVED: That Cabinet:\n\nA: Welcomes the report.\n\nB: Thanks the partnership.",
        [(1, "Welcomes the report."), (2, "Thanks the partnership.")],
    ),
    "short lines inside a list": (
        "RESOLVED\n\n(a) that these be appointed –\n\nHealth – Councillor Dane\n\n(b) that the report be noted.",
        [(1, "that these be appointed – Health – Councillor Dane"), (2, "that the report be noted.")],
    ),
    "no mark, and bullets in the mood of decisions": (
        "· That the report be noted.\n· That the options for consultation be approved.",
        [(None, "That the report be noted."), (None, "That the options for consultation be approved.")],
    ),
    "no mark, and a paragraph that is a decision": (
        "That, with thanks to the partnership, the report be noted.",
        [(None, "That, with thanks to the partnership, the report be noted.")],
    ),
    "a decision's own reference is not its text": (
        "Resolved 15/09/11.01 That the report be noted.",
        [(None, "That the report be noted.")],
    ),
    "it was agreed to do what committees do": (
        "It was agreed to receive a further report.",
        [(None, "to receive a further report.")],
    ),
    "the decision of one member": (
        "Decision of the Executive Councillor for Families\n\ni. Approved the plan.\n\nii. Noted the report.",
        [(1, "Approved the plan."), (2, "Noted the report.")],
    ),
    "a table of decisions with numbers of their own": (
        "Decision number:\tDecision:\n112/2019\tThe Cabinet noted the comments.\n"
        "113/2019\tThe Cabinet approved the plan.",
        [(None, "The Cabinet noted the comments."), (None, "The Cabinet approved the plan.")],
    ),
    "a mark with a number of its own": (
        "RESOLVED 2019/062\n\nThat it be noted.",
        [(None, "That it be noted.")],
    ),
    "who decides, without a colon": (
        "Resolved - That the Committee\n\n(1) Welcomes the improvement; and\n\n(2) Asks for a note.",
        [(1, "Welcomes the improvement"), (2, "Asks for a note.")],
    ),
    "who decides, without a colon, before bullets": (
        "AGREED – That the Board\n\n·         note the report; and\n\n·         ask each member for a lead.",
        [(None, "note the report"), (None, "ask each member for a lead.")],
    ),
    "who decides, in small letters": (
        "Decision\n\nIt was unanimously resolved that Cabinet:\n\na) approves the plan; and\n\nb) notes the cost.",
        [(1, "approves the plan"), (2, "notes the cost.")],
    ),
    "two committees that met as one": (
        "The committees resolved to:\n\na) note the report; and\n\nb) set up a task group.",
        [(1, "note the report"), (2, "set up a task group.")],
    ),
    "numbers without a sign": (
        "RESOLVED (nem con) that\n\n1 the report be noted; and\n\n2 a note be brought in March.",
        [(1, "the report be noted"), (2, "a note be brought in March.")],
    ),
    "a list that the next item follows": (
        "Resolved\n\n1. To note the report.\n\n2. To thank the partnership.\n\n7. School inspections",
        [(1, "To note the report."), (2, "To thank the partnership.")],
    ),
}
NOTHING = {
    "members agreeing in talk": "Members agreed that neglect was the most difficult theme.",
    "what was agreed before": "It had previously been agreed that the report would come in May.",
    "what was agreed in another year": "In September 2021, it was agreed that the boards would share one report.",
    "what an earlier meeting resolved": (
        "At its meeting held on 6 November 2024, the committee considered the strategy.\n\n"
        "The committee resolved to ask the board for a working group."
    ),
    "what somebody says another body agreed": (
        "The Director advised the panel that Council agreed that a report should be presented in May."
    ),
    "what was agreed to be brought back": "It was agreed to bring an update to the next meeting.",
    "a list of what was noted": "The Board noted that:\n\n• referrals had risen;\n• staff turnover was falling.",
    "a list of what members asked for": "Members asked that:\n\n• data be shared each quarter;\n• a visit be arranged.",
    "issues that were resolved": "Issues raised by schools had been resolved that term.",
    "an item with nothing to decide": "Decision: None were declared.",
    "the fields of a page": "Decision maker: Cabinet\n\nDecision status: For Determination",
    "the menu of a page": "Decisions\n\n• Forward Plans\n• Library\n• Your MPs",
    "agreed, with nothing said": "Agreed.\n\n1. The Panel asked if an event would be held.",
}


def decided(text):
    paper = read_bytes((HEAD + text + "\n").encode(), name="paper.txt")
    return [(found.number, found.text) for found in paper.resolutions]


@pytest.mark.parametrize("way", WAYS)
def test_a_decision_is_read_from(way):
    text, expected = WAYS[way]
    assert decided(text) == expected


@pytest.mark.parametrize("way", NOTHING)
def test_no_decision_is_read_from(way):
    assert decided(NOTHING[way]) == []


MARKS = (
    "RESOLVED",
    "Resolved:",
    "RESOLVED UNANIMOUSLY:",
    "RESOLVED (nem. con.) –",
    "RESOLVED: (1 abstention)",
    "RESOLVED: That the Committee:",
    "Agreed:",
    "DECISIONS",
    "It was resolved that:",
    "The Panel AGREED:",
    "The Committee noted the report and agreed:",
    "The following was agreed:",
    "The recommendations were agreed:",
    "**RESOLVED:**",
)
NUMBERS = (
    "1. {",
    "1) {",
    "(1) {",
    "[1] {",
    "1: {",
    "1 – {",
    "1\t{",
    "1     {",
    "5.1 {",
    "(i) {",
    "(I) {",
    "i. {",
    "I. {",
)
LETTERS = ("(a) {", "a) {", "a. {", "A) {", "A. {")
SIGNS = ("• {", "·         {", "– {", "- {", "* {")
ITEMS = {
    "that": [
        "That the report be noted",
        "That officers be thanked",
        "That a note on neglect be brought in March",
    ],
    "to": [
        "To note the report",
        "To thank the Independent Scrutineer",
        "To ask that the next report be shorter",
    ],
    "does": ["Notes the report", "Endorses the three priorities", "Requests a note on neglect"],
    "be": ["the report be noted", "the priorities be endorsed", "the Director be asked to report in March"],
}


def set_out(marker, items):
    """The items with markers like the first one."""
    nexts = {"1": "123", "a": "abc", "A": "ABC", "i": ("i", "ii", "iii"), "I": ("I", "II", "III")}
    first = next((sign for sign in nexts if sign in marker), None)
    for place, item in enumerate(items):
        yield (
            marker.replace("{", item)
            if first is None
            else marker.replace(first, nexts[first][place]).replace("{", item)
        )


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n \n\n"], ids=["tight", "open", "wide"])
@pytest.mark.parametrize("marker", NUMBERS + LETTERS + SIGNS)
def test_a_list_of_decisions_is_read_whatever_its_numbers_look_like(marker, between):
    number = [None] * 3 if marker in SIGNS else [1, 2, 3]
    for mark in MARKS:
        for mood, items in ITEMS.items():
            if mark.endswith(("That the Committee:", "that:")) and mood != (
                "does" if "Committee" in mark else "be"
            ):
                continue  # no clerk writes "RESOLVED that: To note"
            text = between.join([mark, *set_out(marker, items)]) + "\n\nThe meeting ended at 9.15 pm"
            assert decided(text) == list(zip(number, items, strict=True)), (mark, mood)
