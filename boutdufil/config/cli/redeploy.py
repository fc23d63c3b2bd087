"""``boutdufil redeploy``: a redeployment plan from two files, on a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from boutdufil.config.processes.database import database_session
from boutdufil.engines.redeployment import Fault, ProblemError

if TYPE_CHECKING:
    from boutdufil.config.cli.redeploy_plan import Answer, Report, Wishes

WRONG_FILE = 2
CRITERIA = ("seniority", "fit", "wish", "leaves_first")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FAULTS = {
    Fault.SETTLED_TOO_OFTEN: "plus de personnes ont accepté que l’offre n’a de places",
    Fault.SETTLED_AND_REFUSED: "la même offre est acceptée et refusée",
    Fault.DUPLICATE_OFFER: "deux offres ont la même référence",
}
DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class Options:
    """What was typed behind the two files."""

    out: Path | None
    as_json: bool
    person: str | None
    longest_way: int
    floor: int
    ends: datetime | None
    criteria: tuple[str, ...]
    settled: tuple[str, ...]
    refused: tuple[str, ...]


@click.command()
@click.argument("staff", type=FILE)
@click.argument("vacancies", type=FILE)
@click.option("--out", type=NEW_FILE, help="Write the plan there, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--explain", "person", metavar="ID", help="Tell one person why this post.")
@click.option("--longest-way", default=45, show_default=True, help="Minutes, where none are said.")
@click.option("--floor", default=30, show_default=True, help="Fit below which it hurts, in %.")
@click.option("--ends", type=DAY, help="End of contracts, where none is said; else today.")
@click.option(
    "--criterion",
    "criteria",
    multiple=True,
    type=click.Choice(CRITERIA),
    help="What decides between people; an earlier one outweighs a later one.",
)
@click.option("--settled", multiple=True, metavar="ID=REF", help="A post that was accepted.")
@click.option("--refused", multiple=True, metavar="ID=REF", help="A post that was refused.")
def redeploy(staff: Path, vacancies: Path, **options: Any) -> None:
    """Propose the posts of VACANCIES to all of STAFF at once: the best plan, with its proof.

    Both files are CSV or XLSX with the headings of the pages; accents and case do not matter.

    \b
    STAFF      Pseudonyme, Métier (title or ROME code), Commune (or postal code);
               if known: Voiture, Trajet maximum (minutes), Heures, Salaire (gross a month),
               Ancienneté, Fin du contrat, Pas le dimanche, Pas la nuit, Jours à domicile,
               Vœux (ROME codes)
    VACANCIES  Référence, Intitulé, Contrat, Commune;
               if known: Code ROME, Postes, Heures par semaine, Salaire minimum,
               Salaire maximum, Période du salaire, Jours à domicile, Dimanche, Nuit, Début

    Goals, one strictly after the other: most people with a proposal inside their own limits;
    fewest days without a contract, then most contracts, hours and pay kept; fewest people below
    the floor of fit; the highest fit, of which declared criteria may take 1 %. A lot drawn from
    the identifiers decides between equals: the order of the lines changes nothing.

    Columns the law forbids to decide by (sex, age, health, family, nationality, union...) are
    refused: code du travail, L.1132-1. Nothing is stored. Files that cannot be used end with
    status 2, every line and column named.

    \b
    boutdufil redeploy staff.csv vacancies.csv --out plan.csv
    boutdufil redeploy staff.csv vacancies.csv --explain P-001 --criterion seniority
    """
    chosen = Options(**options)
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.config.cli import redeploy_answer as words  # noqa: PLC0415

        answer = plan_of(staff, vacancies, chosen)
        if chosen.person is not None and chosen.person not in answer.people:
            refuse(f"« {chosen.person} » n’est pas dans {staff.name}.")
        if chosen.out is not None:
            chosen.out.write_bytes(words.as_csv(answer))
        if chosen.as_json:
            data = words.as_data(answer, chosen.person)
            click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            words.show(answer, chosen.person)


def plan_of(staff: Path, vacancies: Path, options: Options) -> Answer:
    """Read both files and make the plan, or end with 2."""
    from boutdufil.config.cli import redeploy_files as files  # noqa: PLC0415
    from boutdufil.config.cli.redeploy_plan import make_plan  # noqa: PLC0415

    try:
        ends_on = (options.ends or datetime.now().astimezone()).date()
        people = files.read_staff(staff, ends_on)
        posts = files.read_vacancies(vacancies)
        wishes = read_wishes(options)
        files.check_known(
            [*wishes.settled.items(), *sorted(wishes.refused)],
            {one.pseudonym for one in people},
            {post.reference for post in posts},
        )
        with progress_bar() as report:
            return make_plan(people, posts, wishes, report)
    except files.FileError as error:
        refuse(*error.findings)
    except ProblemError as error:
        refuse(f"{FAULTS.get(error.fault, error.fault)} : {', '.join(error.ids)}.")


def read_wishes(options: Options) -> Wishes:
    """Return what rules the plan, or end with 2."""
    from boutdufil.config.cli.redeploy_plan import Wishes  # noqa: PLC0415

    settled = [answer_of(word) for word in options.settled]
    if len(dict(settled)) < len(settled):
        refuse("une personne a accepté deux offres.")
    return Wishes(
        longest_way=options.longest_way,
        floor=options.floor / 100,
        criteria=options.criteria,
        settled=dict(settled),
        refused=frozenset(answer_of(word) for word in options.refused),
        told=options.person,
    )


def answer_of(word: str) -> tuple[str, str]:
    """Return person and post of "ID=REF", or end with 2."""
    person, equals, post = word.partition("=")
    if not (person and equals and post):
        refuse(f"« {word} » : écrivez PSEUDONYME=RÉFÉRENCE.")
    return person.strip(), post.strip()


def refuse(*findings: str) -> NoReturn:
    """End with everything that is wrong."""
    for finding in findings:
        click.echo(f"boutdufil redeploy: {finding}", err=True)
    sys.exit(WRONG_FILE)


@contextlib.contextmanager
def progress_bar() -> Iterator[Report]:
    """Draw the stages on the error output, so that the answer can be piped."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bars: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=total)
            progress.update(bars[stage], completed=done, total=total)

        yield report
