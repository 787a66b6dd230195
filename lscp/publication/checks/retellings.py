"""The report told again: is it easy enough (`reading-age`), and what does the committee's report lack
(`committee-report`)?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lscp import rulebook
from lscp.publication import document as d
from lscp.publication.checks.abbreviations import ABBREVIATION, KNOWN_TO_ALL
from lscp.publication.checks.finding import ERROR, NOTE, WARNING, Finding, Passage, block_passages, short
from lscp.publication.covering import gaps, parts
from lscp.publication.plain import hardest_words, reading_age

FROM_THE_RECORD = (
    "If you did not write it, it came from the record: delete the line in [[double brackets]] that brings it in, and "
    "write your own words there."
)
PERCENT = re.compile(r"\d\s?(?:%|per\s?cent\b)", re.I)


def easy_enough(document: d.Document) -> Iterator[Finding]:
    """Sentences, words and numbers that its own readers would stumble over, in each retelling that has such readers."""
    for retelling in rulebook.retellings():
        section = d.retelling(document, retelling.code)
        if section is not None and retelling.reading_age:
            yield from _of(document, section, retelling)


def committee_report(document: d.Document) -> Iterator[Finding]:
    """What only a person can know and nobody has written: one finding, with every gap."""
    section = d.retelling(document, "committee")
    missing = gaps(document)
    if section is None or not missing:
        return
    begun = any(part.front and blocks for part, blocks in parts(document))
    yield Finding(
        "committee-report",
        WARNING if begun else NOTE,
        _number(document, section),
        short("; ".join(part.heading for part in missing), 400),
        f"{len(missing)} parts of the report to the committee are not written, and print as gaps to be filled. "
        "Write each under its heading, or fill the gaps in the Word document before it goes to the committee.",
    )


def as_readers_find_it(findings: Iterable[Finding], document: d.Document) -> list[Finding]:
    """The findings, each place in a retelling named by its page: no reader sees it as section 20 of the report."""
    pages = _pages(document)
    return [_on_its_page(finding, pages) for finding in findings]


def _pages(document: d.Document) -> dict[str, tuple[str, str]]:
    """``{"20.1": ("What we did", "“Easy read”, “What we did”")}``: what the checks call sections 20, 20.1 …"""
    pages = {}
    for number, _, section in d.walk_sections(d.whole(document)):
        place = int(number.partition(".")[0]) - len(document.sections)
        if place > 0:
            page = f"“{document.retellings[place - 1].heading}”"
            called = f"{page}, “{section.heading}”" if "." in number else page
            pages[number] = (section.heading, called)
    return pages


def _on_its_page(finding: Finding, pages: dict[str, tuple[str, str]]) -> Finding:
    where, message = finding.where, finding.message
    for number, (heading, called) in pages.items():
        counted = f"section {number} “{heading}”"
        message = message.replace(counted, called)
        where = re.sub(rf"\bsection {re.escape(number)}(?![.\d])", called, where.replace(counted, called))
    return replace(finding, where=where, message=message)


def _of(document: d.Document, section: d.Section, retelling: rulebook.Retelling) -> Iterator[Finding]:
    said = []
    for placed in _placed(document, section):
        if isinstance(placed.block, d.Table | d.ChartImage):
            yield _hard(
                placed.where,
                section.heading,
                "Tables and charts are not printed on this page. Take the line out, and say the one number that "
                "matters in a sentence.",
                ERROR,
            )
        elif not isinstance(
            placed.block, d.Notice
        ):  # a notice explains a hard word, or repeats what was said to us
            own = [passage for passage in block_passages(placed) if passage.kind != "evidence"]
            said += [sentence for passage in own for sentence in passage.sentences]
            for passage in own:
                yield from _of_passage(passage, retelling)
    age = reading_age(" ".join(said))
    if age > retelling.reading_age:
        hardest = hardest_words(" ".join(said))
        words = f" The longest words are: {', '.join(hardest)}." if hardest else ""
        yield _hard(
            _number(document, section),
            section.heading,
            f"It reads as written for readers of about {age} and over; this page is for readers of "
            f"{retelling.reading_age}. The age is worked out from the length of sentences and "
            f"words alone. Use shorter sentences and shorter words.{words}",
        )


def _of_passage(passage: Passage, retelling: rulebook.Retelling) -> Iterator[Finding]:
    for sentence in passage.sentences:
        count = len(sentence.split())
        if count > retelling.longest_sentence:
            yield _hard(
                passage.where,
                sentence,
                f"This sentence has {count} words; on this page {retelling.longest_sentence} are the most. Say one "
                f"thing, then begin a new sentence. {FROM_THE_RECORD}",
            )
        if PERCENT.search(sentence):
            yield _hard(
                passage.where,
                sentence,
                "Percentages are hard to picture. Write how many in every 10, for example “about 7 in every 10”.",
            )
        for short_form in dict.fromkeys(ABBREVIATION.findall(sentence)):
            if short_form not in KNOWN_TO_ALL:
                yield _hard(
                    passage.where, sentence, f"Write {short_form} in full: this page has no list of words."
                )


def _placed(document: d.Document, section: d.Section) -> Iterator[d.Placed]:
    number = str(_place(document, section))
    for placed in d.walk_blocks(d.whole(document)):
        if placed.number.partition(".")[0] == number:
            yield placed


def _place(document: d.Document, section: d.Section) -> int:
    return len(document.sections) + document.retellings.index(section) + 1


def _number(document: d.Document, section: d.Section) -> str:
    return f"section {_place(document, section)} “{section.heading}”"


def _hard(where: str, text: str, message: str, severity: str = WARNING) -> Finding:
    return Finding("reading-age", severity, where, short(text), message)
