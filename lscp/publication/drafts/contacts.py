"""Addresses and numbers that a report prints on purpose: an office's mailbox, a helpline, the number for concerns."""

from __future__ import annotations

import re

from lscp.disclosure import identifying

PUBLIC_DOMAIN = re.compile(
    r"@(?:[\w-]+\.)*(?:gov\.uk|nhs\.uk|nhs\.net|police\.uk|cjsm\.net|org\.uk|sch\.uk|ac\.uk|org)$", re.I
)
PRIVATE_DOMAIN = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|sky|virginmedia|talktalk|"
    r"proton|protonmail|gmx|mail)\.",
    re.I,
)
OF_AN_OFFICE = re.compile(
    r"lscp|lscb|scp\b|scb\b|safeguard|partner|board|enquir|inquir|info|admin|business|train|contact|mash|team|office|hub|"
    r"duty|support|help|referral|lado|child|famil|access|front|service|comm|press|report|feedback|complaint|council",
    re.I,
)
INVITES = re.compile(
    r"\b(?:call|contact|phone|tel(?:ephone)?|ring|helpline|hotline|dial|number|email|e-mail|text|out of hours|"
    r"switchboard|concerns?|MASH|LADO|front door|duty|office)\b",
    re.I,
)
OF_A_FAMILY = re.compile(
    r"\b(?:mother|father|mum|dad|parent|carer|family|grandmother|grandfather|child['’]s|his|her|their|home)\b",
    re.I,
)
FREE_OR_NATIONAL = re.compile(r"0(?:800|808|3\d\d)")
WORDS_BEFORE, SHORT_LINE = 90, 45


def printed_on_purpose(text: str) -> dict[str, tuple[str, ...]]:
    """The `allow_emails` and `allow_phones` of the check for identifying detail, from the report's own words."""
    emails, phones = [], []
    for detail in identifying.scan(text):
        before = _words_before(text, detail.start)
        if detail.kind == "email" and _is_an_offices(detail.text):
            emails.append(detail.text)
        elif detail.kind == "phone" and _is_public(detail.text, before):
            phones.append(detail.text)
    return {"allow_emails": tuple(emails), "allow_phones": tuple(phones)}


def _words_before(text: str, start: int) -> str:
    """What stands before on the line, and where that is little the line before: the cell beside it, a heading."""
    lines = text[max(0, start - WORDS_BEFORE) : start].split("\n")
    return " ".join(lines[-2:] if len(lines[-1]) < SHORT_LINE else lines[-1:])


def _is_an_offices(address: str) -> bool:
    """A mailbox named for what it is for, at a public body or at any address that is nobody's own."""
    name = address.split("@")[0]
    public = PUBLIC_DOMAIN.search(address) or (name.isalpha() and not PRIVATE_DOMAIN.search(address))
    return bool(public and OF_AN_OFFICE.search(name))


def _is_public(phone: str, before: str) -> bool:
    free = FREE_OR_NATIONAL.match(re.sub(r"\D", "", phone))
    return bool(free or (INVITES.search(before) and not OF_A_FAMILY.search(before)))
