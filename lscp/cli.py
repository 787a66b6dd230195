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

    join = command(
        commands, "join-agency", join_agency, "let an agency of one partnership serve another one too"
    )
    join.add_argument("name")
    join.add_argument("--partnership", required=True, metavar="CODE")
    join.add_argument("--started", type=_date, required=True)
    join.add_argument("--capacity", choices=["statutory", "relevant", "local"], default="relevant")

    minutes = family("minutes", "committee papers")
    read = command(minutes, "read", minutes_read, "read one committee paper and print what was found")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")
    bring = command(minutes, "import", minutes_import, "stage a committee paper for a person to accept")
    bring.add_argument("file", type=Path)
    bring.add_argument("--partnership", required=True, metavar="CODE")

    returns = family("return", "counts from an extract, and the returns that hold them")
    computing = command(
        returns, "compute", return_compute, "count an extract and write what was counted as a return"
    )
    extract = computing.add_mutually_exclusive_group(required=True)
    extract.add_argument(
        "--annex-a", type=Path, nargs="+", metavar="PATH", help="a workbook, or the lists as CSV"
    )
    extract.add_argument("--cin-census", type=Path, metavar="PATH", help="the children in need census, XML")
    extract.add_argument("--csv", type=Path, nargs="+", metavar="PATH", help="an agency's own CSV files")
    extract.add_argument("--events", type=Path, metavar="DIR", help="a folder of events, read before")
    computing.add_argument("--layout", type=Path, help="what the columns of --csv mean")
    computing.add_argument("--words", type=Path, help="the area's own words, mapped to codes")
    computing.add_argument("--area", required=True, metavar="CODE", help="the authority: E09000001")
    computing.add_argument("--from", dest="start", type=_date, required=True, metavar="DATE")
    computing.add_argument("--to", dest="end", type=_date, required=True, metavar="DATE")
    computing.add_argument("--by", choices=["month", "quarter", "year"])
    computing.add_argument(
        "--breakdown", default="", metavar="NAME,NAME…", help="ethnicity, sex, age, disability, ward; age*sex"
    )
    computing.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    computing.add_argument("--agency", metavar="NAME")
    computing.add_argument("--partnership", metavar="CODE")
    computing.add_argument("--out", type=Path, required=True, metavar="FILE")
    computing.add_argument("--json", action="store_true")
    check = command(returns, "check", return_check, "check a return before it is sent or received")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true")
    compare = command(
        returns,
        "compare",
        return_compare,
        "where two returns about the same children do not agree; then exit 1",
    )
    compare.add_argument("file", type=Path)
    compare.add_argument("other", type=Path)

    report = family("report", "the annual report")
    for name, do, help in [
        ("check", report_check, "check a report before it is signed, or as it was published"),
        ("build", report_build, "write a report's files into a folder"),
        ("verify", report_verify, "prove that a published edition is what was signed"),
        ("new", report_new, "begin a report"),
        ("freeze", report_freeze, "render the signed text once"),
        ("publish", report_publish, "put the frozen edition on the public site"),
    ]:
        added = command(report, name, do, help)
        if name == "verify":
            added.add_argument(
                "--folder", type=Path, help="a folder of downloaded files, instead of the record"
            )
        if name == "new":
            added.add_argument("--title", required=True)
            added.add_argument("--from", dest="start", type=_date, required=True)
            added.add_argument("--to", dest="end", type=_date, required=True)
        else:
            added.add_argument(
                "--report", metavar="NAME", help="its name in the address: annual-report-2024-25"
            )
            added.add_argument("--edition", type=int)
        added.add_argument("--partnership", metavar="CODE", required=name != "verify")
        if name == "check":
            added.add_argument("--json", action="store_true")
        if name == "build":
            added.add_argument("--out", type=Path, required=True, metavar="DIR")
        if name in {"new", "freeze", "publish"}:
            added.add_argument(
                "--as", dest="email", required=True, help="whose act it is: an account's e-mail address"
            )

    received = command(returns, "receive", return_receive, "take a return into the record")
    received.add_argument("file", type=Path)
    received.add_argument("--partnership", required=True, metavar="CODE")
    received.add_argument("--agency", metavar="NAME", help="whose it is, where the file does not say")

    published = command(commands, "published", published_import, "bring in published national statistics")
    published.add_argument("file", type=Path, nargs="+")
    people = command(commands, "population", population_import, "bring in published populations (CSV)")
    people.add_argument("file", type=Path)
    wards = command(commands, "wards", wards_import, "bring in the outlines of an area's wards (GeoJSON)")
    wards.add_argument("file", type=Path)
    wards.add_argument("--partnership", required=True, metavar="CODE")
    wards.add_argument("--area", required=True, metavar="ONSCODE")
    wards.add_argument("--vintage", required=True, help="which release: 'ONS, December 2024'")

    services = command(
        commands,
        "services",
        services_import,
        "bring in what stands in an area's wards (CSV: name, kind, ward)",
    )
    services.add_argument("file", type=Path)
    services.add_argument("--partnership", required=True, metavar="CODE")
    services.add_argument("--area", required=True, metavar="ONSCODE")

    clock = command(commands, "clock", clock_due, "when a duty falls due: lscp clock C04 2022-05-31")
    clock.add_argument("duty")
    clock.add_argument("date", type=_date)
    clock.add_argument("--json", action="store_true")

    disclosure = family("disclosure", "make a table of counts safe to publish, or try to undo one")
    for name, do, help in [
        ("protect", disclosure_protect, "hide small counts, and what would give them away"),
        (
            "attack",
            disclosure_attack,
            "work out what each hidden count can be; exit 1 when a range is too narrow",
        ),
    ]:
        added = command(disclosure, name, do, help)
        hides = name == "protect"
        added.add_argument("tables", type=Path, metavar="TABLE.csv", nargs=1 if hides else "+")
        added.add_argument(
            "--by", type=_columns, required=hides, metavar="COL,COL…", help="nested ones too: area,ward"
        )
        added.add_argument("--count", required=hides, metavar="COL")
        added.add_argument(
            "--threshold", type=int, default=5, help="counts of 1 to this are hidden (default 5)"
        )
        added.add_argument(
            "--width", type=int, default=3, help="how far apart a range's ends must lie (default 3)"
        )
        added.add_argument("--published", type=Path, nargs="+", default=[], metavar="EARLIER.csv")
        added.add_argument("--json", action="store_true")
        if hides:
            added.add_argument("--out", type=Path, required=True, metavar="OUT.csv")

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


def _columns(text):
    return [column.strip() for column in text.split(",") if column.strip()]


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


def join_agency(chosen):
    _open_record()
    from lscp.partnerships.models import Agency, Partnership
    from lscp.partnerships.operations import add_agency

    partnership = Partnership.objects.filter(pk=chosen.partnership).first()
    agency = Agency.everywhere.filter(name=chosen.name).first()  # unlocked: the installer's own command
    if partnership is None or agency is None:
        missing = (
            f"partnership {chosen.partnership}" if partnership is None else f"agency called {chosen.name}"
        )
        raise Wrong(f"There is no {missing} here. Check the spelling.")
    add_agency(
        partnership, name=agency.name, sector=agency.sector, started=chosen.started, capacity=chosen.capacity
    )
    print(f"{agency.name} serves {partnership.name} too, from {chosen.started}.")


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
    from lscp import minutes, scope
    from lscp.sources.committee.commands import stage_file

    try:
        paper = stage_file(chosen.file, chosen.partnership)
    except minutes.Unreadable as wrong:
        raise Wrong(f"{chosen.file}: {wrong}") from None
    with scope.of_partnership(chosen.partnership):
        waiting = paper.proposals.filter(status="proposed").count()
    print(f"{paper}: {waiting} finds wait for a person at /desk/committee/{paper.pk}")


# --- returns


def return_compute(chosen):
    from lscp.scorecard import commands

    asked = commands.Asked(
        breakdowns=[each.strip() for each in chosen.breakdown.split(",") if each.strip()],
        **{
            name: getattr(chosen, name) or () if name in ("annex_a", "csv") else getattr(chosen, name)
            for name in commands.Asked.__dataclass_fields__
            if name != "breakdowns"
        },
    )
    try:
        made = commands.return_compute(asked)
    except commands.CannotCompute as wrong:
        raise Wrong(str(wrong)) from None
    if chosen.json:
        _print_json(made.as_json())
    else:
        print("\n".join(made.lines()))


def return_check(chosen):
    from lscp.scorecard import checking

    if chosen.json:
        status, document = checking.as_json(chosen.file)
        _print_json(document)
        return status
    status, lines = checking.check_file(chosen.file)
    if status:
        raise Wrong("\n".join(lines))
    print("\n".join(lines))


def return_compare(chosen):
    from lscp.scorecard import checking

    status, lines = checking.compare_files(chosen.file, chosen.other)
    if status:
        raise Wrong("\n".join(lines))
    print("\n".join(lines))


# --- the annual report


def _find_report(chosen):
    _open_record()
    from lscp.publication import commands

    try:
        return commands.find(chosen.partnership, chosen.report, chosen.edition)
    except commands.NotFound as missing:
        raise Wrong(str(missing)) from None


def _acting(chosen):
    """The role that the account given with ``--as`` holds in the partnership today."""
    from django.utils import timezone

    from lscp.partnerships.access import roles_of_address

    held = roles_of_address(chosen.email, chosen.partnership, timezone.localdate())
    if not held:
        raise Wrong(
            f"{chosen.email} holds no role in {chosen.partnership}. Give the address of an account that does."
        )
    return held[0]


def report_new(chosen):
    _open_record()
    from lscp import scope
    from lscp.publication import commands

    held = _acting(chosen)
    with scope.of_partnership(chosen.partnership):
        made = commands.new(
            held.partnership, title=chosen.title, period_start=chosen.start, period_end=chosen.end, by=held
        )
    print(f"Began {made}: its name is {made.work}.")


def report_check(chosen):
    found = _find_report(chosen)
    from lscp import scope
    from lscp.publication import commands

    with scope.of_partnership(chosen.partnership):
        checked = commands.check(found)
    if chosen.json:
        _print_json(commands.as_json(found, checked))
    for finding in checked.findings:
        print(f"{finding.severity}: {finding.where}: {finding.message}", file=sys.stderr)
    return 1 if checked.errors else 0


def report_build(chosen):
    found = _find_report(chosen)
    from lscp import scope
    from lscp.publication import commands

    with scope.of_partnership(chosen.partnership):
        for path, size in sorted(commands.build(found, chosen.out).items()):
            print(f"{chosen.out / path}  {size} bytes")


def report_freeze(chosen):
    _change_report(chosen, "freeze", "Frozen")


def report_publish(chosen):
    _change_report(chosen, "publish", "Published")


def _change_report(chosen, verb, done):
    found = _find_report(chosen)
    from lscp import scope
    from lscp.publication import commands

    with scope.of_partnership(chosen.partnership):
        getattr(commands, verb)(found, by=_acting(chosen))
    print(f"{done} {found}.")


def report_verify(chosen):
    if not chosen.folder and not (chosen.partnership and chosen.report):
        print("lscp report verify: give --folder, or --partnership and --report", file=sys.stderr)
        return 2
    _open_record()
    from lscp.publication import commands

    if chosen.folder:
        faults = commands.verify_folder(chosen.folder)
    else:
        from lscp import scope

        found = _find_report(chosen)
        with scope.of_partnership(chosen.partnership):
            faults = commands.verify(found)
    if faults:
        raise Wrong("\n".join(faults))
    print("Every hash holds: these are the files that were signed and published.")


# --- the numbers


def return_receive(chosen):
    _open_record()
    from lscp import scope
    from lscp.indicators.commands import receive_file

    received = receive_file(chosen.file, chosen.partnership, chosen.agency)
    with scope.of_partnership(chosen.partnership):
        many = received.readings.count()
    print(f"Received {received}: {many} figures, SHA-256 {received.document.sha256}")


def published_import(chosen):
    _open_record()
    from lscp.indicators.commands import import_published_files

    done = import_published_files(chosen.file)
    print(f"{done.figures} published figures and {done.populations} populations are new.")
    if done.left_out:
        print(f"{done.left_out} rows are of measures that the catalogue does not have.", file=sys.stderr)


def population_import(chosen):
    _open_record()
    from lscp.indicators.commands import import_population_file

    print(f"{import_population_file(chosen.file)} populations are new.")


def wards_import(chosen):
    _open_record()
    from lscp.indicators.commands import import_ward_file

    many = import_ward_file(chosen.file, chosen.partnership, area=chosen.area, vintage=chosen.vintage)
    print(f"{many} wards of {chosen.area} are on the map.")


def services_import(chosen):
    _open_record()
    from lscp.indicators.commands import import_resource_file

    many = import_resource_file(chosen.file, chosen.partnership, area=chosen.area)
    print(f"{many} services of {chosen.area} stand beside the map.")


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


# --- safe numbers


def disclosure_protect(chosen):
    from lscp.disclosure import commands

    try:
        protected, verdict = commands.protect_file(
            chosen.tables[0],
            by=chosen.by,
            count=chosen.count,
            threshold=chosen.threshold,
            width=chosen.width,
            published=chosen.published,
            out=chosen.out,
        )
    except commands.Trouble as wrong:
        raise Wrong(str(wrong)) from None
    if chosen.json:
        _print_json(commands.protected_as_json(protected, verdict))
    else:
        print("\n".join([commands.said(protected), *commands.said_of_time(verdict)]))
    if verdict.leaks:
        raise Wrong("\n".join([*commands.said_of_attack(verdict), f"{chosen.out} was not written."]))


def disclosure_attack(chosen):
    from lscp.disclosure import commands

    try:
        verdict = commands.attack_files(
            [*chosen.tables, *chosen.published],
            by=chosen.by,
            count=chosen.count,
            threshold=chosen.threshold,
            width=chosen.width,
        )
    except commands.Trouble as wrong:
        raise Wrong(str(wrong)) from None
    if chosen.json:
        _print_json(verdict.as_json())
    if not verdict.safe:
        raise Wrong("\n".join(commands.said_of_attack(verdict)))
    if not chosen.json:
        print(
            "\n".join(
                [f"Safe: each of {verdict.hidden} hidden counts could be many numbers.", *verdict.notes]
            )
        )


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
    from django.utils import timezone

    from lscp import scope
    from lscp.desk.notices import send_reminder, send_return_reminder
    from lscp.golden_thread.operations import send_reminders
    from lscp.indicators import commands as returns

    on = timezone.localdate()
    with scope.of_all("reminders"):
        sent, failed = send_reminders(on, send_reminder)
        more_sent, more_failed = returns.send_reminders(on, send_return_reminder)
    failed += more_failed
    print(f"Sent {len(sent) + len(more_sent)} reminders.")
    if failed:
        lines = [
            f"Not sent to {reminder.person}: {error}. The next run tries again." for reminder, error in failed
        ]
        raise Wrong("\n".join(lines))


def shelf_role(chosen):
    _open_record()
    from django.db import connection

    from lscp.shelf.grants import statements

    if connection.vendor != "postgresql":
        raise Wrong("This needs PostgreSQL. Set DATABASE_URL to its address; SQLite has no roles.")
    print(";\n".join(statements(chosen.role, database=connection.settings_dict["NAME"])) + ";")


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
