"""What the other rooms tell: each thing once, in any order, undone when undone, never a person."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from boutdufil.kernel import events
from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.events.services import deliver, replay
from boutdufil.kernel.posts import services as ledger
from boutdufil.rooms.barometer.enums import RoomFactKind
from boutdufil.rooms.barometer.models import RoomFact
from boutdufil.rooms.illico.enums import Outcome
from boutdufil.rooms.illico.events import DayCounted, MonthCounted
from boutdufil.rooms.illico.services.counting import tell_counts
from tests.factories.illico import (
    AgentFactory,
    AgentTimeFactory,
    MeteredCallFactory,
    NumberFactory,
    ServiceCallFactory,
)
from tests.factories.mobility import PastJobFactory, ProfileFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory

pytestmark = pytest.mark.django_db
OURS = ("barometer.", "mobility.tell_move")
ADVISER, PICKER = "D1408", "N1103"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def deliver_all(order=None):
    """Hand every event to the handlers of room facts, until nothing new is told."""
    done = set()
    while told := [
        one
        for one in OutboxEvent.objects.order_by("pk").values_list("pk", "name")
        if one not in done
    ]:
        if order is not None:
            random.Random(order).shuffle(told)
        for event_id, name in told:
            for handler in handlers():
                if handler.event == name and handler.name.startswith(OURS):
                    deliver(handler=handler.name, event_id=event_id)
        done |= set(told)


def kept(kind):
    found = RoomFact.objects.filter(kind=kind)
    return sorted(found.values_list("subject", "count", "simulated"))


def vacancy(*, invented=False, code=ADVISER, posts=3):
    """Return a vacancy of posts, shown by a campaign since a week."""
    made = VacancyFactory(organisation=OrganisationFactory(invented=invented), code=code)
    for number in range(posts):
        PostFactory(vacancy=made, number=number + 1)
    since = timezone.now() - timedelta(days=7)
    AttachmentFactory(vacancy=made, to="campaign:12", attached_at=since)
    return made


def hire(made, person, through="campaign:12"):
    ledger.record_contact(
        vacancy_id=made.pk, person_id=person.pk, kind="application", through=through
    )
    return ledger.record_hire(
        vacancy_id=made.pk,
        person_id=person.pk,
        hired_on=timezone.localdate() + timedelta(days=1),
        recorded_by_id=None,
    )


def tell(happened):
    with transaction.atomic():
        events.publish(happened)


@pytest.mark.parametrize("order", [None, 1, 2, 3])
def test_a_post_counts_once_when_a_campaign_led_to_it(order):
    made = vacancy()
    through = hire(made, PersonFactory())
    hire(made, PersonFactory(), through="")
    undone = hire(made, PersonFactory())
    ledger.cancel_hire(hire_id=undone.pk, reason="essai", actor_id=None)

    deliver_all(order)
    deliver_all(order)

    assert kept(RoomFactKind.POST_FILLED) == [(f"hire:{through.pk}", 1, False)]
    assert RoomFact.objects.get().happened_on == timezone.localdate()


def test_a_hire_undone_after_it_was_counted_is_counted_no_more():
    made = vacancy()
    person = PersonFactory()
    PastJobFactory(profile=ProfileFactory(person=person), code=PICKER)
    told = hire(made, person)
    deliver_all()
    assert len(kept(RoomFactKind.POST_FILLED)) == len(kept(RoomFactKind.MOVE)) == 1

    ledger.cancel_hire(hire_id=told.pk, reason="essai", actor_id=None)
    deliver_all()

    assert not RoomFact.objects.exists()


@pytest.mark.parametrize(
    ("invented", "demo_slug"), [(True, None), (False, "conseillere"), (True, "conseillere")]
)
def test_what_comes_from_the_demo_world_is_marked(invented, demo_slug):
    told = hire(vacancy(invented=invented), PersonFactory(demo_slug=demo_slug))
    deliver_all()

    assert kept(RoomFactKind.POST_FILLED) == [(f"hire:{told.pk}", 1, True)]


@pytest.mark.parametrize(
    ("past", "moves"), [((), 0), ((PICKER,), 1), ((ADVISER,), 0), ((PICKER, ADVISER), 0)]
)
def test_a_move_is_a_hire_into_an_occupation_not_held_before(past, moves):
    person = PersonFactory()
    profile = ProfileFactory(person=person)
    for code in past:
        PastJobFactory(profile=profile, code=code)
    hire(vacancy(), person, through="")

    deliver_all()

    assert len(kept(RoomFactKind.MOVE)) == moves


def test_no_subject_names_a_person():
    person = PersonFactory(name="Nadège Invention")
    PastJobFactory(profile=ProfileFactory(person=person), code=PICKER)
    hire(vacancy(), person)
    deliver_all()

    told = " ".join(RoomFact.objects.values_list("subject", flat=True))
    assert told
    assert "person" not in told
    assert "Nad" not in told


@pytest.mark.parametrize("order", [None, 1, 2, 3, 4])
def test_of_two_counts_of_a_day_the_later_holds_in_any_order(order):
    for hours, answered in ((0, 4), (24, 5), (48, 6)):
        tell(
            DayCounted(
                number_id=12,
                day=date(2026, 3, 9),
                answered=answered,
                is_invented=False,
                counted_at=NOON + timedelta(hours=hours),
            )
        )
        tell(
            MonthCounted(
                month=date(2026, 3, 1),
                people=answered - 3,
                is_invented=True,
                counted_at=NOON + timedelta(hours=hours),
            )
        )
    deliver_all(order)

    assert kept(RoomFactKind.CALL) == [("line:12:2026-03-09", 6, False)]
    assert kept(RoomFactKind.AGENT) == [("lines:2026-03:invented", 3, True)]


def answered(number, at, agent, outcome=Outcome.ANSWERED):
    call = ServiceCallFactory(number=number, clicked_at=at, outcome=outcome, agent=agent)
    metered = MeteredCallFactory(call=call, number=number, day=at.date())
    AgentTimeFactory(metered=metered, agent=agent, worked_ms=60_000)


def test_calls_are_told_as_counts_a_day_and_people_a_month():
    number = NumberFactory(organisation=OrganisationFactory(invented=False))
    other = NumberFactory(organisation=OrganisationFactory(invented=True))
    ana, ben = AgentFactory(), AgentFactory()
    answered(number, NOON - timedelta(days=20), ana)
    for agent in (ana, ana, ben):
        answered(number, NOON - timedelta(days=1), agent)
    ServiceCallFactory(
        number=number, clicked_at=NOON - timedelta(days=1), outcome=Outcome.ABANDONED
    )
    answered(other, NOON - timedelta(days=1), ben)
    answered(number, NOON, ben)

    tell_counts(now=NOON)
    deliver_all()

    assert kept(RoomFactKind.CALL) == [
        (f"line:{number.pk}:2026-02-18", 1, False),
        (f"line:{number.pk}:2026-03-09", 3, False),
        (f"line:{other.pk}:2026-03-09", 1, True),
    ]
    assert kept(RoomFactKind.AGENT) == [
        ("lines:2026-02:real", 1, False),
        ("lines:2026-03:invented", 1, True),
        ("lines:2026-03:real", 2, False),
    ]


def test_later_nights_tell_only_the_days_that_may_still_change():
    number = NumberFactory()
    agent = AgentFactory()
    for days in (1, 2, 40):
        answered(number, NOON - timedelta(days=days), agent)
    tell_counts(now=NOON)
    OutboxEvent.objects.exclude(name="illico.day_counted").delete()
    first = OutboxEvent.objects.count()

    tell_counts(now=NOON)

    assert first == 3
    assert OutboxEvent.objects.filter(name="illico.day_counted").count() == first + 2


def test_a_handler_that_comes_later_hears_of_the_past():
    told = hire(vacancy(), PersonFactory())
    OutboxEvent.objects.filter(pos=None).update(pos=1)

    assert replay(handler="barometer.count_post") == 1
    deliver_all()

    assert kept(RoomFactKind.POST_FILLED) == [(f"hire:{told.pk}", 1, False)]
