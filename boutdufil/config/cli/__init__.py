"""The command ``boutdufil``: one module for each group of commands, loaded when it is typed."""

import importlib
import sys
from typing import NoReturn

import click

from boutdufil.adapters.postgres import PostgresError
from boutdufil.config.processes.migrations import MigrationError

COMMANDS = {
    "serve": ("boutdufil.config.cli.serve:serve", "Bring the whole site up on this machine."),
    "demo": ("boutdufil.config.cli.demo:demo", "Furnish the demo world and list its people."),
    "worker": ("boutdufil.config.cli.worker:worker", "Run background jobs without the pages."),
    "dispatcher": ("boutdufil.config.cli.dispatcher:dispatcher", "Put callers through to agents."),
    "migrate": ("boutdufil.config.cli.migrate:migrate", "Bring the schema up to date, as owner."),
    "maintain": ("boutdufil.config.cli.maintain:maintain", "Do what the owner alone may do."),
    "import": ("boutdufil.config.cli.imports:import_group", "Bring in official data (ROME 4.0)."),
    "doctor": ("boutdufil.config.cli.doctor:doctor", "Say what is wrong and what to type."),
    "backup": ("boutdufil.config.cli.backup:backup", "Save everything in one file."),
    "restore": ("boutdufil.config.cli.backup:restore", "Bring everything back from such a file."),
    "events": ("boutdufil.config.cli.events:events", "See events and handlers; replay the past."),
    "verify": ("boutdufil.config.cli.verify:verify", "Check that a sealed file is unchanged."),
    "keys": ("boutdufil.config.cli.keys:keys", "Show or renew the keys that seal."),
    "bench": ("boutdufil.config.cli.bench:bench", "Measure an engine against its peers."),
    "bridges": ("boutdufil.config.cli.bridges:bridges", "Show the jobs within reach of a job."),
    "redeploy": ("boutdufil.config.cli.redeploy:redeploy", "Find posts for many people at once."),
    "tour": ("boutdufil.config.cli.tour:tour", "Choose the cities of a tour, and their order."),
    "judge": (
        "boutdufil.config.cli.judge:judge_command",
        "Tell how strict each juror of a contest was.",
    ),
    "calibrate": (
        "boutdufil.config.cli.calibrate:calibrate_command",
        "Give a sample weights that meet known totals.",
    ),
}


class LazyCommands(click.Group):
    """Commands known by name and summary; their module is imported only to run them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, its module imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="boutdufil")
def cli() -> None:
    """Bout du fil: the open platform of the customer-relations profession.

    Start with `boutdufil serve`: it needs nothing but this command. State lies in BOUTDUFIL_HOME
    (by default ~/.local/share/boutdufil, as root /var/lib/boutdufil), the site answers on port
    BOUTDUFIL_PORT (8000). DATABASE_URL, when set, names a PostgreSQL of yours instead of the
    embedded one, and BOUTDUFIL_OWNER_URL the owner's credential for migrations.
    """


def main() -> None:
    """Run the command line; what can be foreseen ends in one sentence, not in a traceback."""
    try:
        cli(prog_name="boutdufil")
    except PostgresError as error:
        fail(str(error), error.hint)
    except MigrationError as error:
        fail(f"the migrations fail:\n{error}", "nothing was lost; run `boutdufil doctor`")


def fail(message: str, hint: str = "", *, status: int = 1) -> NoReturn:
    """End with a message and what to type, on the error output."""
    click.echo(f"boutdufil: {message}", err=True)
    if hint:
        click.echo(f"  -> {hint}", err=True)
    sys.exit(status)
