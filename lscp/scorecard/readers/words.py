"""Turns a word as an extract writes it into the national code it stands for, or says that nobody knows it yet.

The words are data: `rulebook/vocabularies/extract-*.yaml`. Each file lists the codes, their names and the other
ways they are written; this module knows only how the same words are dressed: Ofsted's `a)` before them, a code
before or after them, capitals, quotes, dashes, no-break spaces, a heading such as "Asian or Asian British". So one
listed name answers for hundreds of spellings, and a word that matches no listed name is never guessed: it goes to
the ledger's queue and counts as not recorded until a person maps it, here or in the council's own file (`--words`).

A value whose code and words contradict each other ("WBRI - White Irish") is not known either.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import Field, model_validator

from lscp import rulebook
from lscp.rulebook import Entry
from lscp.scorecard.readers.ledger import CannotRead

VOCABULARIES = (
    "abuse",
    "activity",
    "care-status",
    "closure",
    "disability",
    "eligibility",
    "ethnicity",
    "in-touch",
    "legal-status",
    "needs",
    "outcomes",
    "sex",
    "sources",
    "suitability",
    "yes-no",
)


@dataclass(frozen=True)
class Meaning:
    """What a value stands for. `known` false: nobody has mapped it. Known without a code: not recorded."""

    code: str | None
    known: bool = True


UNKNOWN = Meaning(None, known=False)
NOT_RECORDED = Meaning(None)


class Term(Entry):
    """One code. `letter` is Ofsted's in `a) …`; `group` the code for when only the group was written.

    `also` are other names of it, `exactly` names whose every word counts, fillers too, `codes` other codes for it
    (finer ones of another list, say).
    """

    code: str
    label: str
    letter: str | None = None
    group: str | None = None
    also: tuple[str, ...] = ()
    exactly: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class Group(Entry):
    """What several codes have in common, and its names: `headings` may stand before a term's name or alone,
    `before` only before one, `also` only alone."""

    code: str
    label: str
    headings: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Words(Entry):
    """One file of words."""

    title: str
    note: str | None = None
    source: str = Field(min_length=10)  # where the codes and the other spellings come from
    terms: tuple[Term, ...]
    groups: tuple[Group, ...] = ()
    not_recorded: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()  # words that tell nothing: any, background, group
    spellings: dict[str, str] = {}  # one word for another: carribean → caribbean

    @model_validator(mode="after")
    def _groups_exist(self) -> Words:
        known = {group.code for group in self.groups}
        for term in self.terms:
            if term.group and term.group not in known:
                raise ValueError(
                    f"{term.code} is in the group {term.group}, which is not listed under groups"
                )
        return self


class Vocabulary:
    """The words of one kind of column, with a council's own map before them."""

    def __init__(self, name: str, words: Words, own: Mapping[str, str | None] | None = None):
        self.name = name
        self.words = words
        self.own = {_plain(str(written)): code for written, code in (own or {}).items()}
        self._met: dict[str, Meaning] = {}

    def meaning(self, written: str) -> Meaning:
        """The code a written value stands for; remembered, since an extract repeats few words many times."""
        if written not in self._met:
            self._met[written] = self._look_up(written)
        return self._met[written]

    @cached_property
    def codes(self) -> dict[str, str | None]:
        """Each code with its group; a group's code is its own group."""
        return {term.code: term.group for term in self.words.terms} | {
            group.code: group.code for group in self.words.groups
        }

    @cached_property
    def known(self) -> tuple[str, ...]:
        """What a person may choose from."""
        return tuple(f"{entry.label} ({entry.code})" for entry in (*self.words.terms, *self.words.groups))

    # ── From a written value to a meaning ────────────────────────────────────────────────────────────────

    def _look_up(self, written: str) -> Meaning:
        plain = _plain(written)
        if plain in self.own:
            return Meaning(self.own[plain])
        letter, rest = _without_letter(straight(written))
        if letter and not rest:
            return self._by_letter(letter)
        if not each_word(rest) or self._bag(rest) in self._not_recorded:
            return NOT_RECORDED
        return self._read(rest)

    def _by_letter(self, letter: str) -> Meaning:
        """Ofsted's letter alone, if it stands for one code only: its list uses the letter s twice."""
        codes = [term.code for term in self.words.terms if term.letter == letter]
        return Meaning(codes[0]) if len(codes) == 1 else UNKNOWN

    def _read(self, text: str) -> Meaning:
        said = self._by_words(text)
        if said.known:
            return said
        codes, rest = self._codes_in(text)
        if not codes:
            return self._without_local_code(text)
        said = self._by_words(rest)
        groups = {self.codes[code] for code in codes if self.codes[code] != code}
        if len(codes - groups) > 1:
            return UNKNOWN
        (code,) = codes - groups
        if said.code is None:  # words for nothing beside a code contradict it; words nobody knows do not
            return UNKNOWN if said.known else Meaning(code)
        return self._agreed(code, said.code)

    def _agreed(self, one: str, other: str) -> Meaning:
        """The more exact of two codes when they do not contradict each other."""
        if one == other or self.codes[one] == other:
            return Meaning(one)
        return Meaning(other) if self.codes[other] == one else UNKNOWN

    def _codes_in(self, text: str) -> tuple[set[str], str]:
        """The national codes that stand apart in the text, and the text without them."""
        codes, rest = set(), text
        for part in _parts(text):
            code = self._spelt.get(part.casefold())
            if code and (part == text or _like_a_code(part)):
                codes.add(code)
                rest = rest.replace(part, " ", 1)
        return codes, rest

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {code.casefold(): code for code in self.codes} | {
            code.casefold(): term.code for term in self.words.terms for code in term.codes
        }

    def _by_words(self, text: str) -> Meaning:
        if exact := self._exactly.get(tuple(each_word(text))):
            return Meaning(exact)
        tokens = self._tokens(text)
        bag = frozenset(tokens)
        if bag in self._not_recorded:
            return NOT_RECORDED
        code = self._under_heading(tokens) or self._index.get(bag)
        return Meaning(code) if code else UNKNOWN

    def _under_heading(self, tokens: list[str]) -> str | None:
        """`Black or Black British - African`: the words after a heading, if they belong under it."""
        for heading, group in self._headings:
            rest = tokens[len(heading) :]
            if tokens[: len(heading)] != heading or not rest:
                continue
            for bag in (frozenset(rest), frozenset(rest) | {heading[0]}):
                code = self._index.get(bag)
                if code and self.codes[code] == group:
                    return code
        return None

    def _without_local_code(self, text: str) -> Meaning:
        """`WHB - White British`, `A1 White British`, `White British (101)`: a code of the council's own system."""
        for pattern in (LEADING_CODE, TRAILING_CODE):
            found = pattern.search(text)
            if found and not self._lexicon.intersection(self._tokens(found[0]), each_word(found[0])):
                rest = text.replace(found[0], " ", 1)
                if each_word(rest) not in ([], each_word(text)):
                    return self._read(rest)
        return UNKNOWN

    # ── The index ────────────────────────────────────────────────────────────────────────────────────────

    def _tokens(self, text: str) -> list[str]:
        spelt = (self.words.spellings.get(word, word) for word in each_word(straight(text)))
        return [word for word in spelt if word not in self._fillers]

    def _bag(self, text: str) -> frozenset[str]:
        return frozenset(self._tokens(text))

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(self.words.fillers)

    @cached_property
    def _not_recorded(self) -> frozenset[frozenset[str]]:
        return frozenset(self._bag(text) for text in self.words.not_recorded) - {frozenset()}

    @cached_property
    def _headings(self) -> list[tuple[list[str], str]]:
        found = [
            (self._tokens(text), group.code)
            for group in self.words.groups
            for text in (*group.headings, *group.before)
        ]
        return sorted((heading for heading in found if heading[0]), key=lambda heading: -len(heading[0]))

    @cached_property
    def _index(self) -> dict[frozenset[str], str]:
        """Each set of words with the one code it stands for. Words listed under two codes raise ValueError."""
        index = {
            self._bag(text): group.code
            for group in self.words.groups
            for text in (*group.headings, *group.also)
        }
        for term in self.words.terms:
            for bag in self._names(term):
                if index.setdefault(bag, term.code) != term.code:
                    raise ValueError(
                        f"{self.name}: {' '.join(sorted(bag))!r} stands for {index[bag]} and for {term.code}"
                    )
        dressed = defaultdict(set)
        for term in self.words.terms:
            for bag in self._names(term):
                for heading, group in self._headings:
                    if group == term.group:
                        dressed[bag.union(heading)].add(term.code)
        return {bag: codes.pop() for bag, codes in dressed.items() if len(codes) == 1} | index

    def _names(self, term: Term) -> set[frozenset[str]]:
        return {self._bag(text) for text in (term.label, *term.also)} - {frozenset()}

    @cached_property
    def _exactly(self) -> dict[tuple[str, ...], str]:
        return {
            tuple(each_word(straight(text))): term.code for term in self.words.terms for text in term.exactly
        }

    @cached_property
    def _lexicon(self) -> frozenset[str]:
        """Every word that means something here, and words that turn a meaning round."""
        return frozenset(word for bag in self._index for word in bag) | {"not", "non", "no", "half", "part"}


# ── How words are dressed ─────────────────────────────────────────────────────────────────────────────────

LETTER = re.compile(r"^\(?([a-z]{1,2})\d?\)\s*(.*)$|^\(?\d{1,2}\)\s*(.+)$", re.I | re.S)
SEPARATORS = re.compile(r"[-:>\[\]()|,;]+")
LEADING_CODE = re.compile(
    r"^\W*(?:[A-Za-z]{0,3}[.]?[A-Za-z]{0,4}\d[\d.]*[A-Za-z]?\b[):\-\s]*|[A-Z]{1,10}\s*[-:]+\s*|[A-Z]{3,4}\s+(?=[A-Z][a-z]))"
)
TRAILING_CODE = re.compile(r"[\[(]\s*(?:[A-Za-z]?\d[\w.]*|[A-Z])\s*[\])]?\s*$")
DASHES = re.compile("[\u2010-\u2015\u2212\x96\x97\ufe58\ufe63\uff0d]")
APOSTROPHES = re.compile("[\u2018\u2019\u201b\u2032\x91\x92`´]")
QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\x91-\x94'\"`´]")


def straight(text: str) -> str:
    """One kind of dash, space and letter; no quotes; `and` for & and +."""
    text = DASHES.sub("-", QUOTES.sub("", text))
    text = re.sub(r"\be\.\s?g\b\.?", "eg", unicodedata.normalize("NFKC", text))
    return " ".join(re.sub(r"\s*[&+]\s*", " and ", text).split())


NOWHERE = {"not known", "unknown", "not recorded", "not stated", "none", "no ward", "unallocated"}


def place_name(text: str) -> str:
    """A place's name without what varies from system to system; "" where it says that none is known."""
    name = " ".join(APOSTROPHES.sub("'", text).split())
    return "" if name.casefold() in NOWHERE else name


def _plain(text: str) -> str:
    return straight(text).casefold()


def each_word(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _without_letter(text: str) -> tuple[str | None, str]:
    """`a) WBRI` is the letter a and WBRI; `p1) 5D` and `60) Police` lose what a list put before them."""
    found = LETTER.match(text)
    if not found:
        return None, text
    return (found[1] or "").casefold() or None, (found[2] if found[1] else found[3]).strip()


def _parts(text: str) -> list[str]:
    """The pieces between separators, and the first word: where a code would stand."""
    pieces = [piece.strip() for piece in SEPARATORS.split(text)]
    first = re.match(r"\w+", text)
    return list(dict.fromkeys([text, *([first[0]] if first else []), *filter(None, pieces)]))


def _like_a_code(part: str) -> bool:
    """BOTH is a code, "both" is a word."""
    return part == part.upper() or any(sign.isdigit() for sign in part)


# ── Reading the files ─────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=32)
def _published(name: str) -> Words:
    return rulebook.read(Words, f"vocabularies/extract-{name}.yaml")


def vocabularies(own: Path | None = None) -> dict[str, Vocabulary]:
    """Every vocabulary by its name, with the council's own map where a file is given.

    That file is YAML: vocabulary → value as written → code, or null for "not recorded". A vocabulary or code
    that does not exist raises CannotRead.
    """
    maps = _own_maps(own) if own else {}
    return {name: Vocabulary(name, _published(name), maps.get(name)) for name in VOCABULARIES}


def _own_maps(path: Path) -> dict[str, dict[str, str | None]]:
    try:
        maps = yaml.safe_load(Path(path).read_text(encoding="utf-8-sig")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannotRead(
            f"{Path(path).name}: this file of words cannot be read. Correct it: {error}"
        ) from None
    if not isinstance(maps, dict) or not all(isinstance(map_ or {}, dict) for map_ in maps.values()):
        raise CannotRead(
            f"{Path(path).name}: this file of words should hold a vocabulary on each first line, and under it "
            f"lines like `White UK: WBRI`."
        )
    for name, map_ in maps.items():
        _check_own(Path(path).name, str(name), map_ or {})
    return {
        name: {str(k): None if v is None else str(v) for k, v in (m or {}).items()}
        for name, m in maps.items()
    }


def _check_own(file: str, name: str, map_: Mapping) -> None:
    if name not in VOCABULARIES:
        raise CannotRead(
            f"{file}: there is no vocabulary called {name!r}. Use one of: {', '.join(VOCABULARIES)}."
        )
    codes = Vocabulary(name, _published(name)).codes
    for written, code in map_.items():
        if code is not None and str(code) not in codes:
            raise CannotRead(
                f"{file}: {written!r} is mapped to {code!r}, which is not a code of {name}: {_list(codes)}."
            )


def _list(codes: Iterable[str]) -> str:
    return ", ".join(codes)
