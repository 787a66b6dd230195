"""Reads across the thread, in a constant number of queries each."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from lscp import scope
from lscp.golden_thread import states
from lscp.golden_thread.models import (
    Action,
    ActionLink,
    ActionUpdate,
    Addressee,
    Evidence,
    Finding,
    Impact,
    Milestone,
    Recommendation,
    Response,
    Source,
    Verification,
)
from lscp.golden_thread.states import LIVE, ActionStatus, RecommendationStatus
from lscp.journal.models import Event
from lscp.partnerships.models import Post, RoleHeld, Succession

QUIET_AFTER = timedelta(days=60)
JUDGED_WITHIN = timedelta(days=90)


# ── One thread ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Thread:
    """A source and what came of it. ``findings`` carry ``.recommendations.all()`` and so on, already read."""

    source: Source
    findings: list

    @property
    def recommendations(self):
        return [row for finding in self.findings for row in finding.recommendations.all()]

    @property
    def actions(self):
        return [action for row in self.recommendations for action in row.actions.all()]


def whole_thread(of):
    """The thread of a source (all that came of it) or of one recommendation (what led to it and came of it)."""
    if isinstance(of, Source):
        findings, recommendations = Finding.objects.filter(source=of), Recommendation.objects.all()
    else:
        findings = Finding.objects.filter(pk=of.finding_id)
        recommendations = Recommendation.objects.filter(pk=of.pk)
    found = list(
        findings.prefetch_related(Prefetch("recommendations", _with_what_came_of_it(recommendations)))
    )
    source_id = of.pk if isinstance(of, Source) else of.finding.source_id
    source = Source.objects.select_related("group", "document", "inherited_from").get(pk=source_id)
    for finding in found:
        finding.source = source
        for recommendation in finding.recommendations.all():
            recommendation.finding = finding
    return Thread(source, found)


def _with_what_came_of_it(recommendations):
    evidence = Evidence.objects.select_related("document").defer("document__content")
    actions = (
        Action.objects.select_related("owner_agency", "owner_person")
        .order_by("assigned_on", "pk")
        .prefetch_related(
            Prefetch("updates", ActionUpdate.objects.select_related("document").defer("document__content")),
            Prefetch("evidence", evidence),
            Prefetch("verifications", Verification.objects.select_related("agency")),
            Prefetch("milestones", Milestone.objects.all()),
            Prefetch("links", ActionLink.objects.select_related("person")),
        )
    )
    impacts = Impact.objects.prefetch_related(Prefetch("evidence", evidence))
    return (
        recommendations.order_by("pk")
        .select_related("priority", "group")
        .prefetch_related(
            Prefetch("addressees", Addressee.objects.select_related("agency")),
            Prefetch("responses", Response.objects.select_related("agency")),
            Prefetch("actions", actions),
            Prefetch("impacts", impacts),
        )
    )


def history(thread, *, of_own_actions_only=False):
    """The journal's events about a thread, oldest first. An agency's contact reads those of its actions."""
    about = [f"action:{action.pk}" for action in thread.actions]
    if not of_own_actions_only:
        about.append(f"source:{thread.source.pk}")
        about += [f"finding:{finding.pk}" for finding in thread.findings]
        about += [f"recommendation:{row.pk}" for row in thread.recommendations]
    return list(Event.objects.filter(about__in=about, partnership=thread.source.partnership_id))


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────


def actions(*, group=None, agency=None, priority=None, source=None, status=None, concern=None, on=None):
    """Actions by who follows them, who owns them, what they serve or where they come from.

    What is still asked of somebody comes first, soonest due first; then what is settled, the latest first.
    ``concern`` is one of ``ACTION_CONCERNS`` as of ``on``. Each row carries ``last_said_on``.
    """
    rows = Action.objects.all() if concern is None else ACTION_CONCERNS[concern](on)
    if group:
        rows = rows.filter(_followed_by(group, "recommendation__"))
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
        rows.select_related(*_UP_FROM_AN_ACTION)
        .annotate(last_said_on=_last_said())
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
        rows = rows.filter(_followed_by(group))
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


def _followed_by(group, prefix=""):
    return Q(**{f"{prefix}group": group}) | Q(
        **{f"{prefix}group__isnull": True, f"{prefix}finding__source__group": group}
    )


_UP_FROM_AN_ACTION = (
    "owner_agency",
    "owner_person",
    "recommendation__finding__source__group",
    "recommendation__group",
    "recommendation__priority",
)


def _last_said():
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by().values("action")
    return Subquery(latest.annotate(latest=Max("on")).values("latest"))


# ── What needs attention ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Attention:
    """One thing that needs somebody: which concern, the row, since when, and the words for it."""

    concern: str
    row: object
    since: date

    @property
    def recommendation(self):
        return self.row if isinstance(self.row, Recommendation) else self.row.recommendation


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
    return stuck.exclude(Exists(another)).annotate(since=Coalesce(_last_said(), F("assigned_on")))


def gone_quiet(on):
    """Not overdue (that is said already), and nobody said anything for 60 days."""
    quiet = Action.objects.live().filter(Q(due__isnull=True) | Q(due__gte=on))
    since = Coalesce(Greatest(_last_said(), F("assigned_on")), F("assigned_on"))
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
OTHER_CONCERNS = {
    "no_answer": no_answer,
    "nothing_planned": nothing_planned,
    "declined_without_reason": declined_without_reason,
    "impact_never_judged": impact_never_judged,
    "impact_due": impact_due,
}


OF_RECOMMENDATIONS = {"no_answer", "nothing_planned", "declined_without_reason", "impact_never_judged"}


def needs_attention(on, *, group=None, concern=None):
    """What needs somebody on a day, as ``Attention``, oldest first within each concern. ``group``: what it follows."""
    found = []
    for name, rows in (ACTION_CONCERNS | OTHER_CONCERNS).items():
        if concern and name != concern:
            continue
        reading = rows(on).order_by("since", "pk")
        if group:
            reading = reading.filter(
                _followed_by(group, "" if name in OF_RECOMMENDATIONS else "recommendation__")
            )
        if name in ACTION_CONCERNS:
            reading = reading.select_related(*_UP_FROM_AN_ACTION)
        found += [Attention(name, row, row.since) for row in reading]
    return found


def needs_nobody(concerned, *, group=None):
    """How many actions are on course and how many are verified, beside ``concerned`` (``Attention`` of no filter)."""
    rows = actions(group=group).order_by().values_list("status").annotate(Count("pk"))
    counts = dict(rows)
    waiting = {item.row.pk for item in concerned if isinstance(item.row, Action) and item.row.status in LIVE}
    on_course = sum(counts.get(status, 0) for status in LIVE) - len(waiting)
    return {"on_course": max(on_course, 0), "verified": counts.get(ActionStatus.VERIFIED, 0)}


# ── Earlier threads that say the same ─────────────────────────────────────────────────────────────────────

_LITTLE = (
    "a all an and any are as at be been but by can for from has have how if in into is it its may more must no "
    "not of on or our out should so such than that the their them then there they this to was were what when "
    "where which who will with would ensure partnership partners agencies agency children child"
)
_LITTLE_WORDS = frozenset(re.findall(r"[a-z]+", _LITTLE))


def similar_earlier(text, *, but=None, most=3):
    """Earlier recommendations that share unusual words with ``text``, the closest first. A proposal to a reader."""
    rows = Recommendation.objects.exclude(pk=but) if but else Recommendation.objects.all()
    asked = _words(text)
    if not asked:
        return []
    known = {pk: _words(said) for pk, said in rows.values_list("pk", "text")}
    rarity = Counter(word for words in known.values() for word in words)

    def weight(words):
        return sum(log(1 + len(known) / (1 + rarity[word])) for word in words)

    total = weight(asked)
    scores = {
        pk: weight(asked & words) / max(total, weight(words), 1e-9)
        for pk, words in known.items()
        if asked & words
    }
    best = sorted((pk for pk, score in scores.items() if score >= 0.3), key=lambda pk: -scores[pk])[:most]
    found = {row.pk: row for row in recommendations().filter(pk__in=best)}
    return [found[pk] for pk in best]


def _words(text):
    words = (word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower()))
    return frozenset(words) - _LITTLE_WORDS


# ── Who can be asked ──────────────────────────────────────────────────────────────────────────────────────


def who_to_ask(action, on):
    """People with an e-mail address who can answer for an action: its owner, then its agency's contacts, then its lead,
    then others in post there. (An agency may serve several partnerships: roles in this one go first.)"""
    if action.owner_agency_id is None:
        return []
    answering = ["agency_contact", "partner_lead"]
    contacts = RoleHeld.objects.in_force(on).filter(role__in=answering, agency=action.owner_agency_id)
    posts = Post.objects.in_force(on).filter(agency=action.owner_agency_id)
    people = [action.owner_person] if action.owner_person_id else []
    people += [held.person for held in contacts.select_related("person").order_by("role")]
    people += [post.person for post in posts.select_related("person").order_by("person__name")]
    return list({person.pk: person for person in people if person.email}.values())


def last_asked():
    """For annotating actions: when a link about one was last sent."""
    latest = ActionLink.objects.filter(action=OuterRef("pk")).order_by().values("action")
    return Subquery(latest.annotate(latest=Max("sent_at")).values("latest"))


def heard_since(day):
    """Answers by e-mail link since a day, newest first."""
    return (
        ActionUpdate.objects.filter(via="link", on__gte=day)
        .select_related("action__owner_agency", "action__recommendation")
        .order_by("-on", "-pk")
    )


# ── Succession ────────────────────────────────────────────────────────────────────────────────────────────


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
