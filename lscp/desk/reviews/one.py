"""One incident on one page: what comes next, what happened, its clocks, its agencies' words and its learning."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from lscp.clocks import states as clock_states
from lscp.clocks.duties import title_of
from lscp.design.words import days_ago, gov_date
from lscp.desk.clocks.words import allowance, where_it_stands
from lscp.desk.downloads import Table, download
from lscp.desk.pages import page
from lscp.golden_thread import queries as thread
from lscp.golden_thread import states as thread_states
from lscp.partnerships.roles import May
from lscp.sources.reviews import queries
from lscp.sources.reviews.models import Incident
from lscp.sources.reviews.states import SHOWN, TURN, IncidentStatus

S = IncidentStatus


@page(May.READ_REVIEWS)
def incident(request, pk):
    row = get_object_or_404(Incident.objects.select_related("raised_by", "source", "reviewer"), pk=pk)
    today, status = timezone.localdate(), IncidentStatus(row.status)
    clocks, summaries = queries.clocks_of(row), queries.summaries(row)
    tables = _clock_table(clocks, today), _summary_table(row, summaries, request.held, today)
    learned = thread.whole_thread(row.source) if row.source else None
    return download(request, *tables) or render(
        request,
        "desk/reviews/incident.html",
        {
            "incident": row,
            "shown": SHOWN[status],
            "turn": TURN[status],
            "steps": steps(request.held, row, summaries),
            "open_clocks": [clock for clock in clocks if clock.status == clock_states.RUNNING],
            "today": today,
            "tables": tables,
            "answers": [each for each in summaries if each.received_on],
            "waiting": [each for each in summaries if not each.received_on],
            "thread": learned,
            "THREAD_SHOWN": thread_states.SHOWN,
            "sisters": _sisters(learned),
            "linked": queries.linked(row),
            "history": queries.history(row),
        },
    )


def _sisters(learned):
    if learned is None:
        return {}
    return {each.pk: queries.older_sisters(each.text, but=each) for each in learned.recommendations}


def steps(held, row, summaries):
    """What this reader may do next, ``[(words, address)]``; the first is the obvious one."""
    decides, keeps = held.may(May.DECIDE_REVIEWS), held.may(May.KEEP_REVIEWS)
    if row.status == S.NOTIFIED and row.kind != "care_leaver":
        later = reverse("desk:incident_not_notifiable", args=[row.pk])
        mistaken = decides and not row.is_a_death_always_notified
        found = _of_a_rapid_review(row, decides, keeps, summaries)
        return [*found, ("Later found not to meet the criteria", later)] if mistaken else found
    to_notify = "The criteria are met" if not row.is_a_death_always_notified else "Record the notification"
    offered = {
        S.RAISED: [
            (decides, to_notify, "notify"),
            (decides and not row.is_a_death_always_notified, "The criteria are not met", "not_notifiable"),
        ],
        S.NOT_NOTIFIABLE: [(decides, "New information: the criteria are met", "notify")],
        S.NOTIFIED: [(decides, "Close it", "close")],
        S.RAPID_REVIEW_SENT: [
            (decides and row.next_step == "local", "Begin the local review", "local_review"),
            (decides and row.next_step != "local", "Close it", "close"),
            (keeps, "Add a recommendation", "recommend"),
            (decides and row.next_step != "local", "Begin a local review after all", "local_review"),
            (decides and row.next_step == "local", "Close it without a local review", "close"),
        ],
        S.LOCAL_REVIEW: [
            (decides, "Close it: the review is finished", "close"),
            (keeps, "Add a recommendation", "recommend"),
        ],
        S.CLOSED: [(keeps and row.source is not None, "Add a recommendation", "recommend")],
    }[IncidentStatus(row.status)]
    return [(words, reverse(f"desk:incident_{name}", args=[row.pk])) for may, words, name in offered if may]


def _of_a_rapid_review(row, decides, keeps, summaries):
    """Agencies are asked, those who are silent chased, then the review is recorded."""
    ask, record = (reverse(f"desk:incident_{name}", args=[row.pk]) for name in ("ask", "rapid_review"))
    silent = next((each for each in summaries if not each.received_on), None)
    found = []
    if keeps and silent:
        found.append((f"Chase {silent.agency}", reverse("desk:summary_chase", args=[silent.pk])))
    if decides:
        found.append(("Record the rapid review", record))
    if keeps:
        found.append(("Ask another agency" if summaries else "Ask agencies for their summaries", ask))
    return found


def _clock_table(clocks, today):
    return Table(
        "clocks",
        "Clocks",
        ["Duty", "Due", "Where it stands", "Limit", "Counted from", "Under"],
        clocks,
        lambda clock: [
            {"text": clock.name, "href": reverse("desk:clock", args=[clock.pk])},
            gov_date(clock.due),
            where_it_stands(clock, today),
            allowance(clock),
            gov_date(clock.started),
            clock.local_basis or title_of(clock.edition),
        ],
        nothing="No clock has been started.",
        paged=False,
    )


def _summary_table(row, summaries, held, today):
    keeps, sent = held.may(May.KEEP_REVIEWS), row.rapid_review_sent_on or row.closed_on

    def cells(summary):
        name = str(summary.agency)
        own = summary.agency_id == held.agency_id and held.may(May.DECIDE_REVIEWS)
        if (keeps or own) and not (sent and summary.received_on):
            name = {"text": name, "href": reverse("desk:incident_summary", args=[summary.pk])}
        shown = [name, _answer(summary, today), gov_date(summary.due)]
        address = reverse("desk:summary_chase", args=[summary.pk])
        chase = "" if summary.received_on else {"text": f"Chase {summary.agency}", "href": address}
        return [*shown, chase] if chases else shown

    chases = keeps and not sent and any(not summary.received_on for summary in summaries)
    columns = ["Agency", "Answer", "Due"]
    return Table(
        "summaries",
        "Agencies’ summaries",
        [*columns, "Chase"] if chases else columns,
        summaries,
        cells,
        nothing="A care leaver’s death needs no rapid review, so no summaries are asked for."
        if row.kind == "care_leaver"
        else "No agency has been asked for a summary yet.",
        paged=False,
    )


def _answer(summary, today):
    if summary.received_on:
        late = ", late" if summary.received_on > summary.due else ""
        return f"Received {gov_date(summary.received_on)}{late}"
    stands = "Overdue" if summary.due < today else "Waiting"
    sent = list(summary.email_links.all())[:1]
    asked = f"{stands}. Asked {gov_date(summary.asked_on)}"
    return f"{asked}; link sent to {sent[0].person} {days_ago(sent[0].sent_at, today)}" if sent else asked
