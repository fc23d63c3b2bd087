"""What the journal says of agents: from when to when they were in which state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.illico.models import Agent, JournalEntry, StateSpan
from boutdufil.rooms.illico.services.projection_calls import agent_id

OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Change:
    """An agent's state from a moment on."""

    agent: int
    state: str
    reason: str
    at: datetime


def project_states(lines: Sequence[JournalEntry]) -> None:
    """End the states that ended in these lines, and begin those that began.

    Must run in the transaction that notes how far the journal was read.
    """
    changes = list(_changes(lines))
    if not changes:
        return
    named = {change.agent for change in changes}
    known = set(Agent.objects.filter(pk__in=named).values_list("pk", flat=True))
    up = StateSpan.objects.select_for_update().filter(agent__in=known, ended_at=None)
    open_spans = {span.agent_id: span for span in up}
    ended, begun = [], []
    for change in changes:
        if change.agent not in known:
            continue
        before = open_spans.get(change.agent)
        if before and (before.state, before.reason) == (change.state, change.reason):
            # Said again after a restart: only its end has moved.
            continue
        if before is not None:
            del open_spans[change.agent]
            before.ended_at = max(change.at, before.began_at)
            ended.append(before)
        if change.state != OFFLINE:
            open_spans[change.agent] = span = _span(change, lines[0].pool)
            begun.append(span)
    # In this order: an agent has one open span.
    StateSpan.objects.bulk_update([span for span in ended if span.pk], ["ended_at"])
    StateSpan.objects.bulk_create(begun)


def forget_states(*, pool: str, since: datetime | None = None) -> None:
    """Forget what was read of agents from a journal, or only what began since a moment."""
    spans = StateSpan.objects.filter(pool=pool)
    if since is not None:
        spans = spans.filter(began_at__gte=since)
    spans.delete()


def _changes(lines: Iterable[JournalEntry]) -> Iterator[Change]:
    for line in lines:
        for decision in line.body.get("decisions", ()):
            number = agent_id(str(decision.get("agent", "")))
            if decision["type"] == "StateChanged" and number is not None:
                reason = str(decision.get("reason", ""))[:100]
                yield Change(number, str(decision["state"]), reason, line.happened_at)


def _span(change: Change, pool: str) -> StateSpan:
    return StateSpan(
        pool=pool,
        agent_id=change.agent,
        state=change.state,
        reason=change.reason,
        began_at=change.at,
    )
