"""What may happen to a thread, numbered. Each returns None or a ``Refusal`` worded by its docstring."""

from dataclasses import replace

from lscp.disclosure.identifying import in_lines, scan
from lscp.golden_thread.states import GOES_TO, SHOWN, ActionStatus
from lscp.partnerships.roles import May
from lscp.refusal import refuse

# A room of sources brings what it learned into the thread under its own permission.
BRINGS_LEARNING = (
    May.KEEP_THREAD,
    May.IMPORT_MINUTES,
    May.KEEP_MEETINGS,
    May.KEEP_REVIEWS,
    May.DECIDE_REVIEWS,
    May.SCRUTINISE,
)


# A number for life or a date of birth has no place in a thread. A postcode or a telephone number may be an office's.
NEVER = {"nhs-number", "upn", "national-insurance-number", "date-of-birth"}


def may_go(row, to):
    """GT-01. This is marked “{now}”, so it cannot be marked “{then}”. Look at its history for what happened."""
    if to in GOES_TO[row.status]:
        return None
    return is_marked_so_already(row, to) or refuse(may_go, now=SHOWN[row.status][0], then=SHOWN[to][0])


def answers_for(by, agency):
    """GT-02. Only {agency} itself, or the partnership manager on its behalf, may answer for it."""
    if by.agency_id == agency.pk or by.may(May.KEEP_THREAD):
        return None
    return refuse(answers_for, agency=agency)


def decline_has_its_reason(verdict, reason):
    """GT-03. Say why. Declining a recommendation, or part of it, needs a reason, and the reason is published."""
    return refuse(decline_has_its_reason) if verdict != "accept" and not reason.strip() else None


def is_addressed_to(agency, addressed):
    """GT-04. This was not addressed to {agency}. Address it to them first."""
    return None if agency.pk in addressed else refuse(is_addressed_to, agency=agency)


def still_followed(recommendation):
    """GT-05. This thread is {status}, so nothing more can be added to it."""
    if recommendation.is_withdrawn or recommendation.is_closed:
        return refuse(still_followed, status=SHOWN[recommendation.status][0].lower())
    return None


def under_way_has_owner_and_date(status, owner_agency, due):
    """GT-06. Name the agency that owns this action and the date it is due before it is marked as under way."""
    if status == ActionStatus.UNDER_WAY and not (owner_agency and due):
        return refuse(under_way_has_owner_and_date)
    return None


def another_agency_verifies(action, *, by, agency):
    """GT-07. Another agency must verify this action: the one that did the work may not."""
    owner = action.owner_agency_id
    if owner and owner in (by.agency_id, agency.pk if agency else None):
        return refuse(another_agency_verifies)
    return None


def verifies_for(by, agency):
    """GT-08. Only {agency} itself, or the partnership manager on its behalf, may say what it verified."""
    if agency is None or by.agency_id == agency.pk or by.may(May.KEEP_THREAD):
        return None
    return refuse(verifies_for, agency=agency)


def somebody_verifies(by, agency):
    """GT-09. Say which agency verified this. Only the independent scrutineer verifies for none."""
    return None if agency is not None or by.agency_id is None else refuse(somebody_verifies)


def verified_on_evidence(satisfied, *, evidence):
    """GT-10. Nothing shows yet that this was done. Add a document, a figure or a statement, then verify it."""
    return refuse(verified_on_evidence) if satisfied and not evidence else None


def not_satisfied_says_why(satisfied, note):
    """GT-11. Say what is missing, so that the owner knows what to send."""
    return refuse(not_satisfied_says_why) if not satisfied and not note.strip() else None


def report_says_what(outcome, text):
    """GT-12. Say in the box what was done, or why it cannot be done."""
    return refuse(report_says_what) if outcome != "under_way" and not text.strip() else None


def claim_has_an_owner(outcome, owner_agency):
    """GT-13. Name the agency that owns this action first, so that another one can verify it."""
    return refuse(claim_has_an_owner) if outcome == "done" and not owner_agency else None


def reports_on_own_action(action, *, by):
    """GT-14. This action belongs to another agency. Only its owner or the partnership manager may update it."""
    if by.may(May.KEEP_THREAD) or (action.owner_agency_id and by.agency_id == action.owner_agency_id):
        return None
    return refuse(reports_on_own_action)


def link_is_for(action, *, by):
    """GT-15. This link is for another action. Open the link in the e-mail about this one."""
    return None if getattr(by, "action_id", action.pk) == action.pk else refuse(link_is_for)


def evidence_of_a_document_has_it(kind, document):
    """GT-16. Choose the file, or enter what it says as a statement."""
    return refuse(evidence_of_a_document_has_it) if kind == "document" and document is None else None


def judged_on_evidence(verdict, *, after, evidence):
    """GT-17. Say how it is now and what shows it. “It changed” and “no change” both need evidence; if there is
    none yet, choose “not known yet”."""
    if verdict == "not_known_yet" or (after.strip() and evidence):
        return None
    return refuse(judged_on_evidence)


def not_judged_by_the_doer_alone(by, *, owners):
    """GT-18. The agency that did all the work may not judge alone what it changed. Ask another agency or the
    independent scrutineer."""
    return refuse(not_judged_by_the_doer_alone) if owners and owners == {by.agency_id} else None


def test_comes_before_its_judgement(judge_on, on):
    """GT-19. Choose a date to come for judging this; today's result is not known when the test is stated."""
    return refuse(test_comes_before_its_judgement) if judge_on <= on else None


def ask_names_a_body(kind, asked_of):
    """GT-20. Say which body outside the partnership this is asked of."""
    return refuse(ask_names_a_body) if kind == "ask" and not asked_of.strip() else None


def withdrawal_has_its_reason(reason):
    """GT-21. Say why it is withdrawn; the reason stays in the history."""
    return None if reason.strip() else refuse(withdrawal_has_its_reason)


def link_goes_to_the_owner(action, *, works_there):
    """GT-22. A link goes to somebody at the agency that owns the action. Name the owner first."""
    return None if action.owner_agency_id and works_there else refuse(link_goes_to_the_owner)


def person_has_an_address(person):
    """GT-23. No e-mail address is kept for {person}. Add one to their record, then send the link."""
    return None if person.email else refuse(person_has_an_address, person=person)


def link_exists(link):
    """GT-24. This link is not complete, or is not one of ours. Open it again from the e-mail, or copy the whole
    address."""
    return None if link else refuse(link_exists)


def link_is_unused(link):
    """GT-25. This link was already used to send an answer. If there is more to say, reply to the e-mail and ask
    for a new link."""
    return refuse(link_is_unused) if link.used_at else None


def link_stands(link):
    """GT-26. This link was withdrawn, usually because a newer one was sent. Open the newest e-mail, or reply to it
    and ask for a new link."""
    return refuse(link_stands) if link.revoked_at else None


def link_is_in_time(link, *, at):
    """GT-27. This link has expired. Reply to the e-mail and ask for a new one; nothing you did before is lost."""
    return refuse(link_is_in_time) if at >= link.expires else None


def action_is_still_theirs(link, action, *, left=False):
    """GT-28. This action now belongs to somebody else, so there is nothing you need to do."""
    theirs = link.agency_id == action.owner_agency_id and not left
    return None if theirs else refuse(action_is_still_theirs)


def inherits_from_its_predecessor(source, *, into, succeeded):
    """GT-29. {into} did not take over from the partnership whose record this is. Record the succession first."""
    return None if succeeded else refuse(inherits_from_its_predecessor, into=into)


def inherited_once(*, already):
    """GT-30. This was inherited already. Follow the thread that stands in the new record."""
    return refuse(inherited_once) if already else None


def owner_works_here(agency, *, works_here):
    """GT-31. {agency} has no place in this partnership. Choose one of its agencies, or add it first."""
    return None if agency is None or works_here else refuse(owner_works_here, agency=agency)


def owner_person_is_of_the_agency(person, *, works_there):
    """GT-32. {person} does not work at the agency that owns this. Choose somebody who does, or change the agency."""
    return None if person is None or works_there else refuse(owner_person_is_of_the_agency, person=person)


def evidence_stands(action):
    """GT-33. This action has been verified on its evidence, which therefore stays as it is."""
    return refuse(evidence_stands) if action.is_verified else None


def belongs_to_the_partnership(*rows, partnership):
    """GT-34. A group, priority or file of another partnership cannot be used here."""
    foreign = any(row is not None and row.partnership_id != partnership for row in rows)
    return refuse(belongs_to_the_partnership) if foreign else None


def may_bring_learning(by):
    """GT-35. Your role may not {permission}. Ask the partnership manager."""
    if any(by.may(permission) for permission in BRINGS_LEARNING):
        return None
    return refuse(may_bring_learning, permission=May.KEEP_THREAD.value)


def kind_is_known(kind, kinds):
    """GT-36. “{kind}” is not a kind of source. Choose one of: {kinds}."""
    return None if kind in kinds else refuse(kind_is_known, kind=kind, kinds=", ".join(kinds))


def has_words(text):
    """GT-37. Nothing was entered. Say it in a sentence."""
    return None if text.strip() else refuse(has_words)


def waits_for_verification(action):
    """GT-38. Nobody has said yet that this is done, so there is nothing to verify."""
    return None if action.status == ActionStatus.CLAIMED_DONE else refuse(waits_for_verification)


def may_state_a_test(by):
    """GT-39. Your role may not state a test of impact. Ask the partnership manager."""
    allowed = by.may(May.KEEP_THREAD) or by.may(May.JUDGE_IMPACT)
    return None if allowed else refuse(may_state_a_test)


def still_judged(recommendation):
    """GT-40. This was withdrawn, so there is nothing to judge."""
    return refuse(still_judged) if recommendation.is_withdrawn else None


def not_withdrawn(recommendation):
    """GT-41. What this action was for has been withdrawn, so there is nothing you need to do."""
    return refuse(not_withdrawn) if recommendation.is_withdrawn else None


def verified_is_reopened_by_its_keeper(action, *, by):
    """GT-42. This action has been verified. If it is not done after all, ask the partnership manager to reopen it."""
    if action.is_verified and not by.may(May.KEEP_THREAD):
        return refuse(verified_is_reopened_by_its_keeper)
    return None


def identifies_nobody(text):
    """GT-43. Something here could identify a child, so nothing was saved. Change what is listed, then send it again."""
    found = [detail for detail in scan(text) if detail.kind in NEVER]
    refusal = refuse(identifies_nobody)
    return replace(refusal, because="\n".join([refusal.because, *in_lines(found)])) if found else None


def is_marked_so_already(row, to):
    """GT-44. This is marked “{now}” already, so nothing was changed. Choose another answer if that is no longer so."""
    return refuse(is_marked_so_already, now=SHOWN[to][0]) if row.status == to else None
