"""The calls somebody practised, and the sheets written about them: first evidence, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from boutdufil.kernel.calls import permissions
from boutdufil.kernel.calls.enums import CallKind, CallState, ParticipantRole, Seen
from boutdufil.kernel.calls.models import CallEvent, ObserverSheet, Participant
from boutdufil.kernel.calls.practice import SCRIPTED, opened_since, reference_of
from boutdufil.kernel.calls.scenarios import Scenario, all_scenarios
from boutdufil.kernel.people.models import Person

PRACTISED = "practised"
# An invitation nobody took up is no call.
_TOOK_PLACE = (
    Q(call__reference=SCRIPTED) | Q(call__connected_at__isnull=False) | Q(sheets__isnull=False)
)


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet in a list: when it was written, and whether the person added it to their path."""

    id: int
    written_at: datetime
    is_shared: bool


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet in its observer's list."""

    id: int
    scenario: Scenario
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PractisedCall:
    """A call somebody practised; ``way`` are the decisions of a scripted one, to read it again."""

    participant_id: UUID
    scenario: Scenario
    at: datetime
    with_somebody: bool
    end: str
    way: str
    sheets: tuple[SheetLink, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A criterion, what was seen of it, and the remark."""

    key: str
    text: str
    seen: str
    seen_label: str
    remark: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet as both people read it."""

    id: int
    scenario: Scenario
    practised_on: datetime
    observer: str
    written_at: datetime
    lines: tuple[SheetLine, ...]
    remark: str
    reply: str
    replied_at: datetime | None
    shared_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What somebody invited reads before the button."""

    call_id: UUID
    scenario: Scenario
    channel: str
    channel_label: str
    role: str
    role_label: str


def practised_by(
    person_id: int | None, seats: Collection[UUID] = (), *, shared_only: bool = False
) -> list[PractisedCall]:
    """Return the calls practised from these seats or by this person, the latest first.

    ``shared_only`` leaves out the sheets that the person keeps to themselves.
    """
    own = Q(pk__in=list(seats))
    if person_id is not None:
        own |= Q(person_id=person_id)
    seats_held = Participant.objects.filter(
        own, role=ParticipantRole.AGENT, call__kind=CallKind.PRACTICE
    )
    rows = (
        seats_held.filter(_TOOK_PLACE)
        .distinct()
        .select_related("call")
        .prefetch_related("sheets")
        .order_by("-call__opened_at", "pk")
    )
    ends = _ends({row.call_id for row in rows})
    found = (_practised(row, ends.get(row.call_id, {}), shared_only) for row in rows)
    return [one for one in found if one is not None]


def my_page_practice(person: Person) -> list[PractisedCall] | None:
    """Return what "my page" shows; None before the first call."""
    return practised_by(person.pk) or None


def invitation(code: str, visitor: permissions.Visitor) -> InvitationPage | None:
    """Return what a code invites this visitor to, or None when it invites to nothing."""
    seat = _open_practices(code).filter(role=ParticipantRole.AGENT).select_related("call").first()
    if seat is None:
        return None
    found = all_scenarios().get((seat.call.scenario, seat.call.scenario_version))
    role = free_role(seat.call_id, visitor)
    if found is None or role is None:
        return None
    return InvitationPage(
        call_id=seat.call_id,
        scenario=found,
        channel=seat.call.channel,
        channel_label=seat.call.get_channel_display(),
        role=role,
        role_label=str(ParticipantRole(role).label),
    )


def free_role(call_id: UUID, visitor: permissions.Visitor) -> str | None:
    """Return what somebody who comes by invitation would be: the caller, then an observer."""
    taken = set(Participant.objects.filter(call_id=call_id).values_list("role", flat=True))
    if ParticipantRole.CALLER not in taken:
        return ParticipantRole.CALLER
    if ParticipantRole.OBSERVER not in taken and permissions.can_observe(visitor, call_id):
        return ParticipantRole.OBSERVER
    return None


def sheet_page(sheet_id: int) -> SheetPage | None:
    """Return a sheet, or None without it."""
    sheet = _sheets().filter(pk=sheet_id).first()
    return _sheet_page(sheet) if sheet else None


def shared_sheets(person_id: int | None) -> list[SheetPage]:
    """Return the sheets a person added to their path, the latest first."""
    if person_id is None:
        return []
    shared = _sheets().filter(observed__person_id=person_id).exclude(shared_at=None)
    return [_sheet_page(sheet) for sheet in shared]


def sheets_written_by(person_id: int | None) -> list[WrittenSheet]:
    """Return the sheets an observer has written, the latest first; never who they are about."""
    if person_id is None:
        return []
    rows = ObserverSheet.objects.filter(observer_id=person_id).select_related("call")
    shelf = all_scenarios()
    found = ((row, shelf.get((row.call.scenario, row.call.scenario_version))) for row in rows)
    return [WrittenSheet(row.pk, one, row.written_at) for row, one in found if one is not None]


def written_sheet(call_id: UUID, observer_id: int) -> dict[str, dict[str, str]]:
    """Return the answers an observer has given already, by criterion; "" holds the remark."""
    sheet = ObserverSheet.objects.filter(call_id=call_id, observer_id=observer_id).first()
    return {**sheet.answers, "": {"remark": sheet.remark}} if sheet else {}


def _practised(row: Participant, end: dict[str, str], shared_only: bool) -> PractisedCall | None:
    found = all_scenarios().get((row.call.scenario, row.call.scenario_version))
    if found is None:
        return None
    ending = found.ends.get(end.get("end", ""))
    return PractisedCall(
        participant_id=row.pk,
        scenario=found,
        at=row.call.opened_at,
        with_somebody=not end,
        end=str(ending.title) if ending else "",
        way=end.get("way", ""),
        sheets=tuple(
            SheetLink(sheet.pk, sheet.written_at, sheet.shared_at is not None)
            for sheet in row.sheets.all()
            if sheet.shared_at or not shared_only
        ),
    )


def _ends(call_ids: set[UUID]) -> dict[UUID, dict[str, str]]:
    facts = CallEvent.objects.filter(call_id__in=call_ids, kind=PRACTISED)
    return dict(facts.values_list("call_id", "body"))


def _open_practices(code: str) -> QuerySet[Participant]:
    now = timezone.now()
    calls = Participant.objects.filter(
        call__reference=reference_of(code), call__opened_at__gt=opened_since(now)
    )
    return calls.filter(call__kind=CallKind.PRACTICE).exclude(call__state=CallState.ENDED)


def _sheets() -> QuerySet[ObserverSheet]:
    return ObserverSheet.objects.select_related("call", "observer")


def _sheet_page(sheet: ObserverSheet) -> SheetPage:
    found = all_scenarios()[sheet.call.scenario, sheet.call.scenario_version]
    return SheetPage(
        id=sheet.pk,
        scenario=found,
        practised_on=sheet.call.opened_at,
        observer=sheet.observer.name if sheet.observer else "",
        written_at=sheet.written_at,
        lines=tuple(_sheet_lines(found, sheet.answers)),
        remark=sheet.remark,
        reply=sheet.reply,
        replied_at=sheet.replied_at,
        shared_at=sheet.shared_at,
    )


def _sheet_lines(found: Scenario, answers: dict[str, dict[str, str]]) -> list[SheetLine]:
    lines = []
    for criterion in found.criteria:
        answer = answers.get(criterion.key, {})
        seen = Seen(answer.get("seen", Seen.NOT_ASKED))
        lines.append(
            SheetLine(
                criterion.key,
                str(criterion.text),
                seen,
                str(seen.label),
                answer.get("remark", ""),
            )
        )
    return lines
