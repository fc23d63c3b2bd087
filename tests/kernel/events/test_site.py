"""Events in a whole site: the worker, dead letters, the command, the admin, retention."""

import datetime

import pytest
import time_machine
from click.testing import CliRunner
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.config.cli import events as command
from boutdufil.kernel import events
from boutdufil.kernel.events import selectors, services
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.events.relay import give_positions, hand_over
from boutdufil.kernel.jobs.registry import RETRIES
from boutdufil.kernel.people.services import apply_retention_rules
from tests.factories.events import DeliveryFactory, HandlerPositionFactory, OutboxEventFactory
from tests.factories.people import PersonFactory
from tests.kernel.events.conftest import PostOpened
from tests.kernel.events.walking import publish
from tests.kernel.jobs.working import work_until_idle


@pytest.fixture
def failing(told):
    """A handler that always fails, beside the one that notes."""

    def fail(event: PostOpened) -> None:
        raise RuntimeError(f"cannot handle {event.post_id}")

    events.subscribe(PostOpened, name="tests.always_fail", handler=fail)
    services.start_new_handlers()
    return told


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_for_good_is_a_dead_letter_and_others_go_on(failing):
    publish(PostOpened(3))
    give_positions()
    hand_over()
    for _ in range(RETRIES + 1):
        ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None)
        work_until_idle()

    assert failing == [PostOpened(3)]
    statuses = {status.name: status for status in selectors.outbox_status().handlers}
    assert (statuses["tests.note_post"].done, statuses["tests.note_post"].failed) == (1, 0)
    assert (statuses["tests.always_fail"].done, statuses["tests.always_fail"].failed) == (0, 1)


@pytest.mark.django_db
def test_deliveries_come_after_all_other_jobs(told):
    services.start_new_handlers()
    publish(PostOpened(3))
    give_positions()
    hand_over()

    assert ProcrastinateJob.objects.get(task_name="events.deliver").priority < 0


@pytest.mark.django_db
def test_the_status_counts_what_is_behind(told):
    services.start_new_handlers()
    publish(PostOpened(3), PostOpened(4))
    waiting = selectors.outbox_status()
    give_positions()
    given = selectors.outbox_status()

    assert (waiting.kept, waiting.waiting, waiting.handlers[0].behind) == (2, 2, 0)
    assert waiting.waiting_since is not None
    assert (given.kept, given.waiting, given.handlers[0].behind) == (2, 0, 2)
    assert given.waiting_since is None
    assert not given.has_relay


@pytest.mark.django_db
def test_a_handler_of_another_release_is_shown(told):
    HandlerPositionFactory(handler="tests.of_yesterday")

    assert ("tests.of_yesterday", "") in [
        (status.name, status.event) for status in selectors.outbox_status().handlers
    ]


@pytest.fixture
def run(monkeypatch):
    """Run the command in the test's own database session."""

    class Session:
        def __init__(self, **_options):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(command, "database_session", Session)
    return lambda *words: CliRunner().invoke(command.events, list(words))


@pytest.mark.django_db
def test_the_command_lists_events_and_who_is_told(told, run):
    shown = run("list").output

    assert "tests.post_opened(post_id: int)\n  -> tests.note_post" in shown


@pytest.mark.django_db
def test_the_command_says_how_far_all_is(told, run):
    services.start_new_handlers()
    publish(PostOpened(3))

    shown = run("status").output

    assert "1 events kept, 1 wait for a position" in shown
    assert "start `boutdufil serve`" in shown
    assert "tests.note_post  tests.post_opened  0 behind, 0 done, 0 failed" in shown


@pytest.mark.django_db
def test_the_command_replays_since_a_day(told, run):
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    OutboxEventFactory(pos=1, occurred_at=long_ago)
    OutboxEventFactory(pos=2)

    result = run("replay", "tests.note_post", "--since", "2021-01-01")

    assert "1 events will be handed to tests.note_post" in result.output


@pytest.mark.django_db
def test_the_command_refuses_a_handler_it_does_not_know(told, run):
    result = run("replay", "tests.gone")

    assert result.exit_code == 2
    assert "boutdufil events list" in result.output


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["outboxevent", "handlerposition", "delivery"])
def test_the_admin_shows_and_changes_nothing(client, told, table):
    DeliveryFactory()
    HandlerPositionFactory()
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))

    assert client.get(reverse(f"admin:events_{table}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:events_{table}_add")).status_code == 403


@pytest.mark.django_db
def test_what_happened_five_years_ago_is_forgotten():
    DeliveryFactory()

    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1820)):
        assert apply_retention_rules()["events.outbox"] == 0
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1830)):
        assert apply_retention_rules()["events.outbox"] == 1
    assert not OutboxEvent.objects.exists()
