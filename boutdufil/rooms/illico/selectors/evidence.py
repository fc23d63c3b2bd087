"""Days that were sealed: what everybody sees of them, and looking whether they still hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Min

from boutdufil.adapters import vault
from boutdufil.engines.sealing import Finding, read_canonical
from boutdufil.engines.sealing.call_day_checks import check_day, check_heads
from boutdufil.engines.sealing.call_days import (
    FIRST_FORMAT,
    OTHER,
    ROUTER_TIMES,
    commitment,
    named_channels,
)
from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.selectors import verify_chains
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.models import AuditorSeat, DayHead, ServiceCall
from boutdufil.rooms.illico.rules.opening import paris_day

WEEK = timedelta(days=7)
PURPOSE = "illico.evidence"


@dataclass(frozen=True, slots=True)
class CountRow:
    """A line of a day's counts; ``channel`` is empty for channels that stand together."""

    channel: str
    offered: int
    counted: int
    kept: int
    set_aside: int

    @property
    def label(self) -> str:
        """Return the channel in words."""
        return str(Channel(self.channel).label) if self.channel else ""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A sealed day as everybody sees it; digests in hexadecimal."""

    day: date
    leaves: int
    root: str
    digest: str
    previous: str
    sealed_at: datetime
    rows: tuple[CountRow, ...]
    invented: tuple[CountRow, ...]


def head_rows(number_id: int, *, count: int = 28) -> tuple[HeadRow, ...]:
    """Return the last sealed days of a number, the newest first."""
    heads = DayHead.objects.filter(number_id=number_id).defer("leaves").order_by("-day")[:count]
    return tuple(_head_row(head) for head in heads)


def sealed_days(number_id: int) -> tuple[date, ...]:
    """Return the days of a number that are sealed, in order."""
    return tuple(
        DayHead.objects.filter(number_id=number_id).order_by("day").values_list("day", flat=True)
    )


def call_salt(call_id: UUID) -> str:
    """Return the salt of a call's commitment, in hexadecimal; only the site can make it."""
    key = vault.site_key(settings.SECRET_KEY, PURPOSE)
    return commitment(key.hex(), str(call_id))


def call_commitment(call_id: UUID) -> str:
    """Return what stands for a call in its leaf."""
    return commitment(call_salt(call_id), str(call_id))


def place_of(head: DayHead, call_id: UUID) -> int | None:
    """Return where a call stands among the leaves of a day."""
    wanted = call_commitment(call_id)
    for place, leaf in enumerate(bytes(head.leaves).splitlines()):
        if read_canonical(leaf)["call"] == wanted:
            return place
    return None


def week_totals(calls: Iterable[ServiceCall]) -> Mapping[bool, Counter[tuple[str, date]]]:
    """Return how many calls each channel had a day, those invented apart."""
    totals: dict[bool, Counter[tuple[str, date]]] = {True: Counter(), False: Counter()}
    for call in calls:
        totals[call.invented][call.channel, paris_day(call.clicked_at)] += 1
    return totals


def shown_alone(totals: Counter[tuple[str, date]], day: date) -> frozenset[str]:
    """Return the channels whose counts of a day are shown: by the week that ends with it."""
    week: Counter[str] = Counter()
    for (channel, one), count in totals.items():
        if day - WEEK < one <= day:
            week[channel] += count
    return named_channels(week)


def findings_of(number_id: int) -> Iterator[Finding]:
    """Yield whatever no longer is as it was sealed, down to every fact of every call."""
    heads = list(DayHead.objects.filter(number_id=number_id).order_by("day"))
    yield from check_heads([bytes(head.body) for head in heads])
    for head in heads:
        folder = f"{head.day}/"
        parts = (bytes(head.body), bytes(head.signature), bytes(head.leaves))
        yield from check_day(*parts, folder=folder)
        yield from _changed_facts(head, folder)


def chains_of(call_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the digest of each call's chain, computed again from its lines."""
    return {call_id: verdict.head for call_id, verdict in verify_chains(call_ids).items()}


def told_at(moment: datetime | None) -> str | None:
    """Write a moment as leaves do: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _changed_facts(head: DayHead, folder: str) -> Iterator[Finding]:
    """Yield the calls of a day whose rows or chains are not as the leaves say."""
    leaves = {leaf["call"]: leaf for leaf in map(read_canonical, bytes(head.leaves).splitlines())}
    is_first = read_canonical(bytes(head.body))["format"] == FIRST_FORMAT
    unsaid = set(ROUTER_TIMES) if is_first else set()
    calls = calls_of_day(head.number_id, head.day)
    chains = chains_of([call.pk for call in calls])
    for call in calls:
        leaf: Mapping[str, Any] = leaves.pop(call_commitment(call.pk), {})
        said = {**told(call), "events": chains.get(call.pk, "")}
        if any(leaf.get(name) != value for name, value in said.items() if name not in unsaid):
            yield Finding(folder, f"call {call.pk} is not as it was sealed")
    for _rest in leaves:
        yield Finding(folder, "a call that was sealed is missing")


def calls_of_day(number_id: int, day: date) -> list[ServiceCall]:
    """Return the calls of a number that were asked for on a day of Paris, in order."""
    near = (day - timedelta(days=1), day + timedelta(days=1))
    calls = ServiceCall.objects.filter(number_id=number_id, clicked_at__date__range=near)
    found = calls.select_related("metered").order_by("clicked_at", "pk")
    return [call for call in found if paris_day(call.clicked_at) == day]


def told(call: ServiceCall) -> dict[str, Any]:
    """Return what a leaf says of a call from its own row: nothing that names anybody."""
    metered = getattr(call, "metered", None)
    return {
        "called_back": call.call_back_of_id is not None,
        "channel": call.channel,
        "clicked_at": told_at(call.clicked_at),
        "ended_at": told_at(call.ended_at),
        "evidence": call.evidence,
        "free_ms": metered.free_ms if metered else {},
        "held_early": call.held_early,
        "human_ms": call.human_ms,
        "human_at": told_at(call.first_human_at),
        "in_hours": call.in_hours,
        "invented": call.invented,
        "kept": call.kept,
        "outcome": call.outcome,
        "received_ms": call.received_ms,
        "seconds": call.seconds,
    }


def _head_row(head: DayHead) -> HeadRow:
    said = read_canonical(bytes(head.body))
    return HeadRow(
        day=head.day,
        leaves=said["leaves"],
        root=said["root"],
        digest=bytes(head.digest).hex(),
        previous=said["previous"],
        sealed_at=head.sealed_at,
        rows=tuple(_count_row(group) for group in said["channels"]),
        invented=tuple(_count_row(group) for group in said["invented"]),
    )


def _count_row(group: Mapping[str, Any]) -> CountRow:
    channel = "" if group["channel"] == OTHER else group["channel"]
    aside = group["at_once"] + group["filtered"]
    return CountRow(channel, group["offered"], group["counted"], group["kept"], aside)


@dataclass(frozen=True, slots=True)
class AuditorRow:
    """Somebody who may look at the leaves."""

    seat_id: int
    name: str
    began_at: datetime


@dataclass(frozen=True, slots=True)
class SealedNumber:
    """A number with sealed days."""

    code: str
    name: str
    first: date
    last: date


def auditors() -> tuple[AuditorRow, ...]:
    """Return who may look at the leaves today."""
    seats = AuditorSeat.objects.filter(ended_at=None).select_related("person")
    return tuple(AuditorRow(one.pk, one.person.name, one.began_at) for one in seats)


def sealed_numbers() -> tuple[SealedNumber, ...]:
    """Return the numbers that have sealed days, by name."""
    found = (
        DayHead.objects.order_by()
        .values_list("number__code", "number__name")
        .annotate(first=Min("day"), last=Max("day"))
        .order_by("number__name", "number__code")
    )
    return tuple(SealedNumber(*row) for row in found)


def own_audit(person: Person) -> AuditorRow | None:
    """Return what "my page" says to an auditor; None to everybody else."""
    seat = AuditorSeat.objects.filter(person=person, ended_at=None).first()
    return AuditorRow(seat.pk, person.name, seat.began_at) if seat else None
