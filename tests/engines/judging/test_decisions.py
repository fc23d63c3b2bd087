"""A decision that is kept is found again to the bit, whatever order its rows came in."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.engines.judging import Candidate, JudgingError, Rule, select
from boutdufil.engines.judging.decisions import (
    Departure,
    decide,
    decision_digest,
    outcomes_of,
    plain_decision,
)
from boutdufil.engines.sealing import canonical_json, read_canonical

RULE = Rule(top=2, per="city", tie_keys=("trade",), draw_seed="ab", pool_below=2)


def candidate(number, city="57463", score=10, trade=5):
    return Candidate(number, city, {"score": Fraction(score), "trade": Fraction(trade)})


candidates = st.lists(
    st.builds(
        candidate,
        st.text("ABCDEF", min_size=3, max_size=3),
        st.sampled_from(["57463", "54395", "88160"]),
        st.integers(0, 4).map(lambda value: Fraction(value, 3)),
        st.integers(0, 2),
    ),
    unique_by=lambda one: one.number,
    max_size=12,
)


@given(candidates, st.randoms(use_true_random=False), st.data())
def test_it_is_replayed_to_the_bit_from_its_bytes(rows, random, data):
    gone = data.draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    withdrawn = [one.number for one in gone]
    kept = plain_decision(rows, RULE, withdrawn=withdrawn)
    shuffled = random.sample(rows, len(rows))
    again = read_canonical(canonical_json(plain_decision(shuffled, RULE, withdrawn=withdrawn)))

    assert decision_digest(again) == decision_digest(kept)
    assert canonical_json(outcomes_of(decide(again))) == canonical_json(outcomes_of(decide(kept)))


def test_nothing_departed_from_is_the_selection_itself():
    rows = [candidate("AAA", score=12), candidate("BBB"), candidate("CCC", score=11)]

    assert decide(plain_decision(rows, RULE)) == select(rows, RULE)


def test_a_jury_may_depart_with_a_reason():
    rows = [candidate("AAA", score=12), candidate("BBB"), candidate("CCC", score=11)]
    swapped = [
        Departure("CCC", selected=False, reason="absente"),
        Departure("BBB", selected=True, reason="sa réponse"),
    ]
    found = decide(plain_decision(rows, RULE, departures=swapped))

    assert found.selected == ("AAA", "BBB")
    assert [one.decided_by for one in found.places] == ["score", "jury", "jury"]


def test_a_departure_that_changes_nothing_leaves_what_decided():
    rows = [candidate("AAA", score=12), candidate("BBB")]
    found = decide(
        plain_decision(rows, RULE, departures=[Departure("AAA", selected=True, reason="évident")])
    )

    assert found.outcome("AAA").decided_by == "score"


def test_nobody_who_withdrew_is_taken_back_in():
    rows = [candidate("AAA", score=12), candidate("BBB")]
    kept = plain_decision(
        rows, RULE, withdrawn=["AAA"], departures=[Departure("AAA", selected=True, reason="regret")]
    )

    with pytest.raises(JudgingError, match="AAA"):
        decide(kept)


def test_another_format_is_not_guessed():
    with pytest.raises(JudgingError, match="format"):
        decide({**plain_decision([candidate("AAA")], RULE), "format": 2})
