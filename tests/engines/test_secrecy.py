"""No small count can be worked out: not by a glance, not by differences, not by a solver."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boutdufil.engines.secrecy import hide_small_counts

THRESHOLD = 5
SIDES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def tables(draw, most=30):
    rows, columns = draw(SIDES)
    line = st.lists(st.integers(0, most), min_size=columns, max_size=columns)
    return draw(st.lists(line, min_size=rows, max_size=rows))


def whole(counts):
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def test_a_table_without_small_counts_is_shown_whole():
    assert hide_small_counts([[10, 0], [7, 20]]).rows == ((10, 0, 10), (7, 20, 27), (17, 20, 37))


def test_one_small_count_takes_others_with_it():
    shown = hide_small_counts([[3, 12], [9, 20]])

    assert shown.rows[0][0] is None
    assert shown.hidden >= 4


def test_a_small_total_is_hidden_too():
    assert hide_small_counts([[1, 2]]).rows[-1][-1] is None


@given(tables())
@example([[2, 0], [0, 40]])
@example([[4, 1, 0], [0, 3, 0], [9, 9, 9]])
@settings(max_examples=60, deadline=None)
def test_what_is_shown_is_true_and_nothing_small_is_shown(counts):
    shown = hide_small_counts(counts).rows

    for line, truth in zip(shown, whole(counts), strict=True):
        for count, true in zip(line, truth, strict=True):
            assert count is None or count == true
            assert count is None or count == 0 or count >= THRESHOLD


def filled_by_differences(shown):
    """Fill in, again and again, what a line with one hole gives back."""
    rows = [list(row) for row in shown]
    cells = [(i, j) for i in range(len(rows)) for j in range(len(rows[0]))]
    lines = [[(i, j) for j in range(len(rows[0]))] for i in range(len(rows))]
    lines += [[(i, j) for i in range(len(rows))] for j in range(len(rows[0]))]
    for _again in cells:
        for *parts, total in lines:
            holes = [(i, j) for i, j in (*parts, total) if rows[i][j] is None]
            if len(holes) == 1:
                ((i, j),) = holes
                known = sum(rows[a][b] or 0 for a, b in parts)
                rows[i][j] = known if (i, j) == total else rows[total[0]][total[1]] - known
    return rows


@given(tables(most=6))
@settings(max_examples=40, deadline=None)
def test_no_difference_gives_a_small_count_back(counts):
    filled = filled_by_differences(hide_small_counts(counts).rows)

    for line, truth in zip(filled, whole(counts), strict=True):
        for count, true in zip(line, truth, strict=True):
            assert count is None or true == 0 or true >= THRESHOLD


def consistent(shown, rows, columns, most):
    """Yield every table of small side that shows the same, counts up to `most`."""
    for flat in itertools.product(range(most + 1), repeat=rows * columns):
        counts = [list(flat[i * columns : (i + 1) * columns]) for i in range(rows)]
        if all(
            s is None or s == t
            for line, truth in zip(shown, whole(counts), strict=True)
            for s, t in zip(line, truth, strict=True)
        ):
            yield counts


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
@settings(max_examples=25, deadline=None)
def test_an_exhaustive_attacker_is_left_with_a_choice(counts):
    shown = hide_small_counts(counts).rows
    tables_left = list(consistent(shown, 2, 2, 14))

    for i, j in itertools.product(range(2), range(2)):
        if 0 < counts[i][j] < THRESHOLD:
            values = {table[i][j] for table in tables_left}
            assert max(values) - min(values) >= THRESHOLD


@pytest.mark.parametrize("counts", [[[1], [1, 2]], [[-1]]])
def test_odd_tables_are_refused(counts):
    with pytest.raises(ValueError, match=r"rows|inhomogeneous|sequence"):
        hide_small_counts(counts)
