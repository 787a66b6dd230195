"""Sums, shares and changes stated in a sentence, worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, pairwise, takewhile

from lscp.publication.checks.finding import (
    ERROR,
    Finding,
    short,
)
from lscp.publication.checks.numbers import DIGITS, Number, half_a_step, masked, numbers, places_of


def sums_in(where: str, sentence: str) -> Iterator[Finding]:
    for said, worked_out, how in chain(
        _sums(sentence), _shares(sentence), _changes(sentence), _averages(sentence)
    ):
        yield Finding(
            "cast",
            ERROR,
            where,
            short(sentence),
            f"{how} {worked_out}, but the sentence says {said}. Correct whichever is wrong.",
        )


MOST_WORDS_BETWEEN = 7
TOTAL_OF = re.compile(
    rf"\b(?:(?:a|the|in|to a|giving a|making a)?\s*(?:combined |overall |grand )?total(?: number)? of|"
    rf"totall?ing|in total,?|making|makes|comes to|adds up to|altogether)\s+"
    rf"(?P<unit>£?)\s?(?P<total>{DIGITS})\b(?!\s?%|\.\d)",
    re.I,
)
BRACKET = re.compile(rf"(?P<total>{DIGITS})\b[^.;:()%£]{{0,60}}?[(:]\s*(?P<parts>[^()]*)", re.I)
PART = re.compile(
    rf"^\s*(?:and\s+)?(?P<count>{DIGITS})\s+(?!of\b|in (?:\d|every|two|three|four|five|six|ten)|out\b|per\b|to\b)[a-z]",
    re.I,
)
REST = re.compile(
    rf"\b(?:of|out of)\s+(?:the|these|those|"
    rf"all)?\s*(?P<total>{DIGITS})\b(?P<middle>[^.;%£]*?)\b(?:and\s+)?the\s+"
    rf"(?:remaining|other)\s+(?P<last>{DIGITS})\b(?!\s?%)",
    re.I,
)


def _sums(sentence: str) -> Iterator[tuple[str, str, str]]:
    text = masked(sentence)
    for found in TOTAL_OF.finditer(text):
        before = text[: found.start()].rstrip(" :").rsplit(";", 1)[-1].rsplit(":", 1)[-1]
        parts = [n for n in numbers(before) if n.unit == found["unit"] and not _is_pointer(before, n)]
        if len(parts) >= 2 and _are_listed(before, parts):
            yield from _wrong_sum(parts, _value(found["total"]), found["unit"])
    yield from _lists_with_total(text)
    for found in BRACKET.finditer(text):
        pieces = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+plus\s+|;\s*", found["parts"].strip(" .;,"))
        read = [PART.match(piece) for piece in pieces]
        if len(pieces) >= 2 and all(read) and not re.search(r"%|£|per ?cent", found["parts"]):
            parts = [Number(_value(piece["count"]), "", 0, 0, 0) for piece in read]
            total = _value(found["total"])
            if total >= max(part.value for part in parts):
                yield from _wrong_sum(parts, total)
    for found in OF_WHICH.finditer(text):
        pieces = re.split(r",\s*(?:and\s+)?|\s+and\s+", found["parts"].strip(" ,"))
        read = [re.match(rf"({DIGITS})\s+[a-z]", piece, re.I) for piece in pieces]
        parts = [Number(_value(piece[1]), "", 0, 0, 0) for piece in takewhile(bool, read)]
        total = _value(found["total"])
        if len(parts) > 1 and max(p.value for p in parts) < total < sum(p.value for p in parts):
            yield from _wrong_sum(parts, total)
    for found in REST.finditer(text):
        parts = [n for n in numbers(found["middle"]) if n.unit == ""]
        if parts:
            last = Number(_value(found["last"]), "", 0, 0, 0)
            yield from _wrong_sum([*parts, last], _value(found["total"]))


def _are_listed(text: str, parts: list[Number]) -> bool:
    """Whether the numbers stand in one list: a few words, then a comma or "and", between each and the next."""
    between = [text[one.end : other.start] for one, other in pairwise(parts)]
    after = text[parts[-1].end :]
    joined = all(re.search(r",|\band\b|\bplus\b|\+", gap) for gap in between)
    return joined and all(len(gap.split()) <= MOST_WORDS_BETWEEN for gap in (*between, after))


def _is_pointer(text: str, number: Number) -> bool:
    """ "one" and "two" as pronouns ("one of the") count nothing."""
    return number.in_words and bool(re.match(r"\s+(?:of|another|day|more)\b", text[number.end :]))


def _wrong_sum(parts: list[Number], total: Decimal, unit: str = "") -> Iterator[tuple[str, str, str]]:
    added = sum(part.value for part in parts)
    if added != total:
        listed = " + ".join(f"{unit}{part.value:,}" for part in parts)
        yield f"{unit}{total:,}", f"{unit}{added:,}", f"{listed} makes"


MADE_UP = re.compile(
    rf"(?P<unit>£?)\s?(?P<total>{DIGITS})\b[^.;:%£\d]{{0,60}}?\b(?:is |was |were |are )?(?:made up of|"
    r"consist(?:s|ed|ing) of|"
    r"compris(?:es|ed|ing)(?: of)?|split (?:into|between)|broken down into)\s+(?P<parts>[^.;:()%]*)",
    re.I,
)
TOTAL_AFTER = re.compile(
    rf"[,–—-]\s*(?P<unit>£?)\s?(?P<total>{DIGITS})\s+(?:[a-z]+\s+){{0,2}}?"
    r"(?:in total|altogether|in all|overall)\b",
    re.I,
)


def _lists_with_total(text: str) -> Iterator[tuple[str, str, str]]:
    """ "£150,000 is made up of £90,000 …" and "£90,000 …, £150,000 in total"."""
    told = [(found, found["parts"]) for found in MADE_UP.finditer(text)]
    told += [
        (found, re.split(r"[.;:()%]", text[: found.start()])[-1]) for found in TOTAL_AFTER.finditer(text)
    ]
    for found, words in told:
        parts = [n for n in numbers(words) if n.unit == found["unit"] and not _is_pointer(words, n)]
        if len(parts) >= 2 and _are_listed(words, parts):
            yield from _wrong_sum(parts, _value(found["total"]), found["unit"])


SHARE_AFTER = re.compile(
    rf"(?P<top>{DIGITS})\s+(?:out\s+)?of\s+(?:the\s+|all\s+|our\s+|"
    rf"these\s+)?(?P<bottom>{DIGITS})\b[^.;()%]{{0,60}}?\(?(?:or\s+)?(?P<share>{DIGITS})\s?(?:%|per\s?cent)",
    re.I,
)
SHARE_BEFORE = re.compile(
    rf"(?P<share>{DIGITS})\s?(?:%|"
    rf"per\s?cent)[^.;()%]{{0,40}}?\(\s*(?P<top>{DIGITS})\s*(?:[a-z]+\s+)?(?:(?:out\s+)?of|/)\s*"
    rf"(?:the\s+|all\s+)?(?P<bottom>{DIGITS})\b",
    re.I,
)
SHARE_WITHIN = re.compile(
    rf"\b(?:out )?of (?:the |these |our |all )?(?P<bottom>{DIGITS})\s+(?:[a-z’'-]+\s+){{0,5}}?[^\d.;()%]{{0,40}}?,?\s+"
    rf"(?P<top>{DIGITS})\s*(?:[a-z’'-]+\s+)?\(\s*(?P<share>{DIGITS})\s?(?:%|per\s?cent)\s*\)",
    re.I,
)
SHARE_SAID = re.compile(
    rf"\b(?:out )?of (?:the |these |our |all )?(?P<bottom>{DIGITS})\s+(?:[a-z’'-]+\s+){{1,4}}?,?\s*(?P<top>{DIGITS})"
    rf"\s+[^.;()%\d]{{0,50}}?,?\s*\b(?:which is|that is|or|equal to|equivalent to)\s+"
    rf"(?P<share>{DIGITS})\s?(?:%|per\s?cent)",
    re.I,
)
AVERAGE = re.compile(
    rf"(?P<one>{DIGITS})\s+(?:[a-z]+\s+){{1,6}}?(?:by|to|for|of|with)\s+(?P<other>{DIGITS})\s+[a-z][^.;\d]{{0,40}}?"
    rf"\b(?:an |on )?average(?: of)?\s+(?P<mean>{DIGITS})\b(?!\s?%)",
    re.I,
)


def _averages(sentence: str) -> Iterator[tuple[str, str, str]]:
    for found in AVERAGE.finditer(masked(sentence)):
        low, high = sorted((_value(found["one"]), _value(found["other"])))
        mean, worked_out = _value(found["mean"]), high / low if low else Decimal(0)
        if low and abs(worked_out - mean) > half_a_step(places_of(mean)) + mean / 20:
            yield f"{mean:,}", f"{round(worked_out, places_of(mean)):,}", f"{high:,} divided by {low:,} is"


OF_WHICH = re.compile(
    rf"(?P<total>{DIGITS})\s+(?:[a-z’'-]+\s+){{0,4}}?[a-z’'-]+,\s+of (?:which|whom|these),?\s+(?P<parts>[^.;:()%£]*)",
    re.I,
)
CHANGED_BY = re.compile(
    rf"\b(?:rose|risen|increased?|grew|grown|went up|up|fell|fallen|decreased?|reduced|dropped|went down|down)\s+by\s+"
    rf"(?P<change>{DIGITS})\s?(?:%|per\s?cent)[^.;\d]{{0,30}}?\bfrom\s+(?:£\s?)?(?P<before>{DIGITS})(?!\s?%|[\d,.]*\s?per)"
    rf"[^.;\d]{{0,60}}?\bto\s+(?:£\s?)?(?P<after>{DIGITS})(?!\s?%)",
    re.I,
)
ROUGHLY = re.compile(
    r"\b(?:about|around|nearly|almost|over|more than|less than|under|roughly|approximately|just)\b", re.I
)


def _shares(sentence: str) -> Iterator[tuple[str, str, str]]:
    for found in chain(
        *(pattern.finditer(sentence) for pattern in (SHARE_AFTER, SHARE_BEFORE, SHARE_WITHIN, SHARE_SAID))
    ):
        top, bottom, share = (_value(found[name]) for name in ("top", "bottom", "share"))
        if bottom == 0 or top > bottom:
            continue
        worked_out = top * 100 / bottom
        slack = Decimal(1) if ROUGHLY.search(sentence) else Decimal("0.0001")
        if abs(worked_out - share) > half_a_step(places_of(share)) + slack:
            shown = round(worked_out, max(places_of(share), 0))
            yield f"{share}%", f"{shown}%", f"{top:,} of {bottom:,} is"


CHANGE = re.compile(
    rf"\bfrom\s+(?:£\s?)?(?P<before>{DIGITS})(?P<beforeunit>\s?%|"
    rf"\s?per\s?cent)?[^.;]{{0,80}}?\bto\s+(?:£\s?)?(?P<after>{DIGITS})"
    rf"(?P<afterunit>\s?%|\s?per\s?cent)?[^.;]{{0,80}}?\b(?:an?\s+)?(?P<word>increase|rise|decrease|fall|"
    rf"reduction|drop)\s+of\s+(?:£\s?)?(?P<change>{DIGITS})"
    rf"(?P<unit>\s*(?:%|percentage|per\s?cent)[\s-]*points?|\s?%|\s?per\s?cent\b)?",
    re.I,
)


BY_SO_MANY = re.compile(
    rf"\b(?:rose|risen|increased?|grew|grown|went up|up|fell|fallen|decreased?|reduced|dropped|went down|down)"
    rf"\s+by\s+£?\s?(?P<change>{DIGITS})\b(?!\s?%|\s?per\s?cent)[^.;\d£%]{{0,20}}?,?\s+from\s+£?\s?(?P<before>{DIGITS})\b(?!\s?%)"
    rf"[^.;\d%]{{0,60}}?\bto\s+£?\s?(?P<after>{DIGITS})\b(?!\s?%)",
    re.I,
)
CHANGE_IN_BRACKETS = re.compile(
    rf"\bfrom\s+£?\s?(?P<before>{DIGITS})\b(?!\s?%)[^.;\d%]{{0,60}}?\bto\s+£?\s?(?P<after>{DIGITS})"
    rf"\b(?!\s?%)[^.;\d%(]{{0,40}}?\(\s*(?:[+−-]\s?(?P<signed>{DIGITS})\s?%|"
    rf"(?:an?\s+)?(?P<named>{DIGITS})\s?%\s+(?:increase|rise|decrease|fall|reduction|drop))\s*\)",
    re.I,
)


def _changes(sentence: str) -> Iterator[tuple[str, str, str]]:
    for found in BY_SO_MANY.finditer(masked(sentence)):
        before, after, change = (_value(found[name]) for name in ("before", "after", "change"))
        if abs(after - before) != change and not ROUGHLY.search(sentence):
            yield f"{change:,}", f"{abs(after - before):,}", f"From {before:,} to {after:,} is a change of"
    for found in CHANGE_IN_BRACKETS.finditer(masked(sentence)):
        before, after, change = (
            _value(found[n]) for n in ("before", "after", "signed" if found["signed"] else "named")
        )
        worked_out = abs(after - before) * 100 / before if before else change
        if abs(worked_out - change) > half_a_step(places_of(change)) + Decimal("0.0001"):
            shown = f"{round(worked_out, places_of(change))}%"
            yield f"{change}%", shown, f"From {before:,} to {after:,} is a change of"
    for found in CHANGED_BY.finditer(masked(sentence)):
        before, after, change = (_value(found[name]) for name in ("before", "after", "change"))
        slack = half_a_step(places_of(change)) + (1 if ROUGHLY.search(sentence) else Decimal("0.0001"))
        worked_out = abs(after - before) * 100 / before if before else change
        if abs(worked_out - change) > slack:
            shown = f"{round(worked_out, places_of(change))}%"
            yield f"{change}%", shown, f"From {before:,} to {after:,} is a change of"
    for found in CHANGE.finditer(masked(sentence)):
        before, after, change = (_value(found[name]) for name in ("before", "after", "change"))
        unit = (found["unit"] or "").strip()
        in_percent = bool(found["beforeunit"] or found["afterunit"])
        points = abs(after - before)
        if unit and "point" not in unit:
            if before == 0:
                continue
            worked_out, said = points * 100 / before, f"{change}%"
            if in_percent and abs(points - change) <= half_a_step(places_of(change)):
                yield said, f"{points} percentage points", f"From {before}% to {after}% is a change of"
                continue
        else:
            worked_out, said = points, f"{change:,}"
        slack = half_a_step(places_of(change)) + (
            Decimal(1) if ROUGHLY.search(sentence) else Decimal("0.0001")
        )
        if abs(worked_out - change) > (slack if unit else Decimal(0)):
            shown = (
                f"{round(worked_out, places_of(change))}%"
                if unit and "point" not in unit
                else f"{worked_out:,}"
            )
            yield said, shown, f"From {before:,} to {after:,} is a change of"


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
