"""Counts from an extract, and the returns that hold them."""

from pathlib import Path

from lscp.cli.arguments import Wrong, a_date, command, family, print_json
from lscp.cli.running import open_record


def add(commands):
    returns = family(commands, "return", "counts from an extract, and the returns that hold them")
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
    computing.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="with --events: what was made of them, to be added to next time",
    )
    computing.add_argument("--layout", type=Path, help="what the columns of --csv mean")
    computing.add_argument("--words", type=Path, help="the area's own words, mapped to codes")
    computing.add_argument("--area", required=True, metavar="CODE", help="the authority: E09000001")
    computing.add_argument("--from", dest="start", type=a_date, required=True, metavar="DATE")
    computing.add_argument("--to", dest="end", type=a_date, required=True, metavar="DATE")
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

    received = command(returns, "receive", return_receive, "take a return into the record")
    received.add_argument("file", type=Path)
    received.add_argument("--partnership", required=True, metavar="CODE")
    received.add_argument("--agency", metavar="NAME", help="whose it is, where the file does not say")


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
        print_json(made.as_json())
    else:
        print("\n".join(made.lines()))


def return_check(chosen):
    from lscp.scorecard import checking

    if chosen.json:
        status, document = checking.as_json(chosen.file)
        print_json(document)
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


def return_receive(chosen):
    open_record()
    from lscp import scope
    from lscp.indicators.commands import receive_file

    received = receive_file(chosen.file, chosen.partnership, chosen.agency)
    with scope.of_partnership(chosen.partnership):
        many = received.readings.count()
    print(f"Received {received}: {many} figures, SHA-256 {received.document.sha256}")
