"""What golden threads need from the reader today, by role.

Keepers of the thread (manager; a chair for the groups they chair) chase; owners update; partners and the
scrutineer verify and judge. Each list is cut at ``MOST``: the page says that there are more.
"""

from datetime import timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse

from lscp.desk.home.need import DUE_WITHIN, Need
from lscp.desk.thread.doors import JUDGES, KEEPS, READS, RESPONDS, UPDATES, VERIFIES, opens
from lscp.golden_thread import queries
from lscp.golden_thread.models import Action
from lscp.partnerships.models import GroupMember
from lscp.partnerships.roles import May

MOST = 50
# What a keeper decides about an action, and the verb that leads there.
_DECISIONS = {
    "no_owner": "Name an owner",
    "no_due_date": "Set a date",
    "no_evidence": "Add proof",
    "waiting_for_verification": "Verify",
    "cannot_be_done": "Decide what now",
}
_UP = "recommendation__finding__source"


def lines(held, on):
    if opens(held, KEEPS):
        return list(_keeping(held, on))
    found = list(_own(held, on)) if opens(held, READS) else []
    found += _to_verify(held, on) if opens(held, VERIFIES) else []
    found += _to_judge(on) if opens(held, JUDGES) else []
    return found


# ── Whoever keeps the thread ──────────────────────────────────────────────────────────────────────────────


def _keeping(held, on):
    mine = _followed(held, on)
    yield from _actions_kept(held, on, mine)
    theirs = _followed(held, on, "")
    unanswered = (
        queries.no_answer(on)
        .filter(theirs)
        .prefetch_related(Prefetch("addressees", queries.silent_addressees().select_related("agency")))
    )
    for row in unanswered.order_by("since", "pk")[:MOST]:
        silent = ", ".join(str(asked.agency) for asked in row.addressees.all())
        yield _of_thread(row, f"No answer yet: {row.text}", silent, "See the thread")
    for row in queries.nothing_planned(on).filter(theirs).order_by("since", "pk")[:MOST]:
        yield _of_thread(row, f"Nothing is planned: {row.text}", "Nobody is named", "Set an action")
    for row in queries.declined_without_reason(on).filter(theirs).order_by("since", "pk")[:MOST]:
        yield _of_thread(row, f"Declined without a reason: {row.text}", "Those asked", "Ask why")
    for row in queries.impact_never_judged(on).filter(theirs).order_by("since", "pk")[:MOST]:
        yield _of_thread(row, f"Done, and nobody judged what changed: {row.text}", "You", "State a test")
    yield from _to_judge(on, mine if held.role == "group_chair" else Q())


def _actions_kept(held, on, mine):
    """Each action once, under the first thing that it needs."""
    asked, seen = {"last_asked": queries.last_asked()}, set()

    def first_time(rows):
        found = [action for action in _read(rows.filter(mine).annotate(**asked)) if action.pk not in seen]
        seen.update(action.pk for action in found)
        return found

    for action in first_time(queries.overdue(on)):
        yield _chase("overdue", action, action.due, held)
    for action in first_time(_due_soon(on)):
        yield _chase("due", action, action.due, held)
    for concern, verb in _DECISIONS.items():
        for action in first_time(queries.ACTION_CONCERNS[concern](on)):
            own = verb == "Verify" and action.owner_agency_id == held.agency_id
            yield _waiting(action, action.text, "Ask another agency to verify" if own else verb, action.since)
    for action in first_time(queries.gone_quiet(on)):
        yield _chase("quiet", action, action.since, held)


def _followed(held, on, prefix="recommendation__"):
    """For a chair, what the groups they chair follow; for the manager, everything."""
    if held.role != "group_chair":
        return Q()
    seats = GroupMember.objects.in_force(on).filter(person=held.person_id, capacity="chair")
    groups = list(seats.values_list("group_id", flat=True))
    return Q(**{f"{prefix}group__in": groups}) | Q(
        **{f"{prefix}group__isnull": True, f"{prefix}finding__source__group__in": groups}
    )


def _due_soon(on):
    return Action.objects.due_between(on, on + timedelta(days=DUE_WITHIN))


def _chase(group, action, since, held):
    if action.owner_agency_id is None:
        address, verb = reverse("desk:edit_action", args=[action.pk]), "Name an owner"
    elif action.owner_person_id == held.person_id and opens(held, UPDATES):
        address, verb = reverse("desk:update_action", args=[action.pk]), "Update"  # nobody chases themselves
    else:
        address = f"{reverse('desk:chase', args=[action.pk])}?from=home"
        verb = "Chase again" if action.last_asked else "Chase"
    return Need(group, action.text, action.owner or "Nobody is named", since, verb, address, _itself(action))


# ── Whoever owns it ───────────────────────────────────────────────────────────────────────────────────────


def _own(held, on):
    """Their agency's actions, each once, and what it was asked to answer.

    Whoever may not update actions (an analyst) still finds those that name them, and answers by the e-mail's link.
    """
    updates = bool(held.agency_id) and opens(held, UPDATES)
    of_mine = Q(owner_agency=held.agency_id) if updates else Q(owner_person=held.person_id)
    seen = set()
    for group, rows in (
        ("overdue", queries.overdue(on)),
        ("due", _due_soon(on)),
        ("waiting", queries.ACTION_CONCERNS["no_evidence"](on)),
        ("quiet", queries.gone_quiet(on)),
    ):
        for action in _read(rows.filter(of_mine).exclude(pk__in=seen)):
            seen.add(action.pk)
            verb, door = ("Add proof", "add_evidence") if group == "waiting" else ("Update", "update_action")
            if not updates:
                verb, door = "See the thread", "action"
            since = action.due if group in ("overdue", "due") else action.since
            address = reverse(f"desk:{door}", args=[action.pk])
            yield Need(group, action.text, action.owner, since, verb, address, _itself(action))
    if opens(held, RESPONDS):
        mine = queries.silent_addressees().filter(agency=held.agency_id)
        rows = queries.no_answer(on).filter(pk__in=mine.values("recommendation"))
        for row in rows.order_by("made_on", "pk")[:MOST]:
            yield Need(
                "waiting",
                row.text,
                str(held.agency),
                row.made_on,
                "Answer",
                reverse("desk:respond", args=[row.pk]),
                reverse("desk:thread", args=[row.pk]),
            )


# ── Whoever verifies and judges ───────────────────────────────────────────────────────────────────────────


def _to_verify(held, on):
    others = queries.waiting_for_verification(on)
    if held.agency_id:
        others = others.exclude(owner_agency=held.agency_id)
    return [
        _waiting(action, f"Was this done? {action.text}", "Verify", action.since) for action in _read(others)
    ]


def _to_judge(on, mine=None):
    rows = queries.impact_due(on).filter(mine or Q()).order_by("since", "pk")[:MOST]
    return [
        Need(
            "waiting",
            f"What changed? {impact.test}",
            str(impact.recommendation),
            impact.since,
            "Judge",
            reverse("desk:judge_impact", args=[impact.pk]),
            reverse("desk:thread", args=[impact.recommendation_id]),
        )
        for impact in rows
    ]


def _read(rows):
    return rows.select_related("owner_agency", "owner_person", _UP).order_by("due", "pk")[:MOST]


_PAGES = {"Name an owner": "desk:edit_action", "Set a date": "desk:edit_action", "Verify": "desk:verify_action",
          "Add proof": "desk:add_evidence"}  # fmt: skip


def _waiting(action, what, verb, since):
    itself = _itself(action)
    address = reverse(_PAGES[verb], args=[action.pk]) if verb in _PAGES else itself
    return Need("waiting", what, action.owner or "Nobody is named", since, verb, address, itself)


def _itself(action):
    return f"{reverse('desk:thread', args=[action.recommendation_id])}#action-{action.pk}"


def _of_thread(row, what, for_whom, verb):
    return Need("waiting", what, for_whom, row.since, verb, reverse("desk:thread", args=[row.pk]))


def heard(held, since):
    """Answers that came by e-mail link, for whoever chased."""
    return list(queries.heard_since(since)[:10]) if opens(held, (May.KEEP_THREAD,)) else []
