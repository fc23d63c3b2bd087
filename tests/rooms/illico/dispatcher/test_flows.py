"""A call whose media do not flow both ways goes to somebody else; a replay decides the same."""

import asyncio

import pytest

from boutdufil.engines.routing import (
    Answered,
    Cause,
    Channel,
    Detached,
    Ended,
    HandedOver,
    Line,
    LineSet,
    Lost,
    Offered,
    Profile,
    Restarted,
    SignedIn,
)
from boutdufil.rooms.illico.dispatcher.database import connect
from boutdufil.rooms.illico.dispatcher.desk import Desk
from boutdufil.rooms.illico.dispatcher.facts import CallerBack, CallerLost, Fact, Noted
from boutdufil.rooms.illico.dispatcher.flows import RENEWED_MS, UNHEARD_MS
from boutdufil.rooms.illico.dispatcher.recovery import recover
from boutdufil.rooms.illico.models import JournalEntry
from tests.rooms.illico.dispatcher.floor import LINE, Floor, SetClock, open_floor

HELP = Line("shop:help_voice", Channel.VOICE)


class Scene:
    """A desk with two agents; the first has answered c1 at 0."""

    def __init__(self, line: Line = LINE) -> None:
        self.desk = Desk()
        profile = Profile(frozenset({"n:shop"}), capacity={Channel.VOICE: 1})
        self.tell(LineSet(0, line))
        for agent in ("a1", "a2"):
            self.tell(SignedIn(0, agent, profile))
        self.tell(Offered(0, "c1", line.id))
        self.tell(Answered(0, "a1", "c1"))

    def tell(self, *facts: Fact) -> None:
        for fact in facts:
            self.desk.apply(fact)

    def say(self, at: int, *, flows: bool, agent: str = "a1", who: str = "caller") -> None:
        body = {"on": flows, "from": agent, "agents": ["a9", agent]}
        self.tell(Noted(at, "c1", "media", who, body))

    def hold(self, at: int, *, on: bool) -> None:
        self.tell(Noted(at, "c1", "hold", "agent", {"on": on}))

    def reap(self, now: int) -> None:
        self.desk.reap(now)

    @property
    def agent(self) -> str:
        view = self.desk.router.call("c1")
        return view.agent if view else ""


def test_a_call_without_a_word_of_media_goes_to_somebody_else() -> None:
    scene = Scene()
    assert scene.desk.next_deadline == UNHEARD_MS
    scene.reap(UNHEARD_MS - 1)
    assert scene.agent == "a1"
    applied = scene.desk.reap(UNHEARD_MS)
    assert applied[0].decisions[0] == Detached("c1", "a1", Cause.NO_MEDIA)
    assert scene.agent == "a2"
    shown = scene.desk.tally.agents["a1"]
    assert (shown.state, shown.until) == ("gap", UNHEARD_MS + 4_000)
    view = scene.desk.router.call("c1")
    assert view is not None
    assert view.received_at == 0, "the place of the first second"


def test_media_that_flow_await_nothing_more() -> None:
    scene = Scene()
    scene.say(2_000, flows=True)
    scene.reap(60_000)
    assert scene.agent == "a1"
    # Later they stop: new paths have had their time when the page says so, and have it once more.
    scene.say(60_000, flows=False)
    scene.reap(60_000 + RENEWED_MS - 1)
    assert scene.agent == "a1"
    scene.say(64_000 - 1, flows=True)
    scene.reap(100_000)
    assert scene.agent == "a1"
    scene.say(100_000, flows=False)
    scene.reap(100_000 + RENEWED_MS)
    assert scene.agent == "a2"


def test_the_second_failure_in_a_row_ends_the_ringing() -> None:
    scene = Scene()
    scene.say(6_000, flows=False)
    scene.reap(10_000)
    scene.tell(Answered(11_000, "a2", "c1"))
    # What is still said of the one before changes nothing for the one after.
    scene.say(11_500, flows=True)
    scene.say(17_000, flows=False, agent="a2")
    ended = scene.desk.reap(21_000)[-1].decisions
    assert Ended("c1", Cause.NO_MEDIA) in ended
    assert scene.desk.flows.to_plain() == Desk().flows.to_plain()
    assert scene.desk.tally.agents["a2"].state == "gap", "no work after a call that was none"


def test_two_failures_with_a_conversation_between_them_are_not_in_a_row() -> None:
    scene = Scene()
    scene.reap(UNHEARD_MS)
    scene.tell(Answered(16_000, "a2", "c1"))
    scene.say(17_000, flows=True, agent="a2")
    scene.say(30_000, flows=False, agent="a2")
    fact = scene.desk.reap(40_000)[-1].fact
    assert (fact.failures, fact.had_met) == (1, True)  # type: ignore[union-attr]
    assert scene.desk.router.call("c1") is not None


@pytest.mark.parametrize("first", ["hold", "lost"])
def test_who_holds_or_is_away_is_not_taken_for_a_bad_line(first: str) -> None:
    scene = Scene()
    scene.say(1_000, flows=True)
    scene.say(5_000, flows=False)
    if first == "hold":
        scene.hold(6_000, on=True)
        scene.say(7_000, flows=False, who="agent")
    else:
        scene.tell(CallerLost(6_000, "c1"))
    scene.reap(20_000)
    assert scene.agent == "a1"
    if first == "hold":
        scene.hold(20_500, on=False)
    else:
        scene.tell(CallerBack(20_500, "c1"))
    scene.reap(20_500 + UNHEARD_MS - 1)
    assert scene.agent == "a1"
    scene.reap(20_500 + UNHEARD_MS)
    assert scene.agent == "a2"


def test_who_held_and_is_gone_holds_nobody() -> None:
    scene = Scene()
    scene.say(1_000, flows=True)
    scene.hold(2_000, on=True)
    scene.tell(Lost(3_000, "a1"))
    scene.reap(23_000)
    assert scene.agent == "a2"
    scene.tell(Answered(24_000, "a2", "c1"))
    scene.say(30_000, flows=False, agent="a2")
    assert scene.desk.flows.next_deadline == 30_000 + RENEWED_MS


def test_a_caller_who_comes_back_where_media_flow_is_awaited_no_more() -> None:
    scene = Scene()
    scene.say(1_000, flows=True)
    scene.tell(CallerLost(5_000, "c1"), CallerBack(9_000, "c1"))
    assert scene.desk.flows.next_deadline is None


def test_whoever_takes_a_call_over_is_believed_until_a_page_says_otherwise() -> None:
    scene = Scene()
    scene.say(1_000, flows=True)
    scene.tell(LineSet(2_000, HELP), Offered(2_000, "h1", HELP.id), Answered(2_500, "a2", "h1"))
    assert scene.desk.flows.next_deadline is None, "who asks for help sits in another call"
    scene.tell(HandedOver(3_000, "a1", "c1", "h1"))
    scene.hold(4_000, on=True)
    scene.hold(5_000, on=False)
    scene.reap(120_000)
    assert scene.agent == "a2"
    scene.say(120_000, flows=False, agent="a2")
    assert scene.desk.flows.next_deadline == 120_000 + RENEWED_MS


def test_lines_of_before_speak_of_whoever_has_the_call() -> None:
    scene = Scene()
    scene.tell(Noted(1_000, "c1", "media", "caller", {"on": True, "from": "agent"}))
    assert scene.desk.flows.next_deadline is None


def test_a_restart_gives_everybody_their_time_anew() -> None:
    scene = Scene()
    scene.say(6_000, flows=False)
    scene.tell(Restarted(60_000))
    scene.reap(60_000 + UNHEARD_MS - 1)
    assert scene.agent == "a1"


def test_a_snapshot_goes_on_alike_and_one_of_before_gives_nobody_up() -> None:
    scene = Scene()
    scene.say(6_000, flows=False)
    plain = scene.desk.snapshot()
    again = Desk.restore(plain)
    assert again.snapshot() == plain
    assert [one.decisions for one in again.reap(10_000)] == [
        one.decisions for one in scene.desk.reap(10_000)
    ]
    del plain["flows"]
    old = Desk.restore(plain)
    old.apply(Lost(10_000, "a2"))
    assert old.flows.next_deadline is None
    old.reap(25_000)
    assert [call.agent for call in old.router.calls()] == ["a1"]


@pytest.mark.django_db(transaction=True)
def test_it_stands_in_the_journal_and_a_replay_decides_the_same() -> None:
    clock = SetClock()

    async def play() -> None:
        async with open_floor(clock=clock) as floor:
            await floor.sign_in("a1", "a2")
            await floor.offer("c1")
            await floor.ask("answer", agent="a1", call="c1")
            body = {"on": False, "from": "x", "agents": ["a1"]}
            await floor.ask("note", call="c1", kind="media", who="y", body=body)
            floor.pass_ms(RENEWED_MS)
            await floor.ask("snapshot")
            check_what_is_told(floor)
            before = floor.loop.desk.snapshot()
        async with await connect() as connection:
            found = await recover(connection, pool="main")
        assert found.diverged == []
        assert found.desk.snapshot() == before

    asyncio.run(play())
    body = JournalEntry.objects.get(body__event__type="Unheard").body
    assert (body["event"]["failures"], body["event"]["had_met"]) == (1, False)


def check_what_is_told(floor: Floor) -> None:
    assert floor.at_work() == {"c1": "a2"}
    told = [body for topic, body in floor.told if topic == "call:c1"]
    assert [body["kind"] for body in told[-2:]] == ["detached", "ringing"]
    assert told[-2]["cause"] == "no_media"
    detached = [body for topic, body in floor.told if topic == "agent:a1"][-2]
    assert (detached["kind"], detached["reason"]) == ("detached", "no_media")
