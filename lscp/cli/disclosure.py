"""Making a table of counts safe to publish, and trying to undo one."""

from pathlib import Path

from lscp.cli.arguments import Wrong, columns, command, family, print_json, solver_aside


def add(commands):
    disclosure = family(commands, "disclosure", "make a table of counts safe to publish, or try to undo one")
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
            "--by", type=columns, required=hides, metavar="COL,COL…", help="nested ones too: area,ward"
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


def disclosure_protect(chosen):
    from lscp.disclosure import commands

    try:
        with solver_aside():
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
        print_json(commands.protected_as_json(protected, verdict))
    else:
        print("\n".join([commands.said(protected), *commands.said_of_time(verdict)]))
    if verdict.leaks:
        raise Wrong("\n".join([*commands.said_of_attack(verdict), f"{chosen.out} was not written."]))


def disclosure_attack(chosen):
    from lscp.disclosure import commands

    try:
        with solver_aside():
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
        print_json(verdict.as_json())
    if not verdict.safe:
        raise Wrong("\n".join(commands.said_of_attack(verdict)))
    if not chosen.json:
        print(
            "\n".join(
                [f"Safe: each of {verdict.hidden} hidden counts could be many numbers.", *verdict.notes]
            )
        )
