"""The checks over a file: our own checks on anybody's report, each finding with a place that a person can find."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lscp import rulebook
from lscp.publication import checks
from lscp.publication import document as d
from lscp.publication.checks.finding import NOTE, WARNING, Finding, passages, short
from lscp.publication.checks.numbers import WORDS, numbers
from lscp.publication.drafts import comparing, contacts, dating, outline, reading, signs
from lscp.publication.drafts.pieces import Read

NO_PERIOD = (date(1900, 4, 1), date(1900, 4, 1))  # stands where a report says nothing of its period


@dataclass(frozen=True)
class CheckedFile:
    """What was read and what the checks found: errors first, the same thing once."""

    title: str
    period: str
    pages: int | None
    checked: checks.Checked

    @property
    def errors(self) -> tuple[Finding, ...]:
        return self.checked.errors

    def as_json(self) -> dict:
        """The shape of `lscp report check --json`."""
        about = {"title": self.title, "period": self.period or None, "pages": self.pages}
        return {"document": about, **self.checked.as_json()}

    def as_text(self) -> Iterator[str]:
        """What was read and found, line by line, for a person."""
        pages = f", {self.pages} pages" if self.pages else ""
        yield f"{self.title or 'Without a title'} ({self.period or 'period not found'}{pages})"
        for finding in self.checked.findings:
            said = f" [{finding.text}]" if finding.text and finding.text not in finding.message else ""
            yield f"{finding.severity}: {finding.check}: {finding.where}: {finding.message}{said}"
        items = self.checked.required
        if items:
            yield f"Required content: {sum(item.met for item in items)} of {len(items)} items seem to be answered."
        yield f"{len(self.errors)} to correct, {len(self.checked.findings) - len(self.errors)} to look at."


def check_file(data: bytes, name: str, *, against: tuple[bytes, str] | None = None) -> CheckedFile:
    """Every check over the bytes of a report. `against`: (bytes, name) of last year's. Raises `Unreadable`."""
    read = reading.read(data, name=name)
    before = reading.read(against[0], name=against[1]) if against else None
    when = dating.dated(read)
    start, end = (when.start, when.end) if when else NO_PERIOD
    title = when.title if when else read.title or name
    draft = outline.build(read, title=title, start=start, end=end)
    found = [
        *_content(draft, read),
        *_period(draft.document, when),
        *(Finding(f.check, f.severity, f.where, f.text, f.message) for f in read.faults),
        *_limits_of(read),
    ]
    required: tuple[checks.RequiredItem, ...] = ()
    if when:
        required, missing = signs.required(draft.document, rulebook.requirement_set_for(when.end))
        found += missing
    if before:
        last = _last_year(before)
        found += _not_the_year_before(draft.document, last.document)
        found += comparing.compare(draft.document, last.document, then=last.places)
    shown = [_shown(finding, draft) for finding in found]
    required = tuple(dataclasses.replace(item, where=draft.in_words(item.where)) for item in required)
    return CheckedFile(title, dating.show(when), read.pages, checks.Checked(_ordered(shown), required))


def _last_year(read: Read) -> outline.Draft:
    when = dating.dated(read)
    start, end = (when.start, when.end) if when else NO_PERIOD
    return outline.build(read, title=when.title if when else read.title, start=start, end=end)


def _not_the_year_before(now: d.Document, last: d.Document) -> Iterator[Finding]:
    if NO_PERIOD[1] < now.period_end <= last.period_end:
        yield Finding(
            "period",
            WARNING,
            "the whole report",
            last.title,
            f"The report given as last year's covers {d.show_period(last.period_start, last.period_end)}, which is not "
            "earlier than this one. Give the report of the year before.",
        )


def _content(draft: outline.Draft, read: Read) -> Iterator[Finding]:
    document = draft.document
    yield from _sure(checks.cast(document), draft)
    for finding in checks.contradiction(document):
        if not CORRECTION.search(finding.where):  # says what was wrong beside what is right
            yield finding
    yield from checks.small_number(document)
    words = "\n".join(passage.text for passage in passages(document))
    for finding in checks.identifying_detail(document, **contacts.printed_on_purpose(words)):
        work = contacts.PUBLIC_DOMAIN.search(finding.text)  # an officer's own address: a person decides
        yield dataclasses.replace(finding, severity=WARNING) if work else finding
    yield from checks.scope(document)
    yield from checks.percentage_base(document)
    yield from _shares_of_nothing(document)
    words_of = {term.short: term.label for term in rulebook.vocabulary("glossary").terms if term.short}
    yield from checks.abbreviation(document, glossary=words_of)
    yield from _long_sentences_once(checks.plain_language(document))
    for finding in checks.impact(document):
        if finding.where.split(", item ")[0] not in draft.cited:
            yield dataclasses.replace(finding, message=WITHOUT_EVIDENCE)
    if read.structured:
        yield from _accessibility(document)


SHARE_OF = re.compile(
    r"(?:%|per cent)\)?\s+(?:of|among|in|for|between)\b|\bout of\b|\bof (?:those|them|these)\b"
    r"|\brate\b|\b(?:England|national\w*)\b|compared with|\bfrom \d",
    re.I,
)


PERCENT = re.compile(r"%|per ?cent", re.I)
A_TIME = re.compile(
    rf"\b(?:\d+|{'|'.join(WORDS)})\s+(?:working )?(?:days?|weeks?|months?|years?|hours?)\b", re.I
)


def _shares_of_nothing(document: d.Document) -> Iterator[Finding]:
    """Percentages in paragraphs that say neither of what nor how many, told in one note."""
    bare = []
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list") or not PERCENT.search(passage.text):
            continue
        counted = numbers(A_TIME.sub(" ", passage.text))
        shares = [number for number in counted if number.unit == "%"]
        told = len(passage.text.split()) > 2 and len(shares) == len(counted)
        if shares and told and not SHARE_OF.search(passage.text):
            bare.append(passage)
    if bare:
        more = f" and in {len(bare) - 1} other places" if len(bare) > 1 else ""
        yield Finding(
            "percentage-base",
            NOTE,
            bare[0].where,
            short(bare[0].text),
            f"A percentage stands here{more} without what it is a percentage of. Give the numbers: “62 of 310 (20%)”.",
        )


CORRECTION = re.compile(r"“(?:correction|errat)", re.I)
WITHOUT_EVIDENCE = (
    "This says that something changed, and nothing beside it shows it. Add what does (a figure before and after, an "
    "audit, what children said, a note with the source), or say what was done instead of what it changed."
)


def _long_sentences_once(found: Iterator[Finding]) -> Iterator[Finding]:
    """Those far too long one by one; the rest in one note, so that they do not bury what matters."""
    long = []
    for finding in found:
        if finding.severity == NOTE and "This sentence has" in finding.message:
            long.append(finding)
        else:
            yield finding
    if long:
        others = f" and in {len(long) - 1} other places" if len(long) > 1 else ""
        message = "are long sentences" if others else "is a long sentence"
        yield dataclasses.replace(
            long[0],
            message=f"Here{others} {message} (36 to 50 words); people lose the thread after about 25. Make each two or "
            "three, or a list.",
        )


def _sure(found: Iterator[Finding], draft: outline.Draft) -> Iterator[Finding]:
    """A total of a table that was told by where words stand is no error where there are gaps in it, or where more than
    one of its columns is wrong: a row may have been missed, and a person looks at the page."""
    found = list(found)
    totals = (finding for finding in found if "rows above" in finding.message)
    rows = Counter(finding.where.split(", column ")[0] for finding in totals)
    for finding in found:
        table = next((place for place in draft.doubtful if finding.where.startswith(place)), None)
        doubted = table and (draft.doubtful[table] or rows[finding.where.split(", column ")[0]] > 1)
        yield dataclasses.replace(finding, severity=WARNING) if doubted else finding


def _accessibility(document: d.Document) -> Iterator[Finding]:
    """What our own editions may not do is milder here: a table under its own heading needs no caption, nor an empty
    corner a heading; and a heading without words under it may stand above a picture."""
    alone = {placed.where for placed in d.walk_blocks(document) if len(placed.section.blocks) == 1}
    alone = {where.split(" “")[0] for where in alone}
    for finding in checks.accessibility(document):
        if "is empty" in finding.message or finding.text in ("column 1", "row 1"):
            continue
        if finding.message.startswith("This looks like an item"):
            continue  # one alone is the note under a table, or a heading with its number
        if "no caption" in finding.message:
            section = re.search(r"\(section ([\d.]+)\)", finding.where)
            if section and f"section {section[1]}" in alone:
                continue
            finding = dataclasses.replace(finding, severity=NOTE)
        elif finding.where.startswith("table "):
            finding = dataclasses.replace(finding, severity=WARNING)
        yield finding


def _period(document: d.Document, when: dating.Dated | None) -> Iterator[Finding]:
    if when is None:
        yield Finding(
            "period",
            WARNING,
            "the whole report",
            document.title,
            "The report does not say which period it covers, so its years and what it must contain were not checked. "
            "Say it in the title or on the first page: “1 April 2024 to 31 March 2025”.",
        )
        return
    if not when.sure:
        yield Finding(
            "period",
            WARNING,
            "the whole report",
            document.title,
            f"The report does not say which period it covers; {dating.show(when)} was taken, which it speaks of "
            "most. Say it in the title or on the first page.",
        )
    yield from checks.period(document)


LIMITS = {
    "text": "Plain text marks no headings, lists, tables or pictures, so accessibility was not checked. Check "
    "the Word, PDF or web version as well.",
    "pdf": "Without tags for all of it nothing tells headings, lists and pictures from other words, so they were not "
    "checked. Tables were read by where the words stand on the page: look at the page before you correct a figure.",
}


def _limits_of(read: Read) -> Iterator[Finding]:
    """What could not be checked in this format."""
    if not read.structured:
        yield Finding("accessibility", NOTE, "the whole file", "", LIMITS[read.format])


def _shown(finding: Finding, draft: outline.Draft) -> Finding:
    return dataclasses.replace(
        finding,
        where=draft.in_words(finding.where),
        message=draft.in_words(finding.message),
    )


def _ordered(found: list[Finding]) -> tuple[Finding, ...]:
    """Errors first; the same sentence with the same message once, where it stands first; what is alike together."""
    once: dict[tuple, Finding] = {}
    for finding in found:
        said = re.search("[A-Za-z]", finding.text) and not finding.where.startswith("table ")
        place = "" if said else finding.where
        once.setdefault((finding.check, place, finding.text, finding.message), finding)
    told = _together(list(once.values()))
    return tuple(sorted(told, key=lambda finding: checks.SEVERITIES.index(finding.severity)))


MOST_APART = 3


def _together(found: list[Finding]) -> Iterator[Finding]:
    """Sixty pictures without a description are one thing to do; so are the small numbers of one table."""
    alike: dict[tuple, list[Finding]] = {}
    for place, finding in enumerate(found):
        alike.setdefault(_kind(finding) or (place,), []).append(finding)
    for group in alike.values():
        if len(group) <= (MOST_APART if group[0].check == "small-number" else 1):
            yield from group
            continue
        first, rest = group[0], group[1:]
        where = f"{first.where} and {len(rest)} more"
        others = "; ".join(finding.where for finding in rest[:MOST_NAMED])
        more = "; …" if len(rest) > MOST_NAMED else ""
        yield dataclasses.replace(first, where=where, message=f"{first.message} The others: {others}{more}.")


MOST_NAMED = 20


def _kind(finding: Finding) -> tuple | None:
    if finding.check == "accessibility":
        return finding.severity, finding.message
    if finding.check == "small-number" and ", row " in finding.where:
        return finding.severity, finding.where.split(", row ")[0]
    return None
