"""Every indicator, period and breakdown equals a row-by-row computation that shares no code with the engine."""

from datetime import date

import pytest

from lscp.scorecard import derive, engine
from lscp.scorecard.databases import DuckDB
from lscp.scorecard.measures import MEASURES
from tests.spec.scorecard import invented, naive

CASES = [
    (1, date(2023, 4, 1), date(2024, 12, 31), "quarter", ["age", "ethnicity"]),
    (2, date(2024, 1, 1), date(2024, 12, 31), "month", ["sex"]),
    (3, date(2022, 7, 13), date(2024, 12, 31), "year", ["disability", "age*sex"]),
    (4, date(2023, 4, 1), date(2024, 3, 31), None, ["age"]),
    (5, date(2024, 2, 29), date(2024, 4, 15), "quarter", []),
    (6, date(2023, 1, 1), date(2024, 12, 31), "quarter", ["age", "sex*disability*ethnicity"]),
]


@pytest.mark.parametrize("seed, start, end, by, breakdowns", CASES)
def test_the_engine_and_the_slow_way_agree_on_every_figure(tmp_path, seed, start, end, by, breakdowns):
    made = invented.events(seed)
    expected = naive.figures(
        made, start=start, end=end, by=by, breakdowns=[tuple(each.split("*")) for each in breakdowns]
    )
    found = computed(made, tmp_path, start, end, by, breakdowns)
    assert {key for key in expected if key[0] in MEASURES} == set(expected), "an indicator nobody computes"
    assert {row[0] for row in expected} >= {row[0] for row in found}
    different = {key: (expected.get(key), found.get(key)) for key in expected.keys() | found.keys()}
    different = {key: pair for key, pair in different.items() if pair[0] != pair[1]}
    assert different == {}, sorted(map(str, different.items()))[:20]


def test_the_invented_children_make_every_indicator_count_something(tmp_path):
    made = invented.events(1, children=300)
    found = computed(made, tmp_path, date(2023, 1, 1), date(2024, 12, 31), None, [])
    assert {code for code, *_rest in found} == set(MEASURES)
    silent = sorted({key[0] for key in found} - {key[0] for key, (number, _) in found.items() if number})
    assert [code for code in silent if not code.endswith("-LOWER")] == []  # a quarter may be done on day 0


def computed(made, folder, start, end, by, breakdowns):
    invented.write(made, folder)
    database = DuckDB(threads=1)
    held = derive.derive(database, folder)
    answer = engine.compute(database, held=held, start=start, end=end, by=by, breakdowns=breakdowns)
    found = {}
    for row in answer.rows:
        key = row.indicator, row.period_start, row.period_end, row.area, tuple(sorted(row.breakdown.items()))
        assert key not in found
        found[key] = row.numerator, row.denominator
    return found
