"""Bringing in a committee's paper, and deciding on what was found in it.

The reading proposes; a person accepts, changes or dismisses. Only acceptance reaches the golden thread.
"""

import hashlib
from contextlib import suppress
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from lscp import minutes
from lscp.disclosure.childrens_names import asked_about
from lscp.documents import operations as documents
from lscp.documents import rules as document_rules
from lscp.golden_thread import operations as thread
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Partnership
from lscp.partnerships.roles import May
from lscp.refusal import Refused, refuse_if
from lscp.sources.committee import queries, rules, states
from lscp.sources.committee.models import Paper, PaperWarning, Proposal
from lscp.sources.committee.wording import fingerprint, only_notes, tidy
from lscp.versioned import EditedMeanwhile, change

OPERATOR = "the operator of the lscp command"
# What the thread calls each kind.
RECOMMENDED_AS = {"action": "action_asked", "resolution": "resolution", "promise": "promise"}
# What was learned, in a sentence; the quotation beneath it is the paper's own. With an owner as printed, and without.
LEARNED = {
    "action": ("The committee asked {owner} to act.", "The committee asked for action."),
    "resolution": ("The committee resolved this.", "The committee resolved this."),
    "noting": ("The committee noted this.", "The committee noted this."),
    "promise": ("{owner} promised this to the committee.", "The committee was promised this."),
}
# Accepted in one go: they give nobody a task. Actions and promises each need an owner, so a person looks at each.
SAFE_IN_ONE_GO = ("speaker", "question", "resolution")


@transaction.atomic
def stage(content, *, name, partnership, by=None):
    """Read a paper (bytes) and keep it with what was found, for a person to decide on. Returns the ``Paper``.

    The same bytes again return the paper that is there and change nothing. ``by`` is None for the operator of
    the ``lscp`` command. Raises ``Refused``: CM-01 with the reader's own words, DC-01 to DC-03 for the file.
    """
    _allow(by, partnership.pk)
    refuse_if(document_rules.may_be_empty(content), document_rules.may_be_so_large(len(content)))
    sha256 = hashlib.sha256(content).hexdigest()
    Partnership.objects.select_for_update().get(
        pk=partnership.pk
    )  # two uploads of one paper: one after the other
    kept = Paper.everywhere.filter(partnership=partnership, sha256=sha256).first()
    if kept:
        return kept
    read = _read(content, name)
    document = documents.keep(
        content, name=_kept_name(name, content), partnership=partnership.pk, by=by or OPERATOR
    )
    paper = Paper.everywhere.create(
        partnership=partnership,
        document=document,
        sha256=sha256,
        name=name[-250:],
        title=(read.title or "")[:500],
        report_period=(read.report_period or "")[:60],
        meeting_date=date.fromisoformat(read.meeting_date) if read.meeting_date else None,
        committee=(read.committee or "")[:250],
        lines=list(read.lines),
        staged_at=timezone.now(),
        staged_by=str(by or OPERATOR)[:250],
    )
    PaperWarning.everywhere.bulk_create(
        PaperWarning(paper=paper, place=place, text=text) for place, text in enumerate(read.warnings, 1)
    )
    found = sorted(_found(read), key=lambda proposal: proposal.line)
    for place, proposal in enumerate(found, 1):
        proposal.paper, proposal.place = paper, place
    Proposal.everywhere.bulk_create(found)
    _journal(
        "paper.staged",
        f"Brought in the committee paper “{paper}”: {len(found)} found",
        by,
        paper,
        sha256=sha256,
        found=len(found),
    )
    return paper


def _read(content, name):
    try:
        return minutes.read_bytes(content, name=name)
    except minutes.Unreadable as unreadable:
        raise Refused(rules.can_be_read(unreadable)) from unreadable


def _kept_name(name, content):
    """A page saved without a known ending is still kept under one: what it is was read from its content."""
    if document_rules.media_type(name):
        return name
    return f"{name}.html" if content.lstrip()[:1] == b"<" else f"{name}.txt"


def _found(read):
    """Every item the reading found, as proposals that are not saved yet."""
    for item in read.actions:
        yield _proposal("action", item.line, item.text, owner=item.owner)
    for item in read.resolutions:
        number = "" if item.number is None else str(item.number)
        yield _proposal("resolution", item.line, item.text, number=number)
    for item in read.promises:
        yield _proposal("promise", item.line, item.text, owner=item.by or "")
    for item in read.questions:
        yield _proposal(
            "question", item.line, item.text, asked_by=item.asked_by or "", answer=item.answer or ""
        )
    for item in read.speakers:
        yield _proposal("speaker", item.line, item.name, role=item.role or "")


def _proposal(kind, line, words, *, text=None, owner="", asked_by="", role="", **fields):
    text = words if text is None else text
    return Proposal(
        kind=kind,
        line=line,
        printed=words,
        text=text,
        owner=owner[:250],
        asked_by=asked_by[:250],
        role=role[:250],
        fingerprint=fingerprint(kind, text, owner),
        **fields,
    )


@transaction.atomic
def describe(paper, *, by, on, version, title, committee, report_period, meeting_date):
    """Correct what the paper is and when the committee met. Raises ``EditedMeanwhile``; CM-03, CM-04."""
    _allow(by, paper.partnership_id)
    refuse_if(
        rules.title_and_date_stand(paper, tidy(title), meeting_date),
        rules.meeting_is_not_in_the_future(meeting_date, on),
    )
    change(
        paper,
        version=version,
        title=tidy(title),
        committee=tidy(committee),
        report_period=tidy(report_period),
        meeting_date=meeting_date,
    )
    _journal("paper.described", f"Corrected what “{paper}” is", by, paper, meeting_date=meeting_date)
    return paper


@transaction.atomic
def take_away(paper, *, by):
    """Take a paper that was brought in by mistake away, and its file where nothing else rests on it."""
    _allow(by, paper.partnership_id)
    paper = Paper.everywhere.select_for_update().get(pk=paper.pk)
    accepted = Proposal.everywhere.filter(paper=paper, status=states.ACCEPTED).exists()
    refuse_if(rules.nothing_of_it_was_accepted(accepted or paper.source_id))
    _journal("paper.taken_away", f"Took away the paper “{paper}”", by, paper, sha256=paper.sha256)
    document = paper.document
    paper.delete()
    with suppress(ProtectedError), transaction.atomic():
        document.delete()


@transaction.atomic
def deal_with_warning(warning, *, by, outcome):
    """Say how a warning was dealt with (CM-11)."""
    _allow(by, warning.paper.partnership_id)
    refuse_if(rules.warning_has_an_outcome(outcome))
    warning.outcome, warning.dealt_with_by, warning.dealt_with_at = outcome.strip(), str(by), timezone.now()
    warning.save(update_fields=["outcome", "dealt_with_by", "dealt_with_at"])
    _journal(
        "paper.warning_dealt_with",
        f"Dealt with a warning about “{warning.paper}”",
        by,
        warning.paper,
        warning=warning.text,
        outcome=warning.outcome,
    )
    return warning


@transaction.atomic
def accept(
    proposal,
    *,
    by,
    on,
    version=None,
    text=None,
    asked_by=None,
    answer=None,
    role=None,
    owner_agency=None,
    owner_person=None,
    due=None,
    another_item=False,
):
    """Accept what was found, in its own words or in ``text``; an action, resolution or promise reaches the thread.

    ``another_item`` says that equal words accepted from another copy of the paper are not this item.
    Raises ``EditedMeanwhile`` when somebody decided first, and ``Refused``: CM-02, CM-05 to CM-07, CM-12, or the
    thread's own rules.
    """
    paper, proposal = _held(proposal, version)
    _allow(by, paper.partnership_id)
    words = proposal.text if text is None else tidy(text)
    earlier = None if another_item else _accepted_elsewhere(paper, [proposal]).get(proposal.pk)
    refuse_if(
        rules.may_become(proposal, states.ACCEPTED),
        rules.meeting_has_a_date(paper.meeting_date),
        rules.has_words(words),
        rules.is_not_there_already(earlier),
        rules.is_due_after_the_meeting(due, paper.meeting_date),
    )
    corrected = {"asked_by": asked_by, "answer": answer, "role": role}
    changed = {"text": words} | {name: tidy(given) for name, given in corrected.items() if given is not None}
    if proposal.reaches_thread:
        changed |= _into_the_thread(
            proposal, paper, words, by=by, on=on, agency=owner_agency, person=owner_person, due=due
        )
    return _decide(proposal, states.ACCEPTED, by=by, **changed)


def _into_the_thread(proposal, paper, words, *, by, on, agency, person, due):
    """The finding, recommendation and action that the acceptance makes, as the proposal's fields.

    A resolution that only notes asks nobody for anything: it is a finding, and no recommendation waits for an answer.
    """
    noting = proposal.kind == "resolution" and only_notes(words) and not (agency or person or due)
    learned = LEARNED["noting" if noting else proposal.kind]
    finding = thread.record_finding(
        _source(paper, by),
        text=learned[not proposal.owner].format(owner=proposal.owner),
        quotation=proposal.printed,
        line=proposal.line,
        by=by,
    )
    if noting:
        return {"finding": finding}
    recommendation = thread.recommend(
        finding,
        text=words,
        kind=RECOMMENDED_AS[proposal.kind],
        number=proposal.number,
        due=due,
        on=paper.meeting_date,
        by=by,
    )
    made = {"finding": finding, "recommendation": recommendation}
    if proposal.kind != "resolution" or agency or person or due:
        made["action"] = thread.assign(
            recommendation,
            text=words,
            owner_agency=agency,
            owner_person=person,
            owner_as_printed=proposal.owner,
            due=due,
            on=on,
            by=by,
        )
    return made


def _source(paper, by):
    """The paper's source in the thread, opened once."""
    if paper.source_id is None:
        source = thread.open_source(
            paper.partnership,
            kind="committee",
            title=str(paper)[:300],
            happened_on=paper.meeting_date,
            reference=paper.committee[:120],
            document=paper.document,
            by=by,
        )
        change(paper, source=source)
    return paper.source


@transaction.atomic
def accept_all_remaining(paper, *, by, on):
    """Accept the speakers, questions and resolutions that still wait; returns them.

    Left for a person: actions and promises (each needs an owner), what another copy of the paper already brought in,
    and a resolution that names somebody who does not speak in the paper. Refused while a warning is not dealt with
    (CM-10).
    """
    _allow(by, paper.partnership_id)
    left = PaperWarning.everywhere.filter(paper=paper, dealt_with_at__isnull=True).count()
    refuse_if(rules.warnings_are_dealt_with(left), rules.meeting_has_a_date(paper.meeting_date))
    waiting = list(Proposal.everywhere.filter(paper=paper, kind__in=SAFE_IN_ONE_GO, status=states.PROPOSED))
    stay = {*_accepted_elsewhere(paper, waiting), *_naming_somebody(paper, waiting)}
    return [accept(proposal, by=by, on=on) for proposal in waiting if proposal.pk not in stay]


def _naming_somebody(paper, proposals):
    """Those that would bring a name into the thread which may be a child's: the page asks about it."""
    speakers = Proposal.everywhere.filter(paper=paper, kind="speaker").values_list("text", flat=True)
    known = tuple(speakers)
    return [each.pk for each in proposals if each.reaches_thread and asked_about(each.text, known)]


@transaction.atomic
def dismiss(proposal, *, by, because, version=None):
    """Say that what was found is not an item, or is not needed, and why (CM-05, CM-08)."""
    paper, proposal = _held(proposal, version)
    _allow(by, paper.partnership_id)
    refuse_if(
        rules.may_become(proposal, states.DISMISSED),
        rules.dismissal_has_a_reason(because),
    )
    return _decide(proposal, states.DISMISSED, by=by, dismissed_because=because.strip())


@transaction.atomic
def restore(proposal, *, by, version=None):
    """Put a dismissed proposal back among those that wait for a decision."""
    paper, proposal = _held(proposal, version)
    _allow(by, paper.partnership_id)
    refuse_if(rules.may_become(proposal, states.PROPOSED))
    return _decide(proposal, states.PROPOSED, by=by, dismissed_because="")


@transaction.atomic
def add_missed(paper, *, kind, text, line, by, owner="", number="", role="", asked_by="", answer=""):
    """Add an item that the reading missed, at a line of the paper; it waits for a decision like the others."""
    _allow(by, paper.partnership_id)
    words = tidy(text)
    refuse_if(rules.line_is_in_the_paper(paper, line), rules.has_words(words))
    proposal = _proposal(
        kind,
        line,
        paper.line(line) or words,
        text=words,
        owner=tidy(owner),
        asked_by=tidy(asked_by),
        role=tidy(role),
        number=tidy(number)[:12],
        answer=tidy(answer),
        missed=True,
    )
    proposal.paper = paper
    proposal.place = Proposal.everywhere.filter(paper=paper).count() + 1
    proposal.save(force_insert=True)
    _journal(
        "proposal.added",
        f"Added {proposal.get_kind_display().lower()} that the reading of “{paper}” missed",
        by,
        paper,
        proposal=proposal.pk,
        text=words,
        line=line,
    )
    return proposal


def _allow(by, partnership):
    """Locks one and two. The operator of the command (``by=None``) works on the machine itself and may only stage."""
    if by is not None:
        refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, May.IMPORT_MINUTES))


def _held(proposal, version):
    """The paper, locked so that two people decide one after the other, and the proposal as it is now."""
    paper = Paper.everywhere.select_for_update().get(pk=proposal.paper_id)
    proposal.refresh_from_db()
    proposal.paper = paper
    if version is not None and str(version) != str(proposal.version):
        raise EditedMeanwhile(proposal)
    return paper, proposal


def _accepted_elsewhere(paper, proposals):
    return queries.accepted_elsewhere(paper, proposals, among=Proposal.everywhere)


def _decide(proposal, status, *, by, **changed):
    waits = status == states.PROPOSED
    change(
        proposal,
        status=status,
        decided_by="" if waits else str(by)[:250],
        decided_at=None if waits else timezone.now(),
        **changed,
    )
    record.write(
        states.JOURNALLED[status],
        f"{states.SHOWN[status]}: {proposal.get_kind_display().lower()} in “{proposal.paper}”",
        by=by,
        about=f"proposal:{proposal.pk}",
        partnership=proposal.paper.partnership_id,
        text=proposal.text,
        printed=proposal.printed,
        because=proposal.dismissed_because,
    )
    return proposal


def _journal(verb, summary, by, paper, **details):
    record.write(
        verb,
        summary,
        by=by or OPERATOR,
        about=f"paper:{paper.pk}",
        partnership=paper.partnership_id,
        **details,
    )
