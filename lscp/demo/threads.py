"""The stories walked through the operations, from source to impact; and what was inherited from the board."""

from datetime import date, timedelta

from lscp.demo.stories import STORIES
from lscp.golden_thread import operations
from lscp.golden_thread.models import Action


def play(cast, today):
    """Walk every story from source to where it stands; returns the recommendations."""
    return [_tell(cast, story, today) for story in STORIES]


def _tell(cast, story, today):
    by = cast.held["manager"]
    began = today - timedelta(days=story.days_ago)
    source = operations.open_source(
        cast.partnership,
        kind=story.kind,
        title=story.title,
        happened_on=began,
        by=by,
        group=cast.group.get(story.group),
    )
    finding = operations.record_finding(
        source, text=story.finding, quotation=story.quotation, theme=story.theme, by=by
    )
    recommendation = operations.recommend(
        finding,
        text=story.recommendation,
        by=by,
        kind=story.rec_kind,
        addressed_to=[cast.agency[key] for key in story.to],
        asked_of=story.asked_of,
        priority=cast.priority.get(story.priority),
        group=cast.group.get(story.group),
        on=began + timedelta(days=10),
    )
    for key in story.to:
        verdict, reason = story.answers.get(key, ("accept", ""))
        operations.respond(
            recommendation,
            agency=cast.agency[key],
            verdict=verdict,
            reason=reason,
            on=began + timedelta(days=24),
            by=by,
        )
    if story.standing:
        operations.say_where_it_stands(
            recommendation, text=story.standing, on=today - timedelta(days=story.days_ago // 4), by=by
        )
    impact = _state(cast, story, recommendation, began, today)
    for act in story.actions:
        _act(cast, recommendation, act, began + timedelta(days=30), today)
    if impact is not None and story.impact[0] != "not_known_yet":
        _judge(cast, story, impact, today)
    return recommendation


def _state(cast, story, recommendation, began, today):
    if story.impact is None:
        return None
    verdict, before, _, test = story.impact
    judge_on = (
        today + timedelta(days=60) if verdict == "not_known_yet" else today - timedelta(days=story.judged + 5)
    )
    return operations.state_test(
        recommendation, text=test, before=before, judge_on=judge_on, by=cast.held["manager"], on=began
    )


def _judge(cast, story, impact, today):
    verdict, _, after, test = story.impact
    on = today - timedelta(days=story.judged)
    proof = operations.Proof("figure", after, on, source_label=test)
    operations.judge_impact(
        impact, verdict=verdict, after=after, on=on, by=cast.held["scrutineer"], evidence=[proof]
    )


def _act(cast, recommendation, act, assigned, today):
    by = cast.held["manager"]
    due = today + timedelta(days=act.due) if act.due is not None else None
    action = operations.assign(
        recommendation,
        text=act.text,
        by=by,
        owner_agency=cast.agency.get(act.owner),
        owner_person=cast.person.get(act.person),
        due=due,
        on=assigned,
    )
    if act.end in {"planned", "silent"}:
        return
    if act.end == "cannot":
        operations.report_on(action, outcome="cannot", text=act.said, on=due - timedelta(days=10), by=by)
        return
    told = min(due, today) - timedelta(days=20)
    operations.report_on(
        action, outcome="under_way", text=act.said if act.end == "under_way" else "Begun.", on=told, by=by
    )
    if act.end == "under_way":
        return
    if act.shown_by:
        operations.add_evidence(action, kind="figure", text=act.shown_by, as_of=told, by=by)
    operations.report_on(action, outcome="done", text=act.said, on=told + timedelta(days=6), by=by)
    if act.end == "verified":
        verifier, agency = _verifier(cast, act)
        operations.verify(
            action,
            by=verifier,
            agency=agency,
            on=told + timedelta(days=20),
            satisfied=True,
            note="Seen and agreed.",
        )


def _verifier(cast, act):
    """Who looked: a partner's own lead, else the manager for the agency, else the independent scrutineer."""
    lead = cast.held.get(f"{act.verified_by}_lead")
    if lead is not None:
        return lead, cast.agency[act.verified_by]
    if act.owner == "council":  # the manager works for the council, so may not verify its work (GT-07)
        return cast.held["scrutineer"], None
    return cast.held["manager"], cast.agency[act.verified_by]


def inherited(cast):
    """A serious case review of the joint board, and what Thornley inherited of it."""
    by = cast.held["board_manager"]
    source = operations.open_source(
        cast.board,
        kind="serious-case-review",
        title="Serious case review: Wren",
        happened_on=date(2018, 6, 12),
        by=by,
    )
    finding = operations.record_finding(
        source, text="Three agencies each knew a third of the story, and nobody put it together.", by=by
    )
    recommendation = operations.recommend(
        finding,
        text="One chronology, kept by the lead professional, for every child known to three or more agencies.",
        by=by,
        number="3",
        addressed_to=[cast.agency["council"], cast.agency["nhs"]],
        on=date(2018, 7, 1),
    )
    operations.assign(
        recommendation,
        text="Agree the form of the chronology and try it with twenty families",
        by=by,
        owner_agency=cast.agency["council"],
        due=date(2019, 12, 20),
        on=date(2018, 9, 1),
    )
    copy = operations.inherit(source, into=cast.partnership, by=cast.held["manager"], on=date(2019, 9, 29))
    operations.withdraw(recommendation, reason="The board ended; each borough carries this on.", by=by)
    _carried_on(cast, copy)


def _carried_on(cast, source):
    """What Thornley did with the action it inherited."""
    action = Action.objects.get(recommendation__finding__source=source)
    by = cast.held["manager"]
    operations.edit_action(action, version=action.version, by=by, due=date(2021, 3, 31))
    operations.add_evidence(
        action,
        kind="figure",
        text="Twenty families; in 17 the chronology was kept by the lead professional",
        as_of=date(2021, 2, 26),
        by=by,
    )
    operations.report_on(
        action, outcome="done", text="Tried with twenty families.", on=date(2021, 3, 1), by=by
    )
    operations.verify(
        action,
        by=cast.held["nhs_lead"],
        agency=cast.agency["nhs"],
        on=date(2021, 4, 12),
        satisfied=True,
        note="Seen.",
    )
