"""What golden threads need from the reader today, by role.

Keepers of the thread (manager; a chair for the groups they chair) chase; owners update; partners and the
scrutineer verify and judge. Each row stands once, under the first thing that it needs.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse

from lscp.desk.home.need import DUE_WITHIN, Need, Needs
from lscp.desk.thread.doors import JUDGES, KEEPS, READS, RESPONDS, UPDATES, VERIFIES, opens
from lscp.golden_thread import queries
from lscp.golden_thread.models import Action, Impact, Recommendation
from lscp.partnerships.models import GroupMember
from lscp.partnerships.roles import May

# What a keeper decides about an action, and the verb that leads there.
_DECISIONS = {
    "no_owner": "Name an owner",
    "no_due_date": "Set a date",
    "no_evidence": "Add proof",
    "waiting_for_verification": "Verify",
    "cannot_be_done": "Decide what now",
}
# What a keeper does about a thread: what is the matter, who is waited for, the verb.
_OF_THREADS = {
    "no_answer": ("No answer yet", "", "See the thread"),
    "nothing_planned": ("Nothing is planned", "Nobody is named", "Set an action"),
    "declined_without_reason": ("Declined without a reason", "Those asked", "Ask why"),
    "impact_never_judged": ("Done, and nobody judged what changed", "You", "State a test"),
}
_UP = "recommendation__finding__source"


def lines(held, on):
    if opens(held, KEEPS):
        return _keeping(held, on)
    found = _own(held, on) if opens(held, READS) else []
    found += _to_verify(held, on) if opens(held, VERIFIES) else []
    if opens(held, JUDGES):
        found.append(Needs("waiting", queries.impact_due(on).order_by("since", "pk"), _judged))
    return found


def _in_groups(readings, line):
    """Lines of what needs somebody, in the groups of the page."""
    found = queries.concerned(readings)
    groups = {"overdue": ["overdue"], "due": ["due"], "quiet": ["gone_quiet"]}
    groups["waiting"] = set(readings) - {code for codes in groups.values() for code in codes}
    return [Needs(group, found.under(*codes), line) for group, codes in groups.items()]


def _due_soon(on):
    return Action.objects.due_between(on, on + timedelta(days=DUE_WITHIN)).annotate(since=F("due"))


# ── Whoever keeps the thread ──────────────────────────────────────────────────────────────────────────────


def _keeping(held, on):
    """For the manager everything; for a chair what the groups they chair follow, and the actions that name them."""
    readings = {"overdue": queries.overdue(on), "due": _due_soon(on)}
    readings |= {code: rows(on) for code, rows in queries.ALL_CONCERNS.items() if code != "overdue"}
    if held.role == "group_chair":
        seats = GroupMember.objects.in_force(on).filter(person=held.person_id, capacity="chair")
        groups = list(seats.values_list("group_id", flat=True))
        readings = queries.followed_alone(readings, groups, or_owned_by=held.person_id)
    return _in_groups(readings, lambda item: _kept(item, held))


def _kept(item, held):
    row, code, since = item.row, item.first, item.concerns[item.first]
    if isinstance(row, Impact):
        return _judged(row, since)
    if isinstance(row, Recommendation):
        words, whom, verb = _OF_THREADS[code]
        whom = whom or ", ".join(str(asked.agency) for asked in row.silent)
        return Need(
            "waiting", f"{words}: {row.text}", whom, since, verb, reverse("desk:thread", args=[row.pk])
        )
    if code in _DECISIONS:
        verb, own = _DECISIONS[code], row.owner_agency_id == held.agency_id
        verb = "Ask another agency to verify" if verb == "Verify" and own else verb
        return _waiting(row, row.text, verb, since)
    return _chase("quiet" if code == "gone_quiet" else code, row, since, held)


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
    """Their agency's actions, and what it was asked to answer.

    Whoever may not update actions (an analyst) still finds those that name them, and answers by the e-mail's link.
    """
    updates = bool(held.agency_id) and opens(held, UPDATES)
    of_mine = Q(owner_agency=held.agency_id) if updates else Q(owner_person=held.person_id)
    readings = {
        "overdue": queries.overdue(on).filter(of_mine),
        "due": _due_soon(on).filter(of_mine),
        "no_evidence": queries.ACTION_CONCERNS["no_evidence"](on).filter(of_mine),
        "gone_quiet": queries.gone_quiet(on).filter(of_mine),
    }
    if opens(held, RESPONDS):
        mine = queries.silent_addressees().filter(agency=held.agency_id)
        readings["no_answer"] = queries.no_answer(on).filter(pk__in=mine.values("recommendation"))
    return _in_groups(readings, lambda item: _asked_of(item, held, updates))


def _asked_of(item, held, updates):
    row, code, since = item.row, item.first, item.concerns[item.first]
    if code == "no_answer":
        answer, thread = (reverse(f"desk:{door}", args=[row.pk]) for door in ("respond", "thread"))
        return Need("waiting", row.text, str(held.agency), since, "Answer", answer, thread)
    verb, door = ("Add proof", "add_evidence") if code == "no_evidence" else ("Update", "update_action")
    if not updates:
        verb, door = "See the thread", "action"
    group = {"no_evidence": "waiting", "gone_quiet": "quiet"}.get(code, code)
    return Need(group, row.text, row.owner, since, verb, reverse(f"desk:{door}", args=[row.pk]), _itself(row))


# ── Whoever verifies and judges ───────────────────────────────────────────────────────────────────────────


def _to_verify(held, on):
    others = queries.waiting_for_verification(on)
    if held.agency_id:
        others = others.exclude(owner_agency=held.agency_id)
    rows = others.select_related("owner_agency", "owner_person", _UP).order_by("since", "pk")
    return [
        Needs(
            "waiting",
            rows,
            lambda action: _waiting(action, f"Was this done? {action.text}", "Verify", action.since),
        )
    ]


def _judged(impact, since=None):
    return Need(
        "waiting",
        f"What changed? {impact.test}",
        str(impact.recommendation),
        since or impact.since,
        "Judge",
        reverse("desk:judge_impact", args=[impact.pk]),
        reverse("desk:thread", args=[impact.recommendation_id]),
    )


_PAGES = {"Name an owner": "desk:edit_action", "Set a date": "desk:edit_action", "Verify": "desk:verify_action",
          "Add proof": "desk:add_evidence"}  # fmt: skip


def _waiting(action, what, verb, since):
    itself = _itself(action)
    address = reverse(_PAGES[verb], args=[action.pk]) if verb in _PAGES else itself
    return Need("waiting", what, action.owner or "Nobody is named", since, verb, address, itself)


def _itself(action):
    return f"{reverse('desk:thread', args=[action.recommendation_id])}#action-{action.pk}"


def heard(held, since):
    """Answers that came by e-mail link, for whoever chased."""
    return list(queries.heard_since(since)[:10]) if opens(held, (May.KEEP_THREAD,)) else []
