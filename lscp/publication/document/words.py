"""How values, dates and runs of words print: the same on every machine, whatever its locale."""

from __future__ import annotations

from datetime import date

from lscp.publication.document.values import Cell, Figure, Link, Spans, is_number


def plain(spans: Spans) -> str:
    """The words as they are read aloud, figures written out."""
    return "".join(span if isinstance(span, str) else _plain_span(span) for span in spans)


def _plain_span(span: Figure | Link) -> str:
    return span.text if isinstance(span, Link) else show_value(span.value, span.unit)


def sentence(text: str) -> str:
    """The words with a full stop, unless they end as a sentence already; nothing stays nothing."""
    text = text.strip()
    ends = text.rstrip("”’\"')]").endswith((".", "!", "?", "…"))
    return text if ends or not text else f"{text.rstrip(':;,')}."


def show_value(value: Cell, unit: str = "") -> str:
    """The way a value prints: 1234 → "1,234", 12.5 and "%" → "12.5%", hidden → "c"."""
    if isinstance(value, str):
        return value
    if not is_number(value):
        return f"[{value.symbol}]"
    sign, size = ("−" if value < 0 else ""), f"{abs(value):,}"
    if unit == "%":
        return f"{sign}{size}%"
    if unit == "£":
        return f"{sign}£{size}"
    return f"{sign}{size} {unit}".rstrip()


def show_date(day: date) -> str:
    """31 March 2025, the same on every machine whatever its locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def show_period(start: date | None, end: date | None) -> str:
    if end is None:
        return ""
    return f"on {show_date(end)}" if start is None else f"{show_date(start)} to {show_date(end)}"
