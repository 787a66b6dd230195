"""What a partnership may still take over from those before it."""

from lscp import scope
from lscp.golden_thread import states
from lscp.golden_thread.models import Recommendation, Source
from lscp.partnerships.models import Succession


def still_to_inherit(into):
    """Sources of the partnerships that ``into`` took over from, with something still open, not inherited yet.

    Reads the predecessors' record, under a scope of its own: the succession gives the right to it.
    """
    before = list(Succession.objects.filter(successor=into).values_list("predecessor_id", flat=True))
    with scope.within(scope.Scope(frozenset(before), because="succession")):
        # unlocked: the successor's own copies, named by ``into``, while the predecessors' scope is in force
        taken = Source.everywhere.filter(partnership=into, copied_from__isnull=False).values("copied_from")
        still = Recommendation.objects.filter(status__in=states.OPEN).values("finding__source")
        rows = Source.objects.filter(pk__in=still).exclude(pk__in=taken).select_related("partnership")
        return list(rows.order_by("-happened_on", "pk"))
