"""Time at the post: one's own day, and a team's month where it may be seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from boutdufil.engines.tariffs import AMOUNT_PER_CENT
from boutdufil.rooms.illico.models import Agent, AgentTime, ServiceCall, StateSpan
from boutdufil.rooms.illico.rules.opening import PARIS, paris_day
from boutdufil.rooms.illico.rules.pauses import PauseDue, Span, pause_due
from boutdufil.rooms.illico.rules.promise import rolling_start

WORK = ("available", "reserved", "in_call", "wrap_up", "gap")
# Of every 100 units, 60 at least go to the agents (charter).
LEAST_SHARE = 60


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """Whole seconds at the post, in conversation, after calls and in pauses; calls answered."""

    agent_id: int
    given_name: str
    answered: int
    work_s: int
    talk_s: int
    wrap_up_s: int
    pause_s: int


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day as the person themselves sees it; ``units`` (1/10,000 €) is the least that is theirs.

    ``metered_s`` are the seconds metered so far: a call is metered within a minute of its end.
    """

    figures: AgentFigures
    pause: PauseDue
    metered_s: int
    units: int


def own_day(agent_id: int) -> OwnDay:
    """Return today in Paris, for the person themselves."""
    now = timezone.now()
    since = datetime.combine(paris_day(now), time(0), PARIS)
    worked = [
        Span(max(span.began_at, since), span.ended_at or now)
        for span in spans_since([agent_id], since)
        if span.state in WORK
    ]
    metered = AgentTime.objects.filter(agent_id=agent_id, metered__day=paris_day(now)).aggregate(
        seconds=Sum("seconds"), amount=Sum("amount")
    )
    return OwnDay(
        figures=_figures(Agent.objects.filter(pk=agent_id), since)[0],
        pause=pause_due(worked, now),
        metered_s=metered["seconds"] or 0,
        units=(metered["amount"] or 0) * LEAST_SHARE // AMOUNT_PER_CENT,
    )


def team_figures(organisation_id: int) -> list[AgentFigures]:
    """Return the figures of 28 days, by name and never by rank."""
    agents = Agent.objects.filter(organisation_id=organisation_id, ended_at=None)
    return _figures(agents.order_by("given_name", "pk"), rolling_start(timezone.now()))


def _figures(agents: Iterable[Agent], since: datetime) -> list[AgentFigures]:
    held = list(agents)
    keys = [one.pk for one in held]
    spent = _spent(keys, since)
    calls = ServiceCall.objects.filter(agent__in=keys, first_human_at__gte=since, invented=False)
    counted = calls.order_by().values_list("agent_id").annotate(Count("pk"))
    answered = defaultdict(int, counted)
    return [
        AgentFigures(
            agent_id=one.pk,
            given_name=one.given_name,
            answered=answered[one.pk],
            work_s=sum(spent[one.pk, state] for state in WORK),
            talk_s=spent[one.pk, "in_call"],
            wrap_up_s=spent[one.pk, "wrap_up"],
            pause_s=spent[one.pk, "paused"],
        )
        for one in held
    ]


def spans_since(agent_ids: Iterable[int], since: datetime) -> QuerySet[StateSpan]:
    """Return the states of agents since a moment, those that had begun before included."""
    lasting = Q(ended_at=None) | Q(ended_at__gt=since)
    return StateSpan.objects.filter(lasting, agent__in=list(agent_ids))


def _spent(agent_ids: list[int], since: datetime) -> dict[tuple[int, str], int]:
    """Return whole seconds by agent and state: of a team of a hundred, out of a million spans."""
    lasted = Coalesce("ended_at", Value(timezone.now())) - Greatest("began_at", Value(since))
    spans = spans_since(agent_ids, since).order_by().values("agent_id", "state")
    return defaultdict(
        int,
        {
            (row["agent_id"], row["state"]): round(row["spent"].total_seconds())
            for row in spans.annotate(spent=Sum(lasted))
        },
    )
