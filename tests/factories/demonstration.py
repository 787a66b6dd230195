"""Records that the command made, once for as long as the code is what it is: the demonstration, and an empty one."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "tests"
SAID = "said.txt"
AT_MOST = 600  # seconds, after which it hangs: no measure of speed, for the machine may be busy


def copy_of(tmp_path_factory) -> Path:
    """A folder of one's own with the demonstration's data, and what the command printed in ``said.txt``."""
    return _copied("demonstration", _load, tmp_path_factory.mktemp("site") / "data")


def begin_record(folder) -> Path:
    """``lscp init`` has been run over the folder."""
    return _copied("empty", _begin, folder)


def _copied(name, make, mine):
    """Both workers, and both halves of `make test`, copy what this code has made on this day."""
    KEPT.mkdir(parents=True, exist_ok=True)
    code = KEPT / _what_it_is_made_of()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for former in set(KEPT.glob("*/")) - {code}:
            shutil.rmtree(former)
        if not (code / name).exists():
            being_made = code / "being-made"
            shutil.rmtree(being_made, ignore_errors=True)  # another worker could not finish
            being_made.mkdir(parents=True)
            make(being_made)
            being_made.rename(code / name)
        shutil.copytree(code / name, mine, dirs_exist_ok=True)
    return mine


def _what_it_is_made_of() -> str:
    """The day, and the hash of every file that the product consists of."""
    digest = hashlib.sha256(sys.version.encode())
    made_of = [
        *(ROOT / "lscp").rglob("*"),
        *(ROOT / "rulebook").rglob("*"),
        *(ROOT / "requirements").glob("*"),
    ]
    for path in sorted(made_of):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode())
            digest.update(path.read_bytes())
    return f"{date.today()}-{digest.hexdigest()[:16]}"


def own_environment(folder, **more):
    """This process's, without any setting of a product that may be running here too."""
    foreign = ("LSCP_", "DJANGO_", "DATABASE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"LSCP_DATA": str(folder), "LSCP_DEMO": "1"} | more


def run(module, folder, *arguments, **environment):
    """``python -m module`` over a folder, in a process of its own; the finished process."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=own_environment(folder, **environment),
        capture_output=True,
        text=True,
        timeout=AT_MOST,
        check=False,
    )


def _begin(folder):
    begun = run("lscp", folder, "init", LSCP_DEMO="0", LSCP_SECRET_KEY="only-for-tests")
    assert begun.returncode == 0, begun.stderr[-3000:]


def _load(folder):
    made = run("lscp", folder, "demo", SERVE="0")
    assert made.returncode == 0, made.stderr[-3000:]
    (folder / SAID).write_text(made.stdout, encoding="utf-8")
