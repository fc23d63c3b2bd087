"""What was decided on the charter, by whom and why, for everybody and for the committee."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import CharterAct, CharterState, DecisionState
from boutdufil.rooms.illico.models import CharterDecision, CommitteeSeat
from boutdufil.rooms.illico.rules.charter import PASSAGES, can_appeal
from boutdufil.rooms.illico.rules.promise import PromiseFigure

OPEN = (DecisionState.PROPOSED, DecisionState.HEARING)


@dataclass(frozen=True, slots=True)
class FigureThen:
    """The figure of a channel as it was on the day of a proposal."""

    channel: str
    figure: PromiseFigure


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a number in the charter; ``by_rule`` when no person proposed it.

    ``deciders`` are the names of those who signed, none when the rule or the holder decided.
    """

    id: int
    code: str
    number: str
    number_id: int
    organisation_id: int
    act: CharterAct
    state: DecisionState
    before: CharterState
    after: CharterState
    by_rule: bool
    proposed_at: datetime
    grounds: str
    figures: tuple[FigureThen, ...]
    hearing_at: datetime | None
    answer: str
    answered_at: datetime | None
    verdict: bool | None
    deciders: tuple[str, ...]
    decider_ids: frozenset[int]
    decided_at: datetime | None
    reason: str
    appeal_of: int | None
    appealed: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it waits to be decided."""
        return self.state in OPEN

    @property
    def is_heard(self) -> bool:
        """Tell whether a hearing comes before the decision."""
        return PASSAGES[self.act].heard or self.appeal_of is not None

    def can_be_appealed(self, now: datetime) -> bool:
        """Tell whether its holder may still appeal against it; an appeal ends the matter."""
        if self.appeal_of is not None or self.appealed:
            return False
        against = (self.state == DecisionState.REFUSED) == (self.act == CharterAct.ADMIT)
        return against and can_appeal(self.act, self.decided_at, now)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits on the committee."""

    seat_id: int
    person_id: int
    name: str
    began_at: datetime


def steps_of(number_id: int) -> tuple[Step, ...]:
    """Return the history of a number in the charter, the newest first."""
    return _steps(CharterDecision.objects.filter(number_id=number_id))


def open_steps() -> tuple[Step, ...]:
    """Return what waits to be decided, the oldest first."""
    waiting = CharterDecision.objects.filter(state__in=OPEN)
    return _steps(waiting.order_by("proposed_at", "pk"))


def recent_steps(count: int = 20) -> tuple[Step, ...]:
    """Return what was decided last."""
    decided = CharterDecision.objects.filter(decided_at__isnull=False)
    return _steps(decided.order_by("-decided_at", "-pk")[:count])


def step(decision_id: int) -> Step | None:
    """Return one step by its number."""
    return next(iter(_steps(CharterDecision.objects.filter(pk=decision_id))), None)


def open_step_of(number_id: int) -> Step | None:
    """Return what waits to be decided about a number."""
    return next((one for one in steps_of(number_id) if one.is_open), None)


def members() -> tuple[Member, ...]:
    """Return who sits on the committee today."""
    seats = CommitteeSeat.objects.filter(ended_at=None).select_related("person")
    return tuple(Member(one.pk, one.person_id, one.person.name, one.began_at) for one in seats)


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """What "my page" says to somebody who sits."""

    began_at: datetime
    waiting: int


def own_seat(person: Person) -> OwnSeat | None:
    """Return what waits for a member; None for everybody else."""
    seat = CommitteeSeat.objects.filter(person=person, ended_at=None).first()
    if seat is None:
        return None
    return OwnSeat(seat.began_at, CharterDecision.objects.filter(state__in=OPEN).count())


def _steps(found: QuerySet[CharterDecision]) -> tuple[Step, ...]:
    rows = found.select_related("number").prefetch_related("deciders", "appeals")
    return tuple(_step(row) for row in rows)


def _step(row: CharterDecision) -> Step:
    deciders = list(row.deciders.all())
    return Step(
        id=row.pk,
        code=row.number.code,
        number=row.number.name,
        number_id=row.number_id,
        organisation_id=row.number.organisation_id,
        act=CharterAct(row.act),
        state=DecisionState(row.state),
        before=CharterState(row.from_state),
        after=CharterState(row.to_state),
        by_rule=row.proposed_by_id is None,
        proposed_at=row.proposed_at,
        grounds=row.grounds,
        figures=tuple(_figures(row.figures)),
        hearing_at=row.hearing_at,
        answer=row.answer,
        answered_at=row.answered_at,
        verdict=row.verdict,
        deciders=tuple(person.name for person in deciders),
        decider_ids=frozenset(person.pk for person in deciders),
        decided_at=row.decided_at,
        reason=row.reason,
        appeal_of=row.appeal_of_id,
        appealed=bool(row.appeals.all()),
    )


def _figures(kept: dict[str, dict[str, Any]]) -> Iterable[FigureThen]:
    for channel in Channel:
        if channel in kept:
            yield FigureThen(str(channel.label), PromiseFigure(channel, **kept[channel]))
