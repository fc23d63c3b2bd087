"""Seats, who sits in them, and what may be answered from them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.organisations.selectors import family_ids
from boutdufil.rooms.illico.models import Agent, Number, SeatOffer
from boutdufil.rooms.illico.models.seats import OFFER_LIVES
from boutdufil.rooms.illico.rules.offering import SIGNS_FIRST
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.relief import standing_of

INTERPRETS = "interpreter"


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number an organisation may answer."""

    id: int
    code: str
    name: str
    owner: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as lists and headings show it; ``channels`` with how many calls at once."""

    id: int
    name: str
    given_name: str
    person_id: int
    organisation_id: int
    organisation: str
    languages: tuple[str, ...]
    capacity: tuple[tuple[str, int], ...]
    pool: str
    signs_first: bool
    is_interpreter: bool
    is_home: bool
    work_status: str
    since: datetime
    ended_at: datetime | None

    @property
    def channels(self) -> tuple[tuple[str, str], ...]:
        """Return channels with their names."""
        return tuple((one, str(Channel(one).label)) for one, _most in self.capacity)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A seat somebody was offered."""

    id: int
    organisation: str
    email: str
    seat: Seat
    numbers: tuple[str, ...]
    offered_at: datetime


def numbers_open_to(organisation_id: int) -> list[NumberRow]:
    """Return the numbers an organisation may answer: its family's, and those entrusted to it."""
    entrusted = Q(entrusted__organisation_id=organisation_id, entrusted__ended_at=None)
    own = Q(organisation_id__in=family_ids(organisation_id))
    found = Number.objects.filter(own | entrusted, closed_at=None).distinct()
    rows = found.order_by("name", "pk").values_list(
        "pk", "code", "name", "organisation__name", "channels"
    )
    return [
        NumberRow(key, code, name, owner, tuple(channels))
        for key, code, name, owner, channels in rows
    ]


def seats_of(person_id: int) -> list[SeatRow]:
    """Return the seats somebody may take, in the order of their organisations."""
    held = Agent.objects.filter(person_id=person_id, ended_at=None, organisation__closed_on=None)
    return [seat_row(one) for one in held.select_related("organisation").order_by("since", "pk")]


def seat(agent_id: int) -> SeatRow | None:
    """Return a seat, ended or not."""
    found = Agent.objects.select_related("organisation").filter(pk=agent_id).first()
    return seat_row(found) if found else None


def seats_at(organisation_id: int) -> list[SeatRow]:
    """Return who answers for an organisation now."""
    held = Agent.objects.filter(organisation_id=organisation_id, ended_at=None)
    return [seat_row(one) for one in held.select_related("organisation")]


def described_seat(agent_id: int) -> Seat:
    """Return a seat as a form shows it."""
    agent = Agent.objects.prefetch_related("numbers").get(pk=agent_id)
    return Seat(
        given_name=agent.given_name,
        numbers=tuple(number.pk for number in agent.numbers.all()),
        languages=tuple(agent.languages),
        capacity=agent.capacity,
        skills=tuple(agent.skills),
        pool=agent.pool,
        is_interpreter=agent.is_interpreter,
        is_home=agent.is_home,
        work_status=agent.work_status,
        signs_first=agent.signs_first,
    )


def offers_to(email: str) -> list[OfferRow]:
    """Return the seats an address was offered and has not answered."""
    standing = SeatOffer.objects.filter(
        email=email,
        accepted_at=None,
        declined_at=None,
        withdrawn_at=None,
        offered_at__gt=timezone.now() - OFFER_LIVES,
    )
    return _offer_rows(list(standing.select_related("organisation")))


def offers_of(organisation_id: int) -> list[OfferRow]:
    """Return the seats an organisation has offered and nobody has answered yet."""
    standing = SeatOffer.objects.filter(
        organisation_id=organisation_id, accepted_at=None, declined_at=None, withdrawn_at=None
    )
    return _offer_rows(list(standing.select_related("organisation")))


def number_names(keys: tuple[int, ...]) -> list[str]:
    """Return the names of numbers, in order."""
    return list(Number.objects.filter(pk__in=keys).values_list("name", flat=True))


def numbers_by_skill(agent_id: int) -> dict[str, int]:
    """Return the numbers of a seat, by the skill that stands for each."""
    held = Number.objects.filter(agents=agent_id).values_list("code", "pk")
    return {f"n:{code}": key for code, key in held}


def profile_of(
    agent_id: int, *, channels: tuple[str, ...] = (), numbers: frozenset[int] | None = None
) -> dict[str, Any]:
    """Return what the dispatcher is told of an agent.

    ``channels`` and ``numbers`` are those chosen for now; without them, all of the seat's.
    """
    agent = Agent.objects.prefetch_related("numbers").get(pk=agent_id)
    wanted = {one: most for one, most in agent.capacity.items() if not channels or one in channels}
    chosen = [
        number
        for number in agent.numbers.all()
        if number.closed_at is None and (numbers is None or number.pk in numbers)
    ]
    standing = standing_of(agent, chosen)
    lines = {f"n:{number.code}" for number in chosen} | standing.skills
    known = {skill for number in agent.numbers.all() for skill in number.skills}
    own = {agent.name, *agent.skills, *known}
    return {
        "skills": sorted(lines | own | languages_of(agent)),
        "levels": standing.levels,
        "capacity": wanted or dict(agent.capacity),
        "pool": agent.pool,
    }


def languages_of(agent: Agent) -> set[str]:
    """Return languages as skills; an interpreter's bring them requests and no caller."""
    if agent.is_interpreter:
        return {INTERPRETS, *(f"i:{one}" for one in agent.languages)}
    return {*agent.languages, *((SIGNS_FIRST,) if agent.signs_first else ())}


def seat_row(agent: Agent) -> SeatRow:
    """Return a seat's row; its organisation is loaded."""
    return SeatRow(
        id=agent.pk,
        name=agent.name,
        given_name=agent.given_name,
        person_id=agent.person_id,
        organisation_id=agent.organisation_id,
        organisation=agent.organisation.name,
        languages=tuple(agent.languages),
        capacity=tuple((one, agent.capacity[one]) for one in Channel if one in agent.capacity),
        pool=agent.pool,
        signs_first=agent.signs_first,
        is_interpreter=agent.is_interpreter,
        is_home=agent.is_home,
        work_status=agent.work_status,
        since=agent.since,
        ended_at=agent.ended_at,
    )


def _offer_rows(offers: list[SeatOffer]) -> list[OfferRow]:
    keys = {key for one in offers for key in one.seat.get("numbers", ())}
    names = dict(Number.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [
        OfferRow(
            id=one.pk,
            organisation=one.organisation.name,
            email=one.email,
            seat=Seat.of_plain(one.seat),
            numbers=tuple(names[key] for key in one.seat.get("numbers", ()) if key in names),
            offered_at=one.offered_at,
        )
        for one in offers
    ]
