"""SVG as text: elements, words that fit, colours that survive a photocopier.

Only presentation attributes are written, never `style`, so that a picture stands inside a page with a strict
security policy and alone as a file. Numbers that are not finite never get this far: see ``finite``.
"""

import math
import re
from xml.sax.saxutils import escape, quoteattr

FONT = "Arial, Helvetica, sans-serif"
SIZE = 13  # of ordinary words in pixels; none is smaller than SMALL
SMALL = 12
LINE = 17

# All at least 3 to 1 on white. Meaning is carried by a shape or a pattern as well.
INK = "#0b0c0c"
GREY = "#505a5f"
BLUE = "#1d70b8"
ORANGE = "#b8460e"
PURPLE = "#4c2c92"
GREEN = "#00703c"
RULE = "#d5dadd"  # grid: helps, says nothing alone
BAND = "#eaf1f6"
WHITE = "#ffffff"

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def finite(value):
    """``value`` as a float, or None for nothing, not-a-number and infinity."""
    if value is None:
        return None
    value = float(value)
    return value if math.isfinite(value) else None


def plain(words):
    """Words that XML can hold, white space collapsed."""
    return " ".join(_UNFIT.sub("", str(words)).split())


def tag(name, *inside, **attributes):
    """``<name …>inside</name>``. ``inside`` is SVG already; attributes that are None are left out, ``stroke_width``
    becomes ``stroke-width``, and numbers keep one decimal or two."""
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_attribute(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def _attribute(value):
    if isinstance(value, float):
        return f'"{number(value)}"'
    return f'"{value}"' if isinstance(value, int) else quoteattr(plain(value))


def number(value):
    """A coordinate, short: 12, 12.5, 12.25."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def text(x, y, words, *, size=SIZE, anchor=None, bold=False, fill=INK, **more):
    return tag(
        "text",
        escape(plain(words)),
        x=float(x),
        y=float(y),
        font_size=size,
        text_anchor=None if anchor in (None, "start") else anchor,
        font_weight="bold" if bold else None,
        fill=fill,
        **more,
    )


def halo(x, y, words, **more):
    """Words that can be read over lines: written twice, first as a white outline."""
    outline = more | {"fill": WHITE, "stroke": WHITE, "stroke_width": 4, "stroke_linejoin": "round"}
    return text(x, y, words, **outline) + text(x, y, words, **more)


def line(x1, y1, x2, y2, *, stroke=GREY, width=1, dash=None):
    return tag(
        "line",
        x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2),
        stroke=stroke, stroke_width=width, stroke_dasharray=dash,
    )  # fmt: skip


def rect(x, y, width, height, *, fill=WHITE, stroke=None, stroke_width=None, **more):
    return tag(
        "rect",
        x=float(x), y=float(y), width=float(max(width, 0)), height=float(max(height, 0)),
        fill=fill, stroke=stroke, stroke_width=stroke_width, **more,
    )  # fmt: skip


def path(d, *, fill="none", stroke=None, width=None, dash=None, **more):
    return tag("path", d=d, fill=fill, stroke=stroke, stroke_width=width, stroke_dasharray=dash, **more)


def polyline(points, *, stroke=GREY, width=2, dash=None):
    d = "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return path(d, stroke=stroke, width=width, dash=dash, stroke_linejoin="round", stroke_linecap="round")


# --- marks: one shape for each meaning

ORDINARY, BETTER, WORSE, CHANGE = "", "better", "worse", "change"
MEANINGS = {
    ORDINARY: "within what chance explains",
    BETTER: "a real change for the better",
    WORSE: "a real change for the worse",
    CHANGE: "a real change, neither better nor worse",
}
COLOURS = {ORDINARY: GREY, BETTER: BLUE, WORSE: ORANGE, CHANGE: PURPLE}


def mark(x, y, meaning=ORDINARY, *, size=5.0, hollow=False):
    """The shape for a meaning: circle, diamond (better), triangle (worse), square (change)."""
    colour = COLOURS[meaning]
    look = {
        "fill": WHITE if hollow else colour,
        "stroke": colour if hollow else WHITE,
        "stroke_width": 2 if hollow else 1,
    }
    if meaning == ORDINARY:
        return tag("circle", cx=float(x), cy=float(y), r=float(size * 0.9), **look)
    if meaning == CHANGE:
        return rect(x - size, y - size, 2 * size, 2 * size, **look)
    far = size * 1.45
    corners = (
        [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
        if meaning == BETTER
        else [(x, y - far), (x + far, y + size), (x - far, y + size)]
    )
    return tag("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners), **look)


# --- words that fit

_NARROW, _WIDE = set("iljtfr.,:;'|!()[] -–"), set("mwMW%@")


def width_of(words, size=SIZE):
    """About how wide Arial sets these words, in pixels; a little more rather than less."""
    ems = sum(
        0.33 if c in _NARROW else 0.89 if c in _WIDE else 0.72 if c.isupper() else 0.57 for c in str(words)
    )
    return ems * size


def wrapped(words, width, size=SIZE):
    """The words as lines no wider than ``width``; a single word that is too long is cut and carried on."""
    lines, current = [], ""
    for word in plain(words).split(" "):
        longer = f"{current} {word}".strip()
        if width_of(longer, size) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        while width_of(word, size) > width and len(word) > 1:
            keep = max(
                1, next((n for n in range(len(word) - 1, 0, -1) if width_of(word[:n], size) <= width), 1)
            )
            lines.append(word[:keep])
            word = word[keep:]
        current = word
    return [*lines, current] if current else lines


def fitted(words, width, size=SIZE):
    """The words on one line, cut with an ellipsis where they are too long."""
    words = plain(words)
    if width_of(words, size) <= width:
        return words
    while words and width_of(f"{words}…", size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"


def paragraph(x, y, words, width, *, size=SIZE, **more):
    """(SVG, height) of words set in lines; ``y`` is the first baseline."""
    lines = wrapped(words, width, size)
    return "".join(text(x, y + n * LINE, one, size=size, **more) for n, one in enumerate(lines)), len(
        lines
    ) * LINE


def apart(places, least, low, high):
    """The places moved as little as need be so that neighbours are ``least`` apart, within ``low`` to ``high``."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    floor = low
    for n in order:
        moved[n] = max(moved[n], floor)
        floor = moved[n] + least
    ceiling = high
    for n in reversed(order):
        moved[n] = min(moved[n], ceiling)
        ceiling = moved[n] - least
    return moved


def axis_words(labels, y, width):
    """Labels under an axis as [(x, words)], the most important first; one that would touch another is left out."""
    taken, parts = [], []
    for x, words in labels:
        words = fitted(words, width, SMALL)
        half = width_of(words, SMALL) / 2
        x = min(max(x, half), width - half)
        if all(x + half + 8 <= low or x - half - 8 >= high for low, high in taken):
            taken.append((x - half, x + half))
            parts.append(text(x, y, words, size=SMALL, anchor="middle"))
    return "".join(parts)


def legend(entries, y, width):
    """(SVG, last baseline) of a key: each entry is (what draws the sign round x and y, its words)."""
    parts, x = [], 0.0
    for sign, words in entries:
        room = 22 + width_of(words, SMALL) + 14
        if x and x + room > width:
            x, y = 0.0, y + 20
        lines = wrapped(words, width - 24, SMALL)
        parts.append(sign(x + 8, y - 4))
        parts += [text(x + 22, y + n * LINE, one, size=SMALL) for n, one in enumerate(lines)]
        x, y = x + room, y + (len(lines) - 1) * LINE
    return "".join(parts), y
