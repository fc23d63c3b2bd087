"""The stations of a path: done, current or to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Station:
    """One step of a path; ``url`` is None where one cannot go."""

    number: int
    label: str
    url: str | None
    state: str


def stations(path: Sequence[tuple[str, str | None]], current: int) -> list[Station]:
    """The steps of ``path``, (label, url), seen from step ``current``, counted from 1."""
    return [
        Station(number, str(label), url, state_of(number, current))
        for number, (label, url) in enumerate(path, start=1)
    ]


def state_of(number: int, current: int) -> str:
    """``done``, ``current`` or ``coming``."""
    if number == current:
        return "current"
    return "done" if number < current else "coming"
