"""Who goes on: the cases a candidate asks about."""

import hashlib
from fractions import Fraction

import pytest

from boutdufil.engines.judging import (
    Candidate,
    Fault,
    JudgingError,
    Rule,
    UndecidedError,
    draw_mark,
    draw_order,
    explain,
    replace_withdrawn,
    select,
)
from boutdufil.engines.judging.selection import POOL


def entries(*rows):
    """Candidates of "number place score key" with the key called "trade"."""
    made = []
    for row in rows:
        number, place, score, *key = row.split()
        scores = {"score": Fraction(score), "trade": Fraction(key[0]) if key else Fraction(0)}
        made.append(Candidate(number, place, scores))
    return made


def decided(selection):
    return {one.number: (one.selected, one.decided_by) for one in selection.places}


def test_the_first_of_each_city_go_on():
    found = select(
        entries("1 Metz 12", "2 Metz 15", "3 Metz 9", "4 Nancy 3", "5 Nancy 4"),
        Rule(top=1, per="city"),
    )

    assert found.selected == ("2", "5")
    assert [one.rank for one in found.places] == [1, 2, 3, 1, 2]
    assert found.cutoff("Metz").keys == (15,)
    assert found.cutoff("Nancy").entered == 2


def test_for_all_the_place_does_not_matter():
    assert select(entries("1 Metz 12", "2 Nancy 15"), Rule(top=1)).selected == ("2",)


def test_a_declared_score_breaks_a_tie_and_says_so():
    found = select(entries("1 M 12 3", "2 M 12 5", "3 M 9 9"), Rule(1, tie_keys=("trade",)))

    assert decided(found) == {
        "2": (True, "key:trade"),
        "1": (False, "key:trade"),
        "3": (False, "score"),
    }


def test_a_draw_is_the_last_resort_and_anybody_can_do_it_again():
    rule = Rule(1, draw_seed="2026-11-22 Metz")
    found = select(entries("17 M 12", "4 M 12", "3 M 9"), rule)
    drawn = sorted(
        ("17", "4"), key=lambda n: hashlib.sha256(b"2026-11-22 Metz:" + n.encode()).hexdigest()
    )

    assert found.selected == (drawn[0],)
    assert decided(found)[drawn[1]] == (False, "draw")
    assert draw_order("2026-11-22 Metz", ["17", "4"]) == tuple(drawn)
    assert [one.rank for one in found.places] == [1, 2, 3]


def test_the_mark_of_a_draw_is_that_of_sha256sum():
    # printf '%s' 'graine:7' | sha256sum
    printed = "ff178d7ad38d35918c86399a80a2ebc3741142634f3f28a9c42666f2aa7ebca8"

    assert draw_mark("graine", "7") == printed


def test_a_tie_at_the_cut_without_a_seed_is_said_and_never_guessed():
    with pytest.raises(UndecidedError) as refused:
        select(entries("1 M 12", "2 M 12", "3 M 13"), Rule(2, per="city"))

    assert (refused.value.group, refused.value.numbers) == ("M", ("1", "2"))


def test_a_tie_away_from_the_cut_needs_no_seed():
    found = select(entries("1 M 12", "2 M 12", "3 M 9", "4 M 9"), Rule(2))

    assert found.selected == ("1", "2")
    assert [one.rank for one in found.places] == [1, 1, 3, 3]


def test_all_ties_advance_where_that_was_declared():
    found = select(
        entries("1 M 15", "2 M 12", "3 M 12", "4 M 12", "5 M 9"), Rule(2, ties="advance_all")
    )

    assert decided(found) == {
        "1": (True, "score"),
        "2": (True, "tie_advanced"),
        "3": (True, "tie_advanced"),
        "4": (True, "tie_advanced"),
        "5": (False, "score"),
    }


def test_past_the_cap_the_draw_decides_among_the_tied_ones():
    rule = Rule(2, ties="advance_all", cap=3, draw_seed="s")
    found = select(entries("1 M 15", "2 M 12", "3 M 12", "4 M 12"), rule)
    drawn = draw_order("s", ["2", "3", "4"])

    assert set(found.selected) == {"1", *drawn[:2]}
    assert decided(found)[drawn[2]] == (False, "draw")


def test_nobody_under_the_minimum_comes_in():
    found = select(entries("1 M 12", "2 M 7"), Rule(2, minimum=Fraction(8)))

    assert decided(found) == {"1": (True, "score"), "2": (False, "minimum")}


def test_small_places_share_one_group_and_whoever_loses_by_it_reads_so():
    found = select(
        entries("1 Metz 5", "2 Metz 4", "3 Toul 9", "4 Bar 8", "5 Bar 2"),
        Rule(top=1, per="city", pool_below=3),
    )

    assert {one.group for one in found.places} == {POOL}
    assert found.selected == ("3",)
    assert decided(found)["4"] == (False, "pool")
    assert decided(found)["5"] == (False, "score")
    assert found.cutoff(POOL).places == ("Bar", "Metz", "Toul")


def test_a_withdrawal_brings_the_next_in_and_everybody_else_stays():
    before = select(entries("1 M 9", "2 M 8", "3 M 7", "4 M 6", "5 N 1"), Rule(2, per="city"))
    after = replace_withdrawn(before, ["1"])

    assert after.selected == ("2", "3", "5")
    assert decided(after)["1"] == (False, "withdrawn")
    assert decided(after)["3"] == (True, "replacement")
    assert [one.rank for one in after.places] == [one.rank for one in before.places]


def test_a_withdrawal_leaves_a_place_empty_rather_than_go_under_the_minimum():
    before = select(entries("1 M 9", "2 M 3"), Rule(1, minimum=Fraction(5)))

    assert replace_withdrawn(before, ["1"]).selected == ()


def test_somebody_who_came_in_by_a_tie_is_not_replaced_while_the_places_are_full():
    before = select(entries("1 M 9", "2 M 9", "3 M 7"), Rule(1, ties="advance_all"))

    assert replace_withdrawn(before, ["1"]).selected == ("2",)
    assert replace_withdrawn(before, ["1", "2"]).selected == ("3",)


def test_an_explanation_names_neighbours_rule_and_rival():
    rule = Rule(2, tie_keys=("trade",))
    found = select(entries("1 M 9 1", "2 M 8 4", "3 M 8 3", "4 M 2 0"), rule)
    told = explain(found, "3")

    assert (told.rank, told.decided_by) == (3, "key:trade")
    assert (told.above.number, told.below.number) == ("2", "4")
    assert told.rival.number == "2"
    assert told.equal == ("2",)
    assert (told.cutoff.selected, told.rule) == (2, rule)
    assert explain(found, "2").rival.number == "3"
    assert explain(found, "1").above is None


def test_nobody_is_the_rival_of_somebody_under_the_minimum():
    found = select(entries("1 M 9", "2 M 3"), Rule(1, minimum=Fraction(5)))

    assert explain(found, "2").rival is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"top": 0},
        {"top": 1, "per": "country"},
        {"top": 1, "ties": "speed"},
        {"top": 1, "tie_keys": ("score",)},
        {"top": 1, "tie_keys": ("trade", "trade")},
        {"top": 1, "pool_below": -1},
        {"top": 3, "cap": 2},
    ],
    ids=str,
)
def test_a_rule_nobody_could_keep_is_refused(wrong):
    with pytest.raises(JudgingError) as refused:
        Rule(**wrong)

    assert refused.value.fault is Fault.RULE


@pytest.mark.parametrize(
    ("candidates", "fault"),
    [
        (entries("1 M 2", "1 M 3"), Fault.DUPLICATE),
        ([Candidate("1", "M", {"score": 0.5})], Fault.NOT_EXACT),
        ([Candidate("1", "M", {"score": True})], Fault.NOT_EXACT),
        ([Candidate("1", "M", {})], Fault.NO_SCORE),
        ([Candidate("1", POOL, {"score": Fraction(1)})], Fault.RESERVED),
    ],
    ids=["duplicate", "float", "bool", "missing", "reserved"],
)
def test_what_cannot_be_ranked_exactly_is_refused(candidates, fault):
    with pytest.raises(JudgingError) as refused:
        select(candidates, Rule(1))

    assert refused.value.fault is fault


def test_unknown_numbers_are_refused():
    found = select(entries("1 M 2"), Rule(1))

    for ask in (lambda: explain(found, "9"), lambda: replace_withdrawn(found, ["9"])):
        with pytest.raises(JudgingError, match="not in the list: 9"):
            ask()


def test_nobody_is_a_selection_too():
    assert select([], Rule(1)).places == ()
