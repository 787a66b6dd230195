"""Checks before publication: a document in, findings out. No Django, no clock, nothing written.

Each check is a function of its own (`cast(document)`, `impact(document)` …); `check` runs them all. A machine
only points; a person mends or decides, and the message alone must be enough to do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lscp.publication.checks.abbreviations import abbreviation
from lscp.publication.checks.accessible import accessibility
from lscp.publication.checks.casts import cast
from lscp.publication.checks.contradictions import contradiction, identity
from lscp.publication.checks.finding import CHECKS, ERROR, NOTE, SEVERITIES, WARNING, Finding
from lscp.publication.checks.identifying_details import identifying_detail
from lscp.publication.checks.impacts import impact
from lscp.publication.checks.percentage_bases import percentage_base
from lscp.publication.checks.periods import period
from lscp.publication.checks.plain_words import plain_language
from lscp.publication.checks.requirements import RequiredItem, required, required_items
from lscp.publication.checks.retellings import as_readers_find_it, committee_report, easy_enough
from lscp.publication.checks.scopes import scope
from lscp.publication.checks.signed_off import sign_off
from lscp.publication.checks.small_numbers import THRESHOLD, small_number
from lscp.publication.document import Document, whole

__all__ = [
    "CHECKS", "ERROR", "NOTE", "SEVERITIES", "WARNING", "Checked", "Finding", "RequiredItem", "abbreviation",
    "accessibility", "cast", "check", "contradiction", "identifying_detail", "identity", "impact",
    "percentage_base", "period", "plain_language", "required", "required_items", "scope", "sign_off",
    "small_number",
]  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What the checks found, the worst first, and each required item with what meets it."""

    findings: tuple[Finding, ...]
    required: tuple[RequiredItem, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == ERROR)

    def as_json(self) -> dict:
        """The `findings` and `required` of `lscp report check --json`."""
        return {
            "findings": [vars(finding) for finding in self.findings],
            "required": [{**vars(item), "where": item.where or None} for item in self.required],
        }


def check(
    document: Document,
    *,
    requirements=None,
    glossary: Mapping[str, str] | None = None,
    record: Mapping[tuple, Decimal | int] | None = None,
    known_names: Iterable[str] = (),
    pseudonyms: Iterable[str] = (),
    allow_emails: Iterable[str] = (),
    allow_phones: Iterable[str] = (),
    allow_postcodes: Iterable[str] = (),
    threshold: int = THRESHOLD,
) -> Checked:
    """Every check over one document.

    `requirements`: a `lscp.rulebook.RequirementSet` (left out: required content is not checked).
    `known_names` are professionals, `pseudonyms` those agreed for children; `allow_*` are the partnership's own.
    `glossary`: abbreviation → words. `record`: `identity(figure)` → value held (left out: not compared).
    """
    allowed = {
        "known_names": known_names,
        "pseudonyms": pseudonyms,
        "allow_emails": allow_emails,
        "allow_phones": allow_phones,
        "allow_postcodes": allow_postcodes,
    }
    report, document = document, whole(document)  # what is told again is held to the same checks
    found = [
        *cast(document),
        *contradiction(document, record=record),
        *small_number(document, threshold=threshold),
        *identifying_detail(document, **allowed),
        *period(document),
        *scope(document),
        *sign_off(document),
        *percentage_base(document),
        *abbreviation(document, glossary=glossary),
        *plain_language(document),
        *(required(report, requirements) if requirements else ()),
        *impact(document),
        *accessibility(document),
        *easy_enough(report),
        *committee_report(report),
    ]
    found = as_readers_find_it(found, report)
    ordered = sorted(dict.fromkeys(found), key=lambda finding: SEVERITIES.index(finding.severity))
    return Checked(tuple(ordered), required_items(report, requirements) if requirements else ())
