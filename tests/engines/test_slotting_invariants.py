"""What must hold for any day of short meetings; an oracle that tries every plan agrees."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.slotting import (
    Candidate,
    Goal,
    Meeting,
    Problem,
    Reason,
    Recruiter,
    Wish,
    check,
    exchange,
    explain,
    replan,
    solve,
    swap_slots,
)
from tests.engines import slow_slotting as slow

PEOPLE, TABLES = "abcd", "xyz"
few = settings(max_examples=60, deadline=None)
steps = st.integers(0, slow.FIT_STEPS).map(lambda step: step / slow.FIT_STEPS)


@st.composite
def problems(draw, people=4, tables=2, slots=3, *, own_times=True):
    times = st.frozensets(st.integers(0, slots - 1)) if own_times else st.just(all_of(slots))
    breaks = st.frozensets(st.integers(0, slots - 1), max_size=1) if own_times else st.just(())
    recruiters = tuple(
        Recruiter(name, draw(times), frozenset(draw(breaks)))
        for name in TABLES[: draw(st.integers(1, tables))]
    )
    candidates = tuple(
        Candidate(name, draw(times), draw(st.integers(0, 3)))
        for name in PEOPLE[: draw(st.integers(0, people))]
    )
    wishes = tuple(
        Wish(candidate.id, recruiter.id, draw(steps))
        for candidate in candidates
        for recruiter in recruiters
        if draw(st.integers(0, 3))
    )
    return Problem(slots, recruiters, candidates, wishes)


def all_of(slots):
    return frozenset(range(slots))


def reached(plan):
    """The values of a plan as the oracle counts them."""
    fit = plan.stage(Goal.FIT).value
    return int(plan.stage(Goal.MEETINGS).value), round(fit * slow.FIT_STEPS)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_plan_there_is_does_better(problem):
    plan = solve(problem)

    assert reached(plan) == slow.best_totals(problem)
    assert plan.certainty.value in {"optimal", "nothing"}


@few
@given(problems(tables=3, slots=2), st.data())
def test_around_what_is_kept_no_plan_there_is_does_better(problem, data):
    some = data.draw(st.sampled_from(list(slow.all_plans(problem))))
    kept = frozenset(one for one in some if data.draw(st.booleans()))

    plan = solve(replace(problem, kept=kept))

    assert kept <= set(plan.meetings)
    assert reached(plan) == slow.best_totals(replace(problem, kept=kept))


@few
@given(problems(people=4, tables=3, slots=6))
def test_a_plan_can_be_held_and_no_bound_is_passed(problem):
    plan = solve(problem, effort=0)

    assert check(problem, plan.meetings) == ()
    assert all(stage.value <= stage.bound for stage in plan.stages)
    assert 0 <= plan.gap < 1
    assert len(plan.meetings) == plan.stage(Goal.MEETINGS).value


@few
@given(problems(people=4, tables=3, slots=5, own_times=False))
def test_without_times_of_their_own_a_plan_reaches_its_bound(problem):
    plan = solve(problem, effort=0)

    assert check(problem, plan.meetings) == ()
    assert plan.gap == 0


@few
@given(problems(tables=3, slots=4), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, chance):
    mixed = Problem(
        problem.slots,
        shuffled(problem.recruiters, chance),
        shuffled(problem.candidates, chance),
        shuffled(problem.wishes, chance),
    )

    assert solve(mixed) == solve(problem)


def shuffled(values, chance):
    listed = list(values)
    chance.shuffle(listed)
    return tuple(listed)


@few
@given(problems(tables=3, slots=4), st.integers(0, 4))
def test_where_nothing_changed_nothing_is_told_anew(problem, now):
    told = solve(problem).meetings

    again = replan(problem, told, now=now)

    assert again.kept == again.plan.meetings == told
    assert (again.moved, again.lost, again.added) == ((), (), ())


@few
@given(problems(tables=2, slots=3), st.data())
def test_after_an_absence_nobody_is_moved_who_can_stay(problem, data):
    told = solve(problem).meetings
    changed = replace(problem, candidates=some_late(problem.candidates, data))
    stays = {one for one in told if not check(changed, [one])}

    again = replan(changed, told)

    assert stays <= set(again.plan.meetings)
    assert check(changed, again.plan.meetings) == ()
    assert {before for before, _ in again.moved} | set(again.lost) == set(told) - stays
    best = slow.best_totals(replace(changed, kept=frozenset(stays)))
    assert reached(again.plan)[0] == best[0]
    assert promises(again.plan.meetings, set(told) - stays) == most_promises(
        changed, stays, set(told) - stays, best[0]
    )


@few
@given(problems(tables=3, slots=4), st.data())
def test_moving_some_saves_no_fewer_meetings_and_moves_nobody_for_nothing(problem, data):
    told = solve(problem).meetings
    changed = replace(problem, candidates=some_late(problem.candidates, data))
    now = data.draw(st.integers(0, 2))
    strict = replan(changed, told, now=now)
    free = replan(changed, told, now=now, may_move=True)

    held = {one for one in told if one.slot < now}
    assert held <= set(free.kept)
    assert [one for one in check(changed, free.plan.meetings) if not set(one.meetings) & held] == []
    at_table = {before for before, _ in free.moved} | set(free.kept)
    assert set(strict.kept) <= at_table
    if free.kept == strict.kept:
        assert free.plan.stage(Goal.MEETINGS).value == strict.plan.stage(Goal.MEETINGS).value
    if not strict.lost and not strict.moved:
        assert free == strict


def some_late(candidates, data):
    return tuple(
        replace(one, slots=frozenset(slot for slot in one.slots if slot >= late))
        for one in candidates
        for late in (data.draw(st.sampled_from((0, 0, 1, 2, 9))),)
    )


def promises(meetings, gone):
    pairs = {(one.candidate, one.recruiter) for one in gone}
    return sum((one.candidate, one.recruiter) in pairs for one in meetings)


def most_promises(problem, stays, gone, meetings):
    plans = slow.all_plans(replace(problem, kept=frozenset(stays)))
    return max(promises(plan, gone) for plan in plans if len(plan) == meetings)


@few
@given(problems(tables=3, slots=4), st.data())
def test_a_change_by_hand_is_made_or_says_what_clashes(problem, data):
    plan = solve(problem).meetings
    into = [
        Meeting(data.draw(st.integers(0, 3)), recruiter.id, candidate.id)
        for recruiter in problem.recruiters[:1]
        for candidate in problem.candidates[:1]
    ]
    made = exchange(problem, plan, into=into)

    assert check(problem, made.meetings) == ()
    assert set(made.meetings) == (set(plan) if made.clashes else set(plan) | set(into))
    if len(plan) > 1:
        swapped = swap_slots(problem, plan, plan[0], plan[-1])
        assert check(problem, swapped.meetings) == ()
        assert Counter(m.slot for m in swapped.meetings) == Counter(m.slot for m in plan)


@few
@given(problems(tables=3, slots=4))
def test_every_wish_that_is_not_served_has_a_reason_that_holds(problem):
    plan = solve(problem)

    for person in problem.candidates:
        told = explain(problem, plan.meetings, person.id)
        served = {one.recruiter for one in told.meetings}
        refused = {one.wish.recruiter for one in told.refusals}
        wished = {one.recruiter for one in problem.wishes if one.candidate == person.id}
        assert served | refused == wished
        assert not served & refused
        for one in told.refusals:
            assert one.reason is not Reason.OPEN
            assert (one.reason is Reason.NEVER_TOGETHER) == (not one.slots)


@few
@given(problems(tables=3, slots=4))
def test_granting_a_refused_wish_costs_what_was_said(problem):
    plan = solve(problem).meetings
    known = {(one.candidate, one.recruiter): one.fit for one in problem.wishes}
    for person in problem.candidates:
        for one in explain(problem, plan, person.id).refusals:
            granted = [
                exchange(
                    problem,
                    plan,
                    out=one.instead_of,
                    into=[Meeting(slot, one.wish.recruiter, person.id)],
                )
                for slot in one.slots
            ]
            lost = sum(known[gone.candidate, gone.recruiter] for gone in one.instead_of)
            if person.most and one.slots:
                assert any(not made.clashes for made in granted)
                assert one.loss == lost - one.wish.fit
