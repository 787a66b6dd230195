"""What is heard in a question: its words by their stems, what they come to, and what they name. No database.

A word that the rulebook does not know is read as the known word one slip of the pen away (negelct, neglect).
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Annotated

from pydantic import BeforeValidator, Field

from lscp.briefing.questions import bank
from lscp.briefing.words import STOP_WORDS, known_words, same_names, stem, stems, tokens
from lscp.rulebook import Entry, read, vocabulary
from lscp.scorecard.catalogue import catalogue

SHORTEST_MENDED = 5  # letters; a shorter word has too many neighbours
# Ways of saying that tell what is asked though their words do not tell what about.
TELLING = frozenset(["how-many", "how-often", "how-long", "why", "where", "what-is-a", "action", "define"])
KINDS = ("theme", "sector", "measure")
THEME, SECTOR, MEASURE = (f"{{{kind}}}" for kind in KINDS)
_SLOT = re.compile(r"(\{[a-z]+\})")
_LETTERS = re.compile(r"[^\W\d_]+")
_IS = re.compile(r"\b(what|who|where|how)['’]?s\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?\b")

Words = Annotated[frozenset[str], BeforeValidator(lambda text: frozenset(text.split()))]


class Asking(Entry):
    """The ways to ask one question of the bank; in each at least one of ``must`` is heard, and none of ``never``."""

    must: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = ()
    ways: tuple[str, ...] = Field(min_length=3)


class Phrasings(Entry):
    """``rulebook/questions/phrasings.yaml``."""

    title: str
    note: str
    ways: dict[str, tuple[str, ...]]
    themes: dict[str, tuple[str, ...]]
    sectors: dict[str, tuple[str, ...]]
    measures: dict[str, tuple[str, ...]]
    fillers: Words
    questions: dict[int, Asking]


@dataclass(frozen=True)
class Heard:
    """A word or name of a question. ``means`` is whatever it comes to: a stem (``=abus``), a way of saying (``rise``),
    a theme, sector or measure (``theme:online`` and ``{theme}``). ``weak``: it asks for nothing by itself."""

    words: str
    means: frozenset
    weak: bool = False


@dataclass(frozen=True)
class Named:
    """What a question names: codes of themes, sectors and indicators; ``words`` are its words for the themes."""

    themes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def phrasings() -> Phrasings:
    return read(Phrasings, "questions/phrasings.yaml")


def hear(text):
    """The words of a question that say something, in order; of names, the longest."""
    return _heard_in(mended(_IS.sub(r"\1 is", _YEAR.sub(" ", text))))


def hear_way(way):
    """The same of a way to ask in the rulebook, where ``{theme}`` stands for whichever is named."""
    heard = []
    for part in _SLOT.split(way):
        heard += [Heard(part, frozenset([part]))] if _SLOT.fullmatch(part) else hear(part)
    return heard


def named(text):
    """What a question names, in the order it names it."""
    heard = hear(text)
    words = [each.words for each in heard if THEME in each.means]
    codes = {kind: [code for each in heard for code in codes_of(each, kind)] for kind in KINDS}
    return Named(*(tuple(dict.fromkeys(codes[kind])) for kind in KINDS), tuple(words))


def codes_of(heard, kind):
    """Codes of the themes, sectors or measures that one word or name means."""
    return [meant.partition(":")[2] for meant in sorted(heard.means) if meant.startswith(f"{kind}:")]


def _heard_in(text):
    read_, heard, at = tokens(text), [], 0
    while at < len(read_):
        here = tuple(token.stem for token in read_[at : at + _longest_name()])
        length = next((n for n in range(len(here), 0, -1) if here[:n] in _names()), 1)
        words = text[read_[at].start : read_[at + length - 1].end]
        heard += _as_heard(words, here[:length])
        at += length
    return heard


def _as_heard(words, stems_):
    means = {meant for name in _names_in(stems_) for meant in _names()[name]}
    weak = all(each in weak_stems() for each in stems_) and not means & TELLING
    if len(stems_) == 1 and not weak:
        means.add(f"={stems_[0]}")
    return [Heard(words, frozenset(means), weak)] if means else []


def _names_in(stems_):
    """A name and the names of several words within it: a child sexual abuse hub is about child sexual abuse too. Of the
    catalogue's names (Recommendations overdue) every word counts."""
    runs = [stems_[start:end] for start, end in combinations(range(len(stems_) + 1), 2)]
    by_word = all(meant == MEASURE or meant.startswith("measure:") for meant in _names().get(stems_, ()))
    return [run for run in runs if run in _names() and (len(run) > 1 or run == stems_ or by_word)]


# ── What the rulebook knows ───────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _names():
    """``{stems of a name: what it means}``."""
    names = defaultdict(set)
    for meant, words in _meanings():
        for name in words:
            names[stems(name)].update(meant)
    names.pop((), None)
    return dict(names)


def _meanings():
    """``(what is meant, names of it)`` of everything that has a name."""
    said = phrasings()
    ways = {stems(name) for words in said.ways.values() for name in words}
    yield from (((way,), words) for way, words in said.ways.items())
    yield from (((f"same:{group[0]}",), group) for group in same_names())
    for term in vocabulary("themes").terms:
        # “Prevent” is a programme, and what anybody does: a word that is a way of saying names no theme by itself.
        also = [name for name in (term.label, *term.also) if stems(name) not in ways]
        yield (f"theme:{term.code}", THEME), (*also, *said.themes.get(term.code, ()))
    for term in vocabulary("agency-sectors").terms:
        yield (f"sector:{term.code}", SECTOR), (term.label, *said.sectors.get(term.code, ()))
    for entry in catalogue().values():
        yield (f"measure:{entry.code}", MEASURE), (entry.name, *said.measures.get(entry.code, ()))


@lru_cache(maxsize=1)
def _longest_name():
    return max(map(len, _names()))


@lru_cache(maxsize=1)
def weak_stems():
    """Of the words that say nothing of what is asked."""
    return frozenset(stem(word) for word in STOP_WORDS | phrasings().fillers)


# ── Slips of the pen ──────────────────────────────────────────────────────────────────────────────────────


def mended(text):
    """The text with each unknown word as the known word one letter away, where there is one."""
    return _LETTERS.sub(lambda match: _mended(match.group()), text)


@lru_cache(maxsize=50_000)
def _mended(word):
    typed = word.casefold()
    if len(word) < SHORTEST_MENDED or stem(typed) in _known_stems():
        return word
    near = {known for short in _one_letter_less(typed) for known in _by_less().get(short, ())}
    return max(near, key=lambda known: (_known()[known], known), default=word)


def _one_letter_less(word):
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


@lru_cache(maxsize=1)
def _known():
    """The words the rulebook knows, with how often it uses each."""
    said = phrasings()
    texts = [question.text for question in bank()]
    texts += [way for asking in said.questions.values() for way in asking.ways]
    for names in (said.ways, said.themes, said.sectors, said.measures):
        texts += [name for words in names.values() for name in words]
    words = [word.casefold() for text in texts for word in _LETTERS.findall(text)]
    return Counter([*words, *said.fillers, *STOP_WORDS, *known_words()])


@lru_cache(maxsize=1)
def _known_stems():
    return frozenset(map(stem, _known()))


@lru_cache(maxsize=1)
def _by_less():
    """``{a known word with at most one letter left out: the words it comes from}``."""
    found = defaultdict(set)
    for word in _known():
        if len(word) >= SHORTEST_MENDED:
            for short in _one_letter_less(word):
                found[short].add(word)
    return found
