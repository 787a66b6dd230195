"""Committee papers, read or staged for a person to accept; and the pack for a committee's next meeting."""

import sys
from pathlib import Path

from lscp.cli.arguments import Wrong, a_date, command, family, print_json, solver_aside
from lscp.cli.running import open_record


def add(commands):
    minutes = family(commands, "minutes", "committee papers")
    read = command(minutes, "read", minutes_read, "read one committee paper and print what was found")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")
    bring = command(minutes, "import", minutes_import, "stage a committee paper for a person to accept")
    bring.add_argument("file", type=Path)
    bring.add_argument("--partnership", required=True, metavar="CODE")
    build = command(commands, "pack", pack, "build a committee's pack for its next meeting")
    build.add_argument("--partnership", required=True, metavar="CODE")
    build.add_argument(
        "--committee", required=True, metavar="NAME", help="as its papers name it, or a part of that"
    )
    build.add_argument("--on", type=a_date, metavar="DATE", help="the day of the meeting; today unless told")
    build.add_argument("--out", type=Path, required=True, metavar="DIR")


def minutes_read(chosen):
    from lscp import minutes
    from lscp.minutes.words import in_words

    try:
        paper = minutes.read_path(chosen.file)
    except minutes.Unreadable as unreadable:
        raise Wrong(f"{chosen.file}: {unreadable}") from None
    if chosen.json:
        print_json(paper.as_json())
    else:
        print(in_words(paper))


def minutes_import(chosen):
    open_record()
    from lscp import minutes, scope
    from lscp.sources.committee.commands import stage_file

    try:
        paper = stage_file(chosen.file, chosen.partnership)
    except minutes.Unreadable as wrong:
        raise Wrong(f"{chosen.file}: {wrong}") from None
    with scope.of_partnership(chosen.partnership):
        waiting = paper.proposals.filter(status="proposed").count()
    print(f"{paper}: {waiting} finds wait for a person at /desk/committee/{paper.pk}")


def pack(chosen):
    open_record()
    from lscp import scope
    from lscp.briefing.pack import commands

    with scope.of_partnership(chosen.partnership), solver_aside():
        built = commands.build(chosen.partnership, chosen.committee, chosen.on, chosen.out)
    for line in built.to_look_at:
        print(line, file=sys.stderr)
    for name, size in built.files.items():
        print(f"{chosen.out / name}  {size} bytes")
