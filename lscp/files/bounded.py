"""Reading a file that a stranger made, in a process of its own with little memory and little time.

A file of a megabyte can unpack to gigabytes, and the libraries that unpack it ask nobody first. Here the process
that reads it ends, and the server that asked goes on.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from lscp.files import Unreadable


class TooMuch(Exception):
    """It took more memory or time than it was given."""


def ask(module: str, *arguments: str, data: bytes, seconds: int):
    """What `python -m module` makes of `data`. Raises Unreadable as it did there, and TooMuch."""
    command = [sys.executable, "-m", module, *(argument.replace("\0", "") for argument in arguments)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program; a name is one argument, and no shell reads it)
            command,
            input=data,
            capture_output=True,
            timeout=2 * seconds,  # on a busy machine it waits for its turn; what it works is bounded there
            cwd=Path(__file__).parents[2],
            env={"PYTHONUTF8": "1"},  # no password or key of the installation goes along
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise TooMuch from error
    answer = json.loads(done.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return answer["read"]


def answer(read: Callable, *, memory: int, seconds: int) -> None:
    """In that process: `read(bytes, *arguments)` within its limits, its answer as JSON."""
    _limit(memory, seconds)
    try:
        said = {"read": read(sys.stdin.buffer.read(), *sys.argv[1:])}
    except Unreadable as unreadable:
        said = {"unreadable": str(unreadable)}
    json.dump(said, sys.stdout)


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # a system without such limits still has the one on time
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
