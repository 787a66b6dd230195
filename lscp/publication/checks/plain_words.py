"""Sentences too long to read aloud, and words with a plainer one: `plain-language`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lscp.publication import document as d
from lscp.publication.checks.finding import (
    NOTE,
    WARNING,
    Finding,
    around,
    passages,
    short,
)

TOO_LONG, FAR_TOO_LONG = 35, 50
PLAINER = {
    "in order to": "to",
    "utilise": "use",
    "utilised": "used",
    "utilising": "using",
    "commence": "start",
    "commenced": "started",
    "prior to": "before",
    "going forward": "from now on",
    "moving forward": "from now on",
    "with regard to": "about",
    "with regards to": "about",
    "in relation to": "about",
    "in respect of": "about",
    "a number of": "some, or say how many",
    "the majority of": "most",
    "in the event that": "if",
    "at this point in time": "now",
    "stakeholders": "the people concerned, by name",
    "robust": "what makes it strong",
    "holistic": "whole",
    "upskill": "train",
    "upskilling": "training",
    "cascade": "pass on",
    "cascaded": "passed on",
    "learnings": "what we learned",
    "synergy": "working together",
    "facilitate": "help",
    "facilitated": "helped",
    "leverage": "use",
    "deep dive": "close look",
    "step change": "what changed",
    "embed": "make part of everyday work",
    "embedded": "made part of everyday work",
    "embedding": "making part of everyday work",
    "disseminate": "share",
    "disseminated": "shared",
    "workstream": "piece of work",
    "workstreams": "pieces of work",
    "lived experience": "what life is like for them",
}
PLAINER_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, PLAINER), key=len, reverse=True))})\b", re.I
)


def plain_language(document: d.Document) -> Iterator[Finding]:
    """Sentences too long to read aloud, and words with a plainer one; each word is named once, with its count."""
    used: dict[str, list] = {}
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "claim", "notice"):
            continue
        for sentence in passage.sentences:
            count = len(sentence.split())
            if count > TOO_LONG:
                yield Finding(
                    "plain-language",
                    WARNING if count > FAR_TOO_LONG else NOTE,
                    passage.where,
                    short(sentence),
                    f"This sentence has {count} words; people lose the thread after about 25. Make it two or "
                    "three, or a list.",
                )
        for found in PLAINER_WORDS.finditer(passage.text):
            used.setdefault(found.group().lower(), []).append((passage.where, passage.text))
    for phrase, places in used.items():
        where, text = places[0]
        times = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield Finding(
            "plain-language",
            NOTE,
            f"{where}{times}",
            short(around(text.lower(), phrase)),
            f"Instead of “{phrase}”, write: {PLAINER[phrase]}.",
        )
