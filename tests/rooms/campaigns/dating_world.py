"""A small job dating: tables, people with wishes, all of one invented afternoon."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from boutdufil.engines.slotting import check
from boutdufil.rooms.campaigns.enums import LIVE
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.selectors.dating import dating_of, day_of
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from tests.factories.campaigns import (
    DatingFactory,
    IntakeFactory,
    RegistrationFactory,
    TableFactory,
    WishFactory,
)

NAMES = ("Inès Inventée", "Hugo Inventé", "Lina Inventée", "Marc Inventé", "Zoé Inventée")


@dataclass
class DatingWorld:
    """The day, its tables, and people; `wish` and `held` are what tests say and ask most."""

    dating: Any
    tables: list[Any]
    people: list[Any]

    @property
    def node(self):
        return node_row(self.dating.node_id)

    @property
    def day(self):
        return day_of(dating_of(self.dating.node_id))

    def wish(self, person, *tables):
        for rank, table in enumerate(tables, start=1):
            WishFactory(registration=self.people[person], table=self.tables[table], rank=rank)

    def held(self):
        found = Meeting.objects.filter(dating=self.dating, state__in=LIVE)
        people = {one.pk: place for place, one in enumerate(self.people)}
        tables = {one.pk: place for place, one in enumerate(self.tables)}
        return sorted((m.round, tables[m.table_id], people[m.registration_id]) for m in found)

    def clashes(self):
        return check(self.day.problem, self.day.meetings)

    def at(self, minutes):
        return self.dating.starts_at + timedelta(minutes=minutes)


def dating_world(*, tables=3, people=4, rounds=6, **day):
    """Set the day up; nobody wishes anything yet."""
    dating = DatingFactory(rounds=rounds, **day)
    intake = IntakeFactory(node=dating.node)
    return DatingWorld(
        dating,
        [TableFactory(dating=dating, label=f"Table {n + 1}") for n in range(tables)],
        [RegistrationFactory(intake=intake, name=NAMES[n % len(NAMES)]) for n in range(people)],
    )
