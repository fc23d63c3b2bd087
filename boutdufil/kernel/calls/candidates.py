"""What a relayed leg may show of itself: relay candidates, and no other address.

Where one end is a home, the browser is told to use the relay alone; and what it sends is cut here
again, so that a page somebody changed shows no more than the real one. Grammar: RFC 8839
(candidates in SDP), RFC 8866 (SDP), RFC 8840 (trickle).
"""

import re
from ipaddress import ip_address

# An address in plain text, or the name that browsers put in its place on a local network.
_WORDS = re.compile(r"[0-9A-Fa-f:.]{3,}")
_LOCAL_NAME = re.compile(r"\.local\b", re.IGNORECASE)
# Where nothing is, as JSEP itself writes it; nobody listens there.
_NO_ADDRESS = "0.0.0.0"  # noqa: S104
_NOWHERE = f"IN IP4 {_NO_ADDRESS}"
# RFC 8839, 5.1: foundation component transport priority address port "typ" type, then pairs.
_FIXED_FIELDS = 8
_KEPT_EXTENSIONS = frozenset({"tcptype", "generation", "ufrag"})
_ORIGIN_FIELDS = 6
_MEDIA_FIELDS = 4
# Lines of a session that say nothing to a browser and could say anything about a person.
_DROPPED_LINES = ("i=", "u=", "e=", "p=", "k=", "z=", "r=")


def relayed_candidate(text: str) -> str | None:
    """Return a relay candidate without its related address; ``None`` for any other.

    The empty text means "no more candidates" and is kept.

    >>> relayed_candidate("candidate:1 1 udp 41 192.0.2.7 49200 typ relay raddr 10.0.0.5 rport 9")
    'candidate:1 1 udp 41 192.0.2.7 49200 typ relay raddr 0.0.0.0 rport 9'
    >>> relayed_candidate("candidate:1 1 udp 41 10.0.0.5 49200 typ host")
    """
    if not text:
        return text
    fields = text.split()
    if not _is_relay(fields):
        return None
    kept = fields[:_FIXED_FIELDS]
    kept += ["raddr", "::" if ":" in fields[4] else _NO_ADDRESS, "rport", "9"]
    extensions = zip(fields[_FIXED_FIELDS::2], fields[_FIXED_FIELDS + 1 :: 2], strict=False)
    for name, value in extensions:
        if name in _KEPT_EXTENSIONS and not _shows_address(value):
            kept += [name, value]
    return " ".join(kept)


def relayed_description(sdp: str) -> str:
    """Return a session description that names no address but those of relay candidates."""
    lines = (_relayed_line(line) for line in sdp.splitlines())
    return "".join(f"{line}\r\n" for line in lines if line)


def _is_relay(fields: list[str]) -> bool:
    if len(fields) < _FIXED_FIELDS or not fields[0].startswith("candidate:"):
        return False
    if [field.lower() for field in fields[6:8]] != ["typ", "relay"]:
        return False
    return _is_address(fields[4]) and fields[5].isdecimal() and not _shows_address(fields[0][10:])


def _relayed_line(line: str) -> str | None:
    if line.startswith("a=candidate:"):
        kept = relayed_candidate(line[2:])
        return f"a={kept}" if kept else None
    if line.startswith("c="):
        return f"c={_NOWHERE}"
    if line.startswith("a=rtcp:"):
        return f"a=rtcp:9 {_NOWHERE}"
    if line.startswith("o="):
        return _neutral_origin(line)
    if line.startswith("m="):
        return _neutral_media(line)
    if line.startswith("s="):
        return "s=-"
    return None if line.startswith(_DROPPED_LINES) or _shows_address(line) else line


def _neutral_origin(line: str) -> str | None:
    fields = line.split()
    if len(fields) != _ORIGIN_FIELDS or not (fields[1] + fields[2]).isdecimal():
        return None
    return f"o=- {fields[1]} {fields[2]} {_NOWHERE}"


def _neutral_media(line: str) -> str | None:
    # Port 0 refuses a medium; any other only repeats where the first candidate is.
    fields = line.split()
    if len(fields) < _MEDIA_FIELDS or _shows_address(line):
        return None
    fields[1] = "0" if fields[1] == "0" else "9"
    return " ".join(fields)


def _shows_address(text: str) -> bool:
    words = (word for found in _WORDS.findall(text) for word in (found, found.strip(":.")))
    return bool(_LOCAL_NAME.search(text)) or any(_is_address(word) for word in words)


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True
