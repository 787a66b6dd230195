"""The front door as a line of steps: how long each took, how many were in time, and who still waits."""

from django.shortcuts import render

from lscp.charts.steps import Step, Steps
from lscp.desk.downloads import Table, download
from lscp.desk.pages import page
from lscp.desk.scorecard import doors, pictures
from lscp.indicators import queries
from lscp.indicators.safe import safe_series
from lscp.partnerships.roles import May
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.codes import STEPS

# The steps in a child's order, by the code of their median; the catalogue has the other parts after a hyphen.
NUMBERS = dict(zip(STEPS, ["I92", "I93", "I94", "I95", "I96", "I97", "I98"], strict=True))
DAYS_IN_A_MONTH = 365.25 / 12
PARTS = ["", "-LOWER", "-UPPER", "-LIMIT", "-WAITING"]


@page(*doors.READS, methods=["GET", "HEAD"])
def front_door(request):
    """The steps in a child's order, for the last period that any of them was sent for."""
    found = _points(request.held)
    ends = sorted({end for theirs in found.values() for end in theirs}, reverse=True)
    chosen = next(
        (end for end in ends if end.isoformat() == request.GET.get("to")), ends[0] if ends else None
    )
    label = next((theirs[chosen].label for theirs in found.values() if chosen in theirs), "")
    chart = (
        Steps(f"How long each step took, {label}", [_step(name, found, chosen) for name in NUMBERS])
        if chosen
        else None
    )
    charts = {"steps": chart} if chart else {}
    tables = {}
    if chart:
        columns, rows = chart.table()
        tables["steps"] = Table("steps", f"Every step, {label}", columns, rows, list, paged=False)
    return (
        pictures.svg_file(request, charts)
        or (download(request, *tables.values()) if tables else None)
        or render(
            request,
            "desk/scorecard/front_door.html",
            {
                "charts": charts,
                "tables": tables,
                "label": label,
                "others": [
                    (end, next(theirs[end].label for theirs in found.values() if end in theirs))
                    for end in ends[:12]
                    if end != chosen
                ],
                "said": [step.said() for step in chart.steps] if chart else [],
                "codes": [(NUMBERS[name], catalogue().get(NUMBERS[name])) for name in NUMBERS],
                "svg_address": pictures.svg_address,
            },
        )
    )


def _points(held):
    """{code: {last day: point}} of every part of every step."""
    codes = [f"{number}{part}" for number in NUMBERS.values() for part in PARTS]
    known = catalogue()
    figures = queries.Figures(held.partnership, codes)
    sees_small = held.may(May.SEE_SMALL_NUMBERS)
    found = {}
    for code in codes:
        if code not in known:
            continue
        points = figures.series(code, by=None)
        points = points if sees_small else safe_series(known[code], points)
        found[code] = {
            point.end: point for point in points if point.numerator is not None or point.symbol == "c"
        }
    return found


def _step(name, found, end):
    number, law = NUMBERS[name], STEPS[name]

    def point(part=""):
        return found.get(number + part, {}).get(end)

    def value(part):
        return point(part).value if point(part) else None

    median, limit, waiting = point(), point("-LIMIT"), point("-WAITING")
    return Step(
        _name(number),
        value(""),
        value("-LOWER"),
        value("-UPPER"),
        law.limit if law.working or law.limit is None else law.limit * DAYS_IN_A_MONTH,
        "working days" if law.working else "days",
        limit.value if limit else None,
        done=f"{limit.numerator:,} of {limit.denominator:,}" if limit and limit.numerator is not None else "",
        waiting=_count(waiting, "denominator"),
        waiting_over=_count(waiting, "numerator"),
        symbol=median.symbol if median else ":",
        limit_words=f"{law.limit} months" if law.limit and not law.working else "",
    )


def _count(point, name):
    if point is None:
        return ""
    value = getattr(point, name)
    return point.symbol if value is None else f"{value:,}"


def _name(code):
    known = catalogue().get(code)
    return known.name.removesuffix(": median") if known else code
