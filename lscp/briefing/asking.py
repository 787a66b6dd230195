"""A question in anybody's words, answered from the record in the scope in force.

A question of the bank that holds for any theme, sector or measure is answered for the one that is named. A question
that is not in the bank is answered by the same kinds where its words tell which; else ``missing`` says so.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from lscp.briefing.answers.answer import Answer
from lscp.briefing.answers.kinds import answer
from lscp.briefing.hearing import (
    MEASURE,
    SECTOR,
    TELLING,
    THEME,
    codes_of,
    hear,
    named,
    phrasings,
)
from lscp.briefing.matching import Match, match
from lscp.briefing.questions import About, Question, question
from lscp.briefing.words import STOP_WORDS, stem, stems, terms
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import catalogue

WHO_WOULD_KNOW = "the partnership's business team"
NOT_TOLD = (
    "The record does not answer this question, or not when it is asked in these words. "
    "The partnership's business team could say who would know."
)
MOST_MEASURES = 6
HOW_MANY = frozenset(["how-many", "how-often", "how-long", "rise"])
FAR = 0.3  # the score of a question below which no other is worth offering
ANYBODY = frozenset(["young", "schools", "=child"])
NEAR = 0.75  # of an indicator's words, how many a question must say to ask for it
OWNERS = {
    "council": "the council",
    "health": "the integrated care board",
    "police": "the police",
    "probation": "the probation service and youth justice",
}
DEFINE = frozenset(["define", "what-is-a"])


@dataclass(frozen=True)
class Asked:
    """A question as asked, which of the bank's it is taken for, and what the record says. ``number`` of the bank's
    question that is answered; None where it is answered of another theme, sector or measure, or is none of the bank."""

    question: str
    match: Match
    answer: Answer
    number: int | None

    @property
    def nearest(self):
        """The questions of the bank that it may have meant, best first; none where none is near."""
        return [question(number) for number in self.match.candidates if self.match.score >= FAR]

    def as_json(self):
        said = self.answer
        return {
            "question": self.question,
            "matched": self.match.number,
            "candidates": list(self.match.candidates),
            "score": self.match.score,
            "answer": said.text,
            "as_of": said.as_of and said.as_of.isoformat(),
            "evidence": [asdict(each) for each in said.evidence],
            "figures": [asdict(each) for each in said.figures],
            "missing": said.missing,
        }


def ask(text, *, on):
    """``Asked`` for one question, as the record had it on a day."""
    return ask_each([text], on=on)[0]


def ask_each(texts, *, on):
    """``[Asked]`` in the order asked. What comes to the same question is answered once."""
    answers = {}
    return [_asked(text, on, answers) for text in texts]


def _asked(text, on, answers):
    found = match(text)
    meant = _of_the_bank(question(found.number), named(text)) if found.number else _outside(text)
    if meant not in answers:
        answers[meant] = answer(meant, on=on) if meant else Answer(None, missing=NOT_TOLD)
    of_bank = bool(found.number) and meant == question(found.number)
    return Asked(text, found, answers[meant], found.number if of_bank else None)


# ── Any theme, any sector, any measure ────────────────────────────────────────────────────────────────────


def _of_the_bank(meant, names):
    """The bank's question, about the theme, sector or measure that is named where it holds for any."""
    takes, about = _takes(meant.number), meant.about
    sectors = {part.about.sector for part in meant.parts} - {""}
    if SECTOR in takes and sectors and names.sectors and not sectors & set(names.sectors):
        return _of_sector(meant, names.sectors[0])
    if MEASURE in takes and not set(names.measures) & set(about.indicators):
        codes = names.measures or _of_themes(names.themes)
        return (
            _of_another(meant, About(indicators=codes, words=names.words), _owner(codes)) if codes else meant
        )
    if THEME in takes and about.theme and names.themes and about.theme not in names.themes:
        return _of_another(meant, About(theme=names.themes[0], words=names.words), WHO_WOULD_KNOW)
    return meant


def _of_sector(meant, sector):
    """Of what it asks besides, only what is asked of a sector is asked of another one."""
    theirs = [
        part.model_copy(update={"about": About(sector=sector)}) for part in meant.also if part.about.sector
    ]
    about = About(sector=sector) if meant.about.sector else meant.about
    return meant.model_copy(update={"about": about, "also": tuple(theirs)})


def _of_another(meant, about, supplied_by):
    changed = {"about": about, "also": (), "law": "", "not_kept": "", "supplied_by": supplied_by}
    return meant.model_copy(update=changed)


def _takes(number):
    """The places for any theme, sector or measure in the ways to ask a question."""
    ways = phrasings().questions[number].ways
    return {slot for slot in (MEASURE, SECTOR, THEME) if any(slot in way for way in ways)}


def _of_themes(themes):
    codes = [entry.code for entry in catalogue().values() if set(themes) & set(entry.themes)]
    return tuple(codes[:MOST_MEASURES])


# ── Not in the bank ───────────────────────────────────────────────────────────────────────────────────────


def _outside(text):
    """A question like the bank's, made of the words asked; None where they do not tell how to answer."""
    heard = hear(text)
    means = frozenset().union(*(each.means for each in heard))
    if HOW_MANY & means:
        codes = _measures(heard)
        return _question(text, "indicators", About(indicators=codes), _owner(codes)) if codes else None
    if DEFINE & means:
        word = _explained(heard)
        return _question(text, "meaning", About(words=(word,))) if word else None
    words = _subject(heard)
    if "status" in means and words:
        return _question(text, "threads", About(words=(words,)))
    # Every word counts, not only those by which questions are told apart.
    every = " ".join(term.words for term in terms(text))
    return _question(text, "printed", About(words=(every,))) if words else None


def _question(text, kind, about, supplied_by=WHO_WOULD_KNOW):
    # It has no number, so it is not checked as the bank's are.
    return Question.model_construct(text=text, kind=kind, about=about, supplied_by=supplied_by)


# ── What the words are about ──────────────────────────────────────────────────────────────────────────────


def _measures(heard):
    """Codes of the indicators that say all that is asked about: those named, or the one whose words come nearest."""
    asked = [each for each in heard if not each.weak and not each.means & (HOW_MANY | {"earlier"})]
    codes = tuple(dict.fromkeys(code for each in asked for code in codes_of(each, "measure")))
    if codes and all(MEASURE in each.means or ANYBODY & each.means for each in asked):
        return codes
    if all(ANYBODY & each.means for each in asked):
        return ()
    sought = frozenset(one for each in asked for one in stems(each.words))
    nearness, code = max((_nearness(sought, entry), entry.code) for entry in catalogue().values())
    return (code,) if nearness >= NEAR else ()


def _nearness(sought, entry):
    """How much of an indicator's name, or of its question, is asked for; nothing unless that says all that is asked."""
    texts = [frozenset(stems(text)) - _stop_stems() for text in (entry.name, entry.question)]
    return max(len(sought & text) / len(text) if sought and sought <= text else 0 for text in texts)


@lru_cache(maxsize=1)
def _stop_stems():
    return frozenset(map(stem, STOP_WORDS))


def _owner(codes):
    owners = dict.fromkeys(catalogue()[code].owner for code in codes)
    return " and ".join(OWNERS.get(owner, WHO_WOULD_KNOW) for owner in owners)


def _explained(heard):
    """The word of the glossary or of the themes whose meaning is asked; None where something else is asked too."""
    known = {
        stems(name)
        for vocabulary_ in ("glossary", "themes")
        for term in vocabulary(vocabulary_).terms
        for name in (term.label, term.short or "", *term.also)
    }
    asked = [each.words for each in heard if not each.weak and not each.means & DEFINE]
    return asked[0] if len(asked) == 1 and stems(asked[0]) in known else None


def _subject(heard):
    """The words left beside those that ask what came of it; empty where they are only words that any question has."""
    left = [each for each in heard if not each.weak and not each.means & (TELLING | {"status"})]
    own = [each for each in left if not each.means & (ANYBODY | phrasings().ways.keys())]
    return " ".join(each.words for each in left) if own else ""
