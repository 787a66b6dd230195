"""Which question of the bank is asked? By the words it shares with each way to ask it, rare words weighing more. Pure.

A question's words are explained by a way to ask, and the way's words used by the question; the better both, the nearer.
The numbers below were measured on paraphrases and on questions that none of the bank answers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from lscp.briefing.hearing import hear, hear_way, phrasings
from lscp.briefing.questions import bank
from lscp.briefing.words import stem

LEAST = 0.52  # below, no question of the bank is meant
MOST_CANDIDATES = 3
WITHOUT_ITS_SUBJECT = 0.5  # what is left of a score where nothing of ``must`` is heard
SUBJECT = 0.2  # how far a subject that only this question has brings its score nearer to 1
ALONE = 0.95  # a sentence by itself says less than with the others
BY_A_SLOT = 0.85  # a theme named in the question counts for more than any theme
UNKNOWN = 1  # the weight of a word that no way to ask uses
BY_THE_WAY = 0.6  # how much the nearest way to ask counts; the rest is what all ways to ask explain together


_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\basked\b", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """``number`` of the question meant, or None; ``candidates`` best first; ``score`` of the best, 0 to 1."""

    number: int | None
    candidates: tuple[int, ...]
    score: float


def match(text):
    """The question of the bank that ``text`` asks. A question often comes after sentences that lead up to it, so each
    sentence is heard by itself too."""
    heard = [(hear(text), 1), *((hear(sentence), ALONE) for sentence in _sentences(text))]
    scores = [
        (max(_score(asked, each) * weight for asked, weight in heard), -each.number) for each in _askings()
    ]
    best = [(score, -number) for score, number in sorted(scores, reverse=True)[:MOST_CANDIDATES] if score > 0]
    if not best:
        return Match(None, (), 0.0)
    score, number = best[0]
    return Match(number if score >= LEAST else None, tuple(each for _, each in best), round(score, 2))


def _sentences(text):
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    return sentences if len(sentences) > 1 else []


@dataclass(frozen=True)
class _Asking:
    number: int
    must: tuple
    never: frozenset
    ways: tuple
    means: frozenset  # of all its ways together


def _score(asked, asking):
    means = frozenset().union(*(each.means for each in asked))
    explained = _share(asked, asking.means)
    if not explained:
        return 0.0
    nearest = max(sqrt(_share(asked, of_way) * _share(way, means)) for way, of_way in asking.ways)
    score = BY_THE_WAY * nearest + (1 - BY_THE_WAY) * explained
    heard = [subject for subject in asking.must if subject <= means]
    if not heard or asking.never & means:
        return score * WITHOUT_ITS_SUBJECT
    return score + SUBJECT * (1 - score) * max(map(_told_by, heard))


def _told_by(subject):
    """How much a subject tells this question from the others: as much as the rarest of what it is made of."""
    return max(_worth(meant) * _closeness({meant}) for meant in subject)


def _share(heard, means):
    """How much of what is heard is among ``means``, by weight: 0 to 1."""
    held, all_of = 0.0, 0.0
    for each in heard:
        common = each.means & means
        if common or not each.weak:
            weight = max(_worth(meant) for meant in common or each.means)
            all_of += weight
            held += weight * _closeness(common)
    return held / all_of if all_of else 0.0


def _closeness(common):
    if not common:
        return 0
    return BY_A_SLOT if all(meant.startswith("{") for meant in common) else 1


def _worth(meant):
    return _weights().get(meant, UNKNOWN)


@lru_cache(maxsize=1)
def _askings():
    texts = {question.number: question.text for question in bank()}
    askings = []
    for number, asking in phrasings().questions.items():
        ways = [hear_way(way) for way in (texts[number], *asking.ways)]
        of_ways = [frozenset().union(*(each.means for each in way)) for way in ways]
        means = frozenset().union(*of_ways)
        must = tuple(frozenset(map(_subject, each.split(" and "))) for each in asking.must)
        askings.append(
            _Asking(number, must, frozenset(asking.never), tuple(zip(ways, of_ways, strict=True)), means)
        )
    return tuple(askings)


def _subject(name):
    return name if name.startswith("{") or name in phrasings().ways else f"={stem(name)}"


@lru_cache(maxsize=1)
def _weights():
    """By rarity: what every question says weighs nothing, what one says weighs 1."""
    many = len(_askings())
    means = [meant for asking in _askings() for meant in asking.means]
    return {meant: log(1 + many / means.count(meant)) / log(1 + many) for meant in set(means)}
