from hypothesis import given
from hypothesis import strategies as st

from lscp.scorecard.readers.duplicates import SMALLEST, Rows, key_of


@given(st.lists(st.integers(1, 2**64 - 1), unique=True, max_size=200))
def test_each_key_is_found_with_the_row_that_came_first(keys):
    rows = Rows()
    for number, key in enumerate(keys, 1):
        assert rows.find_or_add(key, number) is None
    assert [rows.find_or_add(key, 0) for key in keys] == list(range(1, len(keys) + 1))


def test_keys_that_fall_on_one_place_are_kept_apart_and_the_table_grows():
    rows, keys = Rows(), [SMALLEST * n + 7 for n in range(1, 3 * SMALLEST)]
    for number, key in enumerate(keys, 1):
        assert rows.find_or_add(key, number) is None
    assert [rows.find_or_add(key, 0) for key in keys] == list(range(1, len(keys) + 1))
    assert rows.find(SMALLEST * len(keys) * 2 + 7) is None


def test_what_differs_in_one_sign_has_another_key():
    assert key_of(["1001", "10/01/2024"]) != key_of(["1001", "11/01/2024"])
    assert key_of([]) != 0
