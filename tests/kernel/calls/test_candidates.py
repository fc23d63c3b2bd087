"""A relayed leg shows relay addresses alone: candidates and descriptions, every family."""

import pytest

from boutdufil.kernel.calls.candidates import relayed_candidate, relayed_description
from boutdufil.kernel.calls.signals import cut_addresses

HOST = "candidate:842163049 1 udp 2122260223 192.168.1.17 56143 typ host generation 0"
RELAY = "candidate:3 1 udp 41885695 203.0.113.9 49170 typ relay"


@pytest.mark.parametrize(
    "text",
    [
        HOST,
        f"{HOST} ufrag EsAw network-id 1 network-cost 10",
        "candidate:1 1 udp 1 7f2d8a52-31f3-4d7f-b4f3-0e2b4d8a9c11.local 56143 typ host",
        "candidate:2 1 udp 1686052607 198.51.100.4 56143 typ srflx raddr 10.0.0.9 rport 56143",
        "candidate:2 1 udp 1686052607 198.51.100.4 56143 typ prflx raddr 10.0.0.9 rport 1",
        "candidate:4 1 tcp 1518280447 192.168.1.17 9 typ host tcptype active",
        "candidate:5 1 udp 2122197247 2001:db8::17 56144 typ host",
        "candidate:5 1 udp 2122197247 fe80::1%eth0 56144 typ host",
        "candidate:6 1 udp 1 mine.local 9 typ relay",
        "candidate:6 1 udp 1 my-home.example.org 9 typ relay",
        "candidate:192.168.1.17 1 udp 1 203.0.113.9 9 typ relay",
        "candidate:6 1 udp 1 203.0.113.9 x typ relay",
        "candidate:6 1 udp 1 203.0.113.9",
        "a=candidate:6 1 udp 1 203.0.113.9 9 typ relay",
        "typ relay",
    ],
)
def test_what_is_no_relay_candidate_is_cut(text):
    assert relayed_candidate(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (RELAY, f"{RELAY} raddr 0.0.0.0 rport 9"),
        (f"{RELAY} raddr 192.168.1.17 rport 56143", f"{RELAY} raddr 0.0.0.0 rport 9"),
        (
            f"{RELAY} raddr 192.168.1.17 rport 1 generation 0 ufrag ab network-id 1",
            f"{RELAY} raddr 0.0.0.0 rport 9 generation 0 ufrag ab",
        ),
        (f"{RELAY} raddr 0.0.0.0 rport 0 note 10.0.0.9", f"{RELAY} raddr 0.0.0.0 rport 9"),
        (f"{RELAY} ufrag 10.0.0.9", f"{RELAY} raddr 0.0.0.0 rport 9"),
        (
            "candidate:7 1 udp 1 2001:db8::9 49170 typ relay raddr 2001:db8::17 rport 1",
            "candidate:7 1 udp 1 2001:db8::9 49170 typ relay raddr :: rport 9",
        ),
        (
            "candidate:8 1 TCP 1 203.0.113.9 49170 typ relay tcptype passive",
            "candidate:8 1 TCP 1 203.0.113.9 49170 typ relay raddr 0.0.0.0 rport 9 tcptype passive",
        ),
        ("", ""),
    ],
)
def test_a_relay_candidate_loses_what_is_behind_it(text, kept):
    assert relayed_candidate(text) == kept


SDP = """v=0
o=marie 4611731400430051336 2 IN IP4 192.168.1.17
s=appel de 192.168.1.17
i=chez moi
t=0 0
a=group:BUNDLE 0 1
a=msid-semantic: WMS
m=audio 56143 UDP/TLS/RTP/SAVPF 111 63
c=IN IP4 192.168.1.17
a=rtcp:56144 IN IP4 192.168.1.17
a=candidate:842163049 1 udp 2122260223 192.168.1.17 56143 typ host generation 0
a=candidate:3 1 udp 41885695 203.0.113.9 49170 typ relay raddr 198.51.100.4 rport 56143
a=remote-candidates:1 192.168.1.17 56143
a=ice-ufrag:EsAw
a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
a=fingerprint:sha-1 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=mid:0
a=x-note:fe80::1
a=x-name:abc.local
a=end-of-candidates
m=video 0 UDP/TLS/RTP/SAVPF 96
c=IN IP6 2001:db8::17
a=mid:1
a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
"""


def test_a_description_names_no_address_but_the_relay():
    cut = relayed_description(SDP)

    for address in ("192.168.", "198.51.100.4", "2001:db8", "fe80", ".local", "chez moi", "marie"):
        assert address not in cut
    assert "203.0.113.9 49170 typ relay raddr 0.0.0.0 rport 9" in cut
    assert "a=end-of-candidates" in cut


def test_a_description_stays_a_description():
    cut = relayed_description(SDP).split("\r\n")

    assert "o=- 4611731400430051336 2 IN IP4 0.0.0.0" in cut
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 111 63" in cut
    assert "m=video 0 UDP/TLS/RTP/SAVPF 96" in cut  # refused stays refused
    assert cut.count("c=IN IP4 0.0.0.0") == 2
    assert "a=rtcp:9 IN IP4 0.0.0.0" in cut
    for line in ("a=ice-ufrag:EsAw", "a=mid:1", "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1"):
        assert line in cut
    assert any(line.startswith("a=fingerprint:sha-1 D2:FA") for line in cut)
    assert any(line.startswith("a=extmap:3") for line in cut)
    assert any(line.startswith("a=fmtp:96") for line in cut)


def test_lines_that_are_none_are_left_out():
    assert relayed_description("o=- x 2 IN IP4 0.0.0.0\nm=audio\n\nm=a 1 b 10.0.0.1\n") == ""


def test_a_signal_is_cut():
    relay = {"candidate": RELAY, "sdpMid": "0"}

    assert cut_addresses({"candidate": None}) == {"candidate": None}
    assert cut_addresses({"candidate": {"candidate": HOST}}) is None
    assert cut_addresses({"candidate": relay})["candidate"]["sdpMid"] == "0"
    offer = {"description": {"type": "offer", "sdp": SDP}}
    assert "192.168" not in cut_addresses(offer)["description"]["sdp"]
    assert cut_addresses({"chars": "bonjour"}) == {"chars": "bonjour"}
