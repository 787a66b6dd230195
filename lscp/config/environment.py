"""The only place that reads the environment. Each setting, what it is for, and what happens without it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Missing(SystemExit):
    """A setting that must be given was not. The message is for the person who installs."""


def text(name, default=None):
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Missing(
            f"{name} is not set. Set it in the environment before starting lscp; "
            "docs/how-to/install.md says what each setting is for."
        )
    return default


def switch(name):
    return text(name, "0").lower() in {"1", "true", "yes", "on"}


def listed(name, default=""):
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_directory():
    """Where the embedded database and static files live."""
    path = Path(text("LSCP_DATA", str(ROOT / "var")))
    path.mkdir(parents=True, exist_ok=True)
    return path
