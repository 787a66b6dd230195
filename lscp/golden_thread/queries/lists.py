"""Lists of threads, actions and sources, each row with what its list shows."""

from datetime import date

from django.db.models import Case, Count, DateField, F, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from lscp.golden_thread import states
from lscp.golden_thread.models import Action, Addressee, Impact, Recommendation, Source
from lscp.golden_thread.queries.asking import last_said
from lscp.golden_thread.queries.concerns import ACTION_CONCERNS
from lscp.golden_thread.states import LIVE


def actions(*, group=None, agency=None, priority=None, source=None, status=None, concern=None, on=None):
    """Actions by who follows them, who owns them, what they serve or where they come from.

    What is still asked of somebody comes first, soonest due first; then what is settled, the latest first.
    ``concern`` is one of ``ACTION_CONCERNS`` as of ``on``. Each row carries ``last_said_on``.
    """
    rows = Action.objects.all() if concern is None else ACTION_CONCERNS[concern](on)
    if group:
        rows = rows.filter(followed_by([group], "recommendation__"))
    if agency:
        rows = rows.filter(owner_agency=agency)
    if priority:
        rows = rows.filter(recommendation__priority=priority)
    if source:
        rows = rows.filter(recommendation__finding__source=source)
    if status:
        rows = rows.filter(status=status)
    settled = Case(When(status__in=states.SETTLED, then=F("due")), default=None, output_field=DateField())
    return (
        rows.select_related(*UP_FROM_AN_ACTION)
        .annotate(last_said_on=last_said())
        .order_by(
            Case(When(status__in=states.SETTLED, then=1), default=0),
            settled.desc(nulls_last=True),
            F("due").asc(nulls_last=True),
            "pk",
        )
    )


def recommendations(
    *,
    group=None,
    agency=None,
    priority=None,
    source=None,
    source_kind=None,
    status=None,
    kind=None,
    words="",
    on=None,
):
    """Threads, newest first, each with ``action_count``, ``open_count``, ``judged`` (its latest verdict) and
    ``late_since`` (the first day that an action still asked for on ``on`` was due)."""
    rows = Recommendation.objects.all()
    if group:
        rows = rows.filter(followed_by([group]))
    if agency:
        rows = rows.filter(
            Q(pk__in=Addressee.objects.filter(agency=agency).values("recommendation"))
            | Q(pk__in=Action.objects.filter(owner_agency=agency).values("recommendation"))
        )
    exact = {
        "priority": priority,
        "finding__source": source,
        "finding__source__kind": source_kind,
        "status": status,
        "kind": kind,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if words:
        rows = rows.filter(Q(text__icontains=words) | Q(finding__source__title__icontains=words))
    of_it = Action.objects.filter(recommendation=OuterRef("pk")).order_by().values("recommendation")
    late = Q(status__in=LIVE, due__lt=on or date.min)
    judged = Impact.objects.filter(recommendation=OuterRef("pk"), judged_on__isnull=False)
    return rows.select_related("finding__source", "priority", "group").annotate(
        action_count=Coalesce(Subquery(of_it.annotate(n=Count("pk")).values("n")), 0),
        open_count=Coalesce(
            Subquery(of_it.exclude(status__in=states.SETTLED).annotate(n=Count("pk")).values("n")), 0
        ),
        judged=Subquery(judged.order_by("-judged_on", "-pk").values("verdict")[:1]),
        # The condition stands inside the sum: among the rows of one thread, and not in an index over all of them.
        late_since=Subquery(of_it.annotate(first=Min("due", filter=late)).values("first")),
    )


def sources():
    """Where learning came from, newest first, each with how many threads came of it."""
    threads = (
        Recommendation.objects.filter(finding__source=OuterRef("pk")).order_by().values("finding__source")
    )
    return Source.objects.select_related("group", "inherited_from").annotate(
        thread_count=Coalesce(Subquery(threads.annotate(n=Count("pk")).values("n")), 0)
    )


def followed_by(groups, prefix=""):
    """What ``groups`` follow: a thread of their own, or the source of one that names no group."""
    return Q(**{f"{prefix}group__in": groups}) | Q(
        **{f"{prefix}group__isnull": True, f"{prefix}finding__source__group__in": groups}
    )


UP_FROM_AN_ACTION = (
    "owner_agency",
    "owner_person",
    "recommendation__finding__source__group",
    "recommendation__group",
    "recommendation__priority",
)
