"""What is metered of a call, and what is free: I4, I5 of the notes, from the journal on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from boutdufil.kernel.calls.enums import Channel, ParticipantRole
from boutdufil.kernel.calls.services import record_event
from boutdufil.rooms.illico.models import AgentTime, MeteredCall, Number, NumberTariff
from boutdufil.rooms.illico.selectors.metering import readings
from boutdufil.rooms.illico.services import metering
from boutdufil.rooms.illico.services.metering import meter_ended_calls, warn_of_ceilings
from boutdufil.rooms.illico.services.projection import project_lines, replay
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import AgentFactory, NumberFactory, ServiceCallFactory
from tests.rooms.illico.metered_calls import CLICK, Line, follow_and_meter, talk

pytestmark = pytest.mark.django_db


def test_a_call_costs_its_seconds_after_the_first_ten() -> None:
    line = Line()
    agent = line.connect(20)
    line.end(95)
    found = line.metered()
    assert (found.seconds, found.amount) == (65, 390_000)
    assert found.free_ms == {"conversation": 10_000, "waiting": 20_000}
    time = AgentTime.objects.get()
    assert (time.agent, time.seconds, time.worked_ms) == (agent, 65, 75_000)
    line.service.refresh_from_db()
    assert line.service.seconds == 65


def test_waiting_hold_and_silence_are_free() -> None:
    line = Line()
    agent = line.connect(5)
    line.hold(25, agent, is_on=True)
    line.hold(55, agent, is_on=False)
    line.media(75, agent, is_on=False)
    line.media(80, agent, is_on=True)
    line.end(95)
    found = line.metered()
    assert found.seconds == 20 + 20 + 15 - 10
    assert found.free_ms["hold"] == 30_000
    assert found.free_ms["reconnection"] == 5_000


def test_nothing_is_paid_on_the_word_of_one_end_alone() -> None:
    line = Line()
    agent = AgentFactory()
    person = agent.person
    seat = ParticipantFactory(call=line.service.call, role=ParticipantRole.AGENT, person=person)
    line.decide(0, "Connected", agent=agent.name)
    line.note(0, "media", str(seat.pk), {"on": True, "from": str(line.caller.pk)})
    line.note(60, "media", str(line.caller.pk), {"on": True, "from": str(seat.pk)})
    line.end(90)
    assert line.metered().seconds == 30 - 10


def test_what_one_end_does_not_hear_is_free() -> None:
    line = Line()
    agent = line.connect(0)
    other = line.agents[agent.name][1]
    line.note(30, "media", str(line.caller.pk), {"on": False, "from": other})
    line.note(50, "media", str(line.caller.pk), {"on": True, "from": other})
    line.end(70)
    assert line.metered().seconds == 30 + 20 - 10


def test_a_transfer_is_free_and_each_agent_has_their_seconds() -> None:
    line = Line()
    first = line.connect(0)
    line.hold(50, first, is_on=True)
    line.detach(60, first)
    line.decide(60, "Queued")
    second = line.connect(80)
    line.end(110)
    found = line.metered()
    assert found.free_ms["transfer"] == 20_000
    assert found.seconds == 50 + 30 - 10
    parts = {time.agent: time.seconds for time in AgentTime.objects.all()}
    assert parts == {first: 40, second: 30}


def test_an_interpreter_is_free_and_goes_with_them() -> None:
    line = Line(channel=Channel.VIDEO)
    line.connect(0)
    helper = ParticipantFactory(call=line.service.call, role=ParticipantRole.INTERPRETER)
    line.note(20, "interpreter", str(helper.pk), {"on": True})
    project_lines(pool="main")
    record_event(
        call_id=line.service.pk, kind="left", participant_id=helper.pk,
        at=CLICK + timedelta(seconds=50),
    )  # fmt: skip
    line.end(60)
    found = line.metered()
    assert found.free_ms["interpretation"] == 30_000
    assert found.seconds == 20


def test_live_text_counts_while_both_are_there() -> None:
    line = Line(channel=Channel.TEXT)
    agent = line.connect(0)
    for second, who in ((0, str(line.caller.pk)), (10, line.agents[agent.name][1])):
        record_event(
            call_id=line.service.pk, kind="joined", participant_id=who,
            at=CLICK + timedelta(seconds=second),
        )  # fmt: skip
    line.end(100)
    assert line.metered().seconds == 80


def test_nobody_answers_and_nothing_is_owed() -> None:
    line = Line()
    line.end(40)
    assert (line.metered().amount, AgentTime.objects.count()) == (0, 0)


def test_an_agent_who_is_not_in_the_tables_costs_nothing() -> None:
    line = Line()
    line.decide(0, "Connected", agent="a999999")
    line.end(60)
    assert line.metered().seconds == 0


def test_the_ceiling_ends_the_cost_with_a_warning_at_half() -> None:
    line = talk(seconds=600, number=NumberFactory(rate=6_000, ceiling=30_000))
    found = line.metered()
    assert (found.seconds, found.amount) == (300, 1_800_000)
    assert found.warning_ms == 20_000 + 150_000
    assert found.ceiling_ms == 20_000 + 300_000


def test_the_tariff_is_that_of_the_moment_of_the_click() -> None:
    number = NumberFactory(rate=6_000)
    old = talk(seconds=60, number=number, at=CLICK - timedelta(days=9))
    Number.objects.filter(pk=number.pk).update(rate=3_000)
    Number.objects.filter(pk=number.pk).update(name="Autre nom")
    assert [row.rate for row in NumberTariff.objects.filter(number=number)] == [6_000, 3_000]
    later = NumberTariff.objects.filter(number=number).latest("since").since
    new = talk(seconds=60, number=number, at=later + timedelta(seconds=1))
    assert (old.metered().rate, new.metered().rate) == (6_000, 3_000)


def test_a_call_is_metered_once() -> None:
    talk(seconds=60)
    assert follow_and_meter() == 1
    assert meter_ended_calls() == 0
    assert MeteredCall.objects.count() == 1


def test_calls_that_were_invented_are_not_metered_from_a_chain_they_do_not_have() -> None:
    ServiceCallFactory(state="ended", ended_at=CLICK, invented=True, seconds=40)
    assert meter_ended_calls() == 0


@pytest.mark.parametrize("table", [MeteredCall, AgentTime, NumberTariff])
def test_what_was_metered_is_never_changed(table: Any) -> None:
    talk(seconds=60).metered()
    for act in (lambda: table.objects.all()._raw_delete("default"), lambda: _touch(table)):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            act()


def _touch(table: Any) -> None:
    table.objects.update(**{"since": CLICK} if table is NumberTariff else {"amount": 1})


def test_replaying_the_journal_gives_the_same_meter() -> None:
    """I5: bit for bit."""
    line = Line()
    first = line.connect(3)
    line.hold(20, first, is_on=True)
    line.hold(31, first, is_on=False)
    line.detach(70, first)
    line.connect(90)
    line.end(200)
    line.metered()
    before = rows()
    replay(pool="main")
    while project_lines(pool="main"):
        pass
    line.service.refresh_from_db()
    again = metering.readings([line.service])[0]
    assert metering._row(again).segments == MeteredCall.objects.get().segments
    assert metering._row(again).amount == MeteredCall.objects.get().amount
    assert meter_ended_calls() == 0
    assert rows() == before


def rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in (MeteredCall, AgentTime)]


def test_a_call_that_goes_on_says_what_it_has_come_to(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(number=NumberFactory(rate=6_000, ceiling=12_000))
    agent = line.connect(0)
    project_lines(pool="main")
    line.service.refresh_from_db()
    [reading] = readings([line.service], until=CLICK + timedelta(seconds=40))
    assert reading.metered.seconds == 30
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        metering.realtime,
        "ask",
        lambda op, **said: told.append((said["topic"], said["body"]["is_full"])),
    )
    assert warn_of_ceilings(now=CLICK + timedelta(seconds=69)) == 0
    assert warn_of_ceilings(now=CLICK + timedelta(seconds=70)) == 1
    assert told == [(f"call:{line.call}", False), (f"agent:{agent.name}", False)]
    assert warn_of_ceilings(now=CLICK + timedelta(seconds=130)) == 1
    assert told[-1] == (f"agent:{agent.name}", True)


def test_many_calls_cost_as_many_questions_as_one(django_assert_num_queries: Any) -> None:
    agent = AgentFactory()
    number = NumberFactory()
    for count in (1, 6):
        for _ in range(count):
            talk(seconds=30, agent=agent, number=number)
        while project_lines(pool="main"):
            pass
        with django_assert_num_queries(11):
            metering._meter_some()
