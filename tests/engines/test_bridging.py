"""The set cover is exact: an exhaustive search finds nothing better."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.bridging import Bridge, Course, Gap, Goal, bridge

SKILLS = "abcdef"


def clash(plan):
    ordered = sorted(plan, key=lambda course: course.starts)
    return any(a.ends >= b.starts for a, b in pairwise(ordered))


def worth(gap, plan):
    """What a plan is worth, the smallest first: the goals in their order, then the identifiers."""
    covered = set().union(*(course.skills for course in plan)) & gap.weights.keys()
    essential = sum(gap.weights[skill] for skill in covered & gap.essential)
    weight = sum(gap.weights[skill] for skill in covered)
    return (
        -essential,
        -min(weight, gap.enough),
        max((course.ends for course in plan), default=-1),
        sum(course.unpaid for course in plan),
        sum(course.hours for course in plan),
        sum(course.cost for course in plan),
        len(plan),
        sum(course.travel for course in plan),
        tuple(sorted(course.id for course in plan)),
    )


def exhaustive(gap, courses):
    """Try every set of courses that can be followed."""
    offered = [c for c in courses if c.seats and c.skills & gap.weights.keys()]
    plans = [
        plan
        for size in range(len(offered) + 1)
        for plan in combinations(offered, size)
        if not clash(plan)
    ]
    return min(plans, key=lambda plan: worth(gap, plan))


@st.composite
def instances(draw):
    wanted = draw(st.lists(st.sampled_from(SKILLS), unique=True))
    weights = {skill: draw(st.integers(1, 5)) for skill in wanted}
    essential = frozenset(draw(st.lists(st.sampled_from(wanted), unique=True)) if wanted else [])
    gap = Gap(weights, essential, draw(st.integers(0, sum(weights.values()))))
    courses = [
        Course(
            id=f"c{number:02d}",
            skills=frozenset(draw(st.lists(st.sampled_from(SKILLS), max_size=4))),
            starts=(start := draw(st.integers(0, 8))),
            ends=start + draw(st.integers(0, 4)),
            hours=draw(st.integers(0, 3)),
            cost=draw(st.integers(0, 2)),
            seats=draw(st.integers(0, 2)),
            unpaid=draw(st.integers(0, 2)),
            travel=draw(st.integers(0, 2)),
        )
        for number in range(draw(st.integers(0, 7)))
    ]
    return gap, courses


@settings(max_examples=150, deadline=None)
@given(instances(), st.randoms())
def test_no_set_of_courses_is_better(instance, order):
    gap, courses = instance
    best = exhaustive(gap, courses)
    shuffled = list(courses)
    order.shuffle(shuffled)

    found = bridge(gap, shuffled)

    assert sorted(found.courses) == sorted(course.id for course in best)
    assert found.proven


@settings(max_examples=60, deadline=None)
@given(instances())
def test_every_missing_skill_is_accounted_for_once(instance):
    gap, courses = instance
    found = bridge(gap, courses)

    assert found.covered | found.left | found.unknown == gap.weights.keys()
    assert len(found.covered) + len(found.left) + len(found.unknown) == len(gap.weights)
    given_by_a_seat = {skill for c in courses if c.seats for skill in c.skills}
    assert not found.unknown & given_by_a_seat


def course(name, skills, starts=0, days=1, **more):
    return Course(name, frozenset(skills), starts=starts, ends=starts + days - 1, **more)


def test_the_essential_comes_before_everything():
    gap = Gap({"a": 1, "b": 9}, essential=frozenset("a"), enough=10)

    found = bridge(gap, [course("late", "a", starts=50), course("soon", "b")])

    assert found.courses == ("soon", "late")
    assert found.goals[0].goal is Goal.ESSENTIAL


def test_two_courses_on_the_same_day_cannot_both_be_followed():
    gap = Gap({"a": 2, "b": 1}, essential=frozenset("ab"))

    found = bridge(gap, [course("one", "a"), course("two", "b")])

    assert found.courses == ("one",)
    assert found.left == {"b"}


def test_a_full_course_is_named_and_not_taken():
    found = bridge(Gap({"a": 1}, frozenset("a")), [course("full", "a", seats=0)])

    assert found == Bridge((), frozenset(), frozenset(), frozenset("a"), ("full",), None)


def test_nothing_missing_asks_for_nothing():
    found = bridge(Gap({}), [course("one", "a")])

    assert (found.courses, found.ready, found.proven) == ((), None, True)


def test_fewer_days_win_over_hours_and_cost():
    gap = Gap({"a": 1}, frozenset("a"))
    slow = course("slow", "a", days=30, hours=10, cost=0)
    quick = course("quick", "a", days=10, hours=99, cost=999_999)

    assert bridge(gap, [slow, quick]).courses == ("quick",)


def test_equal_courses_are_told_apart_by_their_names():
    gap = Gap({"a": 1, "b": 1}, frozenset("ab"))
    courses = [
        course(n, s, starts=day) for day, s in ((0, "a"), (5, "b")) for n in (f"z{s}", f"y{s}")
    ]

    assert bridge(gap, courses).courses == ("ya", "yb")


def test_many_courses_are_solved_at_once():
    names = [f"s{n}" for n in range(40)]
    gap = Gap(dict.fromkeys(names, 1), frozenset(names[:10]), enough=20)
    courses = [
        course(f"c{n:03d}", names[n % 37 : n % 37 + 4], starts=n * 7 % 90, days=5, hours=n % 11)
        for n in range(150)
    ]

    assert bridge(gap, courses).proven


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Gap({"a": 0}),
        lambda: Gap({"a": 1}, frozenset("b")),
        lambda: Course("c", frozenset(), starts=2, ends=1),
        lambda: Course("c", frozenset(), starts=1, ends=1, cost=-1),
        lambda: bridge(Gap({"a": 1}), [course("c", "a"), course("c", "a")]),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
