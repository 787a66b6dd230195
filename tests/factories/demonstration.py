"""The demonstration, loaded once by the command for the whole test run, however many workers there are."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAID = "said.txt"


def copy_of(tmp_path_factory) -> Path:
    """A folder of one's own with the demonstration's data, and what the command printed in ``said.txt``."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    loaded = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            being_loaded = shared / "demonstration-being-loaded"
            shutil.rmtree(being_loaded, ignore_errors=True)  # what another worker could not finish
            being_loaded.mkdir()
            _load(being_loaded)
            being_loaded.rename(loaded)
    mine = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(loaded, mine)
    return mine


def own_environment(folder, **more):
    """This process's, without any setting of a product that may be running here too."""
    foreign = ("LSCP_", "DJANGO_", "DATABASE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"LSCP_DATA": str(folder), "LSCP_DEMO": "1"} | more


def _load(folder):
    made = subprocess.run(
        [sys.executable, "-m", "lscp", "demo"],
        cwd=ROOT,
        env=own_environment(folder, SERVE="0"),
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    (folder / SAID).write_text(made.stdout, encoding="utf-8")
