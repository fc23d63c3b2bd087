"""Plans worked out by hand: what comes before what, what is refused, what is told."""

import math

import pytest

from boutdufil.engines.redeployment import (
    Candidate,
    Certainty,
    Change,
    Explainer,
    Fault,
    Goal,
    Move,
    Offer,
    Pair,
    Problem,
    ProblemError,
    Reason,
    check_certificate,
    explain,
    solve,
    stability,
)
from boutdufil.engines.redeployment._ties import key_of, lot_of, lots

ANNA, BEN, CLEA = (Candidate(name, floor=0.3) for name in ("anna", "ben", "clea"))
DESK, DOCK = Offer("desk", 1), Offer("dock", 1)


def problem(*pairs, people=(ANNA, BEN), offers=(DESK, DOCK), settled=None, refused=()):
    return Problem(people, offers, pairs, settled or {}, frozenset(refused))


def test_one_more_person_placed_is_worth_any_fit():
    asked = problem(Pair("anna", "desk", 1), Pair("anna", "dock", 0), Pair("ben", "desk", 0))

    plan = solve(asked)

    assert plan.assignment == {"anna": "dock", "ben": "desk"}
    assert plan.stage(Goal.PLACED).value == 2
    assert plan.waiting == ()


def test_days_without_a_contract_come_before_terms_floor_and_fit():
    asked = problem(
        Pair("anna", "desk", 1, gap_days=1),
        Pair("anna", "dock", 0, gap_days=0, keeps_terms=False),
        people=(ANNA,),
    )

    assert solve(asked).assignment == {"anna": "dock"}


def test_terms_come_before_floor_and_floor_before_fit():
    terms = problem(
        Pair("anna", "desk", 1, keeps_terms=False), Pair("anna", "dock", 0), people=(ANNA,)
    )
    floor = problem(
        Pair("anna", "desk", 1),
        Pair("anna", "dock", 0.3),
        Pair("ben", "desk", 0.9),
        Pair("ben", "dock", 0.2),
    )

    assert solve(terms).assignment == {"anna": "dock"}
    assert solve(floor).assignment == {"anna": "dock", "ben": "desk"}
    assert solve(floor).stage(Goal.FLOOR).value == 0


def test_nothing_outside_the_limits_is_ever_proposed():
    asked = problem(Pair("anna", "desk", 1, within_limits=False), people=(ANNA,))

    assert solve(asked).waiting == ("anna",)


def test_an_unknown_fit_counts_as_nothing_and_lies_below_the_floor():
    asked = problem(Pair("anna", "desk", None), Pair("anna", "dock", 0.4), people=(ANNA,))

    assert solve(asked).assignment == {"anna": "dock"}
    only = problem(Pair("anna", "desk", None), people=(ANNA,))
    assert solve(only).stage(Goal.FLOOR).value == 1


def test_the_settled_stand_even_without_a_pair_and_take_a_place():
    asked = problem(Pair("ben", "desk", 1), settled={"anna": "desk"})

    plan = solve(asked)

    assert plan.assignment == {"anna": "desk", "ben": None}
    assert plan.free == {"desk": 0, "dock": 1}
    assert plan.stage(Goal.PLACED).value == 1
    assert check_certificate(asked, plan) == ()


def test_the_refused_is_not_proposed_again():
    asked = problem(Pair("anna", "desk", 1), Pair("anna", "dock", 0.5), refused={("anna", "desk")})

    assert solve(asked).assignment == {"anna": "dock", "ben": None}


def test_nobody_and_nothing_make_an_empty_plan():
    plan = solve(Problem((), (), ()))

    assert plan.assignment == {}
    assert [stage.value for stage in plan.stages] == [0] * 6
    assert solve(problem()).waiting == ("anna", "ben")


def test_criteria_may_take_a_hundredth_of_the_fit_and_no_more():
    def asked(lost):
        return problem(
            Pair("anna", "desk", 1, priority=1),
            Pair("ben", "desk", 1 - lost, priority=5),
            offers=(DESK,),
        )

    near, far = solve(asked(0.005)), solve(asked(0.5))

    assert near.assignment == {"anna": None, "ben": "desk"}
    assert near.stage(Goal.FIT).bound == 1
    assert near.stage(Goal.FIT).proof is Certainty.BOUND
    assert check_certificate(asked(0.005), near) == ()
    assert far.assignment == {"anna": "desk", "ben": None}
    assert far.stage(Goal.FIT).proof is Certainty.OPTIMAL


def test_criteria_decide_between_equal_fits_without_any_slack():
    asked = problem(
        Pair("anna", "desk", 1, priority=1), Pair("ben", "desk", 1, priority=2), offers=(DESK,)
    )

    assert solve(asked, slack=0).assignment == {"anna": None, "ben": "desk"}


def test_the_lot_is_drawn_from_the_identifiers_alone():
    asked = problem(Pair("anna", "desk", 1), Pair("ben", "desk", 1), offers=(DESK,))
    winner = max(("anna", "ben"), key=lambda name: lot_of(name, "desk"))

    assert solve(asked).assignment[winner] == "desk"
    more = problem(*asked.pairs, people=(ANNA, BEN, CLEA), offers=(DESK,))
    assert solve(more).assignment[winner] == "desk"


def test_the_lot_is_the_same_in_arrays_and_one_by_one():
    import numpy as np

    names = [f"p{number}" for number in range(200)]
    keys = np.array([key_of(name) for name in names], dtype=np.uint64)
    turned = keys[::-1].copy()

    drawn = [lot_of(one, other) for one, other in zip(names, reversed(names), strict=True)]
    assert lots(keys, turned).tolist() == drawn
    assert len(set(drawn)) > 190


def test_goals_can_be_chosen_but_people_come_first():
    asked = problem(Pair("anna", "desk", 1), Pair("anna", "dock", 0, keeps_terms=False))

    plan = solve(asked, goals=(Goal.PLACED, Goal.FIT))

    assert [stage.goal for stage in plan.stages] == [Goal.PLACED, Goal.FIT]
    for goals in ((), (Goal.FIT,), (Goal.PLACED, Goal.PLACED), (Goal.PLACED, Goal.TIE)):
        with pytest.raises(ProblemError) as refusal:
            solve(asked, goals=goals)
        assert refusal.value.fault is Fault.GOALS


def test_progress_ends_with_all_steps_or_earlier_when_one_plan_is_left():
    told = []
    asked = problem(Pair("anna", "desk", 1), Pair("anna", "dock", 0.5), Pair("ben", "desk", 1))

    solve(asked, progress=lambda goal, done, steps: told.append((goal, done, steps)))

    assert told
    assert all(done <= steps for _, done, steps in told)


@pytest.mark.parametrize(
    ("wrong", "fault", "ids"),
    [
        (problem(people=(ANNA, ANNA)), Fault.DUPLICATE_CANDIDATE, ("anna",)),
        (problem(offers=(DESK, DESK)), Fault.DUPLICATE_OFFER, ("desk",)),
        (problem(offers=(Offer("desk", -1),)), Fault.NEGATIVE_PLACES, ("desk",)),
        (problem(people=(Candidate("anna", math.nan),)), Fault.FLOOR_OUTSIDE, ("anna",)),
        (problem(Pair("anna", "shop", 1)), Fault.UNKNOWN_OFFER, ("shop",)),
        (problem(Pair("dora", "desk", 1)), Fault.UNKNOWN_CANDIDATE, ("dora",)),
        (problem(*[Pair("anna", "desk", 1)] * 2), Fault.DUPLICATE_PAIR, ("anna", "desk")),
        (problem(Pair("anna", "desk", math.nan)), Fault.FIT_OUTSIDE, ("anna", "desk")),
        (problem(Pair("anna", "desk", 1.01)), Fault.FIT_OUTSIDE, ("anna", "desk")),
        (problem(Pair("anna", "desk", 1, gap_days=-1)), Fault.DAYS_OUTSIDE, ("anna", "desk")),
        (
            problem(Pair("anna", "desk", 1, priority=math.inf)),
            Fault.PRIORITY_OUTSIDE,
            ("anna", "desk"),
        ),
        (problem(settled={"dora": "desk"}), Fault.UNKNOWN_CANDIDATE, ("dora",)),
        (problem(settled={"anna": "shop"}), Fault.UNKNOWN_OFFER, ("shop",)),
        (problem(refused={("anna", "shop")}), Fault.UNKNOWN_OFFER, ("shop",)),
        (problem(settled={"anna": "desk", "ben": "desk"}), Fault.SETTLED_TOO_OFTEN, ("desk",)),
        (
            problem(settled={"anna": "desk"}, refused={("anna", "desk")}),
            Fault.SETTLED_AND_REFUSED,
            ("anna", "desk"),
        ),
    ],
)
def test_a_wrong_problem_is_refused_by_name(wrong, fault, ids):
    with pytest.raises(ProblemError) as refusal:
        solve(wrong)

    assert refusal.value.fault is fault
    assert refusal.value.ids == ids
    assert all(name in str(refusal.value) for name in ids)


def test_an_explanation_names_the_chain_of_those_who_would_move():
    asked = problem(
        Pair("anna", "desk", 0.9), Pair("ben", "desk", 0.6), Pair("ben", "dock", 0.4),
    )  # fmt: skip
    plan = solve(asked)

    told = explain(asked, plan, "ben")

    assert told.proposed is not None
    assert told.proposed.reason is Reason.PROPOSED
    [other] = told.alternatives
    assert other.reason is Reason.COSTS_THE_WHOLE
    assert other.moves == (Move("ben", "dock", "desk"), Move("anna", "desk", None))
    assert other.change == Change(placed=-1, terms=-1, fit=pytest.approx(-0.7))
    assert (other.holders, other.holders_fitting_better) == (1, 1)
    assert Explainer(asked, plan).one_more_place("desk") == Change(fit=pytest.approx(0.2))


def test_an_explanation_says_what_bars_a_post():
    asked = problem(
        Pair("anna", "desk", 0.9, within_limits=False),
        Pair("anna", "dock", 0.1),
        Pair("anna", "shop", 0.2),
        Pair("anna", "kiosk", 0.2),
        Pair("ben", "desk", 1),
        offers=(DESK, DOCK, Offer("shop", 1), Offer("kiosk", 1)),
        settled={"ben": "kiosk"},
        refused={("anna", "shop")},
    )
    explainer = Explainer(asked, solve(asked))

    told = explainer.explain("anna")

    reasons = {one.pair.offer: one.reason for one in told.alternatives}
    barred = {"desk": Reason.LIMITS, "shop": Reason.REFUSED, "kiosk": Reason.TAKEN}
    assert reasons == barred
    assert told.proposed.below_floor
    settled = explainer.explain("ben")
    assert settled.proposed is None
    assert [one.reason for one in settled.alternatives] == [Reason.SETTLED]
    with pytest.raises(ProblemError):
        explainer.explain("dora")


def test_a_plan_of_another_problem_is_not_explained():
    plan = solve(problem(Pair("anna", "desk", 1)))

    with pytest.raises(ProblemError) as refusal:
        Explainer(problem(Pair("anna", "dock", 1)), plan)
    assert refusal.value.fault is Fault.OTHER_PLAN


def test_two_who_would_rather_have_each_other_are_told():
    asked = problem(Pair("anna", "desk", 0.9), Pair("anna", "dock", 0.5), Pair("ben", "desk", 0.4))

    [pair] = stability(asked, solve(asked))

    assert (pair.candidate, pair.offer, pair.instead_of) == ("anna", "desk", "ben")


def test_a_free_place_that_fits_better_is_told_too():
    asked = problem(
        Pair("anna", "desk", 0.9, gap_days=9), Pair("anna", "dock", 0.5), people=(ANNA,)
    )

    [pair] = stability(asked, solve(asked))

    assert (pair.offer, pair.instead_of) == ("desk", None)
