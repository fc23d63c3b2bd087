"""A job dating is planned with its bound, published, changed by hand and around who is late."""

from datetime import time, timedelta
from itertools import combinations

import pytest
from django.core import mail

from boutdufil.engines.slotting import Meeting as Planned
from boutdufil.rooms.campaigns.enums import EventKind, MeetingState, RegistrationStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.events import RegistrationCancelled
from boutdufil.rooms.campaigns.models import Availability, Dating, DatingPlan, Meeting, Wish
from boutdufil.rooms.campaigns.rules.dating import Clock, GridDraft
from boutdufil.rooms.campaigns.selectors.dating_notices import notices_of, to_be_told
from boutdufil.rooms.campaigns.selectors.dating_pages import last_figure
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services import dating_day as on_the_day
from boutdufil.rooms.campaigns.services import dating_hand as by_hand
from boutdufil.rooms.campaigns.services import dating_plans as plans
from boutdufil.rooms.campaigns.services import dating_setup as setup
from boutdufil.rooms.campaigns.services import dating_wishes as wishing
from boutdufil.rooms.campaigns.services.dating_mail import write_meetings
from tests.factories.campaigns import AvailabilityFactory, EventFactory
from tests.factories.posts import AttachmentFactory, VacancyFactory
from tests.rooms.campaigns.dating_world import dating_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Four people, three tables, everybody wishes two tables at least."""
    made = dating_world()
    made.wish(0, 0, 1, 2)
    made.wish(1, 0, 1)
    made.wish(2, 1, 2)
    made.wish(3, 2, 0)
    return made


@pytest.fixture
def published(world):
    plans.make_plan(node_id=world.dating.node_id, actor_id=None)
    on_the_day.publish_plan(node_id=world.dating.node_id, actor_id=None)
    return world


def around(world, now=0, **report):
    return on_the_day.plan_around(
        node_id=world.dating.node_id,
        report=on_the_day.Report(**report),
        actor_id=None,
        now=world.at(now),
    )


def test_a_clock_knows_its_rounds():
    clock = Clock(dating_world().dating.starts_at, 10, 6)

    moments = [clock.starts_at + timedelta(minutes=m) for m in (-5, 0, 5, 10, 59, 60)]

    assert [clock.current(one) for one in moments] == [None, 0, 0, 1, 5, None]
    assert [clock.next(one) for one in moments] == [0, 0, 1, 1, 6, 6]
    assert clock.hour(2) == "14:20"
    assert clock.between(time(14, 15), time(14, 30)) == [1, 2]


def test_everybody_is_served_and_the_bound_says_so(world):
    plan = plans.make_plan(node_id=world.dating.node_id, actor_id=None)

    assert (plan.meetings, plan.bound, plan.state) == (9, 9, "done")
    assert len(world.held()) == 9
    assert world.clashes() == ()
    assert last_figure(world.dating.pk).is_proven
    assert to_be_told(world.dating.pk) == {one.pk for one in world.people}
    assert notices_of(world.day.row) == ()


def test_without_wishes_there_is_nothing_to_plan():
    with pytest.raises(CampaignError, match="un vœu"):
        plans.make_plan(node_id=dating_world().dating.node_id, actor_id=None)


def test_a_large_day_is_a_job(world, monkeypatch):
    monkeypatch.setattr(plans, "AT_ONCE", 0)

    plan = plans.make_plan(node_id=world.dating.node_id, actor_id=None)
    assert (plan.state, world.held()) == ("waiting", [])
    plans.compute_plan(plan_id=plan.pk)
    plans.compute_plan(plan_id=plan.pk)

    assert DatingPlan.objects.get().state == "done"
    assert len(world.held()) == 9


def test_absences_and_breaks_are_kept(world):
    Dating.objects.update(breaks=[1])
    AvailabilityFactory(registration=world.people[0], away=[0, 2, 3, 4])
    world.tables[1].breaks = [5]
    world.tables[1].save()

    plans.make_plan(node_id=world.dating.node_id, actor_id=None)

    assert {r for r, _table, person in world.held() if person == 0} == {5}
    assert 1 not in {r for r, _table, _person in world.held()}
    assert 5 not in {r for r, table, _person in world.held() if table == 1}


def test_a_job_that_was_said_counts_beside_the_rank(world):
    world.tables[0].vacancies.add(VacancyFactory(code="D1408"))
    for person, code in ((0, "D1408"), (1, "N1103"), (3, "")):
        AvailabilityFactory(registration=world.people[person], job_code=code)

    near = world.day.nearness

    table = world.tables[0].pk
    same, other = near[world.people[0].pk, table], near[world.people[1].pk, table]
    assert same == pytest.approx(1)
    assert 0 <= other < 1
    assert {one for _person, one in near} == {table}
    assert world.people[3].pk not in {person for person, _table in near}
    fits = {(w.candidate, w.recruiter): w.fit for w in world.day.problem.wishes}
    assert fits[str(world.people[1].pk), str(table)] == pytest.approx(0.5 + 0.5 * other)


def test_who_is_not_confirmed_meets_nobody(world):
    world.people[0].status = RegistrationStatus.WAITING
    world.people[0].save()

    assert plans.make_plan(node_id=world.dating.node_id, actor_id=None).bound == 6


def test_a_published_plan_is_told_once(published):
    assert to_be_told(published.dating.pk) == set()
    with pytest.raises(CampaignError, match="publié"):
        plans.make_plan(node_id=published.dating.node_id, actor_id=None)
    assert on_the_day.tell_people(node_id=published.dating.node_id, actor_id=None) == 0


def test_the_letter_says_when_and_where(published):
    write_meetings(registration_id=published.people[0].pk)

    body = mail.outbox[0].body
    assert mail.outbox[0].to == [published.people[0].email]
    assert [f"Table {n}" in body for n in (1, 2, 3)] == [True] * 3
    assert "/rencontres/" in body


def test_two_meetings_exchange_their_hours_or_say_what_clashes(published):
    outcomes, node_id = set(), published.dating.node_id
    meetings = list(Meeting.objects.order_by("round", "pk"))
    for one, other in combinations(meetings, 2):
        before = published.held()
        swap = by_hand.HandChange("swap_rounds", one.pk, other.pk)
        try:
            by_hand.change_meeting(node_id=node_id, change=swap, actor_id=None)
        except CampaignError as clash:
            outcomes.add("à la fois" in str(clash) and published.held() == before)
        else:
            outcomes.add("done")
    assert published.clashes() == ()
    assert outcomes == {True, "done"}


def test_a_meeting_moves_to_a_free_round_and_somebody_is_told(published):
    one = Meeting.objects.filter(registration=published.people[1]).first()
    taken = {r for r, table, person in published.held() if published.tables[table] == one.table}
    own = {r for r, _table, person in published.held() if person == 1}
    free = min(set(range(6)) - taken - own)
    move = by_hand.HandChange("move", one.pk, round=free)

    by_hand.change_meeting(node_id=published.dating.node_id, change=move, actor_id=None)

    (notice,) = notices_of(published.day.row)
    clock = published.day.row.clock
    assert notice.name == published.people[1].name
    assert (notice.lines[0].before, notice.lines[0].after) == (
        clock.hour(one.round),
        clock.hour(free),
    )
    assert on_the_day.tell_people(node_id=published.dating.node_id, actor_id=None) == 1
    assert notices_of(published.day.row) == ()


@pytest.mark.parametrize("round_", [-1, 6])
def test_a_round_that_is_none_is_refused(published, round_):
    one = Meeting.objects.first()
    with pytest.raises(CampaignError):
        by_hand.change_meeting(
            node_id=published.dating.node_id,
            change=by_hand.HandChange("move", one.pk, round=round_),
            actor_id=None,
        )


def test_nobody_is_put_where_they_did_not_wish(published):
    place = by_hand.Place(published.people[1].pk, published.tables[2].pk, 5)

    with pytest.raises(CampaignError, match="souhaité"):
        by_hand.add_meeting(node_id=published.dating.node_id, place=place, actor_id=None)


def test_what_was_taken_out_can_be_added_again_and_is_told_as_before(published):
    one = Meeting.objects.filter(registration=published.people[0]).first()
    place = by_hand.Place(one.registration_id, one.table_id, one.round)
    node_id = published.dating.node_id

    by_hand.change_meeting(
        node_id=node_id, change=by_hand.HandChange("remove", one.pk), actor_id=None
    )
    assert Meeting.objects.get(pk=one.pk).state == MeetingState.CANCELLED
    by_hand.add_meeting(node_id=node_id, place=place, actor_id=None)

    assert Meeting.objects.get(pk=one.pk).state == MeetingState.PLANNED
    assert notices_of(published.day.row) == ()


def test_who_is_late_keeps_what_is_after(published):
    before = published.held()
    change = around(published, now=-5, late={published.people[0].pk: 2})

    after = published.held()
    assert published.clashes() == ()
    assert all(r >= 2 for r, _table, person in after if person == 0)
    stays = {one for one in before if one[2] != 0 or one[0] >= 2}
    assert stays <= set(after)
    assert change.lost == 0
    assert Availability.objects.get().away == [0, 1]


def test_who_is_absent_frees_their_tables(published):
    first = [one for one in published.held() if one[2] == 3]

    around(published, now=-5, absent=frozenset({published.people[3].pk}))

    assert [one for one in published.held() if one[2] == 3] == []
    assert {m.state for m in Meeting.objects.filter(registration=published.people[3])} == {"absent"}
    assert len(first) == 2
    assert published.clashes() == ()


def test_who_comes_after_all_is_met_where_there_is_room(published):
    gone = published.people[3].pk
    around(published, now=-5, absent=frozenset({gone}))

    around(published, now=-4, late={gone: 1})

    assert {r >= 1 for r, _table, person in published.held() if person == 3} == {True}
    assert published.clashes() == ()


def test_what_took_place_stands(published):
    past = [one for one in published.held() if one[0] < 2]

    around(published, now=21, absent=frozenset(one.pk for one in published.people))

    assert [one for one in published.held() if one[0] < 2] == past


def test_a_table_that_closes_is_told(published):
    around(published, now=-5, closed_tables=frozenset({published.tables[0].pk}))

    assert 0 not in {table for _round, table, _person in published.held()}
    assert len(notices_of(published.day.row)) == 3
    assert published.clashes() == ()


def test_before_it_is_published_a_plan_is_made_anew(world):
    plans.make_plan(node_id=world.dating.node_id, actor_id=None)

    with pytest.raises(CampaignError, match="Publiez"):
        around(world, now=-5)


def test_a_cancelled_registration_frees_its_tables(published):
    gone = published.people[0]

    wishing.free_tables(RegistrationCancelled(gone.pk, published.dating.node_id))

    assert [one for one in published.held() if one[2] == 0] == []
    assert to_be_told(published.dating.pk) == set()


def test_a_meeting_given_up_is_free_for_others(published):
    one = Meeting.objects.filter(registration=published.people[0]).first()

    wishing.give_up_meeting(registration_id=published.people[0].pk, meeting_id=one.pk)

    assert not Wish.objects.filter(registration=published.people[0], table=one.table).exists()
    with pytest.raises(CampaignError):
        wishing.give_up_meeting(registration_id=published.people[1].pk, meeting_id=one.pk)


def test_the_grid_keeps_a_pause_and_refuses_what_is_no_day():
    node = EventFactory(event_kind=EventKind.JOB_DATING)
    start = dating_world().dating.starts_at
    draft = GridDraft(start, start + timedelta(hours=2), 15, 4, (time(14, 30), time(15, 0)))

    setup.set_grid(node=node_row(node.pk), draft=draft, actor_id=None)

    made = Dating.objects.get(node=node)
    assert (made.rounds, made.breaks) == (8, [2, 3])
    for end, minutes in ((timedelta(minutes=10), 15), (timedelta(hours=10), 5)):
        wrong = GridDraft(start, start + end, minutes, 4)
        with pytest.raises(CampaignError):
            setup.set_grid(node=node_row(node.pk), draft=wrong, actor_id=None)
    with pytest.raises(CampaignError, match="job dating"):
        setup.set_grid(node=node_row(EventFactory().pk), draft=draft, actor_id=None)


def test_a_table_is_of_an_employer_that_takes_part_with_its_shown_posts(world):
    node, vacancy = world.node, VacancyFactory()
    draft = setup.TableDraft(vacancy.organisation_id, "Table 9", vacancies=(vacancy.pk,))
    with pytest.raises(CampaignError, match="prend pas part"):
        setup.save_table(node=node, draft=draft, actor_id=None)
    AttachmentFactory(vacancy=vacancy, to=node.reference)

    table = setup.save_table(node=node, draft=draft, actor_id=None)

    assert [one.pk for one in table.vacancies.all()] == [vacancy.pk]
    with pytest.raises(CampaignError, match="déjà ce nom"):
        setup.save_table(node=node, draft=draft, actor_id=None)


def test_planned_words_are_the_engine_s(published):
    one = published.day.held[0]

    assert one.meeting == Planned(one.round, str(one.pair[1]), str(one.pair[0]))
