"""How a sentence decides, whatever the council: its mood ("That … be noted", "To note", "the Board endorsed"), and the
mark that announces it (RESOLVED, "Agreed:", "it was decided that"), in whatever type. Grammar of one sentence only.
"""

import re

from .vocabulary import DECIDE, words

# Mood ------------------------------------------------------------------------------------------------------

_BODY = (
    r"(?:Committee|Sub-?\s?Committee|Board|Panel|Cabinet|Commission|Executive|Forum|Council|Group|Assembly|Governors"
    r"|Meeting)"
)
DECIDER = (
    rf"(?:[Tt]he (?:[\w’'&,-]+ ){{0,5}}?(?i:{_BODY})s?|(?:Members|Cabinet|Governors|Councillors)"
    r"|[Tt]he (?:Leader|Mayor|Deputy Mayor|(?:Cabinet|Executive|Lead) (?:Member|Councillor)|Portfolio Holder"
    r"|(?:[\w-]+ ){0,3}Director|Chief [\w ]{0,20}Officer)\b[^.:]{0,60}?)"
)
ADVERBS = r"(?:\s*,?\s+(?:\w+ly|however|then|also|therefore|further|has|have|hereby)\b,?)*"
THAT = (
    r"that\b(?! (?:was|is|would|had|will|could|has|should)\b)"  # "That was so" tells; "That it be so" decides
)
_THAT = re.compile(rf"[“‘\"'(\s]*{THAT}", re.I)
_TO = re.compile(
    rf"(?:(?:Following|Having|Subject to|In)\b[^,]{{3,90}},\s+)?to\s+(?:\w+ly\s+)?(?:{DECIDE})\b", re.I
)
_DOES = re.compile(rf"(?:(?:{DECIDE})\b|Not to\b)", re.I)
_DECIDER_DOES = re.compile(rf"{DECIDER}{ADVERBS}(?<!\bto)\s+(?!asked)(?i:{DECIDE})\b")
_BE = re.compile(
    r"(?:(\w+) )?\bbe (?:\w+ly |now |so |further )?"
    r"(?:\w{2,}(?:ed|en|wn)|made|sent|held|set|put|brought|kept)\b",
    re.I,
)
WAS = re.compile(rf"[^.]{{3,160}}\b(?:was|were|is|are) (?i:{DECIDE})\b")
TOLD = re.compile(
    r"\b(?:said|asked|stated|explained|advised|queried|felt|suggested|hoped|commented|reported|requested|proposed"
    r"|thanked|introduced|responded|noted|was|were|had)\b"
)
_MODALS = words("will would could should can cannot may might must shall to not also")


def mood(text: str) -> str | None:
    """How a clause decides: "that …", "to note …", "notes …", "the Board noted …", "… be noted"; or None."""
    for name, form in (("that", _THAT), ("to", _TO), ("does", _DOES), ("decider", _DECIDER_DOES)):
        if form.match(text):
            return name
    subjunctive = next((be for be in _BE.finditer(text) if (be[1] or "").lower() not in _MODALS), None)
    if subjunctive and not TOLD.search(text[: subjunctive.start()]):
        return "be"
    return None


# Marks -----------------------------------------------------------------------------------------------------


_HOW = (
    r"(?i:\s*[,:–-]?\s*[(\[]?(?:unanimous(?:ly)?|nem\.? con\.?|accordingly|and (?:agreed|resolved|minuted|noted)"
    r"|(?:by|with) (?:a |an? \w+ )?(?:majority|consensus|consent|assent)(?: vote)?|by general (?:consent|assent)"
    r"|by (?:the )?(?:[\w’]+ ){1,3}(?=that\b|to\b)"
    r"|(?:for |by )?\d+ (?:votes? )?(?:for|to|in favour)[^)\]:]{0,60})[)\]]?){0,3}"
)
_MARKED = re.compile(
    rf"\b(?P<word>(?i:resolved|agreed|decided|ordered|recommended|(?:resolution|decision|conclusion|outcome|content)(?:s|\(s\))?"
    r"(?: (?:made|taken)(?=\W*$|:))?"
    r"(?: of (?:the )?(?:Executive|Cabinet|Lead|Portfolio)[^.:]{0,60}(?=:|$))?"
    rf"|recommendations? (?:agreed|approved)|made the following (?:recommendations|decisions))){_HOW}"
    r"(?P<after>\s*(?:[:;–—]|-(?!\w)|(?<=\s)-(?=[A-Z])|,(?=\s*(?:that|to)\b)|\.\s*$|"
    r"(?=\s+(?i:that|to|for|the following|as follows)\b)"
    r"|(?=\s+(?:the|a|an|all)\s)|(?=\s*[(“\"]|\s+(?:\d|[ia]\)))|$)[\s:;–—-]*)(?!.{0,3}\bby\b)"
)
# What stands before a mark that is not the first word: somebody decides, or something is put to the vote and decided.
_ALL_WAS = re.compile(
    r"(?:^|[.,;]\s*|\band )(?:the )?(?:following(?! actions?)|(?:draft |report[’']s )?recommendations?)"
    r"(?: [\w ]{0,40}?)?\b(?:was|were)" + ADVERBS + r"\s*$",
    re.I,
)
_IT_WAS = re.compile(
    r"\b(?:it (?:was|is)|and|be it|therefore|unanimously|was|were)" + ADVERBS + r"[\s:,]*$", re.I
)
_BODY_HAS = re.compile(rf"{DECIDER}(?:[^.]{{0,150}}\band)?{ADVERBS}\s*$")
_NOTHING = re.compile(
    r"(?:None|Nil|No|N/A|Not applicable|Apologies|\(?For information)\b|There (?:was|were) no"
    r"|[^.]{0,160}\bdeclared\b[^.]*\binterest",
    re.I,
)
# "Decision maker", "Decision status", "Cabinet decision: 15 February 2018": the page's own fields.
PAGE_FIELD = re.compile(
    r"(?:details|maker|status|making|notice)\b|\d{1,2}\w* [A-Z]\w+ \d{4}$|\W*\d[\d/]*$", re.I
)
_MOVED_AND = re.compile(
    r"\b(?:moved|proposed|seconded|vote|voting)\b.{0,80}\band(?: it)?(?: was)?(?: \w+ly)?\s*$", re.I
)
_EARLIER = re.compile(
    r"\b(?:had|having|been|when)\b[^,]{0,12}$|\b(?:previously|(?:last|previous) meeting|in (?:\w+ )?\d{4}"
    r"|(?:this|last) year\W+(?:it|the))\b",
    re.I,
)
BARE = re.compile(
    r"\W*(?:\d{2,4}/\d{1,4}\W*)?(?:that|to(?: recommend)?)?\W*(?:\([^()]{1,60}\))?\W*"
    r"(?:(?:the following|as follows)(?: \w+){0,2})?\W*",
    re.I,
)


def mark_in(text: str, in_list: bool = False):
    """The word in a sentence that announces a decision, or None. In a list "(c) Agreed that …" announces nothing."""
    return next((found for found in _MARKED.finditer(text) if _announces(text, found, in_list)), None)


def _announces(text: str, found, in_list: bool) -> bool:
    word, before, rest = found["word"], text[: found.start()], text[found.end() :].strip()
    noun = word.lower().startswith(("decision", "resolution", "conclusion", "outcome", "content"))
    if word.lower().startswith("content") and not re.match(r"(?:\(?[a1]\)\s*)?That\b", rest):
        return False
    if (noun and PAGE_FIELD.match(rest)) or _NOTHING.match(rest):
        return False
    if word[0].isupper() and re.search(r"\w\s*[:.;–—-]\s+$", before):
        before = ""  # "Minutes of the last meeting: Resolved 05.01 …"
    if re.fullmatch(r"\W*unanimously ", before, re.I):
        return not noun and bool(found["after"].strip() or rest)
    if re.fullmatch(
        r"\W*(?:(?i:the|formal|(?:cabinet|committee|board|panel|executive)(?:[’']s)?) )?", before
    ):
        sign = found["after"].strip() or word.isupper() or not rest
        return word[0].isupper() and bool(sign or not (noun or in_list))
    if word.isupper() and not noun and not re.search(r"[a-z]|ACTION", before):
        return not found["after"].strip().startswith(".")  # "34/13 MINUTES RESOLVED that …"
    if noun or _EARLIER.search(before):
        return False
    if word.isupper():
        ends = found["after"].strip().startswith(".")
        return not ends and bool(_IT_WAS.search(before) or _BODY_HAS.search(before))
    if word.lower() == "recommended":
        return False
    if _ALL_WAS.search(before):
        return bool(BARE.fullmatch(rest)) and ":" in found["after"]
    if _MOVED_AND.search(before) or word.lower().startswith("made the"):
        return True
    if re.search(r"\bit was" + ADVERBS + r"\s*$", before, re.I):
        return not re.match(r"to\b\W*\w", rest) or bool(_TO.match(rest))  # "agreed to bring it back" promises
    return bool(_BODY_HAS.search(before)) and _is_deciding(word, found["after"], before, rest)


def _is_deciding(word: str, sign: str, before: str, rest: str) -> bool:
    """ "The Board agreed to note …" decides; "Members agreed that this was hard" and "agreed to send it" do not."""
    if (
        BARE.fullmatch(rest)
        or (word.lower() != "agreed" and ":" in sign)
        or (word.lower() != "agreed" and re.match(r"that\b|to\b|\W", rest, re.I))
    ):
        return True
    if re.search(r"\b(?:Members|Governors|Councillors)\b\W*(?:\w+\W*)?$", before):
        return False
    if re.search(
        r"\b(?:said|advised|reported|explained|informed|confirmed|noted|reminded)\b.*\bthat\b", before
    ):
        return False
    that = bool(_THAT.match(rest)) and (mood(rest[5:]) == "be" or bool(re.search(r"\bshould\b", rest[:80])))
    return that or bool(_TO.match(rest))


def decides(text: str) -> bool:
    """Whether the sentence is a decision in prose, such as "It was agreed that …"."""
    return mark_in(text) is not None
