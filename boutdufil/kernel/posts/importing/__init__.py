"""Vacancies from a table: which column is which, what a cell says, which line is wrong and how."""

from boutdufil.kernel.posts.importing.cells import CellError
from boutdufil.kernel.posts.importing.columns import (
    COLUMNS,
    Column,
    missing_columns,
    proposed_mapping,
)
from boutdufil.kernel.posts.importing.lines import Problem, ReadLine, read_lines

__all__ = [
    "COLUMNS",
    "CellError",
    "Column",
    "Problem",
    "ReadLine",
    "missing_columns",
    "proposed_mapping",
    "read_lines",
]
