"""A chart as a picture that stands alone: what is drawn, where, and every word inside it.

Positions are pixels on a sheet 800 wide; within a row's plot they are percentages, as the charts
of the pages give them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.ui.charts import Estimate, IntervalChart, draw_intervals

WIDTH, MARGIN = 800, 24
TITLE_LETTERS, LABEL_LETTERS, FIGURE_LETTERS, SMALL_LETTERS = 46, 32, 22, 100
TITLE_STEP, LABEL_STEP, SMALL_STEP = 32, 20, 18
STAMP_HEIGHT, ROW_GAP = 40, 22


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: what it is of, its figure and interval; ``said`` stands where there is none."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says: ``about`` is the line under its title, ``foot`` its last lines."""

    title: str
    about: str
    unit: str
    rows: tuple[Shown, ...]
    foot: tuple[str, ...]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text at its height in pixels."""

    y: str
    text: str


def draw(picture: Picture) -> dict[str, Any]:
    """Return the context of ``barometer/open_data/chart.svg``."""
    top = MARGIN + 16 + (STAMP_HEIGHT if picture.stamp else 0)
    title, below = _lines(picture.title, top, TITLE_LETTERS, TITLE_STEP)
    about, below = _lines(picture.about, below, SMALL_LETTERS, SMALL_STEP)
    rows, ends, below = _rows(picture, below + ROW_GAP)
    foot = []
    for text in picture.foot:
        told, below = _lines(text, below, SMALL_LETTERS, SMALL_STEP)
        foot += told
    return {
        "picture": picture,
        "description": description(picture),
        "title": title,
        "about": about,
        "rows": rows,
        "ends": ends,
        "foot": foot,
        "width": f"{WIDTH}",
        "height": f"{below + MARGIN - SMALL_STEP}",
    }


def description(picture: Picture) -> str:
    """Return the picture in words: every row with its figure and its interval."""
    drawn = draw_intervals(_chart(picture))["rows"]
    told = [
        f"{shown.label}\u00a0: {_said(shown, row)}"
        for shown, row in zip(picture.rows, drawn, strict=True)
    ]
    ends = [picture.stamp] if picture.stamp else []
    return ". ".join([picture.about.rstrip("."), *told, *ends])


def _rows(picture: Picture, top: int) -> tuple[list[dict[str, Any]], dict[str, Any], int]:
    drawn = draw_intervals(_chart(picture))
    placed = []
    for shown, row in zip(picture.rows, drawn["rows"], strict=True):
        label, under_label = _lines(shown.label, top + 5, LABEL_LETTERS, LABEL_STEP)
        said, below = _lines(_figure(shown, row), top + 5, FIGURE_LETTERS, LABEL_STEP)
        span = _span(shown, row)
        told = {"label": label, "said": said, "span": span}
        placed.append({**row, **told, "y": f"{top}", "span_y": f"{below - 3}"})
        top = max(under_label, below + (LABEL_STEP if span else 0)) - 5 + ROW_GAP
    low, high = drawn["ends"]
    return placed, {"low": low, "high": high, "y": f"{top}"}, top + 2 * ROW_GAP


def _chart(picture: Picture) -> IntervalChart:
    dots = tuple(Estimate(one.label, one.value, one.low, one.high) for one in picture.rows)
    return IntervalChart(picture.title, picture.about, dots, picture.unit)


def _said(shown: Shown, row: Mapping[str, Any]) -> str:
    figure, span = _figure(shown, row), _span(shown, row)
    return f"{figure} ({span})" if span else figure


def _figure(shown: Shown, row: Mapping[str, Any]) -> str:
    return shown.said or row["value"]


def _span(shown: Shown, row: Mapping[str, Any]) -> str:
    if shown.said or not row["low"]:
        return ""
    return _("de %(low)s à %(high)s") % {"low": row["low"], "high": row["high"]}


def _lines(text: str, top: int, letters: int, step: int) -> tuple[list[Word], int]:
    """Break a text into lines; return them and where the next thing begins."""
    told = [Word(f"{top + at * step}", one) for at, one in enumerate(_broken(text, letters))]
    return told, top + len(told) * step


def _broken(text: str, letters: int) -> Sequence[str]:
    """Break a text between words; what a number or a sign holds together stays together."""
    return wrap(text, letters, break_long_words=True, break_on_hyphens=False)
