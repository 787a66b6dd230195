"""How minutes give somebody something to do: each case is one way, its name says which."""

import pytest

from lscp.minutes import read_bytes

HEAD = """Agenda item

Safeguarding Children Partnership Annual Report 2023/24

Minutes:

The Independent Scrutineer presented the annual report of the partnership.

"""
ASKED = "Members asked for the number of children educated at home in each ward."
WAYS = {
    "a name and what they do": (
        "ACTION: Jane Mott to circulate the figures.",
        [("Jane Mott", "to circulate the figures")],
    ),
    "a name and a verb without to": (
        "ACTION: Jane Mott circulate the figures.",
        [("Jane Mott", "circulate the figures")],
    ),
    "after a dash, in a line that says more": (
        "Asking whether the map could be larger. - ACTION: officers to print it across two pages",
        [("officers", "officers to print it across two pages")],
    ),
    "a first name": ("Action; Fred to find out the rates.", [("Fred", "to find out the rates")]),
    "two first names": ("Action: Janet and Steve to draft a note.", [("Janet and Steve", "to draft a note")]),
    "initials and a dash": ("ACTION: JM – circulate the figures.", [("JM", "circulate the figures.")]),
    "everything in capitals": (
        "ACTION: CLERK TO CIRCULATE THE FIGURES",
        [("CLERK", "CIRCULATE THE FIGURES")],
    ),
    "a task, then who in brackets": (
        "ACTION: Circulate the figures (Jane Mott)",
        [("Jane Mott", "Circulate the figures")],
    ),
    "a task for members, then who in brackets": (
        "ACTION: Confirm to Members the date of the test (Mr Bucher)",
        [("Mr Bucher", "Confirm to Members the date of the test")],
    ),
    "a task, then who after a dash": (
        "ACTION: Circulate the figures by ward – Head of Education",
        [("Head of Education", "Circulate the figures by ward")],
    ),
    "a task, then who on the next line": (
        "ACTION: Circulate the figures by ward.\nOwner: Jane Mott",
        [("Jane Mott", "Circulate the figures by ward.")],
    ),
    "who, and the task is the paragraph above": (
        f"{ASKED}\n\nACTION: Head of Education",
        [("Head of Education", ASKED)],
    ),
    "who acts, as a line without a sign": (f"{ASKED}\n\n• Action Jane Mott", [("Jane Mott", ASKED)]),
    "initials at the end of a sentence": (
        "The figures by ward would be circulated. ACTION JM",
        [("JM", "The figures by ward would be circulated.")],
    ),
    "clerk to action": ("The forms were returned. Clerk to action.", [("Clerk", "The forms were returned.")]),
    "who stands in the margin": (
        "The identification of the land was still going on.\t\t\t\tClerk",
        [("Clerk", "The identification of the land was still going on.")],
    ),
    "who stands in a column that has a head": (
        "\tAction by\n\nThe posters would be reprinted.\tJane Mott\n\nThe Panel thanked her.",
        [("Jane Mott", "The posters would be reprinted.")],
    ),
    "who stands in a column beside what was agreed": (
        "Minute                                   Action By/Deadline\n\n"
        "Agreed - that the report be sent to the  Scrutiny Officer\npartnership and to schools.",
        [("Scrutiny Officer", "Agreed - that the report be sent to the partnership and to schools.")],
    ),
    "who in brackets, then the task": (
        "ACTION (Jane Mott): circulate the figures by ward.",
        [("Jane Mott", "circulate the figures by ward.")],
    ),
    "after a question and a dash": (
        "The figure is not given: can it be supplied? - ACTION: Jane Mott to supply it",
        [("Jane Mott", "Jane Mott to supply it")],
    ),
    "a heading and bullets after it": (
        "Actions:\n\n• Jane Mott to circulate the figures\n• Arrange a visit to the front door",
        [("Jane Mott", "to circulate the figures"), ("", "Arrange a visit to the front door")],
    ),
    "a heading and a dash in each paragraph": (
        "Actions arising:\n\nJane Mott – circulate the figures\n\nTom Pell – arrange a visit",
        [("Jane Mott", "circulate the figures"), ("Tom Pell", "arrange a visit")],
    ),
    "bullets for one owner": (
        "Actions: for Secretariat\n\n- Make more use of the newsletter\n- Consider a forum",
        [("Secretariat", "Make more use of the newsletter"), ("Secretariat", "Consider a forum")],
    ),
    "bullets that ran on in one line": (
        "ACTIONS: • For the trust to attend a meeting. • For the figures to be shared.",
        [("", "For the trust to attend a meeting."), ("", "For the figures to be shared.")],
    ),
    "a table": (
        "Action | Owner | Due\n--- | --- | ---\nCirculate the figures | Jane Mott | March",
        [("Jane Mott", "Circulate the figures")],
    ),
    "a table with tabs between its cells": (
        "Ref\tAction\tOwner\tDate\n7/1\tCirculate the figures\tJane Mott\t17 March\n7/2\tBook a room\tClerk\t1 May",
        [("Jane Mott", "Circulate the figures"), ("Clerk", "Book a room")],
    ),
    "a column beside the discussion": (
        "Item\tDiscussion\tAction\n2. Data\tThey were late.\tJM to circulate the figures\n3. Visits\tNone planned.",
        [("JM", "to circulate the figures")],
    ),
    "rows that end in initials": (
        "Action Required\n1.\tCirculate the figures\tJM\n2.\tBook a room\tJM / Head of Property",
        [("JM", "Circulate the figures"), ("JM / Head of Property", "Book a room")],
    ),
    "a number of its own": (
        "Action QA35: Jane Mott to circulate the figures.",
        [("Jane Mott", "to circulate")],
    ),
    "a number and a tab": ("AP1\tJM to circulate the figures.", [("JM", "to circulate the figures")]),
    "a post with a dash in it": (
        "Action agreed: Director – Education to circulate the figures.",
        [("Director – Education", "to circulate the figures")],
    ),
    "a line for each after by": (
        "ACTION REQUIRED BY:\n\nBoard Manager – circulate the figures\n\nClerk – book a room",
        [("Board Manager", "circulate the figures"), ("Clerk", "book a room")],
    ),
    "a line for each, and then a decision": (
        "ACTION:\n\nGroup Director to circulate the figures\n\nHead of Service to book a room\n\nAGREED: To note it.",
        [("Group Director", "to circulate the figures"), ("Head of Service", "to book a room")],
    ),
    "a task, who and when": (
        "Agreed actions:\n\n- Circulate the figures – Jane Mott – 30 June\n- Poster for schools – Governors – May",
        [("Jane Mott", "Circulate the figures"), ("Governors", "Poster for schools")],
    ),
    "a team, as a line without a sign": (
        f"{ASKED}\n\nAction Democratic Services",
        [("Democratic Services", ASKED)],
    ),
    "nobody, as the last words of a paragraph": (f"It was late. {ASKED} ACTION.", [("", ASKED)]),
    "a list after a sentence that says so": (
        "The Chair thanked them. The following actions were agreed:\n\n(i) The Director to confirm the figure;\n\n"
        "(ii) The Clerk to book a room.",
        [("Director", "to confirm the figure"), ("Clerk", "to book a room")],
    ),
    "a whole task in brackets": (
        f"{ASKED} (Action: Jane Mott to provide the figures by ward)",
        [("Jane Mott", "to provide the figures by ward")],
    ),
    "a table a cell a line": (
        "ACTION\n\nPerson Responsible\n\n1\n\n4.1\n\nWrite to the minister about funding\n\nJane Mott\n\n2",
        [("Jane Mott", "Write to the minister about funding")],
    ),
}
NOTHING = {
    "plans, charities and logs": (
        "The Board agreed an action plan. Action for Children attended. Action Fraud was noted. Actions taken were "
        "outlined. The action log was reviewed."
    ),
    "a marker that says none": "Action: None",
    "a table of what was asked before": "Action | Owner | Status\n--- | --- | ---\nBook a room | Jane Mott | Complete",
}


def acting(text):
    paper = read_bytes((HEAD + text + "\n").encode(), name="paper.txt")
    return [(action.owner, action.text) for action in paper.actions]


@pytest.mark.parametrize("way", WAYS)
def test_an_action_is_read_from(way):
    text, expected = WAYS[way]
    found = acting(text)
    assert [owner for owner, _ in found] == [owner for owner, _ in expected]
    assert all(task in printed for (_, printed), (_, task) in zip(found, expected, strict=True)), found


@pytest.mark.parametrize("way", NOTHING)
def test_no_action_is_read_from(way):
    assert acting(NOTHING[way]) == []


OWNERS = (
    "Jane Smith",
    "Director of Children’s Services",
    "JS",
    "JS/TH",
    "Clerk",
    "Cllr Roe",
    "Ms Bracken",
    "All members",
    "Housing officers",
    "Democratic Services",
    "LSCP Business Unit",
    "Business Manager, LSCP",
    "Una Bracken and Tom Hale",
    "Head of Safeguarding and Quality",
    "Assistant Director (Early Help)",
    "A Shaw-Reeve",
    "HEAD OF SAFEGUARDING (J Smith)",
    "Dr MC Bracken-Vale",
    "J. Smith",
    "JMcD",
    "Social Care and Health",
)
SAID = "Members asked how many visits were late. The Director did not have the figure to hand."
LAST = "The Director did not have the figure to hand."
TASK = "Circulate the figures for late visits to members"
AGAIN = TASK + " again"
# Where the owner stands, {o}, and whether the text is what stands above, the last sentence of it, or the line's own.
ABOVE = ("ACTION: {o}", "Action: {o}", "ACTION – {o}", "Action by: {o}", "Action for {o}", "**Action:** {o}")
ABOVE += (
    "Action required by: {o}",
    "(Action: {o})",
    "[Action: {o}]",
    "Action: {o}, 14 June",
    "Action: {o} by March",
)
ABOVE += ("ACTION: {o} / by 30 November 2023", "ACTION: {o} (by end of May)", "Action: {o} – by next meeting")
BESIDE = (" (Action: {o})", " (Action by: {o})", " [ACTION: {o}]")
OWN = (
    "{o}: {t}.",
    "{o} – {t}.",
    "{t} ({o})",
    "{t} – {o}",
    "{t}. {o}",
    "{o}\nTo {l}.",
    "{o} to {l}.",
    "{o} will {l}",
)
LISTS = (
    "Actions\n\n1. {t} ({o})\n2. {a} ({o})",
    "Actions:\n\n1. {t} – {o}\n2. {a} – {o}",
    "ACTION\n\n1. {t}. {o}\n2. {a}. {o}",
    "Actions agreed\n\n1. {t}. Action by: {o}\n2. {a}. Action by: {o}",
    "Actions agreed:\n\n• {o} to {l}\n• {o} to {l} again",
    "Actions arising:\n\n1) {o} to {l}.\n2) {o} to {l} again.",
    "Actions:\n\n- {o}: {t}\n- {o}: {a}",
    "Actions:\n\n(a) {o} – {t}\n(b) {o} – {a}",
    "Actions:\n\n{o} - {t} - by end of February\n{o} - {a} - April 2026",
    "Action\tOwner\tDate\n{t}\t{o}\t14 June\n{a}\t{o}\t14 June",
    "No\tOwner\tAction\n1\t{o}\t{t}\n2\t{o}\t{a}",
    "| No | Action | By whom |\n|---|---|---|\n| 1 | {t} | {o} |\n| 2 | {a} | {o} |",
    "Action                                  Responsible\n{t}      {o}\n{a}      {o}",
    "Action\nOwner\n{t}\n{o}\n{a}\n{o}\n\nThe meeting ended.",
    "Action\n\nLead Officer\n\nDeadline\n\n{t}\n\n{o}\n\n14 June\n\n{a}\n\n{o}\n\n14 June",
)


def wrongly_read(forms, *tasks):
    """The forms, with their owners, from which something else is read than that the owner is to do those tasks."""
    for form in forms:
        for owner in OWNERS:
            text = form.format(o=owner, t=TASK, a=AGAIN, l=TASK.lower())
            found = acting(text + "\n\nMembers thanked the officers.")
            if [who for who, _ in found] != [owner] * len(tasks) or not all(
                task.lower() in got.lower() for task, (_, got) in zip(tasks, found, strict=True)
            ):
                yield form, owner, found


def test_whoever_acts_on_what_stands_above_is_named_whatever_the_mark():
    assert list(wrongly_read([f"{SAID}\n\n{mark}" for mark in ABOVE], SAID)) == []


def test_whoever_acts_on_the_last_sentence_is_named_whatever_the_brackets():
    assert list(wrongly_read([SAID + mark for mark in BESIDE], LAST)) == []


@pytest.mark.parametrize(
    "mark", ("ACTION: ", "Action: ", "Action 1: ", "Action 5a: ", "AGREED ACTION: ", "Action – ")
)
def test_who_does_what_is_read_in_whatever_order_the_line_says_it(mark):
    assert list(wrongly_read([f"{SAID}\n\n{mark}{own}" for own in OWN], TASK)) == []


@pytest.mark.parametrize("form", LISTS)
def test_a_list_or_a_table_of_actions_is_read_whatever_its_columns(form):
    assert list(wrongly_read([form], TASK, AGAIN)) == []
