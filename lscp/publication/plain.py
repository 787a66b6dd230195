"""How hard a text is to read: the length of its sentences and words. Pure.

The reading age is that of Flesch and Kincaid (school years and five): rough, the same for everybody, and enough to
tell a hard page from an easy one. Names do not count as long words, for nobody can shorten them. Syllables are counted
from the spelling, right for about nineteen words in twenty.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
SENTENCE_ENDS = re.compile(r"(?<=[.!?:;])\s+")
VOWELS = re.compile(r"[aeiouy]+")
# From how a word is spelled to what is heard: a silent vowel goes, "-" parts two that are heard apart. In this order.
HEARD = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"['’]s$", ""),
        (r"([ds])n['’]t$", r"\1ent"),  # didn't, isn't
        (r"['’]", ""),
        (r"^every", "evry-"),
        (r"^(bus)i(ness)|^(ev)e(ning)", r"\1\2\3\4"),
        (r"(?<=[gq])ue(?=s?$)", ""),  # colleague, unique
        (r"(?<=[td])ed$", "-id"),  # wanted
        (r"(?<=[sxzcg])e(s?)$", lambda found: "-is" if found[1] else ""),  # nurses; nurse
        (r"(?<=[cs]h)es$", "-is"),
        (r"(?<=[aeiouy]l)e[sd]?$|(?<=ll)ed$", ""),  # smiled, called; but tables
        (r"(?<![aeiouyl])(?<![^aeiouy]r)e[sd]?$|(?<=[^aeiouy]r)es?$", ""),
        # an e before an ending that is said as a word by itself: safely, homeless, safeguarding
        (r"([aeiouy](?:[^aeiouyl]{1,3}|l[^aeiouy]?))e(?=(?:l[yi]|ful|less|ment|ness|some|ty|guard|tim|thing|on))",
         r"\1"),
        (r"(?<=[aeiouy])(?=ing)", "-"),  # being
        (r"(?<=y)(?=ee)", "-"),  # employee
        (r"(?<=[ct]i)(?=at)", "-"),  # association
        (r"(?<![tscgx])i(?=o(?!us\b|ur)|a(?!ge|ment)|u)(?<!lli)(?<!ni)", "i-"),  # radio, diary; not action, opinion
        (r"(?<=[a-z]{2}[^aeiouy]i)(?=ers?$|est$)", "-"),  # earlier
        (r"(?<=[rvd]i)(?=ous)", "-"),  # serious, previous
        (r"(?<=i)(?=et(?:y|s|ly|er|ies)?$)|(?<=sci)(?=en)|(?<=(?<![ctg])i)(?=en(?:t|ts|tly|c|c-is|cy)$)", "-"),
        (r"(?<![qg])u(?=a|ou)", "u-"),  # usual, continuous
        (r"(?<=vid)e(?=o)|(?<=^th)e(?=or)|(?<=id)e(?=as?$)|(?<=ar)e(?=as?$)|(?<=cr)e(?=at)|(?<=^r)e(?=act)", "e-"),
        (r"(?<=po)(?=e[mt])|(?<=flu)(?=id)|(?<=ru)(?=in)|(?<=su)(?=icid)", "-"),
        (r"(?<=s)(?=ms?$)|(?<=th)(?=ms?$)", "e"),  # racism, rhythm
    )
)  # fmt: skip
LONGEST_TAKEN = 20  # words of a sentence of the record that is taken over as it stands
SHORT_FORM = re.compile(r"\b(?!NHS\b)[A-Z]{2,}|%|\bper cent\b")


def reading_age(text: str) -> int:
    """The age in years at which most people read this with ease; 5 where there is nothing to read."""
    said = [words for words in map(_words, SENTENCE_ENDS.split(text)) if words]
    if not said:
        return 5
    words = sum(map(len, said))
    beats = sum(_beats(word) for sentence in said for word in sentence)
    return max(5, round(0.39 * words / len(said) + 11.8 * beats / words - 15.59) + 5)


def hardest_words(text: str, most: int = 5) -> list[str]:
    """The words with the most syllables, four or more, each once; names are left out."""
    found = {}
    for sentence in SENTENCE_ENDS.split(text):
        for word in _words(sentence):
            if syllables(word) >= 4 and not word[0].isupper():
                found[word] = syllables(word)
    return sorted(found, key=lambda word: -found[word])[:most]


def is_plain(text: str) -> bool:
    """May words of the record stand on an easy page as they are: short sentences, no abbreviation, no percentage?"""
    sentences = re.split(r"(?<=[.!?])\s+", text.strip())
    return (
        bool(text.strip())
        and not SHORT_FORM.search(text)
        and all(len(sentence.split()) <= LONGEST_TAKEN for sentence in sentences)
    )


def syllables(word: str) -> int:
    """How many are heard, told from the spelling: nearly always right for English words, and never below one."""
    heard = word.lower()
    for pattern, said in HEARD:
        heard = pattern.sub(said, heard)
    return max(1, len(VOWELS.findall(heard)))


def _words(sentence: str) -> list[str]:
    """The words of a sentence, its first one in small letters: only a name keeps its capital."""
    words = WORD.findall(sentence)
    return [words[0].lower(), *words[1:]] if words else []


def _beats(word: str) -> int:
    return 1 if word[0].isupper() else syllables(word)
