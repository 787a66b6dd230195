"""Medians of several areas are not added: where a partnership covers several, its reader chooses one."""

from lscp.indicators.safe import safe
from lscp.partnerships.roles import May

SAYS = "Medians of several areas cannot be added to one of all. Choose an area to see its days."


def of(request, partnership):
    """(the area that the address asks for, or None; [(area, name)] to choose from, empty where there is one only)."""
    known = [(one["code"], one["name"]) for one in partnership.authorities]
    if len(known) < 2:
        return None, []
    return next((code for code, _ in known if code == request.GET.get("area")), None), known


def series(held, figures, entry, area, choice):
    """The points of one area, or of the whole, as this reader may see them.

    What is small in one area could be worked out from the whole and the others, so all are made safe together.
    """
    points = figures.series(entry.code, by=None, area=area)
    if held.may(May.SEE_SMALL_NUMBERS):
        return points
    together = {"": figures.series(entry.code, by=None)}
    together |= {code: figures.series(entry.code, by=None, area=code) for code, _ in choice}
    return safe(entry, together)[area or ""]
