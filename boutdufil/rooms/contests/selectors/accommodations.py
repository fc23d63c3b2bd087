"""What somebody needs to compete on equal terms: the factor, and requests for the referee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, QuerySet

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.selectors import people_with_role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.models import AccessReferee, Accommodation, Edition, Member
from boutdufil.rooms.contests.rules.entries import LIVE


@dataclass(frozen=True, slots=True)
class Needs:
    """What the pages of an entry adapt to, besides time."""

    large_print: bool = False
    signs: bool = False


@dataclass(frozen=True, slots=True)
class AccommodationRow:
    """An accommodation as its owner, or the referee of an edition, sees it."""

    id: int
    person_id: int
    name: str
    time_factor: Decimal
    large_print: bool
    signs: bool
    asked_at: datetime
    granted_at: datetime | None
    declined_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody answered yet."""
        return self.granted_at is None and self.declined_at is None

    @property
    def more(self) -> float:
        """Return how much more time, as a share of the limit."""
        return float(self.time_factor) - 1


@dataclass(frozen=True, slots=True)
class RefereeRow:
    """Who decides on the requests of an edition."""

    person_id: int
    name: str


def time_factor_of(entry_id: int) -> Decimal:
    """Return what every limit of an entry is multiplied by: granted only, a team's largest."""
    found = _granted(entry_id).aggregate(most=Max("time_factor"))["most"]
    return max(Decimal(1), found or Decimal(1))


def needs_of(entry_id: int) -> Needs:
    """Return what else was granted to the people of an entry."""
    granted = list(_granted(entry_id).values_list("large_print", "signs"))
    return Needs(any(large for large, _ in granted), any(signs for _, signs in granted))


def own_accommodation(person_id: int) -> AccommodationRow | None:
    """Return somebody's own request or accommodation."""
    found = Accommodation.objects.select_related("person").filter(person_id=person_id).first()
    return _row(found) if found else None


def accommodations_of(edition_id: int) -> list[AccommodationRow]:
    """Return the requests of those who take part in an edition, those that wait first."""
    members = Member.objects.filter(
        edition_id=edition_id, joined_at__isnull=False, entry__status__in=LIVE
    )
    found = Accommodation.objects.filter(person_id__in=members.values("person_id"))
    rows = [_row(one) for one in found.select_related("person").order_by("asked_at", "pk")]
    return sorted(rows, key=lambda row: not row.is_waiting)


def referee_of(edition_id: int) -> RefereeRow | None:
    """Return who decides on accommodations; None while nobody is named."""
    one = AccessReferee.objects.select_related("person").filter(edition_id=edition_id).first()
    return RefereeRow(one.person_id, one.person.name) if one else None


def possible_referees(edition_id: int) -> list[RefereeRow]:
    """Return whom the organiser may name: anybody with a role there."""
    organiser_id = Edition.objects.values_list("organiser_id", flat=True).get(pk=edition_id)
    people = people_with_role(organiser_id, frozenset(Role))
    found = Person.objects.filter(pk__in=people, is_active=True).order_by("name", "pk")
    return [RefereeRow(pk, name) for pk, name in found.values_list("pk", "name")]


def _granted(entry_id: int) -> QuerySet[Accommodation]:
    members = Member.objects.filter(entry_id=entry_id, joined_at__isnull=False)
    return Accommodation.objects.filter(
        granted_at__isnull=False, person_id__in=members.values("person_id")
    )


def _row(one: Accommodation) -> AccommodationRow:
    return AccommodationRow(
        id=one.pk,
        person_id=one.person_id,
        name=one.person.name,
        time_factor=one.time_factor,
        large_print=one.large_print,
        signs=one.signs,
        asked_at=one.asked_at,
        granted_at=one.granted_at,
        declined_at=one.declined_at,
    )
