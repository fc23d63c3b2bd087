"""What came of the days that are past: meetings of the job datings, applications, hires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ContactKind
from boutdufil.kernel.posts.models import Attachment, Contact
from boutdufil.rooms.campaigns.demo.crowds import Gathered
from boutdufil.rooms.campaigns.demo.employers import Offer, largest_first
from boutdufil.rooms.campaigns.enums import FunnelStage
from boutdufil.rooms.campaigns.models import FunnelFact, Registration
from boutdufil.rooms.campaigns.rules.rows import NodeRow

# How long until everybody is hired who will be.
HIRING = timedelta(days=14)
# For so many who are hired, one more applied and is not.
NOT_HIRED = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop that is over: its node, day, offers, who was in the bus, hires in the end."""

    node: NodeRow
    day: date
    offers: list[Offer]
    bus: Gathered
    hires: int

    def hired_until(self, today: date) -> int:
        """Return how many were hired until a day: none on the day itself, all after two weeks."""
        return round(self.hires * min((today - self.day) / HIRING, 1.0))


def follow(stop: Stop, *, today: date) -> int:
    """Write down who applied and who was hired until today; return how many were hired."""
    wanted = stop.hired_until(today)
    hired = _spread(stop, stop.bus.came[:wanted])
    others = _spread(stop, stop.bus.came[wanted : wanted + wanted // NOT_HIRED])
    people = _accounts([one for one, _offer in (*hired, *others)])
    met_at = stop.bus.crowd.opens
    _was_shown(stop, met_at)
    _apply(stop, [*hired, *others], people, met_at)
    for number, (registration, offer) in enumerate(hired):
        ledger.record_hire(
            vacancy_id=offer.vacancy_id,
            person_id=people[registration.pk].pk,
            hired_on=min(stop.day + timedelta(days=1 + number % 12), today),
            recorded_by_id=None,
        )
    return len(hired)


def _spread(stop: Stop, applicants: list[Registration]) -> list[tuple[Registration, Offer]]:
    offers = largest_first(stop.offers, len(applicants))
    return list(zip(applicants, offers, strict=True))


def _accounts(registrations: Sequence[Registration]) -> dict[int, Person]:
    """Open an account for each, as somebody does who applies; return them by registration."""
    nobody = make_password(None)
    people = Person.objects.bulk_create(
        Person(name=one.name, email=f"{one.code.lower()}@exemple.invalid", password=nobody)
        for one in registrations
    )
    for one, person in zip(registrations, people, strict=True):
        one.person = person
    Registration.objects.bulk_update(registrations, ["person"])
    return {one.pk: person for one, person in zip(registrations, people, strict=True)}


def _was_shown(stop: Stop, met_at: datetime) -> None:
    """Let the offers have been shown since before the day: a hire counts for what was shown."""
    shown = [offer.vacancy_id for offer in stop.offers]
    Attachment.objects.filter(to=stop.node.reference, vacancy_id__in=shown).update(
        attached_at=met_at - timedelta(days=10)
    )


def _apply(
    stop: Stop,
    plan: Sequence[tuple[Registration, Offer]],
    people: dict[int, Person],
    met_at: datetime,
) -> None:
    Contact.objects.bulk_create(
        Contact(
            vacancy_id=offer.vacancy_id,
            person=people[one.pk],
            kind=ContactKind.VISIT,
            through=stop.node.reference,
            at=one.came_at or met_at,
        )
        for one, offer in plan
    )
    FunnelFact.objects.bulk_create(_applications(stop, plan, met_at))


def _applications(
    stop: Stop, plan: Sequence[tuple[Registration, Offer]], met_at: datetime
) -> Iterator[FunnelFact]:
    for one, offer in plan:
        yield FunnelFact(
            stage=FunnelStage.APPLIED,
            key=f"registration:{one.pk} {offer.organisation_id}",
            node_id=stop.node.id,
            registration=one,
            organisation_id=offer.organisation_id,
            at=one.came_at or met_at,
        )
