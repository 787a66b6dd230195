"""What the record says for a report's period, ready to print: the live parts of chapters and their figures.

Everything here is read inside the scope of the report's partnership; `compose` opens it. A figure keeps its
numerator, denominator, period and source.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Q

from lscp.golden_thread.models import Action, Impact, Recommendation, Source
from lscp.golden_thread.states import OPEN, SHOWN, ActionStatus, RecommendationStatus
from lscp.partnerships.models import Footprint, GroupMember, Priority
from lscp.partnerships.queries import arrangements_in_force, groups_with_members
from lscp.publication import document as d
from lscp.publication import scorecard
from lscp.publication.document import sentence
from lscp.publication.models import Chapter
from lscp.publication.narrative import Live, names_in
from lscp.sources.meetings import queries as meetings

RECORD = "The partnership's record"
# Kinds of source (rulebook, source-kinds) that a report tells of as reviews.
REVIEWS = ("rapid-review", "local-review", "serious-case-review", "national-review", "child-death")
SOURCE_OF_THREAD = f"{RECORD} of recommendations and actions"


def gather(report, *, as_of=None):
    """Every live part and figure of the record for ``report``, as ``({name: Live}, {name: Figure})``.

    ``as_of`` is the day on which the text is fixed; a figure says that it stood so then.
    """
    live = {name: Live(title, *part(report)) for name, (title, part) in PARTS.items()}
    return live | numbers(report), _figures(report, as_of)


def numbers(report, besides=()):
    """The live parts of numbers that the report's chapters name, ``besides`` those that are there already."""
    texts = Chapter.objects.filter(report=report).order_by("place").values_list("narrative", flat=True)
    wanted = dict.fromkeys(name for text in texts for name in names_in(text))
    return scorecard.parts(report, [name for name in wanted if name not in besides])


def every_name():
    """What can stand in double brackets on a line of its own, with its title."""
    return {name: title for name, (title, _) in PARTS.items()} | scorecard.names()


def figures_of(live, figures):
    """Every figure that the facts hold: those for sentences and those within live parts."""
    parts = tuple(d.Section(name, name, part.blocks, part.sections) for name, part in live.items())
    placed = d.Document("Facts", "", date.min, date.max, parts)
    return (*figures.values(), *d.figures(placed))


def as_document(report, live, figures):
    """Live parts and figures as one ``Document``, so that they can be kept as they stood."""
    parts = [d.Section(name, part.title, part.blocks, part.sections) for name, part in sorted(live.items())]
    kept = [d.Paragraph((name, figure)) for name, figure in sorted(figures.items())]
    return d.Document(
        title="Facts",
        partnership=report.partnership.name,
        period_start=report.period_start,
        period_end=report.period_end,
        sections=(*parts, d.Section(FIGURES, "Figures", tuple(kept))),
    )


def from_document(kept):
    """The reverse of ``as_document``."""
    *parts, figures = kept.sections
    live = {part.code: Live(part.heading, part.blocks, part.sections) for part in parts}
    return live, {name: figure for name, figure in (block.spans for block in figures.blocks)}


FIGURES = "figures"


# ── Who the partners are ──────────────────────────────────────────────────────────────────────────────────


def _partners(report):
    places = (
        Footprint.objects.in_force(report.period_end)
        .select_related("agency")
        .order_by("capacity", "agency__name")
    )
    order = [capacity for capacity, _ in Footprint.CAPACITIES]
    rows = sorted(places, key=lambda place: (order.index(place.capacity), place.agency.name))
    if not rows:
        return ((),)
    table = d.Table(
        caption="Safeguarding partners and relevant agencies",
        columns=("Agency", "Sector", "Part in the arrangements"),
        rows=tuple(
            (place.agency.name, place.agency.get_sector_display(), place.get_capacity_display())
            for place in rows
        ),
        scope=d.NOT_PEOPLE,
        code="partners",
        source=f"{RECORD} of agencies",
        period_end=report.period_end,
    )
    return ((table,),)


def _groups(report):
    groups = groups_with_members(report.period_end)
    if not groups:
        return ((),)
    table = d.Table(
        caption="Groups of the partnership",
        columns=("Group", "Kind", "Chair", "Members", "Meetings a year, at least"),
        rows=tuple(
            (
                group.name,
                group.get_kind_display(),
                _chair(seats),
                len(seats),
                group.meetings_a_year if group.meetings_a_year is not None else d.NotAvailable(),
            )
            for group, seats in groups
        ),
        scope=d.NOT_PEOPLE,
        code="groups",
        source=f"{RECORD} of groups",
        period_end=report.period_end,
    )
    return ((table,),)


def _chair(seats):
    chairs = [
        f"{seat.person}{f' ({seat.agency})' if seat.agency else ''}"
        for seat in seats
        if seat.capacity == "chair"
    ]
    return ", ".join(chairs) or "Not recorded"


def _membership(report):
    seats = (
        GroupMember.objects.in_force(report.period_end)
        .select_related("group", "person", "agency")
        .order_by("group__name", "person__name", "pk")
    )
    rows = tuple(
        (
            seat.person.name,
            seat.group.name,
            seat.agency.name if seat.agency else "–",
            seat.get_capacity_display(),
        )
        for seat in seats
    )
    if not rows:
        return ((),)
    table = d.Table(
        caption="Members of groups",
        columns=("Member", "Group", "Agency", "Seat"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="members",
        source=f"{RECORD} of groups",
        period_end=report.period_end,
    )
    return ((table,),)


def _arrangements(report):
    version = arrangements_in_force(report.period_end)
    if version is None:
        return ((),)
    since = d.show_date(version.in_force_from)
    blocks = [
        d.Paragraph(
            f"Our published arrangements, version {version.number}, have been in force since {since}."
        )
    ]
    if version.changes and version.in_force_from >= report.period_start:
        blocks.append(d.Paragraph(f"What changed from the version before: {sentence(version.changes)}"))
    return (tuple(blocks),)


# ── Priorities ────────────────────────────────────────────────────────────────────────────────────────────


def _priorities(report):
    """One section a priority: what it means, what was done, what changed, and plainly where nothing is known."""
    priorities = (
        Priority.objects.filter(started__lte=report.period_end)
        .exclude(ended__lt=report.period_start)
        .prefetch_related("objectives", "progress")
    )
    followed = {}
    for recommendation in _followed(report):
        followed.setdefault(recommendation.priority_id, []).append(recommendation)
    return ((), tuple(_priority(one, followed.get(one.pk, []), report) for one in priorities))


def _priority(priority, recommendations, report):
    objectives = [
        (f"{objective.get_strand_display()}: {sentence(objective.text)} {_measure(objective)}".strip(),)
        for objective in priority.objectives.all()
    ]
    done = [
        (action.text,)
        for recommendation in recommendations
        for action in recommendation.actions.all()
        if action.status == ActionStatus.VERIFIED
    ]
    impacts = [impact for recommendation in recommendations for impact in recommendation.impacts.all()]
    told = [i for i in impacts if i.judged_on is None or i.judged_on >= report.period_start]
    blocks = [
        d.Paragraph(sentence(priority.plain_words)),
        *_listed("What we set out to achieve:", objectives),
        *_listed("What was done, and checked by another agency:", done),
        *(_impact(impact, report) for impact in told),
        _stood(priority, report),
    ]
    return d.Section(f"priority-{priority.pk}", priority.title, tuple(blocks))


def _measure(objective):
    return f"How we will know: {sentence(objective.measure)}" if objective.measure.strip() else ""


def _listed(lead, items):
    return (d.Paragraph(lead), d.BulletList(tuple(items))) if items else ()


def _stood(priority, report):
    ends = (report.period_start, report.period_end)
    progress = next((p for p in priority.progress.all() if ends[0] <= p.period_end <= ends[1]), None)
    if progress is None:
        return d.Paragraph("How this priority stood at the end of the period has not been recorded.")
    word = progress.get_direction_display().lower()
    return d.Paragraph(f"At {d.show_date(progress.period_end)}: {word}. {sentence(progress.text)}".strip())


# ── The golden thread ─────────────────────────────────────────────────────────────────────────────────────


def _followed(report):
    """Recommendations made in the period, and earlier ones that were open, acted on or judged in it. Asks of
    other bodies are told apart."""
    start, end = report.period_start, report.period_end
    in_it = Q(made_on__gte=start)
    still_open = Q(status__in=OPEN)
    judged = Q(impacts__judged_on__gte=start, impacts__judged_on__lte=end)
    worked_on = Q(actions__updates__on__gte=start, actions__updates__on__lte=end)
    rows = Recommendation.objects.filter(in_it | still_open | judged | worked_on, made_on__lte=end)
    return (
        rows.exclude(kind="ask")
        .distinct()
        .select_related("finding__source", "priority")
        .prefetch_related("actions__owner_agency", "responses__agency", "impacts__evidence")
        .order_by("made_on", "pk")
    )


def _tracker(report):
    """How many stand where, by what they came from. The row and the column of totals add up."""
    counted = {}
    for recommendation in _followed(report):
        kind = recommendation.finding.source.kind_shown
        counted.setdefault(kind, Counter())[recommendation.status] += 1
    if not counted:
        return ((d.Paragraph("No recommendation was made or followed in this period."),),)
    rows = [
        (kind, *(counts[status] for status in RecommendationStatus), counts.total())
        for kind, counts in sorted(counted.items())
    ]
    columns = list(zip(*rows, strict=True))[1:]
    table = d.Table(
        caption="Recommendations followed in the period, by where they came from",
        columns=("From", *(SHOWN[status][0] for status in RecommendationStatus), "Total"),
        rows=(*rows, ("Total", *(sum(column) for column in columns))),
        total_row=True,
        total_column=True,
        scope=d.NOT_PEOPLE,
        code="recommendations",
        note="Made in the period, or made earlier and still open, acted on or judged in it.",
        source=SOURCE_OF_THREAD,
        period_start=report.period_start,
        period_end=report.period_end,
    )
    return ((table,),)


def _each_recommendation(report):
    rows = tuple(
        (r.text, r.finding.source.title, _answers(r), SHOWN[RecommendationStatus(r.status)][0])
        for r in _followed(report)
    )
    if not rows:
        return ((),)
    table = d.Table(
        caption="Each recommendation and what became of it",
        columns=("Recommendation", "From", "Answered", "Where it stands"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="each-recommendation",
        source=SOURCE_OF_THREAD,
        period_start=report.period_start,
        period_end=report.period_end,
    )
    return ((table,),)


# As a reader of the report would say it: the desk's choices are what somebody is about to do.
ANSWERED = {"accept": "accepted", "accept_in_part": "accepted in part", "decline": "declined"}


def _answers(recommendation):
    latest = {response.agency: response for response in recommendation.responses.all()}
    said = [
        f"{agency}: {ANSWERED[response.verdict]}{f' ({response.reason})' if response.reason else ''}"
        for agency, response in latest.items()
    ]
    return "; ".join(said) or "Not answered yet"


def _reviews(report):
    """One section for each review of the period: what was learned, asked and changed."""
    sources = (
        Source.objects.filter(
            kind__in=REVIEWS, happened_on__gte=report.period_start, happened_on__lte=report.period_end
        )
        .prefetch_related(
            "findings__recommendations__impacts__evidence", "findings__recommendations__actions"
        )
        .order_by("happened_on", "pk")
    )
    if not sources:
        return ((d.Paragraph("No review was completed in this period."),),)
    return ((), tuple(_review(source, report) for source in sources))


def _review(source, report):
    blocks = [d.Paragraph(source.summary)] if source.summary else []
    findings = list(source.findings.all())
    blocks += _listed("What we learned:", [(finding.text,) for finding in findings])
    asked = [recommendation for finding in findings for recommendation in finding.recommendations.all()]
    stands = [(f"{sentence(r.text)} {sentence(SHOWN[RecommendationStatus(r.status)][0])}",) for r in asked]
    blocks += _listed("What was recommended, and where it stands:", stands)
    blocks += [block for r in asked for impact in r.impacts.all() for block in [_impact(impact, report)]]
    return d.Section(f"review-{source.pk}", source.title, tuple(blocks))


def _impacts(report):
    """What was judged in the period, each with how we know; then what was not known at its end, and when it is."""
    impacts = (
        Impact.objects.filter(recommendation__made_on__lte=report.period_end)
        .filter(Q(judged_on__isnull=True) | Q(judged_on__gte=report.period_start))
        .exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
        .prefetch_related("evidence")
        .order_by("judge_on", "pk")
    )
    if not impacts:
        return ((d.Paragraph("No change was put to a test in this period."),),)
    judged_first = sorted(impacts, key=lambda impact: _not_known_in(impact, report))
    return (tuple(_impact(impact, report) for impact in judged_first),)


def _impact(impact, report):
    """A judged test as a claim in short sentences. What was judged after the period was not known in it."""
    test, before, after = map(sentence, (impact.test, impact.before, impact.after))
    if _not_known_in(impact, report):
        when = (
            f"It will be judged on {d.show_date(impact.judge_on)}."
            if impact.verdict == "not_known_yet"
            else f"It was judged after this period, on {d.show_date(impact.judged_on)}."
        )
        return d.Paragraph(f"Not known yet: {test} At the start: {before} {when}")
    said = f"{impact.get_verdict_display()}: {test} Before: {before} After: {after}"
    evidence = tuple(evidence_ref(e) for e in impact.evidence.all())
    return d.Claim(said, evidence=evidence, impact=impact.verdict == "changed")


def _not_known_in(impact, report):
    return impact.verdict == "not_known_yet" or impact.judged_on > report.period_end


def evidence_ref(evidence):
    """A piece of evidence as it prints under "How we know"."""
    label = evidence.source_label or evidence.get_kind_display()
    return d.EvidenceRef(label=label, quoted=evidence.text, as_of=evidence.as_of)


def _asks(report):
    asks = Recommendation.objects.filter(kind="ask", made_on__lte=report.period_end).exclude(
        status=RecommendationStatus.WITHDRAWN
    )
    rows = tuple(
        (ask.asked_of, ask.text, d.show_date(ask.made_on), _standing(ask))
        for ask in asks.order_by("made_on", "pk")
        if ask.status in OPEN or ask.made_on >= report.period_start
    )
    if not rows:
        return ((d.Paragraph("We asked nothing of bodies outside the partnership."),),)
    table = d.Table(
        caption="What we asked of others",
        columns=("Asked of", "What we asked", "Since", "Where it stands"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="asks",
        source=SOURCE_OF_THREAD,
        period_end=report.period_end,
    )
    return ((table,),)


def _standing(ask):
    if ask.standing:
        return f"{ask.standing} ({d.show_date(ask.standing_on)})"
    return SHOWN[RecommendationStatus(ask.status)][0]


def _committee(report):
    """What became of what the council's scrutiny committee asked for when it met last."""
    last = (
        Source.objects.filter(kind="committee", happened_on__lte=report.period_end)
        .order_by("-happened_on", "-pk")
        .first()
    )
    if last is None:
        return ((d.Paragraph("No committee paper has been brought into the record for this period."),),)
    actions = (
        Action.objects.filter(recommendation__finding__source=last)
        .select_related("owner_agency")
        .order_by("pk")
    )
    asked = Recommendation.objects.filter(finding__source=last, actions__isnull=True).exclude(kind="ask")
    rows = [(a.text, _owner(a), SHOWN[ActionStatus(a.status)][0]) for a in actions]
    rows += [(r.text, "Nobody yet", SHOWN[RecommendationStatus(r.status)][0]) for r in asked.order_by("pk")]
    said = d.Paragraph(f"The last paper in the record is “{last.title}” of {d.show_date(last.happened_on)}.")
    if not rows:
        return ((said,),)
    table = d.Table(
        caption="What became of what the committee asked for",
        columns=("Asked for", "Owner", "Where it stands"),
        rows=tuple(rows),
        scope=d.NOT_PEOPLE,
        code="committee",
        source=SOURCE_OF_THREAD,
        period_end=report.period_end,
    )
    return ((said, table),)


def _owner(action):
    return action.owner_agency.name if action.owner_agency_id else (action.owner_as_printed or "Nobody yet")


def _figures(report, as_of):
    """Counts to be used inside a sentence, each with its numerator, denominator, period and source."""
    followed = list(_followed(report))
    actions = [action for recommendation in followed for action in recommendation.actions.all()]
    impacts = [impact for recommendation in followed for impact in recommendation.impacts.all()]
    made = [r for r in followed if r.made_on >= report.period_start]

    counted = {
        "recommendations_made": (len(made), None),
        "recommendations_followed": (len(followed), None),
        "recommendations_declined": (_with(followed, RecommendationStatus.DECLINED), len(followed)),
        "recommendations_closed": (_with(followed, RecommendationStatus.CLOSED), len(followed)),
        "actions": (len(actions), None),
        "actions_verified": (_with(actions, ActionStatus.VERIFIED), len(actions)),
        "impacts_changed": (
            sum(i.verdict == "changed" and not _not_known_in(i, report) for i in impacts),
            len(impacts),
        ),
        "impacts_not_known_yet": (sum(_not_known_in(i, report) for i in impacts), len(impacts)),
    }
    return {
        name: d.Figure(
            part,
            indicator=FIGURE_WORDS[name],
            numerator=None if whole is None else part,
            denominator=whole,
            period_start=report.period_start,
            period_end=report.period_end,
            scope=d.NOT_PEOPLE,
            source=SOURCE_OF_THREAD,
            as_of=as_of,
        )
        for name, (part, whole) in counted.items()
    }


def _with(rows, status):
    return sum(row.status == status for row in rows)


FIGURE_WORDS = {
    "recommendations_made": "recommendations made in the period",
    "recommendations_followed": "recommendations followed in the period",
    "recommendations_declined": "recommendations declined, with a reason",
    "recommendations_closed": "recommendations closed, with their impact judged",
    "actions": "actions that followed from them",
    "actions_verified": "actions done and verified by another agency",
    "impacts_changed": "tests of impact that showed a change",
    "impacts_not_known_yet": "tests of impact not judged yet",
}
# ── Meetings ──────────────────────────────────────────────────────────────────────────────────────────────


def _meetings(report):
    """Whether each group met as often as it must, and how each agency took part."""
    first, last = report.period_start, report.period_end
    held = meetings.frequency(first, last, last + timedelta(days=1))
    took_part = meetings.engagement(first, last)
    about = {
        "source": f"{RECORD} of meetings",
        "period_start": first,
        "period_end": last,
    }
    blocks = []
    if held:
        blocks.append(
            d.Table(
                caption="How often each group met",
                columns=("Group", "Meetings it must hold", "Meetings held", "Called off", "Minimum"),
                rows=tuple((f.group.name, f.least, f.held, f.cancelled, f.word) for f in held),
                scope=d.NOT_PEOPLE,
                code="meetings",
                **about,
            )
        )
    if took_part:
        blocks.append(
            d.Table(
                caption="How each agency took part in meetings",
                columns=(
                    "Agency",
                    "Invited to",
                    "Came to",
                    "Sent a deputy to",
                    "Represented at",
                    d.Column("Share", unit="%", numerator="Represented at", denominator="Invited to"),
                ),
                rows=tuple(_took_part(one) for one in took_part),
                scope=d.NOT_PEOPLE,
                code="engagement",
                note="A deputy counts. The share is of the meetings that the agency was invited to.",
                **about,
            )
        )
    return (tuple(blocks) or (d.Paragraph("No meeting of this period is in the record."),),)


def _took_part(one):
    share = d.NotApplicable() if one.percent is None else one.percent
    return (one.agency, one.invited, one.attended, one.deputy, one.attended + one.deputy, share)


# The live parts, in the order in which a writer finds them: name, what it is, how it is made.
PARTS = {
    "partners": ("Safeguarding partners and relevant agencies", _partners),
    "arrangements": ("The arrangements in force", _arrangements),
    "groups": ("Groups, chairs and the meetings they must hold", _groups),
    "priorities": ("Priorities, and how each stood", _priorities),
    "recommendations": ("Recommendations: how many stand where", _tracker),
    "each_recommendation": ("Each recommendation and what became of it", _each_recommendation),
    "reviews": ("Reviews of the period: learned, asked, changed", _reviews),
    "impacts": ("What changed, and how we know", _impacts),
    "asks": ("What we asked of others", _asks),
    "committee": ("What became of what the committee asked for", _committee),
    "meetings": ("How often groups met, and how agencies took part", _meetings),
    "members": ("Members of groups", _membership),
}
