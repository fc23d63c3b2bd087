"""Planning a tour before there is a campaign, keeping it, and making its stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from boutdufil.engines.itinerary import (
    Fault,
    Place,
    Problem,
    ProblemError,
    Weights,
    plan_tour,
)
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.kernel.territories.selectors import Town, populous
from boutdufil.rooms.campaigns.enums import NodeKind, Trait
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Node, TourPlan
from boutdufil.rooms.campaigns.rules.traits import NodeDraft, Period
from boutdufil.rooms.campaigns.rules.traits import Place as Where
from boutdufil.rooms.campaigns.services.nodes import create_node
from boutdufil.rooms.campaigns.services.tour_files import Reading

# A page waits for the engine: this much is answered within some six seconds whatever the legs,
# sixty cities and five days in a tenth of one. `boutdufil tour` takes more.
MOST_CITIES, MOST_DAYS = 80, 10
KEPT_FOR = timedelta(days=730)
REFUSALS: dict[Fault, str] = {
    Fault.REACH_OUTSIDE: gettext_noop("Une étape attire de 0 à 1000 km à la ronde."),
    Fault.LIMIT_OUTSIDE: gettext_noop("La limite d’un trajet est plus grande que zéro."),
    Fault.WEIGHTS_OUTSIDE: gettext_noop("Un poids va de 0 à 1000."),
    Fault.TOO_FEW_PLACES: gettext_noop(
        "Il y a moins de villes que de jours. Ajoutez des villes, ou retirez des jours."
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a tour: days, kilometres, what each thing is worth."""

    name: str
    first_day: date
    days: int
    reach_km: float
    leg_km: float
    weights: tuple[float, float, float]


def plan(*, owner_id: int, asked: Asked, reading: Reading) -> TourPlan:
    """Have the tour of some cities planned, and keep it with its proof.

    :raises CampaignError: what is asked cannot be, with what to change.
    """
    try:
        tour = plan_tour(problem_of(reading.places, asked))
    except ProblemError as error:
        raise CampaignError(_refusal(error)) from error
    return TourPlan.objects.create(
        owner_id=owner_id,
        name=asked.name,
        first_day=asked.first_day,
        cities=[{**asdict(one), "code": reading.codes.get(one.id, "")} for one in reading.places],
        notes=list(reading.notes),
        asked=_kept(asked),
        answer=asdict(tour),
    )


def problem_of(places: tuple[Place, ...], asked: Asked) -> Problem:
    """Return what is asked of the engine."""
    return Problem(
        places=places,
        days=asked.days,
        reach_km=asked.reach_km,
        leg_km=asked.leg_km,
        weights=Weights(*asked.weights),
    )


def most_populous(*, departments: Collection[str], count: int) -> Reading:
    """Return the most populous communes of some départements; inhabitants stand for job seekers.

    :raises CampaignError: none of these départements has any.
    """
    found = populous(departments, min(count, MOST_CITIES))
    if not found:
        raise CampaignError(_("Choisissez au moins un département."), "departments")
    twice = {label for label, held in Counter(one.label for one in found).items() if held > 1}
    names = {
        one.code: f"{one.label} ({one.code})" if one.label in twice else one.label for one in found
    }
    note = _("Les habitants comptent ici comme demandeurs d’emploi : c’est une approximation.")
    places = tuple(_place(one, names[one.code]) for one in found)
    return Reading(places, (note,), {name: code for code, name in names.items()})


@transaction.atomic
def make_stops(*, tour: TourPlan, parent_id: int, organiser_id: int, actor_id: int) -> list[Node]:
    """Write the stops of a tour down beneath a node, as drafts on their days: all, or none.

    :raises CampaignError: one of them may not stand there, or not on its day.
    """
    codes = {city["id"]: city["code"] for city in tour.cities}
    return [
        create_node(
            organiser_id=organiser_id,
            parent_id=parent_id,
            draft=_draft(stop, tour.first_day, codes.get(stop["place"], "")),
            actor_id=actor_id,
        )
        for stop in tour.answer["stops"]
    ]


def drop_tour(*, tour: TourPlan) -> None:
    """Forget a planned tour."""
    tour.delete()


def export_tours(person: Person) -> dict[str, Any]:
    """Return the tours a person planned, JSON-able."""
    found = TourPlan.objects.filter(owner=person)
    return {
        "tours": [
            {"name": one.name, "first_day": f"{one.first_day}", "asked": one.asked} for one in found
        ]
    }


def erase_tours(person: Person) -> None:
    """Forget the tours a person planned."""
    TourPlan.objects.filter(owner=person).delete()


def forget_tours(now: datetime) -> int:
    """Forget the tours whose first day is long past; return how many."""
    return TourPlan.objects.filter(first_day__lt=now.date() - KEPT_FOR).delete()[0]


def _place(town: Town, name: str) -> Place:
    where = town.spot.position
    return Place(
        name, where.latitude, where.longitude, town.population, landmass=town.spot.landmass
    )


def _kept(asked: Asked) -> dict[str, Any]:
    return {
        "days": asked.days,
        "reach_km": asked.reach_km,
        "leg_km": asked.leg_km,
        "weights": list(asked.weights),
    }


def _refusal(error: ProblemError) -> str:
    told = REFUSALS.get(error.fault)
    return _(told) if told else _("Cette tournée ne peut pas être calculée. Vérifiez les villes.")


def _draft(stop: dict[str, Any], first_day: date, code: str) -> NodeDraft:
    day = first_day + timedelta(days=stop["day"] - 1)
    traits: dict[Trait, Any] = {Trait.PERIOD: Period(day, day)}
    if code:
        traits[Trait.PLACE] = Where(code)
    name = _("Étape de %(town)s") % {"town": stop["place"]}
    return NodeDraft(name=name, kind=NodeKind.STOP, traits=traits)


RULES = (
    RetentionRule(
        name="campaigns.tours",
        what=gettext_lazy("Tournées prévues, après leur premier jour"),
        period=KEPT_FOR,
        source=gettext_lazy("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
        run=forget_tours,
    ),
)
