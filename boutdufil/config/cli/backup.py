"""``boutdufil backup`` and ``restore``: the whole site in one file, and back."""

from pathlib import Path

import click

from boutdufil.adapters.postgres import AlreadyRunningError
from boutdufil.adapters.postgres.locks import site_lock
from boutdufil.config.processes.archive import ArchiveError
from boutdufil.config.processes.backup import restore_site, save_site
from boutdufil.config.processes.database import open_database
from boutdufil.config.processes.state import settle


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Save everything in FILE: database, uploaded files, signing keys.

    The site may run meanwhile. FILE is one tar with a manifest (releases, SHA-256 of every part);
    whoever holds it holds all personal data: it is made readable by you alone.
    """
    site = settle()
    with open_database() as database:
        database.migrate()
        save_site(site, database, file.absolute())
    click.echo(f"Saved in {file} ({file.stat().st_size / 1e6:.1f} MB).")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask before replacing what is here.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything here by what `boutdufil backup` saved in FILE.

    FILE is checked and restored beside first: when anything is wrong with it, nothing here
    changes. The site must be stopped.
    """
    site = settle()
    if not yes:
        click.confirm(f"Replace the site in {site.home} by {file}?", abort=True)
    try:
        with site_lock(site.lock, url="(being restored)"), open_database() as database:
            manifest = restore_site(site, database, file.absolute())
            database.migrate()
    except ArchiveError as error:
        raise click.ClickException(f"{error}\n  -> nothing was changed") from None
    except AlreadyRunningError as error:
        raise click.ClickException(f"the site is {error}\n  -> stop it first") from None
    click.echo(f"Restored what was saved on {manifest['made_at']}.")
