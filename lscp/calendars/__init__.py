"""Working days and dates counted from a start day, for England. Pure: no Django, no clock, no network.

A working day is not a Saturday, Sunday, Christmas Day, Boxing Day, Good Friday or bank holiday in England and
Wales (SI 2006/1738, regulation 2). The day something happens is day 0.

    >>> from datetime import date
    >>> add_working_days(date(2022, 5, 31), 15)   # over the Platinum Jubilee
    datetime.date(2022, 6, 23)
"""

from lscp.calendars.months import add_months
from lscp.calendars.working_days import (
    OutsideCalendar,
    WorkingDays,
    add_working_days,
    bank_holidays,
    england,
    is_working_day,
    skipped,
    working_days_between,
)

__all__ = [
    "OutsideCalendar",
    "WorkingDays",
    "add_months",
    "add_working_days",
    "bank_holidays",
    "england",
    "is_working_day",
    "skipped",
    "working_days_between",
]
