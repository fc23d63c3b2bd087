"""The files of figures that come with the package."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "data" / "figures"


def read_figures(name: str) -> Iterator[dict[str, str]]:
    """Give the lines of a file of figures."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
