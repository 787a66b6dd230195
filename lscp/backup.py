"""The whole record in one file, readable by either database and by people.

A ZIP holding one file of JSON lines for each table, in an order in which they can be read back, and a manifest with
the number of rows and the SHA-256 of each. Sign-in sessions and the cache are left out: they are not record.
"""

import hashlib
import json
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers import sort_dependencies
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

import lscp

LEFT_OUT = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}
FORMAT = 1


class CannotRestore(Exception):
    """The file is not a whole backup, or the database already holds a record. Says what to do."""


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own writes times to the millisecond, and the journal's hashes cover the microsecond."""

    def default(self, value):
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _models():
    wanted = [
        (config, [model for model in config.get_models() if model._meta.label not in LEFT_OUT])
        for config in apps.get_app_configs()
    ]
    return sort_dependencies(wanted, allow_cycles=True)


@contextmanager
def one_snapshot():
    """All that is read within is of one moment: nobody's half-finished work. Inside a transaction, of that one's."""
    begins = not connection.in_atomic_block
    with transaction.atomic():
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def write(path):
    """Write everything to ``path``; return the number of rows."""
    manifest = {"format": FORMAT, "lscp": lscp.__version__, "made_at": datetime.now(UTC), "tables": []}
    unfinished = path.with_name(path.name + ".part")
    with one_snapshot(), zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as file:
        for model in _models():
            rows, digest = 0, hashlib.sha256()
            with file.open(f"{model._meta.label}.jsonl", "w") as out:
                for row in model._base_manager.order_by("pk").iterator(chunk_size=200):
                    line = serializers.serialize(
                        "jsonl", [row], cls=_ToTheMicrosecond, sort_keys=True
                    ).encode()
                    out.write(line)
                    digest.update(line)
                    rows += 1
            manifest["tables"].append(
                {"table": model._meta.label, "rows": rows, "sha256": digest.hexdigest()}
            )
        file.writestr("manifest.json", json.dumps(manifest, indent=1, default=str))
    unfinished.replace(path)
    return sum(table["rows"] for table in manifest["tables"])


def opened(path):
    """The open file and its manifest; touches no database."""
    try:
        file = zipfile.ZipFile(path)
        manifest = json.loads(file.read("manifest.json"))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CannotRestore("This is not a backup made by lscp backup. Choose the file it wrote.") from error
    if manifest.get("format") != FORMAT:
        raise CannotRestore("This backup was made by a later version. Install that version and try again.")
    return file, manifest


def read(file, manifest):
    """Read an ``opened`` backup into an empty database; return the number of rows. All or nothing."""
    _refuse_unless_empty()
    with file, transaction.atomic(), connection.constraint_checks_disabled():
        for table in manifest["tables"]:
            _read_table(file, table)
        connection.check_constraints()
    _reset_sequences()
    return sum(table["rows"] for table in manifest["tables"])


def _refuse_unless_empty():
    from lscp.journal.models import Event
    from lscp.partnerships.models import Partnership

    if Partnership.objects.exists() or Event.objects.exists():
        raise CannotRestore("This database already holds a record. Restore into a new, empty one.")


def _read_table(file, table):
    content = file.read(f"{table['table']}.jsonl")
    if hashlib.sha256(content).hexdigest() != table["sha256"]:
        raise CannotRestore(f"{table['table']} in the backup is damaged. Use another copy of the backup.")
    rows = serializers.deserialize("jsonl", content.decode())
    model = apps.get_model(table["table"])
    if _fills_in_something_itself(model):
        for row in rows:
            row.save()
    else:
        model._base_manager.bulk_create((row.object for row in rows), batch_size=500)


def _fills_in_something_itself(model):
    """Rows of such a table must be saved raw, one by one, to come back as they were."""
    stamped = any(getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
                  for field in model._meta.concrete_fields)  # fmt: skip
    return stamped or bool(model._meta.many_to_many)


def _reset_sequences():
    statements = connection.ops.sequence_reset_sql(no_style(), _models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
