"""Statements: what an agent earned, what a number owes, what a call cost, and why.

A month that is not settled yet is shown as it stands today, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from boutdufil.engines.tariffs import AMOUNT_PER_CENT, Kind, Share
from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models import (
    Agent,
    AgentTime,
    LedgerEntry,
    LedgerPosting,
    MeteredCall,
    Number,
)
from boutdufil.rooms.illico.selectors.ledger import basis, next_month, standing_settlement

MS_A_SECOND = 1_000
KINDS = {
    Kind.WAITING: _("attente"),
    Kind.ANNOUNCEMENT: _("annonce"),
    Kind.CALL_BACK: _("mise en place du rappel"),
    Kind.CONVERSATION: _("début gratuit et au-delà du plafond"),
    Kind.HOLD: _("mise en attente"),
    Kind.TRANSFER: _("transfert"),
    Kind.CONSULTATION: _("avis d’un collègue"),
    Kind.INTERPRETATION: _("interprétation"),
    Kind.RECONNECTION: _("reconnexion"),
}


@dataclass(frozen=True, slots=True)
class FreePart:
    """How long of a call cost nothing, and why."""

    label: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call on a statement; ``units`` is what its seconds came to, in 1/10,000 €."""

    at: datetime
    number: str
    channel: str
    seconds: int
    worked: int
    units: int
    free: tuple[FreePart, ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day on a statement, with its calls."""

    day: date
    seconds: int
    worked: int
    units: int
    calls: tuple[CallLine, ...]


@dataclass(frozen=True, slots=True)
class NumberPart:
    """What an agent has from one number in a month, in cents; ``earned`` is with the top-up."""

    number: str
    seconds: int
    share: int
    top_up: int
    is_settled: bool

    @property
    def earned(self) -> int:
        """Return share and top-up together."""
        return self.share + self.top_up


@dataclass(frozen=True, slots=True)
class AgentMonth:
    """An agent's month."""

    agent_id: int
    agent: str
    organisation: str
    is_invented: bool
    period: date
    parts: tuple[NumberPart, ...]
    days: tuple[DayLine, ...]

    @property
    def cents(self) -> int:
        """Return what the month comes to."""
        return sum(part.earned for part in self.parts)

    @property
    def seconds(self) -> int:
        """Return the seconds that were metered."""
        return sum(day.seconds for day in self.days)

    @property
    def is_settled(self) -> bool:
        """Tell whether every number of the month is."""
        return all(part.is_settled for part in self.parts)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in a list."""

    period: date
    calls: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat whose money somebody may see."""

    id: int
    given_name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class NumberMonth:
    """A month of a number, in cents; ``shares`` are per agent, by the ledger's names."""

    period: date
    calls: int
    seconds: int
    owed: int
    pool: int
    rest: int
    top_ups: int
    shares: tuple[Share, ...]
    entry_id: int | None
    posted_at: datetime | None
    digest: str

    @property
    def kept(self) -> int:
        """Return what the service keeps once it has borne the top-ups; it may be less than 0."""
        return self.rest - self.top_ups


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a call was for its caller: they pay nothing; the holder of the number does."""

    seconds: int
    units: int
    free: tuple[FreePart, ...]
    is_capped: bool


def seats_of(person_id: int) -> tuple[Seat, ...]:
    """Return the seats somebody has or had."""
    rows = Agent.objects.filter(person_id=person_id).select_related("organisation")
    return tuple(Seat(row.pk, row.given_name, row.organisation.name) for row in rows)


def agent_months(agent_id: int) -> tuple[MonthRow, ...]:
    """Return the months in which an agent was metered, the newest first."""
    return _months(AgentTime.objects.filter(agent_id=agent_id), "metered__day")


def number_months(number_id: int) -> tuple[MonthRow, ...]:
    """Return the months in which a number was called, the newest first."""
    return _months(MeteredCall.objects.filter(number_id=number_id), "day")


def agent_month(agent_id: int, period: date) -> AgentMonth | None:
    """Return an agent's month with its days and calls; None when there is no such agent."""
    agent = Agent.objects.filter(pk=agent_id).select_related("organisation").first()
    if agent is None:
        return None
    rows = AgentTime.objects.filter(
        agent_id=agent_id, metered__day__gte=period, metered__day__lt=next_month(period)
    ).select_related("metered__call", "metered__number")
    times = list(rows.order_by("metered__day", "metered__call__clicked_at", "pk"))
    numbers = {time.metered.number_id: time.metered.number for time in times}
    return AgentMonth(
        agent_id=agent_id,
        agent=agent.given_name,
        organisation=agent.organisation.name,
        is_invented=agent.organisation.invented,
        period=period,
        parts=tuple(_part(agent, number, period, times) for number in numbers.values()),
        days=tuple(_days(times)),
    )


def number_month(number_id: int, period: date) -> NumberMonth:
    """Return a month of a number as it is settled, or as it would be today."""
    found = MeteredCall.objects.filter(
        number_id=number_id, day__gte=period, day__lt=next_month(period)
    ).aggregate(calls=Count("pk"), seconds=Sum("seconds"))
    entry = standing_settlement(number_id, period)
    settled = basis(number_id, period).settled()
    top_ups = sum(share.top_up for share in settled.shares)
    return NumberMonth(
        period=period,
        calls=found["calls"],
        seconds=found["seconds"] or 0,
        owed=settled.owed,
        pool=settled.pool,
        rest=settled.rest,
        top_ups=top_ups,
        shares=settled.shares,
        entry_id=entry.pk if entry else None,
        posted_at=entry.posted_at if entry else None,
        digest=bytes(entry.digest).hex() if entry else "",
    )


def receipt(call_id: UUID) -> Receipt | None:
    """Return what a call came to, for its caller; None until it is metered."""
    row = MeteredCall.objects.filter(pk=call_id).first()
    if row is None:
        return None
    return Receipt(row.seconds, _units(row.amount), free_parts(row.free_ms), bool(row.ceiling_ms))


def posted_lines(number_id: int, period: date | None = None) -> tuple[LedgerEntry, ...]:
    """Return the entries of a number, of one month or of all, in order, with their postings."""
    entries = LedgerEntry.objects.filter(number_id=number_id).order_by("pk")
    if period:
        entries = entries.filter(period=period)
    return tuple(entries.prefetch_related("postings").select_related("number__organisation"))


def posted_to(agent_id: int, number_id: int, period: date) -> int | None:
    """Return what a settled month gives an agent, in cents; None before it is settled."""
    entry = standing_settlement(number_id, period)
    if entry is None:
        return None
    line = LedgerPosting.objects.filter(entry=entry, account=f"agent:a{agent_id}").first()
    return -line.cents if line else 0


def free_parts(free_ms: Mapping[str, int]) -> tuple[FreePart, ...]:
    """Return what cost nothing, in words, in the order in which it is usually met."""
    found = ((label, free_ms.get(str(kind), 0)) for kind, label in KINDS.items())
    return tuple(
        FreePart(str(label), ms // MS_A_SECOND) for label, ms in found if ms >= MS_A_SECOND
    )


def _part(agent: Agent, number: Number, period: date, times: Iterable[AgentTime]) -> NumberPart:
    posted = posted_to(agent.pk, number.pk, period)
    shares = basis(number.pk, period).settled().shares
    share = next(one for one in shares if one.agent == agent.name)
    own = [time for time in times if time.metered.number_id == number.pk]
    return NumberPart(
        number=number.name,
        seconds=sum(time.seconds for time in own),
        share=share.cents if posted is None else posted - share.top_up,
        top_up=share.top_up,
        is_settled=posted is not None,
    )


def _days(times: Iterable[AgentTime]) -> Iterable[DayLine]:
    by_day: dict[date, list[CallLine]] = {}
    for time in times:
        by_day.setdefault(time.metered.day, []).append(_call_line(time))
    for day, calls in by_day.items():
        yield DayLine(
            day=day,
            seconds=sum(call.seconds for call in calls),
            worked=sum(call.worked for call in calls),
            units=sum(call.units for call in calls),
            calls=tuple(calls),
        )


def _call_line(time: AgentTime) -> CallLine:
    metered = time.metered
    return CallLine(
        at=metered.call.clicked_at,
        number=metered.number.name,
        channel=str(Channel(metered.call.channel).label),
        seconds=time.seconds,
        worked=time.worked_ms // MS_A_SECOND,
        units=_units(time.amount),
        free=free_parts(metered.free_ms),
    )


def _units(amount: int) -> int:
    """Return an amount in whole 1/10,000 €, for reading: nothing is paid by it."""
    return amount * 100 // AMOUNT_PER_CENT


def _months(rows: QuerySet[Any], day: str) -> tuple[MonthRow, ...]:
    found = (
        rows.order_by()
        .annotate(period=TruncMonth(day))
        .values_list("period")
        .annotate(calls=Count("pk"), seconds_total=Sum("seconds"))
        .order_by("-period")
    )
    return tuple(MonthRow(period, calls, seconds) for period, calls, seconds in found)
