"""The protocol of a leg, over a real uvicorn: who comes in, who finds whom, what is refused."""

import contextlib
import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import OperationalError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from boutdufil.kernel.calls.consumers import entrance, facts, socket
from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.errors import (
    CallEndedError,
    FullCallError,
    LegTokenError,
    SeatTakenBackError,
)
from boutdufil.kernel.calls.legs import Leg
from tests.kernel.calls.servers import send, send_all, serving
from tests.processes import wait_until

HOST = "candidate:1 1 udp 2122260223 192.168.1.17 56143 typ host"
RELAY = "candidate:3 1 udp 41885695 203.0.113.9 49170 typ relay raddr 10.0.0.9 rport 5"
# Named in the cases of a test: every worker must read the same.
SOMEBODY = "0f6a3c1e-9b7d-4c52-8e1a-2d4b6f8091a3"
PAGE, RELOADED = "0123456789abcdef", "fedcba9876543210"
REFUSALS = {
    "ended": CallEndedError(),
    "full": FullCallError(4),
    "forged": LegTokenError(),
    "taken back": SeatTakenBackError(),
}


class Seats:
    """The domain, kept in memory: who may sit where, and what was heard of them."""

    def __init__(self):
        self.known, self.heard = {}, []

    def add(self, call, role, *, relay_only=False):
        token = f"{role}-{len(self.known)}"
        self.known[token] = Leg(call, uuid4(), "practice", "video", role, role, "", relay_only)
        return token

    def open(self, *, token, connection):
        if token in REFUSALS:
            raise REFUSALS[token]
        return replace(self.known[token], connection=connection)

    def up(self, *, leg):
        self.note(leg, "up", leg.role)

    def close(self, *, leg, cause):
        self.note(leg, cause, leg.role)

    def hear(self, *, leg, kind, body):
        self.note(leg, kind, leg.role, dict(body))

    def note(self, leg, *said):
        # Legs of the test before may still be lingering.
        if replace(leg, connection="") in self.known.values():
            self.heard.append(said)

    def has_heard(self, *said):
        wait_until(lambda: said in self.heard, seconds=5)


class Page:
    """A page on its leg."""

    def __init__(self, connection):
        self.connection = connection

    def hear(self, seconds=3):
        return json.loads(self.connection.recv(timeout=seconds))

    def say(self, **body):
        self.connection.send(json.dumps(body))

    def ends(self):
        """Return the cause and the code of the end."""
        said = self.hear()
        assert said["kind"] == "bye"
        with pytest.raises(ConnectionClosed) as closed:
            self.connection.recv(timeout=3)
        return said["cause"], closed.value.rcvd.code


@pytest.fixture
def seats(monkeypatch):
    made = Seats()
    monkeypatch.setattr(entrance, "open_leg", made.open)
    monkeypatch.setattr(socket, "tell_leg_up", made.up)
    monkeypatch.setattr(socket, "close_leg", made.close)
    monkeypatch.setattr(socket, "hear_leg", made.hear)
    monkeypatch.setattr(socket, "GRACE_SECONDS", 0.5)
    return made


@pytest.fixture(scope="module", params=[True, False], ids=["exchange", "exchange-away"])
def site(tmp_path_factory, request):
    with serving(tmp_path_factory.mktemp("exchange"), exchange=request.param) as address:
        yield address


@pytest.fixture
def call(site):
    """Give a function that opens a page on a leg: (token, page)."""
    with contextlib.ExitStack() as pages:

        def enter(token, page=PAGE, origin=site):
            address = f"{site.replace('http', 'ws')}/appels/voie/?jeton={token}&page={page}"
            # Some pages leave unread what they are told: the end of those is not waited for.
            opened = connect(address, origin=origin, close_timeout=0.5)
            return Page(pages.enter_context(opened))

        yield enter


@pytest.fixture
def pair(seats, call):
    """Two legs of one call that have found each other."""
    number = uuid4()
    first = call(seats.add(number, "caller"))
    hello = first.hear()
    second = call(seats.add(number, "agent"))
    return first, second, hello, second.hear(), first.hear()


def test_two_legs_find_each_other(pair, seats):
    _first, _second, alone, together, joined = pair

    assert (alone["role"], alone["others"], alone["ice_servers"]) == ("caller", [], [])
    assert joined["kind"] == "joined"
    assert joined["role"] == "agent"
    assert [other["role"] for other in together["others"]] == ["caller"]
    # Who was here first offers; should both, one gives way.
    assert (joined["offers"], together["others"][0]["offers"]) == (True, False)
    assert joined["polite"] != together["others"][0]["polite"]
    seats.has_heard("up", "caller")
    seats.has_heard("up", "agent")


def test_a_signal_reaches_the_other_alone(pair):
    first, second, alone, together, joined = pair
    sdp = {"type": "offer", "sdp": "v=0\r\n"}

    first.say(kind="signal", to=together["you"], session=joined["session"], description=sdp)
    first.say(kind="signal", to=together["you"], session=joined["session"], candidate=None)

    said = second.hear()
    assert (said["kind"], said["from"], said["description"]) == ("signal", alone["you"], sdp)
    assert said["from_session"] == PAGE
    assert second.hear()["candidate"] is None


def test_what_is_meant_for_the_page_before_a_reload_is_dropped(pair):
    first, second, _alone, together, joined = pair

    first.say(kind="signal", to=together["you"], session=RELOADED, candidate=None)
    to = {"kind": "text", "to": together["you"]}
    first.say(**to, session=RELOADED, n=1, chars="z")
    first.say(**to, session=joined["session"], n=1, chars="a\b")
    first.say(**to, session=joined["session"], sent=1)
    first.say(**to, session=joined["session"], again=1)

    said = [second.hear() for _ in range(3)]
    assert [body["kind"] for body in said] == ["text"] * 3
    assert {body["from_session"] for body in said} == {PAGE}
    assert (said[0]["n"], said[0]["chars"]) == (1, "a\b")
    assert (said[1]["sent"], said[2]["again"]) == (1, 1)


def test_nobody_reaches_a_leg_of_another_call(seats, call, pair):
    stranger = call(seats.add(uuid4(), "caller"))
    stranger.hear()
    _first, second, _alone, together, _joined = pair

    stranger.say(kind="text", to=together["you"], session=PAGE, n=1, chars="a")
    stranger.say(kind="ping")

    assert stranger.hear() == {"kind": "pong"}
    with pytest.raises(TimeoutError):
        second.hear(0.3)


@pytest.mark.parametrize("relayed", ["caller", "agent"])
def test_a_home_shows_no_address_whichever_end_it_is(seats, call, relayed):
    number = uuid4()
    caller = call(seats.add(number, "caller", relay_only=relayed == "caller"))
    caller.hear()
    agent = call(seats.add(number, "agent", relay_only=relayed == "agent"))
    hello, joined = agent.hear(), caller.hear()
    assert (joined["relay_only"], hello["others"][0]["relay_only"]) == (True, True)

    to = {"kind": "signal", "to": joined["participant"], "session": PAGE}
    sdp = f"v=0\r\nc=IN IP4 192.168.1.17\r\na={HOST}\r\na={RELAY}\r\n"
    caller.say(**to, candidate={"candidate": HOST, "sdpMid": "0"})
    caller.say(**to, candidate={"candidate": RELAY, "sdpMid": "0"})
    caller.say(**to, description={"type": "offer", "sdp": sdp})

    said = json.dumps([agent.hear(), agent.hear()])
    assert "192.168" not in said
    assert "10.0.0.9" not in said
    assert said.count("typ relay raddr 0.0.0.0 rport 9") == 2


def test_leaving_is_told_at_once(pair, seats):
    first, second, _alone, together, _joined = pair

    second.say(kind="leave")

    assert second.ends() == ("left", 1000)
    said = first.hear()
    assert (said["kind"], said["participant"], said["cause"]) == ("left", together["you"], "left")
    seats.has_heard("left", "agent")


def test_a_lost_page_has_left_after_the_grace(pair, seats):
    first, second, *_ = pair

    second.connection.close()

    with pytest.raises(TimeoutError):
        first.hear(0.3)
    assert first.hear()["cause"] == "lost"
    seats.has_heard("lost", "agent")


def test_a_reload_is_no_leave(pair, seats, call):
    first, second, *_ = pair
    token = next(token for token, leg in seats.known.items() if leg.role == "agent")

    second.connection.close()
    back = call(token, RELOADED)

    assert [other["role"] for other in back.hear()["others"]] == ["caller"]
    said = first.hear()
    assert (said["kind"], said["session"]) == ("joined", RELOADED)
    with pytest.raises(TimeoutError):
        first.hear(0.8)
    assert [told for told in seats.heard if told[0] != "up"] == []


def test_the_same_page_on_a_new_socket_is_not_told(pair, seats, call):
    first, second, *_ = pair
    token = next(token for token, leg in seats.known.items() if leg.role == "agent")

    back = call(token, PAGE)
    back.hear()

    assert second.ends() == ("again", 1008)
    with pytest.raises(TimeoutError):
        first.hear(0.8)


def test_the_newest_page_has_the_leg(pair, seats, call):
    _first, second, *_ = pair
    token = next(token for token, leg in seats.known.items() if leg.role == "agent")

    call(token, RELOADED)

    assert second.ends() == ("elsewhere", 1008)


def test_media_and_hold_are_heard_by_the_room(pair, seats):
    first, second, alone, together, _joined = pair

    first.say(kind="media", up=False, **{"from": together["you"]})
    second.say(kind="hold", on=True)

    state = {"kind": "hold", "participant": together["you"], "on": True}
    assert first.hear() == {"kind": "state", "state": state}
    seats.has_heard("media", "caller", {"up": False, "from": together["you"]})
    seats.has_heard("hold", "agent", {"on": True})
    assert alone["you"] != together["you"]


@pytest.mark.parametrize("role", ParticipantRole.values)
def test_only_who_serves_may_hold(seats, call, role):
    number = uuid4()
    other = call(seats.add(number, "observer"))
    hello = other.hear()
    page = call(seats.add(number, role))
    page.hear()
    other.hear()

    page.say(kind="hold", on=True)
    page.say(kind="media", up=True, **{"from": hello["you"]})

    seats.has_heard("media", role, {"up": True, "from": hello["you"]})
    is_heard = ("hold", role, {"on": True}) in seats.heard
    assert is_heard is (role == ParticipantRole.AGENT)
    if not is_heard:
        with pytest.raises(TimeoutError):
            other.hear(0.2)


def test_media_of_somebody_who_is_not_here_is_no_fact(pair, seats):
    first, _second, _alone, together, _joined = pair

    for _ in range(3):
        first.say(kind="media", up=True, **{"from": str(uuid4())})
    first.say(kind="media", up=True, **{"from": together["you"]})

    seats.has_heard("media", "caller", {"up": True, "from": together["you"]})
    assert [said for said in seats.heard if said[0] == "media"] == [
        ("media", "caller", {"up": True, "from": together["you"]})
    ]


def test_of_what_changes_all_the_time_only_the_newest_is_written(pair, seats, monkeypatch):
    monkeypatch.setattr(facts, "NEWS_SECONDS", 1.0)
    _first, second, *_ = pair

    for number in range(41):
        second.say(kind="hold", on=number % 2 == 0)
    second.say(kind="leave")

    seats.has_heard("left", "agent")
    heard = [said for said in seats.heard if said[0] == "hold"]
    assert 1 <= len(heard) <= 3
    assert heard[-1] == ("hold", "agent", {"on": True})


def test_a_seat_that_is_taken_back_closes_its_page(pair):
    first, second, _alone, together, _joined = pair

    send(f"leg:{together['you']}", {"kind": "seat_gone"})

    assert second.ends() == ("seat_gone", 1008)
    said = first.hear()
    assert (said["kind"], said["participant"]) == ("left", together["you"])


def test_a_page_that_cannot_be_told_everything_begins_anew(seats, call, monkeypatch):
    monkeypatch.setattr(socket, "WAITING_MESSAGES", 20)
    token = seats.add(uuid4(), "caller")
    page = call(token)
    hello = page.hear()

    send_all(f"call:{hello['call']}", [{"kind": "queued", "place": one} for one in range(200)])

    told = page.hear()
    while told["kind"] != "bye":
        told = page.hear()
    assert told["cause"] == "slow"
    with pytest.raises(ConnectionClosed) as closed:
        page.connection.recv(timeout=3)
    assert closed.value.rcvd.code == 1013
    assert call(token).hear()["kind"] == "hello"


def test_a_page_is_told_what_its_room_answers(seats, call, monkeypatch):
    state = {"kind": "queued", "place": 4}
    monkeypatch.setattr(socket, "tell_leg_up", lambda *, leg: state)
    page = call(seats.add(uuid4(), "caller"))
    page.hear()

    assert page.hear() == {"kind": "state", "state": state}


@pytest.mark.parametrize(
    ("token", "cause"),
    [("forged", "token"), ("ended", "ended"), ("full", "full"), ("taken%20back", "seat_gone")],
)
def test_who_may_not_come_in_is_told_why(seats, call, token, cause):
    assert call(token).ends()[0] == cause


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", None, "http://[", "ftp://127.0.0.1"]
)
def test_a_page_of_another_site_opens_nothing(seats, call, origin):
    with pytest.raises(InvalidStatus) as refused:
        call(seats.add(uuid4(), "caller"), origin=origin)

    assert refused.value.response.status_code == 403


def test_an_address_with_too_much_in_it_opens_nothing(call):
    assert call("forged" + "&x=1" * 20).ends() == ("token", 1008)


def said(**body):
    return json.dumps(body)


@pytest.mark.parametrize(
    "text",
    [
        "bonjour",
        "[]",
        "{}",
        '{"kind": "ping", "more": 1}',
        '{"kind": ["ping"]}',
        '{"kind": "hold", "on": 1}',
        '{"kind": "hold"}',
        '{"kind": "media", "up": true, "from": "me"}',
        said(kind="text", to=SOMEBODY, session=PAGE, n=1, chars="a" * 1001),
        said(kind="text", to=SOMEBODY.upper(), session=PAGE, n=1, chars="a"),
        said(kind="text", to=SOMEBODY, session=PAGE, n=1, chars="a", line="b"),
        said(kind="text", to=SOMEBODY, session=PAGE, chars="a"),
        said(kind="text", to=SOMEBODY, n=1, chars="a"),
        said(kind="text", to=SOMEBODY, session=PAGE, n=0, chars="a"),
        said(kind="text", to=SOMEBODY, session=PAGE, n=True, chars="a"),
        said(kind="text", to=SOMEBODY, session=PAGE, n=10_000_001, chars="a"),
        said(kind="text", to=SOMEBODY, session=PAGE, again=-1),
        said(kind="text", to=SOMEBODY, session=PAGE, sent="1"),
        said(kind="signal", to=SOMEBODY, session=PAGE, candidate={}),
        said(kind="signal", to=SOMEBODY, session="page", candidate=None),
        said(kind="signal", to=SOMEBODY, session=PAGE, description={"type": "x"}),
        said(kind="signal", to=SOMEBODY, session=PAGE, description={"type": ["offer"]}),
        "[" * 3000,
        said(kind="text", to=SOMEBODY, session=PAGE, n=1, chars="\ud800"),
        said(
            kind="signal",
            to=SOMEBODY,
            session=PAGE,
            description={"type": "offer", "sdp": "a\n" * 15_000},
        ),
    ],
)
def test_anything_not_on_the_list_ends_the_socket(seats, call, text):
    page = call(seats.add(uuid4(), "caller"))
    page.hear()

    page.connection.send(text)

    assert page.ends() == ("message", 1008)


def test_bytes_are_refused(seats, call):
    page = call(seats.add(uuid4(), "caller"))
    page.hear()

    page.connection.send(b"\x00")

    assert page.ends() == ("message", 1008)


def test_a_flood_is_refused(seats, call):
    page = call(seats.add(uuid4(), "caller"))
    page.hear()

    with contextlib.suppress(ConnectionClosed):
        for _ in range(80):
            page.say(kind="ping")
    told = [page.hear() for _ in range(51)]

    assert told[-1] == {"kind": "bye", "cause": "rate"}


def test_a_room_is_told_again_when_the_database_was_away(seats, call, monkeypatch):
    failures = [OperationalError(), OperationalError()]

    def up(*, leg):
        if failures:
            raise failures.pop()
        seats.heard.append(("up", leg.role))

    monkeypatch.setattr(socket, "tell_leg_up", up)
    monkeypatch.setattr(facts, "PAUSES", (0, 0, 0))
    page = call(seats.add(uuid4(), "caller"))
    page.hear()
    page.say(kind="leave")
    page.ends()

    seats.has_heard("left", "caller")
    assert seats.heard == [("up", "caller"), ("left", "caller")]


def test_a_call_that_ends_closes_its_pages(pair):
    first, second, alone, *_ = pair

    send(f"call:{alone['call']}", {"kind": "queued", "place": 2})
    send(f"call:{alone['call']}", {"kind": "ended", "cause": "hung_up"})

    for page in (first, second):
        assert page.hear() == {"kind": "state", "state": {"kind": "queued", "place": 2}}
        assert page.hear()["state"]["cause"] == "hung_up"
        assert page.ends() == ("ended", 1000)
