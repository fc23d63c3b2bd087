"""What happened in a call, from changes of its state to segments of one kind each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class What(StrEnum):
    """What can begin and end in a call."""

    AGENT = "agent"
    MEDIA = "media"
    HOLD = "hold"
    TRANSFER = "transfer"
    CONSULTATION = "consultation"
    INTERPRETER = "interpreter"
    ANNOUNCEMENT = "announcement"
    CALL_BACK = "call_back"


class Kind(StrEnum):
    """What a stretch of a call is; only conversation can be metered."""

    WAITING = "waiting"
    ANNOUNCEMENT = "announcement"
    CALL_BACK = "call_back"
    CONVERSATION = "conversation"
    HOLD = "hold"
    TRANSFER = "transfer"
    CONSULTATION = "consultation"
    INTERPRETATION = "interpretation"
    RECONNECTION = "reconnection"


@dataclass(frozen=True, slots=True)
class Change:
    """Something begins (`is_on`) or ends, for somebody or for the whole call (`who` empty).

    `MEDIA` is on while it flows both ways between caller and agents.
    """

    at_ms: int
    what: What
    is_on: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one kind with the same agents; `agents` are sorted."""

    starts_ms: int
    ends_ms: int
    kind: Kind
    agents: tuple[str, ...] = ()

    @property
    def lasts_ms(self) -> int:
        """How long it is."""
        return self.ends_ms - self.starts_ms


@dataclass(slots=True)
class _State:
    on: dict[What, set[str]] = field(default_factory=lambda: {what: set() for what in What})
    was_answered: bool = False

    def apply(self, change: Change) -> None:
        """Take a change in; one that is so already makes no difference."""
        names = self.on[change.what]
        (names.add if change.is_on else names.discard)(change.who)
        self.was_answered = self.was_answered or bool(self.on[What.AGENT])

    def kind(self) -> Kind:
        """Return what the call is now; whatever is free goes before what is metered."""
        pauses = WITH_AGENT if self.on[What.AGENT] else WITHOUT_AGENT
        for what, kind in pauses:
            if self.on[what]:
                return kind
        if not self.was_answered:
            return Kind.WAITING
        talks = self.on[What.AGENT] and self.on[What.MEDIA]
        return Kind.CONVERSATION if talks else Kind.RECONNECTION


WITHOUT_AGENT = (
    (What.CALL_BACK, Kind.CALL_BACK),
    (What.ANNOUNCEMENT, Kind.ANNOUNCEMENT),
    (What.TRANSFER, Kind.TRANSFER),
)
WITH_AGENT = (
    *WITHOUT_AGENT,
    (What.HOLD, Kind.HOLD),
    (What.CONSULTATION, Kind.CONSULTATION),
    (What.INTERPRETER, Kind.INTERPRETATION),
)


def read_timeline(
    changes: Iterable[Change], *, ends_ms: int, starts_ms: int = 0
) -> tuple[Segment, ...]:
    """Return the segments of a call from its first to its last ms, without gaps.

    Changes at one moment count together, in any order. Raises ValueError when one lies outside.
    """
    ordered = sorted(changes, key=lambda change: change.at_ms)
    moments = [change.at_ms for change in ordered]
    if ends_ms < starts_ms or any(not starts_ms <= at <= ends_ms for at in moments):
        raise ValueError("a change lies outside the call")
    return tuple(_merged(_stretches(ordered, starts_ms, ends_ms)))


def _stretches(ordered: Sequence[Change], starts_ms: int, ends_ms: int) -> Iterator[Segment]:
    state, since = _State(), starts_ms
    for change in ordered:
        if change.at_ms > since:
            yield _segment(state, since, change.at_ms)
            since = change.at_ms
        state.apply(change)
    if ends_ms > since:
        yield _segment(state, since, ends_ms)


def _segment(state: _State, starts_ms: int, ends_ms: int) -> Segment:
    return Segment(starts_ms, ends_ms, state.kind(), tuple(sorted(state.on[What.AGENT])))


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join neighbours that are alike, so that a call has one list of segments only."""
    last: Segment | None = None
    for one in segments:
        if last and (last.kind, last.agents) == (one.kind, one.agents):
            last = Segment(last.starts_ms, one.ends_ms, one.kind, one.agents)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last
