"""Who is in the room: members, whose asking is a question, and officers, whose asking is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Sentence
from .names import Mention, mentions_in, role_after, role_before
from .vocabulary import MEMBERS, OFFICERS

OFFICER = re.compile(rf"\b(?:{OFFICERS})\b")
_THEN = (
    r"(?:also|then|further|additionally|subsequently|next|again|and|both|all|too|similarly|specifically|therefore"
    r"|in turn|did|formally)"
)
_SUBJECT = re.compile(
    rf"(?:\b(?P<member>{MEMBERS})(?: (?!Officer)[A-Z][\w’-]+){{0,3}}"
    r"(?:\s+(?:of|for)\s+(?:the\s+)?[\w’', &-]{3,60}?)?(?:\s*\([^()]{1,80}\))?"
    rf"|\b(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey))(?:,\s[^,.;]{{1,120}},)?(?:\s+{_THEN})*\s*,?\s*$"
)
_AFTER_NAME = re.compile(rf"[\s,]*(?:\([^()]{{1,80}}\))?(?:,[^,.;]{{1,120}},)?(?:\s*(?:{_THEN}|,))*\s*")


@dataclass(frozen=True)
class Room:
    """Who is there: officers, whose requests are not members' questions, and whether "the Board" is this committee."""

    officers: frozenset[str]
    first_names: frozenset[str]  # of the others; a forum's minutes go on with first names alone
    board_is_us: bool

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> "Room":
        officers = _officers(sentences)
        text = " ".join(sentence.text for sentence in sentences)
        bodies = re.search(
            r"\bthe (?:\w+ ){0,4}(?:Committee|Panel|Commission|Cabinet(?! Member))\b", text, re.I
        )
        named = {
            mention.name.split()[0]
            for sentence in sentences
            for mention in mentions_in(sentence.text)
            if " " in mention.name
        }
        return cls(officers, frozenset(named - {name.split()[0] for name in officers}), not bodies)


def _officers(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Names the paper gives an officer's or presenter's post: their requests are not members' questions."""
    names = set()
    for sentence in sentences:
        for mention in mentions_in(sentence.text):
            role = (
                role_after(sentence.text, mention.end)[0] or role_before(sentence.text, mention.start) or ""
            )
            after = sentence.text[mention.end :]
            presents = (
                re.match(r".{0,160}?\b(?:presented|introduced|gave a presentation)\b", after)
                and not mention.is_councillor
            )
            if (OFFICER.search(role) and not re.search(r"[Cc]o-opt|Member|Governor|Councillor", role)) or (
                presents and len(after) > 0 and mention.start < 5
            ):
                names.add(mention.name)
    return frozenset(names)


def is_officer(mention: Mention, room: Room) -> bool:
    if mention.is_councillor:
        return False
    return any(mention.name in (name, name.split()[0], name.split()[-1]) for name in room.officers)


def opening_subject(text: str, room: Room) -> str | None:
    """The member, if any, whom the sentence opens with: who "and asked" or a following "She" refers to."""
    opened = re.sub(
        r"^(?:Furthermore|Additionally|Further|Finally|(?:[A-Z]\w*ing|In|With|On|As|At)\b[^,]{3,120}),\s*",
        "",
        text,
    )
    member = re.match(
        rf"(?:The |A |One |Some |Another |Several |Other |Both |Two |As [^,]+, the )?(?:\w+ )?(?P<who>{MEMBERS})\b",
        opened,
    )
    names = mentions_in(opened[:120])
    if names and names[0].start < 4:
        return None if is_officer(names[0], room) else opened[: names[0].end]
    if member and not OFFICER.match(re.sub(r"^(?:The|A) ", "", opened)):
        return opened[: member.end()]
    return None


def governs(before: str, room: Room, pronoun: str | None) -> str | None:
    """The member who is the subject right before an asking verb, or None."""
    named = mentions_in(before)[-1:]
    if named and _AFTER_NAME.fullmatch(before, role_after(before, named[0].end)[1]):
        object_of = before[: named[0].start].rstrip().endswith((" by", "to", "of"))
        return None if object_of or is_officer(named[0], room) else before[named[0].start : named[0].end]
    found = _SUBJECT.search(before)
    if found and found["member"]:
        return _member(before, found)
    if room.board_is_us and re.search(
        r"\b[Tt]he (?:[\w-]+ ){0,4}Board(?:\s+(?:also|then|further))?\s*$", before
    ):
        return "The Board"
    if found and pronoun:
        return pronoun
    if initials := re.search(r"(?:^|[.;] |\band )((?!ICB|CCG|NHS|DFE|MPS|LSC)[A-Z]{2,3})\s+$", before):
        return initials[1]
    first = re.search(r"(?:^|[.,;] |\band )([A-Z][a-z]+)(?: also| then| further)? $", before)
    return first[1] if first and first[1] in room.first_names else None


def _member(before: str, found) -> str | None:
    """The words that name the member, unless they are the object of something, or the chair of another body."""
    lead = before[max(before.rfind(" ", 0, max(found.start() - 24, 0)), 0) : found.start()]
    other = r"\b(?:Independent|Safeguarding|LSCP|LSCB|Partnership|by|of|to|for|with|from)(?:\s+the)?\s*$"
    if re.search(other, lead) and not re.search(r"\bmember of the\s*$", lead):
        return None
    article = re.search(r"(?:\b(?:The|A|One|Another|Some)\s+(?:\w+\s+)?)$", before[: found.start()])
    return (before[article.start() : found.end()] if article else found[0]).strip(" ,")
