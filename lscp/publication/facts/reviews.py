"""The reviews of a period: what was learned, asked and changed."""

from lscp.golden_thread.models import Source
from lscp.golden_thread.states import SHOWN, RecommendationStatus
from lscp.publication import document as d
from lscp.publication.document import sentence
from lscp.publication.facts.impacts import impact_in_words
from lscp.publication.facts.parts import listed

# Kinds of source (rulebook, source-kinds) that a report tells of as reviews.
REVIEWS = ("rapid-review", "local-review", "serious-case-review", "national-review", "child-death")


def reviews(report):
    """One section for each review of the period: what was learned, asked and changed."""
    sources = (
        Source.objects.filter(
            kind__in=REVIEWS, happened_on__gte=report.period_start, happened_on__lte=report.period_end
        )
        .prefetch_related(
            "findings__recommendations__impacts__evidence", "findings__recommendations__actions"
        )
        .order_by("happened_on", "pk")
    )
    if not sources:
        return ((d.Paragraph("No review was completed in this period."),),)
    return ((), tuple(_review(source, report) for source in sources))


def _review(source, report):
    blocks = [d.Paragraph(source.summary)] if source.summary else []
    findings = list(source.findings.all())
    blocks += listed("What we learned:", [(finding.text,) for finding in findings])
    asked = [recommendation for finding in findings for recommendation in finding.recommendations.all()]
    stands = [(f"{sentence(r.text)} {sentence(SHOWN[RecommendationStatus(r.status)][0])}",) for r in asked]
    blocks += listed("What was recommended, and where it stands:", stands)
    blocks += [
        block for r in asked for impact in r.impacts.all() for block in [impact_in_words(impact, report)]
    ]
    return d.Section(f"review-{source.pk}", source.title, tuple(blocks))
