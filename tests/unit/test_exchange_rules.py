"""Receipt numbers and the difference of versions: pure rules."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from vpr.exchange.queries.changes import compare
from vpr.exchange.rules import is_receipt_number, receipt_number

SERIALS = st.integers(1, 9_999_999)
CELLS = st.dictionaries(st.tuples(st.sampled_from("123"), st.sampled_from("abc")), st.sampled_from(["", "0", "X"]))


def test_a_receipt_number_carries_the_moscow_date():
    assert receipt_number(123, datetime(2026, 4, 22, 22, 30, tzinfo=UTC)).startswith("260423-0000123-")


@given(serial=SERIALS, place=st.integers(0, 30), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_seen(serial, place, digit):
    number = receipt_number(serial, datetime(2026, 4, 22, tzinfo=UTC))
    assert is_receipt_number(number)
    place %= len(number)
    wrong = number[:place] + digit + number[place + 1 :]
    assert is_receipt_number(wrong) is (wrong == number) or number[place] == "-"


@given(before=CELLS, after=CELLS)
def test_the_difference_names_exactly_the_cells_that_differ(before, after):
    found = compare(before, after)
    rows_before, rows_after = {row for row, _ in before}, {row for row, _ in after}
    assert set(found.added) == rows_after - rows_before
    assert set(found.removed) == rows_before - rows_after
    told = {(change.row, change.column) for change in found.changed}
    for row in rows_before & rows_after:
        for column in "abc":
            differs = before.get((row, column), "") != after.get((row, column), "")
            assert ((row, column) in told) is differs
    assert len(told) == len(found.changed)


@given(cells=CELLS)
def test_a_version_does_not_differ_from_itself(cells):
    assert compare(cells, dict(cells)).is_empty
