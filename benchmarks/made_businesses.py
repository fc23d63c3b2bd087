"""Made businesses for the bench of secrecy: few large groups, many small ones, empty places."""

import numpy as np

from boutdufil.engines.secrecy import Cell, CellTable, Contributors, Dimension

SEED = 20261123
Amounts = dict[str, float]


def flat(name: str, size: int) -> Dimension:
    """Return a dimension of one level."""
    codes = tuple(f"{name}{number}" for number in range(1, size + 1))
    return Dimension(name, ("Total", *codes), dict.fromkeys(codes, "Total"))


def nested(name: str, sections: int, leaves: int) -> Dimension:
    """Return a dimension of two levels under its total, leaves shared out unevenly."""
    tops = [f"{name}{number}" for number in range(sections)]
    above = {f"{name}{i % sections if i % 3 else 0}.{i}": tops[i % sections] for i in range(leaves)}
    return Dimension(name, ("Total", *tops, *above), above | dict.fromkeys(tops, "Total"))


def made_table(
    axes: tuple[Dimension, ...], *, measure: str, seed: int = SEED, crowd: float = 20.0
) -> CellTable:
    """Draw some `crowd` businesses for every innermost cell and sum them over all axes."""
    draw = np.random.default_rng(seed)
    into: dict[Cell, Amounts] = {}
    for number, leaf in enumerate(_leaves(axes)):
        here = int(draw.negative_binomial(0.6, 0.6 / (0.6 + crowd)))
        sizes = np.round(np.exp(draw.normal(2.0, 1.5, here)), 1) + 1
        for rank, size in enumerate(sizes):
            for cell in _above(axes, leaf):
                into.setdefault(cell, {})[f"g{number}.{rank}"] = float(size)
    return CellTable(
        axes,
        {cell: float(np.round(sum(who.values()), 1)) for cell, who in into.items()},
        {cell: Contributors.of(who) for cell, who in into.items()},
        measure,
    )


def margin(table: CellTable, axes: tuple[int, ...]) -> CellTable:
    """Return the part of a table that has totals everywhere but on these axes."""
    kept = {
        cell: tuple(cell[axis] for axis in axes)
        for cell in table.values
        if all(code == "Total" or axis in axes for axis, code in enumerate(cell))
    }
    return CellTable(
        tuple(table.dimensions[axis] for axis in axes),
        {short: table.values[cell] for cell, short in kept.items()},
        {short: table.contributors[cell] for cell, short in kept.items()},
        table.measure,
    )


def _leaves(axes: tuple[Dimension, ...]) -> list[Cell]:
    cells: list[Cell] = [()]
    for axis in axes:
        inner = [code for code in axis.codes if code not in axis.children()]
        cells = [(*cell, code) for cell in cells for code in inner]
    return cells


def _above(axes: tuple[Dimension, ...], leaf: Cell) -> list[Cell]:
    cells: list[Cell] = [()]
    for axis, code in zip(axes, leaf, strict=True):
        line = [code]
        while line[-1] in axis.parent:
            line.append(axis.parent[line[-1]])
        cells = [(*cell, one) for cell in cells for one in line]
    return cells
