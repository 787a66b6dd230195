"""The words that answers are made of: short sentences that can be read aloud."""

from lscp.design.words import gov_date, plural
from lscp.publication.document import sentence

MOST_NAMED = 4  # of many, so many are said; the evidence has more
MOST_EVIDENCE = 12
WORDS_OF_A_QUOTATION = 28


def said(*sentences):
    """The sentences that say something, one after another."""
    return " ".join(sentence(each) for each in sentences if each)


def listed(items):
    """ "a", "a and b", "a, b and c"."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def quoted(text):
    """The record's own words in quotation marks, cut after so many."""
    words = " ".join(text.split()).rstrip(".").split(" ")
    cut = len(words) > WORDS_OF_A_QUOTATION
    return f"“{' '.join(words[:WORDS_OF_A_QUOTATION])}{' …' if cut else ''}”"


def lower(text):
    """The words as they stand within a sentence; a name keeps its capital letters."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def are(count, one, many=None):
    """ "1 action is", "3 actions are", "no actions are"."""
    return f"{plural(count, one, many)} {'is' if count == 1 else 'are'}"


def and_more(all_of, shown):
    """ "; and 3 more" where only some are named."""
    return f"; and {len(all_of) - len(shown)} more" if len(all_of) > len(shown) else ""


def tally(counts):
    """ "3 done and 2 under way", from ``{words: count}``; what nobody counts in is left out."""
    return listed([f"{count:,} {words}" for words, count in counts.items() if count])


__all__ = ["and_more", "are", "gov_date", "listed", "lower", "plural", "quoted", "said", "sentence", "tally"]
