"""The words that answers are made of: short sentences that can be read aloud."""

from lscp.design.words import gov_date, plural
from lscp.publication.document import sentence

MOST_NAMED = 4  # of many, so many are said; the evidence has more
MOST_EVIDENCE = 12
WORDS_OF_A_QUOTATION = 28


def said(*sentences):
    """The sentences that say something, one after another."""
    return " ".join(sentence(each[:1].upper() + each[1:]) for each in sentences if each)


def listed(items, last_by="and"):
    """ "a", "a and b", "a, b and c"; nothing for nothing."""
    *first, last = items or [""]
    return f"{', '.join(first)} {last_by} {last}" if first else last


def quoted(text, most=WORDS_OF_A_QUOTATION):
    """The record's own words in quotation marks, cut after so many."""
    words = text.split()
    cut = " ".join(words[:most]) + (" …" if len(words) > most else "")
    return f"“{cut.rstrip('.')}”"


def lower(text):
    """The words as they stand within a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def are(count, one, many=None):
    """ "1 action is", "3 actions are", "no actions are"."""
    return f"{plural(count, one, many)} {'is' if count == 1 else 'are'}"


def tally(counts):
    """ "3 done and 2 under way", from ``{words: count}``; what nobody counts in is left out."""
    return listed([f"{count:,} {words}" for words, count in counts.items() if count])


def months_between(earlier, later):
    """Whole months."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


__all__ = [
    "are",
    "gov_date",
    "listed",
    "lower",
    "months_between",
    "plural",
    "quoted",
    "said",
    "sentence",
    "tally",
]
