"""Who registers for the invented events, who waits, who came: many at once, in a few inserts.

They are written as `services.registering` and `services.arrivals` would, one by one: places are
counted, secrets derived, words of consents kept, facts of the funnel written. What is left out is
the message to an address that is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone, translation

from boutdufil.rooms.campaigns.demo.people import email_of, name_of, origin_of
from boutdufil.rooms.campaigns.enums import FunnelStage, Purpose, RegistrationStatus
from boutdufil.rooms.campaigns.models import Consent, FunnelFact, Intake, Registration, Slot
from boutdufil.rooms.campaigns.rules.registrations import PURPOSE_WORDS
from boutdufil.rooms.campaigns.services.tickets import new_marks

CLASS, PUPILS = "Terminale Métiers de l’accueil, lycée Jeanne-Inventée", 24
LARGEST_GROUP = 30


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is awaited at an event: so many with a place, so many who wait, a class or none.

    One in ``absent`` of those with a place does not come. ``slots`` are hours of the day.
    """

    node_id: int
    opens: datetime
    people: int
    capacity: int | None = None
    waiting: int = 0
    brings_class: bool = False
    slots: int = 0
    absent: int = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of a crowd: its event's places, and who is registered there."""

    crowd: Crowd
    intake: Intake
    registrations: tuple[Registration, ...]

    @property
    def came(self) -> list[Registration]:
        """Return who came by themselves, in their order."""
        return [one for one in self.registrations if one.came_at and one.places == 1]


def opening(day: date, hour: time) -> datetime:
    """Return the moment the doors open."""
    return timezone.make_aware(datetime.combine(day, hour))


def gather(crowds: Sequence[Crowd], *, now: datetime) -> list[Gathered]:
    """Write down who registered for each event until now, and who came."""
    intakes = Intake.objects.bulk_create(_intake(crowd) for crowd in crowds)
    slots = _slots(crowds, intakes)
    numbers = count()
    gathered = []
    for crowd, intake in zip(crowds, intakes, strict=True):
        own = slots.get(intake.pk, [])
        rows = tuple(_registrations(crowd, intake, own, numbers, now))
        gathered.append(Gathered(crowd, intake, rows))
    every = [one for event in gathered for one in event.registrations]
    Registration.objects.bulk_create(every, batch_size=500)
    Slot.objects.bulk_update([one for held in slots.values() for one in held], ["taken"])
    Consent.objects.bulk_create(_consents(every), batch_size=1000)
    FunnelFact.objects.bulk_create(_facts(gathered), batch_size=1000)
    return gathered


def _intake(crowd: Crowd) -> Intake:
    places = crowd.people + (PUPILS if crowd.brings_class else 0)
    return Intake(
        node_id=crowd.node_id,
        capacity=crowd.capacity,
        taken=places,
        largest_group=LARGEST_GROUP if crowd.brings_class else None,
    )


def _slots(crowds: Sequence[Crowd], intakes: Sequence[Intake]) -> dict[int, list[Slot]]:
    """Return the slots of each event that has some, by its intake."""
    made = Slot.objects.bulk_create(
        Slot(intake=intake, starts_at=begins, ends_at=begins + timedelta(hours=1), capacity=None)
        for crowd, intake in zip(crowds, intakes, strict=True)
        for begins in [crowd.opens + timedelta(hours=n) for n in range(crowd.slots)]
    )
    found: dict[int, list[Slot]] = {}
    for slot in made:
        found.setdefault(slot.intake_id, []).append(slot)
    return found


def _registrations(
    crowd: Crowd, intake: Intake, slots: list[Slot], numbers: Iterator[int], now: datetime
) -> Iterator[Registration]:
    for place in range(crowd.people + crowd.waiting):
        number = next(numbers)
        one = _registration(crowd, intake, number, now)
        one.slot = slots[place % len(slots)] if slots else None
        if place >= crowd.people:
            _wait(one, is_past=crowd.opens < now)
        yield _counted(one, place, crowd, now)
    if crowd.brings_class:
        one = _registration(crowd, intake, next(numbers), now)
        one.places, one.group_name, one.origin = PUPILS, CLASS, "lycee"
        one.needs = "Une personne se déplace en fauteuil."
        one.slot = slots[0] if slots else None
        yield _counted(one, 1, crowd, now)


def _registration(crowd: Crowd, intake: Intake, number: int, now: datetime) -> Registration:
    until = min(now, crowd.opens)
    return Registration(
        intake=intake,
        name=name_of(number),
        email=email_of(number),
        origin=origin_of(number),
        status=RegistrationStatus.CONFIRMED,
        registered_at=until - timedelta(days=1 + number % 14, minutes=number * 37 % 600),
        **new_marks().fields(),
    )


def _wait(one: Registration, *, is_past: bool) -> None:
    one.waiting_since = one.registered_at
    one.status = RegistrationStatus.LAPSED if is_past else RegistrationStatus.WAITING


def _counted(one: Registration, place: int, crowd: Crowd, now: datetime) -> Registration:
    """Count somebody in their slot, and note their arrival where the hour has come."""
    if one.status != RegistrationStatus.CONFIRMED:
        return one
    if one.slot is not None:
        one.slot.taken += one.places
    at = (one.slot.starts_at if one.slot else crowd.opens) + timedelta(minutes=place * 7 % 50)
    if at <= now and place % crowd.absent:
        one.came_at = at
    return one


def _consents(registrations: Sequence[Registration]) -> Iterator[Consent]:
    with translation.override("fr"):
        words = {purpose: str(told) for purpose, told in PURPOSE_WORDS.items()}
    for number, one in enumerate(registrations):
        allowed = {Purpose.RECRUITER: number % 3 != 0, Purpose.NEWS: number % 5 == 0}
        for purpose in (purpose for purpose, is_given in allowed.items() if is_given):
            yield Consent(
                registration=one,
                purpose=purpose,
                words=words[purpose],
                given_at=one.registered_at,
            )


def _facts(gathered: Sequence[Gathered]) -> Iterator[FunnelFact]:
    for event in gathered:
        for one in event.registrations:
            told = {FunnelStage.CAME: one.came_at}
            if one.status == RegistrationStatus.CONFIRMED:
                told[FunnelStage.REGISTERED] = one.registered_at
            for stage, at in told.items():
                if at is not None:
                    yield FunnelFact(
                        stage=stage,
                        key=f"registration:{one.pk}",
                        node_id=event.crowd.node_id,
                        registration=one,
                        at=at,
                    )
