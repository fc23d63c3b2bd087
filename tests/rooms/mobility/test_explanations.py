"""Reasons: what is printed adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.selectors.bridges import bridges
from boutdufil.rooms.mobility.selectors.comparisons import path_comparison, targets
from boutdufil.rooms.mobility.selectors.explanations import path_explanation, rounded
from tests.factories.mobility import PastJobFactory, ProfileFactory
from tests.rooms.mobility.conftest import ADVISER, PICKER


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_rounded_lines_add_up_to_the_rounded_total(amounts):
    total = sum(amounts)

    assert sum(rounded(amounts, total)) == round(total * 1000)


@pytest.mark.django_db
def test_the_lines_of_a_near_job_add_up(picker):
    best = targets(picker)[0][0]

    reasons = path_explanation(picker, best)

    lines = [*reasons.held, *reasons.close, *reasons.missing]
    printed = {part.name: part.amount for part in reasons.parts}
    assert reasons.rank == 1
    assert len(lines) == reasons.asked
    assert round(sum(line.weight for line in lines), 1) == 100.0
    assert printed["held"] == round(sum(line.brought for line in reasons.held), 1)
    assert printed["close"] == round(sum(line.brought for line in reasons.close), 1)
    assert reasons.score == round(sum(printed.values()), 1)


@pytest.mark.django_db
def test_the_kinship_of_a_near_job_names_the_past_job_and_what_both_ask(picker):
    best = targets(picker)[0][0]

    kinship = path_explanation(picker, best).kinship

    own, other = (occupations.get_card(code) for code in (PICKER, best))
    asked = [{s.label for g in card.skill_groups for s in g.skills} for card in (own, other)]
    assert kinship.past == own.label
    assert 0 < len(kinship.skills) <= 8
    assert set(kinship.skills) <= asked[0] & asked[1]
    assert kinship.words


@pytest.mark.django_db
def test_a_job_past_the_ten_first_is_not_called_near(picker):
    ranked = bridges(past=[PICKER], limit=1000).near

    assert path_explanation(picker, ranked[0].code).near
    assert not path_explanation(picker, ranked[10].code).near


@pytest.mark.django_db
def test_a_job_that_shares_nothing_is_explained_and_has_no_rank(picker):
    reasons = path_explanation(picker, ADVISER)

    assert reasons.rank is None
    assert reasons.share == 0
    assert reasons.held == ()
    assert reasons.door


@pytest.mark.django_db
def test_a_past_job_is_not_ranked_and_says_so(picker):
    assert path_explanation(picker, PICKER).own


@pytest.mark.django_db
def test_nothing_confirmed_explains_nothing():
    profile = ProfileFactory()
    PastJobFactory(profile=profile, code=PICKER)

    reasons = path_explanation(profile, ADVISER)

    assert not reasons.held_any
    assert not reasons.match_known
    assert reasons.share is None


@pytest.mark.django_db
def test_an_unknown_code_is_no_card(picker):
    assert path_explanation(picker, "Z9999") is None
    assert path_comparison(picker, (ADVISER, "Z9999")) is None
    assert path_comparison(picker, (ADVISER, ADVISER)) is None


@pytest.mark.django_db
def test_two_targets_say_what_both_ask_and_the_person_lacks(picker):
    first, second = targets(picker)[0][0], ADVISER

    compared = path_comparison(picker, (first, second))

    missing = [
        {line.label for line in side.reasons.missing} for side in (compared.first, compared.second)
    ]
    assert set(compared.common_missing) == missing[0] & missing[1]
    assert compared.second.door is not None
