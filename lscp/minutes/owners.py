"""Who acts, and what they are to do, in the words of one action: "Jane Smith to circulate the figures"."""

import re

from .names import MENTION, mentions_in
from .periods import MONTHS
from .vocabulary import ROLE_NOUNS, TASKS
from .vocabulary import words as words_of

SHORT = r"(?:[A-Z](?:[a-z]{0,2}[A-Z]){1,3}[a-z]?|Clerk|Chair)"
_VERB = rf"(?:to|will|would|agreed|undertook|should|is|are|was|were|be|shall|must|asked|that|{TASKS})"
_OWNER_NOUNS = re.compile(
    rf"\b(?:{ROLE_NOUNS}|officers?|team|service|services|council|partnership|clerk|chair|committee"
    rf"|democratic|housing|members?|LSCP|LSCB|police|ICB|all|"
    r"board|directorate|department|office|group|secretariat|cabinet|panel|agency|trust|forum|governance|scrutiny|support)s?\b",
    re.I,
)


def is_owner(text: str) -> bool:
    """Whether the words name who acts, and nothing else: people, posts or bodies, without a verb."""
    text = _without_when(text.strip().rstrip("."))
    if not text or len(text) > 160 or text.endswith(("?", ":")):
        return False
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    loud = bare.isupper() and " " in bare
    if re.search(rf"\b{_VERB}\b", bare.lower() if loud else bare) or _IMPERATIVE.search(bare):
        return False
    if re.match(
        r"(?:That|To|For|A(?! [A-Z][a-z’'-]+(?:-[A-Z][a-z]+)?$)|An|It|Please|Signed|Looking|Need|Noted|Agreed|Ongoing"
        r"|Completed?|Done|D(?:ate|ATE)|D(?:eadline|EADLINE))\b",
        bare,
    ):
        return False
    if re.match(r"(?:All|Any|Each)\b", bare) or re.fullmatch(rf"{SHORT}(?:\s*[/,&]\s*{SHORT})*", bare):
        return True
    if (
        WHEN.fullmatch(bare)
        or _SAYS_MORE.search(bare)
        or not re.match(r"[A-Z\d‘“(]|the\b|all\b|officers\b", bare)
    ):
        return False
    words = re.findall(r"[\w'’&.-]+", bare)
    small = [word for word in words if word[0].islower() and word not in _SMALL_IN_OWNERS]
    called = len(words) > 1 and not any(word[0].islower() and word != "and" for word in words)
    return called or (
        len(small) <= max(1, len(words) // 3)
        and bool(_OWNER_NOUNS.search(bare) or MENTION.fullmatch(bare) or bare.isupper())
    )


_SAYS_MORE = re.compile(r"\b(?!looked)[a-z]+ed\b|\b(?:the|a|an|of|for|and)$")
_IMPERATIVE = re.compile(rf"(?:^|[:–—-]\s+)(?i:{TASKS})(?:$| (?!of\b)[a-z])")
_SMALL_IN_OWNERS = words_of(
    "of for and the in with to team officers lead on all de van service services members supported by"
)


def _people_only(text: str) -> bool:
    rest = text
    for mention in reversed(mentions_in(text)):
        rest = rest[: mention.start] + rest[mention.end :]
    return rest != text and not re.search(r"[a-z]{4,}", re.sub(r"\band\b|\bwith\b", "", rest))


def owner_and_task(text: str) -> tuple[str, str]:
    """ "Jane Smith to circulate the figures" → its owner, and the whole as the task; no owner where none is named."""
    parts = re.split(r"\s+[–—-]\s+", text)
    if len(parts) == 3 and WHEN.fullmatch(parts[2]) and is_owner(parts[0]) and not is_owner(parts[1]):
        return tidy_owner(parts[0]), parts[1].strip()
    if len(parts) == 3 and WHEN.fullmatch(parts[2]) and len(parts[1]) < 60:
        return tidy_owner(parts[1]), parts[0].strip()  # "Circulate the audit – Jane Smith – 14 June"
    splits = list((_DOES_CAPITALS if text.isupper() else _DOES).finditer(text[:300]))
    for found in sorted(splits, key=lambda found: bool(found["sign"])):  # "Director – Education to provide"
        owner = text[: found.start()].strip(" ,")
        named = re.fullmatch(
            rf"(?!Need|Aim|Agree|Note|(?i:{TASKS})\b)[A-Z][a-z]+(?: and [A-Z][a-z]+(?: [A-Z][a-z]+)?)*", owner
        )
        known = named and found[0].strip() == "to"
        passive = re.match(r"be \w+(?:ed|en|t)\b", text[found.end() :]) and not _people_only(owner)
        if (is_owner(owner) or known) and not passive:
            return tidy_owner(owner), text[found.end() :].strip() if found["sign"] else text.strip()
    task, owner = owner_at_end(text)
    return (owner, task) if owner else ("", text.strip())


WHEN = re.compile(
    rf"(?:(?:by|end of|before|early|mid|late|the|next|w/c)\W+)*(?:(?:\d{{1,2}}\w* )?(?:{'|'.join(MONTHS)})(?: \d{{4}})?"
    r"|[\d/.]+|meeting|immediate(?:ly)?|asap|ongoing|TBC|(?:spring|summer|autumn|winter)(?: \d{4})?)\.?",
    re.I,
)
_DUE = re.compile(rf"(?:\s*[,;/(]|\s[–—-]|\s(?=by\b))\s*{WHEN.pattern}\)?$", re.I)
IS_TASK = re.compile(rf"To (?i:{TASKS})\b")
# Between who acts and what they do: "to", "will", a dash, or nothing ("Jane Smith circulate the figures").
_DOES = re.compile(
    r"\s+(?:to|will|would|(?:agreed|undertook|offered) to|should|shall|must)\s+"
    rf"|\s+(?={TASKS}\s)|\s*(?P<sign>[–—:]|-(?=\s))\s*(?=\S)"
)
_DOES_CAPITALS = re.compile(_DOES.pattern, re.I)


def owner_at_end(text: str) -> tuple[str, str]:
    """The task and the owner printed after it in brackets, after a dash or colon, or after the last full stop."""
    for mark in (
        r"\s[–—-]\s+(?:action(?: by)?\s*:\s*)?",
        r"(?:\b(?:action by|action|owner|lead|responsible(?: officer)?|by)\s*:\s*)",
        r"(?<!\b[A-Z])(?<!\bRev)[.;:]\s+",
    ):
        found = re.compile(
            rf".*{mark}(?P<owner>(?:[^.;]|(?<=\b[A-Z])\.|(?<=\bRev)\.){{2,120}})\.?$", re.I
        ).search(text, max(0, len(text) - 300))
        whole = found and found["owner"].count("(") == found["owner"].count(")")
        if whole and is_owner(found["owner"].strip()):
            task = text[: found.start("owner")]
            task = re.sub(
                rf"(?:{mark})$", lambda match: match[0][:1] if match[0][:1] in ".;" else "", task, flags=re.I
            )
            return task.strip(" –—-:;["), tidy_owner(found["owner"])
    found = re.search(r"\s*[\[(](?P<owner>[^()\[\]]{2,120}(?:\([^()]*\))?)[\])]\s*\.?$", text)
    if found and is_owner(unwrapped(found["owner"])):
        return text[: found.start()].strip(), tidy_owner(unwrapped(found["owner"]))
    return text, ""


def unwrapped(text: str) -> str:
    text = re.sub(r"^(?:new for|assigned to)\s+", "", text, flags=re.I)
    text = re.sub(
        r"^(?:action(?: by| for)?|for|owner|by|lead|responsible(?: officer)?|officer|who)\s*[:–-]\s*",
        "",
        text,
        flags=re.I,
    )
    inside = re.fullmatch(r"\s*[(\[](.*)[)\]]\s*", text)
    return inside[1] if inside else text.strip()


def _without_when(text: str) -> str:
    """ "Jane Smith / by 30 November" → "Jane Smith"."""
    found = _DUE.search(text, max(0, len(text) - 60))
    return text[: found.start()] if found else text


def tidy_owner(text: str) -> str:
    text = re.sub(r"^[Tt]he\s+", "", re.sub(r"\s+", " ", _without_when(text)).strip(" .;,:–-["))
    return text[1:] if text.startswith("(") and text.count("(") > text.count(")") else text
