"""The accessible web page of an edition: one HTML file and one style sheet beside it.

No script and no style attribute, so that the strictest Content-Security-Policy serves it. Charts are files of
their own, shown as images, so that nothing inside a picture can run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

HERE = Path(__file__).parent
DEEPEST_HEADING = 6


@dataclass(frozen=True)
class Download:
    """A file offered to readers: "Report to print (PDF, 340 KB)"."""

    name: str
    label: str
    format: str
    size: str


def page(
    layout: dict, *, downloads: Iterable[Download] = (), table_files: Mapping[str, Download] | None = None
) -> str:
    """The whole page, from `layout.lay_out(document)`; `table_files` by table code, offered under each table."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    levelled = [{**s, "level": min(s["depth"] + 1, DEEPEST_HEADING)} for s in layout["sections"]]
    # Macros see the environment's globals and not what render() is given.
    environment.globals["table_files"] = table_files or {}
    return environment.get_template("edition.html").render(
        {**layout, "sections": levelled, "contents": _contents(layout), "downloads": tuple(downloads)}
    )


def style_sheet() -> str:
    return (HERE / "edition.css").read_text(encoding="utf-8")


def _contents(layout: dict) -> Markup:
    """The contents as lists inside lists, following the depth of the sections."""
    parts, depth = [], 0
    for section in layout["sections"]:
        if section["depth"] > depth:
            parts.append("<ol>")
        else:
            parts.append("</li>" + "</ol></li>" * (depth - section["depth"]))
        depth = section["depth"]
        parts.append(f'<li><a href="#{section["id"]}">{section["number"]} {escape(section["heading"])}</a>')
    parts.append("</li></ol>" * depth)
    last = [("glossary", "Words we use", layout["glossary"]), ("how-we-know", "How we know", layout["notes"])]
    extra = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words, held in last if held)
    if not extra:
        return Markup("".join(parts))  # noqa: S704  headings are escaped above
    body = "".join(parts)
    return Markup(body.removesuffix("</ol>") + extra + "</ol>" if body else f"<ol>{extra}</ol>")  # noqa: S704
