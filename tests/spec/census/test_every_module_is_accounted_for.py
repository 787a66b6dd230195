"""Whatever a census holds: each module is used, a duplicate or rejected, and what is used is in the events."""

import csv
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lscp.scorecard.events import KINDS
from lscp.scorecard.readers import cin_census
from tests.factories import census_file

LEAF = re.compile(r"<(\w+)>([^<>\n]*)</\1>\n")
CHILDREN = "".join(census_file.made(12, seed=5))
LEAVES = len(LEAF.findall(CHILDREN))

values = st.sampled_from(
    ["", " ", "2023-02-30", "2023-05-01", "2023-05-01Z", "0001-01-01", "9999-12-31", "99999-01-01", "true", "2",
     "M", "N1", "RC9", "18A", "White British", "é", "&amp;", "-1", "1" * 400, "2023-05-01<b>5</b>", "<!-- -->N2"]
)  # fmt: skip
changes = st.lists(
    st.tuples(st.integers(0, LEAVES - 1), st.sampled_from(["value", "drop", "twice", "rename"]), values),
    max_size=25,
)


def changed(edits) -> str:
    """The twelve children with some of their items given another value, left out, doubled, or renamed."""
    parts = LEAF.split(CHILDREN)  # text, name, value, text, name, value, …, text
    for place, how, value in edits:
        name = 1 + 3 * place
        if how == "value":
            parts[name + 1] = value
        elif how == "drop":
            parts[name] = None
        elif how == "twice":
            parts[name + 2] = f"<{parts[name]}>{value}</{parts[name]}>" + parts[name + 2]
        else:
            parts[name] = "Unheard"
    text = parts[0]
    for name, value, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        text += (f"<{name}>{value}</{name}>\n" if name else "") + after
    return text


@settings(max_examples=120, deadline=None)
@given(changes, st.booleans())
def test_nothing_is_lost_and_nothing_counted_twice(edits, again):
    children = changed(edits).replace("<None>", "").replace("</None>", "")
    text = census_file.header() + "<Children>" + children * (1 + again) + "</Children></Message>"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "census.xml"
        path.write_text(text, encoding="utf-8")
        ledger = cin_census.read(path, Path(folder) / "events")
        made = {kind: rows(Path(folder) / "events" / f"{kind}.csv", kind) for kind in cin_census.MADE}
    root = ElementTree.fromstring(text)
    for list_ in cin_census.LISTS:
        tally = ledger.lists[list_]
        there = len(root.findall(f".//{'CPPreviewDate' if list_ == 'Reviews' else list_}"))
        assert there == tally.read == tally.used + tally.duplicate + tally.rejected
        said = [each for each in ledger.rejects if each.list == list_]
        assert len(said) == tally.duplicate + tally.rejected
    assert made["referrals"] == ledger.lists["CINdetails"].used
    assert made["assessments"] == ledger.lists["Assessments"].used
    assert made["enquiries"] == ledger.lists["Section47"].used
    assert made["plans"] == ledger.lists["ChildProtectionPlans"].used
    assert made["plan_reviews"] == ledger.lists["Reviews"].used
    assert made["needs"] <= made["referrals"]


def rows(path, kind) -> int:
    """How many events there are; each has the kind's columns and dates that are dates."""
    with open(path, newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    dates = [name for name, type_ in KINDS[kind].items() if type_ == "date"]
    for event in found:
        assert list(event) == list(KINDS[kind]) and None not in event.values()
        assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", event[name]) for name in dates)
        assert event["sex"] in ("M", "F", "U", "") and event["disability"] in ("true", "false", "")
    return len(found)
