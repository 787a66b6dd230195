"""Copying what is still open of a thread into the record of the partnership that took over."""

from django.db import transaction

from lscp.documents import operations as documents
from lscp.golden_thread import rules
from lscp.golden_thread.models import (
    Action,
    Addressee,
    Evidence,
    Finding,
    Impact,
    Recommendation,
    Response,
    Source,
)
from lscp.golden_thread.operations.steps import journal
from lscp.golden_thread.states import OPEN
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Succession
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if


@transaction.atomic
def inherit(source, *, into, by, on):
    """Copy what is still open of a source into the partnership that took over, with its origin.

    Agencies that work there stay addressed and stay owners; others stand as printed. Answers, actions, their
    history, evidence, tests and files come along; the original stays where it is.
    """
    predecessor = source.partnership
    refuse_if(
        partnership_rules.ours(by, into.pk),
        partnership_rules.may(by, May.KEEP_THREAD),
        rules.inherits_from_its_predecessor(
            source,
            into=into,
            succeeded=Succession.objects.filter(predecessor=predecessor, successor=into).exists(),
        ),
        rules.inherited_once(already=Source.everywhere.filter(copied_from=source, partnership=into).exists()),
    )
    copy = _copy_open_thread(source, into=into, by=by, on=on)
    journal("source.inherited", f"Inherited from {predecessor}: “{source}”", copy, by, from_source=source.pk)
    return copy


def _copy_open_thread(source, *, into, by, on):
    """The copy of ``source`` in ``into``, with every recommendation that is still followed."""
    copying = _Copying(source, into, by)
    copy = copying.of(
        source,
        partnership=into,
        group=None,
        inherited_from=source.partnership,
        copied_from=source,
        origin=_origin(source, on),
    )
    for finding in Finding.everywhere.filter(source=source):
        still = Recommendation.everywhere.filter(finding=finding, status__in=OPEN).order_by("pk")
        if still or not Recommendation.everywhere.filter(finding=finding).exists():
            found = copying.of(finding, source=copy)
            for recommendation in still:
                copying.recommendation(recommendation, found)
    return copy


def _origin(source, on):
    reference = f", {source.reference}" if source.reference else ""
    words = f"{source.partnership.name}: {source.title}{reference}, {source.happened_on}; inherited on {on}"
    return (source.origin or words)[:500]


class _Copying:
    """Copies rows; an agency of the predecessor that does not work in the successor stands as printed."""

    def __init__(self, source, into, by):
        self.into, self.by = into, by
        self.agencies = set(
            Footprint.everywhere.filter(partnership=into, ended__isnull=True).values_list(
                "agency_id", flat=True
            )
        )

    def of(self, row, **changes):
        """A new row like ``row``: the same fields but for ``changes``; its file is kept for the successor too."""
        fields = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        if fields.get("document_id"):
            changes["document"] = self._file(row.document)
        for name, value in changes.items():
            fields.pop(f"{name}_id", None)
            fields[name] = value
        if "version" in fields:
            fields["version"] = 1
        return type(row).everywhere.create(**fields)

    def recommendation(self, row, finding):
        copy = self.of(row, finding=finding, group=None, priority=None)
        for addressee in Addressee.everywhere.filter(recommendation=row, agency__in=self.agencies):
            self.of(addressee, recommendation=copy)
        for response in Response.everywhere.filter(recommendation=row):
            self.of(response, recommendation=copy)
        for action in Action.everywhere.filter(recommendation=row).order_by("pk"):
            self.action(action, copy)
        for impact in Impact.everywhere.filter(recommendation=row):
            judged = self.of(impact, recommendation=copy)
            for evidence in Evidence.everywhere.filter(impact=impact):
                self.of(evidence, impact=judged)

    def action(self, row, recommendation):
        changes = {"recommendation": recommendation}
        if row.owner_agency_id and row.owner_agency_id not in self.agencies:
            changes |= {"owner_agency": None, "owner_person": None, "owner_as_printed": row.owner[:200]}
            if row.status == "under_way":
                changes["status"] = "planned"
        copy = self.of(row, **changes)
        for related in ("milestones", "updates", "evidence", "verifications"):
            model = getattr(Action, related).rel.related_model
            for each in model.everywhere.filter(action=row).order_by("pk"):
                self.of(each, action=copy)

    def _file(self, document):
        agency = document.agency_id if document.agency_id in self.agencies else None
        return documents.keep(
            bytes(document.content),
            name=document.name,
            partnership=self.into.pk,
            by=self.by,
            agency=agency,
            classification=document.classification,
        )
