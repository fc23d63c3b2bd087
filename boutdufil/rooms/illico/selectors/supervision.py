"""The wall of whoever leads a team: queues, promise, people by state, what is to be done."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import CallState, Channel
from boutdufil.kernel.calls.models import CallEvent
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.rooms.illico.enums import HelpKind, ServiceState
from boutdufil.rooms.illico.models import (
    AbuseReport,
    Agent,
    HelpRequest,
    ServiceCall,
    StateSpan,
    WorksCouncilOpinion,
)
from boutdufil.rooms.illico.rules.offering import CUED, SIGNS
from boutdufil.rooms.illico.rules.opening import PARIS, paris_day
from boutdufil.rooms.illico.rules.promise import Tally, promise_figures
from boutdufil.rooms.illico.selectors.agents import NumberRow, numbers_open_to
from boutdufil.rooms.illico.selectors.desk import STATES
from boutdufil.rooms.illico.selectors.forecast import Forecast, forecasts
from boutdufil.rooms.illico.selectors.hours import open_channels
from boutdufil.rooms.illico.selectors.promises import FigureRow, figure_rows

# A caller waits: at this many seconds the promise is about to be broken.
IN_DANGER_S = 40
# How long media may take before somebody should look.
NO_FLOW_S = 15
WITH_MEDIA = (Channel.VOICE, Channel.VIDEO)
# Who is in a pause or out of reach answers nobody.
ANSWERING = ("available", "reserved", "in_call", "wrap_up", "gap")
FIGURES = ("waiting", "longest_wait_s", "up")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A channel of a number now; figures are None while the dispatcher does not answer."""

    line: str
    number: str
    channel: str
    channel_label: str
    is_open: bool
    present: int
    waiting: int | None
    longest_wait_s: int | None
    up: int | None

    @property
    def is_uncovered(self) -> bool:
        """Whether callers could come and nobody could answer."""
        return self.is_open and not self.present

    @property
    def is_in_danger(self) -> bool:
        """Whether somebody has waited nearly as long as the promise allows."""
        return (self.longest_wait_s or 0) >= IN_DANGER_S


@dataclass(frozen=True, slots=True)
class PresentAgent:
    """Somebody at their post; ``state`` is empty where names and states may not be shown."""

    id: int
    given_name: str
    state: str
    since: datetime | None
    numbers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CallForHelp:
    """An agent calls the supervision to a call."""

    id: UUID
    agent: str
    number: str
    asked_at: datetime
    taken_by: str


@dataclass(frozen=True, slots=True)
class AbuseRow:
    """An abusive call that was not yet talked over with its agent."""

    id: int
    agent: str
    warned_at: datetime
    is_ended: bool


@dataclass(frozen=True, slots=True)
class WallPage:
    """Everything on the wall at a moment."""

    organisation: OrganisationRow
    at: datetime
    is_live: bool
    lines: tuple[LineRow, ...]
    figures: tuple[FigureRow, ...]
    states: tuple[tuple[str, str, int], ...]
    present: tuple[PresentAgent, ...]
    forecasts: tuple[Forecast, ...]
    helps: tuple[CallForHelp, ...]
    abuses: tuple[AbuseRow, ...]
    without_flow: int
    opinion_on: date | None
    numbers: tuple[NumberRow, ...]

    @property
    def uncovered(self) -> list[tuple[str, list[str]]]:
        """Return the numbers that are open on channels nobody is there for."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            if line.is_uncovered:
                found.setdefault(line.number, []).append(line.channel_label)
        return list(found.items())

    @property
    def shown_lines(self) -> list[LineRow]:
        """Return the lines that are open or busy."""
        return [line for line in self.lines if line.is_open or line.waiting or line.up]

    @property
    def has_alerts(self) -> bool:
        """Whether anything is to be looked at now."""
        in_danger = any(line.is_in_danger for line in self.lines)
        return bool(self.uncovered or self.helps or self.abuses or self.without_flow or in_danger)

    @property
    def waiting(self) -> int | None:
        """Return how many wait in all; None when not known."""
        return sum(line.waiting or 0 for line in self.lines) if self.is_live else None

    @property
    def longest_wait_s(self) -> int | None:
        """Return the longest wait of all; None when not known."""
        waits = [line.longest_wait_s or 0 for line in self.lines]
        return max(waits, default=0) if self.is_live else None


def wall_page(organisation: OrganisationRow) -> WallPage:
    """Return the wall of an organisation's numbers and those entrusted to it."""
    now = timezone.now()
    numbers = numbers_open_to(organisation.id)
    keys = [number.id for number in numbers]
    lines = _live_lines([number.code for number in numbers])
    opinion = opinion_on(organisation.id)
    there = _answering(keys)
    expected = forecasts(keys, _by_channel(there), now, with_invented=organisation.invented)
    return WallPage(
        organisation=organisation,
        at=now,
        is_live=lines is not None,
        lines=tuple(_line_rows(numbers, lines, _by_line(there), now)),
        figures=figure_rows(_today(keys, now)),
        states=_states(organisation.id),
        present=_present(organisation.id, shows_states=opinion is not None),
        forecasts=tuple(expected.values()),
        helps=_helps(organisation.id),
        abuses=_abuses(organisation.id),
        without_flow=_without_flow(keys, now),
        opinion_on=opinion,
        numbers=tuple(numbers),
    )


def opinion_on(organisation_id: int) -> date | None:
    """Return when the works council gave its opinion on agents' figures; None without one."""
    given = WorksCouncilOpinion.objects.filter(organisation_id=organisation_id)
    return given.order_by("-given_on").values_list("given_on", flat=True).first()


def _live_lines(codes: Collection[str]) -> Mapping[str, Any] | None:
    """Return the figures of the lines of these numbers, page by page; None while unknown."""
    lines: dict[str, Any] = {}
    after = ""
    try:
        while True:
            told = realtime.ask("snapshot", numbers=list(codes), after=after)
            lines |= told["lines"]
            after = str(told.get("next", ""))
            if not after:
                return lines
    except realtime.RealtimeError:
        return None


def _line_rows(
    numbers: Collection[NumberRow],
    live: Mapping[str, Any] | None,
    present: Mapping[tuple[str, str], int],
    now: datetime,
) -> list[LineRow]:
    open_now = open_channels([number.id for number in numbers], now)
    return [
        _line_row(number, channel, live, present, channel in open_now.get(number.id, ()))
        for number in numbers
        for channel in number.channels
    ]


def _line_row(
    number: NumberRow,
    channel: str,
    live: Mapping[str, Any] | None,
    present: Mapping[tuple[str, str], int],
    is_open: bool,
) -> LineRow:
    name = f"{number.code}:{channel}"
    said = None if live is None else live.get(name, {})
    figures = [None if said is None else said.get(key, 0) for key in FIGURES]
    return LineRow(
        name,
        number.name,
        channel,
        str(Channel(channel).label),
        is_open,
        present.get((number.code, channel), 0),
        *figures,
    )


def _today(number_ids: Collection[int], now: datetime) -> dict[str, Any]:
    since = datetime.combine(paris_day(now), time(0), PARIS)
    rows = (
        ServiceCall.objects.filter(number_id__in=number_ids, clicked_at__gte=since, invented=False)
        .order_by()
        .values_list("channel", "outcome", "kept", "in_hours", "evidence")
        .annotate(Count("pk"))
    )
    return promise_figures(Tally(*row) for row in rows)


def _open_spans(organisation_id: int) -> QuerySet[StateSpan]:
    return StateSpan.objects.filter(
        ended_at=None, agent__organisation_id=organisation_id, agent__ended_at=None
    )


def _states(organisation_id: int) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(_open_spans(organisation_id).values_list("state", flat=True))
    return tuple(
        (state, str(label), counts[state]) for state, label in STATES.items() if counts[state]
    )


def _present(organisation_id: int, *, shows_states: bool) -> tuple[PresentAgent, ...]:
    spans = _open_spans(organisation_id).select_related("agent").prefetch_related("agent__numbers")
    return tuple(
        PresentAgent(
            id=span.agent_id,
            given_name=span.agent.given_name,
            state=str(STATES.get(span.state, span.state)) if shows_states else "",
            since=span.began_at if shows_states else None,
            numbers=tuple((number.pk, number.name) for number in span.agent.numbers.all()),
        )
        for span in spans.order_by("agent__given_name", "agent_id")
    )


def _answering(number_ids: Collection[int]) -> list[Agent]:
    """Return who is there to answer some numbers, whoever employs them."""
    there = Agent.objects.filter(
        numbers__in=number_ids,
        is_interpreter=False,
        spans__isnull=False,
        spans__ended_at=None,
        spans__state__in=ANSWERING,
    )
    return list(there.distinct().prefetch_related("numbers"))


def _by_line(agents: Iterable[Agent]) -> Counter[tuple[str, str]]:
    return Counter(
        (number.code, channel)
        for agent in agents
        for number in agent.numbers.all()
        for channel in _channels(agent)
    )


def _by_channel(agents: Iterable[Agent]) -> Counter[str]:
    return Counter(channel for agent in agents for channel in _channels(agent))


def _channels(agent: Agent) -> list[str]:
    """Return what somebody answers; on video they sign or cue."""
    signs = {SIGNS, CUED} & set(agent.languages)
    return [one for one in agent.capacity if one != Channel.VIDEO or signs]


def _helps(organisation_id: int) -> tuple[CallForHelp, ...]:
    asked = HelpRequest.objects.filter(
        kind=HelpKind.SUPERVISOR, ended_at=None, asked_by__organisation_id=organisation_id
    ).exclude(call__state=CallState.ENDED)
    rows = asked.select_related("asked_by", "taken_by", "call__service_call__number")
    return tuple(
        CallForHelp(
            id=one.pk,
            agent=one.asked_by.given_name,
            number=one.call.service_call.number.name,
            asked_at=one.asked_at,
            taken_by=one.taken_by.name if one.taken_by else "",
        )
        for one in rows
    )


def _abuses(organisation_id: int) -> tuple[AbuseRow, ...]:
    told = AbuseReport.objects.filter(organisation_id=organisation_id, debriefed_at=None)
    return tuple(
        AbuseRow(
            one.pk,
            one.agent.given_name if one.agent else "",
            one.warned_at,
            one.ended_at is not None,
        )
        for one in told.select_related("agent")
    )


def _without_flow(number_ids: Collection[int], now: datetime) -> int:
    """Return in how many conversations sound or pictures do not flow both ways."""
    up = ServiceCall.objects.filter(
        number_id__in=number_ids, state=ServiceState.CONNECTED, call__channel__in=WITH_MEDIA
    ).filter(first_human_at__lt=now - timedelta(seconds=NO_FLOW_S))
    media = CallEvent.objects.filter(call__service_call__in=up, kind="media").order_by("seq")
    flows = {call: bool(body.get("on")) for call, body in media.values_list("call_id", "body")}
    return sum(not flows.get(key) for key in up.values_list("pk", flat=True))
