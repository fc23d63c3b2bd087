"""The two files of ``boutdufil calibrate``: a sample and its margins, every wrong line named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from boutdufil.engines.calibration import Margins
from boutdufil.lib.tables import Row, Table, TableError, cell_of, match_columns, read_table
from boutdufil.lib.text import fold

MOST_BYTES, MOST_ROWS = 400_000_000, 2_000_000
MEGABYTE = 1_000_000
WEIGHT = {"weight": ("poids", "pondération", "weight")}
OPTIONAL = {
    "answered": ("répondu", "répondant", "réponse", "answered"),
    "group": ("strate", "groupe", "stratum", "group"),
}
MARGIN = {
    "margin": ("marge", "variable", "colonne", "margin"),
    "category": ("modalité", "catégorie", "category"),
    "total": ("total", "effectif", "marge totale"),
}
YES, NO = {"oui", "1", "yes", "vrai", "true"}, {"non", "0", "no", "faux", "false"}


class FileError(ValueError):
    """A file that cannot be used: every line that is wrong, in words."""

    def __init__(self, findings: Iterable[str]) -> None:
        super().__init__()
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Sample:
    """What a file says of n units: their lines, cells, weights, columns of the margins.

    ``answered`` and ``groups`` are given together, where some did not answer.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    weights: np.ndarray
    columns: Mapping[str, Sequence[str] | Sequence[float]]
    answered: tuple[bool, ...] | None
    groups: tuple[str, ...]


def read_margin_file(path: Path) -> Margins:
    """Read totals by margin and category. Raises FileError."""
    table = _table(path)
    at = match_columns(table.header, MARGIN)
    _need(path, table, [name for name in ("margin", "total") if name not in at], MARGIN)
    categories: dict[str, dict[str, float]] = {}
    numbers: dict[str, float] = {}
    wrong: list[str] = []
    for row in table.rows:
        name, category = cell_of(row, at, "margin"), cell_of(row, at, "category")
        total = _number(cell_of(row, at, "total"))
        told = categories.setdefault(name, {}) if category else numbers
        if not name or total is None:
            wrong.append(f"{path.name}, ligne {row.line} : il faut une marge et un total (nombre).")
        elif (category or name) in told:
            wrong.append(f"{path.name}, ligne {row.line} : « {category or name} » y est deux fois.")
        else:
            told[category or name] = total
    if wrong:
        raise FileError(wrong)
    return Margins({name: own for name, own in categories.items() if own}, numbers)


def read_sample(path: Path, margins: Margins, *, signed: bool = False) -> Sample:
    """Read a sample with the columns its margins speak of; ``signed`` ones may be negative.

    What stands in the line of somebody who did not answer is not read. Raises FileError.
    """
    table = _table(path)
    wanted = {name: (name,) for name in (*margins.categories, *margins.numbers)}
    at = match_columns(table.header, {**WEIGHT, **OPTIONAL, **wanted})
    _need(path, table, [name for name in ("weight", *wanted) if name not in at], WEIGHT)
    if "answered" in at and "group" not in at:
        told = "il manque la colonne « strate » : sans elle, qui n’a pas répondu ne se remplace pas"
        raise FileError([f"{path.name} : {told}."])
    reader = _Reader(path, at, signed=signed)
    answered = reader.answers(table) if "answered" in at else None
    read = Sample(
        header=table.header,
        rows=tuple(row.cells for row in table.rows),
        lines=tuple(row.line for row in table.rows),
        weights=np.asarray([reader.weight(row) for row in table.rows]),
        columns=dict(reader.columns(table, margins, answered)),
        answered=answered,
        groups=reader.groups(table) if "answered" in at else (),
    )
    if reader.wrong:
        raise FileError(reader.wrong)
    return read


class _Reader:
    """Reads the cells of a sample and notes every one that is wrong."""

    def __init__(self, path: Path, at: Mapping[str, int], *, signed: bool) -> None:
        self._path, self._at, self._signed = path, at, signed
        self.wrong: list[str] = []

    def weight(self, row: Row) -> float:
        """Return a weight; 0 for a wrong one, which is noted."""
        value = _number(cell_of(row, self._at, "weight"))
        if value is None or value < 0:
            self._note(row, "poids", "il faut un nombre positif")
            return 0.0
        return value

    def columns(
        self, table: Table, margins: Margins, answered: Sequence[bool] | None
    ) -> Iterator[tuple[str, Sequence[str] | Sequence[float]]]:
        """Give the columns of the margins: words for categories, numbers for sums."""
        for name in margins.categories:
            yield name, [cell_of(row, self._at, name) for row in table.rows]
        read = answered or [True] * len(table.rows)
        for name in margins.numbers:
            yield (
                name,
                [
                    self._value(row, name) if told else 0.0
                    for row, told in zip(table.rows, read, strict=True)
                ],
            )

    def answers(self, table: Table) -> tuple[bool, ...]:
        """Return who answered."""
        told = []
        for row in table.rows:
            word = fold(cell_of(row, self._at, "answered"))
            if word not in YES | NO:
                self._note(row, "répondu", "écrivez oui ou non")
            told.append(word in YES)
        return tuple(told)

    def groups(self, table: Table) -> tuple[str, ...]:
        """Return the stratum of each."""
        found = [(row, cell_of(row, self._at, "group")) for row in table.rows]
        for row, group in found:
            if not group:
                self._note(row, "strate", "elle manque")
        return tuple(group for _row, group in found)

    def _value(self, row: Row, name: str) -> float:
        value = _number(cell_of(row, self._at, name))
        if value is None:
            self._note(row, name, "il faut un nombre")
            return 0.0
        if value < 0 and not self._signed:
            self._note(row, name, "négatif ; --signed s’il doit l’être")
        return value

    def _note(self, row: Row, column: str, remedy: str) -> None:
        self.wrong.append(f"{self._path.name}, ligne {row.line}, colonne « {column} » : {remedy}.")


def _table(path: Path) -> Table:
    size = path.stat().st_size
    if size > MOST_BYTES:
        told = (
            f"{path.name} pèse {size // MEGABYTE} Mo ; {MOST_BYTES // MEGABYTE} au plus. Ne gardez "
            "que le poids et les colonnes des marges."
        )
        raise FileError([told])
    try:
        return read_table(
            path.read_bytes(), filename=path.name, max_rows=MOST_ROWS, max_bytes=MOST_BYTES
        )
    except TableError as error:
        where = f", ligne {error.line}" if error.line else ""
        raise FileError(
            [f"{path.name}{where} : ce n’est pas un tableau CSV (UTF-8) ou XLSX ({error.reason})."]
        ) from None


def _need(
    path: Path, table: Table, missing: Sequence[str], names: Mapping[str, Sequence[str]]
) -> None:
    if not missing:
        return
    header = ", ".join(name for name in table.header if name)
    raise FileError(
        f"{path.name} : il manque la colonne « {names.get(one, (one,))[0]} » (l’en-tête dit : "
        f"{header})."
        for one in missing
    )


def _number(text: str) -> float | None:
    """Return a number as people write it: 1 250,5 or 1250.5; None for none."""
    try:
        value = float("".join(text.split()).replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) else None
