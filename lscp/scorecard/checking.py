"""`lscp return check`: what is wrong with a file, as lines for people or as one JSON document. Pure."""

from __future__ import annotations

from pathlib import Path

from lscp.scorecard import return_checks, returns


def check_file(path: str | Path) -> tuple[int, list[str]]:
    """The exit status (0 sound, 1 not) and what to print: a summary of a sound return, or a line for each fault."""
    found, faults = _read(path)
    if faults:
        return 1, [str(fault) for fault in faults]
    return 0, [
        f"{Path(path).name} is a sound return: {_count(len(found.rows), 'figure')} of "
        f"{_count(len({row.indicator for row in found.rows}), 'indicator')} for {found.area}, "
        f"{found.period.start} to {found.period.end}; {_count(len(found.not_supplied), 'indicator')} not supplied; "
        f"{found.rows_read:,} rows read, {found.rows_used:,} used, {found.rows_duplicate:,} duplicate, "
        f"{found.rows_rejected:,} rejected."
    ]


def as_json(path: str | Path) -> tuple[int, dict]:
    """The exit status and the same as a document."""
    found, faults = _read(path)
    return int(bool(faults)), {
        "file": Path(path).name,
        "sound": not faults,
        "figures": len(found.rows) if found else None,
        "faults": [{"where": fault.where, "message": fault.message} for fault in faults],
    }


def _read(path: str | Path) -> tuple[returns.Return | None, list[returns.Fault]]:
    try:
        found = returns.read(path)
    except returns.NotAReturn as wrong:
        return None, wrong.faults
    return found, return_checks.faults(found)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
