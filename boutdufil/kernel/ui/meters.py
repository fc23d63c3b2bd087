"""The bar of a share, in percentages of its width, so that it stretches without distortion."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """Widths as SVG percentages: what is held, then what is close; not ``known``: no bar."""

    held: str
    close: str
    known: bool


def measure(value: float | None, close: float = 0) -> Bar:
    """The bar of a share in [0, 1] (clamped); ``None`` is unknown and draws nothing."""
    if value is None:
        return Bar("0%", "0%", known=False)
    held = clamp(value)
    return Bar(as_width(held), as_width(min(clamp(close), 1 - held)), known=True)


def as_width(share: float) -> str:
    """A share as an SVG length; always with a point, whatever the language."""
    return f"{round(share * 100, 2):g}%"


def clamp(share: float) -> float:
    """A share forced into [0, 1]."""
    return min(max(share, 0.0), 1.0)
