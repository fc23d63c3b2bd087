"""Interview slots as rows, and as calendar entries (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from boutdufil.kernel.people.enums import Language
from boutdufil.rooms.mobility.enums import InterviewPlace, SlotState
from boutdufil.rooms.mobility.models import Application, InterviewSlot

PARIS = ZoneInfo("Europe/Paris")
CALLED_OFF = "CANCELLED"
STATUS = {SlotState.PROPOSED: "TENTATIVE", SlotState.CHOSEN: "CONFIRMED"}


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A moment proposed for an interview; `link` is set when where it takes place is one."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    place: InterviewPlace
    where: str
    access: str
    needs: str
    state: SlotState
    proposed_by: str
    lang: str

    @property
    def link(self) -> str:
        """The address of the meeting, when it has one that may be followed."""
        return self.where if self.where.startswith("https://") else ""


def slot_rows(application: Application) -> tuple[SlotRow, ...]:
    """The moments proposed so far, in their order."""
    return tuple(_row(slot) for slot in application.slots.select_related("proposed_by"))


def find_slot(application: Application, slot_id: int) -> InterviewSlot | None:
    """Return a moment of this application; None when it has no such moment."""
    slot = InterviewSlot.objects.filter(application=application, pk=slot_id).first()
    if slot is not None:
        slot.application = application
    return slot


def _row(slot: InterviewSlot) -> SlotRow:
    return SlotRow(
        pk=slot.pk,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=InterviewPlace(slot.place),
        where=slot.where,
        access=slot.access,
        needs=slot.needs,
        state=SlotState(slot.state),
        proposed_by=slot.proposed_by.name if slot.proposed_by else "",
        lang=slot.proposed_by.language if slot.proposed_by else Language.FRENCH,
    )


def calendar_file(slot: InterviewSlot, *, for_employer: bool) -> bytes:
    """Return the calendar entry of a moment proposed, agreed on, or called off.

    METHOD is PUBLISH, or CANCEL once called off; STATUS says how firm it is. The organiser is the
    site's own address, because neither side's is given to the other here.
    """
    status = STATUS.get(SlotState(slot.state), CALLED_OFF)
    calendar = Calendar()
    calendar.add("prodid", "-//Bout du fil//mobility//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if status == CALLED_OFF else "PUBLISH")
    calendar.add_component(_entry(slot, status, for_employer=for_employer))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(slot: InterviewSlot, status: str, *, for_employer: bool) -> Event:
    vacancy = slot.application.vacancy
    title = _("Entretien : %(title)s") % {"title": vacancy.title}
    other = slot.application.name if for_employer else vacancy.organisation.name
    entry = Event()
    entry.add("uid", slot.uid)
    entry.add("sequence", slot.sequence)
    entry.add("dtstamp", slot.changed_at.astimezone(UTC))
    entry.add("dtstart", slot.starts_at.astimezone(PARIS))
    entry.add("dtend", slot.ends_at.astimezone(PARIS))
    entry.add("summary", f"{title} · {other}" if other else title)
    entry.add("location", slot.where)
    entry.add("description", " · ".join(filter(None, [_place_words(slot), slot.access])))
    entry.add("status", status)
    entry.add("organizer", _organiser())
    return entry


def _place_words(slot: InterviewSlot) -> str:
    return str(InterviewPlace(slot.place).label)


def _organiser() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["cn"] = vText(name)
    return organiser
