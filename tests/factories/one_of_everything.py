"""A partnership with one of everything that has a page, made through the operations."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from lscp import scope
from lscp.calendars import add_working_days
from lscp.clocks import operations as clocks
from lscp.clocks.models import Clock
from lscp.documents import operations as documents
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Evidence
from lscp.indicators import operations as indicators
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Footprint, Post, Succession
from lscp.publication import operations as publication
from lscp.publication.links import ChapterHolder
from lscp.publication.models import Chapter, Report
from lscp.scorecard.catalogue import catalogue
from lscp.sources.committee import operations as committee
from lscp.sources.meetings import operations as meetings
from lscp.sources.reviews import operations as reviews
from tests.factories.committee_paper import CONTRADICTORY, MINUTES
from tests.factories.returns import a_return, quarter, row
from tests.spec.report.writing import open_written

PDF = b"%PDF-1.4 a page of "


def fill(world, words="", owner="council"):
    """Give ``world`` one of everything; ``words`` stand in every text a person types, ``owner`` does the work.

    Returns a ``SimpleNamespace`` of the rows; ``addresses(made)`` says which page shows which.
    """
    with scope.within(scope_of(world.manager)):
        made = SimpleNamespace(world=world, words=words)
        for part in (_partnership, _thread, _meeting, _incident, _paper, _limit, _figures, _draft):
            part(made, world, f" {words}" if words else "", owner)
    return made


def _partnership(made, world, words, owner):
    made.agency = partnerships.add_agency(
        world.partnership,
        name=f"{world.partnership.code} Housing{words}"[:200],
        short_name=f"Housing{words}"[:60],
        sector="housing",
        started=world.started,
    )
    made.person = partnerships.add_person(
        world.partnership,
        name=f"Ida Quill{words}"[:200],
        agency=world.agencies[owner],
        title=f"Head of service{words}"[:200],
        email=f"ida@{world.partnership.code}.example",
        started=world.started,
    )
    made.place = Footprint.everywhere.get(agency=made.agency, partnership=world.partnership)
    made.post = Post.everywhere.get(person=made.person)
    made.group = partnerships.open_group(
        world.partnership,
        name=f"Neglect group{words}"[:200],
        kind="subgroup",
        started=world.started,
        terms_of_reference=f"To see neglect sooner.{words}",
        meetings_a_year=4,
    )
    made.seat = partnerships.seat(
        made.group, made.person, capacity="member", started=world.started, agency=world.agencies[owner]
    )
    partnerships.seat(made.group, world.group_chair.person, capacity="chair", started=world.started)
    made.priority = partnerships.set_priority(
        world.partnership,
        title=f"Neglect{words}"[:200],
        plain_words=f"Seen sooner.{words}",
        started=world.started,
        lead_group=made.group,
    )
    made.objective = partnerships.add_objective(
        made.priority, strand="prevention", text=f"Visit early.{words}", measure=f"More visits.{words}"
    )
    made.progress = partnerships.report_progress(
        made.priority,
        period_start=world.started,
        period_end=world.started + timedelta(days=364),
        direction="better",
        text=f"Forty more visits.{words}",
        by=world.manager,
    )
    made.arrangements = partnerships.publish_arrangements(
        world.partnership,
        text=f"How we work together.{words}",
        changes=f"First version.{words}",
        in_force_from=world.started,
    )
    board = partnerships.found_partnership(
        code=f"{world.partnership.code}-board",
        name=f"Board before {world.partnership.name}"[:200],
        authorities=[],
        started=world.started - timedelta(days=1000),
        kind="board",
    )
    partnerships.succeed(board, world.partnership, on=world.started, note=f"All of it.{words}")
    made.succession = Succession.objects.get(predecessor=board)
    made.role = world.reader


def _thread(made, world, words, owner):
    today, by = timezone.localdate(), world.manager
    agency = world.agencies[owner]
    made.document = documents.keep(
        PDF + world.partnership.code.encode(),
        name=f"plan{words}.pdf".replace("/", "")[-250:],
        partnership=world.partnership.pk,
        by=by,
        agency=agency.pk,
    )
    made.source = thread.open_source(
        world.partnership,
        kind="single-agency-audit",
        title=f"Audit of plans{words}",
        reference=f"A1{words}"[:120],
        happened_on=today - timedelta(days=60),
        summary=f"Plans were late.{words}",
        group=made.group,
        document=made.document,
        by=by,
    )
    made.finding = thread.record_finding(
        made.source,
        text=f"Plans were late.{words}",
        quotation=f"late{words}",
        theme=f"plans{words}"[:120],
        by=by,
    )
    made.recommendation = thread.recommend(
        made.finding,
        text=f"Share plans in the first week.{words}",
        addressed_to=[agency],
        asked_of=f"The ministry{words}"[:200],
        priority=made.priority,
        group=made.group,
        on=today - timedelta(days=50),
        by=by,
    )
    thread.respond(
        made.recommendation,
        agency=agency,
        verdict="accept_in_part",
        reason=f"For new plans.{words}",
        on=today,
        by=by,
    )
    thread.say_where_it_stands(made.recommendation, text=f"They wrote back.{words}", on=today, by=by)
    made.action = thread.assign(
        made.recommendation,
        text=f"Write one plan.{words}",
        owner_agency=agency,
        owner_person=made.person,
        due=today - timedelta(days=3),
        on=today - timedelta(days=40),
        by=by,
    )
    made.milestone = thread.add_milestone(made.action, text=f"A draft.{words}", due=today, by=by)
    made.link, made.token = thread.send_link(
        made.action, by=by, to_person=made.person, expires=timezone.now() + timedelta(days=14)
    )
    made.evidence = thread.add_evidence(
        made.action,
        kind="document",
        text=f"Thirty-eight of forty.{words}",
        as_of=today,
        document=made.document,
        source_label=f"Audit{words}"[:200],
        by=by,
    )
    thread.report_on(made.action, outcome="done", text=f"It is done.{words}", on=today, by=by)
    made.impact = thread.state_test(
        made.recommendation,
        text=f"Days to the first plan.{words}",
        before=f"41 days.{words}",
        judge_on=today,
        on=today - timedelta(days=30),
        by=by,
    )


def _meeting(made, world, words, owner):
    today, by = timezone.localdate(), world.manager
    made.meeting = meetings.plan(
        made.group, held_on=today - timedelta(days=2), place=f"Town hall{words}"[:200], by=by
    )
    made.item = meetings.add_item(made.meeting, title=f"Damp homes{words}", text=f"To read.{words}", by=by)
    meetings.edit_item(made.item, version=made.item.version, notes=f"It was said.{words}", by=by)
    meetings.invite(made.meeting, person=made.role.person, capacity=f"guest{words}"[:40], by=by)
    meetings.hold(made.meeting, on=today, by=by)
    made.item.refresh_from_db()
    made.decision = meetings.decide(
        made.meeting, item=made.item, text=f"To write.{words}", reasons=f"Late.{words}", by=by
    )
    made.arising = meetings.arise(
        made.item, text=f"Write to landlords.{words}", owner_agency=world.agencies[owner], by=by
    )
    made.coming = meetings.plan(made.group, held_on=today + timedelta(days=20), by=by)
    made.calendar_key, made.calendar_token = meetings.make_calendar_key(by=by)


def _incident(made, world, words, owner):
    today, by, lead = timezone.localdate(), world.manager, world.partner_lead
    known = add_working_days(today, -12)
    made.incident = reviews.raise_incident(
        world.partnership,
        pseudonym="Rowan",
        kind="harm",
        occurred_on=known - timedelta(days=1),
        known_on=known,
        raised_by=world.agencies[owner],
        account=f"A child was seriously hurt at home.{words}",
        by=by,
    )
    made.clock = Clock.everywhere.filter(partnership=world.partnership).first()
    reviews.notify(made.incident, reason=f"Serious harm.{words}", on=add_working_days(today, -11), by=lead)
    made.summary = reviews.ask_for_summary(
        made.incident, world.agencies[owner], on=add_working_days(today, -10), by=by
    )
    sent = []
    reviews.send_link(
        made.summary,
        by=by,
        to_person=made.person,
        expires=timezone.now() + timedelta(days=14),
        send=lambda link, token: sent.append(token),
    )
    made.summary_token = sent[0]
    reviews.link(made.incident, in_common=f"Letters{words}", title=f"A national review{words}"[:250], by=by)


def _paper(made, world, words, owner):
    made.paper = committee.stage(
        f"{MINUTES}\n{world.partnership.code}".encode(),
        name=f"minutes{words}.txt"[-250:],
        partnership=world.partnership,
        by=world.manager,
    )
    made.proposal = made.paper.proposals.first()
    doubtful = committee.stage(
        f"{CONTRADICTORY}\n{world.partnership.code}".encode(),
        name="doubtful.txt",
        partnership=world.partnership,
        by=world.manager,
    )
    made.warning = doubtful.warnings.first()


def _limit(made, world, words, owner):
    made.limit = clocks.set_local_limit(
        world.partnership,
        "C01",
        limit=3,
        unit="working days",
        basis=f"Local procedures{words}"[:250],
        started=timezone.localdate(),
        by=world.manager,
    )


def _figures(made, world, words, owner):
    today, by, agency = timezone.localdate(), world.manager, world.agencies[owner]
    periods = [quarter(2023, 4), quarter(2024, 1)]
    made.return_ = indicators.receive(
        a_return(
            [row("I11", period, 84 + place, 100) for place, period in enumerate(periods)],
            agency=agency.name,
            partnership=world.partnership.pk,
        ),
        name=f"figures{words}.return.json".replace("/", "")[-250:],
        partnership=world.partnership,
        by=by,
    )
    made.request = indicators.request_return(
        world.partnership,
        agency=agency,
        indicators=["I05"],
        period_start=periods[1][0],
        period_end=periods[1][1],
        due=today + timedelta(days=20),
        note=f"As before.{words}",
        by=by,
    )
    indicators.comment(
        world.partnership, agency=agency, indicator="I11", text=f"One more team.{words}", by=by
    )
    made.target = indicators.set_target(
        world.partnership,
        indicator="I11",
        value=85,
        started=world.started,
        because=f"As England.{words}",
        by=by,
    )
    made.rebase = indicators.rebase(
        world.partnership,
        indicator="I11",
        from_period=periods[1][0],
        because=f"A new front door.{words}",
        by=by,
    )
    made.indicator = catalogue()["I11"]
    made.followed = indicators.follow(made.priority, "I11", by=by)
    made.gap = indicators.open_gap(
        world.partnership,
        dataset=f"Nights in custody{words}"[:250],
        held_by=f"The force{words}"[:250],
        geography=f"Three boroughs{words}"[:250],
        indicators=["I36"],
        why=f"How often a child is held.{words}",
        by=by,
    )
    indicators.record_step(made.gap, status="asked", text=f"Asked the data team.{words}", by=by)


def _draft(made, world, words, owner):
    from datetime import date

    by = world.manager
    made.report = publication.open_report(
        world.partnership,
        title=f"Annual report 2024-25{words}"[:200],
        period_start=date(2024, 4, 1),
        period_end=date(2025, 3, 31),
        by=by,
    )
    made.chapter = Chapter.everywhere.get(report=made.report, code="about")
    if words:
        publication.write_chapter(
            made.chapter,
            narrative=f"We worked together.{words.replace('[[', '[ [')}",
            version=made.chapter.version,
            by=by,
        )
    made.claim = publication.claim(made.chapter, text=f"Visits doubled.{words}", impact=True, by=by)
    publication.cite(
        made.claim, evidence=Evidence.everywhere.get(pk=made.evidence.pk), label=f"Audit{words}"[:250], by=by
    )
    sent = []
    made.asked = publication.ask_for_chapter(
        made.chapter,
        agency=world.agencies[owner],
        person=made.person,
        part=f"What we did{words}"[:200],
        asks=f"What you did, and what changed.{words}",
        due=timezone.localdate() + timedelta(days=20),
        by=by,
        send=lambda link, token: sent.append((link, token)),
    )
    made.chapter_link, made.chapter_token = sent[0]
    holder = ChapterHolder(made.chapter_link)
    publication.save_text(
        made.asked,
        text=f"We did much.{words.replace('[[', '[ [')}",
        written_by=f"Ida{words}"[:200],
        version=1,
        by=holder,
    )
    publication.send_text(made.asked, by=holder)
    made.comment = publication.comment(made.chapter, text=f"Who is this for?{words}", by=world.scrutineer)
    made.event = Event.objects.filter(partnership=world.partnership.pk).order_by("-number").first()


def publish(world):
    """A report of ``world``, written, signed by every partner, frozen and published; returns ``(report, edition)``."""
    from tests.spec.report.writing import leads_of

    with scope.within(scope_of(world.manager)):
        report = open_written(world)
        proof = publication.send_for_signing(report, by=world.manager)
        for lead in leads_of(world):
            publication.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
        publication.freeze(report, by=world.manager)
        edition = publication.publish(report, by=world.manager)
    return Report.everywhere.get(pk=report.pk), edition


# Every address of the desk that names a thing: which of ``made`` it is. A new address without a line here fails.
NAMED = {
    "journal_event": ("event", "number"),
    **dict.fromkeys(
        [
            "report", "report_checks", "report_chapter_add", "report_text", "report_send", "report_recall",
            "report_sign", "report_freeze", "report_publish", "report_proof", "report_withdraw",
            "report_correct", "report_erratum", "report_record_now", "report_asked",
        ],
        ("report", "pk"),
    ),
    **dict.fromkeys(
        [
            "report_chapter", "report_history", "report_chapter_move", "report_comment", "report_claim",
            "report_ask",
        ],
        ("chapter", "pk"),
    ),
    **dict.fromkeys(
        [
            "report_request", "report_request_back", "report_request_link", "report_request_withdraw",
            "report_request_due", "report_request_colleague", "report_write",
        ],
        ("asked", "pk"),
    ),
    "report_link_end": ("chapter_link", "pk"),
    "report_comment_settle": ("comment", "pk"),
    **dict.fromkeys(["report_cite", "report_claim_edit", "report_claim_drop"], ("claim", "pk")),
    **dict.fromkeys(
        [
            "thread", "edit_recommendation", "respond", "ask_another", "say_standing",
            "withdraw_recommendation", "assign", "state_test",
        ],
        ("recommendation", "pk"),
    ),
    "judge_impact": ("impact", "pk"),
    **dict.fromkeys(["source", "edit_source", "new_finding"], ("source", "pk")),
    **dict.fromkeys(["recommend", "edit_finding"], ("finding", "pk")),
    **dict.fromkeys(
        ["action", "edit_action", "update_action", "add_evidence", "verify_action", "add_milestone", "chase"],
        ("action", "pk"),
    ),
    "reach_milestone": ("milestone", "pk"),
    "revoke_link": ("link", "pk"),
    "document": ("document", "pk"),
    **dict.fromkeys(
        [
            "meeting", "meeting_edit", "meeting_cancel", "meeting_held", "meeting_attendance",
            "meeting_invite", "agenda_add", "agenda_proposed", "meeting_decision", "minutes",
            "minutes_file", "minutes_approve",
        ],
        ("meeting", "pk"),
    ),
    **dict.fromkeys(
        ["agenda_item", "agenda_move", "agenda_remove", "agenda_decision", "agenda_action"], ("item", "pk")
    ),
    "decision_edit": ("decision", "pk"),
    "calendar_revoke": ("calendar_key", "pk"),
    **dict.fromkeys(
        [
            "incident", "incident_account", "incident_notify", "incident_not_notifiable", "incident_ask",
            "incident_rapid_review", "incident_recommend", "incident_link", "incident_local_review",
            "incident_close",
        ],
        ("incident", "pk"),
    ),
    **dict.fromkeys(["incident_summary", "summary_chase"], ("summary", "pk")),
    **dict.fromkeys(
        ["paper", "paper_about", "paper_missed", "paper_accept_remaining", "paper_take_away"], ("paper", "pk")
    ),
    **dict.fromkeys(["pack", "pack_file"], ("paper", "pk")),
    "paper_warning": ("warning", "pk"),
    **dict.fromkeys(["proposal", "proposal_restore"], ("proposal", "pk")),
    "limit_end": ("limit", "pk"),
    **dict.fromkeys(["clock", "clock_pause", "clock_resume", "clock_void"], ("clock", "pk")),
    **dict.fromkeys(["agency", "agency_edit", "agency_place"], ("agency", "pk")),
    "place_end": ("place", "pk"),
    **dict.fromkeys(["person", "person_edit", "post_add", "account_open"], ("person", "pk")),
    "post_end": ("post", "pk"),
    **dict.fromkeys(["group", "group_edit", "group_conclude", "seat_add"], ("group", "pk")),
    "seat_end": ("seat", "pk"),
    **dict.fromkeys(
        ["priority", "priority_edit", "objective_add", "progress_add"], ("priority", "pk")
    ),
    **dict.fromkeys(["objective_edit", "objective_drop"], ("objective", "pk")),
    "progress_edit": ("progress", "pk"),
    "arrangements_version": ("arrangements", "number"),
    "role_end": ("role", "pk"),
    **dict.fromkeys(["return", "return_file", "return_sign", "return_withdraw"], ("return_", "pk")),
    **dict.fromkeys(
        ["return_request", "return_request_move", "return_request_withdraw"], ("request", "pk")
    ),
    **dict.fromkeys(
        [
            "indicator", "indicator_comment", "indicator_target", "indicator_rebase", "indicator_owner",
            "indicator_follow",
        ],
        ("indicator", "code"),
    ),
    "target_end": ("target", "pk"),
    "rebase_undo": ("rebase", "pk"),
    "unfollow": ("followed", "pk"),
    **dict.fromkeys(["gap", "gap_edit", "gap_step", "gap_estimate"], ("gap", "pk")),
    "inherit": ("succession", "pk"),
}  # fmt: skip


def arguments(made, name):
    """What the address called ``name`` is filled with to show ``made``'s thing."""
    row, field = NAMED[name]
    return getattr(getattr(made, row), field)
