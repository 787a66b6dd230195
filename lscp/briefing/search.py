"""Search over the record: every kind of record, in its own scope, by the stems of words and their other names.

There is no index beside the record. Each kind is read through its scoped manager, narrowed in the database by the
beginnings of the words (``LIKE``, the same on both databases), and judged here by their stems. So nobody finds what
they may not see, nothing can be out of date, and no room below has to know of the search. See docs/adr/0006-search.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Coalesce

from lscp.briefing.words import beginnings, known_words, stem, terms, tokens
from lscp.golden_thread.models import Action, Evidence, Finding, Impact, Recommendation, Source
from lscp.partnerships.models import Agency, Group, Person, Priority
from lscp.sources.committee.models import Proposal
from lscp.sources.meetings.models import Decision

WORDS_IN_SNIPPET = 32
LONGEST_QUESTION = 200
IN_TITLE, ELSEWHERE = 3, 1
NEAR = 0.75  # how alike two words must be for “did you mean”


@dataclass(frozen=True)
class Kind:
    """A kind of record: where it is read, the texts searched (the first is its title), its date, and the id of the
    record whose page shows it."""

    code: str
    heading: str
    rows: Callable[[], Any]
    texts: tuple[str, ...]
    on: Any
    shown_on: Any = "pk"


NO_DATE = Value(None, output_field=DateField())
KINDS = [
    Kind(
        "recommendation",
        "Recommendations, requests and promises",
        lambda: Recommendation.objects,
        ("text", "asked_of", "standing", "printed_in"),
        "made_on",
    ),
    Kind(
        "action",
        "Actions",
        lambda: Action.objects,
        ("text", "owner_person__name", "owner_agency__name", "owner_as_printed"),
        "assigned_on",
    ),
    Kind(
        "finding",
        "Findings",
        lambda: Finding.objects,
        ("text", "quotation", "theme"),
        "source__happened_on",
        "source_id",
    ),
    Kind("source", "Sources", lambda: Source.objects, ("title", "summary", "reference"), "happened_on"),
    Kind(
        "evidence",
        "Evidence",
        lambda: Evidence.objects,
        ("text", "source_label"),
        "as_of",
        Coalesce("action__recommendation_id", "impact__recommendation_id"),
    ),
    Kind(
        "impact",
        "What changed",
        lambda: Impact.objects,
        ("test", "after", "before"),
        Coalesce("judged_on", "judge_on"),
        "recommendation_id",
    ),
    Kind(
        "decision",
        "Decisions of meetings",
        lambda: Decision.objects,
        ("text", "reasons", "meeting__group__name"),
        "meeting__held_on",
        "meeting_id",
    ),
    Kind(
        "question",
        "Questions members asked",
        lambda: Proposal.objects.of_question(),
        ("text", "answer", "asked_by"),
        "paper__meeting_date",
        "paper_id",
    ),
    Kind("priority", "Priorities", lambda: Priority.objects, ("title", "plain_words"), "started"),
    Kind("group", "Groups", lambda: Group.objects, ("name", "terms_of_reference", "outcome"), "started"),
    Kind("agency", "Agencies", lambda: Agency.objects, ("name", "short_name"), NO_DATE),
    Kind("person", "People", lambda: Person.objects, ("name",), NO_DATE),
]
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class Hit:
    """One record. ``shown_on`` is the id its page goes by; ``title`` and ``snippet`` are parts ``(words, found)``, cut
    only when they are asked for: of thousands found, a page shows a few."""

    kind: str
    pk: int
    shown_on: int
    on: date | None
    score: int
    texts: list
    marked: list

    @property
    def title(self):
        return _excerpt(self.texts[0], self.marked[0])

    @property
    def snippet(self):
        """From the first text besides the title in which something was found; empty where the title says it all."""
        said = self.texts[0]
        beside = [n for n in range(1, len(self.texts)) if self.marked[n] and self.texts[n] not in said]
        return _excerpt(self.texts[beside[0]], self.marked[beside[0]]) if beside else []


@dataclass
class Found:
    """What a question found: the hits of each kind, best first. ``partly`` where no record holds every term."""

    question: str
    terms: list
    hits: dict = field(default_factory=dict)
    partly: bool = False
    instead: list = field(default_factory=list)

    @property
    def count(self):
        return sum(map(len, self.hits.values()))


def search(question, kinds=KINDS):
    """What the record says about ``question``, in the scope in force. One query a kind; twice that when no record holds
    every term, and then those that hold some are given (``partly``). Nothing found: ``instead`` says what to try."""
    question = " ".join(question.split())[:LONGEST_QUESTION]
    found = Found(question, terms(question))
    if not found.terms:
        return found
    found.hits = _hits(found.terms, kinds, every=True)
    if not found.hits and len(found.terms) > 1:
        found.hits = _hits(found.terms, kinds, every=False)
        found.partly = bool(found.hits)
    if not found.hits:
        found.instead = _instead(found)
    return found


def holding(phrases, kind):
    """Ids of the records of one ``Kind`` that hold one of the phrases whole. One query, however many phrases."""
    sought = [each for each in map(terms, phrases) if each]
    if not sought:
        return set()
    wanted = reduce(or_, (reduce(and_, (_may_hold(kind, term) for term in each)) for each in sought))
    found = set()
    for pk, *texts in kind.rows().filter(wanted).order_by().values_list("pk", *kind.texts):
        read = [tokens(text or "") for text in texts]
        if any(all(_places(term, read) for term in each) for each in sought):
            found.add(pk)
    return found


def _hits(sought, kinds, *, every):
    """``{kind: hits}`` of the kinds that have some; best and then newest first."""
    found = {}
    for kind in kinds:
        judged = [_judge(kind, row, sought, every) for row in _candidates(kind, sought, every)]
        hits = [hit for hit in judged if hit]
        if hits:
            hits.sort(key=lambda hit: (-hit.score, -(hit.on or date.min).toordinal(), -hit.pk))
            found[kind.code] = hits
    return found


def _candidates(kind, sought, every):
    """Rows that may hold the terms: what the database can tell without knowing stems."""
    wanted = reduce(and_ if every else or_, (_may_hold(kind, term) for term in sought))
    rows = kind.rows().filter(wanted).order_by()
    rows = rows.annotate(found_on=_expression(kind.on), found_at=_expression(kind.shown_on))
    return rows.values_list("pk", "found_at", "found_on", *kind.texts)


def _expression(given):
    return F(given) if isinstance(given, str) else given


def _may_hold(kind, term):
    ways = (
        reduce(and_, (_some_text_has(kind, beginnings(stem_)) for stem_ in stems_))
        for stems_ in (term.own, *term.others)
    )
    return reduce(or_, ways)


def _some_text_has(kind, words):
    return reduce(or_, (Q(**{f"{text}__icontains": word}) for text in kind.texts for word in words))


def _judge(kind, row, sought, every):
    """The ``Hit`` for a row that holds the terms, or None."""
    pk, shown_on, on, *texts = row
    texts = [text or "" for text in texts]
    read = [tokens(text) for text in texts]
    places = [_places(term, read) for term in sought]
    held = [place for place in places if place]
    if len(held) < (len(sought) if every else 1):
        return None
    marked = [set().union(*(place.get(number, set()) for place in held)) for number in range(len(texts))]
    score = sum(IN_TITLE if 0 in place else ELSEWHERE for place in held)
    return Hit(kind.code, pk, shown_on, on, score, texts, marked)


def _places(term, read):
    """``{text: token numbers}`` where a row holds a term; empty where it does not."""
    own = set(term.own)
    places = {}
    if own <= {token.stem for tokens_ in read for token in tokens_}:
        for number, tokens_ in enumerate(read):
            here = {place for place, token in enumerate(tokens_) if token.stem in own}
            if here:
                places[number] = here
    for stems_ in term.others:
        for number, tokens_ in enumerate(read):
            for first in range(len(tokens_) - len(stems_) + 1):
                if all(tokens_[first + step].stem == sought for step, sought in enumerate(stems_)):
                    places.setdefault(number, set()).update(range(first, first + len(stems_)))
    return places


def _excerpt(text, marked):
    """Parts ``(words, found)`` of a text, around the first word found, cut at words."""
    read = tokens(text)
    if not read:
        return [(text, False)] if text else []
    middle = min(marked, default=0)
    first = max(0, min(middle - WORDS_IN_SNIPPET // 3, len(read) - WORDS_IN_SNIPPET))
    last = min(len(read), first + WORDS_IN_SNIPPET)
    at = 0 if first == 0 else read[first].start
    end = len(text) if last == len(read) else read[last - 1].end
    parts = [("… ", False)] if first else []
    for number in sorted(place for place in marked if first <= place < last):
        parts += [(text[at : read[number].start], False), (text[read[number].start : read[number].end], True)]
        at = read[number].end
    parts += [(text[at:end], False), (" …" if last < len(read) else "", False)]
    return [part for part in parts if part[0]]


def _instead(found):
    """Words near those typed that the record or the field knows, each as a question to try."""
    names = [*Priority.objects.values_list("title", flat=True), *Group.objects.values_list("name", flat=True)]
    known = known_words() | {word.casefold() for name in names for word in name.split() if word.isalpha()}
    known_stems = {stem(word) for word in known}
    tries = []
    for term in found.terms:
        word = term.words.casefold()
        if " " not in word and stem(word) not in known_stems:
            near = get_close_matches(word, known, 2, NEAR)
            tries += [found.question.replace(term.words, other) for other in near]
    return list(dict.fromkeys(tries))[:4]
