"""A home behind a real relay: two browsers talk, and neither learns where the other is."""

import json
import re
from ipaddress import ip_address

import pytest

from boutdufil.adapters.turn import Coturn, find_turnserver

pytestmark = pytest.mark.browser
NO_COTURN = "coturn is not installed: what a relay shows is NOT tested (apt-get install coturn)"


@pytest.fixture(scope="module")
def coturn():
    if find_turnserver() is None:
        pytest.skip(NO_COTURN)
    with Coturn().running() as relay:
        yield relay


@pytest.fixture
def relayed(settings, coturn):
    settings.BOUTDUFIL_MEDIA = "relay"
    settings.BOUTDUFIL_TURN_URLS = coturn.urls
    settings.BOUTDUFIL_TURN_SECRET = coturn.secret


@pytest.fixture
def frames():
    """Everything that reached a page over its leg, by the call of ``watch(name)``."""
    heard = {}

    def watch(name):
        heard[name] = []

        def listen(page):
            page.on(
                "websocket",
                lambda socket: socket.on("framereceived", lambda text: heard[name].append(text)),
            )

        return listen

    watch.heard = heard
    return watch


def candidates(texts):
    """Return every candidate in what a page received, described or trickled."""
    found = []
    for text in texts:
        said = json.loads(text)
        sdp = (said.get("description") or {}).get("sdp", "")
        found += re.findall(r"candidate:[^\r\n]+", sdp)
        found += [line for line in [(said.get("candidate") or {}).get("candidate")] if line]
    return found


def addresses(texts):
    """Return every address, or name of an address, in the signals a page received."""
    signals = [text for text in texts if json.loads(text)["kind"] == "signal"]
    words = set(re.findall(r"[0-9A-Fa-f:.]{3,}|[\w-]+\.local", " ".join(signals)))
    return {word for word in words if word.endswith(".local") or is_address(word)}


def is_address(word):
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def test_a_home_is_never_seen(relayed, practise, join, frames):
    call = practise("video")
    caller = join(call, "caller", watch=frames("caller"))
    agent = join(call, "agent", is_home=True, watch=frames("agent"))

    caller.wait_for_media(seconds=30)
    agent.wait_for_media(seconds=30)

    for name in ("caller", "agent"):
        seen = candidates(frames.heard[name])
        assert seen
        assert [line for line in seen if " typ relay " not in line] == []
        # The relay's own address, here the loopback, and the address of nowhere.
        assert addresses(frames.heard[name]) == {"127.0.0.1", "0.0.0.0"}
    for window in (caller, agent):
        kinds = window.ask(USED)
        assert kinds == ["relay", "relay"]


# The two ends of the path in use.
USED = """async () => {
  const [person] = document.querySelector("[data-conversation]").room.conversation.people.values();
  const stats = [...(await person.peer.connection.getStats()).values()];
  const transport = stats.find(({ type }) => type === "transport");
  const pair = stats.find(({ id }) => id === transport.selectedCandidatePairId);
  const of = (wanted) => stats.find(({ id }) => id === wanted).candidateType;
  return [of(pair.localCandidateId), of(pair.remoteCandidateId)];
}"""
# A page somebody changed: it gathers everything, whatever it was told.
DISOBEY = """
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(settings) { super({ ...settings, iceTransportPolicy: "all" }); }
};
"""


def test_a_page_that_was_changed_shows_nothing_more(relayed, practise, join, frames):
    call = practise("voice")
    caller = join(call, "caller", watch=frames("caller"))

    def disobey(page):
        page.add_init_script(DISOBEY)

    agent = join(call, "agent", is_home=True, watch=disobey)
    caller.wait_for_media(seconds=30)

    own = agent.ask(
        "document.querySelector('[data-conversation]').room.conversation"
        ".people.values().next().value.peer.connection.localDescription.sdp"
    )
    assert " typ host" in own
    assert [line for line in candidates(frames.heard["caller"]) if " typ relay " not in line] == []
    assert addresses(frames.heard["caller"]) == {"127.0.0.1", "0.0.0.0"}


def test_a_credential_that_ended_opens_nothing(relayed, practise, join, monkeypatch):
    monkeypatch.setattr("boutdufil.adapters.turn.credentials.LIFE_SECONDS", -60)
    call = practise("voice")
    caller, agent = join(call, "caller"), join(call, "agent", is_home=True)

    agent.wait("() => Object.values(notes.up)[0] === false", seconds=20)

    assert caller.ask("Object.values(notes.up).some(Boolean)") is False
