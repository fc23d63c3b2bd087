"""Published examples of secondary suppression, cell for cell."""

import pytest

from boutdufil.engines.secrecy import (
    Budget,
    CellTable,
    Contributors,
    Rules,
    audit,
    primary_cells,
    protect,
)
from tests.engines.secrecy_tables import FOLDER, activity_by_size, flat, insee_example

needs_reference = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no tables in {FOLDER}: set BOUTDUFIL_REFERENCE_DATA"
)
# The published patterns know neither a least width nor insiders.
AS_PUBLISHED = Rules(least=0.0, own_values=False)


def test_insees_example_cell_for_cell():
    found = protect([insee_example()], rules=Rules(least=0.0))

    assert found.patterns[0].hidden == {
        ("02", "tr1"): "primary_frequency",
        ("02", "tr2"): "secondary",
        ("06", "tr1"): "secondary",
        ("06", "tr2"): "primary_dominance",
    }
    assert found.audit.passed
    assert found.proven
    assert found.way == "search"


def test_the_fifteen_cells_of_sdctable():
    """One count of two among 100 people by region and sex: cells 5, 6, 11, 12 of 15 are hidden."""
    counts = {"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}
    cells = {(r, s): n for r, row in counts.items() for s, n in zip("mf", row, strict=True)}
    cells |= {(r, "Total"): sum(row) for r, row in counts.items()}
    cells |= {("Total", s): sum(row[i] for row in counts.values()) for i, s in enumerate("mf")}
    cells |= {("Total", "Total"): 100}
    table = CellTable(
        (flat("region", "ABCD"), flat("sex", "mf")),
        {cell: float(count) for cell, count in cells.items()},
        {cell: Contributors(float(count), 1.0) for cell, count in cells.items()},
    )

    found = protect([table], rules=Rules(least=0.0, objective="value"))

    assert set(found.patterns[0].hidden) == {("A", "m"), ("A", "f"), ("C", "m"), ("C", "f")}
    assert found.patterns[0].secondary == 3
    assert found.proven


@needs_reference
def test_the_primary_cells_of_414():
    table = activity_by_size()
    counts = [behind.count for behind in table.contributors.values()]
    dominated = [
        cell
        for cell, behind in table.contributors.items()
        if behind.largest > 0.85 * table.values[cell]
    ]

    assert len(table.values) == 414
    assert sum(0 < count < 3 for count in counts) == 52
    assert len(dominated) == 69
    assert len(primary_cells(table, AS_PUBLISHED)) == 77


@needs_reference
def test_414_cells_hide_58_others_and_none_hides_fewer():
    found = protect([activity_by_size()], rules=AS_PUBLISHED, budget=Budget(programmes=5_000))

    assert found.patterns[0].secondary == 58
    assert found.proven
    assert found.bound == pytest.approx(58)
    assert len(found.audit.cells) == 77
    assert found.audit.passed


@needs_reference
def test_a_short_budget_hides_more_and_stays_safe():
    table = activity_by_size()
    found = protect([table], rules=AS_PUBLISHED, budget=Budget(programmes=10))

    assert found.way == "cover"
    assert not found.proven
    assert found.patterns[0].secondary > 58
    assert audit([table], found.patterns, rules=AS_PUBLISHED).passed


@needs_reference
@pytest.mark.long
def test_insiders_of_414_cells_are_kept_out_too():
    rules = Rules(least=0.0)
    found = protect([activity_by_size()], rules=rules, budget=Budget(programmes=20_000))

    assert found.patterns[0].secondary == 64
    assert found.audit.passed
