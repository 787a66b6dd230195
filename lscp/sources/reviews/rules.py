"""What may be done with a serious incident. Limits are duties in the rulebook; these are the decisions."""

from dataclasses import replace

from lscp.disclosure.identifying import in_lines
from lscp.partnerships.roles import May
from lscp.refusal import refuse
from lscp.sources.reviews.states import GOES_TO, IncidentStatus


def goes_there(incident, status):
    """RV-01. This does not follow from where the incident stands now. Look at it again: somebody may have moved
    it on."""
    return None if status in GOES_TO[IncidentStatus(incident.status)] else refuse(goes_there)


def dates_in_order(earlier, later):
    """RV-02. The date is before the step it follows. Check the two dates."""
    return refuse(dates_in_order) if earlier and later and later < earlier else None


def not_in_the_future(day, today):
    """RV-03. The date is in the future. Enter the day it happened."""
    return refuse(not_in_the_future) if day > today else None


def decision_has_reasons(reason):
    """RV-04. Give the reasons for the decision. They are kept, and the national Panel may ask for them."""
    return None if reason.strip() else refuse(decision_has_reasons)


def identifies_nobody(found):
    """RV-05. Something here could identify a child, so nothing was saved. Change what is listed, then save again."""
    refusal = refuse(identifies_nobody)
    return replace(refusal, because="\n".join([refusal.because, *in_lines(found)])) if found else None


def rapid_review_follows_a_notification(incident):
    """RV-06. There is no rapid review without a notification. Record the notification first."""
    return None if incident.notified_on else refuse(rapid_review_follows_a_notification)


def notified_incidents_need_a_rapid_review(incident):
    """RV-07. The death of a care leaver is notified but needs no rapid review. Close it with a reason instead."""
    return refuse(notified_incidents_need_a_rapid_review) if incident.kind == "care_leaver" else None


def every_summary_is_in(missing, because):
    """RV-08. Not every agency has answered: {agencies}. Chase them, or say why the review goes without them."""
    if missing and not because.strip():
        return refuse(every_summary_is_in, agencies=", ".join(str(agency) for agency in missing))
    return None


def pseudonym_is_free(taken):
    """RV-09. This pseudonym is used already. Choose another; a pseudonym stands for one child."""
    return refuse(pseudonym_is_free) if taken else None


def unpublished_review_says_why(incident, published_on, reason):
    """RV-10. Say why the local review is not published; without a reason it must be."""
    if incident.status == IncidentStatus.LOCAL_REVIEW and not published_on and not reason.strip():
        return refuse(unpublished_review_says_why)
    return None


def rapid_review_comes_first(incident):
    """RV-11. A notified incident has its rapid review before it is closed. Record the rapid review first."""
    if incident.rapid_review_sent_on or notified_incidents_need_a_rapid_review(incident):
        return None
    return refuse(rapid_review_comes_first)


def recommendations_follow_the_rapid_review(incident):
    """RV-12. Recommendations come from the rapid review. Record that it was sent to the Panel, then add them."""
    return None if incident.rapid_review_sent_on else refuse(recommendations_follow_the_rapid_review)


def agency_is_asked_once(agency, asked):
    """RV-13. {agency} was asked already. Open its summary to record the answer, or chase it."""
    return refuse(agency_is_asked_once, agency=agency) if asked else None


def agencies_are_asked_before_it_goes(incident):
    """RV-14. The rapid review has gone to the Panel, so no more summaries are asked for. Look at the incident
    again."""
    gone = incident.rapid_review_sent_on or incident.closed_on
    return refuse(agencies_are_asked_before_it_goes) if gone else None


def death_is_always_notified(incident):
    """RV-15. The death of a child looked after, or of a care leaver, is notified whatever its cause. Record the
    notification."""
    return refuse(death_is_always_notified) if incident.is_a_death_always_notified else None


def answered_by_those_asked(by, summary):
    """RV-16. {agency} was asked and answers for itself. Ask the partnership manager to record the answer."""
    own = by.agency_id == summary.agency_id and (by.may(May.READ_OWN) or by.may(May.DECIDE_REVIEWS))
    return None if own or by.may(May.KEEP_REVIEWS) else refuse(answered_by_those_asked, agency=summary.agency)


def sent_answers_stand(incident, summary):
    """RV-17. The rapid review went to the Panel with this answer in it, so the answer stands as it is."""
    sent = summary.received_on and (incident.rapid_review_sent_on or incident.closed_on)
    return refuse(sent_answers_stand) if sent else None


def answer_is_still_wanted(summary):
    """RV-18. This summary has been given already, so there is nothing more you need to do."""
    return refuse(answer_is_still_wanted) if summary.received_on else None


def link_goes_to_the_agency(agency, *, works_there):
    """RV-19. A link goes to somebody who works at {agency}. Add the person to the agency first."""
    return None if works_there else refuse(link_goes_to_the_agency, agency=agency)


def link_is_of_the_agency(agency, *, left):
    """RV-20. This link was for somebody who worked at {agency} then. Reply to the e-mail, so that a colleague is
    asked."""
    return refuse(link_is_of_the_agency, agency=agency) if left else None
