"""What may be the matter with a thread: each concern once, as the rows that it is the matter with on a day.

Every row carries ``since``. The list of what needs attention, a list narrowed to one concern, and the home page all
read these.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from lscp.golden_thread import states
from lscp.golden_thread.models import (
    Action,
    ActionUpdate,
    Addressee,
    Evidence,
    Impact,
    Recommendation,
    Response,
    Verification,
)
from lscp.golden_thread.queries.asking import last_said
from lscp.golden_thread.states import ActionStatus, RecommendationStatus

QUIET_AFTER = timedelta(days=60)
JUDGED_WITHIN = timedelta(days=90)

CONCERNS = {
    "overdue": "Overdue",
    "no_owner": "No owner",
    "no_due_date": "No due date",
    "no_evidence": "Said to be done, and nothing shows it",
    "waiting_for_verification": "Waiting for another agency to verify",
    "cannot_be_done": "Cannot be done, and nothing else is planned",
    "gone_quiet": "Nothing heard for 60 days",
    "no_answer": "Not answered yet",
    "nothing_planned": "Nothing is planned",
    "declined_without_reason": "Declined without a reason",
    "impact_never_judged": "Done, and nobody judged what changed",
    "impact_due": "Impact due to be judged",
}


def overdue(on):
    return Action.objects.overdue(on).annotate(since=F("due"))


def no_owner(on):
    return Action.objects.live().filter(owner_agency__isnull=True).annotate(since=F("assigned_on"))


def no_due_date(on):
    return Action.objects.live().filter(due__isnull=True).annotate(since=F("assigned_on"))


def no_evidence(on):
    return _claimed().exclude(Exists(Evidence.objects.filter(action=OuterRef("pk"))))


def waiting_for_verification(on):
    return _claimed().filter(Exists(Evidence.objects.filter(action=OuterRef("pk"))))


def cannot_be_done(on):
    """An owner said no, and the thread has nothing else under way and nothing that was verified."""
    another = Action.objects.filter(recommendation=OuterRef("recommendation")).exclude(
        status=ActionStatus.CANNOT_BE_DONE
    )
    stuck = Action.objects.filter(
        status=ActionStatus.CANNOT_BE_DONE, recommendation__status=RecommendationStatus.TAKEN_UP
    )
    return stuck.exclude(Exists(another)).annotate(since=Coalesce(last_said(), F("assigned_on")))


def gone_quiet(on):
    """Not overdue (that is said already), and nobody said anything for 60 days."""
    quiet = Action.objects.live().filter(Q(due__isnull=True) | Q(due__gte=on))
    since = Coalesce(Greatest(last_said(), F("assigned_on")), F("assigned_on"))
    return quiet.annotate(since=since).filter(since__lte=on - QUIET_AFTER)


def silent_addressees():
    """Agencies that were asked, gave no answer, and took on no action either."""
    same = {"recommendation": OuterRef("recommendation")}
    answered = Response.objects.filter(agency=OuterRef("agency"), **same)
    acting = Action.objects.filter(owner_agency=OuterRef("agency"), **same)
    return Addressee.objects.exclude(Exists(answered)).exclude(Exists(acting))


def no_answer(on):
    return (
        Recommendation.objects.filter(
            Exists(silent_addressees().filter(recommendation=OuterRef("pk"))),
            status__in=states.OPEN,
            made_on__lte=on,
        )
        .select_related("finding__source")
        .annotate(since=F("made_on"))
    )


def nothing_planned(on):
    """Still followed, no agency's answer is awaited, and nobody was ever given an action: it would be forgotten.

    A committee's resolution names no agency; a recommendation may be accepted with nothing to follow. What is asked
    of a body outside has its standing instead.
    """
    of_it = {"recommendation": OuterRef("pk")}
    return (
        Recommendation.objects.filter(status__in=states.OPEN, asked_of="", made_on__lte=on)
        .exclude(Exists(Action.objects.filter(**of_it)))
        .exclude(Exists(Impact.objects.filter(**of_it)))
        .exclude(Exists(silent_addressees().filter(**of_it)))
        .select_related("finding__source")
        .annotate(since=F("made_on"))
    )


def declined_without_reason(on):
    """No page lets this happen (GT-03); rows brought in from an older register may lack the reason."""
    silent = Response.objects.filter(recommendation=OuterRef("pk"), verdict="decline", reason="")
    return (
        Recommendation.objects.filter(Exists(silent))
        .exclude(status=RecommendationStatus.WITHDRAWN)
        .select_related("finding__source")
        .annotate(since=Subquery(silent.order_by("on").values("on")[:1]))
    )


def impact_never_judged(on):
    """Every action was settled more than 90 days ago, one of them verified, and no test of impact was ever stated."""
    of_it = Verification.objects.filter(action__recommendation=OuterRef("pk"), satisfied=True)
    unsettled = Action.objects.filter(recommendation=OuterRef("pk")).exclude(status__in=states.SETTLED)
    return (
        Recommendation.objects.filter(status=RecommendationStatus.TAKEN_UP)
        .exclude(Exists(unsettled))
        .exclude(Exists(Impact.objects.filter(recommendation=OuterRef("pk"))))
        .annotate(since=Subquery(of_it.order_by("-on").values("on")[:1]))
        .filter(since__lte=on - JUDGED_WITHIN)
        .select_related("finding__source")
    )


def impact_due(on):
    return (
        Impact.objects.filter(
            verdict="not_known_yet",
            judge_on__lte=on,
            recommendation__status__in=[RecommendationStatus.TAKEN_UP, RecommendationStatus.MADE],
        )
        .select_related("recommendation__finding__source")
        .annotate(since=F("judge_on"))
    )


def _claimed():
    said = ActionUpdate.objects.filter(action=OuterRef("pk"), status=ActionStatus.CLAIMED_DONE)
    return (
        Action.objects.filter(status=ActionStatus.CLAIMED_DONE)
        .exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
        .annotate(since=Coalesce(Subquery(said.order_by("-on").values("on")[:1]), F("assigned_on")))
    )


ACTION_CONCERNS = {
    "overdue": overdue,
    "no_owner": no_owner,
    "no_due_date": no_due_date,
    "no_evidence": no_evidence,
    "waiting_for_verification": waiting_for_verification,
    "cannot_be_done": cannot_be_done,
    "gone_quiet": gone_quiet,
}
ALL_CONCERNS = ACTION_CONCERNS | {
    "no_answer": no_answer,
    "nothing_planned": nothing_planned,
    "declined_without_reason": declined_without_reason,
    "impact_never_judged": impact_never_judged,
    "impact_due": impact_due,
}
# What may be the matter with an action that is still asked of its owner.
OF_LIVE_ACTIONS = {"overdue", "no_owner", "no_due_date", "gone_quiet"}
# Nobody can tell these who sees a part of a thread only: another agency may be acting.
OF_WHOLE_THREADS = {"cannot_be_done", "nothing_planned", "impact_never_judged"}
