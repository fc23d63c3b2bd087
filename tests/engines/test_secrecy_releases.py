"""Linked tables and releases after one another: nothing by subtraction, or no release."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_businesses import margin
from boutdufil.engines.secrecy import (
    UNKNOWN_CHANGE,
    Contributors,
    Pattern,
    Published,
    Relation,
    Rules,
    TableRefused,
    audit,
    protect,
)
from tests.engines.secrecy_tables import flat, table_of

REGION, SIZE, KIND = flat("region", "ABC"), flat("size", "SL"), flat("kind", "IO")
RULES = Rules(least=0.0, own_values=False)


def many(amount, groups=5):
    """Return `groups` groups that share an amount."""
    return {f"g{number}": amount / groups for number in range(groups)}


def by_region_and_size(alone=40.0):
    leaves = {(r, s): many(60.0 + 10 * i) for i, (r, s) in enumerate(("AS", "AL", "BS", "CL"))}
    leaves |= {("B", "L"): {"x": alone, "y": 10.0}, ("C", "S"): many(70.0)}
    return table_of((REGION, SIZE), leaves)


def by_region_and_kind(alone=40.0):
    leaves = {("A", "I"): many(80.0), ("A", "O"): many(50.0), ("B", "I"): many(45.0)}
    leaves |= {("B", "O"): many(75.0 + alone + 10.0 - 40.0), ("C", "I"): many(100.0)}
    leaves |= {("C", "O"): many(60.0)}
    return table_of((REGION, KIND), leaves)


def everywhere(table, pattern):
    return {(table.measure, table.place(cell)) for cell in pattern.hidden}


def test_a_shared_margin_is_hidden_in_both_tables_or_in_none():
    first = by_region_and_size()
    second = by_region_and_kind()
    shared = {first.place(cell) for cell in first.values} & {
        second.place(cell) for cell in second.values
    }
    found = protect([first, second], rules=RULES)
    one, other = (everywhere(t, p) for t, p in zip((first, second), found.patterns, strict=True))

    assert found.audit.passed
    assert {name for name in one if name[1] in shared} == {
        name for name in other if name[1] in shared
    }


def test_the_audit_sees_through_a_second_table():
    """A margin hidden in one table and shown in the other is shown."""
    table = by_region_and_size()
    found = protect([table], rules=RULES).patterns[0]
    margin = replace(
        table,
        dimensions=(REGION,),
        values={cell[:1]: v for cell, v in table.values.items() if cell[1] == "Total"},
        contributors={c[:1]: b for c, b in table.contributors.items() if c[1] == "Total"},
    )
    hidden = Pattern({("B", "L"): "primary_frequency", ("B", "Total"): "secondary"})
    extra = {("A", "Total"): "secondary", ("A", "L"): "secondary"}
    wider = Pattern({**hidden.hidden, **extra})

    assert audit([table], [found], rules=RULES).passed
    assert not audit([table, margin], [wider, Pattern()], rules=RULES).passed


def test_a_cell_that_nothing_hides_any_more_stays_hidden():
    """What was secondary yesterday may be shown, what was primary may not come by difference."""
    table = by_region_and_size()
    first = protect([table], rules=RULES)
    out = Published(table, frozenset(first.patterns[0].hidden), name="2027-1")
    second = protect([table], rules=RULES, known=[out])

    assert second.audit.passed
    assert set(second.patterns[0].hidden) == set(first.patterns[0].hidden)


def test_the_other_pattern_would_give_the_first_away():
    """Two patterns that are safe alone, on the same values, are not safe together."""
    table = by_region_and_size()
    choices = [
        Pattern(dict.fromkeys(cells, "secondary") | {("B", "L"): "primary_frequency"})
        for cells in (
            [("B", "S"), ("A", "S"), ("A", "L")],
            [("B", "S"), ("C", "S"), ("C", "L")],
        )
    ]
    alone = [audit([table], [choice], rules=RULES) for choice in choices]
    out = Published(table, frozenset(choices[0].hidden))

    assert all(one.passed for one in alone)
    assert not audit([table], [choices[1]], rules=RULES, known=[out]).passed
    joint = protect([table], rules=RULES, known=[out])
    assert joint.audit.passed
    assert set(joint.patterns[0].hidden) == set(choices[0].hidden)


def late_answer(groups):
    """Return the table before and after late answers in one cell, and who made the difference."""
    leaves = {(r, s): many(90.0 + 5 * i) for i, (r, s) in enumerate(("AS", "AL", "BS", "BL"))}
    leaves |= {("C", "S"): many(80.0), ("C", "L"): many(85.0)}
    before = table_of((REGION, SIZE), leaves)
    late = {f"late{number}": 10.0 for number in range(groups)}
    after = table_of((REGION, SIZE), {**leaves, ("A", "S"): {**leaves["A", "S"], **late}})
    changed = {
        cell: Contributors.of(late)
        for cell in before.values
        if before.values[cell] != after.values[cell]
    }
    return before, after, changed


def test_one_late_answer_cannot_be_read_off_a_revision():
    before, after, changed = late_answer(1)
    found = protect([after], rules=RULES, known=[Published(before, frozenset(), changed)])

    assert found.audit.passed
    # Each new figure less the old one is the late answer itself.
    assert set(found.patterns[0].hidden) == set(changed)
    assert {cell.value for cell in found.audit.cells} == {10.0}


def test_a_revision_by_enough_groups_goes_out_whole():
    before, after, changed = late_answer(4)
    found = protect([after], rules=RULES, known=[Published(before, frozenset(), changed)])

    assert found.patterns[0].hidden == {}
    assert found.audit.passed


def test_a_change_nobody_explains_counts_as_one_groups():
    before, after, changed = late_answer(4)
    found = protect([after], rules=RULES, known=[Published(before, frozenset())])

    assert set(found.patterns[0].hidden) == set(changed)
    assert {cell.why for cell in found.audit.cells} == {UNKNOWN_CHANGE}


def test_a_release_that_gives_an_old_secret_away_is_refused():
    """Everything but the lonely cell is out: no release of these values can be safe."""
    table = by_region_and_size()

    with pytest.raises(TableRefused, match="exposed") as refusal:
        protect([table], rules=RULES, known=[Published(table, frozenset({("B", "L")}))])
    assert refusal.value.cells == (("heads", (("region", "B"), ("size", "L"))),)


def test_what_is_out_cannot_be_hidden_again():
    table = by_region_and_size()

    with pytest.raises(TableRefused, match="already_out") as refusal:
        protect([table], rules=RULES, known=[Published(table, frozenset())])
    assert refusal.value.cells == (("heads", (("region", "B"), ("size", "L"))),)


def test_an_earlier_table_that_is_not_in_the_release_still_tells():
    """The old table has a margin that, with the new one, would give the lonely cell."""
    table = by_region_and_size()
    kinds = by_region_and_kind()
    found = protect([table], rules=RULES, known=[Published(kinds, frozenset(), name="old")])

    assert found.audit.passed
    assert all(cell[1] != "Total" for cell in found.patterns[0].hidden)


def test_insiders_do_not_unmask_each_other():
    """Two lonely cells in a row would hide each other from the public, not from each other."""
    leaves = {("A", "S"): {"x": 40.0}, ("A", "L"): {"y": 50.0}, ("B", "S"): many(60.0)}
    leaves |= {("B", "L"): many(70.0), ("C", "S"): many(80.0), ("C", "L"): many(90.0)}
    leaves |= {("A", "M"): many(30.0), ("B", "M"): {"x": 20.0}, ("C", "M"): {"z": 25.0}}
    table = table_of((REGION, flat("size", "SML")), leaves)
    naive, wary = (
        protect([table], rules=Rules(least=0.0, own_values=own)) for own in (False, True)
    )

    assert naive.audit.passed
    assert not audit([table], naive.patterns, rules=Rules(least=0.0)).passed
    assert wary.audit.passed
    assert wary.patterns[0].secondary > naive.patterns[0].secondary


def in_measures():
    """Return heads at the end, at the start and hires by region; nobody left anywhere."""
    start = {"A": {"x": 40.0, "y": 3.0}, "B": many(60.0), "C": many(80.0)}
    hires = {"A": {"x": 20.0, "y": 1.0, "z": 2.0}, "B": many(30.0), "C": many(24.0)}
    both = ("x", "y", "z")
    end = {r: {} for r in "ABC"}
    for region in "ABC":
        for group in {*start[region], *hires[region]}:
            end[region][group] = start[region].get(group, 0.0) + hires[region].get(group, 0.0)
    assert set(end["A"]) == set(both)
    regions = (REGION,)
    return [
        table_of(regions, {(r,): who for r, who in leaves.items()}, measure)
        for measure, leaves in (("end", end), ("start", start), ("hires", hires))
    ]


def test_what_ties_measures_together_gives_nothing_away():
    """Rules under which only heads at the start are a secret of A: end less hires is them."""
    rules = Rules(least=0.0, own_values=False, dominance=1.0)
    tables, tie = in_measures(), Relation({"end": 1, "start": -1, "hires": -1})
    alone = protect(tables, rules=rules)
    tied = protect(tables, rules=rules, relations=[tie])

    assert alone.audit.passed
    assert not audit(tables, alone.patterns, rules=rules, relations=[tie]).passed
    assert tied.audit.passed
    assert any(("A",) in tied.patterns[at].hidden for at in (0, 2))


def test_a_relation_that_is_not_true_is_refused():
    with pytest.raises(TableRefused, match="relation"):
        protect(in_measures(), relations=[Relation({"end": 1, "start": -1, "hires": 1})])


def test_a_small_revision_of_a_large_total_is_a_revision():
    before = table_of((REGION,), {(r,): many(4e8) for r in "ABC"})
    after = table_of(
        (REGION,), {("A",): {**many(4e8), "late": 300.0}} | {(r,): many(4e8) for r in "BC"}
    )
    found = protect([after], rules=RULES, known=[Published(before, frozenset())])

    assert set(found.patterns[0].hidden) == {("A",), ("Total",)}
    assert {round(cell.value) for cell in found.audit.cells} == {300}


def test_a_nought_of_somebody_is_not_told():
    """One group has nothing there: the cell is hidden and stays uncertain by the least width."""
    leaves = {(r, s): many(90.0) for r in "ABC" for s in "SL"} | {("A", "S"): {"x": 0.0}}
    found = protect([table_of((REGION, SIZE), leaves)], rules=Rules(least=2.0))
    (nought,) = [cell for cell in found.audit.cells if cell.value == 0]

    assert found.audit.passed
    assert nought.high >= 2.0


def test_an_attacker_without_beliefs_learns_no_more():
    table = by_region_and_size()
    wide = protect([table], rules=Rules(prior="open"))

    assert wide.audit.passed
    assert max(cell.high for cell in wide.audit.cells) > 2 * 50.0


WHO = st.dictionaries(st.sampled_from("pqrstuvw"), st.sampled_from([1, 2, 5, 30, 100]), max_size=6)
SPOTS = tuple(itertools.product("ABC", "SL", "IO"))


def three_tables(leaves):
    every = table_of((REGION, SIZE, KIND), leaves)
    return [margin(every, axes) for axes in ((0, 1), (0, 2), (1, 2))]


@given(st.fixed_dictionaries(dict.fromkeys(SPOTS, WHO)), st.sampled_from(SPOTS), st.booleans())
@settings(max_examples=5, deadline=None)
def test_two_releases_in_a_row_are_safe_together_or_the_second_is_refused(leaves, late, own):
    rules = Rules(own_values=own)
    leaves = {spot: who or many(10.0) for spot, who in leaves.items()}
    first, second = (
        three_tables(one) for one in (leaves, {**leaves, late: {**leaves[late], "late": 7.0}})
    )
    try:
        found = protect(first, rules=rules)
        out = [
            Published(table, frozenset(pattern.hidden), name="2027-1")
            for table, pattern in zip(first, found.patterns, strict=True)
        ]
        again = protect(second, rules=rules, known=out)
    except TableRefused as refusal:
        if refusal.reason != "exposed":
            raise
        return
    shown = {
        (at, cell)
        for at, table in enumerate(second)
        for cell in table.values
        if table.values[cell] != first[at].values[cell]
        and cell not in found.patterns[at].hidden
        and cell not in again.patterns[at].hidden
    }

    assert again.audit.passed
    # A figure shown before and after would tell the late answer.
    assert not shown
