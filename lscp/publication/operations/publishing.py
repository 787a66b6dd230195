"""Freezing what was signed, putting it on the shelf, and taking an edition or a page on and off the public site."""

import hashlib

from django.db import transaction
from django.utils import timezone

from lscp.indicators.operations import remember_published
from lscp.journal.models import Head
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.publication import document as d
from lscp.publication import manifest, pages, rules, scorecard
from lscp.publication.models import Erratum, FrozenFile, Signature
from lscp.publication.operations.signing import partners_of, signed_for
from lscp.publication.operations.steps import allow, go, journal, locked
from lscp.publication.queries import check_proof, leaks, proof_in_force
from lscp.publication.render import Rendered, render
from lscp.publication.states import VERBS
from lscp.refusal import refuse_if
from lscp.shelf import operations as shelf
from lscp.shelf.models import Edition
from lscp.versioned import change


@transaction.atomic
def freeze(report, *, by):
    """Render the signed text once and keep the bytes. Refuses with errors outstanding or a signature missing."""
    report = locked(report)
    allow(by, report, May.PUBLISH, rules.may_go(report, "frozen"))
    proof = proof_in_force(report)
    document = d.from_json(proof.document)
    partners = partners_of(report)
    refuse_if(
        rules.somebody_can_sign(partners),
        rules.everyone_has_signed(partners, signed_for(proof)),
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
    go(report, "frozen", f"Froze {report} with {len(files)} files", by=by, frozen_at=timezone.now())
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
    report = locked(report)
    allow(by, report, May.PUBLISH, rules.may_go(report, "published"))
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
    journal(
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


@transaction.atomic
def withdraw(report, *, because, by):
    """Take a published edition's words off the public site at once; its address stays and gives the reason.

    For what must not wait for three signatures, such as a child who could be recognised.
    """
    report = locked(report)
    edition = Edition.objects.filter(
        partnership=report.partnership_id, work=report.work, number=report.edition
    ).first()
    allow(
        by,
        report,
        May.PUBLISH,
        rules.only_what_is_published_is_withdrawn(report),
        rules.a_reason_is_given(because),
        rules.withdrawn_once(edition),
    )
    shelf.withdraw(edition, because=because.strip())
    journal(
        "report.withdrawn",
        f"Withdrew {report} from the public site: {because}",
        report,
        by=by,
        partnership=report.partnership_id,
        edition=edition.number,
    )
    return edition


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
    journal(
        "page.published",
        f"Published the page “{PAGES[work]}”",
        edition,
        by=by,
        partnership=partnership.pk,
        sha256=edition.sha256,
    )
    return edition
