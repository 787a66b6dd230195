"""The journal, the reminders of each day, the public site's database role, and backups."""

from pathlib import Path

from lscp.cli.arguments import Wrong, command, family
from lscp.cli.running import open_record, prepare


def add(commands):
    journal = family(commands, "journal", "the journal")
    command(journal, "verify", journal_verify, "walk the hash chain and name the first broken link")

    command(commands, "remind", remind, "send reminders and escalate what is overdue; run it once a day")
    role = command(
        commands, "shelf-role", shelf_role, "print the SQL for the public site's database role (PostgreSQL)"
    )
    role.add_argument("--role", default="lscp_shelf", metavar="NAME")
    backup = command(commands, "backup", backup_to, "write the whole record to one file")
    backup.add_argument("file", type=Path)
    restore = command(commands, "restore", restore_from, "read a backup into a new, empty database")
    restore.add_argument("file", type=Path)
    export = command(commands, "export", export_to, "write all that a partnership has kept as open files")
    export.add_argument("--partnership", required=True, metavar="CODE")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")


def journal_verify(chosen):
    open_record()
    from lscp.journal import record
    from lscp.journal.models import Event

    broken = record.first_break()
    if broken:
        raise Wrong(broken.because)
    print(f"The chain holds: {Event.objects.count()} events, none altered, removed or moved.")


def remind(chosen):
    open_record()
    from django.utils import timezone

    from lscp import scope
    from lscp.desk.notices import send_chapter_reminder, send_reminder, send_return_reminder
    from lscp.golden_thread.operations import send_reminders
    from lscp.indicators import commands as returns
    from lscp.publication import reminders as chapters

    on = timezone.localdate()
    with scope.of_all("reminders"):
        rounds = [
            send_reminders(on, send_reminder),
            returns.send_reminders(on, send_return_reminder),
            chapters.send_reminders(on, send_chapter_reminder),
        ]
    failed = [one for _, lost in rounds for one in lost]
    print(f"Sent {sum(len(sent) for sent, _ in rounds)} reminders.")
    if failed:
        lines = [
            f"Not sent to {reminder.person}: {error}. The next run tries again." for reminder, error in failed
        ]
        raise Wrong("\n".join(lines))


def shelf_role(chosen):
    open_record()
    from django.db import connection

    from lscp.shelf.grants import statements

    if connection.vendor != "postgresql":
        raise Wrong("This needs PostgreSQL. Set DATABASE_URL to its address; SQLite has no roles.")
    print(";\n".join(statements(chosen.role, database=connection.settings_dict["NAME"])) + ";")


def backup_to(chosen):
    open_record()
    from lscp import backup

    try:
        print(f"Wrote {backup.write(chosen.file)} rows to {chosen.file}.")
    except OSError as error:
        raise Wrong(
            f"{chosen.file}: {error.strerror}. Name a file in a folder that can be written to."
        ) from None


def restore_from(chosen):
    open_record(made=False)
    from lscp import backup

    try:
        opened = backup.opened(chosen.file)  # first: what is no backup leaves no empty database behind
        prepare()
        print(f"Restored {backup.read(*opened)} rows.")
    except backup.CannotRestore as wrong:
        raise Wrong(f"{chosen.file}: {wrong}") from None


def export_to(chosen):
    open_record()
    from lscp import export

    try:
        written = export.write(chosen.partnership, chosen.out)
    except export.CannotExport as wrong:
        raise Wrong(str(wrong)) from None
    tables = [file for file in written if file.rows is not None]
    rows = sum(file.rows for file in tables)
    print(
        f"Wrote {rows} rows of {len(tables)} tables and {len(written) - len(tables)} other files to {chosen.out}. "
        f"Begin with {chosen.out / 'index.html'}."
    )
