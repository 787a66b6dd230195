"""Calendar months."""

from calendar import monthrange
from datetime import date


def add_months(start: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of the month where there is no such day.

    31 January and one month is 28 (or 29) February. `months` may be negative.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
