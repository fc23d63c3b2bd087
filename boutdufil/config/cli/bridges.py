"""``boutdufil bridges``: the two answers of the mobility path, as tables or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

from boutdufil.config.processes.database import database_session

if TYPE_CHECKING:
    from rich.console import Console

    from boutdufil.rooms.mobility.selectors.bridges import Bridges, Overlap

UNKNOWN = "inconnu"
ALL_HELD = (
    "Toutes les compétences des fiches de départ sont supposées acquises : "
    "la page « Mes compétences » permet de les confirmer une à une."
)


@click.command()
@click.argument("titles", nargs=-1, required=True, metavar="TITLE...")
@click.option("--near", "place", metavar="PLACE", help="A commune or a postal code.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--limit", default=10, show_default=True, help="Near jobs shown, best first.")
def bridges(titles: tuple[str, ...], place: str | None, as_json: bool, limit: int) -> None:
    """Show the jobs within reach of one or several past jobs.

    Everyday words will do, in either gender: boutdufil bridges "préparatrice de commandes".

    Near jobs are computed from skills, official links are quoted from ROME, open doors are
    those of our guide, to be confirmed by branches; the three are never mixed. All skills of
    the past jobs' cards are taken as held. An unknown title or place ends with status 2.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.rooms.mobility.selectors import bridges as answers  # noqa: PLC0415

        codes = [_code(title) for title in titles]
        near_place = _place(place) if place else ""
        answer = answers.bridges(past=list(dict.fromkeys(codes)), limit=limit)
    if as_json:
        click.echo(json.dumps(as_data(answer), ensure_ascii=False, indent=2))
    else:
        _show(answer, near_place)


def _code(title: str) -> str:
    """Return the ROME code of the title that resembles these words most, or end with 2."""
    from boutdufil.rooms.mobility.selectors import titles  # noqa: PLC0415

    hits = titles.title_search(title)
    if not hits:
        _refuse(f"aucun métier ne ressemble à « {title} ».", "essayez un mot plus court")
    return hits[0].code


def _place(name: str) -> str:
    """Return the place's name in full, or end with 2."""
    from boutdufil.kernel.territories import selectors as territories  # noqa: PLC0415

    found = territories.find_place(name)
    if found is None:
        _refuse(f"aucune commune ne s’appelle « {name} ».", "essayez un code postal")
    return found.label


def _refuse(message: str, hint: str) -> NoReturn:
    click.echo(f"boutdufil bridges: {message}\n  -> {hint}", err=True)
    sys.exit(2)


def as_data(answer: Bridges) -> dict[str, Any]:
    """Return the answer as plain data, each list the best first."""
    return {
        "from": [{"rome": origin.code, "label": origin.label} for origin in answer.origins],
        "near": [
            {
                "rome": job.code,
                "label": job.label,
                "share": round(job.overlap.share, 4),
                "held": job.overlap.held,
                "asked": job.overlap.asked,
            }
            for job in answer.near
        ],
        "official": [{"rome": job.code, "label": job.label} for job in answer.official],
        "open_doors": [{"rome": item.code, "label": item.label} for item in answer.doors],
    }


def _show(answer: Bridges, place: str) -> None:
    from rich.console import Console  # noqa: PLC0415

    console = Console()
    origins = ", ".join(f"{origin.label} ({origin.code})" for origin in answer.origins)
    console.print(f"[bold]{origins}[/bold]" + (f" · {place}" if place else ""))
    console.print(ALL_HELD, style="dim")
    if place:
        console.print("Offres et temps de trajet : dans une prochaine version.", style="dim")
    _near_table(console, answer)
    _official_table(console, answer)
    _doors_table(console, answer)
    console.print(answer.source.text, style="dim")


def _near_table(console: Console, answer: Bridges) -> None:
    rows = [
        (str(job.rank), job.code, job.label, _percent(job.overlap), _counted(job.overlap))
        for job in answer.near
    ]
    _print(console, "Métiers proches (calculés)", ("", "ROME", "Métier", "Part", "Acquises"), rows)


def _official_table(console: Console, answer: Bridges) -> None:
    rows = [(job.code, job.label, _counted(job.overlap)) for job in answer.official]
    _print(console, "Liens officiels du ROME (cités)", ("ROME", "Métier", "Acquises"), rows)


def _doors_table(console: Console, answer: Bridges) -> None:
    rows = [
        (item.code, item.label, _counted(item.overlap), _first_step(item.door.first_steps))
        for item in answer.doors
    ]
    header = ("ROME", "Métier", "Acquises", "Premier pas")
    _print(console, "Portes ouvertes (d’après notre guide, à confirmer)", header, rows)


def _first_step(steps: tuple[Any, ...]) -> str:
    return steps[0].text if steps else UNKNOWN


def _percent(overlap: Overlap) -> str:
    return f"{overlap.share * 100:.0f} %"


def _counted(overlap: Overlap | None) -> str:
    return UNKNOWN if overlap is None else f"{overlap.held} sur {overlap.asked}"


def _print(
    console: Console, title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table(*header, title=title, title_justify="left", expand=False)
    for row in rows:
        table.add_row(*row)
    console.print(table if rows else f"{title} : {UNKNOWN}")
