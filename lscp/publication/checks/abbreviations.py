"""Abbreviations that readers meet before they are told what they mean: `abbreviation`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lscp.publication import document as d
from lscp.publication.checks.finding import (
    WARNING,
    Finding,
    around,
    passages,
    short,
)

ABBREVIATION = re.compile(
    r"(?<![\w@/.#-])(?:[A-Z]{2,8}|[A-Z]{3,8}\d|[A-Z]{1,4}&[A-Z]{1,3}|[A-Z][a-z]?[A-Z]{2,6})(?=s?\b|['’]s)(?!-\d)"
)
KNOWN_TO_ALL_LIST = (
    "UK EU NHS GP GPs TV IT PDF CSV ID PIN DVD CD BBC USA OK AM PM BST GMT HTML FAQ SMS PE RE A&E PC HIV ODS "
    "XLS URL WIFI MP MPs QR NB OFSTED COVID"
)
KNOWN_TO_ALL = frozenset(KNOWN_TO_ALL_LIST.split())
# Words in capitals that are only words; so is any that the document also writes in small letters.
SHOUTED_LIST = (
    "action actions resolved agreed decision note noted minutes and all any but not the must never urgent "
    "important new one two three yes no we our you your"
)
SHOUTED = frozenset(SHOUTED_LIST.split())
ROMAN = re.compile(r"^(?:X{0,3})(?:IX|IV|V?I{0,3})$")


def abbreviation(document: d.Document, *, glossary: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Abbreviations that readers meet before they are told what they mean.

    `glossary` maps an abbreviation to its words; it only helps to word the message. One that the document's own
    glossary explains is explained.
    """
    known = {term.term.casefold() for term in document.glossary}
    known |= {
        short_form.casefold() for t in document.glossary for short_form in re.findall(r"\(([^)]+)\)", t.term)
    }
    words = {key.casefold(): value for key, value in (glossary or {}).items()}
    told: set[str] = set()
    first: dict[str, tuple[str, str]] = {}
    later: dict[str, str] = {}
    read = list(passages(document))
    ordinary = {word for passage in read for word in re.findall(r"\b[a-z]{2,}\b", passage.text)} | SHOUTED
    for passage in read:
        if passage.kind in ("glossary", "evidence", "replaced") or shouts(passage.text):
            continue
        for found in ABBREVIATION.finditer(passage.text):
            short_form = found.group()
            if (
                short_form in KNOWN_TO_ALL
                or ROMAN.match(short_form)
                or short_form.casefold() in known | ordinary
            ):
                continue
            if _is_explained(passage.text, found):
                told.add(short_form)
                if short_form in first:
                    later.setdefault(short_form, passage.where)
            elif short_form not in told:
                first.setdefault(short_form, (passage.where, passage.text))
    for short_form, (where, text) in first.items():
        meaning = words.get(short_form.casefold(), "")
        suggestion = f"“{meaning} ({short_form})”" if meaning else f"the words in full, then “({short_form})”"
        if short_form in later:
            message = (
                f"{short_form} is only explained later, in {later[short_form]}. Write {suggestion} here."
            )
        else:
            message = f"{short_form} is never explained. Write {suggestion} the first time, or add it to the glossary."
        yield Finding("abbreviation", WARNING, where, short(around(text, short_form)), message)


def _is_explained(text: str, found: re.Match) -> bool:
    """ "Local Authority Designated Officer (LADO)" or "LADO (the officer who …)" or "LADO, which stands for"."""
    before, after = text[: found.start()], text[found.end() :]
    opened = re.search(r"\w\s*[(\[]\s*(?:the |or |known as |“|\")*$", before)
    in_brackets = opened and re.match(r"s?[”\"]?\s*[)\],;]", after)
    spelled = re.match(
        r"s?\s*\((?!\d)[^)]{6,}\)|s?,?\s+(?:which |that )?(?:stands for|means|is short for)\b", after
    )
    return bool(in_brackets or spelled)


def shouts(text: str) -> bool:
    """A line all in capitals is not a line of abbreviations."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 4 and sum(word.isupper() for word in words) > len(words) / 2
