"""`lscp return check` and `compare`: what is wrong with a file, or between two, as lines for people. Pure."""

from __future__ import annotations

from pathlib import Path

from lscp.scorecard import return_checks, returns
from lscp.scorecard.agreement import compared, disagreements


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


def compare_files(one: str | Path, other: str | Path) -> tuple[int, list[str]]:
    """The exit status (0 they agree, 1 they do not or share no figure) and a line for each figure that differs."""
    (first, faults), (second, more) = _read(one), _read(other)
    if faults or more:
        return 1, [*_named(one, faults), *_named(other, more)]
    both = compared(first, second)
    if not both:
        return 1, ["They share no figure: compare returns of the same area and periods."]
    differ = [
        f"{each.indicator}, {each.period_start} to {each.period_end}"
        + "".join(f", {name} {group}" for name, group in each.breakdown.items())
        + f": {each.because}"
        for each in disagreements(first, second)
    ]
    if differ:
        return 1, [*differ, f"{len(differ):,} of {_count(both, 'figure')} that both hold differ."]
    return 0, [f"They agree: {_count(both, 'figure')} that both hold."]


def _named(path: str | Path, faults: list[returns.Fault]) -> list[str]:
    return [f"{Path(path).name}: {fault}" for fault in faults]


def _read(path: str | Path) -> tuple[returns.Return | None, list[returns.Fault]]:
    try:
        found = returns.read(path)
    except returns.NotAReturn as wrong:
        return None, wrong.faults
    return found, return_checks.faults(found)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
