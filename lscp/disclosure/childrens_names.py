"""Where a text names a child. A name counts only where the sentence makes it a child's. Pure.

Letters and numbers (Child S, Baby T2) are pseudonyms by their form. Professionals and agreed pseudonyms are passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

Span = tuple[int, int]

WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*?"
NAME = rf"(?P<name>{WORD}(?:[ \u00a0]{WORD}){{0,2}})(?![\w-])"
CHILD = (
    r"(?:[Cc]hild|[Bb]aby|[Bb]oy|[Gg]irl|[Ii]nfant|[Tt]oddler|[Pp]upil|[Tt]eenager|[Yy]oungster|[Yy]oung person|[Ss]on|"
    r"[Dd]aughter|[Ss]ibling|[Tt]win|[Nn]ewborn|(?:half-|step)?(?:brother|sister))"
)
CHILDREN = (
    r"(?:[Cc]hildren|[Ss]iblings|[Bb]rothers|[Ss]isters|[Tt]wins|[Ss]ons|[Dd]aughters|[Bb]oys|[Gg]irls|[Pp]upils|"
    r"[Bb]abies)"
)
OWN = (
    r"(?:mother|father|mum|dad|parents|stepfather|stepmother|siblings?|brothers?|sisters?|grandmother|grandfather|"
    r"grandparents|foster carers?|death|birth|injuries|bruises|social worker|lived experience|voice|school|home|family|"
    r"nursery|teacher|health visitor|case|story|life|needs|journey|behaviour|attendance)"
)
RELATIVE = (
    r"(?:mother|father|mum|dad|parent|stepfather|stepmother|step-father|step-mother|grandmother|grandfather|nan|aunt|uncle|"
    r"foster carer|foster mother|foster father|mother['’]s (?:partner|boyfriend)|father['’]s (?:partner|girlfriend))"
)
QUOTE = r"[\"'“‘]?"

AGE_OF_A_CHILD = r"(?:\d|1[0-7])(?![\d%]| ?(?:-|–|to|and|or) ?\d)"
SMALL_NUMBER = (
    r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen)"
)
OLD = r"(?:\d|1[0-7]|[A-Za-z]+)[ -]years?[ -]old\b|(?:\d\d?|[A-Za-z]+)[ -](?:month|week|day)s?[ -]old\b"

# The sentence itself says that somebody is called so: any capitalised word counts.
CERTAIN = [
    re.compile(
        rf"\b{CHILD},? (?:was |is )?(?:named|called|known as|whose (?:first )?name (?:is|was)) {QUOTE}{NAME}"
    ),
    re.compile(
        rf"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Cc]hild['’]s) (?:first |real |full )?name (?:is|was) {QUOTE}{NAME}"
    ),
    re.compile(rf"\b[Rr]eal name:? (?:is |was )?{QUOTE}{NAME}"),
    re.compile(rf"{NAME}(?:,| was| is|, who (?:was|is))? \(?aged? (?:only |just )?{AGE_OF_A_CHILD}"),
    re.compile(rf"{NAME}(?:,| was| is) (?:{OLD})"),
    re.compile(rf"\b(?:{OLD}),? (?:(?:boy|girl|child|baby|twin|pupil),? )?{NAME}"),
    re.compile(
        rf"\b(?:[Mm]other|[Ff]ather|[Mm]um|[Dd]ad|[Ss]tepfather|[Ss]tepmother) (?:of|to) (?:baby )?{NAME}"
    ),
]
# The words beside the name leave room for doubt: it must be a given name as well.
LIKELY = [
    re.compile(rf"\b{CHILD},? {NAME}"),
    re.compile(rf"{NAME}(?:['’]s|(?<=s)['’]) (?:\w+ )?{OWN}\b"),
    re.compile(rf"\b(?:[Ff]amily|[Pp]arents|[Gg]randmother|[Dd]eath|[Bb]irth|[Ii]njuries) (?:of|to) {NAME}"),
    re.compile(rf"{NAME}, \(?(?:\d|1[0-7])\)?(?=[,;) ]+(?:was|is|had|has|who|told|said|and|lived|died)\b)"),
    re.compile(rf"{NAME} \((?:\d|1[0-7])\)"),
    re.compile(
        rf"{NAME},? (?:who )?(?:was|is|had turned) {SMALL_NUMBER}\b(?! (?:of|per|out|times|points|places))"
    ),
    re.compile(rf"\b{CHILD} [A-Z]{{1,2}}\d{{0,2}} \({NAME}"),
]
LISTED = re.compile(rf"\b{CHILDREN}[,:]? (?P<names>{WORD}(?:(?:, and |, | and ){WORD})+)")
RELATIVES = re.compile(rf"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|\w+['’]s)(?: \w+)? {RELATIVE},? \(?{NAME}")
TITLE = re.compile(
    r"\b(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Reverend|Judge|Justice|"
    r"King|Queen|Prince|Princess|PC|DC|DS|DI|DCI|Det|Sergeant|Inspector|Superintendent|Commander|Chair|Director|St|Saint)"
    r"\.?\s+$"
)
SAID_TO_BE_CHANGED = re.compile(
    rf"{NAME}[\"'”’)\s,]{{0,3}}\(?[^.]{{0,30}}\b"
    r"(?:not (?:his|her|their|the child['’]s) real name|pseudonym|name (?:has been |was )?changed|a made-up name)"
)


# Words with capitals that stand together, with what belongs to them: a name, or the name of a thing.
RUN = re.compile(
    rf"(?<![\w’'-])(?P<words>{WORD[:-1]}(?:[ \u00a0]{WORD[:-1]})*)(?![\w-])"
    r"(?P<thing>[ \u00a0](?:centre|hub|house|law|programme|project|review|rule|scheme|school|unit|ward)\b)?"
)
BEGINS = re.compile(r"(?:^|[.!?:;\n•–*\"“(-])\s*$")
POSSESSIVE = re.compile(r"['’]s?$")


class Passes:
    """The names that may stand: professionals of the record, and pseudonyms agreed or explained in the text."""

    def __init__(self, text: str, known_names: tuple[str, ...], pseudonyms: tuple[str, ...]) -> None:
        self.adults = {_plain(name) for name in known_names}
        explained = (match["name"] for match in SAID_TO_BE_CHANGED.finditer(text))
        self.whole = self.adults | {_plain(name) for name in (*pseudonyms, *explained)}
        self.parts = {part for name in self.adults for part in name.split()}

    def certain(self, name: str) -> bool:
        return name not in self.whole

    def likely(self, name: str) -> bool:
        return _given(name) and name not in self.whole and not {*name.split()} <= self.parts


def spans(text: str, known_names: tuple[str, ...] = (), pseudonyms: tuple[str, ...] = ()) -> list[Span]:
    """Where a child is named, and wherever the same name stands again in the text."""
    passes = Passes(text, known_names, pseudonyms)
    found = {
        *_kept(CERTAIN, text, passes.certain),
        *_kept(LIKELY, text, passes.likely),
        *(span for span in _listed(text) if passes.likely(_plain(text[slice(*span)]))),
    }
    return sorted(_outermost(found | _again(text, found, passes.adults)))


def relatives(text: str, known_names: tuple[str, ...] = (), pseudonyms: tuple[str, ...] = ()) -> list[Span]:
    """Where a child's parent, carer or other relative is named: that identifies the child as well."""
    return sorted(set(_kept([RELATIVES], text, Passes(text, known_names, pseudonyms).likely)))


def asked_about(text: str, known_names: tuple[str, ...] = (), pseudonyms: tuple[str, ...] = ()) -> list[str]:
    """Names that whoever wrote them should be asked about: those above, and every given name of nobody known.

    More than a report's check may say, because a person answers at once: “Kayden was seen” may be about a child. A
    known person's first name alone, and one that the text gives in full as well, are asked about once or not at all.
    """
    passes = Passes(text, known_names, pseudonyms)
    found = [*spans(text, known_names, pseudonyms), *relatives(text, known_names, pseudonyms)]
    found += [span for span in _people(text) if passes.likely(_plain(text[slice(*span)]))]
    names = list(dict.fromkeys(text[slice(*span)] for span in sorted(found)))
    return [name for name in names if not any(_part_of(name, other) for other in names)]


def _part_of(name: str, other: str) -> bool:
    return name != other and {*_plain(name).split()} <= {*_plain(other).split()}


def _people(text: str) -> Iterator[Span]:
    """Where a given name stands, alone or before a surname; not in the name of a thing (Victoria Road, Clare's Law)."""
    for run in RUN.finditer(text):
        words = [match.span() for match in re.finditer(r"[^\s\u00a0]+", run["words"])]
        words = [(run.start() + start, run.start() + end) for start, end in words]
        begins = bool(BEGINS.search(text[max(0, run.start() - 5) : run.start()]))
        while words and _of_a_sentence(text[slice(*words[0])], begins):
            words, begins = words[1:], False
        if words and not run["thing"] and not _titled(text, words[0]) and _names_a_person(text, words):
            yield words[0][0], words[-1][1] - len((POSSESSIVE.search(text[slice(*words[-1])]) or [""])[0])


def _of_a_sentence(word: str, begins: bool) -> bool:
    """Whether a word has its capital because it begins a sentence, or is one that is no name."""
    plain = POSSESSIVE.sub("", _plain(word))
    return plain in _words("not_names") or (begins and not _given(plain))


def _names_a_person(text: str, words: list[Span]) -> bool:
    plain = [_plain(text[slice(*word)]) for word in words]
    of_a_thing = any(word in _words("not_names") for word in plain)
    return (
        len(plain) < 4
        and not of_a_thing
        and not any(POSSESSIVE.search(word) for word in plain[:-1])
        and _given(POSSESSIVE.sub("", plain[0]))
    )


def _listed(text: str) -> Iterator[Span]:
    """Each name of a list: the siblings Jack, Olivia and Mia."""
    for match in LISTED.finditer(text):
        for word in re.finditer(WORD + r"(?!\w)", match["names"]):
            yield match.start("names") + word.start(), match.start("names") + word.end()


def _kept(patterns: list[re.Pattern], text: str, counts) -> Iterator[Span]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            span = _without_other_words(text, match.span("name"))
            if span and not _titled(text, span) and counts(_plain(text[slice(*span)])):
                yield span


def _without_other_words(text: str, span: Span) -> Span | None:
    """The stretch of the match that can be a name: no everyday capitalised words at either end."""
    words = [
        (m.start() + span[0], m.end() + span[0]) for m in re.finditer(r"[^\s\u00a0]+", text[slice(*span)])
    ]
    while words and _plain(text[slice(*words[0])]) in _words("not_names"):
        words.pop(0)
    for place, word in enumerate(words):
        if _plain(text[slice(*word)]) in _words("not_names"):
            words = words[:place]
            break
    return (words[0][0], words[-1][1]) if words else None


def _titled(text: str, span: Span) -> bool:
    """A title before the name makes it an adult's."""
    return bool(TITLE.search(text[max(0, span[0] - 20) : span[0]]))


def _given(name: str) -> bool:
    return name.split()[0] in _words("given_names")


def _again(text: str, found: set[Span], adults: set[str]) -> set[Span]:
    names = {text[slice(*span)] for span in found}
    names |= {name.split()[0] for name in names if _given(_plain(name))}
    again = {
        match.span()
        for name in names
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    }
    return {span for span in again if not _within_adult(text, span, adults) and not _titled(text, span)}


def _within_adult(text: str, span: Span, adults: set[str]) -> bool:
    """Whether this stands inside the full name of a known professional."""
    around = _plain(text[max(0, span[0] - 40) : span[1] + 40])
    return any(_plain(text[slice(*span)]) in adult.split() and adult in around for adult in adults)


def _outermost(found: set[Span]) -> list[Span]:
    return [s for s in found if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found)]


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


@lru_cache(maxsize=2)
def _words(file: str) -> frozenset[str]:
    """A list beside this module, one word a line."""
    lines = Path(__file__).with_name(f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
