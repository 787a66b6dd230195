"""The shapes that events are narrowed to, as Ibis expressions: flows, changes of a stock, working days, codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import ibis
from ibis import _
from ibis.expr.types import Column, Table

from lscp.scorecard.codes import BIRTHDAYS, BREAKDOWNS, ETHNIC_GROUPS, FACTORS, FOREVER, MARKS, SEXES
from lscp.scorecard.events import KINDS, PERSON


def events(kind: str) -> Table:
    """The events of a kind; `file` is the number of the file they stand in, where facts are kept (`kept.py`)."""
    return ibis.table(KINDS[kind] | {"file": "int32"}, name=kind)


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)  # of the calendar: every birth and event
NO_DAY = FIRST_DAY - timedelta(1)  # stands in the calendar with nothing known of it
# `number` is 20240131, `counted` the working days up to and including the day
CALENDAR = ibis.table(
    {"date": "date", "day": "int32", "month": "int32", "number": "int32", "counted": "int32"}, name="calendar"
)
DEADLINES = ibis.table({"counted": "int32", "last": "int32"}, name="deadlines")
AREAS = ibis.table({"area": "string", "code": "int16"}, name="areas")
WARDS = ibis.table({"ward": "string", "code": "int32"}, name="wards")


EPOCH = date(1970, 1, 1).toordinal()
LONGEST = 32_767  # days, near 90 years: what the small numbers of facts hold
COUNTS = ibis.table({"day": "int32", "counted": "int32"}, name="counts")


def calendar() -> Table:
    """Every day there is, with the working days counted where they are known."""
    days = ibis.range(NO_DAY.toordinal() - EPOCH, LAST_DAY.toordinal() - EPOCH + 1).unnest()
    t = days.cast("int32").name("day").as_table().left_join(COUNTS, "day")
    t = t.select("day", "counted", on=ibis.date(1970, 1, 1) + t.day.as_interval("D"))
    # a date and an interval are a timestamp in DuckDB, by which joins are slow
    t = t.select("day", "counted", date=ibis.date(t.on.year(), t.on.month(), t.on.day()))
    known = t.date != NO_DAY
    number = t.date.year() * 10_000 + t.date.month() * 100 + t.date.day()
    return t.select(
        "date",
        "day",
        month=ibis.ifelse(known, _month(t.date), ibis.null("int32")).cast("int32"),
        number=ibis.ifelse(known, number, ibis.null("int32")).cast("int32"),
        counted=t.counted,
    )


def deadlines() -> Table:
    """The last day of each count of working days."""
    return COUNTS.group_by("counted").aggregate(last=_.day.max())


# --- what every fact has


def flow(t: Table, on: str, **columns: Column) -> Table:
    """One row for each row of `t`, owned by the day in its column `on`."""
    known = [*PERSON, *(name for name in ("file",) if name in t.columns)]
    t = t.select(
        *known, owner=t[on], **{name: column for name, column in columns.items() if name not in PERSON}
    )
    on, born = CALENDAR.view(), CALENDAR.view()  # to look a day up is quicker than to take it apart
    t = t.join(on, t.owner == on.date).select(t, day=on.day, month=on.month, on=on.number)
    t = t.join(born, _in_calendar(t.birth) == born.date).select(t, born=born.number)
    return _narrow(_coded(t.mutate(age_band=_age(t.born, t.on))), *columns)


def stock(
    t: Table,
    marks: Mapping[str, tuple[Column | None, Column | None]],
    *,
    once: bool = True,
    **columns: Column,
) -> Table:
    """One row for each change in what is open: of each mark, in each age band that is lived through while open.

    `t` has `start` and `end`; a mark's interval is cut to the time between them.
    """
    t = t.select(
        *PERSON,
        *(name for name in ("start", "end") if name not in columns),
        **{f"from_{m}": _bound(since, -FOREVER, FOREVER) for m, (since, until) in marks.items()},
        **{f"to_{m}": _bound(until, FOREVER, -FOREVER) for m, (since, until) in marks.items()},
        **columns,
    )
    t = t.mutate(enter=day_of(t.start), leave=known_or(day_of(t.end), FOREVER))
    t = _one_at_a_time(t, columns) if once else t
    t = _by_age(_coded(t))
    t = ibis.union(*(_within(t, mark) for mark in marks)) if len(marks) > 1 else _within(t, *marks)
    t = t.filter(_.enter < _.leave)
    t = t.mutate(change=_each([1, -1]))
    t = t.mutate(day=ibis.ifelse(t.change == 1, t.enter, t.leave).cast("int32")).filter(_.day < FOREVER)
    t = t.mutate(month=_month(ibis.date(1970, 1, 1) + t.day.as_interval("D")))
    return _narrow(t, "mark", "change", *columns)


def _within(t: Table, mark: str) -> Table:
    """The part of each span that lies in a mark's interval. One mark's rows follow another's: a scan skips the rest."""
    changed = ("enter", "leave")
    return t.select(
        *(t[name] for name in t.columns if name not in changed and not name.startswith(("from_", "to_"))),
        mark=ibis.literal(MARKS.index(mark), "int8"),
        enter=ibis.greatest(t.enter, t[f"from_{mark}"]).cast("int32"),
        leave=ibis.least(t.leave, t[f"to_{mark}"]).cast("int32"),
    )


def _one_at_a_time(t: Table, columns: Iterable[str]) -> Table:
    """A child is in a stock once: where their spans overlap, the later one begins when the earlier one ends."""
    before = ibis.window(
        group_by=["area", "child"], order_by=["enter", "leave", *columns], preceding=(None, 1)
    )
    t = t.mutate(taken=t.leave.max().over(before))
    return t.mutate(enter=ibis.greatest(t.enter, known_or(t.taken, -FOREVER))).filter(_.enter < _.leave)


def _by_age(t: Table) -> Table:
    """Cuts each span at the birthdays on which the age band changes."""
    unknown = len(BREAKDOWNS["age"]) - 1
    t = t.mutate(age_band=_each(range(unknown + 1))).filter((_.age_band == unknown) == _.birth.isnull())
    begins = ibis.cases(*((t.age_band == n + 1, years) for n, years in enumerate(BIRTHDAYS)))
    ends = ibis.cases(*((t.age_band == n, years) for n, years in enumerate(BIRTHDAYS)))
    t = t.mutate(
        enter=ibis.greatest(t.enter, known_or(_birthday(t.birth, begins), -FOREVER)),
        leave=ibis.least(t.leave, known_or(_birthday(t.birth, ends), FOREVER)),
    )
    return t.filter(_.enter < _.leave)


def _coded(t: Table) -> Table:
    """Codes instead of the words of the area and of all breakdowns but age, and who it is in one word."""
    t = t.join(AREAS, "area").join(WARDS, t.ward.fill_null("") == WARDS.ward)
    words = ("area", "ward", "ethnicity", "sex", "disability", "code", "ward_right", "code_right")
    return t.select(
        *(t[name] for name in t.columns if name not in words),
        who=t.area + "/" + t.child,
        area_code=AREAS.code,
        ethnicity_code=code(t.ethnicity, ETHNIC_GROUPS),
        sex_code=code(t.sex, SEXES),
        disability_code=ibis.cases((t.disability.isnull(), 2), (t.disability, 0), else_=1),
        ward_code=WARDS.code,
    )


def _narrow(t: Table, *columns: str) -> Table:
    """The form that facts are kept in: small integers, and none of the words behind them.

    `who` and `file` say what a row was made from; they are there only where facts are kept.
    """
    return t.select(
        area=t.area_code.cast("int16"),
        day=t.day.cast("int32"),
        month=t.month.cast("int16"),
        quarter=(t.month // 3).cast("int16"),
        ethnicity=t.ethnicity_code.cast("int8"),
        sex=t.sex_code.cast("int8"),
        age=t.age_band.cast("int8"),
        disability=t.disability_code.cast("int8"),
        ward=t.ward_code.cast("int32"),
        **{name: t[name] for name in columns},
        **{name: t[name] for name in ORIGIN if name in t.columns},
    )


ORIGIN = ("who", "file")  # the columns that say what a fact was made from


# --- small expressions


def day_of(on: Column) -> Column:
    return on.epoch_days().cast("int32")


def _month(on: Column) -> Column:
    return (on.year() * 12 + on.month() - 1).cast("int16")


def months_after(on: Column, months: int) -> Column:
    return on + ibis.interval(months=months)


def _age(born: Column, on: Column) -> Column:
    """The code of the age band, of days as numbers. Born on 29 February: the birthday in other years is 1 March."""
    lived = on - born  # 160000 and more: the sixteenth birthday has come
    bands = [(lived < years * 10_000, band) for band, years in enumerate(BIRTHDAYS)]
    return ibis.cases((born.isnull(), len(BIRTHDAYS) + 1), *bands, else_=len(BIRTHDAYS))


def _birthday(birth: Column, years: Column) -> Column:
    year = birth.year() + years
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    moved = (birth.month() == 2) & (birth.day() == 29) & ~leap
    month = ibis.ifelse(moved, 3, birth.month())
    day = ibis.ifelse(moved, 1, birth.day())
    return day_of(ibis.date(year.cast("int32"), month.cast("int32"), day.cast("int32")))


def code(value: Column, groups: Mapping[str, tuple[str, ...]]) -> Column:
    """The place of the value's group in `groups`; one more than the last where it is in none."""
    branches = [(value.isin(codes), place) for place, codes in enumerate(groups.values())]
    return ibis.cases(*branches, else_=len(groups)).cast("int8")


def flag(value: Column) -> Column:
    return value.cast("int8")


def known_or(value: Column, otherwise: int) -> Column:
    return value.fill_null(otherwise)


def _bound(value: Column | None, open_: int, never: int) -> Column:
    """One end of a mark: open where there is no column for it, never reached where the column says nothing."""
    return ibis.literal(open_, "int32") if value is None else value.fill_null(never)


def _each(values) -> Column:
    """One row for each value."""
    return ibis.array([ibis.literal(value, "int8") for value in values]).unnest()


def factors(value: Column) -> Column:
    """One bit for each of FACTORS that the assessment found; null where it recorded none."""
    padded = ibis.literal(" ") + value + ibis.literal(" ")
    found = [
        ibis.ifelse(padded.re_search(f" ({'|'.join(codes)}) "), 1 << place, 0)
        for place, codes in enumerate(FACTORS.values())
    ]
    return ibis.ifelse(value.notnull(), sum(found), ibis.null("int64")).cast("int32")


def _in_calendar(on: Column) -> Column:
    """The day, or NO_DAY where there is none in the calendar: no row is lost, and an inner join is the quick one."""
    return ibis.ifelse(on.between(FIRST_DAY, LAST_DAY), on, NO_DAY)


def with_working_days(t: Table, begun: str, ended: str) -> Table:
    """Adds `working_days`: the working days d with begun < d <= ended.

    Unknown while it has not ended, and where it is said to have ended before it began: such a conference is held, but
    the published bands of days (S49) leave it out.
    """
    first, last = CALENDAR.view(), CALENDAR.view()
    t = t.join(first, _in_calendar(t[begun]) == first.date).select(t, counted_begun=first.counted)
    t = t.join(last, _in_calendar(t[ended]) == last.date).select(t, counted_ended=last.counted)
    days = ibis.ifelse(t[ended] < t[begun], ibis.null("int32"), t.counted_ended - t.counted_begun)
    return t.mutate(working_days=days.cast("int16"))


def short(days: Column) -> Column:
    """Days as facts keep them: 31 December 2099 for "no end" makes more than their small numbers hold."""
    return days.clip(-LONGEST, LONGEST).cast("int16")


def due_after(t: Table, limit: Column) -> Table:
    """Adds `due`: the last day that is at most `limit` working days after the day of `counted_begun`."""
    t = t.mutate(counted_due=(t.counted_begun + limit).cast("int32"))
    return t.left_join(DEADLINES, t.counted_due == DEADLINES.counted).select(t, due=DEADLINES.last)
