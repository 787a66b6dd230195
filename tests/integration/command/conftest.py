"""The command as a person runs it: in its own process, with its own data folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.demonstration import SAID, copy_of

ROOT = Path(__file__).resolve().parents[3]


def run_lscp(*arguments, **environment):
    """Run ``lscp`` and return the finished process (``returncode``, ``stdout``, ``stderr``)."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LSCP_", "DJANGO_", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-m", "lscp", *map(str, arguments)],
        cwd=ROOT,
        env={**kept, "LSCP_SECRET_KEY": "only-for-tests", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def lscp():
    return run_lscp


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A folder that holds the demonstration's database, and what the command said when it was loaded."""
    folder = copy_of(tmp_path_factory)
    return folder, (folder / SAID).read_text(encoding="utf-8")
