"""The steps that operations on a thread share: whose it is, who may, the journal, and closing when all is answered."""

from django.utils import timezone

from lscp.golden_thread import rules, states
from lscp.golden_thread.models import Action, ActionLink, Evidence, Impact
from lscp.golden_thread.operations.linking import end_links
from lscp.golden_thread.states import RecommendationStatus
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Post, RoleHeld
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change


def day(on):
    return on or timezone.localdate()


def journal(verb, summary, row, by, **details):
    """Write one event. What the journal holds can never be taken out again, so no text passes that names a child by
    number or date of birth (GT-43)."""
    refuse_if(
        rules.identifies_nobody("\n".join([summary, *(v for v in details.values() if isinstance(v, str))]))
    )
    record.write(
        verb,
        summary,
        by=by,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=row.partnership_id,
        **details,
    )


def move(row, to, summary, by, **details):
    """Change a row's status and journal the arrival."""
    refuse_if(rules.may_go(row, to))
    change(row, status=to)
    journal(states.JOURNAL[to], summary, row, by, **details)


def keeper_only(row, by):
    refuse_if(partnership_rules.ours(by, row.partnership_id), partnership_rules.may(by, May.KEEP_THREAD))


def may_update(action, by):
    return (
        partnership_rules.ours(by, action.partnership_id),
        partnership_rules.may(by, May.UPDATE_ACTION),
        rules.link_is_for(action, by=by),
        rules.reports_on_own_action(action, by=by),
        rules.not_withdrawn(action.recommendation),
    )


def works_here(agency, partnership):
    here = agency is None or Footprint.everywhere.filter(agency=agency, partnership_id=partnership).exists()
    return rules.owner_works_here(agency, works_here=here)


def owner_refusals(agency, person, partnership):
    there = person is None or works_there(person, agency and agency.pk)
    return works_here(agency, partnership), rules.owner_person_is_of_the_agency(person, works_there=there)


def works_there(person, agency_id):
    if agency_id is None:
        return False
    return (
        Post.everywhere.filter(person=person, agency_id=agency_id, ended__isnull=True).exists()
        or RoleHeld.everywhere.filter(person=person, agency_id=agency_id, ended__isnull=True).exists()
    )


def keep_evidence(by, **fields):
    return Evidence.everywhere.create(by=str(by), **fields)


def close_when_settled(thread, by):
    """A thread closes on impact and not on task: every test answered, at least one of them, and no action open."""
    thread.refresh_from_db(fields=["status", "version"])
    if thread.status != RecommendationStatus.TAKEN_UP:
        return
    verdicts = list(Impact.everywhere.filter(recommendation=thread).values_list("verdict", flat=True))
    if not verdicts or "not_known_yet" in verdicts:
        return
    if Action.everywhere.filter(recommendation=thread).exclude(status__in=states.SETTLED).exists():
        return
    words = "it changed" if "changed" in verdicts else "no change"
    move(thread, RecommendationStatus.CLOSED, f"Closed on its impact: {words}", by)


def revoke_links(action, **which):
    end_links(ActionLink, action=action, used_at__isnull=True, **which)
