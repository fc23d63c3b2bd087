"""Entries as rows: whose they are, how far, and by which number they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.territories.selectors import get_place, places
from boutdufil.rooms.contests.enums import EmployerWord, EntryKind, EntryStatus
from boutdufil.rooms.contests.models import AccessReferee, Entry, Member
from boutdufil.rooms.contests.rules.entries import LIVE


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody of an entry, or somebody invited into it."""

    id: int
    person_id: int | None
    name: str
    email: str
    is_captain: bool
    has_joined: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as its members and its organiser see it; never for a juror nor an employer."""

    id: int
    edition_id: int
    edition_name: str
    edition_slug: str
    number: str
    status: EntryStatus
    is_team: bool
    team_name: str
    school: str
    employer_id: int | None
    employer_name: str
    employer_email: str
    employer_word: EmployerWord
    tells_employer: bool
    publishes_name: bool
    city: str
    city_name: str
    region: str
    rules_number: int
    entered_at: datetime
    withdrawn_at: datetime | None
    reason: str
    closes_at: datetime | None
    team_least: int
    team_most: int
    members: tuple[MemberRow, ...]

    @property
    def is_live(self) -> bool:
        """Whether it may still take part."""
        return self.status in LIVE

    @property
    def joined(self) -> tuple[MemberRow, ...]:
        """Those who are in it."""
        return tuple(one for one in self.members if one.has_joined)

    @property
    def invited(self) -> tuple[MemberRow, ...]:
        """Those who did not answer yet."""
        return tuple(one for one in self.members if not one.has_joined)

    @property
    def missing(self) -> int:
        """How many people the team still lacks."""
        return max(0, self.team_least - len(self.joined)) if self.is_team else 0


def entry_of(person_id: int, edition_id: int) -> EntryRow | None:
    """Return the entry of somebody in an edition, whatever became of it."""
    return _first(_of(person_id).filter(edition_id=edition_id))


def entry_row(entry_id: int) -> EntryRow | None:
    """Return an entry by the number of its row."""
    return _first(whole_entries().filter(pk=entry_id))


def entries_of(person_id: int) -> list[EntryRow]:
    """Return every entry of somebody, the newest first."""
    return list(entry_rows(_of(person_id).order_by("-entered_at", "-pk")))


def whole_entries() -> QuerySet[Entry]:
    """Return entries with all that their rows tell."""
    return Entry.objects.select_related("edition").prefetch_related("members")


def _of(person_id: int) -> QuerySet[Entry]:
    joined = Member.objects.filter(person_id=person_id, joined_at__isnull=False)
    return whole_entries().filter(pk__in=joined.values("entry_id"))


def _first(found: QuerySet[Entry]) -> EntryRow | None:
    one = found.first()
    if one is None:
        return None
    place = get_place(one.city) if one.city else None
    return _row(one, place.name if place else "")


def _row(one: Entry, city_name: str) -> EntryRow:
    edition = one.edition
    return EntryRow(
        id=one.pk,
        edition_id=one.edition_id,
        edition_name=edition.name,
        edition_slug=edition.slug,
        number=one.number,
        status=EntryStatus(one.status),
        is_team=edition.entered_by == EntryKind.TEAM,
        team_name=one.team_name,
        school=one.school,
        employer_id=one.employer_id,
        employer_name=one.employer_name,
        employer_email=one.employer_email,
        employer_word=EmployerWord(one.employer_word),
        tells_employer=one.tells_employer,
        publishes_name=one.publishes_name,
        city=one.city,
        city_name=city_name,
        region=one.region,
        rules_number=one.rules_number,
        entered_at=one.entered_at,
        withdrawn_at=one.withdrawn_at,
        reason=one.reason,
        closes_at=edition.closes_at,
        team_least=edition.team_least,
        team_most=edition.team_most,
        members=tuple(_member(member) for member in one.members.all()),
    )


def _member(one: Member) -> MemberRow:
    has_joined = one.joined_at is not None
    return MemberRow(one.pk, one.person_id, one.name, one.email, one.is_captain, has_joined)


def entry_rows(found: Iterable[Entry]) -> tuple[EntryRow, ...]:
    """Return entries with the names of their cities, in their order."""
    held = list(found)
    names = places({one.city for one in held})
    return tuple(_row(one, names[one.city].name if one.city in names else "") for one in held)


@dataclass(frozen=True, slots=True)
class MyPart:
    """What "my page" says: one's entries, and the editions whose requests one decides on."""

    entries: tuple[EntryRow, ...]
    decides: tuple[tuple[int, str], ...]


def my_page_section(person: Person) -> MyPart | None:
    """Return somebody's part in contests for their own page; None when there is none."""
    named = AccessReferee.objects.filter(person=person).order_by("-edition_id")
    decides = tuple(named.values_list("edition_id", "edition__name"))
    entries = tuple(entries_of(person.pk))
    return MyPart(entries, decides) if entries or decides else None
