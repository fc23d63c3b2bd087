"""``boutdufil migrate``: the schema of this release, made by the owner alone."""

import click

from boutdufil.config.processes.database import open_database


@click.command()
def migrate() -> None:
    """Bring the schema up to date, as the owner role.

    With DATABASE_URL set, BOUTDUFIL_OWNER_URL must name the owner's credential: the site itself
    never gets it.
    """
    with open_database() as database:
        done = database.migrate()
    click.echo("The schema is up to date now." if done else "The schema was up to date already.")
