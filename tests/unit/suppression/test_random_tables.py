"""Many tables nobody chose: protected, attacked, tampered with, and held against the proven optimum."""

import itertools
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from lscp.disclosure.attack import attack
from lscp.disclosure.suppression import SECONDARY, protect
from lscp.disclosure.table import Table, in_words
from tests.factories.tables_of_counts import crossed

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHAPES = [(3,), (7,), (2, 3), (4, 5), (6, 8), (9, 4), (2, 3, 3), (2, 2, 4)]


@st.composite
def tables(draw, shapes=SHAPES):
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    shape = draw(st.sampled_from(shapes))
    rows = list(crossed(shape, random, draw(st.sampled_from([2, 6, 15, 40]))))
    return Table.from_rows(rows, [column for column in rows[0] if column != "n"], "n")


def ranges(table, shown, least=1):
    """Smallest and largest whole count of each hidden cell: a third solver, plain and slow."""
    hidden = [key for key in table.cells if shown[key] == "c"]
    spot, matrix, target = {key: i for i, key in enumerate(hidden)}, [], []
    for key, place in itertools.product(table.cells, range(len(table.by))):
        if key[place] != "Total":
            continue
        parts = [
            k
            for k in table.cells
            if k[place] != "Total" and k[:place] + k[place + 1 :] == key[:place] + key[place + 1 :]
        ]
        line, right = np.zeros(len(hidden)), 0
        for cell, sign in [(key, 1), *((part, -1) for part in parts)]:
            if cell in spot:
                line[spot[cell]] += sign
            else:
                right -= sign * shown[cell]
        matrix.append(line)
        target.append(right)
    for key in hidden:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(hidden))
            goal[spot[key]] = sign
            found = milp(
                goal,
                constraints=LinearConstraint(np.array(matrix), target, target),
                bounds=Bounds(least, 10**6),
                integrality=np.ones(len(hidden)),
            )
            ends.append(round(found.x[spot[key]]))
        yield key, *ends


@QUICK
@given(tables())
def test_whatever_is_protected_withstands_the_attacker(table):
    protected = protect(table, seconds=0.2)
    assert attack([protected.rows()], table.by, "n").safe
    assert not protected.exposed


@QUICK
@given(tables(shapes=[*SHAPES, (4, 5, 5), (2, 3, 3, 3)]))
def test_when_only_exact_disclosure_is_to_be_ruled_out_the_sums_determine_no_hidden_count(table):
    protected = protect(table, width=1, exact_only=True)
    found = attack([protected.rows()], table.by, "n", seconds=0)
    assert [leak for leak in found.leaks if leak.kind == "exact"] == []


@settings(QUICK, max_examples=8)
@given(tables(shapes=[(5,), (3, 4), (4, 5), (2, 3, 3)]))
def test_a_third_solver_finds_no_range_too_narrow_either(table):
    protected = protect(table, seconds=0.2)
    shown = {key: protected.shown(key) for key in table.cells}
    assert [found for found in ranges(table, shown) if found[2] - found[1] < 3] == []


@QUICK
@given(tables(shapes=[(7,), (2, 3), (4, 5), (2, 3, 3)]), st.data())
def test_showing_any_one_hidden_cell_again_is_caught_unless_it_was_not_needed(table, data):
    protected = protect(table, seconds=0.2)
    if not protected.hidden:
        return
    leaked = data.draw(st.sampled_from(sorted(protected.hidden)))
    shown = {key: table.cells[key] if key == leaked else protected.shown(key) for key in table.cells}
    small = 0 < table.cells[leaked] <= 5
    needed = small or any(high - low < 3 for _, low, high in ranges(table, shown))
    assert attack([list(table.written(shown))], table.by, "n").safe is not needed


@QUICK
@given(tables(), st.data())
def test_the_last_hidden_cell_of_a_sum_is_worked_out(table, data):
    protected = protect(table, seconds=0.2)
    if not protected.hidden:
        return
    cell = data.draw(st.sampled_from(sorted(protected.hidden)))
    column = data.draw(st.integers(0, len(cell) - 1))
    rest = cell[:column] + cell[column + 1 :]
    shown = {
        key: table.cells[key]
        if key != cell and key[:column] + key[column + 1 :] == rest
        else protected.shown(key)
        for key in table.cells
    }
    found = attack([list(table.written(shown))], table.by, "n").leaks
    assert [leak.low for leak in found if leak.kind == "exact" and leak.cell == in_words(table.by, cell)] == [
        table.cells[cell]
    ]


@QUICK
@given(tables(), st.data())
def test_a_second_table_that_shows_a_hidden_cell_is_caught(table, data):
    protected = protect(table, seconds=0.2)
    if not protected.hidden:
        return
    leaked = data.draw(st.sampled_from(sorted(protected.hidden)))
    second = [dict(zip(table.by, leaked, strict=True)) | {"n": table.cells[leaked]}]
    assert not attack([protected.rows(), second], table.by, "n").safe


@QUICK
@given(tables(), st.data(), st.sampled_from([-7, -1, 1, 7, 50]))
def test_a_wrong_total_of_shown_cells_is_caught(table, data, by_how_much):
    protected = protect(table, seconds=0.2)
    whole = [
        key
        for key in table.cells
        if "Total" in key and key not in protected.hidden and table.cells[key] + by_how_much > 5
    ]
    parts_shown = [key for key in whole if _has_a_sum_in_the_open(table, protected, key)]
    if not parts_shown:
        return
    wrong = data.draw(st.sampled_from(sorted(parts_shown)))
    rows = [
        row | {"n": table.cells[key] + by_how_much} if key == wrong else row
        for row, key in zip(protected.rows(), table.cells, strict=True)
    ]
    assert not attack([rows], table.by, "n").safe


def _has_a_sum_in_the_open(table, protected, key):
    for place in range(len(table.by)):
        if key[place] == "Total":
            rest = key[:place] + key[place + 1 :]
            parts = [k for k in table.cells if k[place] != "Total" and k[:place] + k[place + 1 :] == rest]
            if not any(part in protected.hidden for part in parts):
                return True
    return False


@settings(QUICK, max_examples=15)
@given(tables(shapes=[(4, 5), (5, 4), (2, 3, 3)]), st.data())
def test_a_new_edition_cannot_be_differenced_against_the_old_one(table, data):
    """The old edition had fewer columns; the new one adds one, and hides no less."""
    kept = range(len(table.by) - 1)
    old_by = [table.by[i] for i in kept]
    old = Table.from_rows([row for row in table.rows if row[table.by[-1]] == "Total"], old_by, "n")
    first = protect(old, seconds=0.2)
    published = Table.from_rows([{k: row[k] for k in (*old_by, "n")} for row in first.rows()], old_by, "n")
    second = protect(table, published=[published], seconds=0.2)
    verdict = attack([second.rows(), list(published.rows)], table.by, "n")
    assert verdict.safe or second.exposed, verdict.leaks


def with_one_fewer_than(secondary, protected):
    """Every table that hides the same small counts, and one cell fewer to protect them."""
    table, small = protected.table, [k for k, why in protected.hidden.items() if why != SECONDARY]
    others = [key for key, value in table.cells.items() if value and key not in small]
    for fewer in itertools.combinations(others, secondary - 1) if secondary else ():
        yield [
            row | {"n": "c"} if key in (*small, *fewer) else row
            for row, key in zip(table.rows, table.cells, strict=True)
        ]


@settings(QUICK, max_examples=5)
@given(tables(shapes=[(2, 2), (2, 3)]))
def test_no_pattern_hides_fewer_cells_by_trying_them_all(table):
    protected = protect(table, seconds=10)
    assert protected.proved
    for rows in with_one_fewer_than(protected.number(SECONDARY), protected):
        assert not attack([rows], table.by, "n").safe


@settings(QUICK, max_examples=5)
@given(tables(shapes=[(2, 2), (2, 3)]))
def test_no_pattern_that_hides_fewer_than_the_bound_rules_out_exact_disclosure(table):
    protected = protect(table, width=1, exact_only=True)
    assert protected.number(SECONDARY) >= protected.fewest
    for rows in with_one_fewer_than(protected.fewest, protected):
        assert not attack([rows], table.by, "n", width=1).safe


@pytest.mark.parametrize(("shape", "seed", "secondary"), [((3, 3, 3), 6, 13), ((2, 2, 2, 2), 502, 15)])
def test_tables_by_three_and_four_columns_are_proved_to_hide_the_fewest(shape, seed, secondary):
    rows = list(crossed(shape, np.random.default_rng(seed), 12 if len(shape) == 3 else 20))
    protected = protect(Table.from_rows(rows, [column for column in rows[0] if column != "n"], "n"))
    assert protected.proved
    assert protected.number(SECONDARY) == protected.fewest == secondary


@pytest.mark.skipif("TABLES" not in os.environ, reason="a long run: TABLES=10000 python -m pytest …")
def test_ten_thousand_tables_withstand_the_attacker():
    for seed in range(int(os.environ["TABLES"])):
        random = np.random.default_rng(seed)
        rows = list(crossed(SHAPES[seed % len(SHAPES)], random, [2, 6, 15, 40][seed % 4]))
        table = Table.from_rows(rows, [column for column in rows[0] if column != "n"], "n")
        assert attack([protect(table, seconds=0.2).rows()], table.by, "n").safe, seed
