"""Remembers what each row of a table said, in about twenty-five bytes a row, so that a repeated row is found."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

SMALLEST = 1 << 10
FULL = 0.6  # beyond it the table is made twice as large


class Rows:
    """A hash table in two arrays: 64 bits of a hash, and the number of the row.

    Two rows that differ are taken for one with a chance of about one in ten thousand million for a hundred thousand
    rows; and a duplicate is always named with the row it repeats, in the rejects file.
    """

    def __init__(self) -> None:
        self._keys, self._numbers = _empty(SMALLEST)
        self._held = 0

    def find(self, key: int) -> int | None:
        """The row that said it, if one did."""
        place = self._place(key)
        return self._numbers[place] if self._keys[place] else None

    def find_or_add(self, key: int, number: int) -> int | None:
        """The row that said it before; None when this one is the first."""
        place = self._place(key)
        if self._keys[place]:
            return self._numbers[place]
        self._keys[place], self._numbers[place] = key, number
        self._held += 1
        if self._held > FULL * len(self._keys):
            self._grow()
        return None

    def _place(self, key: int) -> int:
        """Where the key stands, or the empty place where it would."""
        keys, mask = self._keys, len(self._keys) - 1
        place = key & mask
        while keys[place] and keys[place] != key:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        keys, numbers = self._keys, self._numbers
        self._keys, self._numbers = _empty(2 * len(keys))
        for key, number in zip(keys, numbers, strict=True):
            if key:
                place = self._place(key)
                self._keys[place], self._numbers[place] = key, number


def _empty(size: int) -> tuple[array, array]:
    return array("Q", bytes(8 * size)), array("I", bytes(4 * size))


def key_of(said: Iterable[object]) -> int:
    """64 bits of what a row said; never nought, which marks an empty place. Another number each time Python starts."""
    return hash(tuple(said)) & 0xFFFF_FFFF_FFFF_FFFF or 1
