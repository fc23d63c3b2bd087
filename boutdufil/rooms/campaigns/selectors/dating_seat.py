"""A recruiter's own table: their meetings, and what they may know of whom they meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.enums import MeetingState, Outcome, Purpose, ShownAs
from boutdufil.rooms.campaigns.models import Consent, Dating, Meeting, Question
from boutdufil.rooms.campaigns.permissions.nodes import RECRUITERS
from boutdufil.rooms.campaigns.rules.dating import screen_name
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, dating_row
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow, tables_held_by

# A meeting that was lost before it was told is nobody's business.
SEEN = (MeetingState.PLANNED, MeetingState.LATE, MeetingState.MET, MeetingState.ABSENT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a recruiter may know: all that was consented to, or how the hall calls them."""

    shown: str
    has_consent: bool
    email: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SeatMeeting:
    """A meeting at one's own table."""

    id: int
    hour: str
    state: str
    outcome: str
    note: str
    candidate: Candidate
    is_now: bool
    has_account: bool
    is_in_ledger: bool

    @property
    def outcome_words(self) -> str:
        """What came of it, in words."""
        return str(Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A table's meetings in their order; none before the plan is published."""

    table: TableRow
    day: DatingRow
    event: str
    slug: str
    is_invented: bool
    meetings: tuple[SeatMeeting, ...]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table in "my page"."""

    id: int
    label: str
    event: str
    starts_at: datetime


def seat_page(table: TableRow, now: datetime | None = None) -> SeatPage:
    """Return a table's meetings; the same queries for one and for thirty."""
    found = Dating.objects.select_related("node__organiser").get(pk=table.dating_id)
    day = dating_row(found)
    here = day.clock.current(now or timezone.now())
    return SeatPage(
        table=table,
        day=day,
        event=found.node.name,
        slug=found.node.slug,
        is_invented=found.node.organiser.invented,
        meetings=tuple(_meetings(table, day, found.node.path, here)) if day.is_published else (),
    )


def meeting_of(table: TableRow, meeting_id: int) -> int | None:
    """Return the number of a meeting if it is one of this table that was told."""
    mine = Meeting.objects.filter(pk=meeting_id, table_id=table.id, state__in=SEEN)
    return mine.filter(dating__published_at__isnull=False).values_list("pk", flat=True).first()


def my_tables(person: Person) -> dict[str, Any] | None:
    """Return the tables somebody recruits at; None without one."""
    held = tables_held_by(row.id for row in organisations_of(person.pk, RECRUITERS))
    if not held:
        return None
    days = Dating.objects.select_related("node").in_bulk({one.dating_id for one in held})
    rows = [
        OwnTable(one.id, one.label, days[one.dating_id].node.name, days[one.dating_id].starts_at)
        for one in held
    ]
    return {"tables": rows}


def _meetings(table: TableRow, day: DatingRow, above: list[int], here: int | None) -> Any:
    found = list(
        Meeting.objects.filter(table_id=table.id, state__in=SEEN)
        .select_related("registration", "registration__availability")
        .order_by("round", "pk")
    )
    consents = Consent.objects.filter(
        registration__in=[one.registration_id for one in found],
        purpose=Purpose.RECRUITER,
        withdrawn_at=None,
    )
    consented = set(consents.values_list("registration_id", flat=True))
    asked = Question.objects.filter(node_id__in=[*above, day.node_id])
    labels = {str(one.pk): one.label for one in asked}
    for one in found:
        yield SeatMeeting(
            id=one.pk,
            hour=day.clock.hour(one.round),
            state=one.state,
            outcome=one.outcome,
            note=one.note,
            candidate=_candidate(one, one.registration_id in consented, labels),
            is_now=one.round == here,
            has_account=one.registration.person_id is not None,
            is_in_ledger=one.hire_id is not None,
        )


def _candidate(one: Meeting, has_consent: bool, labels: Mapping[str, str]) -> Candidate:
    """Say what a recruiter may know; what helps to welcome somebody is never theirs to read."""
    person = one.registration
    if person.erased_at is not None:
        return Candidate(_("données effacées"), has_consent=False)
    if not has_consent:
        said = getattr(person, "availability", None)
        by_name = said is not None and said.shown_as == ShownAs.NAME
        return Candidate(screen_name(person.name, person.code, by_name=by_name), has_consent=False)
    answers = tuple(
        (labels[key], _spoken(value)) for key, value in person.answers.items() if key in labels
    )
    return Candidate(person.name, has_consent=True, email=person.email, answers=answers)


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
