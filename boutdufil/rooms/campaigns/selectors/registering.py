"""What the pages of somebody who registers show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.enums import QuestionKind, RegistrationStatus
from boutdufil.rooms.campaigns.models import Intake, Node, Question, Registration, Slot
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tickets import link_of, qr_picture, spaced_code, ticket_of
from boutdufil.rooms.campaigns.selectors.appointments import Appointment, appointments
from boutdufil.rooms.campaigns.selectors.nodes import row_of
from boutdufil.rooms.campaigns.selectors.registrations import (
    RegistrationRow,
    WayIn,
    way_in_of,
)

MOST_OWN = 30


@dataclass(frozen=True, slots=True)
class SlotRow:
    """An hour that is registered for by itself; `left` None is without limit."""

    id: int
    starts_at: datetime
    ends_at: datetime
    left: int | None

    @property
    def words(self) -> str:
        """When it is, without how many places are left."""
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        times = f"{time_format(starts)}\u202f–\u202f{time_format(ends)}"
        return f"{date_format(starts, 'l j F')}, {times}"


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it is asked."""

    id: int
    kind: QuestionKind
    label: str
    why: str
    choices: tuple[str, ...]
    is_required: bool

    @property
    def key(self) -> str:
        """Under which its answer is kept."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """What a form of registration is made of; only slots to come are in it."""

    intake_id: int
    node: NodeRow
    way_in: WayIn
    slots: tuple[SlotRow, ...]
    questions: tuple[QuestionRow, ...]
    keeps_waiting_list: bool

    @property
    def open_slots(self) -> tuple[SlotRow, ...]:
        """The slots one may ask for: those with room, or all where one may wait."""
        waits = self.keeps_waiting_list
        return tuple(one for one in self.slots if waits or one.left is None or one.left > 0)

    def slot_words(self, slot: SlotRow) -> str:
        """Return when a slot is, with the places left in it, or that one waits for it."""
        free = [left for left in (slot.left, self.way_in.left) if left is not None]
        return f"{slot.words} · {self.room_words(min(free))}" if free else slot.words

    def room_words(self, left: int) -> str:
        """Return "3 places", or that it is full."""
        if left > 0:
            return ngettext("%(left)s place", "%(left)s places", left) % {"left": left}
        return _("complet : liste d’attente") if self.keeps_waiting_list else _("complet")


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """A registration as its owner sees it by their link."""

    row: RegistrationRow
    appointment: Appointment
    slot: SlotRow | None
    token: str
    ticket: str
    consents: tuple[str, ...]
    called_off_reason: str
    is_called_off: bool
    may_change: bool

    @property
    def picture(self) -> str:
        """The ticket as a QR code, an SVG element."""
        return qr_picture(self.ticket)

    @property
    def code(self) -> str:
        """The ticket to type."""
        return spaced_code(self.row.code)

    @property
    def when(self) -> str:
        """The slot, or the days and hours of the event."""
        if self.slot is not None:
            return self.slot.words
        return self.appointment.moment

    @property
    def is_ticket(self) -> bool:
        """Tell whether one is let in with it."""
        return self.row.status == RegistrationStatus.CONFIRMED and not self.is_called_off

    @property
    def may_leave(self) -> bool:
        """Tell whether there is something to cancel or to leave."""
        return self.row.is_active and self.row.came_at is None

    @property
    def may_accept(self) -> bool:
        """Tell whether a place is kept for them now."""
        until = self.row.offered_until
        offered = self.row.status == RegistrationStatus.OFFERED and not self.is_called_off
        return offered and until is not None and timezone.now() < until


@dataclass(frozen=True, slots=True)
class OwnRegistration:
    """A line of "my page"."""

    token: str
    name: str
    when: str
    status: RegistrationStatus
    is_called_off: bool


def registration_form(slug: str) -> RegistrationForm | None:
    """Return what is asked of who registers for an event; None where nobody has to, or may."""
    found = Intake.objects.select_related("node__organiser").prefetch_related("slots")
    intake = found.filter(node__slug=slug).first()
    node = row_of(intake.node) if intake else None
    if intake is None or node is None or not node.is_public:
        return None
    return RegistrationForm(
        intake_id=intake.pk,
        node=node,
        way_in=way_in_of(intake, node),
        slots=_slots_to_come(intake),
        questions=questions_of(node),
        keeps_waiting_list=intake.keeps_waiting_list,
    )


def questions_of(node: NodeRow) -> tuple[QuestionRow, ...]:
    """Return what a node and those above ask, the highest first; retired ones left out."""
    found = Question.objects.filter(node_id__in=[*node.path, node.id], retired_at=None)
    depth = {node_id: n for n, node_id in enumerate((*node.path, node.id))}
    ordered = sorted(found, key=lambda one: (depth[one.node_id], one.position, one.pk))
    return tuple(
        QuestionRow(
            id=one.pk,
            kind=QuestionKind(one.kind),
            label=one.label,
            why=one.why,
            choices=tuple(one.choices),
            is_required=one.is_required,
        )
        for one in ordered
    )


def registration_page(row: RegistrationRow) -> RegistrationPage:
    """Return the page of a registration."""
    one = Registration.objects.select_related("intake", "slot").get(pk=row.id)
    told = appointments([row.node_id])[row.node_id]
    way = way_in_of(one.intake, told.node)
    standing = one.consents.filter(withdrawn_at=None)
    return RegistrationPage(
        row=row,
        appointment=told,
        slot=_slot(one.slot) if one.slot else None,
        token=link_of(row),
        ticket=ticket_of(row),
        consents=tuple(standing.values_list("purpose", flat=True)),
        called_off_reason=one.intake.called_off_reason,
        is_called_off=way.state == "called_off",
        may_change=row.is_active
        and row.came_at is None
        and way.state not in {"closed", "called_off"},
    )


def change_form(row: RegistrationRow) -> RegistrationForm | None:
    """Return what may be changed in a registration; who holds a place does not wait for another."""
    slug = Node.objects.values_list("slug", flat=True).get(pk=row.node_id)
    form = registration_form(slug)
    waits = row.status == RegistrationStatus.WAITING
    return replace(form, keeps_waiting_list=waits) if form else None


def my_registrations(person: Person) -> dict[str, Any] | None:
    """Return the registrations of a person, by account or by their proven address."""
    found = list(
        _own(person).select_related("intake", "slot").order_by("-registered_at")[:MOST_OWN]
    )
    if not found:
        return None
    told = appointments(one.intake.node_id for one in found)
    return {"rows": [_line(one, told[one.intake.node_id]) for one in found]}


def _own(person: Person) -> Any:
    found = Registration.objects.filter(person=person)
    if person.email:
        found |= Registration.objects.filter(email=person.email)
    return found.filter(erased_at=None)


def _line(one: Registration, told: Appointment) -> OwnRegistration:
    return OwnRegistration(
        token=link_of(one),
        name=told.node.name,
        when=_slot(one.slot).words if one.slot else told.when,
        status=RegistrationStatus(one.status),
        is_called_off=one.intake.called_off_at is not None,
    )


def _slots_to_come(intake: Intake) -> tuple[SlotRow, ...]:
    now = timezone.now()
    return tuple(_slot(one) for one in intake.slots.all() if one.ends_at > now)


def _slot(one: Slot) -> SlotRow:
    left = None if one.capacity is None else one.capacity - one.taken
    return SlotRow(one.pk, one.starts_at, one.ends_at, left)
