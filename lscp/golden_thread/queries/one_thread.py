"""One thread, whole: what was learned, said and done, and what the journal holds about it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from lscp.golden_thread.models import (
    Action,
    ActionLink,
    ActionUpdate,
    Addressee,
    Evidence,
    Finding,
    Impact,
    Milestone,
    Recommendation,
    Response,
    Source,
    Verification,
)
from lscp.journal.models import Event


@dataclass(frozen=True)
class Thread:
    """A source and what came of it. ``findings`` carry ``.recommendations.all()`` and so on, already read."""

    source: Source
    findings: list

    @property
    def recommendations(self):
        return [row for finding in self.findings for row in finding.recommendations.all()]

    @property
    def actions(self):
        return [action for row in self.recommendations for action in row.actions.all()]


def whole_thread(of):
    """The thread of a source (all that came of it) or of one recommendation (what led to it and came of it)."""
    if isinstance(of, Source):
        findings, recommendations = Finding.objects.filter(source=of), Recommendation.objects.all()
    else:
        findings = Finding.objects.filter(pk=of.finding_id)
        recommendations = Recommendation.objects.filter(pk=of.pk)
    found = list(
        findings.prefetch_related(Prefetch("recommendations", _with_what_came_of_it(recommendations)))
    )
    source_id = of.pk if isinstance(of, Source) else of.finding.source_id
    source = Source.objects.select_related("group", "document", "inherited_from").get(pk=source_id)
    for finding in found:
        finding.source = source
        for recommendation in finding.recommendations.all():
            recommendation.finding = finding
    return Thread(source, found)


def _with_what_came_of_it(recommendations):
    evidence = Evidence.objects.select_related("document").defer("document__content")
    actions = (
        Action.objects.select_related("owner_agency", "owner_person")
        .order_by("assigned_on", "pk")
        .prefetch_related(
            Prefetch("updates", ActionUpdate.objects.select_related("document").defer("document__content")),
            Prefetch("evidence", evidence),
            Prefetch("verifications", Verification.objects.select_related("agency")),
            Prefetch("milestones", Milestone.objects.all()),
            Prefetch("links", ActionLink.objects.select_related("person")),
        )
    )
    impacts = Impact.objects.prefetch_related(Prefetch("evidence", evidence))
    return (
        recommendations.order_by("pk")
        .select_related("priority", "group")
        .prefetch_related(
            Prefetch("addressees", Addressee.objects.select_related("agency")),
            Prefetch("responses", Response.objects.select_related("agency")),
            Prefetch("actions", actions),
            Prefetch("impacts", impacts),
        )
    )


def history(thread, *, of_own_actions_only=False):
    """The journal's events about a thread, oldest first. An agency's contact reads those of its actions."""
    about = [f"action:{action.pk}" for action in thread.actions]
    if not of_own_actions_only:
        about.append(f"source:{thread.source.pk}")
        about += [f"finding:{finding.pk}" for finding in thread.findings]
        about += [f"recommendation:{row.pk}" for row in thread.recommendations]
    return list(Event.objects.filter(about__in=about, partnership=thread.source.partnership_id))
