"""Planned tours as their owner reads them, alone or beside one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from boutdufil.engines.itinerary import Place, Problem, Reach, Status, Stop, Tour, Weights
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.territories.selectors.maps import Marker, PlaceMap, place_map
from boutdufil.rooms.campaigns.enums import NodeKind
from boutdufil.rooms.campaigns.models import TourPlan
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tree import BENEATH
from boutdufil.rooms.campaigns.selectors.desk import holders_of
from boutdufil.rooms.campaigns.selectors.nodes import tree_of


@dataclass(frozen=True, slots=True)
class TourDay:
    """A day of a tour: where, how far from the day before, whom it reaches that none did."""

    day: date
    stop: Stop


@dataclass(frozen=True, slots=True)
class TourPage:
    """A planned tour: what was asked, what came out, how sure, on a map.

    What no city says (`has_posts` and so on) is not known, and not shown as none.
    """

    id: int
    name: str
    first_day: date
    asked: Mapping[str, Any]
    notes: tuple[str, ...]
    cities: int
    problem: Problem
    tour: Tour
    days: tuple[TourDay, ...]
    map: PlaceMap | None

    @property
    def has_job_seekers(self) -> bool:
        """Tell whether job seekers are known."""
        return any(city.job_seekers for city in self.problem.places)

    @property
    def has_posts(self) -> bool:
        """Tell whether posts are known."""
        return any(city.posts for city in self.problem.places)

    @property
    def has_centres(self) -> bool:
        """Tell whether centres are known."""
        return any(city.centres for city in self.problem.places)


def tour_of(tour_id: int) -> TourPlan | None:
    """Return a planned tour by its number."""
    return TourPlan.objects.filter(pk=tour_id).first()


def tours_of(person: Person) -> list[TourPlan]:
    """Return the tours somebody had planned, the latest first."""
    return list(TourPlan.objects.filter(owner=person))


def tour_page(plan: TourPlan) -> TourPage:
    """Return a planned tour to be read."""
    tour = _tour(plan.answer)
    return TourPage(
        id=plan.pk,
        name=plan.name,
        first_day=plan.first_day,
        asked=plan.asked,
        notes=tuple(plan.notes),
        cities=len(plan.cities),
        problem=_problem(plan),
        tour=tour,
        days=tuple(
            TourDay(plan.first_day + timedelta(days=stop.day - 1), stop) for stop in tour.stops
        ),
        map=_map(plan, tour),
    )


def homes_of_stops(person: Person) -> list[NodeRow]:
    """Return the nodes of one's own that a tour can be put beneath, campaigns before areas."""
    tops = [top for holder in holders_of(person) for top in holder.nodes]
    ours = {top.organiser_id for top in tops}
    rows = tree_of(*{top.root_id for top in tops}).rows.values() if tops else ()
    wanted = [row for row in rows if row.organiser_id in ours]
    return [
        row for row in wanted if NodeKind.STOP in BENEATH[row.kind] and row.status != "archived"
    ]


def _tour(answer: Mapping[str, Any]) -> Tour:
    return Tour(
        status=Status(answer["status"]),
        stops=tuple(_stop(one) for one in answer["stops"]),
        reach=Reach(**answer["reach"]),
        km=answer["km"],
        bound=answer["bound"],
        limit_that_would_do=answer["limit_that_would_do"],
    )


def _stop(held: Mapping[str, Any]) -> Stop:
    reach, places = Reach(**held["reach"]), tuple(held["places"])
    return Stop(**{**held, "reach": reach, "places": places})


def _problem(plan: TourPlan) -> Problem:
    held = [{key: value for key, value in city.items() if key != "code"} for city in plan.cities]
    asked = plan.asked
    return Problem(
        places=tuple(Place(**city) for city in held),
        days=asked["days"],
        reach_km=asked["reach_km"],
        leg_km=asked["leg_km"],
        weights=Weights(*asked["weights"]),
    )


def _map(plan: TourPlan, tour: Tour) -> PlaceMap | None:
    """Draw the stops with their days, on the départements of every city that was looked at."""
    codes = {city["id"]: city["code"] for city in plan.cities if city["code"]}
    markers = [
        Marker(codes[stop.place], stop.place, sign=str(stop.day))
        for stop in tour.stops
        if stop.place in codes
    ]
    return place_map(markers, departments={_department(code) for code in codes.values()}, way=True)


def _department(code: str) -> str:
    return code[:3] if code.startswith("97") else code[:2]
