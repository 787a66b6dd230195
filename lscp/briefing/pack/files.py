"""The two papers of a pack as files: checked, rendered, and written whole or not at all."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from lscp.briefing.pack import members, officers, rules
from lscp.disclosure import identifying
from lscp.publication import checks, manifest
from lscp.publication import document as d
from lscp.publication.facts.easy import numbers_on_our_page
from lscp.publication.render import (
    PAGE,
    PDF,
    SPREADSHEET,
    STYLE,
    WORD,
    Rendered,
    html,
    layout,
    pdf,
    tables,
    word,
)
from lscp.refusal import refuse_if
from lscp.sources.reviews.models import Incident

STYLE_SHEET = "edition.css"  # as its pages name it
TABLES = "tables.ods"
MEMBERS = ("pack.html", "pack.pdf", "pack.docx", TABLES)
OFFICERS = ("likely-questions.html", "likely-questions.pdf", "likely-questions.docx")


@dataclass(frozen=True)
class Paper:
    """One of the two: its text, the stem of its files' names, what stands under its title, its spreadsheet's name."""

    document: d.Document
    stem: str
    note: str
    spreadsheet: str = ""

    @cached_property
    def laid_out(self):
        return layout.lay_out(self.document, published_note=self.note, signed=False)

    @property
    def makers(self):
        """``{name: function that makes the file}``, so that a page can make the one that is asked for."""
        made = {
            f"{self.stem}.html": self._page,
            f"{self.stem}.pdf": self._pdf,
            f"{self.stem}.docx": self._word,
        }
        return made | ({self.spreadsheet: self._tables} if self.spreadsheet else {})

    def _page(self):
        return Rendered(html.page(self.laid_out).encode(), PAGE, "Web page")

    def _pdf(self):
        return Rendered(pdf.report(self.laid_out, dated=self.document.dated), PDF, "To print")

    def _word(self):
        return Rendered(word.report(self.laid_out, dated=self.document.dated), WORD, "Word document")

    def _tables(self):
        book = tables.workbook(
            self.document, dated=self.document.dated, published_note=self.note, signed=False
        )
        return Rendered(book, SPREADSHEET, "Its tables as a spreadsheet")


def for_members(pack):
    return Paper(members.numbered(members.compose(pack)), "pack", _made(pack), spreadsheet=TABLES)


def for_officers(pack, likely):
    return Paper(officers.compose(pack, likely), "likely-questions", f"{officers.MARK}. {_made(pack)}")


def _made(pack):
    return f"Made from the record on {d.show_date(pack.made)}."


def style_sheet():
    return Rendered(html.style_sheet().encode(), STYLE, "Style sheet")


# ── Checks ────────────────────────────────────────────────────────────────────────────────────────────────


def check(pack, document):
    """What the checks for identifying details and small numbers say of a paper, the worst first.

    Of the members' as it is composed: the number of a paragraph before its words would be read as a count.
    """
    emails, phones = _our_own(pack)
    pseudonyms = tuple(Incident.objects.values_list("pseudonym", flat=True))
    found = chain(
        checks.identifying_detail(document, pseudonyms=pseudonyms, allow_emails=emails, allow_phones=phones),
        checks.small_number(document),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: checks.SEVERITIES.index(finding.severity)))


def errors(findings):
    return [finding for finding in findings if finding.severity == checks.ERROR]


def _our_own(pack):
    """E-mail addresses and telephone numbers that may stand in it: the partnership's, and the author's on the cover."""
    ours = pack.partnership
    details = identifying.scan(members.cover_in_words(pack))
    emails = [ours.contact_email, *(each.text for each in details if each.kind == "email")]
    phones = [ours.contact_phone, *(each.text for each in details if each.kind == "phone")]
    return [*filter(None, emails)], [*filter(None, phones), *numbers_on_our_page(ours.pk)]


# ── Into a folder ─────────────────────────────────────────────────────────────────────────────────────────


def build(pack, likely, folder):
    """Write both papers, the style sheet and a manifest with their hashes; ``({name: size}, [Finding])``.

    Refused with every error of the checks (PK-02) and then nothing is written; PK-03 where the folder cannot be.
    """
    papers = for_members(pack), for_officers(pack, likely)
    found = [*check(pack, members.compose(pack)), *check(pack, papers[1].document)]
    refuse_if(rules.nothing_stops_the_pack(errors(found)))
    files = {name: make().content for paper in papers for name, make in paper.makers.items()}
    files[STYLE_SHEET] = style_sheet().content
    files[manifest.MANIFEST] = manifest.write(
        files,
        partnership=pack.partnership.pk,
        committee=pack.committee.name,
        meeting=pack.meeting.isoformat(),
        made=pack.made.isoformat(),
        documents={paper.stem: d.checksum(paper.document) for paper in papers},
    )
    try:
        write(files, Path(folder))
    except OSError as error:
        refuse_if(rules.folder_can_be_written(error, folder))
    return {name: len(content) for name, content in sorted(files.items())}, found


def write(files, folder):
    """All files or none: they are written beside the folder first and moved into it when they are whole.

    Files of the same names are replaced, as ``lscp report build`` does. The manifest goes first and comes last: a
    folder whose move was cut short has none.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (aside / name).write_bytes(content)
        aside.chmod(0o755)
        if not folder.exists():
            aside.rename(folder)
            return
        with suppress(FileNotFoundError):
            (folder / manifest.MANIFEST).unlink()
        for name in sorted(files, key=lambda name: name == manifest.MANIFEST):
            (aside / name).replace(folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
