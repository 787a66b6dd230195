"""The one event model: what can happen to a child on the way through early help, social care and protection.

Every extract, whatever its format, is read into these kinds of event; every measure is counted from them. A kind
is a table; each of its rows is one event with the child's characteristics as they were recorded on that row.
The child's id is the agency's own and never leaves the machine: a return holds counts only.

On disk a store of events is a folder with one file or folder a kind, either `referrals.csv` (header, ISO dates,
`true`/`false`, nothing for null) or Parquet (`referrals/**/*.parquet`, for example partitioned by area).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

UNBORN = date(2099, 12, 31)  # the birth of a child who is not born and of whom no date is expected

# Types are Ibis's names.
PERSON = {
    "child": "string",  # the agency's own id, a pseudonym; never in a return
    "area": "string",  # the authority's nine-character code, E09000000
    "birth": "date",  # null when not known; after the event for an unborn child, UNBORN when none is expected yet
    "sex": "string",  # M, F, U; null when not recorded
    # one of the 20 census codes: WBRI … REFU, NOBT; WHITE, MIXED, ASIAN or BLACK where only that much was recorded;
    # null when not recorded
    "ethnicity": "string",
    "disability": "boolean",
    "ward": "string",
}

KINDS: dict[str, dict[str, str]] = {
    "contacts": PERSON
    | {
        "date": "date",
        "source": "string",  # as for referrals
        "decided": "date",
        "outcome": "string",  # referral, early_help, information, nfa
    },
    "early_help": PERSON | {"start": "date", "end": "date", "organisation": "string"},
    "referrals": PERSON
    | {
        "date": "date",
        "source": "string",  # 1A … 10; 1, 2, 3 or 5 where only the family of sources was recorded
        "decided": "date",
        "nfa": "boolean",  # no further action
        "earlier": "int64",  # referrals in the 12 months before the latest one, where the extract says (Annex A)
    },
    "assessments": PERSON
    | {
        "start": "date",
        "end": "date",  # authorised; null while open
        "referred": "date",  # the referral it belongs to, where the extract says
        "in_need": "boolean",
        "seen": "boolean",
        "factors": "string",  # codes with spaces between: "3A 4B"
    },
    "strategy_discussions": PERSON
    | {"date": "date", "care": "boolean", "police": "boolean", "health": "boolean"},  # who took part
    "enquiries": PERSON  # section 47
    | {
        "start": "date",  # the strategy discussion that began it
        "referred": "date",
        "conference": "date",  # the initial conference that followed; null when none (yet)
        "unnecessary": "boolean",  # the conference was recorded as not needed
        "planned": "boolean",  # the conference led to a plan
    },
    "needs": PERSON  # an episode of need: the time a child is a child in need
    | {
        "start": "date",
        "end": "date",
        "need": "string",  # N0 … N9
        "reason": "string",  # RC1 … RC9
        "status": "string",  # care, plan, need, assessment, closed
        "last_seen": "date",
    },
    "plans": PERSON  # child protection plans
    | {
        "start": "date",
        "end": "date",
        "first_category": "string",  # NEG PHY SAB EMO MUL
        "category": "string",  # the latest
        "earlier": "int64",  # plans before this one, in this authority
        "last_visit": "date",
        "seen_alone": "boolean",
        "last_review": "date",  # where the extract gives only the latest
    },
    "plan_reviews": PERSON | {"plan_start": "date", "date": "date"},
    "core_groups": PERSON | {"due": "date", "date": "date"},
    "care": PERSON  # episodes of being looked after
    | {
        "start": "date",
        "end": "date",
        "category": "string",
        "legal_status": "string",
        "placements": "int64",  # in the last 12 months
        "missing": "int64",  # episodes in the last 12 months
        "last_review": "date",
        "last_health": "date",
        "last_dental": "date",
        "asylum": "boolean",
        "interviews_offered": "boolean",
        "interviews_accepted": "boolean",
    },
    "care_leavers": PERSON
    | {"in_touch": "boolean", "suitable": "boolean", "activity": "string", "eligibility": "string"},
}


NOT_AS_THEY_ARE = {  # the places of what the writer of CSV would not write as it should be
    kind: [place for place, type_ in enumerate(columns.values()) if type_ in ("boolean", "date")]
    for kind, columns in KINDS.items()
}


class EventWriter:
    """Writes events of any kind into a folder as CSV, row by row, in constant memory. A context manager."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._files: dict[str, csv.writer] = {}
        self._open = ExitStack()

    def __enter__(self) -> EventWriter:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *failure) -> None:
        self._open.close()

    def begin(self, kind: str) -> None:
        """The kind was supplied, even if no event of it follows: a count of none is not "not supplied"."""
        self._file(kind)

    def write(self, kind: str, event: Mapping[str, object]) -> None:
        """Adds one event. A column the kind does not have raises KeyError; one that is left out is null."""
        columns = KINDS[kind]
        if not event.keys() <= columns.keys():
            raise KeyError(f"{kind} has no column {', '.join(sorted(event.keys() - columns.keys()))}")
        row = list(map(event.get, columns))
        for place in NOT_AS_THEY_ARE[kind]:
            value = row[place]
            if value is not None and type(value) is not date:
                row[place] = _text(value)
        (self._files.get(kind) or self._file(kind)).writerow(row)

    def write_all(self, kind: str, events: Iterable[Mapping[str, object]]) -> None:
        for event in events:
            self.write(kind, event)

    def write_rows(self, kind: str, rows: Iterable[tuple]) -> None:
        """Adds events that are already text in the order of the kind's columns; with none, the kind is there, empty.

        For readers of millions of rows. That the columns are all there and in order is the reader's to see to.
        """
        self._file(kind).writerows(rows)

    def _file(self, kind: str):
        if kind not in self._files:
            handle = self._open.enter_context(  # closed with the writer
                open(self.folder / f"{kind}.csv", "w", newline="", encoding="utf-8")  # noqa: SIM115
            )
            self._files[kind] = csv.writer(handle)
            self._files[kind].writerow(KINDS[kind])
        return self._files[kind]


def _text(value: object) -> object:
    """As the writer cannot know it: it writes nothing for null and a date as ISO by itself."""
    if value is True or value is False:
        return "true" if value else "false"
    return value.date() if type(value) is datetime else value
