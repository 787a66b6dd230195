"""The words of the public site's pages, as the plain JSON that stands on the shelf.

{"intro": ["…"], "sections": [{"heading": "…", "paragraphs": ["…"], "items": ["…"]}]}
"""

import json

from lscp import rulebook, scope
from lscp.partnerships.queries import priorities_with_progress
from lscp.publication import document as d
from lscp.publication import narrative
from lscp.publication.render import Rendered

PATH = "page.json"


def content(partnership, work, words, *, on):
    """What the page says now."""
    if work == "priorities":
        return _priorities(partnership, on)
    if work == "glossary":
        return _glossary()
    return _written(words)


def as_file(said, label):
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return Rendered(written, "application/json; charset=utf-8", label)


def _section(heading, paragraphs=(), items=()):
    return {"heading": heading, "paragraphs": [p for p in paragraphs if p], "items": list(items)}


def _priorities(partnership, on):
    with scope.of_partnership(partnership.pk):
        sections = [
            _section(
                priority.title,
                [priority.plain_words, _stands(progress)],
                [f"{o.get_strand_display()}: {d.sentence(o.text)}" for o in priority.objectives.all()],
            )
            for priority, progress in priorities_with_progress(on)
        ]
    intro = ["What we have chosen to work on together, and how each stands."] if sections else []
    return {"intro": intro, "sections": sections}


def _stands(progress):
    if progress is None:
        return ""
    word = progress.get_direction_display().lower()
    return f"On {d.show_date(progress.period_end)}: {word}. {d.sentence(progress.text)}".strip()


def _glossary():
    terms = sorted(rulebook.vocabulary("glossary").terms, key=lambda term: term.label.lower())
    shown = [(f"{t.label} ({t.short})" if t.short else t.label, t.meaning) for t in terms]
    return {"intro": [], "sections": [_section(term, [meaning]) for term, meaning in shown]}


def _written(words):
    """Text in the markup of a chapter: what stands before the first heading is the introduction."""
    own, parts = narrative.read(words, narrative.Names(), code="page")
    intro = [line for block in own for line in _lines(block)]
    return {"intro": intro, "sections": [_part(part) for part in parts]}


def _part(part):
    points = [line for b in part.blocks if isinstance(b, d.BulletList) for line in _lines(b)]
    lines = [line for b in part.blocks if not isinstance(b, d.BulletList) for line in _lines(b)]
    return _section(part.heading, lines, points)


def _lines(block):
    return [d.plain(spans) for spans in d.block_spans(block)]
