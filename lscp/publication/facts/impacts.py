"""What was put to a test and judged, with how we know; and what was not known when the period ended."""

import re

from django.db.models import Q

from lscp.golden_thread.models import Impact
from lscp.golden_thread.states import RecommendationStatus
from lscp.publication import document as d
from lscp.publication.document import sentence

JUDGED = {"changed": "That is a change.", "no_change": "That is no change."}
COMMON = re.compile(
    r"(?:An?|The|No|None|All|Most|Some|Half|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Children|Young|Families|"
    r"Parents|Staff|Schools?|Health|Share|Number|How|Repeat|Yearly|Quarterly|Audit|Re-audit|Survey)\b"
)


def impacts(report):
    """What was judged in the period, each with how we know; then what was not known at its end, and when it is."""
    impacts = (
        Impact.objects.filter(recommendation__made_on__lte=report.period_end)
        .filter(Q(judged_on__isnull=True) | Q(judged_on__gte=report.period_start))
        .exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
        .prefetch_related("evidence")
        .order_by("judge_on", "pk")
    )
    if not impacts:
        return ((d.Paragraph("No change was put to a test in this period."),),)
    judged_first = sorted(impacts, key=lambda impact: not_known_in(impact, report))
    return (tuple(impact_in_words(impact, report) for impact in judged_first),)


def impact_in_words(impact, report):
    """A judged test as a claim in short sentences that can be read aloud; what was found stands first.

    What was judged after the period was not known in it.
    """
    test, before, after = map(sentence, (impact.test, impact.before, impact.after))
    if not_known_in(impact, report):
        when = (
            f"It will be judged on {d.show_date(impact.judge_on)}."
            if impact.verdict == "not_known_yet"
            else f"It was judged after this period, on {d.show_date(impact.judged_on)}."
        )
        return d.Paragraph(f"Not known yet: {test} At the start: {before} {when}")
    began = f"At the start, {_within(before)} " if before else ""
    said = f"{began}When we looked again, {_within(after)} {JUDGED[impact.verdict]} We tested this: {_within(test)}"
    evidence = tuple(evidence_ref(e) for e in impact.evidence.all())
    return d.Claim(said, evidence=evidence, impact=impact.verdict == "changed")


def _within(text):
    """The words as they stand within a sentence: "Four of ten." → "four of ten."; names keep their capital."""
    return text[:1].lower() + text[1:] if COMMON.match(text) else text


def not_known_in(impact, report):
    return impact.verdict == "not_known_yet" or impact.judged_on > report.period_end


def evidence_ref(evidence):
    """A piece of evidence as it prints under "How we know"."""
    label = evidence.source_label or evidence.get_kind_display()
    return d.EvidenceRef(label=label, quoted=evidence.text, as_of=evidence.as_of)
