"""What the ``lscp report`` command calls: plain functions that return data and print nothing."""

from pathlib import Path

from lscp import scope
from lscp.journal.models import Event
from lscp.publication import document as d
from lscp.publication import manifest, operations, queries
from lscp.publication.models import FrozenFile, Report
from lscp.publication.render import committee_report, render
from lscp.shelf.models import Edition
from lscp.shelf.operations import faults as shelf_faults


class NotFound(Exception):
    """There is no such report. The message says which there are."""


def find(partnership, work, edition=None):
    """The report of ``partnership`` (its code) with this name in its address: the latest edition, unless told."""
    with scope.of_partnership(partnership):
        rows = Report.objects.filter(work=work).select_related("partnership").order_by("-edition")
        found = rows.filter(edition=edition).first() if edition else rows.first()
        known = ", ".join(sorted(set(Report.objects.values_list("work", flat=True)))) or "none yet"
    if found is None:
        raise NotFound(f"There is no report {work!r} in {partnership}. There are: {known}.")
    return found


def check(report):
    """What the checks say of the text out for signing or published, else of the draft, as ``checks.Checked``."""
    proof = queries.proof_in_force(report)
    return queries.check_proof(proof) if proof else queries.check(report)


def as_json(report, checked):
    """The shape of ``lscp report check --json``."""
    period = d.show_period(report.period_start, report.period_end)
    about = {"title": str(report), "period": period, "pages": None}
    return {"document": about, **checked.as_json()}


def build(report, out_dir):
    """Write the edition's files into ``out_dir`` and return ``{path: bytes written}``.

    A published edition's files come from the shelf and a frozen one's as they were frozen, byte for byte; of
    anything earlier, the text as it is now is rendered, and its front says that it is a draft. The report to the
    committee is made anew each time: the council publishes it, so it stands on no shelf and in no manifest.
    """
    found = {path: content for path, (content, _) in files(report).items()}
    out = Path(out_dir)
    for path, content in found.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return {path: len(content) for path, content in found.items()}


def files(report):
    """The edition's files as ``{path: (bytes, media type)}``, and the committee's report on it; see ``build``."""
    if report.in_writing:
        text = queries.text_now(report)
        return _of(render(text, published_note=DRAFT)) | for_the_committee(report, text)
    if report.is_published:
        kept = edition_of(report).files.all()
    else:
        with scope.of_partnership(report.partnership_id):
            kept = list(FrozenFile.objects.filter(report=report))
    return {file.path: (bytes(file.content), file.media_type) for file in kept} | for_the_committee(report)


def for_the_committee(report, text=None):
    """The report to the committee, made from the text that was signed; of a draft it says that it is one."""
    text = text or queries.text_now(report)
    return _of(committee_report(text, published_note=DRAFT if report.in_writing else ""))


def _of(rendered):
    return {path: (file.content, file.media_type) for path, file in rendered.items()}


DRAFT = "This is a draft. It is not signed and not published."


def edition_of(report):
    """The edition on the shelf that this published report became."""
    return Edition.objects.get(partnership=report.partnership_id, work=report.work, number=report.edition)


def verify(report):
    """What is wrong with a published report, as sentences: its bytes, its signatures, its place in the journal."""
    if not report.is_published:
        return [f"{report} is not published, so there is nothing to prove yet."]
    edition = edition_of(report)
    contents = {file.path: bytes(file.content) for file in edition.files.all()}
    proof = queries.proof_in_force(report)
    wrong = [*shelf_faults(edition), *manifest.faults(contents)]
    if manifest.sha256(proof.document.encode()) != proof.checksum:
        wrong.append("The text kept in the record is not the text that was signed.")
    if manifest.sha256(contents.get(manifest.DOCUMENT, b"")) != proof.checksum:
        wrong.append("The text on the shelf is not the text that the record says was signed.")
    return list(dict.fromkeys([*wrong, *_not_anchored(contents, edition)]))


def verify_folder(folder):
    """What is wrong with a folder of published files (a download of an edition), held against its manifest."""
    root = Path(folder)
    if not root.is_dir():
        return [f"{folder} is not a folder. Give the folder that holds manifest.json."]
    files = {str(p.relative_to(root).as_posix()): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    return manifest.faults(files)


def _not_anchored(contents, edition):
    """The journal still holds the event that the manifest names, and says that this set of files was published."""
    try:
        anchor = manifest.read(contents.get(manifest.MANIFEST, b""))["journal"]
    except (ValueError, KeyError):
        return []
    event = Event.objects.filter(number=anchor["number"]).first()
    if event is None or event.hash != anchor["hash"]:
        return ["The journal does not hold the event that the manifest names: one of the two was changed."]
    said = Event.objects.filter(
        verb="report.published", partnership=edition.partnership, details__contains=edition.sha256
    )
    return [] if said.exists() else ["The journal does not say that this set of files was published."]


new, send_for_signing = operations.open_report, operations.send_for_signing
freeze, publish, correct = operations.freeze, operations.publish, operations.correct
