"""Who may listen to what: tokens, and messages that cannot be sent."""

import pytest
import time_machine
from django.core import signing
from django.db import transaction
from django.template import Context, Template

from boutdufil.kernel import realtime
from boutdufil.kernel.events import EventError
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.realtime import process
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.errors import TokenError
from boutdufil.kernel.realtime.hub import Hub
from boutdufil.kernel.realtime.links import Link
from boutdufil.kernel.realtime.tokens import read_token
from tests.factories.events import OutboxEventFactory

pytestmark = pytest.mark.django_db


def test_a_token_grants_its_topics_from_the_present_position_on() -> None:
    OutboxEventFactory(pos=41)
    with time_machine.travel(1_000_000, tick=False):
        grant = read_token(realtime.stream_token(["wall", "agent:a1", "wall"], seconds=60))

    assert (grant.topics, grant.since, grant.until) == (("agent:a1", "wall"), 41, 1_000_060)


def test_a_process_that_has_just_started_brings_nothing_old(monkeypatch) -> None:
    OutboxEventFactory(pos=41)
    hub = Hub(Link(Address(path="/nowhere")))
    monkeypatch.setattr(process, "_hub", hub)
    assert read_token(realtime.stream_token(["wall"])).since == 41

    hub._listener.pos = 43
    assert read_token(realtime.stream_token(["wall"])).since == 43


def test_no_stream_outlives_a_seat_by_more_than_an_hour() -> None:
    with time_machine.travel(1_000_000, tick=False):
        token = realtime.stream_token(["agent:a1"], seconds=12 * 3600)
        assert read_token(token).until == 1_003_600
    with time_machine.travel(1_003_601, tick=False), pytest.raises(TokenError):
        read_token(token)


def test_a_forged_a_foreign_and_an_old_token_are_refused() -> None:
    token = realtime.stream_token(["wall"])
    content, *_ = token.split(":")
    foreign = signing.dumps([["wall"], 0, 2**40], salt="another purpose")
    for bad in ("", "nonsense", token[:-1], f"{token}x", content, foreign):
        with pytest.raises(TokenError):
            read_token(bad)
    with time_machine.travel("2100-01-01"), pytest.raises(TokenError):
        read_token(token)


@pytest.mark.parametrize("topics", [[], [""], ["Wall"], ["wall "], ["é"], ["a:b:c"], ["t"] * 0])
def test_odd_topics_are_refused(topics: list[str]) -> None:
    with pytest.raises(realtime.RealtimeError):
        realtime.stream_token(topics)


def test_a_token_has_a_number_of_topics_and_an_age_that_can_be_kept() -> None:
    with pytest.raises(realtime.RealtimeError):
        realtime.stream_token([f"agent:{n}" for n in range(51)])
    for seconds in (0, 13 * 3600):
        with pytest.raises(realtime.RealtimeError):
            realtime.stream_token(["wall"], seconds=seconds)


def test_the_tag_tells_the_page_where_its_stream_is() -> None:
    token = realtime.stream_token(["wall"])
    shown = Template("{% load realtime %}{% stream token %}").render(Context({"token": token}))

    assert shown.startswith('<div data-stream="/flux/?t=')
    assert shown.endswith('" hidden></div>')


def test_a_message_is_a_row_of_the_outbox_and_a_rollback_leaves_none() -> None:
    with transaction.atomic():
        realtime.publish("plan:3", "answered", {"proposal": 7, "text": "d’accord"})
    with transaction.atomic():
        realtime.publish("plan:3", "answered", {"proposal": 8})
        transaction.set_rollback(True)

    row = OutboxEvent.objects.get()
    assert row.name == "realtime.message"
    assert row.payload == {
        "topic": "plan:3", "kind": "answered", "body": {"proposal": 7, "text": "d’accord"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "kind", "body"),
    [
        ("Plan 3", "answered", {}),
        ("plan:3", "Answered!", {}),
        ("plan:3", "answered", {"when": object()}),
        ("plan:3", "answered", {"n": float("nan")}),
        ("plan:3", "answered", {"text": "a\0b"}),
        ("plan:3", "answered", {"text": "x" * 20_000}),
    ],
)
def test_what_cannot_be_sent_is_refused_where_it_is_published(topic, kind, body) -> None:
    with transaction.atomic(), pytest.raises(realtime.RealtimeError):
        realtime.publish(topic, kind, body)


def test_messages_pass_within_a_day_and_other_events_stay(django_capture_on_commit_callbacks):
    from datetime import timedelta

    from django.utils import timezone

    from boutdufil.kernel.events.services import forget_passing

    now = timezone.now()
    old, young = now - timedelta(hours=25), now - timedelta(hours=23)
    kept = [
        OutboxEventFactory(pos=1, occurred_at=old).pk,
        OutboxEventFactory(pos=2, name="realtime.message", occurred_at=young).pk,
        OutboxEventFactory(pos=None, name="realtime.message", occurred_at=old).pk,
    ]
    OutboxEventFactory(pos=3, name="realtime.message", occurred_at=old)

    assert forget_passing(now=now) == 1
    assert sorted(OutboxEvent.objects.values_list("pk", flat=True)) == sorted(kept)


def test_words_are_for_events_that_pass(monkeypatch) -> None:
    from dataclasses import dataclass
    from datetime import timedelta

    from boutdufil.kernel import events

    @dataclass(frozen=True, slots=True)
    class Told:
        body: dict[str, object]

    with pytest.raises(EventError, match="ids, codes"):
        events.event("tests.told")(Told)
    with pytest.raises(EventError, match="at most"):
        events.event("tests.told", passes=timedelta(days=30))
