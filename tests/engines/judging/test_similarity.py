"""Wrong answers that agree more than chance: exact chances, few false pairs, a copy is seen."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from boutdufil.engines.judging import JudgingError
from boutdufil.engines.judging.similarity import NO_ANSWER, similar_pairs, tail


def room(*, candidates=120, questions=40, seed=3):
    """Honest answers: 0 is right, 1 to 3 are wrong, some of them likelier than others."""
    rng = np.random.default_rng(seed)
    ability, difficulty = rng.normal(size=candidates), rng.normal(0.3, 1, size=questions)
    right = rng.random((candidates, questions)) < 1 / (1 + np.exp(difficulty - ability[:, None]))
    wrong = rng.choice([1, 2, 3], p=[0.5, 0.3, 0.2], size=right.shape)
    return np.where(right, 0, wrong), [f"n{at:03}" for at in range(candidates)], rng


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=7), st.integers(0, 8))
def test_the_tail_is_that_of_all_courses_of_events(chances, agreements):
    total = 0.0
    for course in product((True, False), repeat=len(chances)):
        if sum(course) >= agreements:
            total += np.prod([c if hit else 1 - c for c, hit in zip(chances, course, strict=True)])

    assert tail(chances, agreements) == pytest.approx(total, abs=1e-12)


def test_equal_chances_are_the_binomial():
    assert tail([0.3] * 20, 12) == pytest.approx(binom.sf(11, 20, 0.3), rel=1e-9)


def test_honest_rooms_show_nobody():
    """Twenty rooms at one in a hundred each: more than two would be one chance in a thousand."""
    shown = 0
    for seed in range(20):
        answers, numbers, _ = room(candidates=60, seed=seed)
        shown += bool(similar_pairs(numbers, answers, np.zeros(40)).pairs)

    assert shown <= 2


def test_a_copy_is_seen_with_what_it_rests_on():
    answers, numbers, rng = room()
    weak = int(np.argmax((answers != 0).sum(axis=1)))
    other = (weak + 1) % len(numbers)
    answers[other] = np.where(rng.random(40) < 0.9, answers[weak], answers[other])
    report = similar_pairs(numbers, answers, np.zeros(40))
    pair = report.pairs[0]

    assert {pair.first, pair.second} == {numbers[weak], numbers[other]}
    assert pair.same_wrong <= pair.both_wrong
    assert pair.same_wrong > pair.expected
    assert pair.chance < pair.corrected <= report.level
    assert report.compared <= 120 * 119 // 2
    assert len(report.pairs) == 1


def test_agreeing_on_right_answers_is_no_sign():
    answers = np.zeros((30, 40))

    assert similar_pairs([str(at) for at in range(30)], answers, np.zeros(40)).compared == 0


def test_questions_not_drawn_are_not_compared():
    answers, numbers, _ = room()
    answers[:, 20:] = NO_ANSWER
    report = similar_pairs(numbers, answers, np.zeros(40), level=1.0)

    assert report.pairs
    assert max(one.both_wrong for one in report.pairs) <= 20


def test_an_array_of_another_shape_is_refused():
    with pytest.raises(JudgingError):
        similar_pairs(["1"], [[0, 1]], [0])
