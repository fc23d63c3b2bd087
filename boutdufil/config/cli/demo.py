"""``boutdufil demo``: the invented world a newcomer finds."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from boutdufil.config.processes.database import database_session

PACKAGE = Path(__file__).resolve().parents[2]
STAGES = ("before", "during", "after")
stage_option = click.option(
    "--stage",
    type=click.Choice(STAGES),
    help="How far its campaigns are, of a world furnished for the first time [default: before].",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="List the people as JSON.")
@stage_option
def demo(as_json: bool, stage: str | None) -> None:
    """Furnish the demo world and list the people a visitor can be.

    Everybody in it is invented. A second time changes nothing; `boutdufil serve` does it by itself.
    What happened in a world stays: its campaigns at another stage need another BOUTDUFIL_HOME.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.config.demo import furnish  # noqa: PLC0415
        from boutdufil.kernel.people.selectors import demo_people  # noqa: PLC0415
        from boutdufil.rooms.campaigns.demo import StageError  # noqa: PLC0415

        try:
            furnish(stage)
        except StageError as error:
            raise click.ClickException(str(error)) from None
        people = [asdict(person) for person in demo_people()]
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False))
        return
    for person in people:
        click.echo(f"{person['name']}: {person['story']}")


def demo_key(database: str) -> str:
    """Return what a furnished world depends on: the database, the settings, our demo sources."""
    found = {*PACKAGE.glob("**/demo*.py"), *PACKAGE.glob("**/demo/*.py")}
    sources = sorted(path for path in found if path.is_file())
    stamps = [f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in sources]
    return " ".join([database, os.environ.get("DJANGO_SETTINGS_MODULE", ""), *stamps])
