"""What must hold for any referential and any person, whatever the constants."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.matching import Card, MatchingIndex, Profile, SkillUse
from tests.engines import slow_matching

SKILLS = [f"s{number}" for number in range(8)]
WORDS = ["vendre", "vendeur", "colis", "clients", "appels", "preparer", "preparateur", "des"]
phrases = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
uses = st.builds(SkillUse, st.sampled_from(SKILLS), st.booleans())


@st.composite
def referentials(draw):
    size = draw(st.integers(1, 6))
    cards = [
        Card(
            f"C{number}",
            tuple(draw(st.lists(uses, max_size=6))),
            draw(phrases),
            tuple(draw(st.lists(phrases, max_size=3))),
        )
        for number in range(size)
    ]
    return cards, {skill: draw(phrases) for skill in SKILLS}


held_skills = st.frozensets(st.sampled_from([*SKILLS, "unheard"]))
past_jobs = st.lists(st.sampled_from(["C0", "C1", "C2", "GONE"]), max_size=3).map(tuple)
few = settings(max_examples=60, deadline=None)


def matches(index, cards, profile):
    found = {card.code: index.explain(profile, card.code) for card in cards}
    return {code: match for code, match in found.items() if match is not None}


@few
@given(referentials(), held_skills, past_jobs, st.sampled_from(SKILLS))
def test_adding_a_held_skill_never_lowers_a_score(referential, held, past, added):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)

    before = matches(index, cards, Profile(held, past))
    after = matches(index, cards, Profile(held | {added}, past))

    assert all(after[code].score >= match.score for code, match in before.items())
    assert all(after[code].share >= match.share for code, match in before.items())


@few
@given(referentials(), held_skills, past_jobs)
def test_the_explanation_adds_up_to_the_score(referential, held, past):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)

    for match in matches(index, cards, Profile(held, past)).values():
        parts = dict(match.parts)
        assert math.isclose(math.fsum(parts.values()), match.score, abs_tol=1e-12)
        assert min(parts.values()) >= 0
        assert 0 <= match.share <= 1
        brought = [part.weight * part.credit for part in (*match.held, *match.close)]
        held_weight = math.fsum(part.weight for part in match.held)
        assert math.isclose(held_weight, match.share, abs_tol=1e-12)
        assert math.isclose(math.fsum(brought), parts["held"] + parts["close"], abs_tol=1e-12)
        assert len(match.held) + len(match.close) + len(match.missing) == match.asked
        whole = (*match.held, *match.close, *match.missing)
        assert math.isclose(math.fsum(part.weight for part in whole), 1, abs_tol=1e-12)
        assert all(0 <= part.credit <= 1 for part in whole)


@few
@given(referentials(), held_skills, past_jobs, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(referential, held, past, chance):
    cards, labels = referential
    mixed = [
        Card(card.code, shuffled(card.skills, chance), card.text, shuffled(card.titles, chance))
        for card in shuffled(cards, chance)
    ]
    mixed_labels = dict(shuffled(labels.items(), chance))
    profile, mixed_profile = Profile(held, past), Profile(held, shuffled(past, chance))

    one = MatchingIndex.build(cards, labels)
    two = MatchingIndex.build(mixed, mixed_labels)

    assert one.rank(profile) == two.rank(mixed_profile)
    details = [match.detail for match in one.rank(profile)]
    assert details == [match.detail for match in two.rank(mixed_profile)]


def shuffled(values, chance: random.Random):
    listed = list(values)
    chance.shuffle(listed)
    return tuple(listed)


@few
@given(referentials(), held_skills, past_jobs)
def test_rank_shows_the_cards_of_which_something_is_held_best_first(referential, held, past):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)
    profile = Profile(held, past)

    ranked = index.rank(profile)

    expected = {c: m for c, m in matches(index, cards, profile).items() if m.share > 0}
    shown = [match for code, match in expected.items() if code not in past]
    assert ranked == sorted(shown, key=lambda match: (-match.score, match.code))


@few
@given(referentials(), held_skills, past_jobs, st.integers(0, 3))
def test_a_few_cards_and_named_ones_are_those_of_the_whole_ranking(referential, held, past, limit):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)
    profile, named = Profile(held, past), {card.code for card in cards[::2]}

    whole = index.rank(profile)
    some = index.rank(profile, limit=limit, also=named)

    assert some == whole[:limit] + [match for match in whole[limit:] if match.code in named]
    assert index.rank(profile, also=named) == whole


@few
@given(referentials())
def test_shared_skills_are_those_held_by_whoever_holds_the_other_card(referential):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)
    for first in cards:
        asked = index.asked_skills(first.code)
        assert asked == {use.skill for use in first.skills}
        for second in cards:
            match = index.explain(Profile(asked), second.code)
            held = tuple(part.skill for part in match.held) if match else ()
            assert index.shared_skills(first.code, second.code) == held
    assert index.asked_skills("nobody") == frozenset()


@few
@given(referentials(), held_skills)
def test_an_independent_oracle_agrees(referential, held):
    cards, labels = referential
    index = MatchingIndex.build(cards, labels)

    for code, match in matches(index, cards, Profile(held)).items():
        assert match.share == pytest.approx(slow_matching.share(cards, code, held), abs=1e-12)
        expected = slow_matching.brought(cards, labels, code, held)
        assert match.score == pytest.approx(expected, abs=1e-9)
