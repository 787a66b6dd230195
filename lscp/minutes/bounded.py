"""Reading a file that a stranger made, in a process of its own with little memory and little time.

A file of a megabyte can unpack to gigabytes, and the libraries that unpack it ask nobody first. Here the process
that reads it ends, and the server that asked goes on.
"""

import json
import subprocess
import sys
from pathlib import Path

from .paper import Unreadable

MOST_MEMORY = 1024**3
MOST_SECONDS = 20
# A web page up to this size cannot grow to anything much, and is read on the spot.
SMALL_PAGE = 2_000_000


def read(format: str, data: bytes, *, name: str) -> list:
    """The ``Line`` values of ``data``, read as ``format`` by ``reading.read_as``. Raises Unreadable."""
    from .reading.lines import Line

    command = [sys.executable, "-m", "lscp.minutes.bounded", format, name.replace("\0", "")]
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the name is one argument, and no shell reads it)
            command,
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=Path(__file__).parents[2],
            # No password or key of the installation goes along.
            env={"PYTHONUTF8": "1"},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Unreadable(
            f"{name} takes more memory or time to read than a committee paper does. Save only the pages of this "
            "item, or copy its text and paste it."
        ) from error
    answer = json.loads(done.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return [Line(text, heading) for text, heading in answer["lines"]]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits still has the one on time
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(format: str, name: str) -> None:
    from .reading import read_as

    _limit()
    try:
        answer = {
            "lines": [(line.text, line.heading) for line in read_as(format, sys.stdin.buffer.read(), name)]
        }
    except Unreadable as unreadable:
        answer = {"unreadable": str(unreadable)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
