"""A question answered on the desk: what the record says, whence, and for each reader only the links that open."""

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from lscp import scope
from lscp.briefing.asking import Asked, ask, ask_each
from lscp.briefing.questions import bank, question
from lscp.briefing.words import terms
from lscp.design.words import gov_date
from lscp.desk.downloads import Table, in_file_only, opening
from lscp.journal.models import Head
from lscp.scorecard.catalogue import catalogue

# Words by which a question begins where nobody typed its mark.
_BEGINS = re.compile(
    r"(?:are|can|could|did|do|does|has|have|how|is|should|tell me|was|were|what|when|where|which|who|whose|why|will)\b",
    re.IGNORECASE,
)
SURE = 0.8
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Told:
    """What the page shows of an answer. ``taken_for``: the question of the bank that is answered, in its own words."""

    asked: Asked
    evidence: list
    figures: Table
    is_question: bool

    @property
    def answer(self):
        return self.asked.answer

    @property
    def taken_for(self):
        return question(self.asked.number).text if self.asked.number else ""

    @property
    def others(self):
        """``(question, address)`` of the nearest that members ask, besides the one answered."""
        return [
            (each.text, address_of(each))
            for each in self.asked.nearest
            if each.number != self.asked.match.number
        ]


def told(text, request):
    """``Told``, or None where what was typed neither is a question nor comes to one that members ask."""
    if not terms(text):
        return None
    asked = ask(text, on=timezone.localdate())
    if asked.match.number is None and not _is_question(text):
        return None
    evidence = [(each, each.url if _opens(each.url, request.held) else "") for each in asked.answer.evidence]
    return Told(asked, evidence, _figures(asked.answer.figures), _is_question(text))


def _is_question(text):
    return text.rstrip().endswith("?") or bool(_BEGINS.match(text.strip()))


def _opens(address, held):
    """Would the page at this address open for whoever reads?"""
    try:
        wanted = resolve(address.partition("#")[0].partition("?")[0]).func.permissions
    except (Resolver404, AttributeError):
        return False
    return any(held.may(permission) for permission in wanted)


def _figures(figures):
    return Table(
        "figures",
        "Figures",
        [
            "Measure",
            "Period",
            {"text": "Figure", "numeric": True},
            {"text": "The one before", "numeric": True},
        ],
        list(figures),
        lambda one: [_measure(one.indicator), one.period, _number(one.value), _number(one.previous)],
        paged=False,
    )


def _number(value):
    """A number for the file, and as people write it; nothing where it may not be printed or is not known."""
    return "" if value is None else {"text": value, "html": f"{value:,}"}


def _measure(code):
    """The name of what is counted, and how; a group of it is named after its code."""
    first, _, group = code.partition(" ")
    entry = catalogue().get(first)
    name = f"{entry.name} ({entry.unit.words})" if entry else first
    return f"{name}: {group}" if group else name


# ── All that members ask ──────────────────────────────────────────────────────────────────────────────────


def questions():
    """The questions of the bank, each with its answer and the day it was true."""
    return Table(
        "questions-members-ask",
        "Questions members ask",
        [
            "Question",
            "In the record",
            "True on",
            in_file_only("Number"),
            in_file_only("Answer"),
            in_file_only("What is missing, and who could supply it"),
        ],
        list(zip(bank(), _every_answer(), strict=True)),
        lambda pair: _line(*pair),
        paged=False,
    )


def _line(of_bank, answer):
    return [
        opening(of_bank.text, address_of(of_bank)),
        "Nothing yet" if answer.text is None else "Answered",
        gov_date(answer.as_of) if answer.as_of else "",
        of_bank.number,
        answer.text or "",
        answer.missing or "",
    ]


def address_of(of_bank):
    return reverse("desk:search", query={"q": of_bank.text})


def _every_answer():
    """The answers to all of the bank. They stand until anything is written: every change moves the journal's head."""
    head = Head.objects.values_list("hash", flat=True).first()
    on, whose = timezone.localdate(), scope.current()
    key = f"answers:{'+'.join(whose.partnerships)}:{whose.agency}:{on}:{head}"
    return cache.get_or_set(
        key, lambda: [asked.answer for asked in ask_each([each.text for each in bank()], on=on)], A_DAY
    )
