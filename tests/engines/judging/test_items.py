"""What questions were worth: published values, simulations, and a question withdrawn afterwards."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boutdufil.engines.judging import Candidate, Fault, JudgingError, Rule, select
from boutdufil.engines.judging.items import (
    Flag,
    effect_of_withdrawal,
    item_analysis,
)

# Six targets and four judges of Shrout and Fleiss, Intraclass Correlations, Psychological Bulletin
# 86, 1979: ICC(3,4) = .91 is Cronbach's alpha (McGraw and Wong, 1996), ICC(2,4) = .62
# Brennan's phi.
SHROUT = np.asarray(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)


def quiz(*, drawn=40, candidates=600, questions=40, seed=7):
    """Right and wrong answers of people and questions of known ability and difficulty."""
    rng = np.random.default_rng(seed)
    ability, difficulty = rng.normal(size=candidates), rng.normal(size=questions)
    chance = 1 / (1 + np.exp(difficulty - ability[:, None]))
    shares = (rng.random(chance.shape) < chance).astype(float)
    if drawn < questions:
        order = rng.permuted(np.tile(np.arange(questions), (candidates, 1)), axis=1)
        shares[order >= drawn] = np.nan
    return shares


def test_alpha_and_dependability_are_the_published_ones():
    found = item_analysis(SHROUT / 10)

    assert round(found.alpha, 2) == 0.91
    assert round(found.dependability, 2) == 0.62
    assert found.reliability == found.alpha
    assert (found.candidates, found.length, found.drawn) == (6, 4, False)


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, (8, 5), elements=st.integers(0, 4).map(lambda level: level / 4)))
def test_alpha_of_a_full_table_is_cronbachs_formula(table):
    total, questions = table.sum(axis=1).var(ddof=1), table.var(axis=0, ddof=1).sum()
    found = item_analysis(table).alpha
    if total < 1e-9 or questions - total / 5 > -1e-9:
        return
    expected = 5 / 4 * (1 - questions / total)

    assert found == pytest.approx(expected, abs=1e-9)


def test_discrimination_of_a_full_table_is_the_corrected_item_total_correlation():
    table = quiz(candidates=80, questions=6, drawn=6)
    found = item_analysis(table)
    for item in found.items:
        rest = np.delete(table, item.item, axis=1).sum(axis=1)
        assert item.discrimination == pytest.approx(np.corrcoef(table[:, item.item], rest)[0, 1])
        assert item.difficulty == pytest.approx(table[:, item.item].mean())


def test_drawn_forms_are_told_as_what_two_draws_would_agree_on():
    """Two halves drawn anew for the same people correlate as phi says, and less than alpha does."""
    rng = np.random.default_rng(11)
    ability, difficulty = rng.normal(size=4000), rng.normal(0, 1.5, size=40)
    chance = 1 / (1 + np.exp(difficulty - ability[:, None]))
    right = (rng.random(chance.shape) < chance).astype(float)
    order = rng.permuted(np.tile(np.arange(40), (4000, 1)), axis=1)
    first, second = (np.where(half, right, np.nan) for half in (order < 20, order >= 20))
    found = item_analysis(first)
    agreed = np.corrcoef(np.nanmean(first, axis=1), np.nanmean(second, axis=1))[0, 1]

    assert found.drawn
    assert found.reliability == found.dependability < found.alpha
    assert found.dependability == pytest.approx(agreed, abs=0.04)


def test_a_wrong_key_is_flagged():
    table = quiz()
    table[:, 5] = 1 - table[:, 5]
    found = item_analysis(table)

    assert found.items[5].flags == (Flag.NEGATIVE,)
    assert found.items[5].discrimination < 0
    assert all(Flag.NEGATIVE not in one.flags for one in found.items if one.item != 5)


def test_questions_everybody_or_nobody_gets_right_are_flagged():
    table = quiz()
    table[:, 0], table[:, 1] = 1.0, 0.0
    found = item_analysis(table)

    assert found.items[0].flags == (Flag.EASY,)
    assert found.items[1].flags == (Flag.HARD,)
    assert found.items[0].discrimination is None


def test_noise_is_flagged_as_weak():
    table = quiz()
    table[:, 3] = np.random.default_rng(5).permutation(np.arange(600) % 2)
    found = item_analysis(table).items[3]

    assert abs(found.discrimination) < 0.1
    assert found.flags in {(Flag.WEAK,), (Flag.NEGATIVE,)}


def test_few_answers_say_nothing():
    table = quiz()
    table[20:, 2] = np.nan

    assert item_analysis(table).items[2].flags == (Flag.FEW_ANSWERS,)


def test_a_question_nobody_drew_and_a_table_of_one_have_no_figures():
    table = quiz(candidates=40)
    table[:, 2] = np.nan
    alone = item_analysis([[1.0]])

    assert item_analysis(table).items[2].difficulty is None
    assert (alone.alpha, alone.reliability, alone.error) == (None, None, None)


@pytest.mark.parametrize(
    ("table", "fault"), [([[2.0]], Fault.SCALE), ([1.0, 0.0], Fault.SHAPE)], ids=["scale", "shape"]
)
def test_what_is_no_table_of_shares_is_refused(table, fault):
    with pytest.raises(JudgingError) as refused:
        item_analysis(table)

    assert refused.value.fault is fault


def test_the_effect_of_a_withdrawal_lists_who_came_in_who_went_out_and_who_moved():
    rule = Rule(1)
    before = select(
        [Candidate(n, "M", {"score": Fraction(s)}) for n, s in [("1", 9), ("2", 8), ("3", 1)]], rule
    )
    after = select(
        [Candidate(n, "M", {"score": Fraction(s)}) for n, s in [("1", 7), ("2", 8), ("3", 1)]], rule
    )
    effect = effect_of_withdrawal(before, after)

    assert (effect.entered, effect.left) == (("2",), ("1",))
    assert {(m.number, m.rank_before, m.rank_after) for m in effect.moves} == {
        ("1", 1, 2),
        ("2", 2, 1),
    }
    assert effect_of_withdrawal(before, before).moves == ()
    with pytest.raises(JudgingError):
        effect_of_withdrawal(before, select([], rule))
