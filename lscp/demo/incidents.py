"""Serious incidents of the fictional partnership: one for each way they can go, and one still running."""

from datetime import timedelta

from lscp.calendars import add_working_days
from lscp.golden_thread import operations as thread
from lscp.sources.reviews import operations


def play(cast, today):
    """Walk each incident through its steps."""
    rowan = _reviewed(
        cast,
        "Rowan",
        today - timedelta(days=1010),
        "A baby was found with several fractures. Three agencies had seen the family in the month before; each had "
        "written down a different worry.",
        "Worries were written down and not spoken. Nobody asked who else was worried.",
        ("none", "The rapid review holds the learning; nothing more would come of a longer one."),
        [
            (
                "Professionals shared letters and did not speak.",
                "A call, and not a letter, when two agencies worry about the same child.",
                ["hospital", "gps"],
            )
        ],
    )
    operations.close(
        rowan, on=today - timedelta(days=960), by=cast.held["council_lead"], reason="Learning taken up."
    )
    juniper = _reviewed(
        cast,
        "Juniper",
        today - timedelta(days=620),
        "A teenager was seriously hurt in a fight between groups. Exploitation had been suspected for a year.",
        "Moves between boroughs broke the chain of those who knew the young person.",
        ("local", "Two boroughs and five agencies were involved, and the pattern has been seen before."),
        [
            (
                "When a young person moved, what was known did not move with them.",
                "A handover meeting within ten days when an exploited young person moves between boroughs.",
                ["police", "youth_justice"],
            )
        ],
    )
    lead = cast.held["council_lead"]
    operations.begin_local_review(
        juniper, on=today - timedelta(days=585), by=lead, reviewer=cast.person["scrutineer"]
    )
    operations.close(
        juniper, on=today - timedelta(days=400), published_on=today - timedelta(days=405), by=lead
    )
    operations.link(
        juniper,
        title="National review: It was hard to escape",
        in_common="Moves between areas",
        by=cast.held["manager"],
    )
    hazel = _raise(
        cast,
        "Hazel",
        "harm",
        today - timedelta(days=260),
        "A child was bruised at a playgroup. The injury was minor and its cause was seen by two adults.",
    )
    operations.decide_not_notifiable(
        hazel,
        reason="The harm was not serious, and abuse or neglect is neither known nor suspected. The playgroup's "
        "supervision is looked at by the early years team.",
        on=today - timedelta(days=258),
        by=lead,
    )
    _running(cast, today)


def _raise(cast, pseudonym, kind, known, account):
    return operations.raise_incident(
        cast.partnership,
        pseudonym=pseudonym,
        kind=kind,
        occurred_on=known - timedelta(days=1),
        known_on=known,
        raised_by=cast.agency["hospital"],
        account=account,
        by=cast.held["manager"],
    )


def _reviewed(cast, pseudonym, known, account, learning, step, recommendations):
    """An incident notified and rapidly reviewed in time, with its recommendations in the thread."""
    lead, manager = cast.held["council_lead"], cast.held["manager"]
    incident = _raise(cast, pseudonym, "harm", known, account)
    notified = add_working_days(known, 3)
    operations.notify(
        incident, reason="Serious harm, and abuse or neglect is suspected.", on=notified, by=lead
    )
    for key in ("council", "police", "hospital", "mental_health"):
        summary = operations.ask_for_summary(
            incident, cast.agency[key], on=add_working_days(notified, 1), by=manager
        )
        operations.receive_summary(
            summary,
            text="Known to us for two years; our contacts are listed by month.",
            on=add_working_days(notified, 7),
            by=manager,
        )
    operations.send_rapid_review(
        incident,
        learning=learning,
        next_step=step[0],
        reason=step[1],
        on=add_working_days(notified, 14),
        by=lead,
    )
    for number, (finding, text, to) in enumerate(recommendations, 1):
        recommendation = operations.recommend(
            incident,
            finding=finding,
            text=text,
            number=str(number),
            addressed_to=[cast.agency[key] for key in to],
            by=manager,
        )
        for key in to:
            thread.respond(
                recommendation,
                agency=cast.agency[key],
                verdict="accept",
                reason="",
                on=add_working_days(notified, 30),
                by=manager,
            )
    return incident


def _running(cast, today):
    """Notified six working days ago: two agencies have answered, two have not."""
    notified = add_working_days(today, -6)
    known = add_working_days(notified, -2)
    alder = _raise(
        cast,
        "Alder",
        "harm",
        known,
        "A young child was left alone for a night and is in hospital. The family moved three times in a year.",
    )
    operations.notify(
        alder,
        reason="Serious harm through neglect is suspected: the child was dangerously cold when found.",
        on=notified,
        by=cast.held["council_lead"],
    )
    manager = cast.held["manager"]
    for key, answer in [
        ("council", "Two referrals in fourteen months, both closed after a visit."),
        ("hospital", "Two attendances; the second was not followed by a call to anybody."),
        ("housing", None),
        ("police", None),
    ]:
        summary = operations.ask_for_summary(alder, cast.agency[key], on=notified, by=manager)
        if answer:
            operations.receive_summary(summary, text=answer, on=add_working_days(notified, 4), by=manager)
    _raise(
        cast,
        "Bramble",
        "harm",
        add_working_days(today, -2),
        "A child was brought to hospital with a head injury that the family could not explain.",
    )
