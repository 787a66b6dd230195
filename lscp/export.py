"""Everything a partnership has kept, as open files that can be read without us: the way out.

A table is a CSV file with the name of what each number refers to beside it, an uploaded file and a published edition
are their own bytes, and `dictionary.csv` says what each column means. `manifest.json` counts and `SHA256SUMS` proves
them (`sha256sum -c SHA256SUMS`). Only what the partnership's own scope shows is written.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from shutil import rmtree

from django.apps import apps
from django.db.models import BinaryField, Q
from django.utils.html import format_html, format_html_join

import lscp
from lscp import scope
from lscp.backup import one_snapshot
from lscp.design.words import never_a_formula
from lscp.scope import Scoped

FORMAT = 1
# Tables of the installation, and why they stay with it.
LEFT_OUT = {
    "partnerships.User": "accounts to sign in with; the people are in partnerships-people.csv",
    "journal.Head": "how long the journal of the whole installation is",
    "shelf.File": "the files themselves are in the folder editions",
    "publication.FrozenFile": "the files themselves are in the folder frozen",
}
# Tables that are not locked by partnership, and which of their rows are this one's. Published statistics go whole.
OPEN = {
    "partnerships.Partnership": lambda code: Q(code=code),
    "partnerships.Succession": lambda code: Q(predecessor_id=code) | Q(successor_id=code),
    "journal.Event": lambda code: Q(partnership=code),
    "shelf.Edition": lambda code: Q(partnership=code),
    "indicators.Comparator": lambda code: Q(),
    "indicators.Population": lambda code: Q(),
    "indicators.Neighbour": lambda code: Q(),
}
KEY = "token_sha256"  # of links sent by e-mail: opens nothing for anyone, and is of no use elsewhere


class CannotExport(Exception):
    """There is no such partnership, or the folder is in use. Says what to do."""


@dataclass(frozen=True)
class Written:
    """One file of the export. ``rows`` is None where it is no table."""

    path: str
    about: str
    bytes: int
    sha256: str
    rows: int | None = None


def write(code, folder):
    """Write the whole record of the partnership ``code`` into a new ``folder``; return the list of ``Written``.

    A folder that holds something is refused. The folder appears when all of it is written, or not at all.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotExport(f"{folder} holds something already. Give a new folder.")
    partnership = _partnership(code)
    unfinished = folder.with_name(folder.name + ".part")
    rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with scope.of_partnership(code), one_snapshot():
        written = _everything(code, unfinished)
    _say_what_it_is(partnership, written, unfinished)
    if folder.exists():
        folder.rmdir()
    unfinished.replace(folder)
    return written


def _partnership(code):
    model = apps.get_model("partnerships.Partnership")
    known = {each.code: each for each in model.objects.all()}
    if code not in known:
        raise CannotExport(
            f"There is no partnership {code!r}. There are: {', '.join(sorted(known)) or 'none yet'}."
        )
    return known[code]


def _everything(code, folder):
    labels, written = _Labels(), []
    for model in tables():
        written.append(_write_table(model, _rows(model, code), labels, folder))
    written.append(_write_dictionary(folder))
    for path, about, content in _files(code):
        written.append(_write(folder, path, about, content))
    return written


# ── Tables ──


def tables():
    """The models whose rows are exported, in the order of their files."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("lscp.")]
    return sorted((m for m in ours if m._meta.label not in LEFT_OUT), key=_path)


def _rows(model, code):
    if issubclass(model, Scoped):
        return model.objects.order_by("pk")
    return model.objects.filter(OPEN[model._meta.label](code)).order_by("pk")


def _path(model):
    name = re.sub(r"\W+", "-", str(model._meta.verbose_name_plural))
    return f"tables/{model._meta.app_label}-{name}.csv"


def columns(model):
    """The fields of a table that are exported: no bytes, which have files of their own, and no key."""
    return [f for f in model._meta.concrete_fields if not isinstance(f, BinaryField) and f.name != KEY]


class _Labels:
    """What a row is called where another one refers to it. Each is asked for once."""

    def __init__(self):
        self.known = {}

    def of(self, row, field):
        key = (field.related_model, getattr(row, field.attname))
        if key not in self.known:
            self.known[key] = "" if key[1] is None else str(getattr(row, field.name))
        return self.known[key]


def _write_table(model, rows, labels, folder):
    path, fields = _path(model), columns(model)
    target = folder / path
    target.parent.mkdir(exist_ok=True)
    count = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(name for field in fields for name in _headings(field))
        for row in rows.iterator(chunk_size=500):
            out.writerow(cell for field in fields for cell in _cells(row, field, labels))
            count += 1
    return _written(folder, path, _meaning(model), count)


def _headings(field):
    return (field.attname, f"{field.name}_is") if field.is_relation else (field.attname,)


def _cells(row, field, labels):
    value = getattr(row, field.attname)
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif isinstance(value, datetime):
        value = value.isoformat()
    elif isinstance(value, str):
        value = never_a_formula(value)
    return (value, never_a_formula(labels.of(row, field))) if field.is_relation else (value,)


def _meaning(model):
    return " ".join((model.__doc__ or "").split("\n\n")[0].replace("``", "").split())


def _write_dictionary(folder):
    path = "dictionary.csv"
    with (folder / path).open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["table", "column", "kind", "meaning", "refers_to", "values"])
        for model in tables():
            for field in columns(model):
                refers = _path(field.related_model) if _is_exported(field) else ""
                values = "; ".join(f"{value}: {said}" for value, said in field.flatchoices)
                about = field.help_text or field.verbose_name
                out.writerow([_path(model), field.attname, field.get_internal_type(), about, refers, values])
    return _written(folder, path, "What each column of each table means.")


def _is_exported(field):
    return field.is_relation and field.related_model in tables()


# ── Files ──


def _files(code):
    """Every uploaded file, published edition and frozen file, as path, what it is, and bytes; one at a time."""
    for document in apps.get_model("documents.Document").objects.order_by("pk").iterator(chunk_size=1):
        yield f"documents/{document.pk}-{_safe(document.name)}", "An uploaded file.", bytes(document.content)
    editions = apps.get_model("shelf.Edition").objects.filter(partnership=code)
    for edition in editions.order_by("pk"):
        for file in edition.files.all().iterator(chunk_size=1):
            yield f"editions/{edition.work}/{edition.number}/{file.path}", str(edition), bytes(file.content)
    frozen = apps.get_model("publication.FrozenFile").objects.select_related("report").order_by("pk")
    for file in frozen.iterator(chunk_size=1):
        yield (
            f"frozen/{file.report.work}/{file.report.edition}/{file.path}",
            f"{file.report}, frozen",
            bytes(file.content),
        )


def _safe(name):
    """A file's name that every system can keep."""
    plain = re.sub(r"[^\w.() -]+", "-", PurePosixPath(name.replace("\\", "/")).name).strip(" .")
    return plain[-120:] or "file"


def _write(folder, path, about, content):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return _written(folder, path, about)


def _written(folder, path, about, rows=None):
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path, about, (folder / path).stat().st_size, digest, rows)


# ── What says what it is ──


def _say_what_it_is(partnership, written, folder):
    made = datetime.now(UTC)
    manifest = {
        "format": FORMAT,
        "lscp": lscp.__version__,
        "partnership": {"code": partnership.code, "name": partnership.name},
        "made_at": made,
        "left_out": LEFT_OUT,
        "files": [asdict(file) for file in written],
    }
    said = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    own = [
        _write(folder, "manifest.json", "This list, for a machine.", said.encode()),
        _write(folder, "index.html", "This list, for people.", _index(partnership, made, written).encode()),
    ]
    sums = "".join(f"{file.sha256}  {file.path}\n" for file in [*written, *own])
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def _index(partnership, made, written):
    kinds = Counter(file.path.split("/")[0] for file in written if file.rows is None and "/" in file.path)
    rows = format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td></tr>',
        ((file.path, file.path, file.rows, file.about) for file in written if file.rows is not None),
    )
    folders = format_html_join(
        "\n",
        "<li><strong>{}</strong>: {} files</li>",
        ((f"{name}/", number) for name, number in kinds.items()),
    )
    return format_html(
        INDEX, name=partnership.name, made=made.strftime("%-d %B %Y, %H:%M"), rows=rows, folders=folders
    )


INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The record of {name}</title>
<style>body{{font:1.1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse}}th[scope=row]{{overflow-wrap:anywhere;min-width:11rem}}
th,td{{text-align:left;vertical-align:top;padding:.4rem;border-bottom:1px solid #b1b4b6}}</style></head>
<body><main><h1>The record of {name}</h1>
<p>Everything the partnership had kept on {made} (UTC). No program of ours is needed to read it.</p>
<ul><li>Each table is a CSV file, which any spreadsheet opens. A column that ends in _id holds a number of another
table; the column beside it, which ends in _is, says in words what it is.</li>
<li><a href="dictionary.csv">dictionary.csv</a> says what each column means.</li>
<li><a href="manifest.json">manifest.json</a> lists every file, and SHA256SUMS proves that none was changed:
sha256sum -c SHA256SUMS</li>
<li>A text that a spreadsheet would run as a formula has a quotation mark before it, which is ours.</li>
{folders}</ul>
<h2>Tables</h2>
<table><thead><tr><th scope="col">File</th><th scope="col">Rows</th><th scope="col">What it holds</th></tr></thead>
<tbody>
{rows}
</tbody></table></main></body></html>
"""
