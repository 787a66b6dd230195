"""What every chart is: a picture, its words for those who do not see it, and its table."""

from abc import ABC, abstractmethod

from lscp.charts.drawing import FONT, INK, WHITE, plain, rect, tag, text, wrapped

WIDE = 700  # beside a desktop's margins
NARROW = 288  # a phone of 320 pixels, less its margins


class Chart(ABC):
    """A chart has a ``title``, ``description()`` (sentences for a reader who does not see it), ``table()`` (columns
    and rows as the tables of a page are given) and ``draw(width, key) -> (height, SVG)``."""

    title: str

    @abstractmethod
    def description(self): ...

    @abstractmethod
    def table(self): ...

    @abstractmethod
    def draw(self, width, key): ...

    def svg(self, width=WIDE, key="chart"):
        """For a page. ``key`` makes the ids unique there: a letter, then letters, digits and hyphens."""
        height, drawn = self.draw(width, key)
        return self._framed(width, height, drawn, key)

    def file(self, width=960, key="chart"):
        """For a file of its own: white ground, and the title in the picture."""
        lines = wrapped(self.title, width - 24, 18)
        head = 16 + 24 * len(lines)
        height, drawn = self.draw(width - 24, key)
        words = "".join(text(12, 24 + 24 * n, one, size=18, bold=True) for n, one in enumerate(lines))
        inside = (
            rect(0, 0, width, head + height + 12) + words + tag("g", drawn, transform=f"translate(12 {head})")
        )
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._framed(
            width, head + height + 12, inside, key
        )

    def _framed(self, width, height, drawn, key):
        return tag(
            "svg",
            tag("title", _words(self.title), id=f"{key}-title"),
            tag("desc", _words(self.description()), id=f"{key}-desc"),
            drawn,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {round(width)} {round(height)}",
            width=round(width),
            height=round(height),
            role="img",
            aria_labelledby=f"{key}-title {key}-desc",
            font_family=FONT,
            fill=INK,
        )


def _words(words):
    return plain(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def nothing_to_show(width, words="There is nothing to draw yet."):
    """(height, SVG) in place of an empty chart."""
    return 60, rect(0.5, 0.5, width - 1, 59, fill=WHITE, stroke="#b1b4b6", stroke_width=1) + text(
        16, 35, words
    )
