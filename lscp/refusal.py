"""Why something may not be done: a value, not an error code.

A rule (``rules.py`` in each room) returns ``None`` when the way is free, or a ``Refusal``. The same
function serves three callers: the operation refuses, the page explains, the test reads the reason.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """``rule`` is the rule's number (GT-07); ``because`` is the sentence the user reads; what it lists stands
    on lines of its own."""

    rule: str
    because: str

    def __str__(self):
        return self.because


def refuse(rule, **facts):
    """The ``Refusal`` that ``rule``'s own docstring words: ``GT-07. Another agency must verify {this}.``"""
    number, _, sentence = " ".join(rule.__doc__.split()).partition(". ")
    return Refusal(number, sentence.format(**facts) if facts else sentence)


class Refused(Exception):
    """An operation was asked for something its rules do not allow."""

    def __init__(self, refusal):
        self.refusal = refusal
        super().__init__(str(refusal))


def refuse_if(*refusals):
    """Raise ``Refused`` with the first refusal among the answers of the rules; ``None`` lets pass."""
    for refusal in refusals:
        if refusal is not None:
            raise Refused(refusal)
