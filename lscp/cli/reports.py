"""The annual report."""

import sys
from pathlib import Path

from lscp.cli.arguments import Wrong, a_date, command, family, print_json, solver_aside
from lscp.cli.running import open_record


def add(commands):
    report = family(commands, "report", "the annual report")
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
            added.add_argument("--from", dest="start", type=a_date, required=True)
            added.add_argument("--to", dest="end", type=a_date, required=True)
        else:
            added.add_argument(
                "--report", metavar="NAME", help="its name in the address: annual-report-2024-25"
            )
            added.add_argument("--edition", type=int)
        added.add_argument("--partnership", metavar="CODE", required=name not in {"verify", "check"})
        if name == "check":
            added.add_argument(
                "--file",
                type=Path,
                metavar="DRAFT",
                help="a report from anywhere: web page, Word, PDF or text",
            )
            added.add_argument(
                "--against",
                type=Path,
                metavar="LAST_YEAR",
                help="with --file: last year's report, to compare with",
            )
            added.add_argument("--json", action="store_true")
        if name == "build":
            added.add_argument("--out", type=Path, required=True, metavar="DIR")
        if name in {"new", "freeze", "publish"}:
            added.add_argument(
                "--as", dest="email", required=True, help="whose act it is: an account's e-mail address"
            )


def _find_report(chosen):
    open_record()
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
    open_record()
    from lscp import scope
    from lscp.publication import commands

    held = _acting(chosen)
    with scope.of_partnership(chosen.partnership):
        made = commands.new(
            held.partnership, title=chosen.title, period_start=chosen.start, period_end=chosen.end, by=held
        )
    print(f"Began {made}: its name is {made.work}.")


def report_check(chosen):
    if chosen.file:
        return _check_a_file(chosen)
    if not chosen.partnership or chosen.against:
        print("lscp report check: give --file, or --partnership; --against goes with --file", file=sys.stderr)
        return 2
    found = _find_report(chosen)
    from lscp import scope
    from lscp.publication import commands

    with scope.of_partnership(chosen.partnership), solver_aside():
        checked = commands.check(found)
    if chosen.json:
        print_json(commands.as_json(found, checked))
    for finding in checked.findings:
        print(f"{finding.severity}: {finding.where}: {finding.message}", file=sys.stderr)
    return 1 if checked.errors else 0


def _check_a_file(chosen):
    """Reads a file and opens no record."""
    if chosen.partnership or chosen.report:
        print("lscp report check: give --file or --partnership, not both", file=sys.stderr)
        return 2
    from lscp.publication import drafts

    before = (_bytes_of(chosen.against), chosen.against.name) if chosen.against else None
    try:
        checked = drafts.check_file(_bytes_of(chosen.file), chosen.file.name, against=before)
    except drafts.Unreadable as unreadable:
        raise Wrong(str(unreadable)) from None
    if chosen.json:
        print_json(checked.as_json())
    else:
        for line in checked.as_text():
            print(line)
    return 1 if checked.errors else 0


def _bytes_of(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise Wrong(f"{path} cannot be opened: {error.strerror}. Check its name and its folder.") from None


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
    open_record(made=not chosen.folder)  # a folder is proved without a record
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
