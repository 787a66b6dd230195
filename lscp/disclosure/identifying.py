"""Details in a text that could identify a child: numbers, addresses, dates of birth, names. Pure.

`scan` proposes; a person decides. It is built to be right more often than complete: a number with a check digit counts
only when the digit fits, a date only beside a word of birth, a name only where the sentence makes it a child's.
Committee dates, money, officers' names and the partnership's own address pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lscp.disclosure import check_digits, childrens_names

MESSAGES = {
    "nhs-number": "This is an NHS number. Take it out: it names one person for life.",
    "upn": "This is a pupil number (UPN). Take it out: it names one child.",
    "national-insurance-number": "This is a National Insurance number. Take it out: it names one person for life.",
    "date-of-birth": "This is a date of birth. Take it out; give an age band where age matters.",
    "age-and-date": "A child's age beside an exact date can identify the child. Give the month, or an age band.",
    "postcode": "This is a full postcode, which may lead to one home. Take it out, or name the ward or the town. Keep "
    "it only if it is an office's.",
    "email": "This is an e-mail address. Take it out, or use the partnership's own address.",
    "phone": "This is a telephone number. Take it out, or use the partnership's own number.",
    "case-number": "This looks like a number from a case record. Take it out: it leads to one person's file.",
    "child-name": "This looks like a child's name. Use the pseudonym agreed for the review. If it is a pseudonym, add "
    "it to the list of pseudonyms; if it is a professional's name, add the person to the record.",
    "relative-name": "This looks like the name of a child's relative or carer, which leads to the child. Take it out: "
    "write “the mother” or “a grandparent”.",
    "address": "This looks like the address of a home. Take it out, or name the ward or the town.",
}

# A person may have to say whose name it is; the other kinds speak for themselves.
NAMES = ("child-name", "relative-name")


@dataclass(frozen=True)
class Detail:
    """Something found at `text[start:end]`; `message` says what it is and what to do."""

    kind: str
    start: int
    end: int
    text: str
    message: str


Span = tuple[int, int]


def scan(
    text: str,
    *,
    known_names: Iterable[str] = (),
    pseudonyms: Iterable[str] = (),
    allow_emails: Iterable[str] = (),
    allow_phones: Iterable[str] = (),
    allow_postcodes: Iterable[str] = (),
) -> list[Detail]:
    """Every detail in `text` that could identify a child, in the order in which they stand.

    `known_names`: professionals in the record, who may be named. `pseudonyms`: names agreed for children in reviews.
    `allow_*`: the partnership's own contacts; an e-mail entry that starts with @ allows the whole domain.
    """
    names = tuple(known_names), tuple(pseudonyms)
    found = [
        *_each("email", _emails(text, allow_emails)),
        *_each("nhs-number", _nhs_numbers(text)),
        *_each("upn", _upns(text)),
        *_each("national-insurance-number", _spans(NATIONAL_INSURANCE, text)),
        *_each("date-of-birth", _dates_of_birth(text)),
        *_each("phone", _phones(text, allow_phones)),
        *_each("case-number", _case_numbers(text)),
        *_each("postcode", _postcodes(text, allow_postcodes)),
        *_each("address", _homes(text)),
        *_each("child-name", childrens_names.spans(text, *names)),
        *_each("relative-name", childrens_names.relatives(text, *names)),
        *_each("age-and-date", _ages_with_dates(text)),
    ]
    return _in_order(_first_reading(found, list(_spans(NOT_ABOUT_PEOPLE, text))), text)


def in_lines(details: Iterable[Detail]) -> list[str]:
    """What was found and what to do about it, one kind a line."""
    by_kind: dict[str, list[str]] = {}
    for detail in details:
        by_kind.setdefault(detail.message, []).append(f"“{detail.text}”")
    return [f"{', '.join(dict.fromkeys(texts))}. {message}" for message, texts in by_kind.items()]


def _each(kind: str, spans: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    return ((kind, span) for span in spans)


def _first_reading(found: list[tuple[str, Span]], elsewhere: list[Span]) -> list[tuple[str, Span]]:
    """One reading for each stretch of text: the first kind wins. Numbers of web pages and books are not read."""
    kept: list[tuple[str, Span]] = []
    for kind, span in found:
        of_a_thing = kind not in ("email", "child-name") and any(_overlap(span, other) for other in elsewhere)
        taken = kind != "age-and-date" and any(_overlap(span, other) for _, other in kept)
        if not of_a_thing and not taken:
            kept.append((kind, span))
    return kept


def _in_order(found: list[tuple[str, Span]], text: str) -> list[Detail]:
    ordered = sorted(set(found), key=lambda item: (item[1], item[0]))
    return [Detail(kind, start, end, text[start:end], MESSAGES[kind]) for kind, (start, end) in ordered]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _spans(pattern: re.Pattern, text: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# ── Numbers with a check digit ────────────────────────────────────────────────────────────────────────────

GAP = r"[\s\-–.·]{0,3}"  # what stands between groups of digits, no-break and thin spaces included
NHS_NUMBER = re.compile(rf"(?<![\w£$€,./])\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}(?![\d,]\d|\d|[/%])")
NHS_NUMBER_LABELLED = re.compile(rf"(?i)\bNHS\b[^\d\n]{{0,25}}(\d(?:{GAP}\d){{9}})(?!\d)")
UPN = re.compile(rf"(?i)(?<!\w)[A-HJ-NP-RT-Z](?:{GAP}\d){{11}}{GAP}[\dA-HJ-NP-RT-Z](?!\w)")
NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)(?:[A-Z]{2}(?:[ \-]?\d\d){3}[ \-]?[A-D]|[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\d{6}[a-d])(?!\w)"
)


def _nhs_numbers(text: str) -> Iterator[Span]:
    spans = [*_spans(NHS_NUMBER, text), *(m.span(1) for m in NHS_NUMBER_LABELLED.finditer(text))]
    for start, end in sorted(set(spans)):
        if check_digits.nhs_number_fits(_digits(text[start:end])):
            yield start, end


def _upns(text: str) -> Iterator[Span]:
    for start, end in _spans(UPN, text):
        if check_digits.upn_fits(re.sub(r"[^0-9A-Za-z]", "", text[start:end]).upper()):
            yield start, end


# ── Dates ─────────────────────────────────────────────────────────────────────────────────────────────────

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
EXACT_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}})?"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?!\d)"
)
BIRTH = (
    r"(?:(?<![\w-])born|d\.?\s?o\.?\s?b\b\.?|dates?\s+of\s+birth|birth\s?dates?|birthday"
    r"|gave\s+birth|birth\s+on|(?<!\w)b\.)(?!\w)"
)
BORN_ON = re.compile(rf"(?i){BIRTH}(?P<between>[^.;\n]{{0,40}}?)(?P<date>(?<!\d){EXACT_DATE})")
DATE_THEN_BIRTH = re.compile(
    rf"(?i)(?P<date>(?<!\d){EXACT_DATE})(?P<between>[\s,(\[–-]{{0,4}}(?:\w+\s){{0,2}}?){BIRTH}"
)
THING = re.compile(
    r"(?i)\b(?:partnership|board|service|project|team|idea|hub|programme|forum)\s+(?:was|is)\s+$"
)
COHORT = re.compile(r"(?i)\b(?:between|after|before|since|from|until|by|recorded|collected)\b")

AGE = re.compile(
    r"(?i)\b(?:(?:an?|the|her|his|their|this|one|was|is|only|just|then)\s+(?:[a-z]+\s)?"
    r"(?P<old>\d{1,2}|[a-z]+)[\s-]+(?P<unit>year|month|week|day)s?[\s-]+old\b"
    r"|aged\s+(?P<aged>\d{1,2})(?!\s?(?:-|–|\+|to\b|and\b|or\b|\d)))"
)
MANY_BEFORE = re.compile(
    r"(?i)\b(?:children|people|pupils|girls|boys|babies|infants|those|all|anyone|everyone|any)\b[\w\s,]*$"
)
MANY_AFTER = re.compile(
    r"(?i)\s+(?:children|boys|girls|pupils|babies|infants|offer|entitlement|places?|funding|checks?|reviews?|provision)\b"
)
ANY_DATE = re.compile(rf"(?i)(?<!\d){EXACT_DATE}")
SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\S)[^.!?\n]*)*[.!?\n]?")
NUMBER_WORDS = re.findall(
    r"\w+",
    """nought one two three four five six seven eight nine ten eleven
    twelve thirteen fourteen fifteen sixteen seventeen""",
)


def _dates_of_birth(text: str) -> Iterator[Span]:
    for pattern in (BORN_ON, DATE_THEN_BIRTH):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if not COHORT.search(match["between"]) and not THING.search(before):
                yield match.span("date")


def _ages_with_dates(text: str) -> Iterator[Span]:
    """From a child's age to an exact date in the same sentence, or the other way round."""
    for sentence in SENTENCE.finditer(text):
        ages = [match.span() for match in AGE.finditer(sentence[0]) if _is_a_child(match)]
        dates = list(_spans(ANY_DATE, sentence[0]))
        if ages and dates:
            first, last = min(ages[0], dates[0]), max(ages[0], dates[0])
            yield sentence.start() + first[0], sentence.start() + last[1]


def _is_a_child(age: re.Match) -> bool:
    """One child, not a group, a programme or an adult."""
    before = age.string[max(0, age.start() - 30) : age.start()]
    if MANY_BEFORE.search(before) or MANY_AFTER.match(age.string, age.end()):
        return False
    if age["unit"] and age["unit"].lower() != "year":
        return True
    number = (age["old"] or age["aged"]).lower()
    if number in NUMBER_WORDS:
        number = str(NUMBER_WORDS.index(number))
    return number.isdigit() and 0 < int(number) < 18


# ── Ways to reach someone ─────────────────────────────────────────────────────────────────────────────────

NOT_ABOUT_PEOPLE = re.compile(r"(?i)\b(?:(?:https?://|www\.)[^\s<>\"')\]]+|ISBN\S*?:?\s*[\dX -]{9,17})")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
PHONE_START = re.compile(
    r"(?<![\w£$€.,/-])(?:(?:\+|00)44[\s.-]*(?:\(0\))?[\s.-]*|\(?0)(?=[1235789])\d[\d\s().-]{6,18}\d"
)
DAY_FIRST = re.compile(r"0\d(?!\d)")  # 01.04.2019
HELPLINES = {  # national lines that reports print on purpose
    "08088005000",  # NSPCC
    "08082000247",  # National Domestic Abuse Helpline
    "08000280285",  # NSPCC whistleblowing advice line
    "08000283550",  # NSPCC female genital mutilation helpline
    "0800555111",  # Crimestoppers
    "0800789321",  # Anti-terrorist hotline
    "08088010327",  # Men's advice line
}
AREA = (  # the 124 postcode areas
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    r"L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
POSTCODE = re.compile(
    rf"(?i)(?<![\w/-]){AREA}\d[\dA-HJKMNPR-Y]?\s{{0,2}}"
    r"(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![\w-])"
)
HOME = re.compile(
    r"\b(?:[Ll]iv(?:ed|es|ing)|[Hh]ome|[Hh]ouse|[Ff]lat|[Mm]oved|[Aa]ddress|[Rr]esid(?:ed|es|ing))\b[^.;\n]{0,15}?\s"
    r"(?P<home>(?:[Ff]lat \w+,? )?\d{1,4}[a-z]?,? (?:[A-Z][a-z'’]+ ){1,3}"
    r"(?:Road|Street|Avenue|Lane|Close|Drive|Way|Court|Gardens|Crescent|Terrace|Place|Grove|Hill|Square|Rise|Walk|Mews|Row))\b"
)
PLACE_IN_ORDER = re.compile(r"1st|2nd|3rd|\dth")


def _emails(text: str, allowed: Iterable[str]) -> Iterator[Span]:
    allowed = {address.strip().lower() for address in allowed}
    for start, end in _spans(EMAIL, text):
        address = text[start:end].lower()
        if address not in allowed and f"@{address.split('@')[1]}" not in allowed:
            yield start, end


def _phones(text: str, allowed: Iterable[str]) -> Iterator[Span]:
    passes = {_national(number) for number in allowed} | HELPLINES
    for match in PHONE_START.finditer(text):
        end = _end_of_phone(match)
        if end and _national(text[match.start() : end]) not in passes:
            yield match.start(), end


def _end_of_phone(match: re.Match) -> int | None:
    """Where ten or eleven digits end at the end of a group; None where they do not, as in dates and in sums."""
    if DAY_FIRST.match(match[0]):
        return None
    ends = [group.end() for group in re.finditer(r"\d+", match[0])]
    whole = [end for end in ends if len(_national(match[0][:end])) in (10, 11)]
    return match.start() + whole[-1] if whole else None


def _national(number: str) -> str:
    """The digits as dialled inside the country: 02079460958."""
    digits = _digits(number.replace("(0)", ""))
    if number.strip().startswith("+44"):
        return "0" + digits[2:].removeprefix("0")
    return "0" + digits[4:].removeprefix("0") if digits.startswith("0044") else digits


def _postcodes(text: str, allowed: Iterable[str]) -> Iterator[Span]:
    passes = {re.sub(r"\s", "", code).upper() for code in allowed}
    for match in POSTCODE.finditer(text):
        whole = re.sub(r"\s", "", match[0])
        mixed = not (whole.isupper() or whole.islower())
        if not mixed and whole.upper() not in passes and not PLACE_IN_ORDER.fullmatch(match["inward"]):
            yield match.span()


def _homes(text: str) -> Iterator[Span]:
    return (match.span("home") for match in HOME.finditer(text))


# ── Numbers of case records ───────────────────────────────────────────────────────────────────────────────

CASE_NUMBER = re.compile(
    r"(?i)\b(?:(?:case|client|child|person|pupil|patient|hospital|record|file|crime|incident|custody|court|LCS|ICS|CMS|"
    r"Mosaic|Liquidlogic|Eclipse|Frameworki|CareFirst|PNC|CHI|LAC|CLA)\s*(?:record\s+)?"
    r"(?:ref(?:erence)?|no|number|num|id|identifier)\b\.?(?:\s+(?:no|number)\b\.?)?"
    r"|\bULN\b|unique\s+learner\s+number|\b(?:LCS|ICS)\b)"
    r"(?:\s+(?:is|was))?\s*[:#=]?\s*(?P<number>[A-Za-z]{0,4}[/-]?\d[\dA-Za-z/-]{2,})(?!\w)"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:[/-](?:\d\d|(?:19|20)\d\d))?")


def _case_numbers(text: str) -> Iterator[Span]:
    for match in CASE_NUMBER.finditer(text):
        number = match["number"]
        if len(_digits(number)) >= 4 and not YEAR.fullmatch(number):
            yield match.span("number")
