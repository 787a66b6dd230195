"""Every chart, with the values that break drawings: the picture is whole, and nothing leaves its frame."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lscp.charts import drawing, icons
from lscp.charts.chart import NARROW, WIDE
from lscp.charts.control import ControlChart, Flag, Point, SmallChart
from lscp.charts.disparity import Ratio, Ratios
from lscp.charts.drawing import MEANINGS, width_of
from lscp.charts.funnel import ABOVE, BELOW, INSIDE, Funnel, Place
from lscp.charts.scales import COUNT, Unit, linear, ratios
from lscp.charts.steps import Step, Steps
from lscp.charts.ward_map import Place as Resource
from lscp.charts.ward_map import Ward, WardMap

SVG = "{http://www.w3.org/2000/svg}"

number = st.one_of(
    st.none(),
    st.just(0.0),
    st.just(math.nan),
    st.just(math.inf),
    st.floats(-1e15, 1e15),
    st.floats(0, 100),
    st.integers(0, 3),
)
words = st.one_of(
    st.sampled_from(["Q1 2024/25", "", "<&\"'>", "a\x00b\x0b", "é" * 40, "long word " * 12]),
    st.text(max_size=30),
)
symbol = st.sampled_from(["", "c", ":", "z"])
unit = st.sampled_from([COUNT, Unit("%", suffix="%", most=100.0), Unit("per 10,000 children")])

points = st.lists(
    st.builds(
        Point,
        label=words,
        value=number,
        centre=number,
        lower=number,
        upper=number,
        signal=st.sampled_from(list(MEANINGS)),
        symbol=symbol,
        rebased=st.sampled_from(["", "the front door moved"]),
    ),
    max_size=50,
)
flags = st.lists(st.builds(Flag, at=st.integers(-2, 60), text=words), max_size=6)


def rings(size):
    return [
        [[x, y], [x + size, y], [x + size, y + size], [x, y]]
        for x, y in [(0.0, 51.0), (0.1, 51.1), (0.1, 51.1)]
    ]


charts = st.one_of(
    st.builds(ControlChart, title=words, points=points, unit=unit, target=number, flags=flags),
    st.builds(SmallChart, title=words, points=points, unit=unit),
    st.builds(
        Funnel,
        title=words,
        places=st.lists(
            st.builds(Place, name=words, size=number, value=number, ours=st.booleans(),
                      place=st.sampled_from([INSIDE, ABOVE, BELOW]), symbol=symbol),
            max_size=12,
        ),
        average=number,
        limits=st.lists(st.tuples(number, number, number, number, number), max_size=6),
        unit=unit,
    ),
    st.builds(
        Ratios,
        title=words,
        rows=st.lists(
            st.builds(Ratio, name=words, ratio=number, low=number, high=number, symbol=symbol,
                      before=st.one_of(st.none(), st.tuples(number, number, number))),
            max_size=8,
        ),
        against=words,
        then=words,
    ),
    st.builds(
        Steps,
        title=words,
        steps=st.lists(
            st.builds(Step, name=words, median=number, lower=number, upper=number,
                      limit=st.one_of(st.none(), st.integers(0, 60)), inside=st.one_of(st.none(), st.floats(0, 100)),
                      waiting=st.sampled_from(["", "4", "c"]), waiting_over=st.sampled_from(["", "1", "c"])),
            max_size=6,
        ),
    ),
    st.builds(
        WardMap,
        title=words,
        wards=st.lists(
            st.builds(
                Ward, code=words, name=words, value=number, symbol=symbol,
                geometry=st.sampled_from([
                    {"type": "Polygon", "coordinates": [rings(0.05)[0]]},
                    {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings(0.02)]},
                    {"type": "Polygon", "coordinates": [[[0, 51], [0, 51], [0, 51]]]},
                    {"type": "Polygon", "coordinates": []},
                ]),
            ),
            max_size=6,
        ),
        places=st.lists(st.builds(Resource, name=words, kind=words, longitude=st.floats(0, 0.1),
                                  latitude=st.floats(51, 51.1)), max_size=3),
    ),
)  # fmt: skip


def read(svg):
    return etree.fromstring(svg.encode())


def coordinates(picture):
    """Every x and y at which the picture puts something (patterns and moved groups aside)."""
    for element in picture.iter():
        if element.getparent() is not None and element.getparent().tag in (SVG + "pattern", SVG + "defs"):
            continue
        for name in ("x", "x1", "x2", "cx"):
            if name in element.attrib:
                yield "x", float(element.get(name)), element
        for name in ("y", "y1", "y2", "cy"):
            if name in element.attrib:
                yield "y", float(element.get(name)), element
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", element.get("points", "")):
            yield "x", float(x), element
            yield "y", float(y), element
        if element.tag == SVG + "path":
            for x, y in re.findall(r"[ML]\s?(-?[\d.]+) (-?[\d.]+)", element.get("d")):
                yield "x", float(x), element
                yield "y", float(y), element


@settings(max_examples=250, deadline=None)
@given(chart=charts, width=st.sampled_from([WIDE, NARROW]))
def test_whatever_the_values_the_picture_is_whole_and_inside_its_frame(chart, width):
    svg = chart.svg(width, key="k")
    picture = read(svg)
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r">[^<]*<", "><", svg))
    _, _, across, down = (float(v) for v in picture.get("viewBox").split())
    # Half a mark may stand over the edge; the last line of words needs its descenders below.
    wrong = [
        (axis, at, etree.tostring(element)[:200])
        for axis, at, element in coordinates(picture)
        if not -12 <= at <= (across if axis == "x" else down) + 12
    ]
    assert not wrong


@settings(max_examples=150, deadline=None)
@given(chart=charts, width=st.sampled_from([WIDE, NARROW]))
def test_every_chart_has_its_words_its_table_and_no_style_of_its_own(chart, width):
    picture = read(chart.svg(width, key="k"))
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "k-title k-desc"
    assert [e.get("id") for e in picture[:2]] == ["k-title", "k-desc"]
    assert picture[1].text and len(picture[1].text) > 5
    for element in picture.iter(etree.Element):
        assert "style" not in element.attrib and "class" not in element.attrib
        assert element.tag != SVG + "script"
        assert float(element.get("font-size", 12)) >= 12
    columns, rows = chart.table()
    assert all(len(row) == len(columns) for row in rows)


@settings(max_examples=60, deadline=None)
@given(chart=charts)
def test_a_file_stands_alone(chart):
    svg = chart.file()
    picture = etree.fromstring(svg.encode())
    assert svg.startswith("<?xml")
    assert picture.find(SVG + "rect").get("fill") == "#ffffff"


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear_ = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear_[0] + 0.7152 * linear_[1] + 0.0722 * linear_[2]


@pytest.mark.parametrize("name", ["INK", "GREY", "BLUE", "ORANGE", "PURPLE", "GREEN"])
@pytest.mark.parametrize("ground", ["WHITE", "BAND"])
def test_what_is_drawn_stands_out_from_its_ground(name, ground):
    light, dark = luminance(getattr(drawing, ground)), luminance(getattr(drawing, name))
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # also used for words


def test_each_meaning_has_a_shape_of_its_own():
    shapes = {
        meaning: re.sub(r'(fill|stroke)="[^"]*"', "", drawing.mark(10, 10, meaning)) for meaning in MEANINGS
    }
    assert len(set(shapes.values())) == len(MEANINGS)


def test_signs_carry_their_words():
    for key, said in icons.VARIATION.items():
        assert read(icons.variation(*key)).findtext(SVG + "title") == said
    for key, said in icons.ASSURANCE.items():
        assert read(icons.assurance(key)).findtext(SVG + "title") == said


@given(values=st.lists(st.floats(-1e12, 1e12), max_size=20), zero=st.booleans())
def test_a_scale_holds_its_values_between_ticks_that_rise(values, zero):
    scale = linear(values, 0.0, 100.0, zero=zero)
    assert scale.low < scale.high
    assert list(scale.ticks) == sorted(set(scale.ticks)) and 2 <= len(scale.ticks) <= 12
    for value in values:
        slack = (scale.high - scale.low) * 1e-6
        assert scale.low - slack <= value <= scale.high + slack


@given(value=st.floats(1e-6, 1e6))
def test_twice_and_half_are_equally_far_from_the_same(value):
    scale = ratios([0.1, 10], 0.0, 100.0)
    assert scale(2) - scale(1) == pytest.approx(scale(1) - scale(0.5))
    assert 0 <= ratios([value], 0.0, 100.0)(value) <= 100


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_names_at_the_end_of_lines_do_not_touch(places):
    moved = sorted(drawing.apart(places, 15, 0, 200))
    assert all(b - a >= 15 - 1e-9 for a, b in pairwise(moved))
    assert moved[0] >= 0 and moved[-1] <= 200


@given(st.text(max_size=80), st.integers(20, 300))
def test_lines_fit_their_width_and_keep_every_letter(written, width):
    lines = drawing.wrapped(written, width)
    assert "".join("".join(lines).split()) == "".join(drawing.plain(written).split())
    assert all(width_of(one) <= width for one in lines)
