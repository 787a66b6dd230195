"""What a fact is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ibis.expr.types import Table


@dataclass(frozen=True)
class Fact:
    """One table of facts, the kinds of event without which there is none, and how it is made.

    `alone`: each row is made from one event. Any other fact is made from all events of the same child, of the kinds it
    `reads`; where `reach` is given, from those so many days before or after it. `kept.py` builds on both.
    """

    name: str
    kinds: tuple[str, ...]
    make: Callable[[], Table]
    alone: bool = False
    also: tuple[str, ...] = ()
    reach: int | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        return self.kinds + self.also


FACTS: dict[str, Fact] = {}


def fact(*kinds: str, **more):
    """Registers the table that the function makes, under the function's name."""

    def register(make):
        FACTS[make.__name__] = Fact(make.__name__, kinds, make, **more)
        return make

    return register
