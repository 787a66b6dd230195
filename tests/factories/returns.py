"""Returns as an agency's machine writes them, of fictional areas."""

from datetime import UTC, date, datetime

from lscp.scorecard import returns

SHA = "a" * 64
AREA = "E09000099"


def quarter(year, number):
    """First and last day of the financial quarter 1 to 4 of the year that begins on 1 April ``year``."""
    start = date(year + (number == 4), [4, 7, 10, 1][number - 1], 1)
    end = date(start.year, start.month + 2, 31 if number in (3, 4) else 30)
    return start, end


def row(indicator, period, numerator, denominator=None, unit=None, **breakdown):
    """One figure. ``period`` is (first day, last day); the unit is the catalogue's."""
    from lscp.scorecard.catalogue import indicator as entry

    return returns.Row(
        indicator=indicator,
        definition_version=1,
        period_start=period[0],
        period_end=period[1],
        area=breakdown.pop("area", AREA),
        breakdown=breakdown,
        numerator=numerator,
        denominator=denominator,
        unit=unit or str(entry(indicator).unit),
    )


def a_return(rows, agency=None, **given):
    """The bytes of a return with these rows; ``given`` replaces what its header says."""
    period = given.pop("period", None) or (
        min(one.period_start for one in rows),
        max(one.period_end for one in rows),
    )
    made = {
        "agency": agency,
        "partnership": "thornley",
        "area": AREA,
        "source": returns.Source("annex-a", [returns.SourceFile("annex-a.xlsx", SHA)]),
        "rows_read": 10,
        "rows_used": 8,
        "rows_duplicate": 1,
        "rows_rejected": 1,
        "lists": [returns.ListCount("referrals", 10, 8, 1, 1)],
        "produced_at": datetime.combine(period[1], datetime.min.time(), UTC).replace(hour=12),
        "tool_version": "0.3",
        "rulebook_version": "2026-11",
        "period": returns.Period(*period),
        "rows": rows,
        "not_supplied": [],
        "comments": [],
        "signed_off": None,
    } | given
    return returns.Return(**made).as_json().encode()
