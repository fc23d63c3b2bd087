"""From the publisher's transaction to one effect of each handler."""

import datetime
import threading

import pytest
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel import events
from boutdufil.kernel.events import services, tasks
from boutdufil.kernel.events.models import Delivery, HandlerPosition, OutboxEvent
from boutdufil.kernel.events.relay import give_positions, hand_over
from tests.factories.events import DeliveryFactory, OutboxEventFactory
from tests.kernel.events.conftest import PostClosed, PostOpened
from tests.kernel.events.walking import deliver_all, publish


def jobs() -> list[dict[str, object]]:
    """Return the arguments of the jobs that wait."""
    waiting = ProcrastinateJob.objects.filter(task_name="events.deliver")
    return list(waiting.order_by("id").values_list("args", flat=True))


@pytest.mark.django_db
def test_publishing_wants_a_transaction():
    with pytest.raises(events.EventError, match="make the service atomic"):
        events.publish(PostOpened(3))


@pytest.mark.django_db
def test_publishing_only_inserts(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        events.publish(PostOpened(3))

    row = OutboxEvent.objects.get()
    assert (row.name, row.payload, row.pos) == ("tests.post_opened", {"post_id": 3}, None)
    assert abs(timezone.now() - row.occurred_at) < datetime.timedelta(minutes=1)


@pytest.mark.django_db
def test_what_is_rolled_back_did_not_happen():
    with transaction.atomic():
        events.publish(PostOpened(3))
        transaction.set_rollback(True)

    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_a_handler_is_told(told):
    services.start_new_handlers()
    publish(PostOpened(3), PostClosed(4), PostOpened(5))

    deliver_all()

    assert told == [PostOpened(3), PostOpened(5)]


@pytest.mark.django_db
def test_positions_follow_the_order_of_numbers(told):
    publish(*map(PostOpened, range(50)))
    give_positions()

    rows = list(OutboxEvent.objects.order_by("pos").values_list("id", flat=True))
    assert rows == sorted(rows)
    assert len(rows) == 50


@pytest.mark.django_db
def test_duplicate_jobs_have_one_effect(told):
    services.start_new_handlers()
    (number,) = publish(PostOpened(3))
    deliver_all()

    assert services.deliver(handler="tests.note_post", event_id=number) is False
    tasks.deliver("tests.note_post", number)
    assert told == [PostOpened(3)]


@pytest.mark.django_db
def test_nothing_is_handed_over_twice(told):
    services.start_new_handlers()
    publish(PostOpened(3))
    give_positions()

    assert hand_over() is True
    assert hand_over() is False
    assert len(jobs()) == 1


@pytest.mark.django_db
def test_a_long_list_is_handed_over_in_stretches(told, monkeypatch):
    monkeypatch.setattr("boutdufil.kernel.events.relay.POSITIONS_AT_ONCE", 10)
    monkeypatch.setattr("boutdufil.kernel.events.relay.STRETCH", 10)
    services.start_new_handlers()
    publish(*map(PostOpened, range(25)))

    assert [give_positions() for _ in range(4)] == [10, 10, 5, 0]
    assert [hand_over() for _ in range(4)] == [True, True, True, False]
    assert len(jobs()) == 25


@pytest.mark.django_db
def test_a_failing_handler_leaves_no_trace_and_stops_no_other(told):
    def fail(_event: PostOpened) -> None:
        HandlerPosition.objects.create(handler="tests.left_behind", pos=0)
        raise RuntimeError("always")

    events.subscribe(PostOpened, name="tests.always_fail", handler=fail)
    services.start_new_handlers()
    (number,) = publish(PostOpened(3))

    with pytest.raises(RuntimeError):
        services.deliver(handler="tests.always_fail", event_id=number)
    services.deliver(handler="tests.note_post", event_id=number)

    assert told == [PostOpened(3)]
    assert not HandlerPosition.objects.filter(handler="tests.left_behind").exists()
    assert list(Delivery.objects.values_list("handler", flat=True)) == ["tests.note_post"]


@pytest.mark.django_db
def test_a_handler_that_is_gone_is_named(told):
    (number,) = publish(PostOpened(3))

    with pytest.raises(events.EventError, match=r"tests\.gone"):
        services.deliver(handler="tests.gone", event_id=number)


@pytest.mark.django_db
def test_a_forgotten_event_is_no_error(told):
    assert services.deliver(handler="tests.note_post", event_id=999) is False


@pytest.mark.django_db
def test_a_new_handler_starts_now(told):
    publish(PostOpened(1))
    give_positions()
    services.start_new_handlers()
    publish(PostOpened(2))

    deliver_all()

    assert told == [PostOpened(2)]


@pytest.mark.django_db
def test_a_replay_gives_what_was_missed_once(told):
    services.start_new_handlers()
    publish(PostOpened(2))
    deliver_all()
    OutboxEventFactory(payload={"post_id": 1}, pos=0)

    assert services.replay(handler="tests.note_post") == 1
    deliver_all()
    assert services.replay(handler="tests.note_post") == 0
    deliver_all()

    assert told == [PostOpened(2), PostOpened(1)]


@pytest.mark.django_db
def test_a_replay_can_begin_on_a_day(told):
    day = datetime.timedelta(days=1)
    now = timezone.now()
    for pos, age in enumerate((9, 3, 1), start=1):
        OutboxEventFactory(payload={"post_id": age}, pos=pos, occurred_at=now - age * day)

    assert services.replay(handler="tests.note_post", since=now - 4 * day) == 2
    deliver_all()

    assert told == [PostOpened(3), PostOpened(1)]


@pytest.mark.django_db
def test_a_replay_of_nothing_is_nothing(told):
    assert services.replay(handler="tests.note_post") == 0


@pytest.mark.django_db
def test_a_replay_moves_no_handler_forward(told):
    services.start_new_handlers()
    OutboxEventFactory.create_batch(3, occurred_at=timezone.now())

    services.replay(handler="tests.note_post", since=timezone.now() - datetime.timedelta(hours=1))

    assert HandlerPosition.objects.get().pos == 0


@pytest.mark.django_db
def test_what_is_old_is_forgotten_with_its_deliveries():
    old = timezone.now() - datetime.timedelta(days=4000)
    DeliveryFactory(event__occurred_at=old)
    kept = DeliveryFactory()
    waiting = OutboxEventFactory(pos=None, occurred_at=old)

    assert services.forget_events(before=timezone.now() - datetime.timedelta(days=1826)) == 1
    assert set(OutboxEvent.objects.all()) == {kept.event, waiting}
    assert list(Delivery.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_have_one_effect(monkeypatch):
    entered, may_end, effects = threading.Event(), threading.Event(), []

    def slow(event: PostOpened) -> None:
        effects.append(event)
        entered.set()
        may_end.wait(10)

    monkeypatch.setattr("boutdufil.kernel.events.handlers._handlers", {})
    events.subscribe(PostOpened, name="tests.note_slowly", handler=slow)
    (number,) = publish(PostOpened(3))

    def deliver() -> None:
        try:
            services.deliver(handler="tests.note_slowly", event_id=number)
        finally:
            connections.close_all()

    first, second = threading.Thread(target=deliver), threading.Thread(target=deliver)
    first.start()
    assert entered.wait(10)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    may_end.set()
    first.join(10)
    second.join(10)

    assert effects == [PostOpened(3)]
