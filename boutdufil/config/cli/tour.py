"""``boutdufil tour``: which cities, one a day, and in which order, on a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from boutdufil.config.processes.database import database_session
from boutdufil.engines.itinerary import (
    Fault,
    Place,
    Problem,
    ProblemError,
    Weights,
    alternatives,
    plan_tour,
)

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.services.tour_words import Answer

NO_TOUR = 1
WRONG_FILE = 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
KINDS = 3
FAULTS = {
    Fault.TWO_LIMITS: "choisissez --leg-km ou --leg-minutes, pas les deux",
    Fault.LIMIT_OUTSIDE: "la limite d’une étape est plus grande que zéro",
    Fault.REACH_OUTSIDE: "--reach-km va de 0 à 1000",
    Fault.DAYS_OUTSIDE: "--days va de 1 à 60",
    Fault.WEIGHTS_OUTSIDE: "un poids va de 0 à 1000",
    Fault.DAY_OUTSIDE: "un jour imposé n’est pas dans la tournée",
    Fault.DAY_TAKEN_TWICE: "deux villes ont le même jour imposé",
    Fault.WANTED_AND_REFUSED: "la même ville est imposée et refusée",
    Fault.TOO_MANY_WANTED: "plus de villes imposées que de jours ; ajoutez des jours",
    Fault.TOO_FEW_PLACES: "moins de villes que de jours ; ajoutez des villes ou retirez des jours",
}


@dataclass(frozen=True)
class Options:
    """What was typed behind the file."""

    days: int
    leg_km: float | None
    leg_minutes: int | None
    reach_km: float
    weights: str
    start: str | None
    end: str | None
    must: tuple[str, ...]
    never: tuple[str, ...]
    on: tuple[str, ...]
    without: bool
    out: Path | None
    ics: Path | None
    pdf: Path | None
    first_day: datetime | None
    as_json: bool


@click.command()
@click.argument("cities", type=FILE)
@click.option("--days", type=int, default=5, show_default=True, help="Stops, one a day.")
@click.option("--leg-km", type=float, help="Longest leg, as the crow flies; 300 if none is said.")
@click.option("--leg-minutes", type=int, help="Longest leg by car, an estimate, instead of km.")
@click.option("--reach-km", type=float, default=35, show_default=True, help="Who comes to a stop.")
@click.option(
    "--weights",
    default="1,1,1",
    show_default=True,
    metavar="A,B,C",
    help="What a job seeker, a post and a centre are worth.",
)
@click.option("--start", metavar="CITY", help="The stop of the first day.")
@click.option("--end", metavar="CITY", help="The stop of the last day.")
@click.option("--must", multiple=True, metavar="CITY", help="A stop on whatever day.")
@click.option("--never", multiple=True, metavar="CITY", help="No stop; still to be reached.")
@click.option("--on", multiple=True, metavar="CITY=DAY", help="A stop on that day, 1 the first.")
@click.option("--without/--no-without", default=True, help="Tell the best tour without each city.")
@click.option("--out", type=NEW_FILE, help="Write the stops there, as CSV.")
@click.option("--ics", type=NEW_FILE, help="Write the road book there, for a calendar.")
@click.option("--pdf", type=NEW_FILE, help="Write the road book there, to print.")
@click.option("--first-day", type=DAY, help="The date of the first day, for the road book.")
@click.option("--json", "as_json", is_flag=True, help="Print the tour as JSON.")
def tour(cities: Path, **options: Any) -> None:
    """Choose the stops of a tour among CITIES, and their order: the best one, with its proof.

    CITIES is CSV or XLSX; accents and case of the headings do not matter.

    \b
    Commune                name, postal code or INSEE code
    if known:              Demandeurs d’emploi, Postes, Centres (empty is none)
    of your own:           Latitude, Longitude (degrees; the commune's otherwise)

    A stop reaches every city of the file within --reach-km, each counted once in the whole tour,
    on the first day that reaches it. The best tour reaches most by the weights; of equal ones it is
    the shortest, then the first by names: the order of the lines changes nothing. Distances are
    as the crow flies, minutes an estimate without traffic; islands are never left by a leg.

    The answer says how sure it is: proven best, or how much no tour could surpass. When no tour
    keeps the legs, it says from which limit on there is one, and ends with status 1. A file that
    cannot be used ends with status 2, every line and column named. Nothing is stored.

    \b
    boutdufil tour cities.csv --days 5 --leg-km 250 --must Metz --end Nancy
    boutdufil tour cities.csv --weights 1,20,100 --first-day 2027-10-18 --ics tour.ics
    """
    chosen = Options(**options)
    if (chosen.ics or chosen.pdf) and chosen.first_day is None:
        refuse("une feuille de route a des dates ; ajoutez --first-day AAAA-MM-JJ.")
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.config.cli import tour_answer as words  # noqa: PLC0415

        answer = answer_of(cities, chosen)
        write_files(answer, chosen)
        if chosen.as_json:
            click.echo(json.dumps(words.as_data(answer), ensure_ascii=False, indent=2))
        else:
            words.show(answer)
    if not answer.tour.stops:
        sys.exit(NO_TOUR)


def answer_of(cities: Path, options: Options) -> Answer:
    """Read the file and plan the tour, or end with 2."""
    from boutdufil.rooms.campaigns.services import tour_files as files  # noqa: PLC0415
    from boutdufil.rooms.campaigns.services.tour_words import Answer  # noqa: PLC0415

    try:
        reading = files.read_cities(cities.read_bytes(), filename=cities.name)
        for note in reading.notes:
            click.echo(f"boutdufil tour: {note}", err=True)
        places = reading.places
        problem = problem_of(places, options)
        with progress_bar() as report:
            found = plan_tour(problem, progress=report)
        others = alternatives(problem, found) if options.without else ()
    except files.FileError as error:
        refuse(*error.findings)
    except ProblemError as error:
        about = f" : {', '.join(error.ids)}" if error.ids else ""
        refuse(f"{FAULTS.get(error.fault, error.fault)}{about}.")
    return Answer(problem, found, others)


def problem_of(places: tuple[Place, ...], options: Options) -> Problem:
    """Return what is asked of the engine. Raises FileError for a city that is not in the file."""
    from boutdufil.rooms.campaigns.services.tour_files import resolve  # noqa: PLC0415

    leg_km = options.leg_km
    if leg_km is None and options.leg_minutes is None:
        leg_km = 300.0
    return Problem(
        places=places,
        days=options.days,
        reach_km=options.reach_km,
        leg_km=leg_km,
        leg_minutes=options.leg_minutes,
        weights=read_weights(options.weights),
        must=frozenset(resolve(word, places) for word in options.must),
        never=frozenset(resolve(word, places) for word in options.never),
        fixed=days_of(places, options),
    )


def days_of(places: tuple[Place, ...], options: Options) -> dict[str, int]:
    """Return the day of each city that has one, or end with 2. Raises FileError."""
    from boutdufil.rooms.campaigns.services.tour_files import resolve  # noqa: PLC0415

    days: dict[str, int] = {}
    for word, day in fixed_days(options):
        city = resolve(word, places)
        if days.setdefault(city, day) != day:
            refuse(f"« {city} » a deux jours ; une tournée n’y passe qu’une fois.")
    return days


def fixed_days(options: Options) -> Iterator[tuple[str, int]]:
    """Yield city and day of everything that has one, or end with 2."""
    if options.start:
        yield options.start, 1
    if options.end:
        yield options.end, options.days
    for word in options.on:
        city, _, day = word.rpartition("=")
        if not (city and day.isascii() and day.isdigit()):
            refuse(f"« {word} » : écrivez VILLE=JOUR, par exemple Metz=3.")
        yield city.strip(), int(day)


def read_weights(text: str) -> Weights:
    """Return the weights of "1,20,100", or end with 2."""
    try:
        numbers = [float(word) for word in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != KINDS:
        refuse(f"« {text} » : écrivez trois poids, par exemple 1,20,100.")
    return Weights(*numbers)


def write_files(answer: Answer, options: Options) -> None:
    """Write what was asked for."""
    from boutdufil.rooms.campaigns.services import tour_book as book  # noqa: PLC0415
    from boutdufil.rooms.campaigns.services import tour_words as words  # noqa: PLC0415

    if options.out is not None:
        options.out.write_bytes(words.as_csv(answer))
    if options.first_day is None or not answer.tour.stops:
        return
    first_day, now = options.first_day.date(), datetime.now(UTC)
    if options.ics is not None:
        options.ics.write_bytes(book.as_calendar(answer.tour, first_day, now))
    if options.pdf is not None:
        options.pdf.write_bytes(book.as_pdf(answer, first_day, now))


def refuse(*findings: str) -> NoReturn:
    """End with everything that is wrong."""
    for finding in findings:
        click.echo(f"boutdufil tour: {finding}", err=True)
    sys.exit(WRONG_FILE)


@contextlib.contextmanager
def progress_bar() -> Iterator[Any]:
    """Draw the days on the error output, so that the answer can be piped."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("tournée", total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
