"""The road book of a tour, in French: a calendar and sheets to print."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override
from icalendar import Calendar, Event

from boutdufil.adapters.typesetting import typeset
from boutdufil.engines.itinerary import Stop, Tour
from boutdufil.kernel.ui.numbers import NO_BREAK_SPACE, format_number
from boutdufil.rooms.campaigns.services.tour_words import Answer, certainty, numbers

TEMPLATE = Path(__file__).resolve().parents[1] / "data" / "tour_book.typ"
KINDS = ("demandeurs d’emploi", "postes", "centres")
NOTE = "Distances à vol d’oiseau ; durées estimées en voiture, sans la circulation."


def as_calendar(tour: Tour, first_day: date, made_at: datetime) -> bytes:
    """Return one entry a day (RFC 5545); a city on the same day is the same entry again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bout du fil//tour//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    with override("fr"):
        for stop in tour.stops:
            calendar.add_component(entry(stop, first_day, made_at))
    return bytes(calendar.to_ical())


def entry(stop: Stop, first_day: date, made_at: datetime) -> Event:
    """Return a whole day in a city."""
    day = day_of(stop, first_day)
    event = Event()
    event.add("uid", f"{sha256(f'{day} {stop.place}'.encode()).hexdigest()[:32]}@boutdufil")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"Étape {stop.day} : {stop.place}")
    event.add("location", stop.place)
    event.add("description", " · ".join([*leg_words(stop), reach_words(stop)]))
    return event


def as_pdf(answer: Answer, first_day: date, made_at: datetime) -> bytes:
    """Return the road book as a tagged PDF, one section a day."""
    with override("fr"):
        return typeset(TEMPLATE, book_data(answer, first_day), at=made_at)


def book_data(answer: Answer, first_day: date) -> dict[str, Any]:
    """Return what stands in the road book."""
    tour = answer.tour
    last = day_of(tour.stops[-1], first_day)
    return {
        "title": f"Feuille de route, du {written(first_day)} au {written(last)}",
        "footer": NOTE,
        "lines": [certainty(answer), " › ".join(tour.order)],
        "header": ["Jour", "Ville", "Étape (km)", "Demandeurs d’emploi", "Postes", "Centres"],
        "rows": [table_row(stop, first_day) for stop in tour.stops],
        "caption": "Ce que chaque étape atteint de nouveau",
        "days": [
            {
                "title": f"{written(day_of(stop, first_day))} : {stop.place}",
                "lines": [*leg_words(stop), reach_words(stop), places_words(stop)],
            }
            for stop in tour.stops
        ],
    }


def table_row(stop: Stop, first_day: date) -> list[str]:
    """Return one day of the table."""
    leg = "–" if stop.leg_km is None else format_number(round(stop.leg_km))
    return [written(day_of(stop, first_day)), stop.place, leg, *numbers(stop)[: len(KINDS)]]


def leg_words(stop: Stop) -> list[str]:
    """Say how far it is from the stop before; nothing on the first day."""
    if stop.leg_km is None:
        return []
    km = format_number(round(stop.leg_km))
    return [f"Étape de {km}{NO_BREAK_SPACE}km, environ {stop.leg_minutes}{NO_BREAK_SPACE}min"]


def reach_words(stop: Stop) -> str:
    """Say whom this stop reaches that no earlier one did."""
    told = zip(numbers(stop), KINDS, strict=False)
    return "Atteint de nouveau : " + ", ".join(f"{number} {kind}" for number, kind in told)


def places_words(stop: Stop) -> str:
    """Name the cities that this stop reaches first."""
    return f"Villes : {', '.join(stop.places) or 'aucune de plus'}"


def day_of(stop: Stop, first_day: date) -> date:
    """Return the date of a stop: one a day, without a pause."""
    return first_day + timedelta(days=stop.day - 1)


def written(day: date) -> str:
    """Return a date in words."""
    return date_format(day, "l j F Y")
