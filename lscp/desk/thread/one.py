"""One thread on one page, read from top to bottom as a sentence; and a source with all that came of it."""

from dataclasses import dataclass, replace

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.design.forms import sentence_start
from lscp.desk.pages import page
from lscp.desk.thread.doors import (
    BRINGS,
    JUDGES,
    KEEPS,
    READS,
    RESPONDS,
    STATES_TESTS,
    UPDATES,
    VERIFIES,
    opens,
)
from lscp.desk.thread.lists import stands, why
from lscp.desk.thread.references import reference
from lscp.desk.thread.steps import the_recommendation, the_source
from lscp.golden_thread import queries, rules
from lscp.golden_thread.states import SETTLED, SHOWN


@dataclass(frozen=True)
class Step:
    """Something the reader may do here. At most one of a page is ``first``: the obvious next one."""

    verb: str
    href: str
    first: bool = False


@page(*READS)
def thread(request, pk):
    recommendation, held, on = the_recommendation(pk), request.held, timezone.localdate()
    shown = queries.whole_thread(recommendation)
    (row,) = shown.recommendations
    steps = _of_the_thread(row, held)
    actions = [(action, _of_an_action(action, held)) for action in row.actions.all()]
    impacts = [(impact, _of_an_impact(impact, row, held, on)) for impact in row.impacts.all()]
    of_actions, of_impacts = [its for _, its in actions], [its for _, its in impacts]
    _keep_one_first([steps["said"], *of_actions, steps["did"], *of_impacts, steps["changed"]])
    return render(
        request,
        "desk/thread/thread.html",
        {
            "thread": shown,
            "source": shown.source,
            "reference": reference(shown.source, held),
            "finding": shown.findings[0],
            "row": row,
            "steps": steps,
            "actions": actions,
            "impacts": impacts,
            "answers": _answers(row),
            "acting": {action.owner_agency_id for action in row.actions.all()},
            "files": _files(shown, held),
            "history": queries.history(shown, of_own_actions_only=held.as_role.own_agency),
            "similar": [] if held.as_role.own_agency else queries.similar_earlier(row.text, but=row.pk),
            "keeps": opens(held, KEEPS),
            "own": held.as_role.own_agency,
            "attention": {  # a tag says what is overdue
                item.row: why(item, but="overdue") for item in queries.needs_attention(on, thread=row)
            },
            "SHOWN": SHOWN,
            "today": on,
        },
    )


@page(*READS)
def source(request, pk):
    shown = queries.whole_thread(the_source(pk))
    held = request.held
    return render(
        request,
        "desk/thread/source.html",
        {
            "thread": shown,
            "source": shown.source,
            "reference": reference(shown.source, held),
            "brings": opens(held, BRINGS),
            "history": [] if held.as_role.own_agency else queries.history(shown),
            "files": _files(shown, held),
            "stands": {row.pk: _stands(row, timezone.localdate(), held) for row in shown.recommendations},
        },
    )


def _stands(row, on, held):
    actions = row.actions.all()
    late = [action.due for action in actions if action.is_overdue(on)]
    still_open = sum(action.status not in SETTLED for action in actions)
    own = held.as_role.own_agency
    return stands(row, len(actions), still_open, min(late, default=None), own=own)


def _files(thread, held):
    """Files of the thread that this reader may open."""
    documents = [thread.source.document]
    for action in thread.actions:
        documents += [row.document for row in [*action.evidence.all(), *action.updates.all()]]
    for row in thread.recommendations:
        documents += [shown.document for impact in row.impacts.all() for shown in impact.evidence.all()]
    return may_open(documents, held)


def may_open(documents, held):
    """Keys of those that this reader may open: an agency's contact opens its agency's and public ones."""
    own = held.agency_id if held.as_role.own_agency else None
    return {
        document.pk
        for document in documents
        if document and (own is None or document.agency_id == own or document.classification == "public")
    }


def _answers(row):
    """Each agency asked, with its answers: ``(agency, latest or None, earlier)``."""
    given = {}
    for response in row.responses.all():
        given.setdefault(response.agency_id, []).append(response)
    found = []
    for place in row.addressees.all():
        answers = given.get(place.agency_id, [])
        found.append((place.agency, answers[-1] if answers else None, answers[:-1]))
    return found


def _of_the_thread(row, held):
    """What the reader may do about the recommendation, by section of the page."""

    def step(name, verb, door, allowed=True, first=False):
        fits = allowed and opens(held, door)
        return [Step(verb, reverse(f"desk:{name}", args=[row.pk]), first)] if fits else []

    followed = rules.still_followed(row) is None
    asked = {place.agency_id for place in row.addressees.all()}
    answered = {response.agency_id for response in row.responses.all()}
    acting = {action.owner_agency_id for action in row.actions.all()}
    mine = asked if opens(held, KEEPS) else asked & {held.agency_id}
    silent = mine - answered - acting
    acted = bool(row.actions.all())
    settled = all(action.status in SETTLED for action in row.actions.all())
    tested = bool(row.impacts.all())
    return {
        "said": [
            *step("respond", "Answer", RESPONDS, followed and mine, first=bool(silent)),
            *step("ask_another", "Ask one more agency", KEEPS, followed),
            *step("say_standing", "Say where it stands", KEEPS, bool(row.asked_of) and followed),
            *step("edit_recommendation", "Change", KEEPS, followed),
            *step("withdraw_recommendation", "Withdraw", KEEPS, followed),
        ],
        "did": step(
            "assign",
            "Set an action",
            BRINGS,
            not row.is_withdrawn,
            first=not acted and not silent,
        ),
        "changed": step(
            "state_test",
            "State how it will be judged",
            STATES_TESTS,
            followed,
            first=acted and settled and not tested,
        ),
    }


def _of_an_action(action, held):
    """What the reader may do about an action, the obvious step first."""

    def step(name, verb, first=False):
        return Step(verb, reverse(f"desk:{name}", args=[action.pk]), first)

    steps = []
    mine = rules.reports_on_own_action(action, by=held) is None and opens(held, UPDATES)
    keeps = opens(held, KEEPS)
    claimed = rules.waits_for_verification(action) is None
    proven = bool(action.evidence.all())
    verified = action.is_verified
    missing = [
        words
        for words, value in (("Name an owner", action.owner_agency_id), ("set a date", action.due))
        if not value
    ]
    if keeps and missing and not verified:
        steps.append(step("edit_action", sentence_start(" and ".join(missing)), first=True))
    if claimed and proven and _may_verify(action, held):
        steps.append(step("verify_action", "Verify", first=True))
    elif claimed and _may_verify(action, held):
        steps.append(step("verify_action", "Send back"))
    if mine and not verified:
        steps.append(step("update_action", "Say how it stands", first=not keeps and not claimed))
        steps.append(step("add_evidence", "Add evidence", first=claimed and not proven))
    if keeps and not verified and not missing:
        late = action.is_overdue(timezone.localdate()) and action.owner_person_id != held.person_id
        steps.insert(0 if late else len(steps), step("chase", "Chase", first=late))
    if keeps:
        steps.append(step("add_milestone", "Add a step"))
        if not (missing and not verified):
            steps.append(step("edit_action", "Change"))
        if verified:
            steps.append(step("update_action", "Reopen"))
    return steps


def _may_verify(action, held):
    return opens(held, VERIFIES) and rules.another_agency_verifies(action, by=held, agency=None) is None


def _of_an_impact(impact, row, held, on):
    owners = {action.owner_agency_id for action in row.actions.all()} - {None}
    if row.is_withdrawn or not opens(held, JUDGES) or rules.not_judged_by_the_doer_alone(held, owners=owners):
        return []
    verb = "Judge again what changed" if impact.judged_on else "Judge what changed"
    due = impact.verdict == "not_known_yet" and impact.judge_on <= on
    return [Step(verb, reverse("desk:judge_impact", args=[impact.pk]), first=due)]


def _keep_one_first(lists):
    """Of the steps of a page, in its order, only the first obvious one stays a button."""
    found = False
    for steps in lists:
        for place, step in enumerate(steps):
            if step.first and found:
                steps[place] = replace(step, first=False)
            found = found or step.first
