"""Values as the words a reader sees, in GOV.UK style. Template filters; pure functions."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from lscp.design import telephones

TOO_LONG = re.compile(r"(\S{40})(?=\S)")
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def with_calls(line: str) -> str:
    """The words, each telephone number in them a link that a telephone can call."""
    pieces = telephones.to_call(line)
    link = '<a class="govuk-link" href="{}">{}</a>'
    return format_html_join(
        "", "{}", ((format_html(link, to, words) if to else words,) for words, to in pieces)
    )


def gov_date(value: date | datetime | None) -> str:
    """22 November 2026. Nothing at all for no date, so that a template says what that means."""
    if value is None:
        return ""
    day = _day(value)
    return f"{day.day} {day:%B} {day.year}"


def dates_in_words(text: str) -> str:
    """A sentence that a rule or a file wrote, with each 2026-11-22 in it as 22 November 2026."""
    return ISO_DATE.sub(_iso_in_words, text)


def _iso_in_words(found: re.Match) -> str:
    try:
        return gov_date(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def breakable(value):
    """Words of a table's cell, in which a browser may break one that is longer than any real word."""
    if not isinstance(value, str) or hasattr(value, "__html__") or not TOO_LONG.search(value):
        return value
    pieces = TOO_LONG.sub("\\1\0", value).split("\0")
    return format_html_join(mark_safe("<wbr>"), "{}", ([piece] for piece in pieces))


def gov_time(value: datetime | None) -> str:
    """4pm, 10:30am, midday, midnight."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.minute == 0 and local.hour in (0, 12):
        return "midnight" if local.hour == 0 else "midday"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def gov_date_range(start: date | None, end: date | None) -> str:
    """1 April 2024 to 31 March 2025; 3 to 9 May 2026; "from …" or "until …" when one end is open."""
    if start is None or end is None:
        if start is None and end is None:
            return ""
        return f"from {gov_date(start)}" if end is None else f"until {gov_date(end)}"
    first, last = _day(start), _day(end)
    if first == last:
        return gov_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {gov_date(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {gov_date(last)}"
    return f"{gov_date(first)} to {gov_date(last)}"


def days_ago(value: date | datetime | None, today: date | None = None) -> str:
    """today, yesterday, 12 days ago, in 3 days; months from 60 days on, years from two years on."""
    if value is None:
        return ""
    days = ((today or timezone.localdate()) - _day(value)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    length = _length(abs(days))
    return f"{length} ago" if days > 0 else f"in {length}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 action, 2 actions, no actions; `many` where adding an s is wrong (1 child, 3 children)."""
    noun = one if count == 1 else (many or f"{one}s")
    return f"{'no' if count == 0 else f'{count:,}'} {noun}"


def money(amount: Decimal | int | None) -> str:
    """£1,250 and £1,250.50; pence only where there are some."""
    if amount is None:
        return ""
    value = Decimal(amount).quantize(Decimal("0.01"))
    digits = f"{abs(value):,.0f}" if value == value.to_integral_value() else f"{abs(value):,.2f}"
    return f"{'-' if value < 0 else ''}£{digits}"


def file_size(size: int) -> str:
    """312 KB, 1.4 MB: beside the name of each download."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _length(days: int) -> str:
    if days < 60:
        return plural(days, "day")
    if days < 730:
        return plural(days // 30, "month")
    return plural(days // 365, "year")


FILTERS = {
    filter_.__name__: filter_
    for filter_ in (
        gov_date,
        dates_in_words,
        breakable,
        with_calls,
        gov_time,
        gov_date_range,
        days_ago,
        plural,
        money,
        file_size,
    )
}


# A spreadsheet runs a cell that begins so, some of them after blanks; a quotation mark before it makes it text again.
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANKS = " \u00a0\u200b\ufeff"


def never_a_formula(text):
    """The text for a cell of a CSV file."""
    return f"'{text}" if text.lstrip(_BLANKS).startswith(RUNS_AS_FORMULA) else text
