"""Rates and percentages as they are published: worked out exactly, then rounded half up, once.

Binary fractions cannot hold 0.05, so `round(12.25, 1)` and its like land on the wrong side of a published digit.
Everything here is whole numbers until the last step, and the answer is a `Decimal` that prints its zeros.
"""

from __future__ import annotations

from decimal import Decimal


def rate(numerator: int, denominator: int, per: int = 100, decimals: int = 1) -> Decimal | None:
    """`numerator` for each `per` of `denominator`, to so many decimals, halves away from zero.

    None where the denominator is zero: there is nothing to be a share of. 399,460 children in need among 11,998,646
    are `rate(399_460, 11_998_646, per=10_000)` = 332.9. Raises TypeError for anything that is not a whole number.
    """
    if not (_whole(numerator) and _whole(denominator) and _whole(per)):
        raise TypeError("a rate is worked out from whole numbers; give the counts, not a rounded figure")
    if denominator == 0:
        return None
    return _decimal(numerator * per * 10**decimals, denominator, decimals)


def half_up(value: Decimal | int | str, decimals: int = 0) -> Decimal:
    """A figure that is already a decimal, rounded half up. A float is refused: it is not the number it prints."""
    if isinstance(value, float):
        raise TypeError(
            "give a Decimal, an integer or text; a float is not exactly the number that it prints"
        )
    top, bottom = Decimal(value).as_integer_ratio()
    return _decimal(top * 10**decimals, bottom, decimals)


def _decimal(top: int, bottom: int, decimals: int) -> Decimal:
    sign = -1 if (top < 0) != (bottom < 0) else 1
    top, bottom = abs(top), abs(bottom)
    return Decimal(sign * ((2 * top + bottom) // (2 * bottom))).scaleb(-decimals)


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
