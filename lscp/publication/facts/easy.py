"""The record in short, plain sentences: what the easy-read and the children's editions begin with.

A sentence of the record comes in only where it is plain already (``plain.is_plain``): no machine makes a hard sentence
easy, and its writer can. Children are told nothing of a review or an audit by itself.
"""

import json
import re

from lscp.design.telephones import telephones, to_call
from lscp.golden_thread.models import Finding
from lscp.golden_thread.states import ActionStatus, RecommendationStatus
from lscp.partnerships.models import Priority
from lscp.partnerships.queries import safeguarding_partners
from lscp.publication import document as d
from lscp.publication.document import sentence
from lscp.publication.facts.impacts import evidence_ref, not_known_in
from lscp.publication.facts.parts import listed
from lscp.publication.narrative import Live
from lscp.publication.plain import is_plain
from lscp.shelf.models import File

MOST, MOST_NUMBERS = 6, 3  # of anything in a list: more is not read
LOOKED_AT = ("rapid-review", "local-review", "serious-case-review", "national-review", "multi-agency-audit",
             "single-agency-audit", "section-11", "school-audit", "inspection", "scrutiny")  # fmt: skip
TOLD_ELSEWHERE = ("voice", "committee")  # under what we were told; in the report to the committee
# All that children are told of by itself: the rest is how professionals work.
RAISED = ("challenge", "complaint", "meeting")
WORRIED = "worried-about-a-child"  # the page of the public site that says whom to tell
# Not told of an audit by itself: nobody chose to print it.
SMALL = re.compile(r"\b(?:one|two|three|four|five|[1-5])\b", re.I)


# ── Who we are ────────────────────────────────────────────────────────────────────────────────────────────


def who_we_are(report):
    leading = [(agency.name,) for agency in safeguarding_partners(report.period_end)]
    return (
        d.Paragraph(f"We are the {report.partnership.name.removeprefix('The ')}."),
        d.Paragraph("We are a team. We work together to keep children safe from harm."),
        *listed("These lead the team:", leading),
        d.Paragraph(_period(report)),
    )


def hello(report):
    places = " and ".join(one["name"] for one in report.partnership.authorities)
    where = f" in {places}" if places else ""
    return (
        d.Paragraph(f"This page is for children and young people{where}."),
        d.Paragraph(
            "Many grown-ups help to keep you safe. They work in schools, for the police, for the NHS and for the "
            "council. We check that they work well together."
        ),
        d.Paragraph(f"{_period(report)} It also says what we have not done yet."),
    )


def _period(report):
    start, end = map(d.show_date, (report.period_start, report.period_end))
    return f"This page says what we did from {start} to {end}."


# ── What we wanted, what we were told, what we found ──────────────────────────────────────────────────────

STOOD = {
    "better": "This is getting better.",
    "worse": "This is getting worse. We must do more.",
    "no_change": "We cannot see a change yet.",
    "unknown": "We do not know yet if this is better.",
}


def priorities(report):
    rows = Priority.objects.filter(started__lte=report.period_end).exclude(ended__lt=report.period_start)
    items = [(_priority(priority, report),) for priority in rows.prefetch_related("progress")]
    if not items:
        return ()
    chose = (
        "We chose one thing to work on." if len(items) == 1 else f"We chose {len(items)} things to work on."
    )
    return (d.Paragraph(f"{chose} We call them priorities."), d.BulletList(tuple(items)))


def _priority(priority, report):
    means = sentence(priority.plain_words) if is_plain(priority.plain_words) else ""
    ends = (report.period_start, report.period_end)
    progress = next((p for p in priority.progress.all() if ends[0] <= p.period_end <= ends[1]), None)
    stood = STOOD[progress.direction] if progress else ""
    return " ".join(part for part in (sentence(priority.title), means, stood) if part)


DONE = {
    ActionStatus.VERIFIED: "This is done. Somebody else checked.",
    ActionStatus.CLAIMED_DONE: "They say this is done. We will check.",
    ActionStatus.UNDER_WAY: "This has begun. It is not done yet.",
    ActionStatus.PLANNED: "This has not begun yet.",
    ActionStatus.CANNOT_BE_DONE: "This could not be done.",
}


def you_told_us(report, followed):
    """What children and families said, what was to be done, whether it was, and whether it helped."""
    blocks = []
    for recommendation in followed:
        told = recommendation.finding.text
        if recommendation.finding.source.kind == "voice" and is_plain(told):
            did = _what_we_did(recommendation, report)
            blocks += [d.Notice("You told us", (sentence(told),)), *did] if did else []
    return blocks


def _what_we_did(recommendation, report):
    """Nothing where something was done and the record has no plain words for it: "nothing yet" would not be true."""
    every = list(recommendation.actions.all())
    actions = [action for action in every if is_plain(action.text)]
    if every and not actions:
        return ()
    did = [(f"{sentence(action.text)} {DONE[ActionStatus(action.status)]}",) for action in actions[:MOST]]
    if not did and recommendation.status == RecommendationStatus.DECLINED:
        did = [("We asked for this to be done. The answer was no.",)]
    helped = [block for impact in recommendation.impacts.all() for block in _helped(impact, report)]
    return (*listed("What we did:", did or [("Nothing yet.",)]), *helped)


def _helped(impact, report):
    if not_known_in(impact, report):
        when = f" We will check on {d.show_date(impact.judge_on)}." if impact.judged_on is None else ""
        return (d.Paragraph(f"We do not know yet if it helped.{when}"),)
    told = _before_and_now(impact)
    return (d.Paragraph(HELPED[impact.verdict]), *told) if told else ()


HELPED = {"changed": "It helped.", "no_change": "It has not helped enough yet."}


def learning(report):
    """What was found where somebody looked closely in the period."""
    plain = [(sentence(text),) for text in _looked_at(report) if is_plain(text) and not SMALL.search(text)]
    return listed("We looked closely at how we work. This is what we found.", plain[:MOST])


def _looked_at(report):
    found = Finding.objects.filter(
        source__kind__in=LOOKED_AT,
        source__happened_on__gte=report.period_start,
        source__happened_on__lte=report.period_end,
    )
    return found.order_by("source__happened_on", "pk").values_list("text", flat=True)


# ── What changed, and what comes next ─────────────────────────────────────────────────────────────────────


def changes(report, followed):
    """What was judged in the period: what is better, then what is not yet. Each with how we know."""
    judged = [
        impact
        for recommendation in followed
        for impact in recommendation.impacts.all()
        if _in(impact, report)
    ]
    told = {verdict: [_before_and_now(i) for i in judged if i.verdict == verdict] for verdict in HELPED}
    better, not_yet = (
        [block for two in [one for one in pairs if one][:MOST] for block in two] for pairs in told.values()
    )
    blocks = [d.Paragraph("We looked at these before and after."), *better] if better else []
    return blocks + ([d.Paragraph("These have not changed enough yet."), *not_yet] if not_yet else [])


def _in(impact, report):
    return impact.judged_on is not None and report.period_start <= impact.judged_on <= report.period_end


def _before_and_now(impact):
    """ "Before: 9 of 41 shops …" and "Now: 2 of 41 shops …"; nothing where the record's words are not plain."""
    if not (is_plain(impact.before) and is_plain(impact.after)):
        return ()
    evidence = tuple(map(evidence_ref, impact.evidence.all()))
    now = d.Claim(f"Now: {sentence(impact.after)}", evidence=evidence, impact=impact.verdict == "changed")
    return (d.Paragraph(f"Before: {sentence(impact.before)}"), now)


def what_comes_next(report, followed):
    """Actions that are not done, the first due first."""
    actions = [
        action
        for recommendation in followed
        for action in recommendation.actions.all()
        if action.is_live and is_plain(action.text)
    ]
    actions.sort(key=lambda action: (action.due is None, action.due, action.pk))
    return listed("We have not done these things yet:", [(_to_do(a, report),) for a in actions[:MOST]])


def _to_do(action, report):
    when = (
        f" We want it done by {d.show_date(action.due)}."
        if action.due and action.due > report.period_end
        else ""
    )
    return f"{sentence(action.text)}{when}"


# ── What was left out ─────────────────────────────────────────────────────────────────────────────────────


def left_out(report, followed, *, for_children):
    """What the record says of the period in words too hard to be taken over: for a person to say, each once."""
    told = [] if for_children else list(_looked_at(report))
    for recommendation in followed:
        kind = recommendation.finding.source.kind
        if kind == "voice":
            told.append(recommendation.finding.text)
        elif kind == "committee" or (for_children and kind not in RAISED):
            continue
        told += [action.text for action in recommendation.actions.all() if kind == "voice" or action.is_live]
        judged = [impact for impact in recommendation.impacts.all() if _in(impact, report)]
        told += [text for impact in judged for text in (impact.before, impact.after)]
    return [sentence(text) for text in dict.fromkeys(told) if text.strip() and not is_plain(text)]


# ── Who to call ───────────────────────────────────────────────────────────────────────────────────────────

CHILDLINE = d.Link("0800 1111", "tel:08001111")
EMERGENCY = d.Link("999", "tel:999")


def who_to_call(report, here):
    phone, email = report.partnership.contact_phone, report.partnership.contact_email
    ask = ([f"call {phone}"] if phone else []) + ([f"write to {email}"] if email else [])
    return (
        d.Paragraph(("If a child is in danger now, call ", EMERGENCY, ".")),
        d.Paragraph("If you are worried about a child, tell the council. Anybody can do this."),
        *here,
        d.Paragraph(("Children can call Childline on ", CHILDLINE, ". It is free, day and night.")),
        *([d.Paragraph(_to_call(f"To ask us about this page, {' or '.join(ask)}."))] if ask else []),
    )


def where_to_get_help(here):
    return (
        d.Paragraph(("If you are in danger now, call ", EMERGENCY, " and ask for the police.")),
        d.Paragraph(
            (
                "You can call Childline on ",
                CHILDLINE,
                ". It is free, day and night. It does not show on the bill.",
            )
        ),
        d.Paragraph(
            "You can tell a grown-up you trust, at school or anywhere else. It is not your fault. You do not need the "
            "right words."
        ),
        *here,
    )


def lines_with_numbers(code):
    """The lines of the partnership's public page for people worried about a child that give a telephone number."""
    pages = File.objects.filter(
        edition__partnership=code, edition__work=WORRIED, edition__withdrawn_because=""
    )
    file = pages.filter(path="page.json").order_by("-edition__number").first()
    said = json.loads(bytes(file.content)) if file else {"intro": [], "sections": []}
    lines = list(said["intro"])
    for section in said["sections"]:
        lines += [*section["paragraphs"], *section["items"]]
    return [line for line in lines if telephones(line)]


def _to_call(line):
    """The line with each telephone number as a link that a telephone can call."""
    return tuple(d.Link(words, address) if address else words for words, address in to_call(line))


def numbers_on_our_page(code):
    """The telephone numbers that the partnership has published for people worried about a child."""
    return tuple(number for line in lines_with_numbers(code) for number in telephones(line))


NAMES = {
    "easy_who": "Easy words: who we are",
    "easy_priorities": "Easy words: our priorities",
    "you_told_us": "Easy words: what children and families told us, and what was done",
    "easy_learning": "Easy words: what we found",
    "easy_changes": "Easy words: what changed, before and now",
    "easy_next": "Easy words: what is not done yet",
    "easy_help": "Easy words: who to call",
    "children_who": "For children: hello",
    "children_changes": "For children: what is different now",
    "children_next": "For children: what is not done yet",
    "children_help": "For children: where to get help",
}


FRAME = ("easy_who", "easy_help", "children_who", "children_help")  # what stands around what is told


def parts(report, followed):
    """``{name: Live}``, from the recommendations that the report follows (``recommendations_followed``)."""
    besides = [r for r in followed if r.finding.source.kind not in TOLD_ELSEWHERE]
    raised = [r for r in followed if r.finding.source.kind in RAISED]
    here = tuple(
        d.Paragraph(_to_call(line)) for line in lines_with_numbers(report.partnership_id)[:MOST_NUMBERS]
    )
    blocks = {
        "easy_who": who_we_are(report),
        "easy_priorities": priorities(report),
        "you_told_us": you_told_us(report, followed),
        "easy_learning": learning(report),
        "easy_changes": changes(report, besides),
        "easy_next": what_comes_next(report, besides),
        "easy_help": who_to_call(report, here),
        "children_who": hello(report),
        "children_changes": changes(report, raised),
        "children_next": what_comes_next(report, raised),
        "children_help": where_to_get_help(here),
    }
    return {name: Live(NAMES[name], tuple(said)) for name, said in blocks.items()}
