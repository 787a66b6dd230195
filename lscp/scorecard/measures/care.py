"""Children looked after and care leavers."""

from ibis import _

from lscp.scorecard.measures import Count, Flow, Share, Stock, measure


@measure("I30", "care")
def looked_after():
    """Children looked after at the end of the period."""
    return Count(Stock("in_care"))


@measure("I33", "care.missing", latest=True)
def missing():
    """Children looked after with a missing episode in the last 12 months / children looked after."""
    return Share(Stock("in_care", where=_.missing == 1), Stock("in_care"))


@measure("I34", "care.placements", latest=True)
def unsettled():
    """Children looked after with three placements or more in the last 12 months / children looked after."""
    return Share(Stock("in_care", where=_.unsettled == 1), Stock("in_care"))


@measure("I103", "care")
def entered_care():
    """Periods of being looked after that began."""
    return Count(Flow("care_started"))


@measure("I104", "care")
def left_care():
    """Periods of being looked after that ended."""
    return Count(Flow("care_ended"))


@measure("I105", "care.last_review", latest=True)
def care_reviewed():
    """Children looked after whose latest review is at most six months old / children looked after."""
    return Share(Stock("in_care", "reviewed"), Stock("in_care"))


@measure("I106", "care.last_health", latest=True)
def health_assessed():
    """Children looked after with a health assessment in the last 12 months / children looked after."""
    return Share(Stock("in_care", "health"), Stock("in_care"))


@measure("I107", "care.last_dental", latest=True)
def teeth_checked():
    """Children looked after with a dental check in the last 12 months / children looked after."""
    return Share(Stock("in_care", "dental"), Stock("in_care"))


@measure("I108", "care_leavers.in_touch", latest=True)
def in_touch():
    """Care leavers the authority is in touch with / care leavers who receive its service."""
    return Share(Stock("leaving_care", where=_.in_touch == 1), Stock("leaving_care"))


@measure("I109", "care_leavers.suitable", latest=True)
def suitable_home():
    """Care leavers in suitable accommodation / care leavers who receive the service."""
    return Share(Stock("leaving_care", where=_.suitable == 1), Stock("leaving_care"))


@measure("I110", "care_leavers.activity", latest=True)
def in_education_or_work():
    """Care leavers in education, training or work / care leavers who receive the service."""
    return Share(Stock("leaving_care", where=_.busy == 1), Stock("leaving_care"))
