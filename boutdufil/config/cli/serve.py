"""``boutdufil serve``: what ``make run`` ends in."""

import datetime
import json
import os
import subprocess
import sys
from typing import Any

import click

from boutdufil.adapters.postgres import AlreadyRunningError
from boutdufil.config.cli.demo import demo_key, stage_option
from boutdufil.config.processes.database import Database
from boutdufil.config.processes.state import Remembered, Site, settle
from boutdufil.config.supervisor import ServeError
from boutdufil.config.supervisor import serve as run_site

ALREADY_RUNNING = 3


@click.command()
@stage_option
def serve(stage: str | None) -> None:
    """Bring the whole site up on this machine and stay with it until Ctrl-C.

    The first time creates an embedded PostgreSQL, its tables and a demo world of invented people;
    later starts take a few seconds. One site runs in one BOUTDUFIL_HOME: a second start says where
    the first one is and ends with status 3.

    \b
    BOUTDUFIL_PORT=8001 boutdufil serve     another port
    BOUTDUFIL_ROME=FOLDER boutdufil serve   imports the official ROME release first
    """
    try:
        site = settle()
        visit = Visit(site, stage)
        run_site(site, prepare=visit.prepare, announce=visit.announce, say=say)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    except ServeError as error:
        raise click.ClickException(f"{error}\n  -> {error.hint}") from None
    except AlreadyRunningError as error:
        click.echo(f"boutdufil: {error}", err=True)
        sys.exit(ALREADY_RUNNING)


class Visit:
    """What one start still has to prepare, and what it says at the end."""

    def __init__(self, site: Site, stage: str | None = None) -> None:
        self._site, self._stage = site, stage
        self._people: list[dict[str, str]] = []

    def prepare(self, database: Database) -> None:
        """Import ``BOUTDUFIL_ROME``, furnish the demo, maintain once a month; each unless done."""
        remembered = Remembered(self._site.home)
        identity = database.identity()
        import_rome(remembered, identity)
        self._people = furnish(remembered, demo_key(identity), self._stage)
        if database.cluster is not None:  # a server of yours has its own timer for this
            month = f"{identity} {datetime.datetime.now(tz=datetime.UTC):%Y-%m}"
            maintain(remembered, month, database.owner)

    def announce(self) -> None:
        """Print the address and who a visitor can be."""
        say(f"\nBout du fil is open: {self._site.url}")
        if self._people:
            say("\nWho you can be, in one click on the first page:")
        for person in self._people:
            say(f"  {person['name']}: {person['story']}")
        say("\nCtrl-C stops it.")


def import_rome(remembered: Remembered, identity: str) -> None:
    """Import the release that ``BOUTDUFIL_ROME`` names, unless this very one was imported."""
    rome = os.environ.get("BOUTDUFIL_ROME")
    if not rome:
        return
    changed_at = os.stat(rome).st_mtime_ns if os.path.exists(rome) else 0
    key = f"{identity} {rome} {changed_at}"
    if remembered.recall("rome", key) is None:
        say(f"Importing ROME from {rome}.")
        if run_command("import", "rome", rome, capture=False) is not None:
            remembered.note("rome", key, note=rome)


def maintain(remembered: Remembered, key: str, owner: str) -> None:
    """Do the owner's monthly work, unless this month's is done."""
    if remembered.recall("maintained", key) is None:
        # The owner's address is in no other child's environment.
        dropped = run_command("maintain", "--json", BOUTDUFIL_OWNER_URL=owner)
        if dropped is not None:
            remembered.note("maintained", key, note=dropped)


def furnish(remembered: Remembered, key: str, stage: str | None = None) -> list[dict[str, str]]:
    """Return the demo's people, its world furnished when it was not yet, to a stage if one is said.

    A world that stands at another stage stays as it is; the command says so.
    """
    task = f"demo {stage}" if stage else "demo"
    people: Any = remembered.recall(task, key)
    if people is None:
        say("Furnishing the demo world.")
        words = ("demo", "--json")
        people = run_command(*words, "--stage", stage) if stage else run_command(*words)
        if people is None and stage:
            task, people = "demo", run_command(*words)
        if people is None:
            say("The demo world could not be furnished; the site opens without it.")
            return []
        remembered.note(task, key, people)
    return list(people)


def run_command(*words: str, capture: bool = True, **environment: str) -> Any | None:
    """Run another of our commands in a process of its own; None when it fails."""
    answer = subprocess.run(
        [sys.executable, "-m", "boutdufil.config.cli", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        text=True,
        check=False,
        start_new_session=True,
        env={**os.environ, **environment},
    )
    if answer.returncode:
        return None
    return json.loads(answer.stdout) if capture else True


def say(line: str) -> None:
    """Write a line at once, also into a file or a pipe."""
    click.echo(line)
    sys.stdout.flush()
