"""What an answer is: its words, the day it was true, and the records and figures it rests on."""

from dataclasses import dataclass
from datetime import date

from lscp.publication.checks.finding import sentences

A_FEW_SENTENCES = 250  # letters


@dataclass(frozen=True)
class Evidence:
    """A record that the answer rests on. ``kind`` is one of ``lscp.briefing.search.KINDS`` or a name of the field
    (review, indicator, edition, data gap); ``url`` is the path of the page that shows it; ``text`` its own words."""

    kind: str
    id: str
    url: str
    text: str


@dataclass(frozen=True)
class Figure:
    """A figure as it may be printed. ``value`` and ``previous`` are None where hidden, not supplied or not asked."""

    indicator: str
    period: str
    value: float | None
    previous: float | None = None


@dataclass(frozen=True)
class Answer:
    """``text`` with what it rests on, or ``missing``: what the record does not hold and who could supply it.

    One of the two is always None. ``as_of`` is the day up to which the record says so.
    """

    text: str | None
    as_of: date | None = None
    evidence: tuple[Evidence, ...] = ()
    figures: tuple[Figure, ...] = ()
    missing: str | None = None

    def __post_init__(self):
        if (self.text is None) == (self.missing is None):
            raise ValueError("An answer says something, or says what is missing; never both, never neither.")

    @property
    def paragraphs(self):
        """The text in pieces that can be read aloud, or on a telephone: a few sentences each."""
        pieces = []
        for sentence in sentences(self.text or ""):
            if pieces and len(pieces[-1]) < A_FEW_SENTENCES:
                pieces[-1] += f" {sentence}"
            else:
                pieces.append(sentence)
        return pieces
