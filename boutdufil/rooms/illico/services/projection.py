"""The tables follow the dispatcher's journal, line after line, in one transaction with how far.

Whatever dies, the next run goes on from there; begun again from the first line it ends in the same
rows (``replay``).
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import (
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    transaction,
)

from boutdufil.kernel.calls.chain import BEGINNING, digest_of, line_of
from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.models import Call, CallEvent
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.models import Agent, JournalEntry, Projection, ServiceCall
from boutdufil.rooms.illico.services.projection_agents import forget_states, project_states
from boutdufil.rooms.illico.services.projection_calls import (
    EARLY_MS,
    PROMISE_MS,
    SAID,
    CallFact,
    Course,
    Moment,
)
from boutdufil.rooms.illico.services.projection_seats import end_lost_seats

logger = logging.getLogger(__name__)

LINES_AT_ONCE = 500
# The fault of no line (nor is a table that is not migrated yet): waited out, by whoever calls.
OUTAGES = (OperationalError, InterfaceError, ProgrammingError, InternalError)
OF_THE_CALL = ("state", "connected_at", "ended_at", "end_cause")
OF_THE_SERVICE = (
    "state", "outcome", "agent", "first_human_at", "held_early", "ended_at", "kept",
    "received_ms", "human_ms",
)  # fmt: skip


def project_lines(*, pool: str) -> int:
    """Bring the tables some lines further; return how many there were, 0 when they are level.

    A line that cannot be projected is looked for, set aside and cried out: the others go on.

    :raises DatabaseError: for an outage; nothing is set aside then.
    """
    most = LINES_AT_ONCE
    while True:
        try:
            return _project_some(pool, most)
        except OUTAGES:
            raise
        except Exception:
            if most == 1:
                logger.exception("SET ASIDE: a line of the journal of %s is no good", pool)
                return _pass_over(pool)
            most = max(most // 2, 1)


@transaction.atomic
def _pass_over(pool: str) -> int:
    """Leave out the next line; it stays in the journal, and its number in `set_aside`."""
    position = Projection.objects.select_for_update().get(pool=pool)
    line = JournalEntry.objects.filter(pool=pool, seq__gt=position.seq).order_by("seq").first()
    if line is None:
        return 0
    position.seq = line.seq
    position.set_aside = [*position.set_aside, line.seq]
    position.save(update_fields=["seq", "set_aside"])
    return 1


@transaction.atomic
def _project_some(pool: str, most: int) -> int:
    Projection.objects.get_or_create(pool=pool)
    position = Projection.objects.select_for_update().get(pool=pool)
    lines = list(
        JournalEntry.objects.filter(pool=pool, seq__gt=position.seq).order_by("seq")[:most]
    )
    if lines:
        _project(lines)
        project_states(lines)
        end_lost_seats(lines)
        _settle_promises(lines[-1].at)
        position.seq = lines[-1].seq
        position.save(update_fields=["seq"])
    return len(lines)


def read_again(*, pool: str) -> int:
    """Write the tables from the journal anew; return how many lines there were.

    Whoever follows the journal at this moment helps. Raises DatabaseError for an outage.
    """
    replay(pool=pool)
    count = 0
    while lines := project_lines(pool=pool):
        count += lines
    return count


@transaction.atomic
def replay(*, pool: str) -> None:
    """Forget what was read from a journal, so that it is read again from the first line kept.

    What others said of a call stays, and so do its end and the facts in its chain: those are
    written once. What older lines said, which are no more, stays too.
    """
    # The place first, as whoever reads takes it.
    list(Projection.objects.select_for_update().filter(pool=pool))
    first = JournalEntry.objects.filter(pool=pool).order_by("seq").first()
    if first is None:
        return
    is_whole = first.seq == 1
    forget_states(pool=pool, since=None if is_whole else first.happened_at)
    names = JournalEntry.objects.filter(pool=pool).exclude(call="").values_list("call", flat=True)
    calls = _call_ids(names.distinct())
    if not is_whole:
        told_whole = ServiceCall.objects.filter(pk__in=calls, received_ms__gte=first.at)
        calls = list(told_whole.values_list("pk", flat=True))
    Projection.objects.filter(pool=pool).update(seq=0, set_aside=[])
    Call.objects.filter(pk__in=calls).exclude(state=CallState.ENDED).update(
        state=CallState.OPEN, connected_at=None
    )
    services = ServiceCall.objects.filter(pk__in=calls)
    services.update(
        state=ServiceState.OFFERED, agent=None, first_human_at=None, held_early=False,
        ended_at=None, received_ms=None, human_ms=None,
    )  # fmt: skip
    services.exclude(outcome__in=SAID).update(outcome=Outcome.UNKNOWN, kept=None)


def _project(lines: Sequence[JournalEntry]) -> None:
    courses = _courses(lines)
    for line in lines:
        key = f"{line.pool}:{line.seq}"
        event, when = line.body.get("event", {}), Moment(line.happened_at, line.at)
        told = TOLD_OF.get(event.get("type"))
        if told and event.get("call") in courses:
            told(courses[event["call"]], event, when, key)
        for number, decision in enumerate(line.body.get("decisions", ())):
            if decision.get("call") in courses:
                course = courses[decision["call"]]
                course.follow(decision, when, f"{key}:{number}")
    _save(list(courses.values()))


TOLD_OF: Mapping[str, Callable[[Course, Mapping[str, Any], Moment, str], None]] = {
    "Offered": lambda course, event, when, key: course.take_in(when),
    "Noted": lambda course, event, when, key: course.note(event, when, key),
    "Unheard": lambda course, event, when, key: course.unmeet(event),
}


def _courses(lines: Iterable[JournalEntry]) -> dict[str, Course]:
    """Return the calls that lines are about, by name, locked in one order."""
    decisions = [one for line in lines for one in line.body.get("decisions", ())]
    named = {line.call for line in lines} | {one.get("call", "") for one in decisions}
    pks = _call_ids(named)
    calls = Call.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    found = {call.pk: call for call in calls}
    services = {
        one.pk: one
        for one in ServiceCall.objects.select_for_update(no_key=True)
        .filter(pk__in=found)
        .order_by("pk")
    }
    return {
        str(pk): Course(call, services.get(pk), is_over=call.state == CallState.ENDED)
        for pk, call in found.items()
    }


def _save(courses: Sequence[Course]) -> None:
    told = [course for course in courses if course.facts]
    services = [course.service for course in courses if course.service]
    _forget_strangers(services)
    alive = [course.call for course in told if not course.is_over]
    Call.objects.bulk_update(alive, OF_THE_CALL)
    ServiceCall.objects.bulk_update(services, OF_THE_SERVICE)
    _append(told)


def _forget_strangers(services: Iterable[ServiceCall]) -> None:
    """Name no agent who is not in the tables."""
    named = {one.agent_id for one in services if one.agent_id}
    known = set(Agent.objects.filter(pk__in=named).values_list("pk", flat=True))
    for service in services:
        if service.agent_id not in known:
            service.agent_id = None


def _append(courses: Sequence[Course]) -> None:
    """Append the facts that are not yet in the chains of their calls."""
    pks = [course.call.pk for course in courses]
    events = CallEvent.objects.filter(call__in=pks)
    known = {(pk, key) for pk, key in events.exclude(key="").values_list("call_id", "key")}
    last = {
        event.call_id: (event.seq, bytes(event.digest))
        for event in events.order_by("call_id", "-seq").distinct("call_id")
    }
    CallEvent.objects.bulk_create(
        event
        for course in courses
        for event in _chained(
            course.call.pk,
            [fact for fact in course.facts if (course.call.pk, fact.key) not in known],
            *last.get(course.call.pk, (0, BEGINNING)),
        )
    )


def _chained(pk: UUID, facts: Iterable[CallFact], seq: int, digest: bytes) -> Iterable[CallEvent]:
    for fact in facts:
        seq += 1
        line = line_of(call_id=pk, seq=seq, at=fact.at, what=(fact.kind, None), body=fact.body)
        digest = digest_of(digest, line)
        yield CallEvent(
            call_id=pk, seq=seq, at=fact.at, kind=fact.kind, body=fact.body, key=fact.key,
            digest=digest,
        )  # fmt: skip


def _settle_promises(now_ms: int) -> None:
    """Decide the promises that time alone decides, by the router's time of the journal."""
    open_ones = ServiceCall.objects.filter(kept=None).exclude(state=ServiceState.ENDED)
    open_ones.filter(human_ms__lte=now_ms - EARLY_MS).update(kept=True)
    open_ones.filter(first_human_at=None, received_ms__lt=now_ms - PROMISE_MS).update(kept=False)


def _call_ids(names: Iterable[str]) -> list[UUID]:
    """Return the names that are calls of ours; simulated ones are not."""
    found = []
    for name in names:
        try:
            found.append(UUID(name))
        except ValueError:
            continue
    return found
