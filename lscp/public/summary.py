"""What stands at the front of a report: in short, what changed for children, and its chapters.

All of it is read from the signed text on the shelf (``document.json``). That is plain JSON, so the public site needs
nothing of the record.
"""

import json
from datetime import date
from itertools import takewhile

SUMMARY, MOST = 2, 5


def front(document):
    """``{"summary": [text], "changes": [change], "chapters": [(address in the page, heading)]}``."""
    report = json.loads(document)
    return {"summary": _summary(report), "changes": _changes(report), "chapters": _chapters(report)}


def _summary(report):
    """The words that open “The year at a glance”, else the foreword, as at the front of the edition itself."""
    chapters = {section["code"]: section.get("blocks", []) for section in report.get("sections", [])}
    for code in ("year", "foreword"):
        opening = list(takewhile(lambda block: block["is"] == "Paragraph", chapters.get(code, [])))
        if opening:
            return ["".join(map(_words, block["spans"])) for block in opening[:SUMMARY]]
    return []


def _changes(report):
    """The first claims of impact with how each is known: ``[{"text", "evidence": [{"label", "quoted", "as_of"}]}]``.

    A claim that the report makes in two places stands here once; those with a figure come first.
    """
    shown = {claim["text"]: claim for claim in map(_shown, _claims(report))}
    return sorted(shown.values(), key=lambda claim: not any(map(str.isdigit, claim["text"])))[:MOST]


def _chapters(report):
    return [(f"section-{n}", section["heading"]) for n, section in enumerate(report.get("sections", []), 1)]


def _claims(value):
    """Claims of impact in reading order, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from _claims(item)
    elif isinstance(value, dict):
        if value.get("is") == "Claim" and value.get("impact"):
            yield value
        yield from _claims(value.get("blocks", []))
        yield from _claims(value.get("sections", []))


def _shown(claim):
    return {
        "text": "".join(map(_words, claim["spans"])),
        "evidence": [_known(e) for e in claim.get("evidence", [])],
    }


def _known(evidence):
    day = evidence.get("as_of")
    return {
        "label": evidence["label"],
        "quoted": evidence.get("quoted", ""),
        "as_of": date.fromisoformat(day["value"]) if day else None,
    }


def _words(span):
    """A run of words, a link's words, or a figure's number with its unit."""
    if isinstance(span, str):
        return span
    if "text" in span:
        return span["text"]
    value, unit = span.get("value"), span.get("unit", "")
    if isinstance(value, dict):
        value = value.get("value", "a number that is not shown")
    number = f"{value:,}" if isinstance(value, int) else str(value)
    if unit == "£":
        return f"£{number}"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()
