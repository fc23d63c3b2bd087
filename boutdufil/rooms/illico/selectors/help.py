"""Whom an agent may ask during a call, and what they have asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.illico.enums import HelpKind, Tongue
from boutdufil.rooms.illico.models import AbuseReport, Agent, HelpRequest, Number, StateSpan
from boutdufil.rooms.illico.selectors.agents import SeatRow
from boutdufil.rooms.illico.selectors.cards import CallCard
from boutdufil.rooms.illico.selectors.desk import STATES

MOST_COLLEAGUES = 50
SIGN_LANGUAGE = _("langue des signes française (LSF)")


@dataclass(frozen=True, slots=True)
class HelpRow:
    """Something asked for; ``seat_id`` is the asker's own seat in a consultation."""

    id: UUID
    kind: str
    label: str
    taken_by: str
    is_taken: bool
    seat_id: UUID | None

    @property
    def may_take_over(self) -> bool:
        """Whether the call can be passed to whoever answered."""
        return self.is_taken and self.kind in (HelpKind.CONSULT, HelpKind.COLLEAGUE)


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """Somebody at their post who answers the same number."""

    id: int
    given_name: str
    state: str


@dataclass(frozen=True, slots=True)
class Means:
    """What an agent can do for a caller besides answering: whom they may ask, where to pass it."""

    asked: tuple[HelpRow, ...]
    colleagues: tuple[ColleagueRow, ...]
    tongues: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[int, str], ...]
    is_warned: bool

    def has(self, kind: str) -> bool:
        """Tell whether this kind of help has been asked for and not ended."""
        return any(row.kind == kind for row in self.asked)

    @property
    def supervision(self) -> bool:
        """Whether the supervision has been called."""
        return self.has(HelpKind.SUPERVISOR)

    @property
    def interpreter(self) -> bool:
        """Whether an interpreter has been asked for."""
        return self.has(HelpKind.INTERPRETER)

    @property
    def colleague(self) -> bool:
        """Whether a colleague has been asked into the call."""
        return self.has(HelpKind.COLLEAGUE)

    @property
    def consultation(self) -> HelpRow | None:
        """Return the opinion asked for, with its conversation."""
        return next((row for row in self.asked if row.kind == HelpKind.CONSULT), None)


def means_for(seat: SeatRow, card: CallCard) -> Means:
    """Return what the agent of a seat can do for the caller of a card."""
    number = Number.objects.get(code=card.service.number_code) if card.service else None
    if card.service is None or number is None or card.help:
        return Means((), (), (), (), is_warned=False)
    return Means(
        asked=_asked(card.service.call_id, seat.person_id),
        colleagues=_colleagues(number.pk, seat.id),
        tongues=_tongues(number.pk),
        numbers=_numbers(number, card.channel),
        is_warned=AbuseReport.objects.filter(call_id=card.service.call_id).exists(),
    )


def open_requests(call_ids: Collection[UUID]) -> list[UUID]:
    """Return what was asked for in some calls and has not ended, without the supervision."""
    found = HelpRequest.objects.filter(call_id__in=call_ids, ended_at=None)
    return list(found.exclude(kind=HelpKind.SUPERVISOR).values_list("pk", flat=True))


def _asked(call_id: UUID, person_id: int) -> tuple[HelpRow, ...]:
    rows = HelpRequest.objects.filter(call_id=call_id, ended_at=None).select_related("taken_by")
    keys = [row.pk for row in rows if row.kind == HelpKind.CONSULT]
    seated = Participant.objects.filter(call_id__in=keys, person_id=person_id)
    seats = dict(seated.exclude(call__state=CallState.ENDED).values_list("call_id", "pk"))
    names = _names({row.taken_by_id for row in rows if row.taken_by_id}, call_id, keys)
    return tuple(
        HelpRow(
            id=row.pk,
            kind=row.kind,
            label=str(row.get_kind_display()),
            taken_by=names.get(row.taken_by_id or 0, ""),
            is_taken=row.taken_at is not None,
            seat_id=seats.get(row.pk),
        )
        for row in rows
    )


def _names(person_ids: set[int], call_id: UUID, consultations: list[UUID]) -> dict[int, str]:
    """Return by what names people sit there."""
    seats = Participant.objects.filter(
        person_id__in=person_ids, call_id__in=[call_id, *consultations]
    )
    return dict(seats.values_list("person_id", "name"))


def _colleagues(number_id: int, agent_id: int) -> tuple[ColleagueRow, ...]:
    present = StateSpan.objects.filter(
        ended_at=None, agent__numbers=number_id, agent__ended_at=None, agent__is_interpreter=False
    ).exclude(agent_id=agent_id)
    rows = present.order_by("agent__given_name").values_list(
        "agent_id", "agent__given_name", "state"
    )[:MOST_COLLEAGUES]
    return tuple(
        ColleagueRow(key, name, str(STATES.get(state, state))) for key, name, state in rows
    )


def _tongues(number_id: int) -> tuple[tuple[str, str], ...]:
    """Return what the interpreters of a number interpret, sign language first."""
    held = Agent.objects.filter(numbers=number_id, is_interpreter=True, ended_at=None)
    codes = {code for languages in held.values_list("languages", flat=True) for code in languages}
    known = [
        ("lsf", str(SIGN_LANGUAGE)),
        *((str(one), str(label)) for one, label in Tongue.choices),
    ]
    return tuple((code, label) for code, label in known if code in codes)


def _numbers(number: Number, channel: str) -> tuple[tuple[int, str], ...]:
    others = Number.objects.filter(
        organisation_id=number.organisation_id,
        published_at__isnull=False,
        closed_at=None,
        channels__contains=[channel],
    ).exclude(pk=number.pk)
    return tuple(others.values_list("pk", "name"))
