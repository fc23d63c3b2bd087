"""A day of short meetings: the cases an organiser asks about."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.job_dating import cp_sat_figures
from benchmarks.job_fair import job_fair
from boutdufil.engines.slotting import (
    Candidate,
    Certainty,
    ClashKind,
    Fault,
    Goal,
    Meeting,
    Problem,
    ProblemError,
    Reason,
    Recruiter,
    Wish,
    check,
    exchange,
    explain,
    replan,
    solve,
    swap_candidates,
    swap_slots,
)
from boutdufil.engines.slotting._arrays import solve_arrays
from boutdufil.engines.slotting._reading import read_problem
from boutdufil.engines.slotting._relaxation import choices, relax


def slots(*numbers):
    return frozenset(numbers)


def day(*, breaks=frozenset(), anna=(0, 1, 2), ben=(0, 1, 2)):
    """Two tables, two people, three slots; everybody would meet everybody."""
    return Problem(
        slots=3,
        recruiters=(Recruiter("fil", slots(0, 1, 2), breaks), Recruiter("voix", slots(0, 1, 2))),
        candidates=(Candidate("anna", slots(*anna)), Candidate("ben", slots(*ben))),
        wishes=(
            Wish("anna", "fil", 0.9),
            Wish("anna", "voix", 0.4),
            Wish("ben", "fil", 0.5),
            Wish("ben", "voix", 0.8),
        ),
    )


def test_everybody_meets_everybody_when_there_is_time():
    plan = solve(day())

    assert plan.stage(Goal.MEETINGS).value == 4
    assert plan.stage(Goal.FIT).value == pytest.approx(2.6)
    assert plan.certainty is Certainty.OPTIMAL
    assert plan.words == "optimal"
    assert len(plan.of_candidate("anna")) == len(plan.of_recruiter("voix")) == 2


def test_more_meetings_come_before_a_better_fit():
    problem = Problem(
        1,
        (Recruiter("fil", slots(0)), Recruiter("voix", slots(0))),
        (Candidate("anna", slots(0)), Candidate("ben", slots(0))),
        (Wish("anna", "fil", 1.0), Wish("anna", "voix", 0.1), Wish("ben", "fil", 0.1)),
    )

    assert solve(problem).meetings == (Meeting(0, "fil", "ben"), Meeting(0, "voix", "anna"))


def test_a_break_is_kept_free():
    plan = solve(day(breaks=slots(1, 2)))

    assert [one.slot for one in plan.of_recruiter("fil")] == [0]
    assert plan.stage(Goal.MEETINGS).value == 3
    assert plan.words == "optimal"


def test_nobody_there_at_the_same_time_is_said():
    plan = solve(replace(day(anna=(), ben=())))

    assert plan.certainty is Certainty.NOTHING
    assert plan.words == "infeasible because nobody who wishes to meet is there at the same time"
    assert plan.gap == 0


def test_a_pair_meets_once_about_the_post_of_best_fit():
    problem = Problem(
        4,
        (Recruiter("fil", slots(0, 1, 2, 3), posts=("desk", "night")),),
        (Candidate("anna", slots(0, 1, 2, 3)),),
        (Wish("anna", "fil", 0.3, "night"), Wish("anna", "fil", 0.7, "desk")),
    )
    plan = solve(problem)

    assert len(plan.meetings) == 1
    assert plan.stage(Goal.FIT).value == 0.7


def test_an_empty_day_has_an_empty_plan():
    assert solve(Problem(0, (), (), ())).meetings == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"recruiters": (Recruiter("fil", slots(0)),) * 2}, Fault.DUPLICATE_RECRUITER),
        ({"candidates": (Candidate("anna", slots(0)),) * 2}, Fault.DUPLICATE_CANDIDATE),
        ({"wishes": (Wish("anna", "fil", 0.5),) * 2}, Fault.DUPLICATE_WISH),
        ({"wishes": (Wish("zoe", "fil", 0.5),)}, Fault.UNKNOWN_CANDIDATE),
        ({"wishes": (Wish("anna", "corp", 0.5),)}, Fault.UNKNOWN_RECRUITER),
        ({"wishes": (Wish("anna", "fil", 0.5, "desk"),)}, Fault.UNKNOWN_POST),
        ({"wishes": (Wish("anna", "fil", 1.5),)}, Fault.FIT_OUTSIDE),
        ({"wishes": (Wish("anna", "fil", float("nan")),)}, Fault.FIT_OUTSIDE),
        ({"slots": 2}, Fault.SLOT_OUTSIDE),
        ({"kept": frozenset({Meeting(7, "fil", "anna")})}, Fault.SLOT_OUTSIDE),
        ({"candidates": (Candidate("anna", slots(0), -1),), "wishes": ()}, Fault.NEGATIVE_MOST),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
def test_what_cannot_be_read_is_named(change, fault):
    with pytest.raises(ProblemError) as raised:
        solve(replace(day(), **change))

    assert raised.value.fault is fault
    assert raised.value.about


def test_kept_meetings_that_clash_are_infeasible_and_it_is_said_why():
    kept = frozenset({Meeting(0, "fil", "anna"), Meeting(0, "voix", "anna")})

    with pytest.raises(
        ProblemError, match=r"infeasible because .* at two tables at once"
    ) as raised:
        solve(replace(day(), kept=kept))

    assert raised.value.about[0].kind is ClashKind.CANDIDATE_TWICE


def test_a_check_names_everything_that_clashes():
    problem = replace(day(breaks=slots(1), anna=(0, 1)), wishes=day().wishes[1:])
    problem = replace(
        problem, candidates=(Candidate("anna", slots(0, 1), 1), *day().candidates[1:])
    )
    meetings = [Meeting(1, "fil", "anna"), Meeting(2, "voix", "anna"), Meeting(2, "voix", "ben")]

    assert {one.kind for one in check(problem, meetings)} == {
        ClashKind.BREAK,
        ClashKind.CANDIDATE_ABSENT,
        ClashKind.TABLE_TWICE,
        ClashKind.OVER_MOST,
        ClashKind.NO_WISH,
    }
    with pytest.raises(ProblemError, match="zoe"):
        check(problem, [Meeting(0, "fil", "zoe")])


def test_two_meetings_swap_their_slots_or_say_what_clashes():
    meetings = (Meeting(0, "fil", "anna"), Meeting(1, "fil", "ben"), Meeting(1, "voix", "anna"))

    made = swap_slots(day(), meetings, meetings[0], meetings[1])
    assert made.meetings == meetings
    assert [one.kind for one in made.clashes] == [ClashKind.CANDIDATE_TWICE]
    assert made.clashes[0].meetings == (Meeting(1, "fil", "anna"), Meeting(1, "voix", "anna"))

    made = swap_slots(day(), meetings, meetings[0], meetings[2])
    assert made.clashes[0].kind is ClashKind.TABLE_TWICE


def test_two_meetings_swap_their_candidates():
    meetings = (Meeting(0, "fil", "anna"), Meeting(0, "voix", "ben"))

    made = swap_candidates(day(), meetings, *meetings)

    assert made.clashes == ()
    assert made.meetings == (Meeting(0, "fil", "ben"), Meeting(0, "voix", "anna"))


def test_a_meeting_that_is_not_there_cannot_be_taken_out():
    with pytest.raises(ProblemError, match="not in the plan"):
        exchange(day(), [], out=[Meeting(0, "fil", "anna")])


TOLD = (
    Meeting(0, "fil", "anna"),
    Meeting(0, "voix", "ben"),
    Meeting(1, "fil", "ben"),
    Meeting(1, "voix", "anna"),
)


def test_who_is_late_is_moved_and_nobody_else():
    again = replan(day(anna=(1, 2)), TOLD)

    assert again.kept == TOLD[1:]
    assert again.moved == ((TOLD[0], Meeting(2, "fil", "anna")),)
    assert (again.lost, again.added) == ((), ())
    assert again.plan.stage(Goal.PROMISES).value == 1


def test_who_is_absent_loses_their_meetings_and_somebody_else_may_have_them():
    problem = day(anna=())
    waiting = Candidate("chloe", slots(0), most=1)
    problem = replace(
        problem,
        candidates=(*problem.candidates, waiting),
        wishes=(*problem.wishes, Wish("chloe", "fil", 0.2)),
    )

    again = replan(problem, TOLD)

    assert again.kept == (TOLD[1], TOLD[2])
    assert again.lost == (TOLD[0], TOLD[3])
    assert again.added == (Meeting(0, "fil", "chloe"),)


def test_what_took_place_stands_whoever_left_since():
    again = replan(day(anna=()), TOLD, now=1)

    assert again.kept == TOLD[:3]
    assert again.lost == (TOLD[3],)


def test_a_missed_meeting_is_held_later_where_there_is_room():
    again = replan(day(), TOLD, now=1, missed={TOLD[0]})

    assert again.moved == ((TOLD[0], Meeting(2, "fil", "anna")),)
    assert again.kept == TOLD[1:]


def test_one_is_moved_where_that_saves_the_meeting_of_another():
    told = (Meeting(0, "fil", "anna"), Meeting(1, "fil", "ben"))
    problem = replace(day(anna=(1,)), recruiters=(Recruiter("fil", slots(0, 1)),))
    problem = replace(problem, wishes=(Wish("anna", "fil", 0.5), Wish("ben", "fil", 0.5)))

    assert replan(problem, told).lost == told[:1]
    again = replan(problem, told, may_move=True)
    assert again.lost == again.added == ()
    assert again.plan.meetings == (Meeting(0, "fil", "ben"), Meeting(1, "fil", "anna"))
    assert replan(problem, told, may_move=True, now=1).lost == ()
    pinned = replace(problem, kept=frozenset(told[1:]))
    assert replan(pinned, told, may_move=True).lost == told[:1]


def test_who_wants_fewer_meetings_keeps_the_best_one():
    problem = replace(day(), candidates=(Candidate("anna", slots(0, 1, 2), 1), day().candidates[1]))

    again = replan(problem, TOLD)

    assert again.lost == (TOLD[3],)
    assert again.plan.of_candidate("anna") == (TOLD[0],)


def test_a_candidate_is_told_why_not_more():
    problem = Problem(
        2,
        (Recruiter("fil", slots(0)), Recruiter("voix", slots(0, 1)), Recruiter("nuit", slots(1))),
        (Candidate("anna", slots(0), 3), Candidate("ben", slots(0, 1), 1)),
        (
            Wish("anna", "fil", 0.9),
            Wish("anna", "voix", 0.4),
            Wish("anna", "nuit", 0.3),
            Wish("ben", "voix", 0.5),
            Wish("ben", "nuit", 0.4),
        ),
    )
    plan = solve(problem)

    anna = explain(problem, plan.meetings, "anna")
    assert [one.wish.recruiter for one in anna.refusals] == ["voix", "nuit"]
    assert anna.refusals[0].reason in {Reason.ELSEWHERE, Reason.TABLE_TAKEN}
    assert anna.refusals[0].loss >= 0.5
    assert anna.refusals[1].reason is Reason.NEVER_TOGETHER
    assert explain(problem, plan.meetings, "ben").refusals[0].reason is Reason.OWN_MOST
    with pytest.raises(ProblemError):
        explain(problem, plan.meetings, "zoe")


def test_a_fair_without_times_of_their_own_is_exact():
    plan = solve(job_fair(availability=1.0), effort=0)

    assert plan.stage(Goal.MEETINGS).value == 720
    assert plan.words == "optimal"


@pytest.mark.parametrize("seed", range(3))
def test_a_fair_with_forty_percent_of_the_times_is_within_one_percent(seed):
    problem = job_fair(availability=0.4, seed=seed)
    plan = solve(problem, effort=0)

    assert plan.stage(Goal.MEETINGS).value == 720
    assert plan.gap <= 0.01
    assert check(problem, plan.meetings) == ()


def test_a_tight_fair_is_told_with_its_gap():
    problem = job_fair(candidates=80, recruiters=10, slots=12, availability=0.2)
    plan = solve(problem, effort=0.2)

    assert check(problem, plan.meetings) == ()
    assert plan.gap <= 0.05
    again = solve(problem, effort=0.2)
    assert again == plan


def test_the_exact_solver_never_makes_a_plan_worse():
    problem = job_fair(candidates=60, recruiters=8, slots=10, availability=0.2, seed=4)
    without, with_it = solve(problem, effort=0), solve(problem, effort=0.5)

    def values(plan):
        return [stage.value for stage in plan.stages]

    assert values(with_it) >= values(without)
    assert with_it.stage(Goal.MEETINGS).bound <= without.stage(Goal.MEETINGS).bound


@pytest.mark.parametrize("seed", range(4))
def test_an_exact_solver_without_our_structure_finds_no_better_plan(seed):
    fair = job_fair(candidates=24, recruiters=4, slots=8, availability=0.3, seed=seed)
    plan, peer = solve(fair), cp_sat_figures(fair, seconds=120)

    assert peer["cp_sat_proven"]
    assert plan.stage(Goal.MEETINGS).value == peer["cp_sat_meetings"]
    assert plan.stage(Goal.FIT).value == pytest.approx(peer["cp_sat_fit"])


def test_the_prices_of_the_program_bound_every_plan():
    instance = read_problem(
        job_fair(candidates=40, recruiters=6, slots=8, availability=0.3)
    ).instance
    relaxed = relax(choices(instance))
    plan = solve_arrays(instance, effort=0)

    assert relaxed.bound >= instance.value(plan.table)
    assert (relaxed.slack >= 0).all()
    assert np.isclose(relaxed.shares.sum(), relaxed.bound // instance.worth, atol=1)


def test_a_whole_fair_is_planned_anew_around_an_absence():
    problem = job_fair(candidates=120, recruiters=12, slots=16, availability=0.5)
    told = solve(problem).meetings
    ill = told[0].candidate
    changed = replace(
        problem,
        candidates=tuple(
            replace(one, slots=frozenset()) if one.id == ill else one for one in problem.candidates
        ),
    )

    again = replan(changed, told, now=0)

    assert again.moved == ()
    assert {one.candidate for one in again.lost} == {ill}
    assert len(again.kept) == len(told) - len(again.lost)
