"""The pack for members as a ``Document``: what may be published, and nothing else.

It opens with its cover, then what became of what the committee asked for; nothing here is written anew: words come
from the papers, the thread, the published edition and the register of data gaps.
"""

from dataclasses import replace

from django.utils import timezone

from lscp.briefing.pack.gathered import address_of
from lscp.design.words import plural
from lscp.indicators.states import TURN
from lscp.publication import covering
from lscp.publication import document as d
from lscp.publication.render import layout

COMMITTEE, MEETING = "Committee", "Date of the meeting"
ELSEWHERE = ("Executive summary", "Since the committee last met")  # parts that are sections of the pack
NOT_DATED = "the paper does not say when the committee met"


def compose(pack):
    """The pack that is published with the committee's agenda."""
    return d.Document(
        title=f"Pack for the {_committee(pack)}",
        subtitle=f"Meeting of {d.show_date(pack.meeting)}",
        partnership=pack.partnership.name,
        period_start=min([p.meeting_date for p in pack.papers if p.meeting_date] + [pack.meeting]),
        period_end=pack.meeting,
        dated=pack.made,
        sections=(_cover(pack), _became(pack), _summary(pack), _appendices(pack)),
    )


def _committee(pack):
    return pack.committee.name if pack.committee.is_named else "committee"


def numbered(document):
    """The same with a number before each paragraph and each point of the cover and the summary: 1.2.1, 3.4.

    Members name a paragraph in debate; so one number is right whether it is read on paper, in Word or on the web.
    """

    def of(section, number):
        if section.sections:
            below = enumerate(section.sections, 1)
            return replace(section, sections=tuple(of(each, f"{number}.{place}") for place, each in below))
        blocks, place = [], 0
        for block in section.blocks:
            for point in _points(block):
                if isinstance(point, d.Paragraph | d.Claim):
                    place += 1
                    point = replace(point, spans=(f"{number}.{place} ", *point.spans))
                blocks.append(point)
        return replace(section, blocks=tuple(blocks))

    return replace(
        document,
        sections=tuple(
            of(section, place) if section.code in NUMBERED else section
            for place, section in enumerate(document.sections, 1)
        ),
    )


NUMBERED = ("cover", "summary")


def _points(block):
    """The points of a list as paragraphs; anything else as it is."""
    lists = isinstance(block, d.BulletList | d.NumberedList)
    return [d.Paragraph(item) for item in block.items] if lists else [block]


# ── 1 The cover report ────────────────────────────────────────────────────────────────────────────────────


def parts(pack):
    """Each part of the cover report with what the published edition's own report to the committee says there."""
    known = {
        COMMITTEE: (d.Paragraph(pack.committee.name),) if pack.committee.is_named else (),
        MEETING: (d.Paragraph(d.show_date(pack.meeting)),),
    }
    text = pack.published.document if pack.published else _nothing_published(pack)
    return [
        (part, known.get(part.heading, blocks))
        for part, blocks in covering.parts(text)
        if part.heading not in ELSEWHERE
    ]


def gaps(pack):
    """The parts of the cover report that only a person can write, and that nobody has written."""
    return [part for part, blocks in parts(pack) if not blocks]


def cover_in_words(pack):
    """What the head of the cover says: among it how to reach its author."""
    return "; ".join(_in_one_line(part, blocks) for part, blocks in parts(pack) if part.front)


def _nothing_published(pack):
    return d.Document(pack.committee.name, pack.partnership.name, pack.made, pack.made)


def _cover(pack):
    front = [(part, blocks) for part, blocks in parts(pack) if part.front]
    body = [(part, blocks) for part, blocks in parts(pack) if not part.front]
    title = ("Title", f"What became of what you asked for, and {_named(pack)}")
    rows = [(part.heading, _in_one_line(part, blocks)) for part, blocks in front]
    table = d.Table(
        caption="About this report",
        columns=("Heading", "Entry"),
        rows=(*rows[:2], title, *rows[2:]),
        scope=d.NOT_PEOPLE,
        code="cover",
    )
    sections = tuple(
        d.Section(f"cover-{place}", part.heading, blocks or (d.Paragraph(_to_be_written(part)),))
        for place, (part, blocks) in enumerate(body, 1)
    )
    return d.Section("cover", "Cover report", (table,), sections)


def _named(pack):
    return pack.published.edition.title if pack.published else "the partnership's work"


def _in_one_line(part, blocks):
    said = "; ".join(d.plain(spans) for block in blocks for spans in d.block_spans(block))
    return said or _to_be_written(part)


def _to_be_written(part):
    return f"[To be written: {part.asks}]"


# ── 2 What became of what was asked for ───────────────────────────────────────────────────────────────────


def _became(pack):
    if not pack.told:
        return d.Section("became", "What became of what you asked for", (d.Paragraph(_nothing_asked(pack)),))
    numbers = {id(each): place for place, each in enumerate(pack.told, 1)}
    sections = tuple(
        d.Section(f"became-{paper.pk}", _meeting_of(paper), (_table_of(paper, own, numbers),))
        for paper in pack.papers
        if (own := [each for each in pack.told if each.proposal.paper_id == paper.pk])
    )
    return d.Section("became", "What became of what you asked for", _how_many(pack), sections)


def _nothing_asked(pack):
    if pack.left_out:
        return f"All that you asked for was closed before the last meeting: {plural(pack.left_out, 'thing')}."
    return "The record holds no paper of an earlier meeting in which this committee asked for anything."


def _how_many(pack):
    """How many things were asked for, how many are open, overdue, or not in the record yet."""
    total, still = len(pack.told), len(pack.still_open)
    waiting = sum(each.proposal.is_open for each in pack.told)
    late = sum(action.is_overdue(pack.made) for each in pack.told for action in each.actions)
    said = [
        f"At earlier meetings you asked for, resolved or were promised {plural(total, 'thing')}. "
        f"Closed: {total - still}. Still open: {still}."
    ]
    if late:
        said.append(f"Overdue actions: {late}.")
    if waiting:
        said.append(f"Read from the minutes and not accepted into the record yet: {waiting}.")
    if pack.left_out:
        said.append(f"Closed before the last meeting and left out here: {pack.left_out}.")
    said.append(f"All stand as the record had them on {d.show_date(pack.made)}.")
    return (d.Paragraph(" ".join(said)),)


def _meeting_of(paper):
    return f"{d.show_date(paper.meeting_date)}: {paper}" if paper.meeting_date else f"{paper} ({NOT_DATED})"


def _table_of(paper, own, numbers):
    return d.Table(
        caption=f"What was asked for, resolved and promised: {paper}",
        columns=("No.", "In the paper's words", "Owner", "Due", "Where it stands", "How we know"),
        rows=tuple(
            (
                str(numbers[id(each)]),
                f"{each.kind}: {each.words}",
                _owner(each),
                _due(each),
                _stands(each),
                _known(each),
            )
            for each in own
        ),
        scope=d.NOT_PEOPLE,
        code=f"asked-{paper.pk}",
        source="the committee's minutes and the partnership's record of its actions",
    )


def _due(each):
    nothing = "No date" if each.is_open else "None needed"
    return d.show_date(each.due) if each.due else nothing


def _owner(each):
    nothing = "Nobody is named" if each.is_open else "None needed"
    return each.owner or nothing


def _stands(each):
    taken_up = f"Taken up as “{each.taken_up_as.rstrip('.')}”. " if each.taken_up_as else ""
    return f"{taken_up}{d.sentence(each.stands)} Nothing new since {d.show_date(each.as_of)}."


def _known(each):
    return " ".join(in_words(known) for known in each.known) or "Nothing shows it yet"


def in_words(known):
    """ "Police, 21 October 2025: Wrote to all members." """
    said = f"{known.label}, {d.show_date(known.on)}"
    return d.sentence(f"{said}: {known.text}" if known.text else said)


# ── 3 The report in short ─────────────────────────────────────────────────────────────────────────────────


def _summary(pack):
    heading = "Executive summary"
    if pack.published is None:
        return d.Section("summary", heading, (d.Paragraph("No report of the partnership is published yet."),))
    published, text = pack.published, pack.published.document
    named = d.Paragraph(
        (
            "This is the summary of ",
            d.Link(str(published.edition), published.address),
            f", published on {_day(published.edition.published_at)} at {published.address}. The "
            f"checksum of its signed text (SHA-256) is {published.checksum}.",
        )
    )
    # What changed stands here and not at the front: the pack opens with the committee's own matters.
    changes = tuple(replace(claim, impact=False) for claim in layout.changes_of(text))
    changed = (d.Paragraph("What changed for children in the period:"), *changes) if changes else ()
    return d.Section("summary", heading, (named, *layout.summary_of(text), *changed))


def _day(moment):
    return d.show_date(timezone.localdate(moment))


# ── 4 Appendices ──────────────────────────────────────────────────────────────────────────────────────────


def _appendices(pack):
    return d.Section("appendices", "Appendices", (), (_editions(pack), *_tables(pack), _data_gaps(pack)))


def _editions(pack):
    heading = "Published editions"
    if not pack.editions:
        return d.Section("editions", heading, (d.Paragraph("None is published yet."),))
    return d.Section("editions", heading, (d.BulletList(tuple(map(_edition, pack.editions))),))


def _edition(edition):
    period = d.show_period(edition.period_start, edition.period_end)
    withdrawn = f" Withdrawn: {d.sentence(edition.withdrawn_because)}" if edition.withdrawn_because else ""
    return (
        d.Link(str(edition), address_of(edition)),
        f", for {period}, published on {_day(edition.published_at)}. Hash of its files (SHA-256): {edition.sha256}.",
        withdrawn,
    )


def _tables(pack):
    tables = d.tables(pack.published.document) if pack.published else ()
    if not tables:
        return ()
    listed = tuple(
        (d.Link(table.caption, address_of(pack.published.edition, f"tables/{table.code}.csv")),)
        for table in tables
    )
    said = d.Paragraph(f"{pack.published.edition} prints these tables. Each can be had as a file.")
    return (d.Section("tables", "Tables of the latest edition", (said, d.BulletList(listed))),)


def _data_gaps(pack):
    heading = "What is not known, and why"
    if not pack.gaps:
        return d.Section("data-gaps", heading, (d.Paragraph("The register of data gaps is empty."),))
    table = d.Table(
        caption="Data that the partnership cannot get",
        columns=("Data", "Held by", "For", "Where it stands", "What cannot be known without it"),
        rows=tuple(
            (gap.dataset, gap.held_by, gap.geography, _gap_stands(gap), gap.why or "Not said")
            for gap in pack.gaps
        ),
        scope=d.NOT_PEOPLE,
        code="data-gaps",
        source="the partnership's register of data gaps",
    )
    return d.Section("data-gaps", heading, (table,))


def _gap_stands(gap):
    return f"{gap.get_status_display()}, {d.show_date(gap.status_on)}. The next step is {TURN[gap.status]}."
