"""Topics: what a message is about, and how those who want it are found."""

import re
from collections.abc import Iterable

from boutdufil.kernel.realtime.errors import RealtimeError

# "wall", "agent:a12", "leg:0c3f…": a kind, and an id behind a colon. As an event's code may be.
TOPIC = re.compile(r"[a-z][a-z_]{0,30}(:[A-Za-z0-9._-]{1,40})?")
KIND = re.compile(r"[a-z][a-z_.]{0,40}")
TOPICS_OF_A_STREAM = 50


def check_topic(topic: object) -> str:
    """Return the topic. Raises RealtimeError when it is none."""
    if not isinstance(topic, str) or not TOPIC.fullmatch(topic):
        raise RealtimeError(f"{topic!r} is no topic: write kind or kind:id")
    return topic


def check_kind(kind: str) -> str:
    """Return the kind of a message. Raises RealtimeError when it is none."""
    if not KIND.fullmatch(kind):
        raise RealtimeError(f"{kind!r} is no kind of a message: write lower case and _")
    return kind


def check_topics(topics: Iterable[str]) -> tuple[str, ...]:
    """Return the topics of one stream, each once, in order. Raises RealtimeError."""
    checked = tuple(sorted({check_topic(topic) for topic in topics}))
    if not 0 < len(checked) <= TOPICS_OF_A_STREAM:
        raise RealtimeError(f"a stream has 1 to {TOPICS_OF_A_STREAM} topics, not {len(checked)}")
    return checked
