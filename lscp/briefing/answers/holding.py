"""Which records hold the words that an answer is about, and which of their own words may be said in public."""

import re

from lscp.briefing.search import BY_CODE, holding
from lscp.briefing.words import stems, terms
from lscp.disclosure.identifying import scan
from lscp.golden_thread.models import Action, Finding
from lscp.partnerships.models import Person

_WORD = re.compile(r"\w+")


def held(words, *kinds):
    """``{kind: ids}`` of the records of these kinds that hold one of the phrases whole. One query a kind."""
    return {kind: holding(words, BY_CODE[kind]) for kind in kinds}


def threads_about(words):
    """Ids of recommendations that hold one of the phrases; or their source's title, their finding or an action does."""
    found = held(words, "recommendation", "action", "finding", "source")
    ids = set(found["recommendation"])
    ids.update(Action.objects.filter(pk__in=found["action"]).values_list("recommendation_id", flat=True))
    for name, kind in (("pk__in", "finding"), ("source__in", "source")):
        theirs = Finding.objects.filter(**{name: found[kind]}).exclude(recommendations__isnull=True)
        ids.update(theirs.values_list("recommendations", flat=True))
    return ids


def holds(text, words):
    """Does a text hold one of the phrases, in any form or by another name?"""
    has = stems(text)
    return any(all(_has(term, has) for term in terms(phrase)) for phrase in words)


def _has(term, has):
    if set(term.own) <= set(has):
        return True
    return any(has[place : place + len(other)] == other for other in term.others for place in range(len(has)))


def speakable(texts):
    """Those of the record's own words that name nobody and hold nothing that could identify a child: a set."""
    names = Person.objects.values_list("name", flat=True)
    surnames = {name.split()[-1] for name in names if name.strip()[-1:].isalpha()}
    return {
        text for text in texts if text.strip() and not surnames & set(_WORD.findall(text)) and not scan(text)
    }
