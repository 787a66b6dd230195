"""Where it is: wards shaded and hatched by their figure, with the places that can help drawn on them.

Shapes come as GeoJSON (longitude and latitude). Each class of figures has its own tint and its own hatching, and
every ward its number, which leads to the list beside the map: nothing depends on colour.
"""

import math
from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite
from lscp.charts.scales import PLAIN, Unit

TINTS = ["#ffffff", "#dbe9f4", "#a9cbe6", "#6aa3d3", "#2f6ea8"]
HIDDEN = "#f3f2f1"


@dataclass(frozen=True)
class Ward:
    """``geometry``: a GeoJSON Polygon or MultiPolygon; a ward without a figure says why in ``symbol``.
    ``services``: (kind, name) of what is there to help."""

    code: str
    name: str
    geometry: dict
    value: float | None = None
    symbol: str = ""
    behind: str = ""
    services: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "value", finite(self.value))

    @property
    def outlines(self):
        shape = self.geometry.get("coordinates") or []
        polygons = [shape] if self.geometry.get("type") == "Polygon" else shape
        return [ring for polygon in polygons for ring in polygon if len(ring) > 2]


@dataclass(frozen=True)
class Place:
    """Where a service stands: a children's centre, a hub. ``kind`` groups them in the key."""

    name: str
    kind: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class WardMap(Chart):
    title: str
    wards: tuple
    unit: Unit = PLAIN
    places: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "wards", tuple(sorted(self.wards, key=lambda ward: ward.name)))
        object.__setattr__(self, "places", tuple(self.places))

    def description(self):
        known = sorted((w for w in self.wards if w.value is not None), key=lambda w: -w.value)
        if not known:
            return "There is no figure by ward yet."
        show = self.unit.show
        parts = [
            f"{len(self.wards)} wards. Highest: {known[0].name}, {show(known[0].value)} {self.unit.words}.".replace(
                " .", "."
            )
        ]
        if len(known) > 1:
            parts.append(f"Lowest: {known[-1].name}, {show(known[-1].value)}.")
        hidden = sum(w.value is None and w.symbol == "c" for w in self.wards)
        if hidden:
            parts.append(f"{hidden} hidden, to protect children.")
        services = [kind for ward in self.wards for kind, _ in ward.services]
        parts += [f"{services.count(kind)} × {kind}." for kind in dict.fromkeys(services)]
        return " ".join(parts)

    def table(self):
        columns = ["Ward", "Number on the map", {"text": self.unit.words or "Value", "numeric": True}]
        counts = any(ward.behind for ward in self.wards)
        kinds = list(dict.fromkeys(kind for ward in self.wards for kind, _ in ward.services))
        columns += ["Counts"] * counts + kinds
        rows = []
        for n, ward in enumerate(self.wards, 1):
            row = [ward.name, n, ward.symbol or ":" if ward.value is None else self.unit.show(ward.value)]
            row += [ward.behind] * counts
            row += ["; ".join(name for of, name in ward.services if of == kind) for kind in kinds]
            rows.append(row)
        return columns, rows

    @property
    def _kinds(self):
        return list(dict.fromkeys(place.kind for place in self.places))

    def draw(self, width, key):
        corners = [point[:2] for ward in self.wards for ring in ward.outlines for point in ring]
        corners = [(x, y) for x, y in corners if finite(x) is not None and finite(y) is not None]
        if not corners:
            return nothing_to_show(width)
        narrow = width < 480
        side = width if narrow else min(width * 0.62, 460.0)
        project, height = _projection(corners, side)
        edges = _edges([w.value for w in self.wards if w.value is not None])
        parts = [_patterns(key)]
        for ward in self.wards:
            parts.append(self._shape(ward, project, edges, key))
        for n, ward in enumerate(self.wards, 1):
            if not ward.outlines:
                continue  # it stands in the list beside the map
            x, y = project(*_middle(ward.outlines))
            parts.append(draw.halo(x, y + 4, n if ward.value is not None else f"{n} {ward.symbol or ':'}",
                                   anchor="middle", size=draw.SMALL, bold=True))  # fmt: skip
        for place in self.places:
            x, y = project(place.longitude, place.latitude)
            if not (0 <= x <= side and 0 <= y <= height):
                continue  # elsewhere
            parts.append(_sign(self._kinds.index(place.kind), x, y))
        if narrow:
            key_, low = draw.legend(self._key(edges, key), height + 30, width)
            list_, low = self._list(0, low + 28, width)
        else:
            list_, low = self._list(side + 24, 14, width - side - 24)
            key_, low = draw.legend(self._key(edges, key), max(low, height) + 30, width)
        return low + 12, "".join([*parts, key_, list_])

    def _shape(self, ward, project, edges, key):
        d = " ".join(
            "M" + " L".join(" ".join(draw.number(v) for v in project(*point[:2])) for point in ring) + "Z"
            for ring in ward.outlines
        )
        fill = HIDDEN if ward.value is None else f"url(#{key}-{_class(ward.value, edges)})"
        return draw.path(
            d, fill=fill, stroke=draw.GREY, width=1, fill_rule="evenodd", stroke_linejoin="round"
        )

    def _list(self, x, y, width):
        parts = []
        for n, ward in enumerate(self.wards, 1):
            shown = ward.symbol or ":" if ward.value is None else self.unit.show(ward.value)
            room = width - draw.width_of(shown) - 34
            parts.append(draw.text(x + 18, y, n, size=draw.SMALL, anchor="end", bold=True))
            parts.append(draw.text(x + 24, y, draw.fitted(ward.name, room, draw.SMALL), size=draw.SMALL))
            parts.append(draw.text(x + width, y, shown, size=draw.SMALL, anchor="end"))
            y += draw.LINE
        return "".join(parts), y - draw.LINE

    def _key(self, edges, key):
        show, bounds = self.unit.show, edges
        for n in range(len(bounds) - 1):
            fill = f"url(#{key}-{n})"
            yield (
                (
                    lambda x, y, f=fill: draw.rect(
                        x - 8, y - 8, 18, 14, fill=f, stroke=draw.GREY, stroke_width=1
                    )
                ),
                f"{show(bounds[n])} to {show(bounds[n + 1])}",
            )
        for symbol, words in (("c", "Hidden, to protect children"), (":", "Not supplied")):
            if any(w.value is None and (w.symbol or ":") == symbol for w in self.wards):
                yield (lambda x, y, s=symbol: draw.text(x, y + 4, s, bold=True, anchor="middle")), words
        for n, kind in enumerate(self._kinds):
            yield (lambda x, y, n=n: _sign(n, x, y)), kind


def _projection(corners, side):
    """Longitude and latitude to pixels, true to shape at this latitude; returns (function, height)."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    squeeze = max(0.05, math.cos(math.radians(max(-89.0, min(89.0, (south + north) / 2)))))
    across, up = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((side - 8) / across, 520.0 / up)
    left = (side - across * scale) / 2

    def project(x, y):
        return left + (x - west) * squeeze * scale, 6 + (north - y) * scale

    return project, up * scale + 12


def _edges(values):
    """The bounds of up to five classes with about as many wards in each."""
    if not values:
        return []
    ordered = sorted(set(values))
    if len(ordered) == 1:
        return [ordered[0], ordered[0]]
    classes = min(len(TINTS), len(ordered))
    cuts = [ordered[round(n * (len(ordered) - 1) / classes)] for n in range(classes + 1)]
    return sorted(set(cuts))


def _class(value, edges):
    return min(sum(value >= edge for edge in edges[1:-1]), len(edges) - 2)


def _patterns(key):
    """One hatching a class: none, dots, lines, closer lines, crossed lines."""
    lines = [
        "",
        draw.tag("circle", cx=4, cy=4, r=1.0, fill=draw.GREY),
        draw.path("M0 8L8 0", stroke=draw.GREY, width=1),
        draw.path("M0 8L8 0M0 4L4 0M4 8L8 4", stroke="#20476b", width=1),
        draw.path("M0 8L8 0M0 0L8 8", stroke="#0c2b47", width=1.2),
    ]
    return draw.tag(
        "defs",
        *(
            draw.tag("pattern", draw.rect(0, 0, 8, 8, fill=tint), marks, id=f"{key}-{n}", width=8, height=8,
                     patternUnits="userSpaceOnUse")
            for n, (tint, marks) in enumerate(zip(TINTS, lines, strict=True))
        ),
    )  # fmt: skip


def _sign(n, x, y):
    """A resource's sign: a letter in a black square, round or diamond by turns."""
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n % 26]
    return draw.rect(
        x - 8, y - 8, 16, 16, fill=draw.INK, stroke=draw.WHITE, stroke_width=1.5, rx=8 * (n % 2)
    ) + draw.text(x, y + 4.5, letter, size=draw.SMALL, anchor="middle", bold=True, fill=draw.WHITE)


def _middle(outlines):
    """The centre of the largest outline, by area."""
    best, largest = (0.0, 0.0), -1.0
    for ring in outlines:
        area = x = y = 0.0
        for (ax, ay, *_), (bx, by, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = ax * by - bx * ay
            area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
        if abs(area) > largest:
            largest = abs(area)
            best = (x / (3 * area), y / (3 * area)) if abs(area) > 1e-12 else tuple(ring[0][:2])
    return best
