"""``boutdufil events``: what is declared, how far handlers are, and giving them the past."""

from datetime import datetime

import click

from boutdufil.config.processes.database import database_session


@click.group()
def events() -> None:
    """Look at events and their handlers; give a handler what happened before it existed.

    Modules publish events into an outbox; the running site hands each to its handlers, once.
    Events are kept for five years: a new handler can be given all of them.
    """


@events.command(name="list")
def list_events() -> None:
    """List the events of this release, what they hold, and who is told of them.

    A field is an id, a code, a flag or a date: events name nobody.
    """
    with database_session(migrating=False):
        # Only importable once Django is ready.
        from boutdufil.kernel.events import selectors  # noqa: PLC0415

        declared = selectors.declared_events()
    for event in declared:
        fields = ", ".join(f"{name}: {kind}" for name, kind in event.fields)
        click.echo(f"{event.name}({fields})")
        for handler in event.handlers:
            click.echo(f"  -> {handler}")


@events.command()
def status() -> None:
    """Say how far the relay and every handler are.

    behind: events not yet handed to the jobs; done: handled; failed: gave up after all tries. A
    failed one is retried in the admin, under Jobs; the others went on meanwhile.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.kernel.events import selectors  # noqa: PLC0415

        now = selectors.outbox_status()
    relay = "leads" if now.has_relay else "is nowhere: start `boutdufil serve` or `worker`"
    click.echo(f"{now.kept} events kept, {now.waiting} wait for a position; a relay {relay}.")
    if now.waiting_since:
        click.echo(f"The oldest waits since {now.waiting_since:%Y-%m-%d %H:%M:%S} UTC.")
    for handler in now.handlers:
        counts = f"{handler.behind} behind, {handler.done} done, {handler.failed} failed"
        click.echo(f"{handler.name}  {handler.event or '(not in this release)'}  {counts}")


@events.command()
@click.argument("handler")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what happened since then.")
def replay(handler: str, since: datetime | None) -> None:
    """Give HANDLER the kept events it has not handled yet, all or --since a day.

    What it has handled is not given to it again. The running site does the work, after all other
    jobs; `boutdufil events status` shows how far it is.
    """
    with database_session():
        # Only importable once Django is ready.
        from boutdufil.kernel.events import EventError, services  # noqa: PLC0415

        try:
            number = services.replay(handler=handler, since=since and since.astimezone())
        except EventError as error:
            raise click.UsageError(str(error)) from None
    click.echo(f"{number} events will be handed to {handler}.")
