"""``boutdufil demo``: the invented world a newcomer finds."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from boutdufil.config.processes.database import database_session

PACKAGE = Path(__file__).resolve().parents[2]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="List the people as JSON.")
def demo(as_json: bool) -> None:
    """Furnish the demo world and list the people a visitor can be.

    Everybody in it is invented. A second time changes nothing; `boutdufil serve` does it by itself.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.config.demo import furnish  # noqa: PLC0415
        from boutdufil.kernel.people.selectors import demo_people  # noqa: PLC0415

        furnish()
        people = [asdict(person) for person in demo_people()]
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False))
        return
    for person in people:
        click.echo(f"{person['name']}: {person['story']}")


def demo_key(database: str) -> str:
    """Return what a furnished world depends on: the database, the settings, our demo sources."""
    sources = sorted(path for path in PACKAGE.glob("**/demo*.py") if path.is_file())
    stamps = [f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in sources]
    return " ".join([database, os.environ.get("DJANGO_SETTINGS_MODULE", ""), *stamps])
