"""Children looked after and care leavers."""

from ibis import _

from lscp.scorecard.measures import Count, Flow, Share, Stock, measure


@measure("I30", "care")
def looked_after():
    """Children looked after at the end of the period."""
    return Count(Stock("in_care"))


@measure("I33", "care.missing", latest=True)
def missing():
    """Children looked after in the last 12 months with a missing episode / children looked after in them."""
    return Share(Stock("in_care_lately", where=_.missing == 1), Stock("in_care_lately"))


@measure("I34", "care.placements", latest=True)
def unsettled():
    """Children looked after with three placements or more in the last 12 months / children looked after."""
    return Share(Stock("in_care", where=_.unsettled == 1), Stock("in_care"))


@measure("I101", "care")
def entered_care():
    """Periods of being looked after that began."""
    return Count(Flow("care_started"))


@measure("I102", "care")
def left_care():
    """Periods of being looked after that ended."""
    return Count(Flow("care_ended"))


@measure("I127-HEALTH", "care.last_health", latest=True)
def health_assessed():
    """Children looked after for 12 months with a health assessment in the last 12 / looked after for 12 months."""
    return Share(Stock("in_care", "health"), Stock("in_care", "months_12"))


@measure("I127-DENTAL", "care.last_dental", latest=True)
def teeth_checked():
    """Children looked after for 12 months with a dental check in the last 12 / looked after for 12 months."""
    return Share(Stock("in_care", "dental"), Stock("in_care", "months_12"))


@measure("I128", "care.last_review", latest=True)
def reviewed():
    """Children looked after for 28 days with a review in the last six months / looked after for 28 days."""
    return Share(Stock("in_care", "reviewed"), Stock("in_care", "days_28"))


@measure("I129", "care.asylum")
def seeking_asylum():
    """Unaccompanied asylum-seeking children looked after / children looked after."""
    return Share(Stock("in_care", where=_.asylum == 1), Stock("in_care"))


@measure("I130-TOUCH", "care_leavers.in_touch", latest=True)
def in_touch():
    """Care leavers the council is in touch with / care leavers who receive its service."""
    return Share(Stock("leaving_care", where=_.in_touch == 1), Stock("leaving_care"))


@measure("I130-HOME", "care_leavers.suitable", latest=True)
def suitable_home():
    """Care leavers in suitable accommodation / care leavers who receive the service."""
    return Share(Stock("leaving_care", where=_.suitable == 1), Stock("leaving_care"))


@measure("I130-ACTIVE", "care_leavers.activity", latest=True)
def active():
    """Care leavers in education, employment or training / care leavers who receive the service."""
    return Share(Stock("leaving_care", where=_.active == 1), Stock("leaving_care"))


MISSING = _.missing == 1


@measure("I131-OFFERED", "care.interviews_offered", "care.missing", latest=True)
def interview_offered():
    """Children looked after, missing in the last 12 months and offered an interview / looked after and missing."""
    return Share(
        Stock("in_care_lately", where=MISSING & (_.offered == 1)), Stock("in_care_lately", where=MISSING)
    )


@measure("I131-ACCEPTED", "care.interviews_accepted", "care.missing", latest=True)
def interview_accepted():
    """Children looked after, missing in the last 12 months who accepted an interview / who were offered one."""
    offered = MISSING & (_.offered == 1)
    return Share(
        Stock("in_care_lately", where=offered & (_.accepted == 1)), Stock("in_care_lately", where=offered)
    )
