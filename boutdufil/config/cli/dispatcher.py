"""``boutdufil dispatcher``: the process that puts callers through, as a server runs it."""

import click

from boutdufil.config.processes.database import database_session


@click.command()
@click.option("--pool", default="", help="Which pool to own; the site's one unless told otherwise.")
@click.option("--read-again", is_flag=True, help="Write the tables from the journal anew, and end.")
def dispatcher(pool: str, read_again: bool) -> None:
    """Dispatch calls and carry live messages between processes, until SIGTERM or Ctrl-C.

    `boutdufil serve` runs one already. A server runs two of a kind: one owns the pool, the other
    waits and takes over within seconds. It listens where BOUTDUFIL_DISPATCHER says (unix:/path, by
    default dispatcher.sock in BOUTDUFIL_HOME, or tcp://host:port with BOUTDUFIL_DISPATCHER_SECRET).
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.config.processes.dispatcher import dispatch  # noqa: PLC0415

        if read_again:
            _read_again(pool)
        else:
            dispatch(pool)


def _read_again(pool: str) -> None:
    """Read what was set aside again, once its fault is mended; the dispatcher may run meanwhile."""
    from boutdufil.rooms.illico.dispatcher import POOL  # noqa: PLC0415
    from boutdufil.rooms.illico.services import projection  # noqa: PLC0415

    lines = projection.read_again(pool=pool or POOL)
    click.echo(f"{lines} lines of the journal are in the tables")
