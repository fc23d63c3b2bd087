"""Figures from elsewhere of the inhabited site: claims with counts, real and simulated."""

from datetime import date

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.barometer.enums import RoomFactKind
from tests.factories.barometer import RoomFactFactory


def inhabit_facts(person: Person, leader: Organisation) -> dict[str, dict[str, object]]:
    """Count things of every kind in two months, for real and in the demo world."""
    for kind in RoomFactKind:
        for simulated in (False, True):
            for month in (3, 4):
                RoomFactFactory(
                    kind=kind,
                    subject=f"page:{month}:{simulated}",
                    happened_on=date(2026, month, 2),
                    count=month,
                    region="44",
                    simulated=simulated,
                )
    return {}
