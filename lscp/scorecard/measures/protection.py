"""Strategy discussions, section 47 enquiries, conferences, child protection plans."""

from ibis import _

from lscp.scorecard.codes import ABUSE
from lscp.scorecard.measures import Children, Count, Flow, Quartile, Share, Stock, measure, measures

ONE_ROW = {"annex-a": "Annex A has one row for each child, so it does not say when an earlier plan ended."}


@measure("I14", "strategy_discussions")
def quorate():
    """Strategy discussions with social care, police and health / strategy discussions."""
    return Share(Flow("discussed", _.quorate == 1), Flow("discussed"))


@measure("I15", "enquiries")
def enquiries():
    """Section 47 enquiries begun, each one counted."""
    return Count(Flow("enquired"))


@measure("I15-CHILDREN", "enquiries")
def children_enquired():
    """Children with a section 47 enquiry begun, each once."""
    return Count(Children("children_enquired"))


@measure("I16", "enquiries")
def enquiry_to_conference():
    """Section 47 enquiries begun in the period that a conference has followed / section 47 enquiries begun in it."""
    return Share(Flow("enquired", _.conference <= _.to), Flow("enquired"))


@measure("I17", "enquiries")
def conferences_in_time():
    """Initial conferences within 15 working days of the strategy discussion / initial conferences."""
    return Share(Flow("conferred", _.working_days <= 15), Flow("conferred"))


@measure("I18", "enquiries.planned")
def conference_to_plan():
    """Initial conferences that led to a plan / initial conferences."""
    return Share(Flow("conferred", _.planned == 1), Flow("conferred"))


@measure("I19", "plans")
def on_a_plan():
    """Children with a child protection plan at the end of the period."""
    return Count(Stock("on_plan"))


@measure("I20-STARTED", "plans")
def plans_started():
    """Plans started."""
    return Count(Flow("plan_started"))


@measure("I20-ENDED", "plans")
def plans_ended():
    """Plans ended."""
    return Count(Flow("plan_ended"))


@measures([f"I21-{category}" for category in ABUSE], ["plans.category"])
def by_category(category):
    """Children on a plan whose latest category is this one / children on a plan, at the end of the period."""
    return Share(Stock("on_plan", where=_.category == [*ABUSE].index(category)), Stock("on_plan"))


@measure("I22", "plans")
def second_plans():
    """Plans started for a child who had a plan here before / plans started."""
    return Share(Flow("plan_started", _.again == 1), Flow("plan_started"))


@measure("I23", "plans", cannot=ONE_ROW)
def second_plans_soon():
    """Plans started within 24 months of the end of an earlier one / plans started."""
    return Share(Flow("plan_started", _.soon_again == 1), Flow("plan_started"))


@measure("I24", "plans")
def two_years():
    """Children whose plan has been open 24 months or more / children on a plan, at the end of the period."""
    return Share(Stock("on_plan", "months_24"), Stock("on_plan"))


@measure("I24-ENDED", "plans")
def two_years_ended():
    """Plans ended that had lasted 24 months or more / plans ended."""
    return Share(Flow("plan_ended", _.two_years == 1), Flow("plan_ended"))


@measure("I25-TWELVE", "plans")
def twelve_months():
    """Children whose plan has been open 12 months or more / children on a plan, at the end of the period."""
    return Share(Stock("on_plan", "months_12"), Stock("on_plan"))


@measure("I25-FIFTEEN", "plans")
def fifteen_months():
    """Children whose plan has been open 15 months or more / children on a plan, at the end of the period."""
    return Share(Stock("on_plan", "months_15"), Stock("on_plan"))


@measure("I25-EIGHTEEN", "plans")
def eighteen_months():
    """Children whose plan has been open 18 months or more / children on a plan, at the end of the period."""
    return Share(Stock("on_plan", "months_18"), Stock("on_plan"))


@measure("I26", "plan_reviews", "plans")
def reviews_in_time():
    """Plans open three months or more with every review in time and none overdue / plans open three months or more.

    The first review is due within three months of the start, each next one within six months of the last.
    """
    return Share(Stock("on_reviewed_plan", "in_time"), Stock("on_reviewed_plan"))


@measure("I27", "core_groups.due")
def core_groups_in_time():
    """Core groups held on or before the day they were due / core groups due."""
    return Share(Flow("core_group_due", _.on_time == 1), Flow("core_group_due"))


@measure("I49-PLANS", "plans.category")
def sexual_abuse_plans():
    """Children on a plan whose latest category is sexual abuse, at the end of the period."""
    return Count(Stock("on_plan", where=_.category == [*ABUSE].index("SAB")))


@measure("I99", "plans.last_review", latest=True)
def latest_review_in_time():
    """Plans open three months whose latest review is at most six months old / plans open three months."""
    return Share(Stock("on_plan", "reviewed"), Stock("on_plan", "months_3"))


@measure("I100", "plans")
def plan_length():
    """The median number of days that plans which ended had lasted."""
    return Quartile("plan_ended")


@measure("I120-PLANS", "plans")
def unborn_on_a_plan():
    """Children not yet born with a plan at the end of the period."""
    return Count(Stock("on_plan", where=_.age == 0))


@measure("I121", "plans.seen_alone", latest=True)
def seen_alone():
    """Children on a plan seen alone at the latest visit / children on a plan of whom that is recorded."""
    return Share(Stock("on_plan", where=_.alone == 1), Stock("on_plan", where=_.alone.notnull()))


@measure("I125", "plans.last_visit", latest=True)
def visited():
    """Children on a plan visited in the last 28 days / children on a plan."""
    return Share(Stock("on_plan", "visited"), Stock("on_plan"))
