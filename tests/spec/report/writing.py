"""How the tests make a report of Thornley with a thread behind it, ready to be sent out for signing."""

from datetime import date

from lscp.golden_thread import operations as thread
from lscp.publication import operations
from lscp.publication.compose import requirement_set
from lscp.publication.models import Chapter

START, END = date(2023, 4, 1), date(2024, 3, 31)
WORDS = {
    "about": "This report covers the year from April 2023 to March 2024. The council, the police and the NHS wrote "
    "it together for families and for everybody who works with children here.",
    "conclusion": "We judge that we worked well together in meetings and that we were slow to follow what we had "
    "agreed. Next year each action will have one owner and one date.",
    "assurance": "We looked at forty plans with the people who wrote them. Each group then said what it would do, "
    "and the meeting after that asked whether it was done.",
    "contributions": "The council gave the staff of the small team. The police led the group on neglect. The NHS "
    "paid for the training and brought its nurses to it.",
    "scrutiny": "Our independent scrutineer read our records in the autumn and met families. Her statement is "
    "printed in full, and we have answered each point that she made.",
    "education": "Schools sit on each of our groups. Their safeguarding leads met four times in the year and "
    "brought what pupils had told them about their journeys home.",
    "voice": "Children told us that they had to repeat their story. We asked each agency to read the file first, "
    "and we went back to the same children to tell them so.",
    "training": "We offered twelve courses. Every agency sent people to them, and we asked each person three "
    "months later what they had done with it.",
    "finance": "The three partners paid for the small team in equal parts. Most of the money was spent on its "
    "staff and the rest on training and on reviews.",
    "foreword": "We thank every person who worked for children in this area. This report says plainly what we did "
    "and what we did not do, and what comes next.",
    "duties": "The council looked after allegations against people who work with children, and told us what it had "
    "learned. Our nurses did the same for children who died.",
    "learning": "We finished one review in the year. What follows says what we learned from it, what we asked for, "
    "and where each of those things stands today.",
    "area": "Our area has two towns and many villages. Some families live far from any service, and buses are "
    "few after school.",
}


def a_thread(world):
    """One review with one recommendation, done, verified and judged."""
    source = thread.open_source(
        world.partnership,
        kind="local-review",
        title="Review about Child Oak",
        happened_on=date(2023, 6, 1),
        summary="What happened to Child Oak showed that neglect was seen late.",
        by=world.manager,
    )
    finding = thread.record_finding(
        source, text="Nurses and schools wrote to each other too late.", by=world.manager
    )
    recommendation = thread.recommend(
        finding,
        text="Nurses and schools should share a plan in the first week.",
        addressed_to=[world.agencies["school"]],
        on=date(2023, 6, 2),
        by=world.manager,
    )
    action = thread.assign(
        recommendation,
        text="Write one plan for each child.",
        owner_agency=world.agencies["school"],
        due=date(2023, 9, 1),
        on=date(2023, 6, 3),
        by=world.manager,
    )
    thread.add_evidence(
        action,
        kind="statement",
        text="Thirty-eight of forty plans were shared in the first week.",
        as_of=date(2023, 10, 1),
        source_label="Audit of plans",
        by=world.manager,
    )
    return recommendation, action


def write(report, by, words=WORDS):
    """Give each chapter of ``words`` its text and tick what it answers, keeping the live parts it began with."""
    items = requirement_set(report).items
    for chapter in Chapter.everywhere.filter(report=report, code__in=words):
        text = "\n\n".join(part for part in (words[chapter.code], chapter.narrative) if part)
        meets = [item.id for item in items if chapter.code in item.sections]
        operations.write_chapter(chapter, narrative=text, meets=meets, version=chapter.version, by=by)


def open_written(world):
    """A draft with words in its chapters and a thread behind it."""
    a_thread(world)
    opened = operations.open_report(
        world.partnership, title="Annual report 2023-24", period_start=START, period_end=END, by=world.manager
    )
    write(opened, world.manager)
    return opened


def leads_of(world):
    """The lead of each statutory safeguarding partner."""
    return [world.partner_lead, world.add("partner_lead", "police"), world.add("partner_lead", "nhs")]
