"""``boutdufil maintain``: what the owner alone may do, once a month."""

import json
import os

import click
import django

from boutdufil.config.processes.database import open_database


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The dropped months, as a list.")
def maintain(as_json: bool) -> None:
    """Drop the months of the audit trail that are past their time; refresh the statistics.

    Runs as the owner role: the site cannot drop anything of the trail. `serve` does it once a
    month for the embedded database; a server of yours calls it by a timer.
    """
    with open_database() as database:
        database.migrate()
        os.environ |= {"BOUTDUFIL_DB_ROLE": "owner", "BOUTDUFIL_OWNER_URL": database.owner}
        django.setup()
        # Only importable once Django is ready.
        from boutdufil.kernel.audit import services  # noqa: PLC0415

        dropped = services.drop_expired_partitions()
        services.refresh_statistics()
    if as_json:
        click.echo(json.dumps(dropped))
    else:
        click.echo(f"Months of the audit trail dropped: {', '.join(dropped) or 'none'}.")
