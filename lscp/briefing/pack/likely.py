"""The questions a committee is likely to put, with the answers: first what it asked before, then what is often asked.

An answer that the record does not hold stays among them, and says who could supply it: nobody is surprised.
"""

from dataclasses import dataclass

from lscp.briefing.answers.answer import Answer
from lscp.briefing.answers.kinds import answer
from lscp.briefing.asking import ask_each
from lscp.briefing.questions import bank, question
from lscp.sources.committee import queries
from lscp.sources.committee.models import Proposal


@dataclass(frozen=True)
class Before:
    """The question as an earlier paper prints it, with the answer given on the day; ``came``: what came of it since,
    as ``Asked``."""

    question: Proposal
    came: tuple

    @property
    def on(self):
        return self.question.paper.meeting_date


@dataclass(frozen=True)
class Likely:
    """A question, its number in the bank where it has one, when it was asked before, and what the record answers."""

    question: str
    number: int | None
    before: tuple
    answer: Answer

    @property
    def is_answered(self):
        return self.answer.text is not None

    @property
    def key(self):
        """Its place on a page."""
        return f"question-{self.number}" if self.number else f"asked-{self.before[0].question.pk}"


def likely(pack, known=None):
    """``[Likely]``: asked before by this committee, then the others of the bank; answered before unanswered in each.

    ``known``: ``{number of the bank: Answer}`` where the caller has them already.
    """
    known = known or {one.number: answer(one, on=pack.made) for one in bank()}
    asked_before = _asked_before(pack, known)
    taken = {each.number for each in asked_before}
    others = [
        Likely(one.text, one.number, (), known[one.number]) for one in bank() if one.number not in taken
    ]
    return [*_answered_first(asked_before), *_answered_first(others)]


def _answered_first(found):
    return sorted(found, key=lambda each: not each.is_answered)


def _asked_before(pack, known):
    """The latest meeting's first. What was asked twice stands once, with both days.

    It stands as the bank words it where the bank's answer is its own; about another theme, in its own words.
    """
    came_of = {each.proposal.pk: each for each in pack.asked}
    questions = list(queries.questions_answered().filter(paper__in=pack.papers))
    grouped = {}
    for asked, heard in zip(
        questions, ask_each([each.text for each in questions], on=pack.made), strict=True
    ):
        came = tuple(came_of[each.pk] for each in queries.came_of(asked) if each.pk in came_of)
        number = heard.match.number if known.get(heard.match.number) == heard.answer else None
        words = question(number).text if number else asked.text
        grouped.setdefault(words, (number, heard.answer, []))[2].append(Before(asked, came))
    return [Likely(words, number, tuple(before), said) for words, (number, said, before) in grouped.items()]
