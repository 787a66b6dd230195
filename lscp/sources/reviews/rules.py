"""What may be done with a serious incident. Limits are duties in the rulebook; these are the decisions."""

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
    """RV-05. The text holds something that could identify a child: {words}. Take it out, or use the pseudonym,
    and save again."""
    if found:
        return refuse(
            identifies_nobody, words="; ".join(f"{detail.text} ({detail.message})" for detail in found[:5])
        )
    return None


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
