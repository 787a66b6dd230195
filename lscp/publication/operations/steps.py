"""The steps that every operation on a report takes: hold it, ask who may, journal, and void what was signed."""

from django.utils import timezone

from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.publication import document as d
from lscp.publication.models import Chapter, Report
from lscp.publication.queries import proof_in_force
from lscp.publication.states import VERBS
from lscp.refusal import refuse_if
from lscp.versioned import change


def locked(report):
    """The report as it is now, held until the end of the transaction: a signature and a change cannot cross."""
    return Report.everywhere.select_for_update().select_related("partnership").get(pk=report.pk)


def held(chapter):
    """The report, held, and its chapter as it is now."""
    report = locked(Report.everywhere.get(pk=chapter.report_id))
    return report, Chapter.everywhere.get(pk=chapter.pk)


def allow(by, report, permission, *own_rules):
    refuse_if(
        partnership_rules.ours(by, report.partnership_id),
        partnership_rules.may(by, permission),
        *own_rules,
    )


def journal(verb, summary, row, *, by, partnership, **details):
    about = f"{row._meta.model_name}:{row.pk}"
    return record.write(verb, summary, by=by, about=about, partnership=partnership, **details)


def go(report, status, summary, *, by, **fields):
    """Change the status and journal it. ``rules.may_go`` has been asked."""
    was = report.status
    change(report, status=status, **fields)
    journal(VERBS[was, status], summary, report, by=by, partnership=report.partnership_id)


def text_changed(report, what, *, by):
    """A text that changes after it went out for signing is a draft again, and no signature under it counts."""
    if not report.out_for_signing:
        return
    proof = proof_in_force(report)
    day = d.show_date(timezone.localdate())
    because = f"The text was changed after it was sent out: {what} on {day}."
    proof.void_at, proof.void_because = timezone.now(), because
    proof.save(update_fields=["void_at", "void_because"])
    go(report, "draft", f"The signatures under {report} are void. {because}", by=by)
