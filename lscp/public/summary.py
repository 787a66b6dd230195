"""What a report says changed for children, read from the signed text on the shelf (``document.json``).

The text is plain JSON, so the public site needs nothing of the record to read it.
"""

import json
from datetime import date

MOST = 5


def changes(document):
    """The first claims of impact with how each is known: ``[{"text", "evidence": [{"label", "quoted", "as_of"}]}]``.

    A claim that the report makes in two places stands here once.
    """
    shown = [_shown(claim) for claim in _claims(json.loads(document))]
    return list({claim["text"]: claim for claim in shown}.values())[:MOST]


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
