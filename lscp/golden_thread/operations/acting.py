"""What is being done: actions, their steps, what shows that they were done, and who verified it."""

from django.db import transaction

from lscp.golden_thread import rules, states
from lscp.golden_thread.models import Action, ActionUpdate, Evidence, Milestone, Verification
from lscp.golden_thread.operations.steps import (
    close_when_settled,
    day,
    journal,
    keep_evidence,
    keeper_only,
    may_update,
    move,
    owner_refusals,
    revoke_links,
    works_here,
)
from lscp.golden_thread.states import ActionStatus, RecommendationStatus
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change

OUTCOMES = {
    "under_way": ActionStatus.UNDER_WAY,
    "done": ActionStatus.CLAIMED_DONE,
    "cannot": ActionStatus.CANNOT_BE_DONE,
}


@transaction.atomic
def assign(
    recommendation,
    *,
    text,
    by,
    owner_agency=None,
    owner_person=None,
    owner_as_printed="",
    due=None,
    on=None,
):
    """Set an action. An owner may stand as printed until somebody names the agency. Reopens a closed thread."""
    refuse_if(
        partnership_rules.ours(by, recommendation.partnership_id),
        rules.may_bring_learning(by),
        rules.has_words(text),
        None
        if recommendation.status == RecommendationStatus.CLOSED
        else rules.still_followed(recommendation),
        *owner_refusals(owner_agency, owner_person, recommendation.partnership_id),
    )
    action = Action.everywhere.create(
        recommendation=recommendation,
        text=text,
        owner_agency=owner_agency,
        owner_person=owner_person,
        owner_as_printed=owner_as_printed[:200],
        due=due,
        assigned_on=day(on),
    )
    whose = f" to {action.owner}" if action.owner else ", owner not named yet"
    journal(states.JOURNAL[action.status], f"Assigned{whose}: {text}", action, by, due=due)
    if recommendation.status != RecommendationStatus.TAKEN_UP:
        move(recommendation, RecommendationStatus.TAKEN_UP, "Taken up", by)
    return action


@transaction.atomic
def edit_action(action, *, version, by, **fields):
    """Change an action's words, owner or due date. A new owner's agency ends the links sent to the old one."""
    keeper_only(action, by)
    agency = fields.get("owner_agency", action.owner_agency)
    person = fields.get("owner_person", action.owner_person)
    before = action.owner_agency_id
    refuse_if(
        rules.has_words(fields.get("text", action.text)),
        rules.under_way_has_owner_and_date(action.status, agency, fields.get("due", action.due)),
        *owner_refusals(agency, person, action.partnership_id),
    )
    change(action, version=version, **fields)
    if action.owner_agency_id != before:
        revoke_links(action)
    journal("action.edited", f"Changed the action: {action.text}", action, by, changed=fields)
    return action


@transaction.atomic
def add_milestone(action, *, text, due, by):
    """Add a step on the way, with its own date."""
    keeper_only(action, by)
    refuse_if(rules.has_words(text))
    milestone = Milestone.everywhere.create(action=action, text=text, due=due)
    journal("action.milestone_added", f"Milestone: {text}", action, by, due=due)
    return milestone


@transaction.atomic
def reach_milestone(milestone, *, on, by):
    """Say that a step was reached."""
    action = milestone.action
    refuse_if(*may_update(action, by))
    milestone.reached_on = on
    milestone.save(update_fields=["reached_on"])
    journal("action.milestone_reached", f"Reached: {milestone}", action, by, on=on)
    return milestone


@transaction.atomic
def report_on(action, *, outcome, text, on, by, via="desk", document=None):
    """Say how an action stands: ``outcome`` is ``under_way``, ``done`` or ``cannot``. A file sent with it is also
    kept as evidence."""
    to = OUTCOMES[outcome]
    refuse_if(
        *may_update(action, by),
        rules.report_says_what(outcome, text),
        rules.under_way_has_owner_and_date(to, action.owner_agency_id, action.due),
        rules.claim_has_an_owner(outcome, action.owner_agency_id),
        rules.verified_is_reopened_by_its_keeper(action, by=by),
        rules.may_go(action, to),
        rules.belongs_to_the_partnership(document, partnership=action.partnership_id),
    )
    update = ActionUpdate.everywhere.create(
        action=action, text=text, on=on, by=str(by), status=to, via=via, document=document
    )
    if document is not None:
        keep_evidence(
            by,
            action=action,
            kind="document",
            text=text or document.name,
            as_of=on,
            document=document,
            source_label=document.name,
        )
    move(action, to, f"{states.SHOWN[to][0]}: {text}" if text else states.SHOWN[to][0], by, via=via, on=on)
    close_when_settled(action.recommendation, by)
    return update


@transaction.atomic
def add_evidence(action, *, kind, text, by, as_of, document=None, source_label=""):
    """Add what shows that an action was done: the words or the figure themselves are copied, with their date."""
    refuse_if(
        *may_update(action, by),
        rules.evidence_stands(action),
        rules.has_words(text),
        rules.evidence_of_a_document_has_it(kind, document),
        rules.belongs_to_the_partnership(document, partnership=action.partnership_id),
    )
    evidence = keep_evidence(
        by,
        action=action,
        kind=kind,
        text=text,
        as_of=as_of,
        document=document,
        source_label=source_label[:200],
    )
    journal("action.evidence_added", f"Added evidence: {text}", action, by, kind=kind, as_of=as_of)
    return evidence


@transaction.atomic
def verify(action, *, by, agency, on, satisfied, note=""):
    """Another agency (None: the independent scrutineer) says whether the evidence shows that it was done.

    Not satisfied sends it back to its owner with what is missing.
    """
    to = ActionStatus.VERIFIED if satisfied else ActionStatus.UNDER_WAY
    refuse_if(
        partnership_rules.ours(by, action.partnership_id),
        partnership_rules.may(by, May.VERIFY),
        rules.another_agency_verifies(action, by=by, agency=agency),
        rules.somebody_verifies(by, agency),
        rules.verifies_for(by, agency),
        works_here(agency, action.partnership_id),
        rules.waits_for_verification(action),
        rules.verified_on_evidence(satisfied, evidence=Evidence.everywhere.filter(action=action).exists()),
        rules.not_satisfied_says_why(satisfied, note),
        rules.under_way_has_owner_and_date(to, action.owner_agency_id, action.due),
    )
    verification = Verification.everywhere.create(
        action=action, agency=agency, satisfied=satisfied, note=note, on=on, by=str(by)
    )
    who = str(agency or by)
    said = f"Verified by {who}" if satisfied else f"{who} is not satisfied yet: {note}"
    move(action, to, said, by, on=on, note=note)
    close_when_settled(action.recommendation, by)
    return verification
