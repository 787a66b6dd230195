"""What a careful reader would stop at: figures, periods and names in the paper that do not agree with each other."""

import calendar
import re
from collections.abc import Iterator, Sequence

from .layout import Block, Sentence
from .paper import Resolution
from .periods import Period, periods_in

_REPORT = re.compile(r"annual (?:\w+ ){0,2}report|\breport\b", re.I)
_OF_PUPILS = re.compile(
    r"(?P<figure>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)\s+of\s+(?:the\s+|all\s+|its\s+|our\s+"
    r"|these\s+|remaining\s+)?(?:students?|pupils?|children|young people|cohort|them)",
    re.I,
)
_COUNTS = {
    word: figure
    for figure, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)
}
_NUMBERED = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})\s+(?:\w+\s+){{0,3}}?(?:priorities|themes|areas"
    rf"|recommendations|objectives|principles|strands|points|aims)\b[^.]*[:–-]$",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:typo\w*|typographical error|misprint|(?:error|mistake"
    r"|inaccurac\w+)s?\b[^.]{0,60}\b(?:in the report|on page|in the document)"
    r"|incorrect(?:ly)? (?:figure|stated|recorded|printed|referenced)|needed to be corrected)\b",
    re.I,
)


def find_warnings(
    title: str | None,
    report_period: str | None,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    resolutions: Sequence[Resolution],
    spellings: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """One sentence for each contradiction, with the paper's own words and what to check."""
    found = [
        *_periods(title, sentences),
        *_sessions_and_pupils(sentences),
        *_lists(blocks),
        *_years_already_reported(report_period, resolutions),
        *_errors_noted(sentences),
        *(
            f"a name is printed both as “{one}” and as “{other}”: check the spelling"
            for one, other in spellings
        ),
    ]
    return list(dict.fromkeys(found))


# The report's own period -----------------------------------------------------------------------------------


def _periods(title: str | None, sentences: Sequence[Sentence]) -> Iterator[str]:
    stated = [("title", period) for period in periods_in(title or "")][:1]
    for sentence in sentences:
        stated += [
            (f"line {sentence.line}", period)
            for period in periods_in(sentence.text)
            if _is_of_report(sentence.text, period)
        ]
    for order, (where, one) in enumerate(stated):
        for there, other in stated[order + 1 :]:
            if message := _disagree(where, one, there, other):
                yield message
                return


def _is_of_report(text: str, period: Period) -> bool:
    """The period is said of the report itself: "Annual Report April 2021 – …", "the report covered … to …"."""
    before = text[max(0, period.start - 150) : period.start]
    if period.in_months:
        return bool(_REPORT.search(before))
    return bool(
        re.search(
            r"annual (?:\w+ ){0,2}report(?: (?:for|of|covering|in respect of)(?: the (?:year"
            r"|period|financial year))?| \(?|\s*[-–,:]\s*)?\s*\(?$",
            before,
            re.I,
        )
    )


def _disagree(where: str, one: Period, there: str, other: Period) -> str | None:
    if one.in_months and other.in_months:
        for end, a, b in (("ends", one.last, other.last), ("starts", one.first, other.first)):
            if a[:2] != b[:2] and abs(_months(a) - _months(b)) < 12:
                return (
                    f"the report's period {end} {_said(a)} in one place ({where}: “{one.text}”) "
                    f"and {_said(b)} in another "
                    f"({there}: “{other.text}”): check which is right"
                )
        return None
    if one.in_months != other.in_months:
        months, years = (one, other) if one.in_months else (other, one)
        if years.first[0] <= months.first[0] <= years.last[0]:
            return None
    if one.first[0] != other.first[0] and where == "title":
        return (
            f"the title gives the period {one.text}, but the text ({there}) speaks of the annual "
            f"report {other.text}: check which is right"
        )
    return None


def _months(when: tuple[int, int, int | None]) -> int:
    return when[0] * 12 + when[1]


def _said(when: tuple[int, int, int | None]) -> str:
    return (
        f"{when[2]} {calendar.month_name[when[1]]} {when[0]}"
        if when[2]
        else f"{calendar.month_name[when[1]]} {when[0]}"
    )


# Attendance ------------------------------------------------------------------------------------------------


def _sessions_and_pupils(sentences: Sequence[Sentence]) -> Iterator[str]:
    """An attendance rate counts sessions; what is left of it is sessions missed, never a share of the pupils."""
    for sentence, after in zip(sentences, [*sentences[1:], None], strict=False):
        rate = re.search(
            r"\battendance\b(?:(?!\d{1,3}\s?%).){0,120}?(?P<figure>\d{2,3}(?:\.\d+)?)\s?(?:%|per ?cent)",
            sentence.text,
            re.I,
        )
        if not rate:
            continue
        rest = (
            sentence.text[rate.end() :]
            + " "
            + (after.text if after and after.paragraph == sentence.paragraph else "")
        )
        for share in _OF_PUPILS.finditer(rest):
            if abs(float(share["figure"]) + float(rate["figure"]) - 100) < 0.05:
                yield (
                    f"the attendance sentence mixes sessions and pupils (line {sentence.line}): a "
                    f"rate of {rate['figure']}% counts "
                    f"sessions attended, so the other {share['figure']}% are sessions missed, not "
                    f"“{share[0]}”; ask for the number "
                    "of pupils before using any figure built on it"
                )
                break


# Lists, years, errors --------------------------------------------------------------------------------------


def _lists(blocks: Sequence[Block]) -> Iterator[str]:
    for place, block in enumerate(blocks):
        said = _NUMBERED.search(block.text[-300:]) if block.text.endswith((":", "-", "–")) else None
        after = place + 1
        while (
            said
            and after < len(blocks)
            and blocks[after].is_item
            and blocks[after].style == blocks[place + 1].style
        ):
            after += 1
        listed = after - place - 1
        if not said or listed < 2:
            continue
        count = _COUNTS.get(said["count"].lower()) or int(said["count"])
        if count != listed:
            yield f"the text says {said['count']} (line {block.line}) but lists {listed}: check whether one is missing"


def _years_already_reported(report_period: str | None, resolutions: Sequence[Resolution]) -> Iterator[str]:
    reported = periods_in(report_period or "")
    for resolution in resolutions:
        ahead = re.search(r"\b(?:priorities|plans?|next year|forward|future)\b[^.;]*", resolution.text, re.I)
        for period in periods_in(ahead[0]) if reported and ahead and not _REPORT.search(ahead[0]) else []:
            if period.last <= reported[0].last:
                named = f"resolution {resolution.number}" if resolution.number else "a resolution"
                yield (
                    f"{named} (line {resolution.line}) speaks of priorities or plans for "
                    f"{period.text}, the year the report already "
                    "covers: check whether the year after was meant"
                )


def _errors_noted(sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        if _ERROR.search(sentence.text) and not re.search(
            r"previous meeting|minutes of", sentence.text, re.I
        ):
            yield f"the paper notes an error in the report (line {sentence.line}): “{sentence.text}”"
