"""The demonstration, loaded by the command once for as long as the code is what it is."""

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
    """A folder of one's own with the demonstration's data, and what the command printed in ``said.txt``.

    Both workers, and both halves of `make test`, copy what this code has loaded on this day.
    """
    mine = tmp_path_factory.mktemp("site") / "data"
    KEPT.mkdir(parents=True, exist_ok=True)
    loaded = KEPT / _what_it_is_made_of()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            for former in KEPT.glob("*/"):  # of other code, or what another worker could not finish
                shutil.rmtree(former)
            being_loaded = KEPT / "being-loaded"
            being_loaded.mkdir()
            _load(being_loaded)
            being_loaded.rename(loaded)
        shutil.copytree(loaded, mine)
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


def _load(folder):
    made = run("lscp", folder, "demo", SERVE="0")
    assert made.returncode == 0, made.stderr[-3000:]
    (folder / SAID).write_text(made.stdout, encoding="utf-8")
