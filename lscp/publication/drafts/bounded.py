"""Reading a file that a stranger made, in a process of its own with little memory and little time.

A file of a megabyte can unpack to gigabytes, and the libraries that unpack it ask nobody first.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from lscp.publication.drafts.pieces import Fault, Piece, Read, Unreadable

MOST_MEMORY = 1536 * 1024**2
MOST_SECONDS = 90


def read(format: str, data: bytes, *, name: str) -> Read:
    """`data` read as `format` by `reading.read_as`. Raises Unreadable."""
    command = [sys.executable, "-m", "lscp.publication.drafts.bounded", format, name.replace("\0", "")]
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the name is one argument, and no shell reads it)
            command,
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=Path(__file__).parents[3],
            env={"PYTHONUTF8": "1"},  # no password or key of the installation goes along
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Unreadable(
            f"{name} takes more memory or time to read than a report does. Save only its pages with words, or copy "
            "its text into a plain file, and try again."
        ) from error
    answer = json.loads(done.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return _decode(answer)


def _decode(answer: dict) -> Read:
    pieces = tuple(
        Piece(
            **{
                **piece,
                "links": tuple((words, address) for words, address in piece["links"]),
                "rows": tuple(tuple(row) for row in piece["rows"]),
            }
        )
        for piece in answer.pop("pieces")
    )
    faults = tuple(Fault(**fault) for fault in answer.pop("faults"))
    return Read(pieces=pieces, faults=faults, **answer)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits still has the one on time
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(format: str, name: str) -> None:
    from lscp.publication.drafts.reading import read_as

    _limit()
    try:
        answer = dataclasses.asdict(read_as(format, sys.stdin.buffer.read(), name))
    except Unreadable as unreadable:
        answer = {"unreadable": str(unreadable)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
