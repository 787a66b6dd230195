"""Who is named as presenting, speaking or giving evidence, and in what role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .layout import Block, Sentence, sentences_of
from .names import NEAR, ROLE, Mention, is_role, mentions_in, role_after, role_before, same_person
from .paper import Speaker
from .vocabulary import ADVERBS, ROLE_NOUNS, SPOKE

_SPOKE = re.compile(rf"(?:\s*,?\s*(?:{ADVERBS})\b)*\s*,?\s*(?:{SPOKE})\b(?!\s+by\b(?! \w+ing))")
# What may stand between a name and what the person did: a clause, an aside, a post between commas.
_BETWEEN = (
    r"\s*,?\s*(?:who|whose|which)\b[^,.;]{1,150}(?=,)",
    r"\s*,\s*(?:together with|along with|alongside|accompanied by|supported by|assisted by|as well as|in|on|as|with"
    r"|when|while|having|speaking|representing|by|for|through|also|via|from)\b[^,.;]{1,120}(?=,)",
    rf"\s*,\s(?=[^,.;]{{0,120}}\b(?i:{ROLE_NOUNS})\b)[^,.;]{{3,160}}(?=,)",
    r"\s+(?:in|when|while|on) \w+ing\b[^,.;]{1,120}?(?=\s)",
    r"\s*,\s*\w+ing\b(?:[^,.;]|\.\d){1,120}(?=,)",
    r"\s+from the [^.;]{3,60},(?=\s)",
    r"\s+(?:of|from|for) (?:the )?(?:(?:[A-Z&][\w&’'-]*|\([A-Z]+\)|and|of) ?){1,7}(?=\s|(?<=\s))",
)
_SPOKE_AFTER = re.compile(rf"(?:{'|'.join(_BETWEEN)})?{_SPOKE.pattern}")
# At the opening of a sentence any words between commas will do, and the comma after a post may be left out.
_OPENED_AND_SPOKE = re.compile(
    rf",\s[^,.;]{{3,160}},{_SPOKE.pattern}"
    rf"|\s*,\s(?:the |a )?(?!and\b|but\b|or\b|was\b|were\b|is\b)[a-z][\w ’'/-]{{2,120}}?\s(?:{SPOKE})\b"
)
_IN_RESPONSE = re.compile(r"(?:In (?:response|reply|answer)|Responding|Replying|Answering)\b[^,]*$")
_ATTENDING = re.compile(
    r"(?:also |members |officers |meeting )?(?:present|in attendance|apologies.*|attendance.*|attendees"
    r"|support|(?:core )?membership|support officers)\s*:?",
    re.I,
)
_BY = re.compile(
    r"\b(?:presented|introduced|given|delivered|outlined|asked|raised|answered|provided|made"
    r"|read(?: out)?|explained|noted|commented|highlighted|suggested|reported|emphasised|confirmed"
    r"|clarified|stated|added|assisted|supported|accompanied|joined)\b(?:(?!\w+ed\b)(?!led\b)(?!whether|if\b|that\b|how\b|what|by\b)[^.;]){0,60}?\bby"
    r"(?:\s+the)?\s*$"
    r"|\b(?:question|questions|query|queries|presentation|update|evidence|introduction|request"
    r"|comment|comments|statement|overview|points?|concern"
    r"|suggestion|representations?|contributions?)\s+(?:[\w ]{0,30}\s)?(?:from|by|of|put by|raised by)(?:\s+the)?\s*$"
    r"|\b(?:questions?|queries) (?:\w+ )?(?:were|was) (?:put|directed|posed) to(?:\s+the)?\s*$"
    r"|\bheard (?:evidence )?from(?:\s+the)?\s*$",
    re.I,
)
_OBJECT = re.compile(
    r"\b(?:of|to|with|about|by|for|on|between|including|like|than|against|alongside|thanked"
    r"|congratulated|replaced|regarding|concerning|from|as)"
    r"\s+(?:the\s+)?$"
)
_TOGETHER = re.compile(
    r"\b(?:together with|along with|alongside|accompanied by|supported by|assisted by"
    r"|as well as)\s+(?:the\s+)?$"
)
_REPLIED_TO = re.compile(
    r"(?:\b[Ii]n (?:response|reply|answer) to|\b(?:[Rr]esponding|[Rr]eplying) to|\b[Aa]nswering)\s+(?:the\s+)?$"
)
_ASKED_OF = re.compile(r"\b(?:invited|called (?:up)?on|asked)\s+(?:the\s+)?$")
_THERE_WERE = re.compile(
    r"\b(?:[Pp]resent|[Ii]n attendance|[Aa]ttending)(?: (?:for|at) (?:this|the) (?:item|meeting))?,? (?:was|were)"
    r"\b[^.]*$"
)
_WELCOMED = re.compile(
    r"\b(?:welcomed|introduced|pleased to welcome)\b(?!\s+(?:the\s+(?:report|update|news|fact)|that))", re.I
)
_WITNESSES = re.compile(
    r"(?:witness(?:es)?|contributors?|invitees?|presenters?|presented by|presenting officers?|speakers?"
    r"|invited witnesses|in attendance for this item"
    r"|(?:cabinet )?members? (?:invited|present)\b.{0,30}for (?:this|the) item"
    r"|.*\bin attendance for (?:this|the) item|(?:officers?|also|others?)? ?(?:present"
    r"|attending) for this item|external witnesses|guests?"
    r"|(?:the following )?.*\b(?:were|was) (?:in attendance|present)(?: for this item)?(?: (?:and|to)\b.*)?"
    r"|the following (?:[\w-]+ ){1,4}(?:spoke|addressed|attended|gave evidence)\b.*)\s*:?[-–]?",
    re.I,
)
_NOT_SPEAKING = re.compile(
    r"\b(?:apologies|thank(?:s|ed)|on behalf of|moved|seconded|proposed|congratulat\w+|declared)\b", re.I
)


@dataclass(frozen=True)
class _Heard:
    mention: Mention
    role: str | None
    line: int
    spoke: bool
    by: bool = False  # named after "by" or "from", as what follows "and" then is too
    end: int = 0  # where the name and its role end in the sentence


def find_speakers(
    blocks: Sequence[Block], sentences: Sequence[Sentence], front: Sequence[Block]
) -> list[Speaker]:
    """One Speaker for each person, under the fullest name printed, in the order in which they first speak."""
    heard = [found for sentence in sentences for found in _in_sentence(sentence)]
    heard += list(_witnesses(blocks))
    heard.sort(key=lambda found: found.line)
    once: dict[tuple, _Heard] = {}
    for one in heard:
        once.setdefault((one.mention.name, one.mention.title, one.role, one.spoke), one)
    heard = list(once.values())
    speaking = [found for found in heard if found.spoke]
    named = [*speaking, *(found for found in heard if not found.spoke), *_listed(front)]
    people: list[list[_Heard]] = []
    for found in speaking:
        _place(found, people)
    return [speaker for group in people if (speaker := _speaker(group, named))]


def _place(found: _Heard, people: list[list[_Heard]]) -> None:
    fits = [
        group
        for group in people
        if any(same_person(found.mention.name, one.mention.name) for one in group)
        and not _contradict(found.mention, group)
    ]
    if fits:
        fits[0].append(found)
    else:
        people.append([found])


def _contradict(mention: Mention, group: Sequence[_Heard]) -> bool:
    """Mr Hall and Mrs Hall are two people; so are Councillor Hall and Officer Hall only where full names differ."""
    courtesy = {
        match[0]
        for one in (mention, *(g.mention for g in group))
        if (match := re.search(r"\bMr\b|\bMrs\b|\bMs\b|\bMiss\b", one.title))
    }
    return "Mr" in courtesy and len(courtesy) > 1


def _speaker(group: list[_Heard], named: Sequence[_Heard]) -> Speaker | None:
    first = group[0]
    alike = [
        found
        for found in named
        if same_person(found.mention.name, max((one.mention.name for one in group), key=_fullness))
        and not _contradict(found.mention, group)
    ]
    names = [*(one.mention.name for one in group), *(found.mention.name for found in alike)]
    distinct = {name.split()[0] for name in names if len(name.split()) > 1 and len(name.split()[0]) > 2}
    if _fullness(first.mention.name) < 2 and len(distinct) > 1:
        names = [one.mention.name for one in group]  # two people of this surname: do not guess which
        alike = group
    fullest = max(_fullness(name) for name in names)
    name = next(name for name in names if _fullness(name) == fullest)
    roles = [one.role for one in (*group, *alike) if one.role]
    role = max((one for one in roles if roles[0] in one), key=len, default=None)
    if role is None and any(one.mention.is_councillor for one in (*group, *alike)):
        role = "Councillor"
    initials = "".join(word[0] for word in re.split(r"[ -]", name))
    role = role and role.removesuffix(f"({initials})").strip()
    rank = next((one.mention.rank for one in (*group, *alike) if one.mention.rank), None)
    if rank and not ROLE.search(role or ""):  # "Superintendent Una Bracken (Fenmarch Police)"
        role = rank
    return Speaker(name, role, first.line)


def _fullness(name: str) -> float:
    """A surname alone counts 1, with initials 1.5, with a first name 2; a further name a little more."""
    *firsts, _ = words = name.split()
    initials = all(len(word.strip(".")) <= 1 or (word.isupper() and len(word) <= 3) for word in firsts)
    return 1 + bool(firsts) * (0.5 if initials else 1) + (0.1 if len(words) > 2 else 0)


def _in_sentence(sentence: Sentence) -> Iterator[_Heard]:
    text = sentence.text
    mentions = mentions_in(text)
    linked = False
    later: list[_Heard] = []
    for mention in reversed(mentions):  # right to left, so that "A, role, and B, role, said" reaches A
        after_role, end = role_after(text, mention.end)
        if after_role and _IN_RESPONSE.match(text[: mention.start]) and _SPOKE.match(text, end):
            after_role, end = None, mention.end  # "In response to Councillor Roe, the Director said"
        role = after_role or role_before(text, mention.start)
        spoke = _speaks(text, mention, end) or (linked and _leads_on(text, end, later[-1].mention.start))
        later.append(_Heard(mention, role, sentence.line, spoke, end=end))
        linked = spoke
    later.reverse()
    later = [one for place, one in enumerate(later) if not place or one.mention.end > later[place - 1].end]
    for place in range(1, len(later)):  # and left to right: "questions from A and B"
        before, found = later[place - 1], later[place]
        if (
            before.spoke
            and not found.spoke
            and re.fullmatch(
                r",?\s*(?:and|&)?\s*(?:by\s)?(?:the\s)?[,\s]*",
                text[before.end : found.mention.start].replace(found.role or "\0", ""),
            )
        ):
            by = bool(_BY.search(_role_stripped(text[: before.mention.start]))) or before.by
            later[place] = replace(found, spoke=by, by=by)
    yield from _with_objects(text, later, sentence)


def _speaks(text: str, mention: Mention, end: int) -> bool:
    before = text[max(0, mention.start - NEAR) : mention.start]
    by = bool(_BY.search(_role_stripped(before)))
    if re.match(
        r"(?:['’]s?)?\s+(?:\w+ )?(?:questions?|quer(?:y|ies)|comments?|point)\b", text[mention.end :]
    ):
        return bool(re.search(r"\b(?:to|on|addressing|following)\s+$", before))
    if _REPLIED_TO.search(before):
        return True
    if _OBJECT.search(before) and not _TOGETHER.search(before):
        return by
    if re.match(r"['’]s\b", text[mention.end :]) or text[mention.start : mention.end].endswith(("’s", "'s")):
        return False
    if re.search(r"[‘“][^’”]*$", before):
        return False  # inside words that are quoted
    if before.endswith("(") and text.startswith(")", end):
        end += 1  # "The Head of Service (Ann Roe) said"
    if mention.title and re.fullmatch(r"(?:Q\d*\W*)?", before) and re.match(r":\s\S", text[end:]):
        return True
    if mention.start < 5 and any(_OPENED_AND_SPOKE.match(text, place) for place in (end, mention.end)):
        return True
    return by or any(_SPOKE_AFTER.match(text, place) for place in (end, mention.end))


@lru_cache(maxsize=64)
def _role_stripped(before: str) -> str:
    """The words before a name without the role they end in: "presented by the Independent Chair," → "presented by"."""
    role = role_before(before + "X", len(before))
    if role and role in before:
        before = before[: before.rindex(role)]
    return re.sub(r"[\s,]+$", "", re.sub(r"\bthe\s*$", "", before)) + " "


def _leads_on(text: str, end: int, next_start: int) -> bool:
    """Only a role, a comma or "and" between this name and the next, which speaks."""
    between = text[end:next_start]
    between = re.sub(_TOGETHER.pattern, "and ", between)
    return (
        len(between) < 200
        and not re.search(r"[.;]|\b(?:of|to|from|with|that|by|for)\s*$", between)
        and not re.search(r"\b(?:was|were|is|are|had|has|said|that|who|which|about|from)\b", between)
        and bool(re.search(r"\band\b|,|&", between))
    )


def _with_objects(text: str, heard: list[_Heard], sentence: Sentence) -> Iterator[_Heard]:
    """Those welcomed to the meeting, invited to speak, or present for the item are named as taking part."""
    invited = None
    for found in heard:
        before = text[max(0, found.mention.start - NEAR) : found.mention.start]
        if not found.spoke and _takes_part(text, before, found, invited):
            invited = found = replace(found, spoke=True)
        yield found


def _takes_part(text: str, before: str, found: _Heard, invited: _Heard | None) -> bool:
    if re.match(
        r"[^.]{0,60}\b(?:as (?:an? |the )?new|to (?:his|her|their) first)\b", text[found.mention.end :]
    ):
        return False  # who joins the committee
    if (welcomed := _WELCOMED.search(before)) and not _NOT_SPEAKING.search(before[welcomed.end() :]):
        start = found.mention.start - len(before) + welcomed.end()
        return _is_welcome_of_people(text, start, found)
    if invited and re.fullmatch(r"[,;]?\s*(?:and|&)?\s*", text[invited.end : found.mention.start]):
        return True
    if _THERE_WERE.search(before) and not _NOT_SPEAKING.search(before):
        return True
    if _ASKED_OF.search(_role_stripped(before)) and re.search(r"\b(?:invited|called)\b", before):
        return True
    there = (
        r"(?:[^.;]{0,160}?|[^.;]{0,160};[^.]{0,800}?)\b(?:was|were) (?:also )?"
        r"(?:in attendance|present(?! as\b)|welcomed(?! (?:back )?on)|invited to (?:speak|comment|present|address))\b"
    )
    return bool(re.match(there, text[found.mention.end :])) and not _NOT_SPEAKING.search(before)


def _is_welcome_of_people(text: str, start: int, found: _Heard) -> bool:
    first = mentions_in(text[start:])
    if not first:
        return False
    lead = text[start : start + first[0].start]
    role = role_before(text, start + first[0].start)
    lead = lead.replace(role or "\0", "")
    return bool(
        re.fullmatch(
            r"[\s,:]*(?:to the (?:meeting|committee|panel|board)\W*)?(?:the|both|and|,|\s)*", lead, re.I
        )
    ) and not re.search(r"\b(?:that|because|which)\b|\bfrom\b[^,]*$", text[start : found.mention.start])


def _witnesses(blocks: Sequence[Block]) -> Iterator[_Heard]:
    """People in a list under "Witnesses:", "Contributors:" and the like, one a line, or on the label's own line."""
    listing = attending = False
    rolled = _roll_calls(blocks)
    for place, block in enumerate(blocks):
        before = blocks[place - 1] if place else None
        attending = bool(_ATTENDING.fullmatch(block.text)) or (
            attending and len(block.text) < 160 and not block.text.endswith(".") and block.style != "number"
        )
        if len(block.text) > 600:
            listing = False
            continue
        label, _, rest = block.text.partition(":")
        if block.text.endswith(":"):
            label, rest = sentences_of(block)[-1].text, ""
        if (
            _WITNESSES.fullmatch(block.text)
            or _WITNESSES.fullmatch(label)
            or (rest and len(label) < 60 and _WITNESSES.fullmatch(label))
        ):
            listing = True
            text = rest if _WITNESSES.fullmatch(label) else ""
        else:
            text = block.text
            listing = (
                listing
                and len(text) < 220
                and bool(mentions_in(text))
                and mentions_in(text)[0].start < 60
                and (len(text) < 80 or not text.endswith("."))
            )
        alone = not attending and place not in rolled and _stands_alone(block, before)
        if (listing or alone) and text.strip():
            for part in re.split(r";", text):
                yield from (
                    _Heard(one.mention, one.role, block.line, True)
                    for one in _listed([replace(block, text=part)])
                )


def _roll_calls(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of four or more lines in a row that each begin with a name: who attended, not who spoke."""
    found: set[int] = set()
    run: list[int] = []
    for place, block in enumerate([*blocks, Block("", 0)]):
        named = len(block.text) < 120 and mentions_in(block.text)
        if named and named[0].start == 0 and not block.text.endswith("."):
            run.append(place)
            continue
        found.update(run if len(run) > 3 else ())
        run = []
    return frozenset(found)


def _stands_alone(block: Block, before: Block | None) -> bool:
    """A line that is nothing but a person and their post: "Simon Hart - Independent Chair of …"."""
    if before and re.match(r"(?:contact|report author|lead)\b", before.text, re.I):
        return False
    if re.match(r"signed\b", block.text, re.I):
        return False
    if len(block.text) > 220 or block.text.endswith(".") or block.style == "bullet":
        return False
    mentions = mentions_in(block.text)
    if not mentions or mentions[0].start > 0:
        return False
    role, end = role_after(block.text, mentions[0].end)
    return bool(role) and not block.text[end:].strip(" ;:,)")


def _listed(blocks: Sequence[Block]) -> Iterator[_Heard]:
    """People in an attendance list: used for their full names and roles, not as having spoken."""
    for block in blocks:
        cells = block.cells or (block.text,)
        for place, cell in enumerate(cells):
            for mention in mentions_in(cell):
                role = role_after(cell, mention.end)[0] or role_before(cell, mention.start)
                rest = (cell[mention.end :].strip(" ,-–:()") or "".join(cells[place + 1 : place + 2])).strip(
                    " ,-–:()"
                )
                if role is None and len(cell) < 160 and not _SPOKE.match(cell, mention.end):
                    post = is_role(rest) and not mentions_in(rest) and ROLE.search(rest)
                    told = re.search(r"\bItem \d|^(?:\w+ed|was|is|left|gave)\b", rest)
                    body = _BODY_ONLY.fullmatch(rest) and not (mention.is_councillor or mentions_in(rest))
                    role = rest if (post or body) and not told else None
                yield _Heard(mention, role, block.line, False)


# "Ms Joy Peel, NHS Fenland": who somebody came for, in a list of those present.
_BODY_ONLY = re.compile(
    r"(?!Apologies|Items?\b|Minute)[A-Z][\w’'&-]+(?: (?:[A-Z(][\w’'&()-]+|of|and|for|the|&)){0,7}"
)


def spellings_of(sentences: Sequence[Sentence], speakers: Sequence[Speaker]) -> list[tuple[str, str]]:
    """Speakers whose surname is printed in two ways, as (first printed, other)."""
    printed = dict.fromkeys(mention.name for sentence in sentences for mention in mentions_in(sentence.text))
    found = {}
    for speaker in speakers:
        for name in printed:
            one, other = speaker.name.split()[-1], name.split()[-1]
            twice = " " in speaker.name and one != other and len(other) > 5
            if twice and same_person(speaker.name, name):
                found.setdefault((one, other), None)
    return [pair for pair in found if pair[1] not in {speaker.name.split()[0] for speaker in speakers}]
