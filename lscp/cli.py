"""The ``lscp`` command: thin, one call each.

Exit status: 0 done; 1 the input was read and something in it is wrong (said line by line on stderr); 2 usage.
With ``--json`` one JSON document goes to stdout and nothing else; progress goes to stderr.
"""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from lscp.refusal import Refused


class Wrong(Exception):
    """What was given was read and is wrong: one line or more for stderr, and exit status 1."""


def main(arguments=None):
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        return chosen.do(chosen) or 0
    except (Wrong, Refused) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="lscp", description="The record of a safeguarding children partnership."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(parent, name, do, help):
        added = parent.add_parser(name, help=help, description=help)
        added.set_defaults(do=do)
        return added

    def family(name, help):
        added = commands.add_parser(name, help=help, description=help)
        return added.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command(commands, "init", init, "make or upgrade the database and gather the static files")
    serving = command(commands, "serve", serve, "serve the desk and the public site")
    serving.add_argument("--address", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument(
        "--public-only", action="store_true", help="serve the public site alone, from the shelf"
    )
    demo = command(commands, "demo", demonstrate, "a fictional partnership with three years of history")
    demo.add_argument("--port", type=int, default=8000)

    found = command(commands, "found", found_partnership, "begin a partnership and its first administrator")
    found.add_argument("code", help="a short name for addresses and files, like thornley")
    found.add_argument("name")
    found.add_argument("--authority", action="append", required=True, metavar="ONSCODE=NAME")
    found.add_argument("--started", type=_date, required=True)
    found.add_argument(
        "--council", required=True, metavar="NAME", help="the local authority, its first agency"
    )
    found.add_argument("--administrator", required=True, metavar="NAME")
    found.add_argument("--email", required=True)

    minutes = family("minutes", "committee papers")
    read = command(minutes, "read", minutes_read, "read one committee paper and print what was found")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")
    bring = command(minutes, "import", minutes_import, "stage a committee paper for a person to accept")
    bring.add_argument("file", type=Path)
    bring.add_argument("--partnership", required=True, metavar="CODE")

    clock = command(commands, "clock", clock_due, "when a duty falls due: lscp clock C04 2022-05-31")
    clock.add_argument("duty")
    clock.add_argument("date", type=_date)
    clock.add_argument("--json", action="store_true")

    journal = family("journal", "the journal")
    command(journal, "verify", journal_verify, "walk the hash chain and name the first broken link")

    command(commands, "remind", remind, "send reminders and escalate what is overdue; run it once a day")
    command(
        commands, "shelf-role", shelf_role, "print the SQL for the public site's database role (PostgreSQL)"
    )
    backup = command(commands, "backup", backup_to, "write the whole record to one file")
    backup.add_argument("file", type=Path)
    restore = command(commands, "restore", restore_from, "read a backup into a new, empty database")
    restore.add_argument("file", type=Path)
    return parser


def _date(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it like 2022-05-31") from None


def _print_json(document):
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def _open_record(settings="lscp.config.settings"):
    """Load Django. Only commands that touch the record do."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()


# --- running it


def init(chosen):
    _open_record()
    _prepare()
    print("Ready. Next: lscp found …, then lscp serve.")


def _prepare():
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def serve(chosen):
    name = "public_wsgi" if chosen.public_only else "wsgi"
    _open_record(f"lscp.config.{'public_settings' if chosen.public_only else 'settings'}")
    from granian import Granian
    from granian.constants import Interfaces

    print(f"Serving on http://{chosen.address}:{chosen.port}", file=sys.stderr)
    Granian(
        f"lscp.config.{name}:application",
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.WSGI,
        log_access=False,
        blocking_threads=8,
        websockets=False,
    ).serve()


def demonstrate(chosen):
    os.environ["LSCP_DEMO"] = "1"
    _open_record()
    _prepare()
    from lscp.demo import play

    print(play.tell(play.load(progress=lambda line: print(line, file=sys.stderr))))
    if os.environ.get("SERVE", "1") != "0":
        chosen.address, chosen.public_only = "127.0.0.1", False
        serve(chosen)


def found_partnership(chosen):
    _open_record()
    from lscp.partnerships.operations import found_with_administrator

    authorities = [
        dict(zip(("code", "name"), text.partition("=")[::2], strict=True)) for text in chosen.authority
    ]
    held = found_with_administrator(
        code=chosen.code,
        name=chosen.name,
        authorities=authorities,
        started=chosen.started,
        council=chosen.council,
        administrator=chosen.administrator,
        email=chosen.email,
    )
    print(f"Founded {chosen.name}. {held.person.name} signs in at /desk/ after choosing a password at")
    print("/desk/account/password/reset/ with the address given.")


# --- committee papers


def minutes_read(chosen):
    from lscp import minutes
    from lscp.minutes.words import in_words

    try:
        paper = minutes.read_path(chosen.file)
    except minutes.Unreadable as unreadable:
        raise Wrong(f"{chosen.file}: {unreadable}") from None
    if chosen.json:
        _print_json(paper.as_json())
    else:
        print(in_words(paper))


def minutes_import(chosen):
    _open_record()
    from lscp import minutes
    from lscp.sources.committee.commands import stage_file

    try:
        print(stage_file(chosen.file, chosen.partnership))
    except minutes.Unreadable as wrong:
        raise Wrong(f"{chosen.file}: {wrong}") from None


# --- clocks


def clock_due(chosen):
    from lscp.calendars import OutsideCalendar
    from lscp.clocks.deadline import NoLimit, deadline
    from lscp.clocks.duties import UnknownDuty, in_force

    try:
        due = deadline(in_force(chosen.duty.upper(), chosen.date), chosen.date)
    except (UnknownDuty, NoLimit, OutsideCalendar) as wrong:
        raise Wrong(str(wrong)) from None
    if chosen.json:
        _print_json(due.as_json())
    else:
        print(due.as_text())


# --- keeping it


def journal_verify(chosen):
    _open_record()
    from lscp.journal import record
    from lscp.journal.models import Event

    broken = record.first_break()
    if broken:
        raise Wrong(broken.because)
    print(f"The chain holds: {Event.objects.count()} events, none altered, removed or moved.")


def remind(chosen):
    _open_record()
    from lscp.desk.notices import send_reminders

    print(send_reminders(date.today()))


def shelf_role(chosen):
    from lscp.shelf.grants import statements

    print("\n".join(statements()))


def backup_to(chosen):
    _open_record()
    from lscp import backup

    print(f"Wrote {backup.write(chosen.file)} rows to {chosen.file}.")


def restore_from(chosen):
    _open_record()
    _prepare()
    from lscp import backup

    try:
        print(f"Restored {backup.read(chosen.file)} rows.")
    except backup.CannotRestore as wrong:
        raise Wrong(f"{chosen.file}: {wrong}") from None
