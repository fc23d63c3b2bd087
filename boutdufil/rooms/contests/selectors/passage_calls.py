"""The call of a passage as each of its three parts sees it, and the time a break took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.utils import timezone

from boutdufil.kernel.calls.enums import CallState, ParticipantRole
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.scenarios import Scenario, scenario
from boutdufil.rooms.contests.models import Passage, PassageCall, StageCall
from boutdufil.rooms.contests.rules.entries import LIVE

# A candidate finds the way in a little before their hour: to try camera and microphone.
BEFORE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ChosenCall:
    """The call everybody takes in a stage; it stays once somebody took it."""

    scenario: Scenario
    channel: str
    channel_label: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call of a passage: how many heard it, and why it broke, if it did."""

    number: int
    call_id: UUID
    in_room: int
    opened_at: datetime
    is_over: bool
    broke_at: datetime | None
    broke_reason: str


@dataclass(frozen=True, slots=True)
class PassageCallPage:
    """A passage and its calls; ``given_back`` is what breaks took, for its clock."""

    id: int
    edition_id: int
    stage_id: int
    stage: str
    number: str
    jury: str
    starts_at: datetime
    minutes: int
    is_over: bool
    chosen: ChosenCall | None
    calls: tuple[CallRow, ...]
    given_back: timedelta

    @property
    def current(self) -> CallRow | None:
        """The call that was not taken again."""
        return next((one for one in self.calls if one.broke_at is None), None)

    @property
    def minutes_back(self) -> int:
        """Minutes given back, rounded up: nobody loses part of one."""
        return -(-self.given_back // timedelta(minutes=1))


def passage_call_page(passage_id: int) -> PassageCallPage | None:
    """Return the call of a passage, None without that passage."""
    found = Passage.objects.select_related("stage", "entry", "jury").filter(pk=passage_id)
    one = found.first()
    if one is None:
        return None
    calls = list(one.calls.select_related("call").order_by("number"))
    return PassageCallPage(
        id=one.pk,
        edition_id=one.stage.edition_id,
        stage_id=one.stage_id,
        stage=one.stage.name,
        number=one.entry.number,
        jury=one.jury.name,
        starts_at=one.starts_at,
        minutes=one.minutes,
        is_over=one.ended_at is not None,
        chosen=chosen_call(one.stage_id),
        calls=tuple(_row(call) for call in calls),
        given_back=_given_back(calls),
    )


def chosen_call(stage_id: int) -> ChosenCall | None:
    """Return the call of a stage, None where its passages are no calls."""
    one = StageCall.objects.filter(stage_id=stage_id).first()
    if one is None:
        return None
    taken = PassageCall.objects.filter(passage__stage_id=stage_id).exists()
    return ChosenCall(scenario(one.scenario), one.channel, one.get_channel_display(), taken)


def seat_of(call_id: UUID, role: ParticipantRole, person_id: int) -> UUID | None:
    """Return the seat of a part; the caller's to whoever took it, alone."""
    seats = Participant.objects.filter(call_id=call_id, role=role, revoked_at=None)
    if role == ParticipantRole.CALLER:
        seats = seats.filter(person_id=person_id)
    return seats.values_list("pk", flat=True).first()


def is_called(call_id: UUID) -> bool:
    """Tell whether somebody has the caller's seat."""
    return Participant.objects.filter(call_id=call_id, role=ParticipantRole.CALLER).exists()


def time_given_back(passage_id: int) -> timedelta:
    """Return what breaks of its calls took from a passage: its clock stands still meanwhile."""
    calls = PassageCall.objects.filter(passage_id=passage_id).select_related("call")
    return _given_back(list(calls.order_by("number")))


def my_calls(entry_id: int) -> tuple[int, ...]:
    """Return the passages of an entry whose call can be entered: open, or their hour has come."""
    found = Passage.objects.filter(
        entry_id=entry_id,
        entry__status__in=LIVE,
        stage__practice__isnull=False,
        ended_at=None,
        starts_at__lte=timezone.now() + BEFORE,
    )
    return tuple(found.order_by("starts_at").values_list("pk", flat=True))


def _row(one: PassageCall) -> CallRow:
    return CallRow(
        number=one.number,
        call_id=one.call_id,
        in_room=one.in_room,
        opened_at=one.call.opened_at,
        is_over=one.call.state == CallState.ENDED,
        broke_at=one.broke_at,
        broke_reason=one.broke_reason,
    )


def _given_back(calls: list[PassageCall]) -> timedelta:
    """Sum up from each break until both talked again, or until now."""
    total = timedelta()
    for broken, again in pairwise(calls):
        if broken.broke_at is not None and broken.call.connected_at is not None:
            back = again.call.connected_at or again.broke_at or timezone.now()
            total += max(back - broken.broke_at, timedelta())
    return total
