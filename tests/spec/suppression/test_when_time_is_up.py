"""A table whose hidden counts could not all be looked at is not called safe."""

from lscp.disclosure.attack import attack

# Abbey's three children are one girl and two boys, or two girls and one boy: narrow, and not exact.
ROWS = [
    {"ward": ward, "sex": sex, "n": n}
    for ward, girls, boys, all_ in [("Abbey", "c", "c", 3), ("Castle", "c", "c", 40), ("Total", 22, 21, 43)]
    for sex, n in [("girls", girls), ("boys", boys), ("Total", all_)]
]


def test_with_time_enough_the_narrow_range_is_found():
    verdict = attack([ROWS], by=["ward", "sex"], count="n", threshold=2)
    assert not verdict.safe and not verdict.unproved
    assert {leak.kind for leak in verdict.leaks} == {"narrow"}


def test_without_time_it_is_neither_a_leak_nor_safe():
    verdict = attack([ROWS], by=["ward", "sex"], count="n", threshold=2, seconds=0)
    assert not verdict.safe and not verdict.leaks
    assert "ward Abbey, sex girls" in verdict.unproved


def test_what_the_sums_alone_determine_is_found_in_any_time():
    given_away = [
        row | {"n": 17} if (row["ward"], row["sex"]) == ("Abbey", "boys") else row for row in ROWS[:2]
    ]
    rows = [*given_away, {"ward": "Abbey", "sex": "Total", "n": 20}]
    verdict = attack([rows], by=["ward", "sex"], count="n", threshold=2, seconds=0)
    assert [leak.kind for leak in verdict.leaks] == ["exact"]
