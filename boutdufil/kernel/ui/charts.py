"""Charts computed in plain numbers and drawn by templates as SVG, each with its table.

Horizontal positions are percentages and vertical ones pixels, so that a chart stretches
with the page while its strokes and its text keep their size. Every number is written for
the reader's language; positions never are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from boutdufil.kernel.ui.meters import as_width, clamp
from boutdufil.kernel.ui.numbers import format_number

LINE_HEIGHT = 240
LINE_WIDTH = 1000
LINE_TOP = 12
TICKS = 4
LABELS = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its label and, where known, the interval [low, high]; ``None`` is unknown."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """One stacked bar: a value for each series of its chart, in the same order."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars that start at zero; ``description`` says in a sentence what there is to see."""

    title: str
    description: str
    bars: tuple[Estimate, ...]
    unit: str = ""
    source: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class StackedChart:
    """Bars made of the same two to four series, told apart by colour and pattern."""

    title: str
    description: str
    series: tuple[str, ...]
    stacks: tuple[Stack, ...]
    unit: str = ""
    source: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class LineChart:
    """A value over equally spaced labels, with its confidence interval as a band."""

    title: str
    description: str
    points: tuple[Estimate, ...]
    unit: str = ""
    source: str = ""
    decimals: int | None = None
    from_zero: bool = True


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """Estimates as dots on their intervals, on one scale."""

    title: str
    description: str
    dots: tuple[Estimate, ...]
    unit: str = ""
    source: str = ""
    decimals: int | None = None
    from_zero: bool = True


def draw_bars(chart: BarChart) -> dict[str, Any]:
    """Context of ``ui/charts/bar.html``."""
    top = max((bar.value or 0 for bar in chart.bars), default=0) or 1
    rows = [
        {
            "label": bar.label,
            "value": format_number(bar.value, chart.decimals),
            "known": bar.value is not None,
            "width": as_width(clamp((bar.value or 0) / top)),
        }
        for bar in chart.bars
    ]
    return {"chart": chart, "rows": rows}


def draw_stacks(chart: StackedChart) -> dict[str, Any]:
    """Context of ``ui/charts/stacked.html``; raises ``ValueError`` on a stack of another length."""
    top = max((math.fsum(stack.values) for stack in chart.stacks), default=0) or 1
    rows = [
        {
            "label": stack.label,
            "total": format_number(math.fsum(stack.values), chart.decimals),
            "parts": stack_parts(chart, stack, top),
        }
        for stack in chart.stacks
    ]
    return {"chart": chart, "rows": rows, "series": list(enumerate(chart.series, start=1))}


def stack_parts(chart: StackedChart, stack: Stack, top: float) -> list[dict[str, Any]]:
    """The parts of one stacked bar, left to right."""
    parts, start = [], 0.0
    for rank, (name, value) in enumerate(zip(chart.series, stack.values, strict=True), start=1):
        place = {"x": as_width(start), "width": as_width(value / top)}
        text = format_number(value, chart.decimals)
        parts.append({"rank": rank, "name": name, "value": text} | place)
        start += value / top
    return parts


def draw_intervals(chart: IntervalChart) -> dict[str, Any]:
    """Context of ``ui/charts/interval.html``."""
    low, high, _step = scale_of(chart.dots, from_zero=chart.from_zero)
    rows = [
        estimate_texts(dot, chart.decimals)
        | {
            name: as_width(clamp((value - low) / (high - low)))
            for name, value in (("x", dot.value), ("x1", dot.low), ("x2", dot.high))
            if value is not None
        }
        for dot in chart.dots
    ]
    ends = [format_number(end, chart.decimals) for end in (low, high)]
    return {"chart": chart, "rows": rows, "ends": ends}


def draw_line(chart: LineChart) -> dict[str, Any]:
    """Context of ``ui/charts/line.html``."""
    low, high, step = scale_of(chart.points, from_zero=chart.from_zero)
    ticks = tick_rows(low, high, step)
    placed = [
        {
            name: place(value, low, high)
            for name, value in (("y", point.value), ("low", point.low), ("high", point.high))
        }
        | {"x": across(rank, len(chart.points))}
        for rank, point in enumerate(chart.points)
    ]
    return {
        "chart": chart,
        "height": LINE_HEIGHT,
        "view": f"0 0 {LINE_WIDTH} {LINE_HEIGHT}",
        "paths": [path(run, "y") for run in runs(placed, "y")],
        "bands": [band(run) for run in runs(placed, "low", "high")],
        "ticks": ticks,
        "scale_width": 9 * max(len(tick["text"]) for tick in ticks),
        "labels": label_row([point.label for point in chart.points]),
        "end": end_point(placed),
        "rows": [estimate_texts(point, chart.decimals) for point in chart.points],
    }


def tick_rows(low: float, high: float, step: float) -> list[dict[str, str]]:
    """Grid lines of a line chart: height in pixels and text."""
    count = round((high - low) / step)
    values = [low + rank * step for rank in range(count + 1)]
    return [{"y": f"{place(value, low, high)}", "text": format_number(value)} for value in values]


def label_row(labels: Sequence[str]) -> list[dict[str, str]]:
    """At most ``LABELS`` labels under a line, the first and the last among them."""
    if not labels:
        return []
    last = len(labels) - 1
    step = max(1, math.ceil(last / (LABELS - 1)))
    ranks = [rank for rank in range(0, last, step) if last - rank >= step] + [last]
    anchors = {0: "start", last: "end"}
    return [
        {
            "x": as_width(across(rank, len(labels)) / LINE_WIDTH),
            "text": labels[rank],
            "anchor": anchors.get(rank, "middle"),
        }
        for rank in ranks
    ]


def end_point(placed: Sequence[dict[str, float | None]]) -> dict[str, str] | None:
    """Where the dot of the last known value stands."""
    known = [point for point in placed if point["y"] is not None]
    if not known:
        return None
    return {"x": as_width((known[-1]["x"] or 0) / LINE_WIDTH), "y": f"{known[-1]['y']}"}


def estimate_texts(estimate: Estimate, decimals: int | None) -> dict[str, Any]:
    """A row of a table: label, value and interval as text; an unknown interval is empty."""
    bounds = [estimate.low, estimate.high]
    texts = [format_number(bound, decimals) for bound in bounds if bound is not None]
    return {
        "label": estimate.label,
        "value": format_number(estimate.value, decimals),
        "known": estimate.value is not None,
        "low": texts[0] if len(texts) == 2 else "",
        "high": texts[1] if len(texts) == 2 else "",
    }


def runs(
    placed: Iterable[dict[str, float | None]], *names: str
) -> list[list[dict[str, float | None]]]:
    """Stretches of neighbouring points that know every one of ``names``."""

    def knows(point: dict[str, float | None]) -> bool:
        return all(point[name] is not None for name in names)

    return [list(points) for known, points in groupby(placed, knows) if known]


def path(points: Sequence[dict[str, float | None]], name: str) -> str:
    """SVG path through the points at height ``name``; a lone point is a stroke of no length."""
    steps = " ".join(f"L{point['x']} {point[name]}" for point in points[1:])
    return f"M{points[0]['x']} {points[0][name]} {steps or 'h0'}"


def band(points: Sequence[dict[str, float | None]]) -> str:
    """SVG path round the interval of the points."""
    back = " ".join(f"L{point['x']} {point['low']}" for point in reversed(points))
    return f"{path(points, 'high')} {back} z"


def across(rank: int, count: int) -> float:
    """Horizontal position of point ``rank`` of ``count``, in SVG units."""
    return round(LINE_WIDTH * rank / max(count - 1, 1), 1)


def place(value: float | None, low: float, high: float) -> float | None:
    """Vertical position of a value in pixels, the largest on top; ``None`` stays ``None``."""
    if value is None:
        return None
    share = (value - low) / (high - low)
    return round(LINE_HEIGHT - 1 - share * (LINE_HEIGHT - 1 - LINE_TOP), 1)


def scale_of(estimates: Iterable[Estimate], *, from_zero: bool) -> tuple[float, float, float]:
    """Round limits and step that hold every value and interval: (low, high, step)."""
    values = [
        value
        for estimate in estimates
        for value in (estimate.value, estimate.low, estimate.high)
        if value is not None
    ]
    if from_zero or not values:
        values.append(0.0)
    low, high = min(values), max(values)
    step = round_step((high - low) / TICKS)
    first = math.floor(low / step)
    return first * step, max(math.ceil(high / step), first + 1) * step, step


def round_step(step: float) -> float:
    """The next 1, 2 or 5 times a power of ten; 1 for a step of nothing."""
    if step <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= step * 0.999)
