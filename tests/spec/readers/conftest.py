import csv

import pytest

from lscp.scorecard.readers import annex_a
from tests.factories.workbooks import workbook

AREA = "E09000999"


@pytest.fixture
def into(tmp_path):
    return tmp_path / "events"


@pytest.fixture
def read_book(tmp_path, into):
    """Writes a workbook of {sheet name: rows} and reads it as Annex A."""

    def read(sheets, words=None, **more):
        return annex_a.read(workbook(tmp_path / "annex-a.xlsx", sheets, **more), into, area=AREA, words=words)

    return read


@pytest.fixture
def events(into):
    """The events of one kind, as they were written."""

    def written(kind):
        with open(into / f"{kind}.csv", encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    return written
