"""Signs for a list: is it changing, and will it meet its target? Each has its words; none stands alone.

The questions are those of the NHS's "Making Data Count"; the drawings are our own.
"""

from lscp.charts import drawing as draw
from lscp.charts.drawing import BETTER, CHANGE, ORDINARY, WORSE

VARIATION = {
    (BETTER, "up"): "Better: higher than chance explains",
    (BETTER, "down"): "Better: lower than chance explains",
    (WORSE, "up"): "Worse: higher than chance explains",
    (WORSE, "down"): "Worse: lower than chance explains",
    (CHANGE, "up"): "Changed: higher than chance explains",
    (CHANGE, "down"): "Changed: lower than chance explains",
    (ORDINARY, ""): "No clear change",
}
ASSURANCE = {
    "pass": "Will meet its target unless something changes",
    "fail": "Will miss its target unless something changes",
    "hit-and-miss": "May meet or miss its target: chance decides",
}


def variation(meaning, direction="", size=40):
    """SVG of a sign whose title is its words. ``meaning`` as in ``drawing.MEANINGS``, ``direction`` up or down."""
    meaning, direction = (meaning, direction or "up") if meaning else (ORDINARY, "")
    dots = {
        "up": [(9, 29), (16, 26), (23, 18), (31, 11)],
        "down": [(9, 11), (16, 14), (23, 22), (31, 29)],
    }.get(direction, [(8, 21), (16, 17), (24, 23), (32, 18)])
    parts = [draw.polyline(dots, stroke=draw.COLOURS[meaning], width=1.5)]
    parts += [draw.tag("circle", cx=x, cy=y, r=2, fill=draw.GREY) for x, y in dots[:-1]]
    parts.append(draw.mark(*dots[-1], meaning, size=4))
    return _sign(VARIATION[meaning, direction], draw.COLOURS[meaning], parts, size)


def assurance(outcome, size=40):
    """SVG of a sign: ``pass``, ``fail`` or ``hit-and-miss``."""
    target = draw.line(6, 20, 34, 20, stroke=draw.GREEN, width=2, dash="4 2")
    inside = {
        "pass": draw.polyline([(12, 13), (17, 17), (27, 8)], stroke=draw.BLUE, width=3),
        "fail": draw.polyline([(14, 25), (26, 33)], stroke=draw.ORANGE, width=3)
        + draw.polyline([(26, 25), (14, 33)], stroke=draw.ORANGE, width=3),
        "hit-and-miss": draw.polyline([(8, 27), (14, 13), (20, 27), (26, 13), (32, 27)], stroke=draw.GREY),
    }[outcome]
    colour = {"pass": draw.BLUE, "fail": draw.ORANGE, "hit-and-miss": draw.GREY}[outcome]
    return _sign(ASSURANCE[outcome], colour, [target, inside], size)


def _sign(words, colour, parts, size):
    return draw.tag(
        "svg",
        draw.tag("title", words),
        draw.tag("circle", cx=20, cy=20, r=18.5, fill=draw.WHITE, stroke=colour, stroke_width=2.5),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 40 40",
        width=size,
        height=size,
        role="img",
        aria_label=words,
    )
