"""The likely questions as a ``Document``: for the officer and the chair, not for publication."""

from lscp.briefing.pack.gathered import desk_address
from lscp.briefing.pack.members import in_words
from lscp.publication import document as d
from lscp.publication.checks.finding import short

MARK = "For officers, not for publication"
MOST = 5  # pieces of evidence under one answer, and the letters of each; the desk has the whole
LONGEST = 110


def compose(pack, likely):
    """The briefing for whoever presents the pack and whoever chairs; ``likely`` as ``likely.likely`` gives it."""
    before = [each for each in likely if each.before]
    often = [each for each in likely if not each.before]
    of = f": {pack.committee.name}" if pack.committee.is_named else ""
    return d.Document(
        title=f"Likely questions, not for publication{of}",  # it stands at the foot of each page
        subtitle=f"Meeting of {d.show_date(pack.meeting)}",
        partnership=pack.partnership.name,
        period_start=pack.made,
        period_end=max(pack.made, pack.meeting),
        dated=pack.made,
        sections=(
            d.Section("mark", "About this paper", _about(pack, likely)),
            _questions("before", "What this committee asked before", before),
            _questions(
                "answered", "What it may ask, and the record answers", [e for e in often if e.is_answered]
            ),
            _questions(
                "unanswered",
                "What it may ask, and the record does not answer",
                [e for e in often if not e.is_answered],
            ),
            _open(pack),
            _set_aside(pack),
        ),
    )


def _about(pack, likely):
    answered = sum(each.is_answered for each in likely)
    return (
        d.Notice(
            MARK, ("It holds owners' own words and what the record cannot answer. Read it beside the pack.",)
        ),
        d.Paragraph(
            f"{len(likely)} questions: {answered} are answered from the record as it was on "
            f"{d.show_date(pack.made)}, {len(likely) - answered} are not, and say who could supply the answer."
        ),
    )


def _questions(code, heading, found):
    if not found:
        return d.Section(code, heading, (d.Paragraph("None."),))
    return d.Section(
        code, heading, (), tuple(d.Section(each.key, each.question, _question(each)) for each in found)
    )


def _question(each):
    blocks = [block for before in each.before for block in _asked_before(before)]
    if not each.is_answered:
        return (*blocks, d.Paragraph(each.answer.missing))
    blocks += map(d.Paragraph, each.answer.paragraphs)
    if each.answer.as_of:
        blocks.append(d.Paragraph(f"True on {d.show_date(each.answer.as_of)}."))
    return (*blocks, *_evidence(each.answer.evidence))


def _asked_before(before):
    question = before.question
    when = f"on {d.show_date(before.on)}" if before.on else "at an earlier meeting"
    who = f" by {question.asked_by}" if question.asked_by else ""
    yield d.Paragraph(f"Asked {when}{who}: “{question.text}”")
    yield d.Paragraph(
        f"Told then: “{question.answer}”" if question.answer else "The minutes print no answer."
    )
    for each in before.came:
        known = " ".join(map(in_words, each.known))
        yield d.Paragraph(f"Since then: {_task(each)} {d.sentence(each.stands)} {known}".strip())


def _evidence(evidence):
    if not evidence:
        return ()
    items = [
        (d.Link(short(one.text, LONGEST), desk_address(one.url)), f" ({one.kind})") for one in evidence[:MOST]
    ]
    if len(evidence) > MOST:
        items.append((f"{len(evidence) - MOST} more on the desk.",))
    return (d.BulletList(tuple(items)),)


def _open(pack):
    """What is still open, with what its owners said in their own words."""
    found = [each for each in pack.still_open if each.actions]
    heading = "What is still open, and who was asked last"
    if not found:
        return d.Section("open", heading, (d.Paragraph("Nothing that was given to somebody is still open."),))
    items = tuple((_line(each),) for each in found)
    return d.Section("open", heading, (d.BulletList(items),))


def _task(each):
    return d.sentence(each.taken_up_as or each.words)


def _line(each):
    said = f" Last said: {in_words(each.said[0])}" if each.said else " Its owner has said nothing yet."
    due = f", due {d.show_date(each.due)}" if each.due else ""
    return f"{_task(each)} {each.owner}{due}. {d.sentence(each.stands)}{said}"


def _set_aside(pack):
    heading = "What was read from the minutes and set aside"
    if not pack.dismissed:
        return d.Section("set-aside", heading, (d.Paragraph("Nothing."),))
    items = tuple(
        (f"{each.get_kind_display()}: “{each.text}” Set aside because: {d.sentence(each.dismissed_because)}",)
        for each in pack.dismissed
    )
    return d.Section("set-aside", heading, (d.BulletList(items),))
