"""The stated test, and what it showed."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from lscp.desk.pages import page
from lscp.desk.thread import forms
from lscp.desk.thread.doors import JUDGES, STATES_TESTS
from lscp.desk.thread.steps import UP, one_step, the_recommendation, thread_address
from lscp.golden_thread import operations, rules
from lscp.golden_thread.models import Evidence, Impact


@page(*STATES_TESTS)
def state_test(request, pk):
    row = the_recommendation(pk)
    return one_step(
        request,
        forms.TestForm(request.POST or None),
        operations.state_test,
        row,
        heading="How will anyone know that it changed something?",
        back=thread_address(row),
        done="The test is stated. It will be on the home page when its day comes.",
        verb="State the test",
        intro=row.text,
    )


@page(*JUDGES)
def judge(request, pk):
    impact = get_object_or_404(Impact.objects.select_related(f"recommendation__{UP}"), pk=pk)
    shown = Evidence.objects.filter(action__recommendation=impact.recommendation_id)
    return one_step(
        request,
        forms.JudgeForm(
            request.POST or None,
            evidence=shown,
            initial={"on": timezone.localdate(), "after": impact.after},
        ),
        operations.judge_impact,
        impact,
        heading="What changed?",
        back=thread_address(impact.recommendation),
        done="What changed is in the thread.",
        verb="Record the judgement",
        intro=f"The test: {_sentence(impact.test)} Before: {_sentence(impact.before or 'not recorded')} "
        f"{_why_not(impact, request.held)}",
        fields=_judgement,
    )


def _sentence(text):
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _judgement(given):
    evidence = list(given.get("evidence") or [])
    if given["figure"]:
        evidence.append(
            operations.Proof("figure", given["figure"], given["figure_as_of"], given["figure_from"])
        )
    same = ("verdict", "after", "on", "judge_on")
    return {name: given[name] for name in same} | {"evidence": evidence}


def _why_not(impact, held):
    """Why this reader may not judge it, said before anything is typed; empty where they may."""
    owners = set(impact.recommendation.actions.values_list("owner_agency_id", flat=True)) - {None}
    return rules.not_judged_by_the_doer_alone(held, owners=owners) or ""
