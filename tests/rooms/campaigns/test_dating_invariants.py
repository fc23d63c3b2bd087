"""Whatever happens to a published plan, nobody is at two tables and no table has two people."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.selectors.dating_notices import notices_of
from boutdufil.rooms.campaigns.services import dating_day as on_the_day
from boutdufil.rooms.campaigns.services import dating_hand as by_hand
from boutdufil.rooms.campaigns.services import dating_plans as plans
from tests.rooms.campaigns.dating_world import dating_world

pytestmark = pytest.mark.django_db
PEOPLE, TABLES, ROUNDS = 4, 2, 4
NUMBER = st.integers(0, 30)
ACTS = st.one_of(
    st.tuples(st.sampled_from(("swap_rounds", "swap_people", "move", "remove")), NUMBER, NUMBER),
    st.tuples(st.just("late"), st.integers(0, PEOPLE - 1), st.integers(0, ROUNDS)),
    st.tuples(st.just("absent"), st.integers(0, PEOPLE - 1), st.just(0)),
    st.tuples(st.just("closed"), st.integers(0, TABLES - 1), st.just(0)),
    st.tuples(st.just("fill"), st.just(0), st.just(0)),
)


def act(world, what, first, second, now):
    """Do one thing to the day; a refusal is an answer."""
    node_id = world.dating.node_id
    if what in {"late", "absent", "closed", "fill"}:
        report = on_the_day.Report(
            late={world.people[first].pk: second} if what == "late" else {},
            absent=frozenset({world.people[first].pk} if what == "absent" else ()),
            closed_tables=frozenset({world.tables[first].pk} if what == "closed" else ()),
            may_move=bool(second % 2),
        )
        on_the_day.plan_around(node_id=node_id, report=report, actor_id=None, now=world.at(now))
        return
    meetings = list(Meeting.objects.filter(dating=world.dating).order_by("pk"))
    if not meetings:
        return
    one, other = meetings[first % len(meetings)], meetings[second % len(meetings)]
    change = by_hand.HandChange(what, one.pk, other.pk, second % ROUNDS)
    try:
        by_hand.change_meeting(node_id=node_id, change=change, actor_id=None)
    except CampaignError:
        return


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wishes=st.lists(
        st.sampled_from([(0,), (1,), (0, 1), (1, 0)]), min_size=PEOPLE, max_size=PEOPLE
    ),
    acts=st.lists(st.tuples(ACTS, st.integers(-5, 10 * ROUNDS)), max_size=6),
)
def test_a_plan_can_be_held_after_whatever_happens(db, wishes, acts):
    with transaction.atomic():
        world = dating_world(tables=TABLES, people=PEOPLE, rounds=ROUNDS)
        for person, tables in enumerate(wishes):
            world.wish(person, *tables)
        plan = plans.make_plan(node_id=world.dating.node_id, actor_id=None)
        assert len(world.held()) == plan.meetings <= plan.bound
        on_the_day.publish_plan(node_id=world.dating.node_id, actor_id=None)
        now = -5
        for what, later in acts:
            now = max(now, later)
            act(world, *what, now)
            held = world.held()
            assert len({(r, table) for r, table, _person in held}) == len(held)
            assert len({(r, person) for r, _table, person in held}) == len(held)
            assert len({(table, person) for _r, table, person in held}) == len(held)
        on_the_day.tell_people(node_id=world.dating.node_id, actor_id=None)
        assert notices_of(world.day.row) == ()
        transaction.set_rollback(True)
