"""A funnel: places of different size beside each other, with the spread that size alone would give."""

from dataclasses import dataclass

from lscp.charts import drawing as draw
from lscp.charts.chart import Chart, nothing_to_show
from lscp.charts.drawing import finite
from lscp.charts.scales import PLAIN, Unit, linear, tick_words

INSIDE, ABOVE, BELOW = "", "above", "below"
SAID = {
    INSIDE: "within what its size explains",
    ABOVE: "higher than its size explains",
    BELOW: "lower than its size explains",
}


@dataclass(frozen=True)
class Place:
    """One authority or service: how many are behind its figure (``size``), and the figure. ``ours`` is printed."""

    name: str
    size: float | None
    value: float | None
    ours: bool = False
    place: str = INSIDE
    symbol: str = ""

    def __post_init__(self):
        for name in ("size", "value"):
            object.__setattr__(self, name, finite(getattr(self, name)))

    @property
    def drawn(self):
        return self.size is not None and self.value is not None


@dataclass(frozen=True)
class Funnel(Chart):
    """``limits``: rows of (size, outer lower, inner lower, inner upper, outer upper), smallest size first."""

    title: str
    places: tuple
    average: float | None
    limits: tuple = ()
    unit: Unit = PLAIN
    size_words: str = "Children counted"

    def __post_init__(self):
        object.__setattr__(self, "places", tuple(self.places))
        rows = [tuple(finite(value) for value in row) for row in self.limits]
        object.__setattr__(self, "limits", tuple(row for row in rows if None not in row))
        object.__setattr__(self, "average", finite(self.average))

    def description(self):
        drawn, show = [p for p in self.places if p.drawn], self.unit.show
        if not drawn:
            return "There is no figure to compare yet."
        parts = [f"{len(drawn)} places."]
        if self.average is not None:
            parts.append(f"The average of all is {show(self.average)}.")
        for ours in (p for p in drawn if p.ours):
            parts.append(f"{ours.name}: {show(ours.value)}, {SAID[ours.place]}.")
        others = [p for p in drawn if p.place and not p.ours]
        if others:
            above = sum(p.place == ABOVE for p in others)
            parts.append(
                f"Of the others {above} are higher and {len(others) - above} lower than their size explains."
            )
        return " ".join(parts)

    def table(self):
        columns = [
            "Place",
            {"text": self.size_words, "numeric": True},
            {"text": self.unit.words or "Value", "numeric": True},
            "Against the spread",
        ]
        rows = [
            [
                place.name,
                "" if place.size is None else f"{place.size:,.0f}",
                place.symbol or ":" if place.value is None else self.unit.show(place.value),
                SAID[place.place].capitalize() if place.drawn else "",
            ]
            for place in sorted(self.places, key=lambda p: (not p.ours, p.name))
        ]
        return columns, rows

    def draw(self, width, key):
        drawn = [p for p in self.places if p.drawn]
        if not drawn:
            return nothing_to_show(width)
        top, bottom = 28.0, 268.0
        sizes = [p.size for p in drawn] + [row[0] for row in self.limits]
        values = [p.value for p in drawn] + ([self.average] if self.average is not None else [])
        most = max(values)
        values += [v for row in self.limits for v in row[1:] if v <= most * 1.5]
        y = linear(values, bottom, top, unit=self.unit)
        ticks = tick_words(y, self.unit)
        left = max(draw.width_of(words, draw.SMALL) for words in ticks) + 10
        right = width - 12.0
        x = linear(sizes, left, right, zero=True, about=max(2, int(width // 140)))
        parts = [draw.text(0, 12, self.unit.words, size=draw.SMALL)] if self.unit.words else []
        for value, words in zip(y.ticks, ticks, strict=True):
            parts.append(draw.line(left, y(value), right, y(value), stroke=draw.RULE))
            parts.append(draw.text(left - 6, y(value) + 4, words, size=draw.SMALL, anchor="end"))
        parts += [draw.line(x(v), bottom, x(v), bottom + 4, stroke=draw.INK) for v in x.ticks]
        parts.append(draw.axis_words([(x(v), f"{v:,.0f}") for v in x.ticks], bottom + 18, width))
        parts.append(draw.line(left, bottom, right, bottom, stroke=draw.INK))
        parts.append(draw.text(left, bottom + 38, self.size_words, size=draw.SMALL))
        parts += self._spread(x, y)
        parts += [self._place(place, x, y) for place in sorted(drawn, key=lambda p: (p.ours, bool(p.place)))]
        parts += self._names([p for p in drawn if p.ours], x, y, width)
        key, y = draw.legend(self._key(), bottom + 62, width)
        return y + 10, "".join([*parts, key])

    def _spread(self, x, y):
        for column, dash in ((1, "2 4"), (2, "7 4"), (3, "7 4"), (4, "2 4")):
            points = [(x(row[0]), y(row[column])) for row in self.limits]
            if len(points) > 1:
                yield draw.polyline(points, width=1.5, dash=dash)
        if self.average is not None:
            yield draw.line(x.start, y(self.average), x.end, y(self.average), stroke=draw.INK, width=1.5)

    def _place(self, place, x, y):
        colour = draw.BLUE if place.ours else draw.PURPLE if place.place else draw.GREY
        at = {"cx": float(x(place.size)), "cy": float(y(place.value))}
        if place.ours:
            return draw.tag("circle", r=8.0, fill=draw.WHITE, stroke=colour, stroke_width=3, **at) + draw.tag(
                "circle", r=3.5, fill=colour, **at
            )
        if place.place:
            return draw.mark(at["cx"], at["cy"], draw.CHANGE, size=3.5)
        return draw.tag("circle", r=3.5, fill=draw.WHITE, stroke=colour, stroke_width=1.5, **at)

    def _names(self, ours, x, y, width):
        for place in ours:
            shown = self.unit.show(place.value)
            words = f"{draw.fitted(place.name, width - draw.width_of(shown) - 40)} {shown}"
            half = draw.width_of(words) / 2
            at = min(max(x(place.size), half), width - half)
            above = y(place.value) - 16 if y(place.value) > 60 else y(place.value) + 26
            yield draw.halo(at, above, words, anchor="middle", bold=True)

    def _key(self):
        def dash(pattern):
            return lambda x, y: draw.line(x - 8, y, x + 10, y, width=1.5, dash=pattern, stroke=draw.INK)

        if self.average is not None:
            yield dash(None), "Average of all"
        if self.limits:
            yield dash("7 4"), "19 of 20 places of this size would be inside"
            yield dash("2 4"), "998 of 1,000 would be inside"
            yield (lambda x, y: draw.mark(x, y, draw.CHANGE, size=3.5)), "Further out than its size explains"
