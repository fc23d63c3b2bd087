"""The tables follow the journal: states, the promise, the facts of a call; twice the same."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from boutdufil.kernel.calls.chain import BEGINNING, digest_of, line_of
from boutdufil.kernel.calls.models import Call, CallEvent
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.models import JournalEntry, Projection, ServiceCall
from boutdufil.rooms.illico.services import projection
from boutdufil.rooms.illico.services.projection import project_lines, replay
from tests.factories.illico import AgentFactory, ServiceCallFactory

pytestmark = pytest.mark.django_db
CLICK = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Journal:
    """A journal written by hand."""

    def __init__(self) -> None:
        self.service = ServiceCallFactory(clicked_at=CLICK)
        self.call = str(self.service.pk)
        self.agent = AgentFactory().name
        self._seq = 0
        self.stepped = timedelta()

    def offer(self, second: float, call: str = "") -> None:
        """Write that the dispatcher has the call."""
        self._write(second, {"event": {"type": "Offered", "call": call or self.call}})

    def tell(self, second: float, *decisions: str, **more: Any) -> None:
        """Write a line that says so much of the call, so many s after the click."""
        plain = [self._plain(one) for one in decisions]
        self._write(second, {"event": {"type": "Told"}, "decisions": plain})

    def end(self, second: float, cause: str = "hung_up") -> None:
        ended = {"type": "Ended", "call": self.call, "cause": cause}
        self._write(second, {"event": {"type": "Gone"}, "decisions": [ended]})

    def hold(self, second: float) -> None:
        noted = {"type": "Noted", "call": self.call, "kind": "hold", "who": "agent"}
        self._write(second, {"event": {**noted, "body": {"on": True}}, "decisions": []})

    def cut(self, second: float, *then: str, had_met: bool = False) -> None:
        """Write that nothing flows between caller and agent, and what followed."""
        event = {"type": "Unheard", "call": self.call, "failures": 1, "had_met": had_met}
        decisions = [self._plain(one) | {"cause": "no_media"} for one in ("Detached", *then)]
        self._write(second, {"event": event, "decisions": decisions})

    def _plain(self, kind: str) -> dict[str, Any]:
        agent = {"agent": self.agent} if kind in ("Assigned", "Connected", "Detached") else {}
        return {"type": kind, "call": self.call, "cause": "transferred", **agent}

    def _write(self, second: float, body: Mapping[str, Any]) -> None:
        self._seq += 1
        JournalEntry.objects.create(
            pool="main", seq=self._seq, epoch=1, at=round(7_000 + second * 1_000), body=body,
            call=body["event"].get("call", self.call),
            happened_at=CLICK + timedelta(seconds=second) + self.stepped,
        )  # fmt: skip

    def projected(self) -> ServiceCall:
        while project_lines(pool="main"):
            pass
        self.service.refresh_from_db()
        return self.service


@pytest.fixture
def journal() -> Journal:
    return Journal()


def test_a_call_that_waits_rings_is_answered_and_ends(journal: Journal) -> None:
    journal.tell(0, "Queued")
    assert journal.projected().state == ServiceState.WAITING
    journal.tell(10, "Assigned")
    assert journal.projected().state == ServiceState.RINGING
    journal.tell(12, "Connected")
    service = journal.projected()
    assert (service.state, service.agent.name) == (ServiceState.CONNECTED, journal.agent)
    assert service.first_human_at == CLICK + timedelta(seconds=12)
    assert service.kept is None
    journal.end(200)
    service = journal.projected()
    assert (service.state, service.outcome, service.kept) == ("ended", Outcome.ANSWERED, True)
    call = Call.objects.get(pk=journal.call)
    assert (call.state, call.end_cause) == ("ended", "hung_up")
    assert call.connected_at == service.first_human_at
    kinds = list(CallEvent.objects.filter(call=call).values_list("kind", flat=True))
    assert kinds == ["waiting", "ringing", "connected", "ended"]


PROMISES = [
    # human after s, hold after s of talk, end after s, outcome, kept
    (60, None, 300, Outcome.ANSWERED, True),
    (60.5, None, 300, Outcome.ANSWERED, False),
    (10, 29, 300, Outcome.ANSWERED, False),
    (10, 31, 300, Outcome.ANSWERED, True),
    (10, None, 15, Outcome.ANSWERED, True),
    (None, None, 4.9, Outcome.ABANDONED_AT_ONCE, None),
    (None, None, 5, Outcome.ABANDONED, False),
    (None, None, 200, Outcome.ABANDONED, False),
]


@pytest.mark.parametrize(("human", "hold", "end", "outcome", "kept"), PROMISES)
def test_the_promise_is_counted_by_the_servers_clock(
    journal: Journal, human: Any, hold: Any, end: float, outcome: str, kept: Any
) -> None:
    journal.offer(1)
    if human is not None:
        journal.tell(human, "Connected")
    if hold is not None:
        journal.hold(human + hold)
    journal.end(end)
    service = journal.projected()
    assert (service.outcome, service.kept) == (outcome, kept)
    assert service.held_early is (hold is not None and hold <= 30)


def test_who_is_sent_on_at_once_was_not_really_answered(journal: Journal) -> None:
    journal.tell(5, "Connected")
    journal.tell(20, "Detached", "Queued")
    journal.tell(30, "Connected")
    journal.end(90)
    service = journal.projected()
    assert (service.held_early, service.kept) == (True, False)
    assert service.first_human_at == CLICK + timedelta(seconds=5)


CUTS = [
    # met before, cut after s, next human after s, first human after s, kept
    (False, 15, 40, 40, True),
    (False, 15, 61, 61, False),
    (True, 50, 61, 5, True),
    (True, 20, 30, 5, False),
]


@pytest.mark.parametrize(("met", "cut", "again", "human", "kept"), CUTS)
def test_an_answer_that_reached_nobody_does_not_stop_the_clock(
    journal: Journal, met: bool, cut: float, again: float, human: float, kept: bool
) -> None:
    journal.offer(0)
    journal.tell(5, "Connected")
    journal.projected()
    first, journal.agent = journal.agent, AgentFactory().name
    journal.cut(cut, "Queued", had_met=met)
    service = journal.projected()
    assert (service.state, bool(service.agent)) == (ServiceState.WAITING, met)
    assert (service.human_ms is None) is not met
    journal.tell(again, "Connected")
    journal.end(200)
    service = journal.projected()
    assert service.first_human_at == CLICK + timedelta(seconds=human)
    assert (service.outcome, service.kept) == (Outcome.ANSWERED, kept)
    assert service.agent.name == journal.agent != first


def test_a_line_that_never_got_through_is_a_promise_broken(journal: Journal) -> None:
    journal.offer(0)
    journal.tell(5, "Connected")
    journal.cut(20, "Assigned")
    journal.tell(21, "Connected")
    journal.cut(36, "Ended")
    service = journal.projected()
    assert (service.outcome, service.kept, service.agent) == (Outcome.UNHEARD, False, None)
    assert Call.objects.get(pk=journal.call).end_cause == "no_media"
    before = rows()
    replay(pool="main")
    journal.projected()
    assert rows() == before


def test_a_wait_that_was_too_long_is_a_broken_promise(journal: Journal) -> None:
    journal.end(7200, "too_long")
    assert journal.projected().outcome == Outcome.TOO_LONG
    assert journal.service.kept is False


def test_time_alone_decides_promises_by_the_clock_of_the_journal(journal: Journal) -> None:
    other = ServiceCallFactory(clicked_at=CLICK - timedelta(seconds=59))
    journal.offer(0, str(other.pk))
    journal.tell(1, "Connected")
    journal.projected()
    other.refresh_from_db()
    assert (other.kept, journal.service.kept) == (None, None)
    journal._write(32, {"event": {}, "decisions": []})
    journal.projected()
    other.refresh_from_db()
    assert (other.kept, journal.service.kept) == (False, True)


@pytest.mark.parametrize("step", [timedelta(minutes=2), timedelta(minutes=-2)])
def test_a_wall_clock_that_is_set_keeps_and_breaks_no_promise(
    journal: Journal, step: timedelta
) -> None:
    late = Journal()
    late._seq = 100
    for call in (journal, late):
        call.offer(0)
        call.stepped = step
    journal.tell(2, "Connected")
    journal.end(90)
    late.tell(61, "Connected")
    late.end(90)
    assert (journal.projected().kept, late.projected().kept) == (True, False)


def test_a_hold_is_early_by_the_routers_clock(journal: Journal) -> None:
    journal.offer(0)
    journal.tell(2, "Connected")
    journal.stepped = timedelta(minutes=-5)
    journal.hold(40)
    journal.end(90)
    assert (journal.projected().held_early, journal.service.kept) == (False, True)


def test_what_others_said_of_a_call_stays(journal: Journal) -> None:
    ServiceCall.objects.update(outcome=Outcome.CALLED_BACK, kept=True)
    journal.end(90)
    assert (journal.projected().outcome, journal.service.kept) == (Outcome.CALLED_BACK, True)


def test_begun_again_from_the_first_line_it_ends_in_the_same_rows(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.tell(0, "Queued")
    journal.tell(10, "Assigned")
    journal.tell(12, "Connected")
    journal.hold(20)
    journal.end(80)
    journal.projected()
    before = rows()
    monkeypatch.setattr(projection, "LINES_AT_ONCE", 2)
    replay(pool="main")
    assert rows() != before
    journal.projected()
    assert rows() == before
    # And once more the same lines, as after a crash before the position was written.
    Projection.objects.update(seq=0)
    journal.projected()
    assert rows() == before


def rows() -> list[list[dict[str, Any]]]:
    tables = (Call, ServiceCall, CallEvent, Projection)
    found = [list(table.objects.order_by("pk").values()) for table in tables]
    for event in found[2]:
        event["digest"] = bytes(event["digest"])
    return found


def test_the_facts_are_a_chain(journal: Journal) -> None:
    journal.tell(1, "Connected")
    journal.end(5)
    journal.projected()
    digest = BEGINNING
    for event in CallEvent.objects.order_by("seq"):
        what = (event.kind, event.participant_id)
        line = line_of(
            call_id=event.call_id, seq=event.seq, at=event.at, what=what, body=event.body
        )
        digest = digest_of(digest, line)
        assert bytes(event.digest) == digest


def test_calls_that_are_not_in_the_tables_are_passed_over(journal: Journal) -> None:
    journal.call = "simulated-1"
    journal.tell(0, "Assigned")
    journal.call = str(uuid4())
    journal.tell(1, "Connected")
    journal.agent = "a999999"
    journal.call = str(journal.service.pk)
    journal.tell(2, "Connected")
    assert journal.projected().state == ServiceState.CONNECTED
    assert journal.service.agent is None
    assert Projection.objects.get().seq == 3


def test_a_line_that_cannot_be_projected_is_set_aside_and_the_others_go_on(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    journal.offer(0)
    journal.tell(1, "Connected")
    journal.tell(2, "Sainted")
    journal.end(90)
    assert journal.projected().state == ServiceState.ENDED
    position = Projection.objects.get()
    assert (position.seq, position.set_aside) == (4, [3])
    assert "SET ASIDE" in caplog.text
    replay(pool="main")
    assert Projection.objects.get().set_aside == []


def test_an_outage_sets_nothing_aside(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.tell(1, "Connected")

    def be_away(*_lines: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(projection, "_project", be_away)
    with pytest.raises(OperationalError):
        project_lines(pool="main")
    assert not Projection.objects.exclude(set_aside=[]).exists()


def test_a_stretch_costs_the_same_for_one_call_and_for_many(
    journal: Journal, django_assert_num_queries: Any
) -> None:
    journal.tell(0, "Queued")
    with django_assert_num_queries(18):
        project_lines(pool="main")
    for _ in range(5):
        journal.service = ServiceCallFactory(clicked_at=CLICK)
        journal.call = str(journal.service.pk)
        journal.tell(0, "Queued")
        journal.tell(1, "Assigned")
    with django_assert_num_queries(15):
        project_lines(pool="main")
