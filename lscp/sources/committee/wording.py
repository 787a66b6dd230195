"""Comparing the words of two papers, and finding an item's words in its paper. Pure."""

import hashlib
import re
import unicodedata
from itertools import pairwise


def tidy(text):
    """White space collapsed; nothing else touched."""
    return " ".join((text or "").split())


def folded(text):
    """Letters and figures only: two copies of a paper differ in quotation marks, dashes and line ends."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def fingerprint(kind, text, owner=""):
    """Equal for the same item in two copies of one paper. One paragraph may hold two owners' actions."""
    return hashlib.sha256("|".join([kind, folded(text), folded(owner)]).encode()).hexdigest()


def only_notes(text):
    """Does a resolution note something and ask for nothing ("That the report be noted", "To note the report")?

    Only what is plainly so: a second part, or any word that may ask, and it is for somebody to answer.
    """
    return bool(_NOTES.fullmatch(tidy(text).removesuffix(" and").rstrip(".,;:")))


_MAY_ASK = (
    r"(?:and|but|be|to|should|will|would|must|shall"
    r"|(?:ask|request|recommend|agree|approv|endors|refer|invit)\w*)"
)
_WORD = rf" (?!{_MAY_ASK}\b)[\w’'()/-]+"
_THING = rf"(?:the|this|these|its|their)(?:{_WORD}){{1,20}}"
_NOTES = re.compile(
    rf"(?:that )?(?:{_THING} be (?:received and )?noted|(?:to |the(?:{_WORD}){{1,5}} )?notes? {_THING})", re.I
)


def place_words(lines, line, words):
    """Where ``words`` stand in the paper from ``line`` (1-based) on: ``[(line, start, end)]``, by character.

    Words that run over several lines give a part for each. Empty when the paper does not hold them as they are
    (the item was joined from parts), so the page marks the whole line instead.
    """
    sought = re.findall(r"\w+", words)
    if not sought:
        return []
    tokens = [
        (number, match.start(), match.end(), match.group())
        for number in range(max(line - _BEFORE, 1), min(line + _AFTER, len(lines)) + 1)
        for match in re.finditer(r"\w+", lines[number - 1])
    ]
    nearest = min(_runs(tokens, sought), key=lambda first: abs(tokens[first][0] - line), default=None)
    if nearest is None:
        return []
    parts = {}
    for number, start, end, _ in tokens[nearest : nearest + len(sought)]:
        first, _ = parts.get(number, (start, end))
        parts[number] = (first, end)
    return [(number, start, end) for number, (start, end) in parts.items()]


_BEFORE, _AFTER = 12, 60


def _runs(tokens, sought):
    for first in range(len(tokens) - len(sought) + 1):
        if all(tokens[first + place][3] == word for place, word in enumerate(sought)):
            yield first


def marked_line(text, spans):
    """A line cut into ``[(words, keys)]``: ``keys`` are those of the spans ``(start, end, key)`` over the words."""
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        (text[start:end], [key for first, last, key in spans if first <= start and end <= last])
        for start, end in pairwise(edges)
    ]
