"""From what somebody types to what is looked for: stems, and words that mean the same. No database.

The stemmer is a short table, not a linguist's: it only has to bring forms of one word together, the same way for the
question and for the record. Where an ending does not show it (children, women), ``forms`` in the rulebook says so.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field

from lscp.rulebook import Entry, read, vocabulary

# A word; an “s” after an apostrophe is none.
_TOKEN = re.compile(r"(?<!['’])[^\W_]+|(?<=['’])(?!s\b)[^\W_]+")
# Words of a question that say nothing of what it is about.
_QUESTION_WORDS = """
a about an and any are as at be been being by can could did do does doing done for from had has have how i if in is it
its many me much my of on or our show tell that the their them there these they this to us was we were what when where
which who whose why will with would you your
"""
STOP_WORDS = frozenset(_QUESTION_WORDS.split())
# (ending, what takes its place, letters that must be left). The first that fits is taken.
_ENDINGS = [
    ("iousness", "i", 3),
    ("iously", "i", 3),
    ("osity", "", 3),
    ("ious", "i", 3),
    ("ational", "", 4),
    ("ations", "", 4),
    ("ation", "", 4),
    ("ating", "", 4),
    ("ated", "", 4),
    ("ates", "", 4),
    ("ate", "", 4),
    ("ances", "", 4),
    ("ance", "", 4),
    ("enced", "", 4),
    ("encing", "", 4),
    ("ences", "", 4),
    ("ence", "", 4),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ently", "", 4),
    ("ents", "", 4),
    ("ent", "", 4),
    ("fully", "", 4),
    ("ful", "", 4),
    ("ness", "", 4),
    ("ities", "", 4),
    ("ity", "", 4),
    ("ively", "", 4),
    ("ive", "", 4),
    ("ally", "", 4),
    ("ials", "", 4),
    ("ial", "", 4),
    ("als", "", 4),
    ("al", "", 4),
    ("ies", "i", 2),
    ("ied", "i", 2),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ers", "", 4),
    ("er", "", 4),
    ("ions", "", 4),
    ("ion", "", 4),
    ("ed", "", 3),
    ("es", "", 4),
    ("ily", "ili", 2),
    ("ly", "", 4),
]


class Synonyms(Entry):
    """``rulebook/vocabularies/synonyms.yaml``."""

    title: str
    note: str
    same: tuple[tuple[str, ...], ...]
    forms: dict[str, str] = Field(default_factory=dict)


class Token(NamedTuple):
    """A word of a text: its stem, and where it stands."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """One thing looked for. ``words`` as typed, ``also`` the other words for it. A text holds the term when it holds
    all stems of ``own`` anywhere, or those of one of ``others`` one after another."""

    words: str
    own: tuple[str, ...]
    also: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()


def tokens(text):
    """The words of a text in order, with their places."""
    return [Token(stem(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def stems(text):
    return tuple(token.stem for token in tokens(text))


def terms(question):
    """What a question asks for: words of one name (child protection plan) are one term, question words are none."""
    typed, found = tokens(question), []
    while typed:
        length = _name_at(typed) or 1
        name, typed = typed[:length], typed[length:]
        words = question[name[0].start : name[-1].end]
        if length == 1 and words.casefold() in STOP_WORDS:
            continue
        own = tuple(token.stem for token in name)
        others = {stems(other): other for other in reversed(_names().get(own, ())) if stems(other) != own}
        found.append(Term(words, own, tuple(others.values()), tuple(others)))
    return list(dict.fromkeys(found))


def _name_at(typed):
    """How many of the first words make up a name that has other names; 0 for none. The longest counts."""
    most = min(len(typed), _longest_name())
    here = [token.stem for token in typed[:most]]
    return next((n for n in range(most, 0, -1) if tuple(here[:n]) in _names()), 0)


@lru_cache(maxsize=50_000)
def stem(word):
    """What the forms of one word have in common: neglect, neglected, neglectful → neglect."""
    word = unicodedata.normalize("NFKC", word).casefold()
    word = synonyms().forms.get(word, word)
    return _stripped(word) if len(word) > 3 and word.isalpha() else word


def beginnings(stem_sought):
    """How the words with this stem begin: any of these, as a text may print them."""
    irregular = [word for word in synonyms().forms if stem(word) == stem_sought]
    # “agenci” stands for agency and agencies, so a text is searched for “agenc”.
    return list(
        dict.fromkeys([stem_sought.removesuffix("i") if len(stem_sought) > 3 else stem_sought, *irregular])
    )


def _stripped(word):
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return _mended(word[: -len(ending)] + instead)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _stripped(word[:-1]) if len(word) > 4 else word[:-1]
    return _mended(word)


def _mended(word):
    """What is left after an ending: manage → manag, referr → refer, bully → bulli (as in bullied)."""
    if len(word) > 3 and word[-1] == "e":
        return word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    if len(word) > 2 and word[-1] == "y" and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word


# ── Words that mean the same ──────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def synonyms():
    return read(Synonyms, "vocabularies/synonyms.yaml")


@lru_cache(maxsize=1)
def _names():
    """``{stems of a name: every name of the same thing}``."""
    names = {}
    for group in same_names():
        for name in group:
            known = names.setdefault(stems(name), [])
            known.extend(other for other in group if other not in known)
    return {name: tuple(others) for name, others in names.items()}


def same_names():
    """Each group of names for one thing, from the glossary and the synonyms."""
    glossary = [(term.label, term.short, *term.also) for term in vocabulary("glossary").terms]
    groups = [[name for name in group if name] for group in (*glossary, *synonyms().same)]
    return [group for group in groups if len(group) > 1]


@lru_cache(maxsize=1)
def _longest_name():
    return max(map(len, _names()))


@lru_cache(maxsize=1)
def known_words():
    """Words of the field, for “did you mean”: the glossary's, the themes' and the synonyms'."""
    named = [vocabulary(name).terms for name in ("glossary", "themes")]
    texts = [
        text for terms_ in named for term in terms_ for text in (term.label, term.short or "", *term.also)
    ]
    texts += [name for group in synonyms().same for name in group]
    return frozenset(match.casefold() for text in texts for match in _TOKEN.findall(text) if len(match) > 3)
