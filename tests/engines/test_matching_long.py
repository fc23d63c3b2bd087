"""The laws of matching again, on two thousand invented referentials each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines import test_matching_invariants as laws

pytestmark = pytest.mark.long
many = settings(max_examples=2000, deadline=None)
anything = (laws.referentials(), laws.held_skills, laws.past_jobs)


@many
@given(*anything, st.sampled_from(laws.SKILLS))
def test_adding_a_held_skill_never_lowers_a_score(referential, held, past, added):
    law = laws.test_adding_a_held_skill_never_lowers_a_score
    law.hypothesis.inner_test(referential, held, past, added)


@many
@given(*anything)
def test_the_explanation_adds_up_to_the_score(referential, held, past):
    law = laws.test_the_explanation_adds_up_to_the_score
    law.hypothesis.inner_test(referential, held, past)


@many
@given(*anything, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(referential, held, past, chance):
    law = laws.test_the_order_of_the_input_changes_nothing
    law.hypothesis.inner_test(referential, held, past, chance)


@many
@given(laws.referentials(), laws.held_skills)
def test_an_independent_oracle_agrees(referential, held):
    laws.test_an_independent_oracle_agrees.hypothesis.inner_test(referential, held)
