"""Charts stay inside their frame, never invent a value, and write numbers for the reader."""

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.ui import charts, meters
from boutdufil.kernel.ui.charts import (
    BarChart,
    Estimate,
    IntervalChart,
    LineChart,
    Stack,
    StackedChart,
)

numbers = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda x: round(x, 3))
estimates = st.lists(
    st.builds(Estimate, label=st.just("x"), value=st.none() | numbers), min_size=0, max_size=12
)


@given(st.none() | st.floats(-2, 3), st.floats(-2, 3))
def test_a_meter_never_overflows_its_bar(value, close):
    bar = meters.measure(value, close)
    widths = [float(width.rstrip("%")) for width in (bar.held, bar.close)]

    assert all(0 <= width <= 100 for width in widths)
    assert sum(widths) <= 100.02


def test_an_unknown_share_is_not_a_share_of_zero():
    assert not meters.measure(None).known
    assert meters.measure(0).known


@given(estimates, st.booleans())
def test_every_point_of_a_line_stays_inside_the_drawing(points, from_zero):
    drawn = charts.draw_line(LineChart("t", "d", tuple(points), from_zero=from_zero))
    heights = [float(y) for path in drawn["paths"] for y in re.findall(r"[ML]\S+ (\S+)", path)]

    assert len(heights) == sum(point.value is not None for point in points)
    assert all(0 <= height <= charts.LINE_HEIGHT for height in heights)


def test_a_line_breaks_where_the_value_is_unknown():
    points = [Estimate(str(year), value) for year, value in enumerate([1, 2, None, 4])]

    assert len(charts.draw_line(LineChart("t", "d", tuple(points)))["paths"]) == 2


@pytest.mark.parametrize("count", range(30))
def test_the_first_and_the_last_label_are_kept_and_few_between(count):
    labels = [str(rank) for rank in range(count)]
    shown = [label["text"] for label in charts.label_row(labels)]

    assert shown[:1] == labels[:1]
    assert shown[-1:] == labels[-1:]
    assert len(shown) <= charts.LABELS


@given(st.lists(st.builds(Estimate, st.just("x"), numbers), min_size=1), st.booleans())
def test_a_scale_holds_every_value_between_round_limits(points, from_zero):
    low, high, step = charts.scale_of(points, from_zero=from_zero)

    assert step > 0
    assert all(low - step * 1e-6 <= point.value <= high + step * 1e-6 for point in points)
    assert (high - low) / step < 12


def test_positions_keep_their_point_in_french():
    with override("fr"):
        drawn = charts.draw_bars(BarChart("t", "d", (Estimate("a", 3), Estimate("b", 1000.5))))

    assert [row["width"] for row in drawn["rows"]] == ["0.3%", "100%"]
    assert drawn["rows"][1]["value"] == "1\u202f000,5"


def test_bars_of_nothing_have_no_width():
    drawn = charts.draw_bars(BarChart("t", "d", (Estimate("a", 0), Estimate("b", None))))

    assert [row["width"] for row in drawn["rows"]] == ["0%", "0%"]
    assert [row["known"] for row in drawn["rows"]] == [True, False]


def test_stacked_parts_follow_one_another():
    chart = StackedChart("t", "d", ("x", "y"), (Stack("a", (3, 1)), Stack("b", (1, 1))))
    parts = charts.draw_stacks(chart)["rows"][0]["parts"]

    assert [(part["x"], part["width"]) for part in parts] == [("0%", "75%"), ("75%", "25%")]


def test_a_stack_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        charts.draw_stacks(StackedChart("t", "d", ("x",), (Stack("a", (3, 1)),)))


def test_an_interval_that_is_not_known_is_not_drawn():
    chart = IntervalChart("t", "d", (Estimate("a", 5), Estimate("b", 5, 4, 6)))
    rows = charts.draw_intervals(chart)["rows"]

    assert (rows[0]["low"], rows[1]["low"]) == ("", "4")
    assert "x1" not in rows[0]
