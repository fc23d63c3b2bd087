"""Tables of businesses for the tests of secrecy: made ones, published examples, the reference."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path

from boutdufil.engines.secrecy import Cell, CellTable, Contributors, Dimension

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
FOLDER = REFERENCE / "barometer" / "sdc"


def flat(name, codes, total="Total"):
    """Return a dimension of one level."""
    return Dimension(name, (*codes, total), dict.fromkeys(codes, total))


def table_of(dimensions, leaves: Mapping[Cell, Mapping[str, float]], measure="heads"):
    """Sum what each group has in each innermost cell into a whole table with its totals."""
    groups: dict[Cell, dict[str, float]] = {}
    for leaf, amounts in leaves.items():
        for cell in _above(dimensions, leaf):
            into = groups.setdefault(cell, {})
            for group, amount in amounts.items():
                into[group] = into.get(group, 0.0) + amount
    return CellTable(
        tuple(dimensions),
        {cell: sum(amounts.values()) for cell, amounts in groups.items()},
        {cell: Contributors.of(amounts) for cell, amounts in groups.items()},
        measure,
    )


def _above(dimensions, leaf):
    cells = [()]
    for dimension, code in zip(dimensions, leaf, strict=True):
        line = [code]
        while line[-1] in dimension.parent:
            line.append(dimension.parent[line[-1]])
        cells = [(*cell, one) for cell in cells for one in line]
    return cells


def insee_example():
    """Return the 12 cells of the first example of Insee's package rtauargus (its README)."""
    values = (100, 50, 150, 30, 20, 50, 60, 40, 100, 190, 110, 300)
    counts = (10, 5, 15, 2, 5, 7, 8, 6, 14, 20, 16, 36)
    largest = (20, 15, 20, 20, 10, 20, 16, 38, 38, 20, 38, 38)
    cells = [(a, s) for a in ("01", "02", "06", "Total") for s in ("tr1", "tr2", "Total")]
    behind = map(Contributors, map(float, counts), map(float, largest))
    return CellTable(
        (flat("ACTIVITY", ("01", "02", "06")), flat("SIZE", ("tr1", "tr2"))),
        dict(zip(cells, map(float, values), strict=True)),
        dict(zip(cells, behind, strict=True)),
        "turnover",
    )


def activity_by_size():
    """Return Insee's fictitious turnover by activity (three levels) and size: 414 cells."""
    with (FOLDER / "turnover_act_size.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    cells = [(line["ACTIVITY"], line["SIZE"]) for line in lines]
    behind = [Contributors(float(line["N_OBS"]), float(line["MAX"])) for line in lines]
    return CellTable(
        (_activity({cell[0] for cell in cells}), flat("SIZE", ("tr1", "tr2", "tr3"))),
        dict(zip(cells, (float(line["TOT"]) for line in lines), strict=True)),
        dict(zip(cells, behind, strict=True)),
        "turnover",
    )


def _activity(codes):
    parent: dict[str, str] = {}
    with (FOLDER / "activity_corr_table.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            parent |= {line["A88"]: line["A21"], line["A21"]: line["A10"], line["A10"]: "Total"}
    above = {code: parent[code] for code in codes if code != "Total"}
    return Dimension("ACTIVITY", tuple(sorted(codes)), above)
