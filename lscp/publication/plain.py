"""How hard a text is to read: the length of its sentences and words. Pure.

The reading age is that of Flesch and Kincaid (school years and five): rough, the same for everybody, and enough to
tell a hard page from an easy one. Names do not count as long words, for nobody can shorten them.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
SENTENCE_ENDS = re.compile(r"(?<=[.!?:;])\s+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_E = re.compile(r"(?<![aeiouyl])e[sd]?$|(?<=[aeiouy]l)es?$")
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
    lowered = "".join(filter(str.isalpha, word.lower()))
    return max(1, len(VOWELS.findall(SILENT_E.sub("", lowered))))


def _words(sentence: str) -> list[str]:
    """The words of a sentence, its first one in small letters: only a name keeps its capital."""
    words = WORD.findall(sentence)
    return [words[0].lower(), *words[1:]] if words else []


def _beats(word: str) -> int:
    return 1 if word[0].isupper() else syllables(word)
