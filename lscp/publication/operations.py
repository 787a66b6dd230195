"""Every change to a report, from the first chapter to the shelf and the correction after it."""

import hashlib
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lscp import rulebook, scope
from lscp.indicators.operations import remember_published
from lscp.journal import record
from lscp.journal.models import Head
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.queries import safeguarding_partners
from lscp.partnerships.roles import May
from lscp.publication import document as d
from lscp.publication import facts, manifest, pages, rules, scorecard
from lscp.publication import narrative as markup
from lscp.publication.compose import compose, facts_of, words_of
from lscp.publication.models import (
    Chapter,
    ChapterRevision,
    Citation,
    Claim,
    Comment,
    Erratum,
    FrozenFile,
    Proof,
    Report,
    Signature,
)
from lscp.publication.queries import check, check_proof, leaks, minded, proof_in_force
from lscp.publication.render import Rendered, render
from lscp.publication.states import VERBS
from lscp.refusal import refuse_if
from lscp.shelf import operations as shelf
from lscp.shelf.models import Edition
from lscp.versioned import change

# The live parts that a chapter begins with. Its writer may move them, take them out, and write around them.
BEGINS_WITH = {
    "arrangements": ["arrangements", "partners", "groups"],
    "year": ["impacts", "recommendations"],
    "priorities": ["priorities"],
    "learning": ["reviews"],
    "scrutiny": ["committee"],
    "conclusion": ["asks"],
    "recommendations": ["each_recommendation"],
    "membership": ["members", "meetings"],
    "compliance": ["compliance"],
}


def _journal(verb, summary, row, *, by, partnership, **details):
    about = f"{row._meta.model_name}:{row.pk}"
    return record.write(verb, summary, by=by, about=about, partnership=partnership, **details)


def _allow(by, report, permission, *own_rules):
    refuse_if(
        partnership_rules.ours(by, report.partnership_id),
        partnership_rules.may(by, permission),
        *own_rules,
    )


def _locked(report):
    """The report as it is now, held until the end of the transaction: a signature and a change cannot cross."""
    return Report.everywhere.select_for_update().select_related("partnership").get(pk=report.pk)


def _go(report, status, summary, *, by, **fields):
    """Change the status and journal it. ``rules.may_go`` has been asked."""
    was = report.status
    change(report, status=status, **fields)
    _journal(VERBS[was, status], summary, report, by=by, partnership=report.partnership_id)


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def open_report(partnership, *, title, period_start, period_end, by):
    """Begin a report on any period. The requirement set in force at the period's end is kept with it."""
    refuse_if(
        partnership_rules.ours(by, partnership.pk),
        partnership_rules.may(by, May.WRITE_REPORT),
        rules.period_runs_forward(period_start, period_end),
    )
    work = work_of(period_start, period_end)
    refuse_if(
        rules.one_report_a_period(Report.everywhere.filter(partnership=partnership, work=work).first()),
    )
    began = partnership.started if partnership.kind == "partnership" else None
    requirements = rulebook.requirement_set_for(period_end, arrangements_began=began)
    report = Report.everywhere.create(
        partnership=partnership,
        title=title,
        period_start=period_start,
        period_end=period_end,
        requirement_set=requirements.code,
        work=work,
    )
    for place, section in enumerate(rulebook.sections(), 1):
        begins = "\n\n".join(f"[[{name}]]" for name in BEGINS_WITH.get(section.code, []))
        Chapter.everywhere.create(
            report=report,
            code=section.code,
            heading=section.heading,
            narrative=begins,
            place=place,
        )
    _journal(
        "report.opened",
        f"Opened {title}, to be written under {requirements.title}",
        report,
        by=by,
        partnership=partnership.pk,
    )
    return report


def work_of(start, end):
    """The name that a report has in its address, the same for each of its editions."""
    a_year = start.day == 1 and date(start.year + 1, start.month, 1) == date.fromordinal(end.toordinal() + 1)
    if a_year and start.month == 1:
        return f"annual-report-{start.year}"
    if a_year:
        return f"annual-report-{start.year}-{end:%y}"
    return f"annual-report-{start.isoformat()}-to-{end.isoformat()}"


@transaction.atomic
def write_chapter(chapter, *, narrative, by, version, heading=None, meets=None):
    """Save a chapter. Raises ``EditedMeanwhile`` when somebody saved it after ``version`` was shown.

    Out for signing, a change voids the signatures and says why. Saving what is already there changes nothing.
    """
    report, chapter = _held(chapter)
    unknown = _unknown_names(narrative, chapter)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.live_parts_are_known(unknown))
    new = {
        "narrative": narrative.replace("\r\n", "\n").strip(),
        "heading": heading or chapter.heading,
        "meets": sorted(meets) if meets is not None else chapter.meets,
    }
    if all(getattr(chapter, name) == value for name, value in new.items()):
        return chapter
    _keep_first_text(chapter, by)
    change(chapter, version=version, **new)
    _keep_revision(chapter, by)
    _journal(
        "report.chapter_written",
        f"{by.person.name} changed “{chapter.heading}” in {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
        version=chapter.version,
    )
    _text_changed(report, f"“{chapter.heading}” was changed by {by.person.name}", by=by)
    return chapter


@transaction.atomic
def add_chapter(report, *, heading, by):
    """Add a chapter of the partnership's own after the last one before the appendices' end."""
    report = _locked(report)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    count = Chapter.everywhere.filter(report=report).count()
    last = Chapter.everywhere.filter(report=report).aggregate(last=Max("place"))["last"] or 0
    chapter = Chapter.everywhere.create(
        report=report, code=f"own-{count + 1}", heading=heading, place=last + 1
    )
    _journal(
        "report.chapter_added",
        f"Added the chapter “{heading}” to {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
    )
    return chapter


@transaction.atomic
def move_chapter(chapter, *, up, by):
    """Let a chapter change places with the one before it (``up``) or after it."""
    report, chapter = _held(chapter)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    order = Chapter.everywhere.filter(report=report)
    other = (
        order.filter(place__lt=chapter.place).order_by("-place").first()
        if up
        else order.filter(place__gt=chapter.place).order_by("place").first()
    )
    if other is None:
        return chapter
    chapter_place, other_place = chapter.place, other.place
    change(chapter, place=other_place)
    change(other, place=chapter_place)
    _journal(
        "report.chapter_moved",
        f"Moved “{chapter.heading}” in {report}",
        chapter,
        by=by,
        partnership=report.partnership_id,
    )
    _text_changed(report, f"“{chapter.heading}” was moved by {by.person.name}", by=by)
    return chapter


@transaction.atomic
def comment(chapter, *, text, by):
    """Remark on a chapter. Changes nothing of the text."""
    report, chapter = _held(chapter)
    _allow(by, report, May.COMMENT_REPORT, rules.a_remark_says_something(text))
    made = Comment.everywhere.create(chapter=chapter, text=text, by=by, at=timezone.now())
    _journal(
        "report.commented",
        f"{by.person.name} commented on “{chapter.heading}”",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    return made


@transaction.atomic
def settle_comment(made, *, by):
    """Say that a comment has been dealt with; it stays on record."""
    report, chapter = _held(made.chapter)
    _allow(by, report, May.WRITE_REPORT)
    made.settled_at = timezone.now()
    made.save(update_fields=["settled_at"])
    _journal(
        "report.comment_settled",
        f"Settled a comment on “{chapter.heading}”",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    return made


@transaction.atomic
def claim(chapter, *, text, impact, by):
    """Say something that the report must be able to prove. It prints where ``[[claim N]]`` stands, else at the end."""
    report, chapter = _held(chapter)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.a_claim_says_something(text))
    last = Claim.everywhere.filter(chapter=chapter).aggregate(last=Max("place"))["last"] or 0
    made = Claim.everywhere.create(chapter=chapter, text=text.strip(), impact=impact, place=last + 1)
    _journal(
        "report.claimed",
        f"Claimed in “{chapter.heading}”: {text}",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    _text_changed(report, f"a claim was added to “{chapter.heading}” by {by.person.name}", by=by)
    return made


@transaction.atomic
def edit_claim(made, *, text, impact, version, by):
    """Say a claim in other words; its evidence stays. Raises ``EditedMeanwhile``."""
    report, chapter = _held(made.chapter)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report), rules.a_claim_says_something(text))
    was, new = made.text, text.strip()
    if (was, made.impact) == (new, impact):
        return made
    change(made, version=version, text=new, impact=impact)
    _journal(
        "report.claim_edited",
        f"In “{chapter.heading}” the claim “{was}” became “{new}”",
        made,
        by=by,
        partnership=report.partnership_id,
        version=made.version,
    )
    _text_changed(report, f"a claim in “{chapter.heading}” was changed by {by.person.name}", by=by)
    return made


@transaction.atomic
def drop_claim(made, *, by):
    """Take a claim out of the report; the journal keeps its words."""
    report, chapter = _held(made.chapter)
    _allow(by, report, May.WRITE_REPORT, rules.text_is_open(report))
    _journal(
        "report.claim_dropped",
        f"Took a claim out of “{chapter.heading}”: {made.text}",
        made,
        by=by,
        partnership=report.partnership_id,
    )
    made.delete()
    _text_changed(report, f"a claim was taken out of “{chapter.heading}” by {by.person.name}", by=by)


@transaction.atomic
def cite(made, *, by, evidence=None, impact=None, label="", quoted="", as_of=None, url=""):
    """Say how a claim is known: by evidence of an action, by a judged impact, or by a source outside the record.

    The words are copied with their date, so that a figure restated later does not rewrite the report.
    """
    report, chapter = _held(made.chapter)
    if evidence is not None:
        label = label or evidence.source_label or evidence.get_kind_display()
        quoted, as_of = quoted or evidence.text, as_of or evidence.as_of
    if impact is not None:
        label = label or f"Judged on a stated test: {impact.test}"[:250]
        quoted = quoted or f"Before: {d.sentence(impact.before)} After: {d.sentence(impact.after)}"
        as_of = as_of or impact.judged_on
    _allow(
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
    _journal(
        "report.cited",
        f"Cited “{label}” for a claim in “{chapter.heading}”",
        cited,
        by=by,
        partnership=report.partnership_id,
    )
    _text_changed(report, f"evidence was added in “{chapter.heading}” by {by.person.name}", by=by)
    return cited


def _held(chapter):
    """The report, held, and its chapter as it is now."""
    report = _locked(Report.everywhere.get(pk=chapter.report_id))
    return report, Chapter.everywhere.get(pk=chapter.pk)


def _unknown_names(text, chapter):
    """The first name in double brackets that stands for nothing, or nothing."""
    claims = dict.fromkeys(Claim.everywhere.filter(chapter=chapter).values_list("place", flat=True), True)
    names = markup.Names(
        live={**facts.every_name(), "compliance": ""}, figures=facts.FIGURE_WORDS, claims=claims
    )
    return next(iter(markup.unknown_names(text, names)), "")


def _keep_first_text(chapter, by):
    """Before the first change: the text that the chapter began with, so that the history is whole."""
    if not ChapterRevision.everywhere.filter(chapter=chapter).exists():
        _keep_revision(chapter, by)


def _keep_revision(chapter, by):
    ChapterRevision.everywhere.create(
        chapter=chapter,
        number=chapter.version,
        heading=chapter.heading,
        narrative=chapter.narrative,
        meets=chapter.meets,
        by=by,
        at=timezone.now(),
    )


# ── Signing ───────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def send_for_signing(report, *, by):
    """Fix the text and ask each statutory safeguarding partner to sign it. Returns its ``Proof``."""
    report = _locked(report)
    _allow(by, report, May.WRITE_REPORT, rules.may_go(report, "signing"))
    today = timezone.localdate()
    known = facts_of(report, as_of=today)
    document = compose(report, dated=today, known=known)
    refuse_if(
        rules.somebody_can_sign(partners_of(report)),
        rules.something_is_written(document),
        rules.the_correction_is_in_the_text(_correction_not_in(document)),
        rules.nothing_outstanding(check(report, document, known=known).errors),
        rules.nothing_hidden_can_be_worked_out(leaks(report, document)),
    )
    number = Proof.everywhere.filter(report=report).count() + 1
    proof = Proof.everywhere.create(
        report=report,
        number=number,
        document=d.to_json(document),
        facts=d.to_json(facts.as_document(report, *known)),
        checksum=d.checksum(document),
        beside=minded(report),
        sent_at=timezone.now(),
        sent_by=by,
    )
    _go(report, "signing", f"Sent {report}, text {number}, out for signing", by=by)
    return proof


@transaction.atomic
def sign(report, *, agency, by, checksum):
    """Sign the text with exactly this checksum for ``agency``. What was shown is what is signed (RP-08)."""
    report = _locked(report)
    proof = proof_in_force(report)
    _allow(
        by,
        report,
        May.SIGN_REPORT,
        rules.a_statutory_partner_signs(agency, partners_of(report)),
        rules.for_ones_own_organisation(by, agency),
        rules.out_for_signing(report),
        rules.the_text_that_was_read(proof, checksum),
        rules.not_signed_yet(agency, _signed(proof)),
    )
    signature = Signature.everywhere.create(
        proof=proof, agency=agency, by=by, checksum=checksum, at=timezone.now()
    )
    _journal(
        "report.signed",
        f"{by.person.name} signed {report} for {agency}",
        signature,
        by=by,
        partnership=report.partnership_id,
        checksum=checksum,
    )
    return signature


@transaction.atomic
def recall(report, *, because, by):
    """Take the text back from signing with a reason; the signatures under it no longer count."""
    report = _locked(report)
    _allow(by, report, May.WRITE_REPORT, rules.out_for_signing(report), rules.a_reason_is_given(because))
    _text_changed(report, f"it was taken back by {by.person.name}: {because}", by=by)
    return report


def _text_changed(report, what, *, by):
    """A text that changes after it went out for signing is a draft again, and no signature under it counts."""
    if report.status != "signing":
        return
    proof = proof_in_force(report)
    day = d.show_date(timezone.localdate())
    because = f"The text was changed after it was sent out: {what} on {day}."
    proof.void_at, proof.void_because = timezone.now(), because
    proof.save(update_fields=["void_at", "void_because"])
    _go(report, "draft", f"The signatures under {report} are void. {because}", by=by)


def partners_of(report):
    """The agencies whose signatures the report needs: the statutory safeguarding partners of today."""
    with scope.of_partnership(report.partnership_id):
        return safeguarding_partners(timezone.localdate())


def _signed(proof):
    if proof is None:
        return []
    return [s.agency for s in Signature.everywhere.filter(proof=proof).select_related("agency")]


def _correction_not_in(document):
    """The new words of this edition's first erratum that stand nowhere in the document, or nothing."""
    text = " ".join(words_of(replace(document, errata=())).split())
    own = (e for e in document.errata if e.corrects_edition == document.edition_number - 1)
    return next((e.now for e in own if " ".join(e.now.split()) not in text), "")


# ── Freezing and publishing ───────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def freeze(report, *, by):
    """Render the signed text once and keep the bytes. Refuses with errors outstanding or a signature missing."""
    report = _locked(report)
    _allow(by, report, May.PUBLISH, rules.may_go(report, "frozen"))
    proof = proof_in_force(report)
    document = d.from_json(proof.document)
    partners = partners_of(report)
    refuse_if(
        rules.somebody_can_sign(partners),
        rules.everyone_has_signed(partners, _signed(proof)),
        rules.nothing_outstanding(check_proof(proof).errors),
        rules.nothing_hidden_can_be_worked_out(leaks(report, document, proof.beside)),
    )
    files = render(document, published_note=signed_by(proof))
    files[manifest.DOCUMENT] = Rendered(
        proof.document.encode(), "application/json; charset=utf-8", "The signed text, for checking"
    )
    for path, file in files.items():
        FrozenFile.everywhere.create(
            report=report,
            path=path,
            label=file.label[:120],
            media_type=file.media_type,
            content=file.content,
            sha256=hashlib.sha256(file.content).hexdigest(),
        )
    _go(report, "frozen", f"Froze {report} with {len(files)} files", by=by, frozen_at=timezone.now())
    return report


def signed_by(proof):
    """The sentence on the front: who signed, for whom, and when."""
    signatures = (
        Signature.everywhere.filter(proof=proof).select_related("agency", "by__person").order_by("at")
    )
    named = [
        f"{s.by.person.name} for {s.agency.name} on {d.show_date(timezone.localdate(s.at))}"
        for s in signatures
    ]
    return f"Signed by {'; '.join(named)}." if named else ""


@transaction.atomic
def publish(report, *, by):
    """Put the frozen bytes on the shelf, with a manifest that holds the last hash of the journal. Returns it."""
    report = _locked(report)
    _allow(by, report, May.PUBLISH, rules.may_go(report, "published"))
    proof = proof_in_force(report)
    document = d.from_json(proof.document)
    # Another edition may have been published since this one was frozen.
    refuse_if(rules.nothing_hidden_can_be_worked_out(leaks(report, document, proof.beside)))
    frozen = FrozenFile.everywhere.filter(report=report)
    files = {f.path: Rendered(bytes(f.content), f.media_type, f.label) for f in frozen}
    signatures = _signatures(proof)
    anchor = Head.objects.get(id=1)
    files[manifest.MANIFEST] = Rendered(
        manifest.write(
            {path: file.content for path, file in files.items()},
            title=report.title,
            partnership=report.partnership_id,
            work=report.work,
            edition=report.edition,
            document=proof.checksum,
            signatures=signatures,
            journal={"number": anchor.count, "hash": anchor.hash},
        ),
        "application/json; charset=utf-8",
        "Manifest: the hash of each file",
    )
    edition = shelf.put(
        files,
        partnership=report.partnership_id,
        partnership_name=report.partnership.name,
        kind="report",
        work=report.work,
        title=report.title,
        period=(report.period_start, report.period_end),
        erratum=" ".join(_put_in_words(e) for e in _errata_of(report)),
        signatures=signatures,
    )
    frozen.delete()
    remember_published(
        report.partnership,
        scorecard.to_remember(document, report.partnership),
        edition=f"{report.work}, edition {report.edition}",
        by=by,
    )
    change(report, status="published", published_at=edition.published_at)
    _journal(
        VERBS["frozen", "published"],
        f"Published {report}",
        report,
        by=by,
        partnership=report.partnership_id,
        edition=edition.number,
        sha256=edition.sha256,
        document=proof.checksum,
    )
    return edition


def _signatures(proof):
    rows = Signature.everywhere.filter(proof=proof).select_related("agency", "by__person").order_by("at")
    return [
        {
            "agency": s.agency.name,
            "name": s.by.person.name,
            "role": s.by.as_role.name,
            "at": s.at.isoformat(timespec="seconds"),
            "checksum": s.checksum,
        }
        for s in rows
    ]


def _put_in_words(erratum):
    """What the front says was corrected, where and why."""
    where = f" Where: {d.sentence(erratum.where)}" if erratum.where else ""
    why = f" Why: {d.sentence(erratum.reason)}" if erratum.reason else ""
    return f"It said: “{erratum.was}”. It now says: “{erratum.now}”.{where}{why}"


def _errata_of(report):
    return Erratum.everywhere.filter(report=report)


# ── Correcting ────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def correct(report, *, was, now, by, where="", reason=""):
    """Begin the corrected edition of a published one: the same chapters, with ``was`` changed to ``now``.

    Where the words stand only once in the chapters and claims they are changed at once; otherwise a person changes
    them (RP-17 asks before it goes out for signing). The old edition keeps its address.
    """
    report = _locked(report)
    _allow(
        by,
        report,
        May.WRITE_REPORT,
        rules.only_a_published_edition_is_corrected(report),
        rules.corrected_once(report, Report.everywhere.filter(replaces=report).first()),
        rules.a_correction_corrects(was, now),
    )
    edition = Report.everywhere.create(
        partnership=report.partnership,
        title=report.title,
        period_start=report.period_start,
        period_end=report.period_end,
        requirement_set=report.requirement_set,
        work=report.work,
        edition=report.edition + 1,
        replaces=report,
        facts=proof_in_force(report).facts,
    )
    _copy_chapters(report, edition)
    _journal(
        "report.correction_opened",
        f"Began {edition}, which corrects “{was}” to “{now}”",
        edition,
        by=by,
        partnership=report.partnership_id,
        was=was,
        now=now,
        where=where,
        reason=reason,
    )
    add_erratum(edition, was=was, now=now, where=where, reason=reason, by=by)
    return edition


@transaction.atomic
def add_erratum(edition, *, was, now, by, where="", reason=""):
    """One more mistake that a corrected edition puts right."""
    edition = _locked(edition)
    _allow(
        by,
        edition,
        May.WRITE_REPORT,
        rules.text_is_open(edition),
        rules.only_a_correction_has_errata(edition),
        rules.a_correction_corrects(was, now),
    )
    was, now = was.strip(), now.strip()
    erratum = Erratum.everywhere.create(
        report=edition, was=was, now=now, where=where, reason=reason, on=timezone.localdate()
    )
    _journal(
        "report.erratum_added",
        f"{edition} says: {erratum}",
        erratum,
        by=by,
        partnership=edition.partnership_id,
    )
    _put_right(edition, was, now, by)
    _text_changed(edition, f"a correction was added by {by.person.name}", by=by)
    return erratum


def _put_right(edition, was, now, by):
    """Change the words where they stand only once, so that nobody has to look for them."""
    chapters = Chapter.everywhere.filter(report=edition, narrative__contains=was)
    claims = Claim.everywhere.filter(chapter__report=edition, text__contains=was)
    places = [(c, "narrative") for c in chapters] + [(c, "text") for c in claims]
    if len(places) != 1 or getattr(*places[0]).count(was) != 1:
        return
    row, field = places[0]
    text = getattr(row, field).replace(was, now)
    if field == "text":
        change(row, text=text)
        return
    _keep_first_text(row, by)
    change(row, narrative=text)
    _keep_revision(row, by)


def _copy_chapters(report, edition):
    """Chapters, claims and their evidence, each row its own."""
    for chapter in Chapter.everywhere.filter(report=report).order_by("place"):
        old = chapter.pk
        chapter.pk, chapter.report, chapter.version = None, edition, 1
        chapter.save(force_insert=True)
        for made in Claim.everywhere.filter(chapter_id=old).order_by("place"):
            old_claim = made.pk
            made.pk, made.chapter, made.version = None, chapter, 1
            made.save(force_insert=True)
            for cited in Citation.everywhere.filter(claim_id=old_claim).order_by("pk"):
                cited.pk, cited.claim = None, made
                cited.save(force_insert=True)


@transaction.atomic
def take_the_record_as_it_is_now(edition, *, by):
    """Let a corrected edition read the record afresh, where what the record said is itself what was wrong."""
    edition = _locked(edition)
    _allow(
        by,
        edition,
        May.WRITE_REPORT,
        rules.text_is_open(edition),
        rules.only_a_correction_has_errata(edition),
    )
    change(edition, facts="")
    _journal(
        "report.facts_renewed",
        f"{edition} takes its figures from the record as it is now",
        edition,
        by=by,
        partnership=edition.partnership_id,
    )
    _text_changed(edition, f"the figures were taken from the record again by {by.person.name}", by=by)
    return edition


@transaction.atomic
def withdraw(report, *, because, by):
    """Take a published edition's words off the public site at once; its address stays and gives the reason.

    For what must not wait for three signatures, such as a child who could be recognised.
    """
    report = _locked(report)
    edition = Edition.objects.filter(
        partnership=report.partnership_id, work=report.work, number=report.edition
    ).first()
    _allow(
        by,
        report,
        May.PUBLISH,
        rules.only_what_is_published_is_withdrawn(report),
        rules.a_reason_is_given(because),
        rules.withdrawn_once(edition),
    )
    shelf.withdraw(edition, because=because.strip())
    _journal(
        "report.withdrawn",
        f"Withdrew {report} from the public site: {because}",
        report,
        by=by,
        partnership=report.partnership_id,
        edition=edition.number,
    )
    return edition


# ── Pages of the public site ──────────────────────────────────────────────────────────────────────────────

PAGES = {
    "priorities": "Our priorities",
    "glossary": "Words we use",
    "worried-about-a-child": "Worried about a child",
}


@transaction.atomic
def publish_page(partnership, work, *, by, words=""):
    """Put a page (one of ``PAGES``) on the shelf as its next edition. Priorities and glossary come from the record and
    the rulebook; the page for people worried about a child from ``words``, in the markup of a chapter."""
    refuse_if(
        partnership_rules.ours(by, partnership.pk),
        partnership_rules.may(by, May.PUBLISH),
        rules.page_is_known(work, PAGES),
    )
    content = pages.content(partnership, work, words, on=timezone.localdate())
    refuse_if(rules.page_says_something(content))
    edition = shelf.put(
        {pages.PATH: pages.as_file(content, PAGES[work])},
        partnership=partnership.pk,
        partnership_name=partnership.name,
        kind="page",
        work=work,
        title=PAGES[work],
    )
    _journal(
        "page.published",
        f"Published the page “{PAGES[work]}”",
        edition,
        by=by,
        partnership=partnership.pk,
        sha256=edition.sha256,
    )
    return edition
