"""The holidays of every year, by rule. Days moved or added by proclamation are in the rulebook."""

from calendar import MONDAY, SATURDAY, SUNDAY, monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Easter by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, left = divmod(in_century, 4)
    to_sunday = (32 + 2 * century_left + 2 * leaps - epact - left) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def usual_holidays(year: int) -> dict[date, str]:
    """Christmas Day, Good Friday and the usual bank holidays of a year, with weekdays in lieu of weekends."""
    easter = easter_sunday(year)
    return {
        **_new_year(year),
        easter - 2 * DAY: "Good Friday",
        easter + DAY: "Easter Monday",
        _first_monday(year, 5): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
        **_christmas(year),
    }


def _new_year(year: int) -> dict[date, str]:
    day = date(year, 1, 1)
    days = {day: "New Year's Day"}
    if day.weekday() in (SATURDAY, SUNDAY):
        days[_next_monday(day)] = "New Year's Day (substitute day)"
    return days


def _christmas(year: int) -> dict[date, str]:
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    days = {christmas: "Christmas Day", boxing: "Boxing Day"}
    if christmas.weekday() == SATURDAY:
        days[christmas + 2 * DAY] = "Christmas Day (substitute day)"
        days[boxing + 2 * DAY] = "Boxing Day (substitute day)"
    elif christmas.weekday() == SUNDAY:
        days[christmas + 2 * DAY] = "Christmas Day (substitute day)"
    elif boxing.weekday() == SATURDAY:
        days[boxing + 2 * DAY] = "Boxing Day (substitute day)"
    return days


def _first_monday(year: int, month: int) -> date:
    return _next_monday(date(year, month, 1) - DAY)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - last.weekday() * DAY


def _next_monday(day: date) -> date:
    return day + (7 + MONDAY - day.weekday()) * DAY
