"""The front door as a line of steps: how long each took, how many were in time, and who still waits."""

from django.shortcuts import render

from lscp.charts.steps import Step, Steps, days_said
from lscp.desk.downloads import Table, download
from lscp.desk.pages import page
from lscp.desk.scorecard import areas, doors, groups, pictures
from lscp.indicators import queries
from lscp.indicators.figures import length
from lscp.partnerships.roles import May
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.codes import STEPS

# The steps in a child's order, by the code of their median; the catalogue has the other parts after a hyphen.
NUMBERS = dict(zip(STEPS, ["I92", "I93", "I94", "I95", "I96", "I97", "I98"], strict=True))
DAYS_IN_A_MONTH = 365.25 / 12
PARTS = ["", "-LOWER", "-UPPER", "-LIMIT", "-WAITING"]
CODES = [f"{number}{part}" for number in NUMBERS.values() for part in PARTS]


# What a step can be broken down by. Never by team: a team is a handful of people, who would be ranked.
BY = {
    "ethnicity": "Ethnicity",
    "sex": "Sex",
    "age": "Age",
    "disability": "Disability",
    "ward": "Ward",
}


@page(*doors.READS, methods=["GET", "HEAD"])
def front_door(request):
    """The steps in a child's order, for the last period that any of them was sent for."""
    group = request.GET.get("group") if request.GET.get("group") in BY else None
    figures = queries.Figures(request.held.partnership, CODES, ["", group] if group else [""])
    area, choice = areas.of(request, request.held.partnership)
    wholes = _wholes(request.held, figures, area, choice)
    found = {code: _by_end(points) for code, points in wholes.items()}
    ends = sorted({end for theirs in found.values() for end in theirs}, reverse=True)
    chosen = next(
        (end for end in ends if end.isoformat() == request.GET.get("to")), ends[0] if ends else None
    )
    label = next((theirs[chosen].label for theirs in found.values() if chosen in theirs), "")
    named = f" in {dict(choice)[area]}" if area else ""
    several = bool(choice) and not area
    steps = {name: _step(name, found, chosen, several=several) for name in NUMBERS} if chosen else {}
    chart = Steps(f"How long each step took{named}, {label}", steps.values()) if chosen else None
    charts = {"steps": chart} if chart else {}
    tables = {}
    if chart:
        columns, rows = chart.table()
        tables["steps"] = Table("steps", f"Every step, {label}", columns, rows, list, paged=False)
    by_group = (
        _tables_of_groups(request.held, figures, wholes, group, chosen, label, area, several) if group else []
    )
    return (
        pictures.svg_file(request, charts)
        or (download(request, *tables.values(), *by_group) if tables else None)
        or render(
            request,
            "desk/scorecard/front_door.html",
            {
                "charts": charts,
                "tables": tables,
                "by_group": by_group,
                "group": group,
                "groups": BY,
                "label": label,
                "chosen": chosen,
                "others": [
                    (end, next(theirs[end].label for theirs in found.values() if end in theirs))
                    for end in ends[:12]
                    if end != chosen
                ],
                "codes": [(NUMBERS[name], catalogue().get(NUMBERS[name])) for name in NUMBERS],
                "sees_small": request.held.may(May.SEE_SMALL_NUMBERS),
                "area": area,
                "areas": choice,
                "because": areas.SAYS if several else "",
                "too_soon": [_told_last(name, step, found) for name, step in steps.items() if step.too_soon],
                "svg_address": pictures.svg_address(request),
            },
        )
    )


def _wholes(held, figures, area, choice):
    """{code: points} of every part of every step, as this reader may see them."""
    known = catalogue()
    return {code: areas.series(held, figures, known[code], area, choice) for code in CODES if code in known}


def _by_end(points):
    """{last day: point} of those with a figure, or a hidden one."""
    return {point.end: point for point in points if point.numerator is not None or point.symbol == "c"}


# --- by group


def _tables_of_groups(held, figures, wholes, dimension, end, label, area, several):
    """One table for each step that was sent by this breakdown."""
    found = []
    for name, number in NUMBERS.items():
        steps = _by_name(held, figures, wholes, dimension, name, end, area, several)
        if steps:
            caption = f"{_name(number)}, by {BY[dimension].lower()}, {label}"
            found.append(
                Table(
                    f"{number}-by-{dimension}",
                    caption,
                    _columns(steps[0][1].unit),
                    steps,
                    _row_of_group,
                    paged=False,
                )
            )
    return found


def _columns(unit):
    words = (f"Half within, {unit}", f"Three quarters within, {unit}", "Inside the limit", "Done in time",
             "Still waiting", "Waiting over the limit")  # fmt: skip
    return ["Group", *({"text": text, "numeric": True} for text in words)]


def _by_name(held, figures, wholes, dimension, name, end, area, several):
    """[(group, Step)] of one step, all children first; empty where nobody sent it by group."""
    parts = {}  # {group: {code: {last day: point}}}
    for code in (NUMBERS[name] + part for part in PARTS if NUMBERS[name] + part in wholes):
        whole = wholes[code]
        by = length(whole[-1].start, whole[-1].end) if whole else "quarter"
        theirs = groups.of(
            held, figures, catalogue()[code], dimension, by=by, whole=whole, end=end, area=area
        )
        for group, points in theirs.items():
            parts.setdefault(group, {})[code] = _by_end(points)
    if not any(end in points for group in parts if group for points in parts[group].values()):
        return []
    order = sorted(parts, key=lambda group: (group != "", group == "Not known"))
    return [(group or "All children", _step(name, parts[group], end, several=several)) for group in order]


def _row_of_group(each):
    group, step = each
    days = [days_said(v) if v is not None else step.missing() for v in (step.median, step.upper)]
    if step.limit is None:
        return [group, *days, "none in law", "", step.waiting, ""]
    return [group, *days, step.inside_said(), step.done, step.waiting, step.waiting_over]


# --- one step


def _step(name, found, end, *, several):
    """``several``: of several areas together there are no medians, however many children have finished."""
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
        done=_done(limit),
        waiting=_count(waiting, "denominator"),
        waiting_over=_count(waiting, "numerator"),
        symbol=median.symbol if median else ":",
        inside_symbol=limit.symbol if limit else ":",
        limit_words=f"{law.limit} months" if law.limit and not law.working else "",
        too_soon=median is None and waiting is not None and not several,
    )


def _told_last(name, step, found):
    """The name of a step, and the last period, (end, words), of which its median is known."""
    known = {
        end: point.label for end, point in found.get(NUMBERS[name], {}).items() if point.value is not None
    }
    return step.name, max(known.items(), default=None)


def _done(limit):
    if limit is None:
        return ""
    return limit.symbol if limit.numerator is None else f"{limit.numerator:,} of {limit.denominator:,}"


def _count(point, name):
    if point is None:
        return ""
    value = getattr(point, name)
    return point.symbol if value is None else f"{value:,}"


def _name(code):
    known = catalogue().get(code)
    return known.name.removesuffix(": median") if known else code
