"""By which legal way a training is followed: law as data, conditions as questions.

Nothing is guessed: an answer nobody gave leaves a vehicle "to ask". See `data/PROVENANCE.md`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OPEN, ASK, CLOSED = "open", "ask", "closed"
HOURS, YES, NO = "hours", "yes", "no"
KEPT, HOST, REDUCED, HIRED = "kept", "host", "reduced", "hired"
DAYS_A_MONTH = 30

FACT_WORDS = {
    "standing": _("votre situation d’emploi"),
    "employer_size": _("la taille de l’entreprise"),
    "receivership": _("l’état de l’entreprise (redressement, liquidation)"),
    "employer_agrees": _("l’accord de votre employeur"),
    "host_agrees": _("un employeur prêt à vous accueillir"),
    "experience": _("une expérience de ce métier"),
    "door": _("une porte ouverte vers ce métier"),
    HOURS: _("une formation de 150 à 450 heures"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One legal way, in the reader's language; `months` is how long its allowance lasts."""

    key: str
    name: str
    article: str
    in_force_on: date | None
    read_on: date
    pays: str
    income: str
    pay: str
    longest: str
    certifies: str
    documents: tuple[str, ...]
    steps: tuple[str, ...]
    way_back: str
    check: str
    sources: tuple[Source, ...]
    hours: tuple[int, int] | None
    months: tuple[int, int] | None
    asks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the person said, and what the path is; an answer is "" when it was not given.

    `starts_on` is the first day of the first training, `ready_on` the last day of the last one;
    both are None without a training. A path is not `complete` when no known training closes it:
    its end is then unknown.
    """

    answers: Mapping[str, str]
    today: date
    income_until: date | None = None
    starts_on: date | None = None
    ready_on: date | None = None
    hours: int = 0
    complete: bool = True

    @property
    def is_lasting(self) -> bool:
        """Whether the present contract has no end in sight."""
        return self.answers.get("standing") == "permanent"


@dataclass(frozen=True, slots=True)
class VehicleFinding:
    """A way judged for somebody: open, to ask (`unanswered`), or closed (`refused` conditions).

    `unpaid` counts the days without any income at best; None is not known.
    """

    vehicle: Vehicle
    state: str
    unanswered: tuple[str, ...]
    refused: tuple[str, ...]
    unpaid: int | None

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be said, in words."""
        return tuple(str(FACT_WORDS[fact]) for fact in self.unanswered)

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What closes this way, in words."""
        return tuple(str(FACT_WORDS[fact]) for fact in self.refused)


def vehicles_for(
    circumstances: Circumstances, known: Sequence[Vehicle] | None = None
) -> tuple[VehicleFinding, ...]:
    """Judge every legal way for somebody's path; the open ones first, then those to ask.

    Pure, but for the `known` ways, read from `data/vehicles.json` when they are not given.
    """
    judged = [_judge(each, circumstances) for each in (known or vehicles())]
    order = (OPEN, ASK, CLOSED)
    return tuple(sorted(judged, key=lambda finding: order.index(finding.state)))


def days_without_pay(vehicle: Vehicle | None, circumstances: Circumstances) -> int | None:
    """Count the days between the end of one income and the start of the next, at best.

    At best: the next job begins the day after the last training. None when it is not known.
    """
    next_income = _next_income(vehicle.income if vehicle else "", circumstances)
    if next_income is None:
        return None
    if circumstances.is_lasting:
        return 0
    until = circumstances.income_until
    return None if until is None else _uncovered(vehicle, until, next_income)


def _next_income(income: str, circumstances: Circumstances) -> date | None:
    """Return the first day of the next income; None when the end of the path is not known."""
    if income == HIRED:
        return circumstances.today + timedelta(days=1)
    if not circumstances.complete:
        return None
    if income == HOST and circumstances.starts_on is not None:
        return circumstances.starts_on
    return (circumstances.ready_on or circumstances.today) + timedelta(days=1)


def _uncovered(vehicle: Vehicle | None, until: date, next_income: date) -> int | None:
    """Count the days left once an allowance is taken off; None when its length decides."""
    months = vehicle.months if vehicle and vehicle.income == REDUCED else None
    if months is None:
        return max(0, (next_income - until).days - 1)
    least, most = (
        max(0, (next_income - until).days - 1 - DAYS_A_MONTH * length) for length in months
    )
    return least if least == most else None


def _judge(vehicle: Vehicle, circumstances: Circumstances) -> VehicleFinding:
    unanswered, refused = _conditions(vehicle.asks, circumstances.answers)
    if vehicle.hours and not circumstances.complete:
        unanswered = [*unanswered, HOURS]
    elif vehicle.hours and not vehicle.hours[0] <= circumstances.hours <= vehicle.hours[1]:
        refused = [*refused, HOURS]
    state = CLOSED if refused else ASK if unanswered else OPEN
    unpaid = None if state == CLOSED else days_without_pay(vehicle, circumstances)
    return VehicleFinding(vehicle, state, tuple(unanswered), tuple(refused), unpaid)


def _conditions(
    asks: Sequence[Mapping[str, Any]], answers: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Return the facts not answered and those refused; "any" holds when one of its facts does."""
    unanswered: list[str] = []
    refused: list[str] = []
    for ask in asks:
        choices = ask.get("any", [ask])
        said = {choice["fact"]: answers.get(choice["fact"], "") for choice in choices}
        if any(said[choice["fact"]] in choice["any_of"] for choice in choices):
            continue
        silent = [fact for fact, answer in said.items() if not answer]
        (unanswered if silent else refused).extend(silent or said)
    return unanswered, refused


def vehicles() -> tuple[Vehicle, ...]:
    """Return every legal way, in the reader's language."""
    return tuple(_vehicle(raw, _language()) for raw in _raw())


@cache
def _raw() -> tuple[dict[str, Any], ...]:
    found = files("boutdufil.rooms.mobility").joinpath("data/vehicles.json")
    return tuple(json.loads(found.read_text(encoding="utf-8")))


def _language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def _vehicle(raw: Mapping[str, Any], lang: str) -> Vehicle:
    def told(field: str) -> str:
        return str(raw[field][lang])

    return Vehicle(
        key=raw["key"],
        name=told("name"),
        article=raw["article"],
        in_force_on=date.fromisoformat(raw["in_force_on"]) if raw["in_force_on"] else None,
        read_on=date.fromisoformat(raw["read_on"]),
        pays=told("pays"),
        income=raw["income"],
        pay=told("pay"),
        longest=told("longest"),
        certifies=told("certifies"),
        documents=tuple(each[lang] for each in raw["documents"]),
        steps=tuple(each[lang] for each in raw["steps"]),
        way_back=told("way_back"),
        check=told("check"),
        sources=tuple(Source(each["label"], each["url"]) for each in raw["sources"]),
        hours=_span(raw["hours"]),
        months=_span(raw.get("months")),
        asks=tuple(raw["asks"]),
    )


def _span(raw: Sequence[int] | None) -> tuple[int, int] | None:
    return (raw[0], raw[1]) if raw else None
