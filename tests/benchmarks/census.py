"""The children in need census: read into events, beside merely parsing the same file. Prints a table.

    .venv/bin/python -m tests.benchmarks.census [children …]      (1000 10000 100000; a million: 950 MB on disk)

Each line is a process of its own: CPU seconds and peak memory of the whole process, imports included; the best of
three runs (one for more than 100,000 children). The floor is Python's own iterparse over every element, which counts
the referrals and does nothing else: no values, no accounting, no events. The second is lxml's, which sees whole
children.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = [1_000, 10_000, 100_000]


def main(sizes):
    print(
        f"{'children':>10}{'MB':>8}  {'program':<34}{'CPU s':>8}{'us a child':>12}{'peak MB':>9}{'referrals':>12}"
    )
    for children in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "census.xml"
            from tests.factories import census_file

            census_file.write(path, children)
            size = path.stat().st_size / 1e6
            for name in PROGRAMS:
                runs = [_run(name, path) for _ in range(1 if children > 100_000 else 3)]
                seconds, peak, referrals = min(runs)
                each = 1e6 * seconds / children
                print(
                    f"{children:>10,}{size:>8.1f}  {name:<34}{seconds:>8.2f}{each:>12.1f}{peak:>9.0f}{referrals:>12,}",
                    flush=True,
                )
    return 0


def _run(name, path):
    """CPU seconds, peak MB and referrals counted, of one program in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.census", "--run", name, str(path)]
    seconds, peak, referrals = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.split()
    return float(seconds), float(peak), int(referrals)


def _measured(name, path):
    referrals = PROGRAMS[name](path)
    print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, referrals)


def _ours(path):
    from lscp.scorecard.readers import cin_census

    ledger = cin_census.read(path, path.parent / "events")
    return ledger.lists["CINdetails"].used


def _stdlib(path):
    from xml.etree import ElementTree

    referrals = 0
    for _, element in ElementTree.iterparse(path):
        if element.tag == "CINreferralDate":
            referrals += 1
        elif element.tag == "Child":
            element.clear()
    return referrals


def _lxml(path):
    from lxml import etree

    referrals = 0
    for _, child in etree.iterparse(str(path), tag="Child"):
        referrals += len(child.findall("CINdetails"))
        child.clear()
        while child.getprevious() is not None:
            del child.getparent()[0]
    return referrals


PROGRAMS = {
    "lscp: events, every module settled": _ours,
    "floor: xml.etree iterparse": _stdlib,
    "floor: lxml iterparse": _lxml,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _measured(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main([int(each) for each in sys.argv[1:]] or SIZES))
