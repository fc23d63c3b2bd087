"""What ``boutdufil tour`` answers on a terminal: tables and JSON. Needs Django."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from boutdufil.engines.itinerary import Stop, Tour
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.rooms.campaigns.services.tour_words import Answer, certainty, numbers, without

SHORT_HEADER = ("Jour", "Ville", "Étape", "Demandeurs d’emploi", "Postes", "Centres", "Valeur")


def as_data(answer: Answer) -> dict[str, Any]:
    """Return the tour as plain data."""
    tour = answer.tour
    return {
        "status": tour.status.value,
        "in_words": certainty(answer),
        "order": list(tour.order),
        "km": tour.km,
        "reach": asdict(tour.reach),
        "bound": tour.bound,
        "gap": round(tour.gap, 6),
        "limit_that_would_do": tour.limit_that_would_do,
        "stops": [asdict(stop) for stop in tour.stops],
        "without": [
            {
                "city": other.without,
                "change": None if other.change is None else round(other.change, 6),
                "order": list(other.tour.order),
                "status": other.tour.status.value,
            }
            for other in answer.others
        ],
    }


def show(answer: Answer) -> None:
    """Print the tour, how sure it is, and what each city brings."""
    console = Console()
    tour = answer.tour
    if tour.stops:
        lines = [line(stop) for stop in tour.stops]
        print_table(console, "Tournée", SHORT_HEADER, [*lines, total(tour)])
    console.print(certainty(answer))
    if answer.others:
        told = [(f"sans {other.without}", *without(other)) for other in answer.others]
        print_table(console, "Et sans l’une des villes ?", ("", "Valeur", "La meilleure"), told)
    console.print(
        "Chaque ville est comptée une fois, au premier jour qui l’atteint. Distances à vol "
        "d’oiseau ; durées estimées, sans la circulation.",
        style="dim",
    )


def line(stop: Stop) -> list[str]:
    """Return one day as a terminal shows it."""
    leg = "" if stop.leg_km is None else f"{format_number(round(stop.leg_km))} km"
    return [str(stop.day), stop.place, leg, *numbers(stop)]


def total(tour: Tour) -> list[str]:
    """Return the sums of a tour."""
    return ["", "Total", f"{format_number(round(tour.km))} km", *numbers(tour)]


def print_table(
    console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Print a table."""
    table = Table(*header, title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for cells in rows:
        table.add_row(*cells)
    console.print(table)
