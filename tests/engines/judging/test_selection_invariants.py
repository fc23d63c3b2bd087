"""What must hold for any selection, whatever its rule."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.judging import (
    Candidate,
    Rule,
    UndecidedError,
    explain,
    replace_withdrawn,
    select,
)
from boutdufil.engines.judging.selection import POOL

few = settings(max_examples=80, deadline=None)
scores = st.integers(0, 4).map(lambda half: Fraction(half, 2))


@st.composite
def fields(draw):
    """Some candidates of few scores, so that ties are the normal case."""
    return [
        Candidate(
            str(at), draw(st.sampled_from("ABC")), {"score": draw(scores), "trade": draw(scores)}
        )
        for at in range(draw(st.integers(1, 12)))
    ]


@st.composite
def rules(draw, **fixed):
    top = draw(st.integers(1, 3))
    drawn = {
        "per": draw(st.sampled_from(("city", "region", "all"))),
        "minimum": draw(st.none() | scores),
        "ties": draw(st.sampled_from(("break", "advance_all"))),
        "tie_keys": draw(st.sampled_from(((), ("trade",)))),
        "draw_seed": draw(st.text(max_size=4)),
        "pool_below": draw(st.integers(0, 4)),
        "cap": draw(st.none() | st.integers(top, top + 2)),
    }
    return Rule(top=top, **{**drawn, **fixed})


def as_table(selection):
    return {one.number: one for one in selection.places}


@few
@given(fields(), rules(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_and_a_replay_is_identical(field, rule, shuffler):
    shuffled = list(field)
    shuffler.shuffle(shuffled)

    assert select(shuffled, rule) == select(field, rule)


@few
@given(fields(), rules(), st.data())
def test_a_higher_score_never_costs_a_place_or_a_rank(field, rule, data):
    at = data.draw(st.integers(0, len(field) - 1))
    name = data.draw(st.sampled_from(("score", "trade")))
    more = {**field[at].scores, name: field[at].scores[name] + data.draw(scores)}
    better = [*field[:at], replace(field[at], scores=more), *field[at + 1 :]]
    before = select(field, rule).outcome(field[at].number)
    after = select(better, rule).outcome(field[at].number)

    assert after.selected >= before.selected
    assert after.rank <= before.rank


@few
@given(fields(), rules())
def test_no_group_is_above_its_places_unless_ties_advance_up_to_the_cap(field, rule):
    found = select(field, rule)
    for cutoff in found.cutoffs:
        group = [one for one in found.places if one.group == cutoff.group]
        able = [one for one in group if rule.minimum is None or one.score >= rule.minimum]
        assert cutoff.selected >= min(rule.top, len(able))
        if rule.ties == "break":
            assert cutoff.selected <= rule.top
        elif rule.cap is not None:
            assert cutoff.selected <= rule.cap


@few
@given(fields(), rules())
def test_nobody_left_out_is_better_than_somebody_in_of_their_group(field, rule):
    found = select(field, rule)
    for group in {one.group for one in found.places}:
        inside = [one.keys for one in found.places if one.group == group and one.selected]
        outside = [one.keys for one in found.places if one.group == group and not one.selected]
        assert not inside or not outside or min(inside) >= max(outside)


@few
@given(fields(), rules())
def test_equal_candidates_are_told_apart_by_the_draw_alone(field, rule):
    found = select(field, rule)
    for one in found.places:
        rival = explain(found, one.number).rival
        if rival is not None and rival.keys == one.keys:
            assert one.decided_by in {"draw", "pool"}
        if one.decided_by == "tie_advanced":
            equal = [o for o in found.places if (o.group, o.keys) == (one.group, one.keys)]
            assert all(other.selected for other in equal)


@few
@given(fields(), rules(ties="break"), st.data())
def test_a_withdrawal_brings_in_exactly_the_next_and_moves_nobody(field, rule, data):
    before = select(field, rule)
    gone = data.draw(st.sets(st.sampled_from([one.number for one in field])))
    after = replace_withdrawn(before, gone)
    old, new = as_table(before), as_table(after)

    assert all(new[number].selected for number in before.selected if number not in gone)
    assert [one.rank for one in after.places] == [one.rank for one in before.places]
    for cutoff in before.cutoffs:
        able = [
            one.number
            for one in before.places
            if one.group == cutoff.group and one.number not in gone
            if rule.minimum is None or one.score >= rule.minimum
        ]
        assert {n for n in able if new[n].selected} == set(able[: rule.top])
    assert all(old[n] == new[n] for n in old if n not in gone and old[n].selected)


@few
@given(fields(), rules(ties="break"), st.data())
def test_withdrawals_one_after_the_other_end_like_all_at_once(field, rule, data):
    numbers = st.sets(st.sampled_from([one.number for one in field]))
    first, second = data.draw(numbers), data.draw(numbers)
    found = select(field, rule)
    stepwise = replace_withdrawn(replace_withdrawn(found, first), second)

    assert stepwise.selected == replace_withdrawn(found, first | second).selected


@few
@given(fields(), rules(per="city"))
def test_exactly_the_small_places_are_pooled(field, rule):
    sizes = Counter(one.place for one in field)
    for one in select(field, rule).places:
        assert (one.group == POOL) == (sizes[one.place] < rule.pool_below)
        assert one.group in {POOL, one.place}


@few
@given(fields(), rules(draw_seed=None, ties="break"))
def test_without_a_seed_only_ties_at_a_cut_stay_undecided(field, rule):
    drawn = select(field, replace(rule, draw_seed="any"))
    try:
        found = select(field, rule)
    except UndecidedError as undecided:
        tied = [one for one in drawn.places if one.number in undecided.numbers]
        assert len({one.keys for one in tied}) == 1
        assert {one.selected for one in tied} == {True, False}
    else:
        assert set(found.selected) == set(drawn.selected)
