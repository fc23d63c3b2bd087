"""An attacker never finds a hidden cell: linear programmes, and every table tried one by one."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.secrecy import (
    Budget,
    CellTable,
    Contributors,
    Dimension,
    Pattern,
    Rules,
    TableRefused,
    audit,
    protect,
)
from boutdufil.engines.secrecy._budget import Meter
from boutdufil.engines.secrecy._cover import cover
from boutdufil.engines.secrecy._system import build_system
from tests.engines.secrecy_tables import flat, insee_example, table_of

ROWS, COLUMNS = flat("row", "ab"), flat("column", "xyz")
LEAVES = tuple(itertools.product("ab", "xyz"))
TINY = st.dictionaries(st.sampled_from("pqrs"), st.integers(1, 2), min_size=0, max_size=2)
GROUPS = st.dictionaries(st.sampled_from("pqrstuv"), st.integers(1, 60), min_size=1, max_size=5)
RULES = Rules(own_values=False)


@st.composite
def tables(draw, groups=GROUPS):
    leaves = {leaf: draw(groups) for leaf in LEAVES}
    return table_of((ROWS, COLUMNS), {leaf: who for leaf, who in leaves.items() if who})


def protected(table, rules, **more):
    """Protect a table that can be; others are refused as a whole, and that is an answer too."""
    try:
        return protect([table], rules=rules, **more)
    except TableRefused as refusal:
        if refusal.reason != "exposed":
            raise
        return None


def every_table(table, pattern, rules):
    """Return all integer tables that look like the published one, as columns of its cells."""
    cells = sorted(table.values)
    leaves = [cell for cell in cells if "Total" not in cell]
    low_high = {cell: rules.bounds(table.values[cell]) for cell in cells}
    ranges = [
        np.arange(int(low_high[leaf][0]), int(low_high[leaf][1]) + 1)
        if leaf in pattern.hidden
        else np.array([int(table.values[leaf])])
        for leaf in leaves
    ]
    grid = [axis.ravel() for axis in np.meshgrid(*ranges, indexing="ij")]
    columns = {}
    keep = np.ones(len(grid[0]), dtype=bool)
    for cell in cells:
        inside = [
            values
            for leaf, values in zip(leaves, grid, strict=True)
            if all(mine in (other, "Total") for mine, other in zip(cell, leaf, strict=True))
        ]
        columns[cell] = sum(inside)
        if cell in pattern.hidden:
            low, high = low_high[cell]
            keep &= (columns[cell] >= low) & (columns[cell] <= high)
        else:
            keep &= columns[cell] == table.values[cell]
    return {cell: values[keep] for cell, values in columns.items()}


@given(tables(TINY).filter(lambda table: table.values))
@settings(max_examples=15, deadline=None)
def test_the_audit_finds_what_trying_every_table_finds(table):
    """Sums of rows and columns have whole extreme points: both attackers end alike."""
    found = protected(table, RULES)
    pattern = found.patterns[0] if found else Pattern({("a", "x"): "secondary"})
    if not set(pattern.hidden) <= set(table.values):
        return
    left = every_table(table, pattern, RULES)

    for cell in audit([table], [pattern], rules=RULES).cells:
        codes = dict(cell.place)
        spot = (codes.get("row", "Total"), codes.get("column", "Total"))
        assert cell.low == pytest.approx(left[spot].min(), abs=1e-6)
        assert cell.high == pytest.approx(left[spot].max(), abs=1e-6)


@given(tables(), st.booleans())
@settings(max_examples=12, deadline=None)
def test_nobody_comes_closer_than_the_margin(table, own_values):
    rules = Rules(own_values=own_values)
    found = protected(table, rules)

    if found is not None:
        assert found.audit.passed
        for cell in found.audit.cells:
            assert cell.low <= cell.value * 0.9 + 1e-6
            assert cell.high >= cell.value * 1.1 - 1e-6


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_does_not_matter(table, mixed: random.Random):
    cells = list(table.values)
    mixed.shuffle(cells)
    turned = replace(
        table,
        dimensions=tuple(replace(d, codes=d.codes[::-1]) for d in table.dimensions),
        values={cell: table.values[cell] for cell in cells},
        contributors={cell: table.contributors[cell] for cell in cells},
    )
    first, second = protected(table, RULES), protected(turned, RULES)

    assert (first and first.patterns) == (second and second.patterns)


@given(tables())
@settings(max_examples=12, deadline=None)
def test_the_fallback_hides_more_for_more_primary_cells(table):
    found = []
    for minimum in (2.0, 3.0):
        system = build_system([table], (), replace(RULES, minimum=minimum))
        try:
            found.append(cover(system, Meter(Budget())).hidden)
        except TableRefused:
            return
    fewer, more = found

    assert not np.any(fewer & ~more)


@given(tables(), st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_any_budget_gives_a_safe_pattern(table, programmes):
    whole, short = (
        protected(table, RULES, budget=budget) for budget in (Budget(), Budget(programmes))
    )

    assert (whole is None) == (short is None)
    if whole is not None and short is not None:
        assert short.audit.passed
        assert short.cost >= whole.cost


def test_a_clock_that_has_run_out_leaves_a_safe_pattern():
    times = iter(range(0, 100_000, 10))
    found = protect([insee_example()], budget=Budget(seconds=5, clock=lambda: float(next(times))))

    assert found.audit.passed
    assert not found.proven


@pytest.mark.parametrize("shown", [("02", "tr2"), ("06", "tr1")], ids="/".join)
def test_each_secondary_cell_is_needed(shown):
    table, rules = insee_example(), Rules(least=0.0)
    whole = protect([table], rules=rules).patterns[0]
    less = Pattern({cell: why for cell, why in whole.hidden.items() if cell != shown})

    assert audit([table], [whole], rules=rules).passed
    assert not audit([table], [less], rules=rules).passed


def test_a_primary_cell_that_is_shown_fails_the_audit():
    found = audit([insee_example()], [Pattern()], rules=Rules())

    assert {(cell.low, cell.high) for cell in found.failed} == {(30.0, 30.0), (40.0, 40.0)}


def whole(**changes):
    cells = {("a",): 3.0, ("b",): 4.0, ("Total",): 7.0}
    behind = {cell: Contributors(4.0, 1.0) for cell in cells}
    return CellTable(
        **{"dimensions": (flat("row", "ab"),), "values": cells} | {"contributors": behind} | changes
    )


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("negative", {"values": {("a",): -3.0, ("b",): 4.0, ("Total",): 1.0}}),
        ("number", {"values": {("a",): float("nan"), ("b",): 4.0, ("Total",): 7.0}}),
        ("sum", {"values": {("a",): 3.0, ("b",): 4.0, ("Total",): 8.0}}),
        ("cells", {"values": {("a",): 3.0, ("Total",): 3.0}}),
        ("code", {"values": {("z",): 3.0, ("b",): 4.0, ("Total",): 7.0}}),
        (
            "contributors",
            {"contributors": dict.fromkeys([("a",), ("b",), ("Total",)], Contributors(4, 9))},
        ),
        ("nobody", {"contributors": dict.fromkeys([("a",), ("b",), ("Total",)], Contributors(0))}),
        ("dimension", {"dimensions": (Dimension("row", ("a", "b", "Total"), {"a": "Total"}),)}),
        (
            "dimension",
            {"dimensions": (Dimension("row", ("a", "b", "Total"), {"a": "b", "b": "a"}),)},
        ),
    ],
    ids=["negative", "nan", "sum", "missing", "code", "largest", "nobody", "roots", "circle"],
)
def test_an_odd_table_is_refused_by_name(reason, changes):
    with pytest.raises(TableRefused, match=reason) as refusal:
        protect([whole(**changes)])
    assert refusal.value.reason == reason
    assert refusal.value.cells


def test_two_tables_that_disagree_are_refused():
    other = whole(values={("a",): 2.0, ("b",): 5.0, ("Total",): 7.0})

    with pytest.raises(TableRefused, match="disagree"):
        protect([whole(), other])


def test_a_group_counts_once_however_many_sites_it_has():
    behind = Contributors.of({"Alcine": 90.0, "Bellac": 10.0})

    assert (behind.count, behind.largest, behind.second, behind.only) == (2.0, 90.0, 10.0, "")
    assert Contributors.of({"Alcine": 90.0}).only == "Alcine"
    assert Rules().why(100.0, behind) == "primary_frequency"
    assert Rules(minimum=2.0).why(100.0, behind) == "primary_dominance"
    assert (
        Rules(minimum=2.0, dominance=1.0, p_percent=0.1).why(100.0, behind) == "primary_p_percent"
    )
    assert Rules().why(0.0, Contributors(0.0)) is None
