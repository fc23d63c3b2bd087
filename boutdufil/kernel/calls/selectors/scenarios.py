"""Which calls can be practised, and for which open door."""

from collections.abc import Collection
from dataclasses import dataclass

from boutdufil.kernel.calls.scenarios import Scenario, latest_scenarios, scenario
from boutdufil.kernel.occupations import selectors as occupations

__all__ = ["DoorLink", "doors_of", "scenario", "scenario_near", "scenarios", "scenarios_for_door"]

# By what is done in it: listening to a stranger and writing it down; a guest's bill.
NEAREST = {"M1613": "colis-jamais-arrive", "G1703": "facture-payee-deux-fois"}


@dataclass(frozen=True, slots=True)
class DoorLink:
    """A trade that a scenario shows a piece of."""

    code: str
    label: str
    lang: str


def scenarios(slugs: Collection[str] | None = None) -> tuple[Scenario, ...]:
    """Return every scenario in its newest version, the shortest first; or those named."""
    return tuple(one for one in latest_scenarios() if slugs is None or one.slug in slugs)


def scenarios_for_door(code: str) -> tuple[Scenario, ...]:
    """Return the scenarios of an open door, the shortest first; none asks no database."""
    return tuple(one for one in latest_scenarios() if code in one.doors)


def scenario_near(code: str) -> Scenario | None:
    """Return the scenario of another trade that comes nearest to an open door with none."""
    slug = NEAREST.get(code)
    return scenario(slug) if slug and not scenarios_for_door(code) else None


def doors_of(one: Scenario) -> list[DoorLink]:
    """Return the trades behind a scenario's doors, in the scenario's order."""
    found = occupations.cards(one.doors)
    rows = (found[code] for code in one.doors if code in found)
    return [DoorLink(row.code, row.label, row.lang) for row in rows]
