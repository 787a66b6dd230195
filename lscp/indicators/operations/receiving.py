"""A return comes in, is signed off by the owner of its data, or is withdrawn."""

import hashlib
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lscp.documents import operations as documents
from lscp.documents import rules as document_rules
from lscp.indicators import rules
from lscp.indicators.figures import breakdown_key, dimensions_key
from lscp.indicators.models import (
    NotSupplied,
    Reading,
    ReturnReceived,
)
from lscp.indicators.operations.explaining import add_comment
from lscp.indicators.operations.steps import (
    OPERATOR,
    allow,
    corrections,
    day,
    journal,
    moment,
    queue,
    said,
    settle,
    standing,
    works_here,
)
from lscp.indicators.queries import agency_called
from lscp.indicators.states import ReturnStatus
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import Refused, refuse_if
from lscp.scorecard import returns

MOST_FAULTS = 20
MOST_ROWS = 2_000_000_000
LARGEST_COUNT = 10**12


@transaction.atomic
def receive(content, *, name, partnership, agency=None, by=None, replaces=None, at=None):
    """Take a return (the bytes of a ``.return.json``) into the record; returns the ``ReturnReceived``.

    ``agency`` is whose return it is (None: the one the file names, else the one ``by`` works for). ``replaces`` is the
    return it corrects; without it, a return that gives again all that an earlier one of the same source and period
    gave replaces that one. The same file again changes nothing. Raises ``Refused``: IN-01 lists the faults of the
    file; a file with one fault is not kept at all.
    """
    at = at or timezone.now()
    if by is not None:
        refuse_if(partnership_rules.ours(by, partnership.pk), partnership_rules.may(by, May.SEND_RETURNS))
    refuse_if(document_rules.may_be_empty(content), document_rules.may_be_so_large(len(content)))
    file = _read(content)
    queue(partnership.pk)  # two sendings of one file
    agency = _sender(file, partnership, agency, by, timezone.localdate(at))
    refuse_if(
        rules.sends_its_own(by, agency),
        rules.comes_from_whom_it_says(file.agency, agency),
        rules.is_for_this_partnership(file.partnership, partnership),
        rules.areas_are_covered({file.area} | {row.area for row in file.rows}, partnership),
        rules.made_in_the_past(moment(file.produced_at), at=at),
    )
    kept = ReturnReceived.everywhere.filter(
        partnership=partnership, agency=agency, document__sha256=hashlib.sha256(content).hexdigest()
    ).first()
    refuse_if(rules.was_not_withdrawn(kept))
    if kept:
        return kept
    replaces = replaces or _given_again(file, partnership, agency)
    refuse_if(rules.corrects_its_own(replaces, agency))
    document = documents.keep(
        content,
        name=_kept_name(name),
        partnership=partnership.pk,
        by=by or OPERATOR,
        agency=agency.pk,
        classification="sensitive",
    )
    received = _keep_return(file, document, partnership, agency, replaces, by, at)
    _keep_rows(file, received)
    journal(
        "return.received",
        f"Received a return: {received}" + (f", in place of the one of {said(replaces)}" if replaces else ""),
        received,
        by,
        sha256=document.sha256,
        figures=len(file.rows),
        replaces=replaces.pk if replaces else None,
    )
    settle(agency.pk, partnership.pk)
    return received


def _read(content):
    """The file as a ``returns.Return`` without a fault; or IN-01 with all of them."""
    try:
        file = returns.parse(content)
    except returns.NotAReturn as wrong:
        raise Refused(rules.has_no_faults(_as_sentences(wrong.faults))) from None
    refuse_if(
        rules.has_no_faults(_as_sentences(returns.check(file))),
        rules.has_no_faults(list(_does_not_fit(content, file))),
    )
    return file


def _does_not_fit(content, file):
    """What no database keeps, although JSON can say it."""
    if b"\\u0000" in content:
        yield "A text holds the character NUL, which cannot be kept. Take it out."
    if max(file.rows_read, file.rows_used, file.rows_duplicate, file.rows_rejected) > MOST_ROWS:
        yield "It says that more rows were read than any extract has. Make the return again."
    for number, row in enumerate(file.rows, 1):
        if max(row.numerator, row.denominator or 0) > LARGEST_COUNT:
            yield f"rows {number}: the count is larger than any there can be. Correct it."


def _as_sentences(faults):
    """The first faults in words, and how many more there are; ``lscp return check`` says them all."""
    said = [str(fault) for fault in faults[:MOST_FAULTS]]
    more = len(faults) - len(said)
    return said + ([f"And {more} more: lscp return check lists them all."] if more else [])


def _sender(file, partnership, agency, by, on):
    """Whose return it is: the agency chosen, or the one the file names, or the sender's own."""
    if agency is None and file.agency:
        agency = agency_called(file.agency, partnership)
        refuse_if(rules.agency_is_known(agency, file.agency))
    agency = agency or (by.agency if by else None)
    refuse_if(rules.agency_is_known(agency, ""))
    refuse_if(works_here(agency, partnership, on))
    return agency


def _given_again(file, partnership, agency):
    """The return that this file wholly gives again: same agency, source, area and period, and no indicator less."""
    gives = {row.indicator for row in [*file.rows, *file.not_supplied]}
    earlier = ReturnReceived.everywhere.filter(
        partnership=partnership,
        agency=agency,
        source=file.source.kind,
        area=file.area,
        period_start=file.period.start,
        period_end=file.period.end,
    )
    for received in standing(earlier).order_by("-received_at", "-pk"):
        gave = set(received.readings(manager="everywhere").values_list("indicator", flat=True))
        gave |= set(received.not_supplied(manager="everywhere").values_list("indicator", flat=True))
        if gave <= gives:
            return received
    return None


def _keep_return(file, document, partnership, agency, replaces, by, at):
    signed = file.signed_off
    return ReturnReceived.everywhere.create(
        partnership=partnership,
        agency=agency,
        document=document,
        replaces=replaces,
        area=file.area,
        source=file.source.kind,
        source_files=[asdict(one) for one in file.source.files],
        period_start=file.period.start,
        period_end=file.period.end,
        produced_at=moment(file.produced_at),
        tool_version=file.tool_version[:40],
        rulebook_version=file.rulebook_version[:80],
        rows_read=file.rows_read,
        rows_used=file.rows_used,
        rows_duplicate=file.rows_duplicate,
        rows_rejected=file.rows_rejected,
        signed_in_file=f"{signed.name}, {signed.role}, {signed.on}"[:250] if signed else "",
        received_at=at,
        received_by=str(by or OPERATOR)[:250],
    )


def _keep_rows(file, received):
    Reading.everywhere.bulk_create((_reading(row, received) for row in file.rows), batch_size=500)
    whole = {"period_end": received.period_end, "on": timezone.localdate(received.received_at)}
    NotSupplied.everywhere.bulk_create(
        NotSupplied(
            partnership_id=received.partnership_id,
            agency_id=received.agency_id,
            received=received,
            indicator=row.indicator,
            period_start=received.period_start,
            because=row.because,
            by=received.received_by,
            **whole,
        )
        for row in file.not_supplied
    )
    for row in file.comments:
        add_comment(
            received.partnership_id,
            received.agency_id,
            row.indicator,
            row.text,
            by=received.received_by,
            received=received,
            **whole,
        )


def _reading(row, received):
    return Reading(
        received=received,
        indicator=row.indicator,
        definition_version=row.definition_version,
        period_start=row.period_start,
        period_end=row.period_end,
        area=row.area,
        breakdown=breakdown_key(row.breakdown),
        dimensions=dimensions_key(row.breakdown),
        numerator=Decimal(str(row.numerator)),
        denominator=row.denominator,
        unit=row.unit,
    )


@transaction.atomic
def sign_off(received, *, by, on=None):
    """The owner of the data says that the figures are right as sent."""
    allow(by, received.partnership_id, May.SIGN_RETURNS)
    refuse_if(
        rules.signed_by_its_owner(by, received),
        rules.return_may_become(received, ReturnStatus.SIGNED_OFF),
        rules.still_stands(replaced=corrections().filter(replaces=received).exists()),
    )
    _become(received, ReturnStatus.SIGNED_OFF, signed_off_by=str(by)[:250], signed_off_on=day(on))
    journal("return.signed_off", f"Signed off: {received}", received, by, sha256=received.document.sha256)
    return received


@transaction.atomic
def withdraw(received, *, because, by):
    """Take a return out of the figures; it stays on record. The return it replaced stands again."""
    allow(by, received.partnership_id, May.SEND_RETURNS)
    refuse_if(
        rules.sends_its_own(by, received.agency),
        rules.return_may_become(received, ReturnStatus.WITHDRAWN),
        rules.has_a_reason(because),
    )
    _become(received, ReturnStatus.WITHDRAWN, withdrawn_because=because)
    journal("return.withdrawn", f"Withdrawn: {received}, because {because}", received, by)
    settle(received.agency_id, received.partnership_id)
    return received


def _one(received):
    return ReturnReceived.everywhere.filter(pk=received.pk)


def _become(received, status, **fields):
    """Move a return on, unless somebody moved it since it was read: then the rule answers as it is now."""
    moved = _one(received).filter(status=received.status).update(status=status, **fields)
    received.refresh_from_db()
    if not moved:
        refuse_if(rules.return_may_become(received, status))


def _kept_name(name):
    return name if name.lower().endswith(".json") else f"{name}.json"
