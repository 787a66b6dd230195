"""People named in a sentence: where, with what honorific, and what their role is said to be."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .vocabulary import HONORIFICS, NOT_NAMES, RANKS, ROLE_NOUNS, SPOKE
from .vocabulary import words as words_of

NEAR = 400  # characters before a name that can bear on it; clerks' sentences are shorter
_UP, _LOW = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĢĪĶĻŁŃŅŇŌŐŘŚŞŠŤŪŮŰŹŻŽ", "a-zß-öø-ÿāăąćčďđēęěģīķļłńņňōőřśşšťūůűźżž"
_WORD = rf"(?:[{_UP}]['’][{_UP}][{_LOW}]+|(?:Mc|Mac|Fitz|De|Le|La|Du)?[{_UP}][{_LOW}]+)(?:['’-][{_UP}]?[{_LOW}]+)*"
_INITIAL = rf"[{_UP}](?:\.|(?=\s))"
_JOINING = r"(?:de|van|der|den|von|da|dos|del|la|le|bin|binti|al|el|ul|ur)"
_PART = rf"(?:{_WORD}|{_INITIAL})"
_NAME = rf"{_PART}(?:\s?(?<=\.){_PART}|\s(?:{_JOINING}\s)?{_PART}){{0,3}}"
_TITLE = rf"(?:(?:{HONORIFICS}|{RANKS})\.?\s+)"
MENTION = re.compile(rf"\b(?P<titles>{_TITLE}{{0,3}})(?P<name>{_NAME})")
_LETTERS = re.compile(r"(?:,?\s(?:OBE|MBE|CBE|QPM|KC|QC|JP|BEM|MP|MS|AM|DL|CC)\b)+")

_NEXT_IN_LIST = re.compile(rf"(?:\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+)(?P<name>{_NAME})")
ROLE = re.compile(rf"\b(?:{ROLE_NOUNS})s?\b", re.I)
_ROLE_WORD = re.compile(
    rf"(?:[{_UP}][\w'’./&-]*:?|[{_UP}]+|of|for|and|the|to|in|with|at|on|&|–|-|/|:|’|co-opted"
    rf"|co-optee|statutory|lead|cover|interim"
    r"|lay|member|independent|chair|new|acting|former|current|previous|incoming|outgoing|[0-9]+|representing|representative|from|both"
    r"|young|voluntary|sector|parent|governor"
    r"|designated|named|nurse|doctor|head|director|manager|officer|vice-chair|headteacher|primary|secondary|school)$"
)


@dataclass(frozen=True)
class Mention:
    """A person named at text[start:end]. `role` is what the words beside the name say they are."""

    name: str
    title: str
    start: int
    end: int

    @property
    def is_councillor(self) -> bool:
        return bool(re.search(r"\b(?:Councillor|Cllr|Coun|Alderman|Alderwoman|Mayor)", self.title))

    @property
    def rank(self) -> str | None:
        found = re.search(rf"\b(?:{RANKS})\b", self.title)
        return found[0] if found else None


# A post in small letters, closed by a comma or by what the person did.
_SMALL_ROLE = re.compile(
    rf"\s*,\s(?:the |a |an )?(?!speaking\b)(?P<role>(?:[\w’'-]+ ){{0,6}}?(?:{ROLE_NOUNS.lower()})"
    rf"(?: (?:for|of) [\w’' -]{{3,60}}?)?)(?=,|\s(?:{SPOKE})\b)"
)


@lru_cache(maxsize=4096)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """The people named, left to right. Without an honorific a name needs two words, none of them an institution's."""
    found, place = [], 0
    while match := MENTION.search(text, place):
        place = match.end("name")
        mention, resume = _mention(match)
        place = max(resume, match.start() + 1)
        if mention:
            found.append(mention)
            if re.search(r"(?:Councillors|Cllrs)\.?$", mention.title):
                found += _rest_of_list(text, mention)
                place = found[-1].end
    return tuple(found)


def _rest_of_list(text: str, first: Mention) -> list[Mention]:
    """ "Councillors Hussain, Roe and Prior": each of them is named by one honorific."""
    found, place = [], first.end
    while follows := _NEXT_IN_LIST.match(text, place):
        words = [word for word in follows["name"].split() if len(word) == 1 or not _institutional(word)]
        if " ".join(words) != follows["name"] or re.match(_TITLE, follows["name"] + " "):
            break
        place = follows.end()
        found.append(Mention(_possessive_dropped(follows["name"]), first.title, follows.start("name"), place))
        if re.search(r"\band\b|&", follows[0]):
            break
    return found


def _mention(match) -> tuple[Mention | None, int]:
    """The person named by a run of capitalised words, or None; and where to read on."""
    title, words = match["titles"].strip(), match["name"].split()
    whole, end = len(words), match.end("name")
    initial = len(words) == 2 and match.string.strip() == match[0]  # "A Roe", as a line
    first = initial or _is_first_name(words, match.string[: match.start("name")])
    while words and not (title or first) and _institutional(words[0]):
        words.pop(0)
    start = end - len(" ".join(words))
    if not title and (
        (len(words) > 2 and words[-1] in _BODIES) or _of_a_body(match.string[start : start + 90])
    ):
        return None, end
    # An honorific vouches for the next word only; without one the name ends where the post begins.
    surname = _is_surname(words, match.string[end:], title)
    while len(words) > (1 if title else 2) and _institutional(words[-1]) and not surname:
        words.pop()
    name = " ".join(words)
    stop = start + len(name)
    if title:
        post = _AMBIGUOUS.search(title) and all(map(_institutional, words))  # "Deputy Director"
        nobody = post or name in ("The", "This", "Members", "Member", "Chair")
        return None if nobody else Mention(_possessive_dropped(name), title, match.start(), stop), stop
    if (
        len(words) < 2
        or any(map(_institutional, words[first : -1 if surname else None]))
        or (len(_plain(words[-1])) < 2 and not re.match(rf"\s(?:{SPOKE})\b", match.string[end:]))
    ):
        return None, max(match.start() + len(match[0].split()[0]), start if words else end)
    an = len(words) == whole and re.search(
        r"\b(?:[Aa]n?|[Tt]he|[Tt]his)\s$", match.string[max(0, start - 6) : start]
    )
    if an or all(len(_plain(word)) == 1 for word in words):  # "An Oldham Briefing" is nobody
        return None, stop
    return Mention(_possessive_dropped(name), "", start, stop), stop


# Surnames that are words of institutions too: "Michael Green, Cabinet Member", but "Michael Green Trust". Between an
# honorific and a verb any such word will do: "Councillor David Grant said".
_SURNAMES = words_of("Green Young West East North Cross Law Head Key Winter House Wood Church Justice Park")


_IN_MONTH = re.compile(
    r"\b(?:in|on|by|since|from|until|till|of|to|for|during|this|next|last|early|late|between|before|after|\d+\w*) $",
    re.I,
)


def _is_first_name(words: list[str], before: str) -> bool:
    """ "June Peel said", but not "in June Peel said"."""
    if words[0] == "A" and len(words) == 2:  # "Councillors H Bass (Chair), A Prior and E Roe"
        return bool(re.search(r"(?:, |\band )$", before)) and not _institutional(words[1])
    own = words[0] in ("Grant", "Faith", "April", "May", "June", "Summer") and len(words) == 2
    return own and not _institutional(words[1]) and not _IN_MONTH.search(before)


def _is_surname(words: list[str], rest: str, title: str) -> bool:
    if len(words) != 2 or _institutional(words[0]):
        return False
    alone = re.match(rf"\s*[,(]|\s(?:{SPOKE})\b", rest) or (title and not re.match(r"\s[A-Z]", rest))
    posted = re.match(
        rf"\s*,\s(?:the )?(?!{HONORIFICS})(?:[A-Z][\w’&-]* |of |for |and ){{0,4}}?(?:{ROLE_NOUNS})\b", rest
    )
    vouched = words[-1] in _SURNAMES or (
        (title or posted) and not ROLE.search(words[-1]) and words[-1] not in _BODIES
    )
    return bool(vouched and alone)


# What ends the name of an institution: "Riverside Valley Police" is nobody's name.
_BODIES = words_of(
    """
    Academy Association Board Centre Charity Church College Committee Constabulary Council Forum Foundation Group
    Hospital House Hub ICB CCG Panel Partnership Police Primary Project School Service Society Team Trust University
    """
)
_BODY_NAME = re.compile(rf"(?:[A-Z][\w’'-]+ (?:and |& |of )?){{2,7}}(?:{'|'.join(_BODIES)})\b")


def _of_a_body(text: str) -> bool:
    """Whether the text opens with what a body is called: "Wealdshire Heartlands Integrated Care Board"."""
    found = _BODY_NAME.match(text)
    return bool(found) and not ROLE.search(found[0])


_AMBIGUOUS = re.compile(r"(?:Deputy|Mayor|Father|Commander|Inspector|Superintendent|Sergeant)$")


def _institutional(word: str) -> bool:
    """A word that institutions and sentences are made of; a compound is one where all its parts are."""
    word = _plain(word)
    return word in NOT_NAMES or (
        "-" in word and all(part.capitalize() in NOT_NAMES for part in word.split("-"))
    )


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$|\.$", "", word)


def _possessive_dropped(name: str) -> str:
    return re.sub(r"['’]s$|['’]$|\.$", "", name)


@lru_cache(maxsize=4096)
def role_after(text: str, end: int) -> tuple[str | None, int]:
    """The role printed just after a name, in brackets, between commas or after a dash; and where it ends."""
    if letters := _LETTERS.match(text, end):
        end = letters.end()
    rest = text[end:]
    if found := re.match(r"\s*,?\s*\(([^()]{2,200}(?:\([^()]{1,60}\)[^()]{0,80})?)\)", rest):
        inside = found[1].strip()
        if is_role(inside) or _names_a_post(inside):
            return inside, end + found.end()
        return None, end + found.end()
    if found := _SMALL_ROLE.match(rest):
        return found["role"], end + found.end()
    if found := re.match(
        r"\s*(?:,|[-–—]\s|\s[-–—]|:)(?!\s*and\b)\s*(?:as\s+)?(?:the\s+|our\s+|a\s+)?"
        r"|\s+(?:the\s+)?(?=(?:[A-Z]|the [A-Z]))",
        rest,
    ):
        words, place = [], found.end()
        for word in re.finditer(
            r"\([A-Z][\w& ]{1,40}\)|[^\s,();.]+|[,();.]", rest[found.end() : found.end() + 220]
        ):
            if word[0] == ",":
                if not _role_carries_on(rest[found.end() + word.end() :]):
                    break
            elif word[0][0] == "(" and len(word[0]) > 1:
                if not words or mentions_in(word[0]):
                    break
            elif not _ROLE_WORD.match(word[0]):
                break
            words.append(word[0])
            place = found.end() + word.end()
        role = _trim_role(_without_next_person(rest[found.end() : place]))
        if role and is_role(role) and len(role) < 180:
            return role, end + found.end() + rest[found.end() :].index(role) + len(role)
    return None, end


def _names_a_post(text: str) -> bool:
    """Words in brackets after a name that are no party, abbreviation, page or pronoun: "(Independent Person)"."""
    if re.fullmatch(r"(?!LAB|CON|LIB|GRN|IND|DEM)[A-Z]{3,6}", text):
        return True
    return bool(re.match(r"[A-Z][a-z]+ (?:\w+ )*[A-Z][a-z]+", text)) and not re.search(
        r"\b(?:Labour|Conservative|Liberal|Democrats?|Green|Party|Ward|Minute|Item|Page|Appendix"
        r"|substitut\w+|for|left|arrived)\b",
        text,
    )


def _without_next_person(role: str) -> str:
    for mention in mentions_in(role):
        if mention.start == 0 and (mention.title or role.startswith(" (", mention.end)):
            return ""
        if re.search(r"(?:\band|,|&)\s*$", role[: mention.start]):
            return role[: mention.start]
    return role


def _role_carries_on(rest: str) -> bool:
    """After a comma inside a role: "Quality Assurance, Governance and …" carries on, "Jane Smith, …" does not."""
    found = re.match(r"\s*((?:[A-Z][\w'’&/-]*|and|&|of|for)(?:\s+(?:[A-Z][\w'’&/-]*|and|&|of|for))*)", rest)
    if not found:
        return False
    phrase = found[1]
    if re.match(r"(?:Members|Councillors|Officers)\b", phrase):
        return False
    names = mentions_in(phrase)
    if names and names[0].start < 6 and not ROLE.search(phrase[: names[0].end]):
        return any(_institutional(word) for word in phrase.split()[:3])
    return True


def _trim_role(text: str) -> str:
    return re.sub(r"(?:[\s,:–-]|\b(?:and|the|of|for|to|in|with|at|on|from|both)\b)+$", "", text).strip()


def is_role(text: str) -> bool:
    """Whether the words name a post or a part played, rather than a party, an abbreviation or a page."""
    return bool(ROLE.search(text)) or bool(
        re.search(r"\b(?:Healthwatch|Co-opt\w+|co-opt\w+|Lay|Diocese)\b|\b[Rr]epresenting \w", text)
    )


_OF_A_POST = re.compile(
    rf"\b(?:{ROLE_NOUNS})[’']s (?!{ROLE_NOUNS})\w+$"
)  # "the Director’s Update" is no post


_SMALL_ROLE_BEFORE = re.compile(
    rf"^[Tt]he (?P<whole>(?:(?!{SPOKE})[a-z’'-]+\s?){{1,9}})$|"
    rf"\b(?i:the|an?)\s(?P<role>(?:(?!the\b|an?\b|of\b|to\b|by\b|with\b|from\b|for\b)[a-z’'-]+\s){{1,3}}"
    rf"(?:{ROLE_NOUNS.lower()}))$"
)


@lru_cache(maxsize=4096)
def role_before(text: str, start: int) -> str | None:
    """The role printed just before a name: "the Independent Chair, Mrs Hall", "Cabinet Member for Children Jo Lane"."""
    before = re.sub(r"[\s,–(-]+$", "", text[max(0, start - NEAR) : start])
    had_comma = text[len(before) : start].strip() in (",", "–", "-", "(")
    words = re.split(r"\s+", before)
    taken: list[str] = []
    if before.endswith(")") and (bracket := re.search(r"\s\([^()]{2,60}\)$", before)):
        words = re.split(r"\s+", before[: bracket.start()])
        taken = [bracket[0].strip()]
    while words and len(taken) < 22:
        word = words[-1]
        if word.endswith((".", ";", ":", ")")) or (word.endswith(",") and not had_comma):
            break
        if not _ROLE_WORD.match(word.rstrip(",")) or word.lower() in ("with", "at", "from", "by"):
            break
        taken.insert(0, words.pop())
        if word in ("The", "the") and (
            len(words) == 0 or not re.match(r"(?:of|for|to|in|and|on)$", words[-1])
        ):
            break
    phrase = " ".join(taken)
    phrase = re.sub(
        r"^(?:(?:and|of|for|to|in|on|as|As|The|the|A|An|a|an|both|Both|new|In|&)\s+)+", "", phrase
    ).strip(" ,")
    if mentions_in(phrase):  # "Ann Roe and the Director for Communities, Tom Hale"
        phrase = re.split(r",? and the ", phrase)[-1]
    found = ROLE.search(re.sub(r"\([^()]*\)", "", phrase))
    small = _SMALL_ROLE_BEFORE.search(before)
    if small and ROLE.search(small[0]) and had_comma:
        return small["role"] or small["whole"].strip()  # "the foster carer representative, Reece Hall"
    listed = re.fullmatch(
        r"[\w-]+(?:, [\w-]+)+", phrase
    )  # "the Chairman, Vice-Chairman, Councillor Roe and …"
    if not found or listed or _OF_A_POST.search(phrase) or mentions_in(phrase):
        return None
    return phrase if len(phrase) < 160 else None


# The same person under several spellings -------------------------------------------------------------------


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in text if not unicodedata.combining(char)).lower()


def same_person(one: str, other: str) -> bool:
    """Whether two printed names can be one person: the same surname (a slip allowed) and first names that agree."""
    first, second = one.split(), other.split()
    if len(first) == 1 or len(second) == 1:
        single, full = (first, second) if len(first) == 1 else (second, first)
        return _folded(single[0]) in (_folded(full[0]), _folded(full[-1])) or _close(single[0], full[-1])
    if not _close(first[-1], second[-1]):
        return False
    a, b = _folded(first[0]).strip("."), _folded(second[0]).strip(".")
    if len(a) <= 2 or len(b) <= 2:
        return a[0] == b[0]
    return a == b or (
        _folded(first[-1]) == _folded(second[-1]) and (a.startswith(b) or b.startswith(a) or _close(a, b))
    )


def _close(one: str, other: str) -> bool:
    one, other = _folded(one), _folded(other)
    return one == other or (
        min(len(one), len(other)) > 5 and SequenceMatcher(None, one, other).ratio() >= 0.88
    )
