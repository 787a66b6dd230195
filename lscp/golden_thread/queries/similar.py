"""Earlier threads that say the same."""

import re
from collections import Counter
from math import log

from lscp.golden_thread.models import Recommendation
from lscp.golden_thread.queries.lists import recommendations

_LITTLE = (
    "a all an and any are as at be been but by can for from has have how if in into is it its may more must no "
    "not of on or our out should so such than that the their them then there they this to was were what when "
    "where which who will with would ensure partnership partners agencies agency children child"
)
_LITTLE_WORDS = frozenset(re.findall(r"[a-z]+", _LITTLE))


def similar_earlier(text, *, but=None, most=3):
    """Earlier recommendations that share unusual words with ``text``, the closest first. A proposal to a reader."""
    rows = Recommendation.objects.exclude(pk=but) if but else Recommendation.objects.all()
    asked = _words(text)
    if not asked:
        return []
    known = {pk: _words(said) for pk, said in rows.values_list("pk", "text")}
    rarity = Counter(word for words in known.values() for word in words)

    def weight(words):
        return sum(log(1 + len(known) / (1 + rarity[word])) for word in words)

    total = weight(asked)
    scores = {
        pk: weight(asked & words) / max(total, weight(words), 1e-9)
        for pk, words in known.items()
        if asked & words
    }
    best = sorted((pk for pk, score in scores.items() if score >= 0.3), key=lambda pk: -scores[pk])[:most]
    found = {row.pk: row for row in recommendations().filter(pk__in=best)}
    return [found[pk] for pk in best]


def _words(text):
    words = (word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower()))
    return frozenset(words) - _LITTLE_WORDS
