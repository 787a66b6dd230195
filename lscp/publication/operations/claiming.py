"""What the report must be able to prove, and how each claim is known."""

from django.db import transaction
from django.db.models import Max

from lscp.partnerships.roles import May
from lscp.publication import document as d
from lscp.publication import rules
from lscp.publication.models import Citation, Claim
from lscp.publication.operations.steps import allow, held, journal, text_changed
from lscp.versioned import change


@transaction.atomic
def claim(chapter, *, text, impact, by):
    """Say something that the report must be able to prove. It prints where ``[[claim N]]`` stands, else at the end."""
    report, chapter = held(chapter)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.a_claim_says_something(text))
    last = Claim.everywhere.filter(chapter=chapter).aggregate(last=Max("place"))["last"] or 0
    made = Claim.everywhere.create(chapter=chapter, text=text.strip(), impact=impact, place=last + 1)
    journal(
        "report.claimed",
        f"Claimed in “{chapter.heading}”: {text}",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    text_changed(report, f"a claim was added to “{chapter.heading}” by {by.person.name}", by=by)
    return made


@transaction.atomic
def edit_claim(made, *, text, impact, version, by):
    """Say a claim in other words; its evidence stays. Raises ``EditedMeanwhile``."""
    report, chapter = held(made.chapter)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.a_claim_says_something(text))
    was, new = made.text, text.strip()
    if (was, made.impact) == (new, impact):
        return made
    change(made, version=version, text=new, impact=impact)
    journal(
        "report.claim_edited",
        f"In “{chapter.heading}” the claim “{was}” became “{new}”",
        made,
        by=by,
        partnership=report.partnership_id,
        version=made.version,
    )
    text_changed(report, f"a claim in “{chapter.heading}” was changed by {by.person.name}", by=by)
    return made


@transaction.atomic
def drop_claim(made, *, by):
    """Take a claim out of the report; the journal keeps its words."""
    report, chapter = held(made.chapter)
    allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    journal(
        "report.claim_dropped",
        f"Took a claim out of “{chapter.heading}”: {made.text}",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    made.delete()
    text_changed(report, f"a claim was taken out of “{chapter.heading}” by {by.person.name}", by=by)


@transaction.atomic
def cite(made, *, by, evidence=None, impact=None, label="", quoted="", as_of=None, url=""):
    """Say how a claim is known: by evidence of an action, by a judged impact, or by a source outside the record.

    The words are copied with their date, so that a figure restated later does not rewrite the report.
    """
    report, chapter = held(made.chapter)
    if evidence is not None:
        label = label or evidence.source_label or evidence.get_kind_display()
        quoted, as_of = quoted or evidence.text, as_of or evidence.as_of
    if impact is not None:
        label = label or f"Judged on a stated test: {impact.test}"[:250]
        quoted = quoted or f"Before: {d.sentence(impact.before)} After: {d.sentence(impact.after)}"
        as_of = as_of or impact.judged_on
    allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.text_is_open(report),
        rules.evidence_is_named(label),
        rules.evidence_of_this_record(report, evidence, impact),
    )
    cited = Citation.everywhere.create(
        claim=made, evidence=evidence, impact=impact, label=label, quoted=quoted, as_of=as_of, url=url
    )
    journal(
        "report.cited",
        f"Cited “{label}” for a claim in “{chapter.heading}”",
        cited,
        by=by,
        partnership=report.partnership_id,
    )
    text_changed(report, f"evidence was added in “{chapter.heading}” by {by.person.name}", by=by)
    return cited
