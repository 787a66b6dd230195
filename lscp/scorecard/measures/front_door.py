"""Contacts, early help, referrals, assessments, children in need."""

from ibis import _

from lscp.scorecard.codes import CLOSURES, FACTORS, NEEDS, SOURCES
from lscp.scorecard.measures import Children, Count, Flow, Share, Stock, measure, measures

SIX_MONTHS = {
    "annex-a": "Annex A holds six months of early help and of referrals, too few to follow a child for a year."
}


@measure("I01", "contacts")
def contacts():
    """Contacts received."""
    return Count(Flow("contacted"))


@measures([f"I02-{source}" for source in SOURCES], ["contacts.source"])
def contacts_by_source(source):
    """Contacts made by one kind of agency or person / contacts."""
    return Share(Flow("contacted", _.source == [*SOURCES].index(source)), Flow("contacted"))


@measure("I03", "contacts.outcome")
def contact_to_referral():
    """Contacts accepted as a referral / contacts."""
    return Share(Flow("contacted", _.accepted == 1), Flow("contacted"))


@measure("I04", "referrals.decided")
def decided_in_a_day():
    """Referrals decided within one working day / referrals decided, or a working day old."""
    told = _.working_days.notnull() | (_.due < _.to)
    return Share(Flow("referred", _.working_days <= 1), Flow("referred", told))


@measure("I05", "referrals")
def referrals():
    """Referrals."""
    return Count(Flow("referred"))


@measure("I05-CHILDREN", "referrals")
def children_referred():
    """Children with a referral, each once."""
    return Count(Children("children_referred"))


@measure("I06", "referrals")
def re_referrals():
    """Referrals within twelve months of an earlier referral of the same child / referrals."""
    return Share(Flow("re_referred"), Flow("referred"))


@measure("I07", "referrals.nfa")
def no_further_action():
    """Referrals with no further action / referrals."""
    return Share(Flow("referred", _.nfa == 1), Flow("referred"))


@measure("I08", "referrals", "assessments.in_need|needs.reason")
def referred_not_in_need():
    """Referrals whose assessment found the child not in need, or whose case closed so (RC8) / referrals."""
    return Share(Flow("found_not_in_need"), Flow("referred"))


@measure("I08-ASSESSMENTS", "assessments.in_need")
def not_in_need():
    """Assessments authorised that found the child not in need / assessments authorised that say."""
    return Share(Flow("assessed", _.in_need == 0), Flow("assessed", _.in_need.notnull()))


@measure("I09", "early_help")
def early_help():
    """Early help begun."""
    return Count(Flow("helped"))


@measure("I10", "early_help.end", "referrals", cannot=SIX_MONTHS)
def stepped_up():
    """Early help that ended a year before the period, then a referral within twelve months / early help that ended."""
    return Share(Flow("help_ended", _.stepped_up == 1), Flow("help_ended"))


@measure("I11", "assessments")
def assessments_in_time():
    """Assessments authorised within 45 working days of their start / assessments authorised."""
    return Share(Flow("assessed", _.working_days <= 45), Flow("assessed"))


@measure("I124", "assessments.seen")
def seen():
    """Assessments authorised in which the child was seen / assessments authorised that say."""
    return Share(Flow("assessed", _.seen == 1), Flow("assessed", _.seen.notnull()))


@measures([f"I12-{factor}" for factor in FACTORS], ["assessments.factors"])
def factors(factor):
    """Assessments authorised that found the factor / assessments authorised with any factor recorded."""
    bit = 1 << [*FACTORS].index(factor)
    return Share(Flow("assessed", (_.factors & bit) != 0), Flow("assessed", _.factors.notnull()))


@measure("I13", "needs")
def in_need():
    """Children with an open episode of need at the end of the period."""
    return Count(Stock("in_need"))


@measure("I120", "needs")
def unborn():
    """Children not yet born with an open episode of need at the end of the period."""
    return Count(Stock("in_need", where=_.age == 0))


@measure("I126", "needs.last_seen", "needs.status", latest=True)
def seen_in_six_weeks():
    """Children on a child in need plan seen in the last 42 days / children on a child in need plan."""
    planned = _.planned == 1
    return Share(Stock("in_need", "visited", planned), Stock("in_need", where=planned))


@measures([f"I132-{need}" for need in NEEDS], ["needs.need"])
def by_need(need):
    """Children with an open episode of this primary need / with an open episode, at the end of the period."""
    return Share(Stock("in_need", where=_.need == [*NEEDS].index(need)), Stock("in_need"))


@measure("I136", "needs.reason")
def closed_after_assessment():
    """Episodes of need ended with RC8, closed after assessment / episodes of need ended."""
    return Share(Flow("need_ended", _.reason == [*CLOSURES].index("RC8")), Flow("need_ended"))


@measure(
    "I137", "needs.reason", cannot={"annex-a": "Annex A has no code for a case that goes to early help."}
)
def closed_to_early_help():
    """Episodes of need ended with RC9, moved to early help / episodes of need ended."""
    return Share(Flow("need_ended", _.reason == [*CLOSURES].index("RC9")), Flow("need_ended"))
