"""``boutdufil import``: official data, from a folder or from its publisher."""

import contextlib
import sys
from collections.abc import Callable, Iterator

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from boutdufil.adapters.rome import OFFICIAL_ADDRESS, RomeFileError
from boutdufil.config.processes.database import database_session

BAD_FILE = 2
Report = Callable[[str, int, int], None]


@click.group()
def import_group() -> None:
    """Bring in official data."""


@import_group.command()
@click.argument("place", metavar="[FOLDER|URL]", required=False)
def rome(place: str | None) -> None:
    """Import the complete official release of ROME 4.0 and put it in force.

    FOLDER is an unpacked release or its .zip file; without it the release is downloaded from its
    publisher, and a broken download is taken up again. Importing the release that is in force
    changes nothing. A damaged or foreign file is reported with file, line and column, ends with
    status 2 and leaves the release in force untouched.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.kernel.occupations.services import (  # noqa: PLC0415
            ImportRunningError,
            import_rome,
        )

        try:
            with progress_bars() as report:
                release = import_rome(source=place or OFFICIAL_ADDRESS, progress=report)
        except RomeFileError as error:
            click.echo(f"boutdufil: {error}", err=True)
            sys.exit(BAD_FILE)
        except ImportRunningError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"{place or OFFICIAL_ADDRESS}: {error}") from None
        click.echo(f"ROME {release.version} is in force.")
        click.echo(release.attribution)


@contextlib.contextmanager
def progress_bars() -> Iterator[Report]:
    """Give a callback (stage, done, total) that draws one bar for each stage."""
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(*columns) as progress:
        bars: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=total)
            progress.update(bars[stage], completed=done, total=total)

        yield report
