"""What a call costs: read from its chain by the tariff that held when it was asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from boutdufil.engines.tariffs import Metered, Segment, Tariff, meter, read_timeline
from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.models import CallEvent, Participant
from boutdufil.rooms.illico.models import Agent, NumberTariff, ServiceCall
from boutdufil.rooms.illico.selectors.metering_facts import Fact, Somebody, read_changes

MILLISECOND = timedelta(milliseconds=1)
# Lines in the chain that name an agent of the dispatcher.
NAMING = ("connected", "detached")


@dataclass(frozen=True, slots=True)
class Reading:
    """A call as the meter reads it; ``agents`` are keys by the dispatcher's names."""

    call: ServiceCall
    tariff: Tariff
    segments: tuple[Segment, ...]
    metered: Metered
    agents: Mapping[str, int]


def readings(calls: Collection[ServiceCall], *, until: datetime | None = None) -> list[Reading]:
    """Meter calls from their chains; ``until`` is the end of those that still go on."""
    keys = [call.pk for call in calls]
    facts, people = _facts(calls), _people(keys)
    agents = _agents(facts, people)
    tariffs = tariffs_of({call.number_id for call in calls})
    return [
        _reading(
            call,
            until,
            [fact for fact in facts[call.pk] if _is_known(fact, agents)],
            people[call.pk],
            (tariff_at(tariffs[call.number_id], call.clicked_at), agents),
        )
        for call in calls
    ]


def tariffs_of(number_ids: Collection[int]) -> Mapping[int, list[NumberTariff]]:
    """Return the tariffs that numbers have had, in order."""
    found: defaultdict[int, list[NumberTariff]] = defaultdict(list)
    for row in NumberTariff.objects.filter(number_id__in=number_ids).order_by("since", "pk"):
        found[row.number_id].append(row)
    return found


def tariff_at(history: Iterable[NumberTariff], at: datetime) -> Tariff:
    """Return the tariff that held at a moment; before the first one, the first."""
    first, *later = history
    held = first
    for row in later:
        if row.since <= at:
            held = row
    return Tariff(rate=held.rate, ceiling=held.ceiling, floor=held.floor)


def milliseconds(span: timedelta) -> int:
    """Return whole ms, rounded down."""
    return span // MILLISECOND


def _reading(
    call: ServiceCall,
    until: datetime | None,
    facts: Iterable[Fact],
    people: Mapping[str, Somebody],
    terms: tuple[Tariff, Mapping[str, int]],
) -> Reading:
    tariff, agents = terms
    ends_at = call.ended_at or until or call.clicked_at
    ends_ms = max(0, milliseconds(ends_at - call.clicked_at))
    is_text = call.channel == Channel.TEXT
    changes = read_changes(facts, people, ends_ms=ends_ms, is_text=is_text)
    segments = read_timeline(changes, ends_ms=ends_ms)
    return Reading(call, tariff, segments, meter(segments, tariff), agents)


def _facts(calls: Collection[ServiceCall]) -> Mapping[UUID, list[Fact]]:
    """Return the lines of each chain in the order in which they happened.

    Lines of the dispatcher keep their own order, whatever was done to the clock meanwhile.
    """
    clicked = {call.pk: call.clicked_at for call in calls}
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    last: defaultdict[UUID, int] = defaultdict(int)
    for event in CallEvent.objects.filter(call_id__in=clicked).order_by("call_id", "seq"):
        at_ms = milliseconds(event.at - clicked[event.call_id])
        if event.key:
            at_ms = last[event.call_id] = max(at_ms, last[event.call_id])
        who = str(event.participant_id or event.body.get("who", ""))
        found[event.call_id].append(Fact(at_ms, event.kind, who, event.body))
    for facts in found.values():
        facts.sort(key=lambda fact: fact.at_ms)
    return found


def _people(call_ids: Collection[UUID]) -> Mapping[UUID, dict[str, Somebody]]:
    found: defaultdict[UUID, dict[str, Somebody]] = defaultdict(dict)
    rows = Participant.objects.filter(call_id__in=call_ids)
    seats = dict(
        Agent.objects.filter(person__call_participations__call_id__in=call_ids)
        .order_by("pk")
        .values_list("person_id", "pk")
    )
    for row in rows:
        seat = seats.get(row.person_id or 0)
        found[row.call_id][str(row.pk)] = Somebody(row.role, f"a{seat}" if seat else "")
    return found


def _agents(
    facts: Mapping[UUID, list[Fact]], people: Mapping[UUID, Mapping[str, Somebody]]
) -> dict[str, int]:
    """Return the agents named who are in the tables: nobody else is paid, or paid for."""
    named = {
        str(fact.body.get("agent", ""))
        for lines in facts.values()
        for fact in lines
        if fact.kind in NAMING
    }
    keys = [int(name[1:]) for name in named if name[:1] == "a" and name[1:].isdecimal()]
    known = Agent.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {f"a{key}": key for key in known}


def _is_known(fact: Fact, agents: Mapping[str, int]) -> bool:
    return fact.kind not in NAMING or fact.body.get("agent") in agents
