"""The question bank (`rulebook/questions/bank.yaml`): what members ask, and how each is answered. Pure.

A question names a ``kind`` of answer and what it is ``about``; a question that is not in the bank is answered by the
same kinds, from an ``About`` made of its words. See ``lscp.briefing.answers``.
"""

from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from lscp.rulebook import Entry, read


class About(Entry):
    """What an answer is about. Each kind reads what it needs; nothing given means everything.

    ``words``: phrases, any one of which a record must hold (forms of a word and its other names count).
    """

    theme: str = ""  # a code of vocabularies/themes.yaml
    words: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    dimension: Literal["ethnicity", "sex", "age", "disability", "ward"] | None = None
    source_kinds: tuple[str, ...] = ()  # codes of vocabularies/source-kinds.yaml
    sector: str = ""  # a sector of an agency
    group_kinds: tuple[str, ...] = ()
    chapter: str = ""  # a code of report/sections.yaml
    opposite: str = ""  # what 100 less the first share is called


class Part(Entry):
    """One way of answering: the code of a kind, and what it is about."""

    kind: str
    about: About = About()


class Question(Part):
    """A question as the bank has it.

    ``also``: further parts of its answer. ``law``: what holds whatever the record says, cited. ``not_kept``: what the
    record has no place for at all, in a sentence; it is said even where the rest is answered. ``supplied_by``: who
    could supply what is missing. ``heard``: what it is known by in minutes, which are quoted where no room answers.
    """

    number: int = Field(ge=1)
    text: str = Field(min_length=10, pattern=r"\?$")
    asked_in: tuple[Literal["P0", "P1", "P2", "P3", "P4"], ...] = Field(min_length=1)
    also: tuple[Part, ...] = ()
    law: str = ""
    not_kept: str = ""
    heard: tuple[str, ...] = ()
    supplied_by: str = Field(min_length=5)

    @property
    def parts(self):
        return (Part(kind=self.kind, about=self.about), *self.also)


class _Bank(Entry):
    title: str
    note: str
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _numbered_once_and_in_order(self):
        numbers = [question.number for question in self.questions]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("the questions are not numbered 1, 2, 3 and so on; correct the numbers")
        return self


@lru_cache(maxsize=1)
def bank() -> tuple[Question, ...]:
    """Every question, in order of number. Raises ``lscp.rulebook.RulebookError``."""
    return read(_Bank, "questions/bank.yaml").questions


def question(number: int) -> Question:
    """The question with this number. Raises ``LookupError``, saying what numbers there are."""
    if not 1 <= number <= len(bank()):
        raise LookupError(f"There is no question {number}. Choose a number from 1 to {len(bank())}.")
    return bank()[number - 1]
