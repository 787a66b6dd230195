"""Shares said in words beside their figure, shares that make more than all, and figures that doubled or halved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from lscp.publication.checks.finding import ERROR, WARNING, Finding, short
from lscp.publication.checks.numbers import DIGITS, WORDS, numbers

IN_WORDS = {
    "half": Decimal(50),
    "a third": Decimal(100) / 3,
    "one third": Decimal(100) / 3,
    "two thirds": Decimal(200) / 3,
    "a quarter": Decimal(25),
    "one quarter": Decimal(25),
    "three quarters": Decimal(75),
    "a fifth": Decimal(20),
    "one fifth": Decimal(20),
}
MORE, LESS = r"more than|over|above|just over", r"fewer than|less than|under|below|nearly|almost|just under"
SHARE_IN_WORDS = re.compile(
    rf"\b(?:(?P<more>{MORE})|(?P<less>{LESS}))?\s*\b(?P<words>half|(?:a|one|two|three)[ -](?:third|quarter|fifth)s?)\b"
    rf"(?:\s+of\s+(?:[a-z’']+\s+){{1,4}}|\s+)\(\s?(?P<figure>{DIGITS})\s?(?:%|per ?cent)"
    r"(?!\s?(?:of|points?))",
    re.I,
)
MOST = re.compile(
    rf"\b(?P<words>most|the (?:vast |large |great )?majority)\b"
    rf"(?:\s+of\s+(?:[a-z’']+\s+){{1,4}}|\s+(?:[a-z’']+\s+){{0,2}})"
    rf"\(\s?(?P<figure>{DIGITS})\s?(?:%|per ?cent)",
    re.I,
)
OUTSIDE, NEAR = Decimal(5), Decimal(3)
TIMES = re.compile(
    rf"\b(?P<word>doubled|trebled|tripled|halved)\b[^.;\d]{{0,40}}?\bfrom\s+£?(?P<before>{DIGITS})\s?%?"
    rf"[^.;\d]{{0,40}}?\bto\s+£?(?P<after>{DIGITS})",
    re.I,
)
FACTOR = {"doubled": Decimal(2), "trebled": Decimal(3), "tripled": Decimal(3), "halved": Decimal("0.5")}
COUNTED = {word: Decimal(value) for word, value in WORDS.items() if value}
ONE_IN = re.compile(
    rf"\b(?P<top>\d{{1,2}}|{'|'.join(COUNTED)}) (?:in|out of) (?:every )?(?P<bottom>\d{{1,3}}|{'|'.join(COUNTED)})\b"
    rf"(?:\s+[a-z’']+){{0,4}}?\s+\(\s?(?P<figure>{DIGITS})\s?(?:%|per ?cent)",
    re.I,
)
SEXES = re.compile(rf"\b(?:girls|boys|females?|males?|women|men)\b|(?P<share>{DIGITS})\s?%", re.I)
PARTS_OF_ALL = re.compile(r"^(?:[^,]*\b)?of (?:the|these|those|our|all)\b[^,%]*,(?P<parts>.*)$", re.I)
MORE_THAN_ONCE = re.compile(
    r"more than one|more than once|multiple|both|also|at least one|could (?:choose|tick|be)", re.I
)


def proportions_in(where: str, sentence: str) -> Iterator[Finding]:
    for found in SHARE_IN_WORDS.finditer(sentence):
        if not _fits(found):
            yield _says(where, sentence, found["words"], f"{found['figure']}%")
    for found in MOST.finditer(sentence):
        if _value(found["figure"]) <= 50:
            yield _says(where, sentence, found["words"], f"{found['figure']}%")
    for found in TIMES.finditer(sentence):
        before, after = _value(found["before"]), _value(found["after"])
        meant = before * FACTOR[found["word"].lower()]
        if before and abs(after - meant) > meant * Decimal("0.15"):
            yield _says(where, sentence, found["word"], f"from {found['before']} to {found['after']}")
    for found in ONE_IN.finditer(sentence):
        top, bottom = (_count(found[name]) for name in ("top", "bottom"))
        if bottom and top <= bottom and abs(top * 100 / bottom - _value(found["figure"])) > NEAR + 1:
            yield _says(where, sentence, f"{found['top']} in {found['bottom']}", f"{found['figure']}%")
    yield from _more_than_all(where, sentence)
    yield from _both_sexes(where, sentence)


def _fits(found: re.Match) -> bool:
    words = re.sub(r"[ -]+", " ", found["words"].lower())
    meant, figure = IN_WORDS.get(words, IN_WORDS.get(words.rstrip("s"))), _value(found["figure"])
    if meant is None:
        return True
    low = meant - (NEAR if not found["more"] else Decimal("0.5")) - (OUTSIDE if found["less"] else 0)
    high = meant + (NEAR if not found["less"] else Decimal("0.5")) + (OUTSIDE * 2 if found["more"] else 0)
    return low <= figure <= high


def _says(where: str, sentence: str, words: str, figure: str) -> Finding:
    return Finding(
        "cast",
        ERROR,
        where,
        short(sentence),
        f"The words say “{words}”, but the figure beside them is {figure}. Correct whichever is wrong.",
    )


def _more_than_all(where: str, sentence: str) -> Iterator[Finding]:
    """ "Of the referrals, 52% came from …, 31% from … and 25% from …" """
    found = PARTS_OF_ALL.match(sentence)
    shares = [n for n in numbers(found["parts"]) if n.unit == "%"] if found else []
    if len(shares) < 3 or MORE_THAN_ONCE.search(sentence):
        return
    gaps = (found["parts"][one.end : other.start] for one, other in pairwise(shares))
    listed = all(re.search(r",|\band\b", gap) for gap in gaps)
    added = sum(share.value for share in shares)
    if listed and Decimal("101.5") < added < 190:
        yield Finding(
            "cast",
            WARNING,
            where,
            short(sentence),
            f"{' + '.join(f'{share.value}%' for share in shares)} makes {added}%, which is more than all. Correct the "
            "shares; if somebody could be counted more than once, say so.",
        )


def _both_sexes(where: str, sentence: str) -> Iterator[Finding]:
    """ "55% were girls and 48% boys" """
    found = list(SEXES.finditer(sentence))
    shares = [_value(each["share"]) for each in found if each["share"]]
    words = {each.group().lower().rstrip("s") for each in found if not each["share"]}
    pair = words in ({"girl", "boy"}, {"female", "male"}, {"women", "men"})
    if pair and len(shares) == 2 and len(found) == 4 and 101 < sum(shares) < 130:
        added = sum(shares)
        message = (
            f"{shares[0]}% and {shares[1]}% make {added}%, more than all. Correct the share that is wrong."
        )
        yield Finding("cast", WARNING, where, short(sentence), message)


def _count(words: str) -> Decimal:
    return COUNTED[words.lower()] if words.lower() in COUNTED else Decimal(words)


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
