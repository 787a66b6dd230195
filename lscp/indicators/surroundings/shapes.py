"""Outlines of wards, from a GeoJSON FeatureCollection. Pure.

The name is the property ``name`` or, as the national files have it, ``WD24NM`` (any year), the code ``code`` or
``WD24CD``; children are ``children`` or ``population_0_17`` with the year in ``year``. An outline is thinned until
nobody could see the difference on a page: the map needs the shape of a ward, not its hedges.
"""

import json
import re
from dataclasses import dataclass

# Degrees; about 20 metres. A ward is one to ten kilometres across.
TOLERANCE = 0.0002
DECIMALS = 5
_NAME = re.compile(r"(?i)name|ward|ward_name|wd\d{2}nm")
_CODE = re.compile(r"(?i)code|ward_code|wd\d{2}cd")
_CHILDREN = ("children", "population_0_17")


@dataclass(frozen=True)
class Ward:
    """``shape`` is a GeoJSON geometry with thinned rings; ``children`` and their ``year`` may be None."""

    name: str
    code: str
    shape: dict
    children: int | None
    year: int | None


def read(content):
    """``(wards, faults)`` of a file's bytes: with a fault, the wards are not to be used."""
    try:
        collection = json.loads(content)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return [], ["This is not GeoJSON: it cannot be read as JSON. Export the wards as GeoJSON."]
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        return [], [
            "This is not a GeoJSON FeatureCollection. Export the wards as one, with a feature for each ward."
        ]
    if not features:
        return [], ["It holds no ward. Check what was chosen before it was exported."]
    wards, faults, seen = [], [], set()
    for number, feature in enumerate(features, 1):
        try:
            ward = _ward(feature)
        except _Wrong as wrong:
            faults.append(f"Feature {number}: {wrong}")
            continue
        if ward.name in seen:
            faults.append(
                f"Feature {number}: {ward.name} stands there twice. Make it one ward with several parts."
            )
        seen.add(ward.name)
        wards.append(ward)
    return wards, faults


class _Wrong(Exception):
    pass


def _ward(feature):
    if not isinstance(feature, dict):
        raise _Wrong("it is not a feature.")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    name = str(_first(properties, _NAME) or "").strip()
    if not 0 < len(name) <= 120:
        raise _Wrong("it has no name. Give each ward the property name.")
    children = next((properties[key] for key in _CHILDREN if properties.get(key) is not None), None)
    year = properties.get("year")
    if children is not None and (not _count(children) or not _count(year)):
        raise _Wrong(f"{name}: children is a whole number, and year says of which mid-year.")
    code = str(_first(properties, _CODE) or "").strip()[:9]
    return Ward(
        name, code, _outline(name, feature.get("geometry")), children, year if children is not None else None
    )


def _first(properties, pattern):
    return next((value for key, value in properties.items() if pattern.fullmatch(key) and value), None)


def _count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**7


def _outline(name, geometry):
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(f"{name}: its outline must be a Polygon or a MultiPolygon.")
    given = geometry.get("coordinates")
    try:
        polygons = [given] if kind == "Polygon" else list(given)
        thinned = [[_ring(name, ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError):
        raise _Wrong(f"{name}: its coordinates cannot be read as rings of pairs of numbers.") from None
    if not thinned or not all(thinned):
        raise _Wrong(f"{name}: its outline is empty.")
    return {"type": kind, "coordinates": thinned[0] if kind == "Polygon" else thinned}


def _ring(name, ring):
    points = [(float(point[0]), float(point[1])) for point in ring]
    if len(points) < 4 or points[0] != points[-1]:
        raise _Wrong(f"{name}: a ring must have at least four points and end where it began.")
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        raise _Wrong(
            f"{name}: these are not longitudes and latitudes (perhaps British National Grid, in metres). "
            "Export the file again in WGS 84."
        )
    thin = simplified(points, TOLERANCE)
    if len(thin) < 4:  # a sliver: keep it as it is
        thin = points
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in thin]


def simplified(points, tolerance):
    """A line without the points that lie closer than ``tolerance`` to it (Douglas and Peucker 1973)."""
    keep, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far, at = max(
            (_distance(points[between], points[first], points[last]), between)
            for between in range(first + 1, last)
        )
        if far > tolerance:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[place] for place in sorted(keep)]


def _distance(point, start, end):
    """From a point to a stretch of line; to its start where the stretch is closed upon itself."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0
    return ((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5
