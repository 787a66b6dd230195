"""The text goes out, each safeguarding partner signs its checksum, and it may be taken back."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from lscp import scope
from lscp.partnerships.queries import safeguarding_partners
from lscp.partnerships.roles import May
from lscp.publication import document as d
from lscp.publication import facts, rules
from lscp.publication.compose import compose, facts_of, words_of
from lscp.publication.models import Proof, Signature
from lscp.publication.operations.steps import allow, go, journal, locked, text_changed
from lscp.publication.queries import check, leaks, minded, proof_in_force
from lscp.refusal import refuse_if


@transaction.atomic
def send_for_signing(report, *, by):
    """Fix the text and ask each statutory safeguarding partner to sign it. Returns its ``Proof``."""
    report = locked(report)
    allow(by, report, May.WRITE_REPORT, rules.may_go(report, "signing"))
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
    go(report, "signing", f"Sent {report}, text {number}, out for signing", by=by)
    return proof


@transaction.atomic
def sign(report, *, agency, by, checksum):
    """Sign the text with exactly this checksum for ``agency``. What was shown is what is signed (RP-08)."""
    report = locked(report)
    proof = proof_in_force(report)
    allow(
        by,
        report,
        May.SIGN_REPORT,
        rules.a_statutory_partner_signs(agency, partners_of(report)),
        rules.for_ones_own_organisation(by, agency),
        rules.out_for_signing(report),
        rules.the_text_that_was_read(proof, checksum),
        rules.not_signed_yet(agency, signed_for(proof)),
    )
    signature = Signature.everywhere.create(
        proof=proof, agency=agency, by=by, checksum=checksum, at=timezone.now()
    )
    journal(
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
    report = locked(report)
    allow(by, report, May.WRITE_REPORT, rules.out_for_signing(report), rules.a_reason_is_given(because))
    text_changed(report, f"it was taken back by {by.person.name}: {because}", by=by)
    return report


def partners_of(report):
    """The agencies whose signatures the report needs: the statutory safeguarding partners of today."""
    with scope.of_partnership(report.partnership_id):
        return safeguarding_partners(timezone.localdate())


def signed_for(proof):
    if proof is None:
        return []
    return [s.agency for s in Signature.everywhere.filter(proof=proof).select_related("agency")]


def _correction_not_in(document):
    """The new words of this edition's first erratum that stand nowhere in the document, or nothing."""
    text = " ".join(words_of(replace(document, errata=())).split())
    own = (e for e in document.errata if e.corrects_edition == document.edition_number - 1)
    return next((e.now for e in own if " ".join(e.now.split()) not in text), "")
