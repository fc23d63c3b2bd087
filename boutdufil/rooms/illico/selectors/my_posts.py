"""What "my page" shows of seats and teams."""

from dataclasses import dataclass

from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.permissions.agents import led_by
from boutdufil.rooms.illico.selectors.agents import OfferRow, SeatRow, offers_to, seats_of


@dataclass(frozen=True, slots=True)
class MyPosts:
    """Seats somebody has, those they were offered, teams they lead."""

    seats: list[SeatRow]
    offers: list[OfferRow]
    teams: list[OrganisationRow]


def my_posts(person: Person) -> MyPosts | None:
    """Return a person's seats, offers and teams; None without any."""
    found = MyPosts(seats_of(person.pk), offers_to(person.email or ""), led_by(person))
    return found if found.seats or found.offers or found.teams else None
