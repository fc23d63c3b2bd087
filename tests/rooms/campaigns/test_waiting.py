"""The waiting list: in order, until a deadline, whatever happens meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.errors import RegistrationError
from boutdufil.rooms.campaigns.models import Intake, Registration, Slot
from boutdufil.rooms.campaigns.rules.registrations import (
    ACTIVE,
    HOLDING,
    InLine,
    RegistrationDraft,
    Room,
    answer_until,
    next_in_line,
)
from boutdufil.rooms.campaigns.services import registering as services
from boutdufil.rooms.campaigns.services.waiting import follow_waiting_lists
from tests.factories.campaigns import EventFactory, IntakeFactory, SlotFactory

CONFIRMED, WAITING, OFFERED, LAPSED, CANCELLED = RegistrationStatus
NOW = datetime(2027, 10, 18, 9, tzinfo=UTC)


def register(intake, who, **facts):
    draft = RegistrationDraft(name="Yanis", email=f"{who}@exemple.test", **facts)
    return services.register(intake_id=intake.pk, draft=draft)


def cancel(one):
    services.cancel_registration(registration_id=one.pk)


def status_of(*registrations):
    for one in registrations:
        one.refresh_from_db()
    return [one.status for one in registrations]


def let_lapse(one):
    Registration.objects.filter(pk=one.pk).update(offered_until=timezone.now())
    follow_waiting_lists(now=timezone.now())


@pytest.mark.parametrize(
    ("hours", "limits", "kept"),
    [
        pytest.param(24, (), 24, id="no-day-said"),
        pytest.param(24, (100, None), 24, id="far"),
        pytest.param(24, (100, 8), 4, id="half-of-what-is-left"),
        pytest.param(24, (0.9,), None, id="too-near"),
        pytest.param(24, (-1,), None, id="past"),
    ],
)
def test_a_place_is_kept_for_the_hours_of_the_event_or_half_of_what_is_left(hours, limits, kept):
    moments = [None if n is None else NOW + timedelta(hours=n) for n in limits]

    assert answer_until(NOW, hours, moments) == (NOW + timedelta(hours=kept) if kept else None)


lines = st.lists(
    st.builds(
        InLine,
        registration_id=st.integers(1, 99),
        slot_id=st.sampled_from([None, 1, 2]),
        places=st.integers(1, 6),
    ),
    max_size=12,
    unique_by=lambda one: one.registration_id,
)
free = st.none() | st.integers(0, 9)


@settings(max_examples=60, deadline=None)
@given(line=lines, event=free, slots=st.fixed_dictionaries({1: free, 2: free}))
def test_nobody_is_passed_over_whose_number_fits(line, event, slots):
    room = Room(event, slots)
    chosen = next_in_line(line, room)

    for one in line:
        fits = room.fits(one.slot_id, one.places)
        assert (one in chosen) == fits
        room = room.without(one.slot_id, one.places) if fits else room
    assert all(left is None or left >= 0 for left in (room.event, *room.slots.values()))


@pytest.mark.django_db
def test_the_first_who_fits_is_offered_the_place_then_the_next():
    intake = IntakeFactory(capacity=5, largest_group=5)
    here = register(intake, "ici")
    register(intake, "la", places=4)
    group, first, second = (
        register(intake, who, places=n) for who, n in (("classe", 3), ("un", 1), ("deux", 1))
    )

    cancel(here)
    assert status_of(group, first, second) == [WAITING, OFFERED, WAITING]
    let_lapse(first)
    assert status_of(group, first, second) == [WAITING, LAPSED, OFFERED]
    services.accept_place(registration_id=second.pk)
    assert status_of(second) == [CONFIRMED]


@pytest.mark.django_db
def test_an_offer_that_is_late_is_accepted_by_nobody():
    intake = IntakeFactory(capacity=1)
    here, waiting = register(intake, "ici"), register(intake, "la")
    with pytest.raises(RegistrationError, match="plus gardée"):
        services.accept_place(registration_id=waiting.pk)
    cancel(here)
    Registration.objects.filter(pk=waiting.pk).update(offered_until=timezone.now())

    with pytest.raises(RegistrationError, match="plus gardée"):
        services.accept_place(registration_id=waiting.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["closed", "called off", "over", "begins soon"])
def test_nobody_is_promoted_any_more_once_it_is_too_late(why):
    intake = IntakeFactory(capacity=1)
    here, waiting = register(intake, "ici"), register(intake, "la")
    now = timezone.now()
    if why == "over":
        type(intake.node).objects.filter(pk=intake.node_id).update(status="over")
    if why == "begins soon":
        type(intake.node).objects.filter(pk=intake.node_id).update(
            starts_on=timezone.localdate(), ends_on=timezone.localdate()
        )
    changes = {"closed": {"closes_at": now}, "called off": {"called_off_at": now}}
    Intake.objects.filter(pk=intake.pk).update(**changes.get(why, {"answer_hours": 24}))

    cancel(here)
    follow_waiting_lists(now=timezone.now())

    assert status_of(waiting) == [WAITING]


@pytest.mark.django_db
def test_less_keeps_the_rank_and_more_waits_anew():
    intake = IntakeFactory(capacity=9, largest_group=9)
    register(intake, "ici", places=9)
    first, second = register(intake, "un", places=3), register(intake, "deux", places=2)
    ranks = Registration.objects.filter(status=WAITING).order_by("waiting_since", "pk")

    def change(places):
        wanted = RegistrationDraft(name="Y", email="", places=places)
        services.change_registration(registration_id=first.pk, draft=wanted)
        return list(ranks.all())

    assert change(2) == [first, second]
    assert change(4) == [second, first]


@pytest.mark.django_db
def test_who_waits_for_less_than_is_free_is_offered_it():
    intake = IntakeFactory(capacity=4, largest_group=9)
    register(intake, "ici", places=2)
    waiting = register(intake, "un", places=3)
    wanted = RegistrationDraft(name="Y", email="", places=1)

    services.change_registration(registration_id=waiting.pk, draft=wanted)

    assert status_of(waiting) == [OFFERED]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_the_last_seats_get_exactly_these():
    intake = IntakeFactory(capacity=30)
    slots = [
        SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(hours=n), capacity=20)
        for n in (1, 2)
    ]

    def attempt(n):
        try:
            # Some cancel at once, and two in ten are the same form sent twice.
            one = register(intake, n % 160, slot_id=slots[n % 2].pk, once="page")
            if n % 20 == 0:
                cancel(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, range(200)))

    intake.refresh_from_db()
    held = Registration.objects.filter(status__in=HOLDING)
    assert (intake.taken, held.count()) == (30, 30)
    assert [(s.taken, held.filter(slot=s).count()) for s in Slot.objects.all()] == [
        (s.taken, s.taken) for s in Slot.objects.all()
    ]
    assert all(s.taken <= 20 for s in Slot.objects.all())
    active = Registration.objects.filter(status__in=ACTIVE)
    assert active.values("email").distinct().count() == active.count()


acts = st.lists(
    st.tuples(
        st.sampled_from(["register", "register", "register", "cancel", "change", "accept", "late"]),
        st.integers(0, 11),
        st.sampled_from([0, 1]),
        st.integers(1, 4),
    ),
    max_size=14,
)


class TestAnyCourse(TestCase):
    """Whatever people do, in any order."""

    @settings(max_examples=25, deadline=None)
    @given(acts=acts, event=st.none() | st.integers(1, 8), slot=st.none() | st.integers(1, 5))
    def test_places_are_never_oversold_nor_lost_and_the_order_holds(self, acts, event, slot):
        intake = IntakeFactory(node=EventFactory(), capacity=event, largest_group=4)
        start = timezone.now() + timedelta(days=9)
        slots = [
            SlotFactory(intake=intake, starts_at=start + timedelta(hours=n), capacity=slot)
            for n in range(2)
        ]
        people: list[Registration] = []
        for act, who, where, places in acts:
            _act(intake, people, act, (who, slots[where].pk, places))
            _hold(intake, people)


def _act(intake, people, act, facts):
    who, slot_id, places = facts
    if act != "register" and not people:
        return
    one = people[who % len(people)] if people else None
    try:
        if act == "register":
            people.append(register(intake, f"{len(people)}", slot_id=slot_id, places=places))
            return
        if act == "cancel":
            cancel(one)
        elif act == "accept":
            services.accept_place(registration_id=one.pk)
        elif act == "late":
            let_lapse(one)
        else:
            wanted = RegistrationDraft(name="Y", email="", slot_id=slot_id, places=places)
            services.change_registration(registration_id=one.pk, draft=wanted)
    except RegistrationError:
        pass


def _hold(intake, people):
    """Hold the counts to the registrations, and the line to its order."""
    intake.refresh_from_db()
    rows = list(Registration.objects.filter(intake=intake).order_by("waiting_since", "pk"))
    assert len(rows) == len(people)
    held = [one for one in rows if one.status in HOLDING]
    assert intake.taken == sum(one.places for one in held)
    slots = {s.pk: s for s in intake.slots.all()}
    for slot in slots.values():
        assert slot.taken == sum(one.places for one in held if one.slot_id == slot.pk)
    free = {pk: None if s.capacity is None else s.capacity - s.taken for pk, s in slots.items()}
    own = None if intake.capacity is None else intake.capacity - intake.taken
    line = [InLine(one.pk, one.slot_id, one.places) for one in rows if one.status == WAITING]
    # Nobody waits who would fit: each place went to the first it was enough for.
    assert next_in_line(line, Room(own, free)) == []
