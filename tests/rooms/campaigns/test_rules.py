"""What campaigns go by: inheritance, locks, the tree, statuses, another year."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, NodeStatus, Step, Trait
from boutdufil.rooms.campaigns.errors import TreeError
from boutdufil.rooms.campaigns.rules import life
from boutdufil.rooms.campaigns.rules.inheritance import Generation, locks_above, refused, resolve
from boutdufil.rooms.campaigns.rules.traits import Period
from boutdufil.rooms.campaigns.rules.tree import (
    BENEATH,
    DEEPEST,
    path_beneath,
    refuse_period,
    refuse_place,
)
from boutdufil.rooms.campaigns.rules.years import moved, renamed, weeks_until

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
WORDS = st.none() | st.sampled_from(["a", "b", "c"])
SAID = st.dictionaries(st.sampled_from(Trait), WORDS)
LOCKS = st.frozensets(st.sampled_from([trait.value for trait in Trait]))
LINES = st.lists(st.tuples(SAID, LOCKS), min_size=1, max_size=6).map(
    lambda told: [Generation(number, said, locks) for number, (said, locks) in enumerate(told)]
)
PERIODS = st.tuples(DAYS, st.integers(0, 30)).map(
    lambda told: Period(told[0], told[0] + timedelta(days=told[1]))
)


@given(LINES)
def test_what_holds_is_said_by_the_nearest_that_says_anything(line):
    found = resolve(line)

    for trait in Trait:
        speakers = [one for one in line if one.said.get(trait) is not None]
        if speakers:
            assert found[trait].value == speakers[-1].said[trait]
            assert found[trait].node_id == speakers[-1].node_id
        else:
            assert trait not in found


@given(LINES, SAID)
def test_whoever_says_nothing_has_all_that_holds_above(line, said):
    alone = [*line, Generation(99, {})]

    assert resolve(alone) == resolve(line)
    assert all(
        resolve([*line, Generation(99, said)])[trait].value == value
        for trait, value in said.items()
        if value is not None
    )


@given(LINES, SAID)
def test_a_locked_trait_stays(line, wanted):
    kept = refused(line, wanted)
    allowed = {
        trait: line[-1].said.get(trait) if trait in kept else wanted.get(trait) for trait in Trait
    }
    changed = [*line[:-1], Generation(line[-1].node_id, allowed, line[-1].locks)]

    before, after = resolve(line), resolve(changed)
    assert all(before.get(trait) == after.get(trait) for trait in locks_above(line))


@given(LINES)
def test_a_lock_is_named_after_the_highest_that_holds_it(line):
    for trait, node_id in locks_above(line).items():
        holders = [one.node_id for one in line[:-1] if trait in one.locks]
        assert node_id == holders[0]


@given(st.lists(st.tuples(st.sampled_from(NodeKind), st.integers(0, 30)), max_size=40))
def test_a_tree_has_no_cycle_and_is_never_too_deep(wanted):
    paths, kinds = {0: ()}, {0: NodeKind.CAMPAIGN}
    for kind, place in wanted:
        parent, made = place % len(paths), len(paths)
        path = path_beneath(parent, paths[parent])
        event = EventKind.VISIT if kind == NodeKind.EVENT else ""
        try:
            refuse_place(kind, event, kinds[parent], len(path) + 1)
        except TreeError:
            continue
        paths[made], kinds[made] = path, kind

    for node, path in paths.items():
        assert node not in path
        assert len(path) < DEEPEST
        assert all(paths[below] == (*paths[above], above) for above, below in pairwise(path))
        assert all(kinds[b] in BENEATH[kinds[a]] for a, b in pairwise((*path, node)))


@pytest.mark.parametrize(
    ("kind", "event_kind", "parent", "depth", "field"),
    [
        ("stop", "", None, 1, "kind"),
        ("campaign", "", "campaign", 2, "kind"),
        ("stop", "", "company", 3, "kind"),
        ("event", "visit", "event", 4, "kind"),
        ("area", "", "area", DEEPEST + 1, "kind"),
        ("event", "", "stop", 3, "event_kind"),
        ("stop", "visit", "campaign", 2, "event_kind"),
    ],
)
def test_what_may_not_stand_there_is_refused(kind, event_kind, parent, depth, field):
    with pytest.raises(TreeError) as refusal:
        refuse_place(kind, event_kind, parent, depth)

    assert refusal.value.field == field


@given(PERIODS, PERIODS)
def test_days_lie_inside_those_above(above, period):
    inside = above.starts_on <= period.starts_on and period.ends_on <= above.ends_on
    if inside:
        refuse_period(period, above)
    else:
        with pytest.raises(TreeError):
            refuse_period(period, above)


def test_days_go_forward():
    with pytest.raises(TreeError):
        refuse_period(Period(date(2027, 1, 2), date(2027, 1, 1)), None)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(Step), st.dates(date(2027, 1, 1))),
        max_size=40,
    )
)
def test_a_child_is_never_more_public_than_its_parent(acts):
    """A line of five nodes, each beneath the one before; acts refused leave all as it was."""
    line = [NodeStatus.DRAFT] * 5
    for place, step, today in acts:
        reached = life.after(line[place], step)
        above = line[place - 1] if place else None
        if reached is not None and (
            step != Step.PUBLISH or life.is_allowed_under(NodeStatus.PUBLISHED, above)
        ):
            line[place] = reached
            for below in range(place + 1, 5):
                line[below] = life.brought_down(line[below], line[below - 1])
        line = [life.by_the_day(one, Period(today, today), today) for one in line]
        assert all(life.is_allowed_under(below, above) for above, below in pairwise(line))


@pytest.mark.parametrize(
    ("status", "today", "reached"),
    [
        ("published", date(2027, 1, 9), "published"),
        ("published", date(2027, 1, 10), "live"),
        ("live", date(2027, 1, 12), "live"),
        ("live", date(2027, 1, 13), "over"),
        ("published", date(2027, 1, 13), "over"),
        ("draft", date(2027, 1, 11), "draft"),
        ("archived", date(2027, 1, 11), "archived"),
    ],
)
def test_the_calendar_takes_what_is_public_along(status, today, reached):
    period = Period(date(2027, 1, 10), date(2027, 1, 12))

    assert life.by_the_day(status, period, today) == reached


def test_a_draft_has_two_ways_and_an_archive_none():
    assert life.steps_from(NodeStatus.DRAFT) == (Step.SUBMIT, Step.PUBLISH)
    assert life.steps_from(NodeStatus.ARCHIVED) == ()


@given(PERIODS, st.integers(2021, 2045))
def test_another_year_falls_on_the_same_weekdays(period, year):
    later = moved(period, weeks_until(period.starts_on, year))

    assert later.starts_on.weekday() == period.starts_on.weekday()
    assert later.ends_on - later.starts_on == period.ends_on - period.starts_on
    first = period.starts_on
    assert abs((later.starts_on - date(year, first.month, min(first.day, 28))).days) <= 6


def test_a_name_takes_the_new_year():
    assert renamed("Tour de Lorraine 2026", 2027) == "Tour de Lorraine 2027"
    assert renamed("tour-2026-metz", 2027) == "tour-2027-metz"
    assert renamed("24 heures", 2027) == "24 heures"
    assert renamed("Salle 12026", 2027) == "Salle 12026"
