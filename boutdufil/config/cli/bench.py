"""``boutdufil bench``: measure in the checkout, with the peers in an environment of their own."""

import ast
import contextlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import click

from boutdufil.adapters.postgres import (
    SCRATCH_OPTIONS,
    SITE_OPTIONS,
    open_cluster,
    provide_database,
)
from boutdufil.config.processes import migrations
from boutdufil.config.processes.state import DEFAULT_SETTINGS

CHECKOUT = Path(__file__).resolve().parents[3]
BENCHMARKS = CHECKOUT / "benchmarks"
LOCK = BENCHMARKS / "requirements.lock"
ENVIRONMENT = CHECKOUT / ".venv-bench"
ANYTHING = {"ignore_unknown_options": True, "help_option_names": []}


@click.command(context_settings=ANYTHING)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> None:
    """Measure an engine against its peers; without NAME, list what can be measured.

    The first run makes .venv-bench with the peers, from a lock file; a bench whose peers are
    dependencies of ours runs without it. A bench that needs a database gets a scratch one that is
    thrown away; yours is never touched.

    \b
    boutdufil bench bridges --rome FOLDER --json
    boutdufil bench redeployment --json
    """
    known = find_benches()
    if name in (None, "-h", "--help"):
        list_benches(known)
        return
    if name not in known:
        raise click.ClickException(f"no bench is called {name!r}; type: boutdufil bench")
    python = provide_environment() if needs_peers(known[name]) else sys.executable
    with scratch_database(known[name]) as variables:
        command = [python, "-m", f"benchmarks.{name}", *arguments]
        settings = {
            "PYTHONPATH": str(CHECKOUT),
            "DJANGO_SETTINGS_MODULE": DEFAULT_SETTINGS,
            # A bench that starts the site itself does so with our own Python.
            "BOUTDUFIL_PYTHON": sys.executable,
        }
        answer = subprocess.run(command, env={**os.environ, **settings, **variables}, check=False)
    sys.exit(answer.returncode)


def find_benches() -> dict[str, Path]:
    """Return the benches of the checkout: the scripts that can be run by themselves."""
    if not BENCHMARKS.is_dir():
        raise click.ClickException("benches run in a checkout of the sources, which this is not")
    scripts = sorted(BENCHMARKS.glob("*.py"))
    return {path.stem: path for path in scripts if '__name__ == "__main__"' in path.read_text()}


def list_benches(known: dict[str, Path]) -> None:
    """Print the benches, each with the first line of its docstring."""
    click.echo(bench.get_help(click.Context(bench, info_name="boutdufil bench")))
    click.echo("\nBenches:")
    for name, path in known.items():
        summary = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
        click.echo(f"  {name:<12} {summary}")


def needs_peers(script: Path) -> bool:
    """Tell whether a script needs the environment of the peers.

    It does without by the line ``NEEDS_PEERS = False``.
    """
    return "\nNEEDS_PEERS = False" not in script.read_text("utf-8")


def provide_environment() -> str:
    """Return the Python of ``.venv-bench``, made anew when its lock file has changed."""
    if not LOCK.is_file():
        raise click.ClickException(f"{LOCK.relative_to(CHECKOUT)} is missing from the checkout")
    python = str(ENVIRONMENT / "bin" / "python")
    stamp = ENVIRONMENT / ".installed"
    digest = sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return python
    click.echo(f"Making {ENVIRONMENT.name} with the peers (from PyPI, hashes checked).", err=True)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    install += ["--quiet", "--require-hashes", "--requirement", str(LOCK)]
    if subprocess.run(install, check=False, stdout=sys.stderr).returncode:
        raise click.ClickException("the peers could not be installed; pip says why above")
    stamp.write_text(digest)
    return python


@contextlib.contextmanager
def scratch_database(script: Path) -> Iterator[dict[str, str]]:
    """Give the addresses of a migrated scratch database when the script asks for one.

    It asks by the line ``NEEDS_DATABASE = True``, and by ``NEEDS_DURABILITY = True`` for one that
    survives a power cut, as a site's own does.
    """
    text = script.read_text("utf-8")
    if "\nNEEDS_DATABASE = True" not in text:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="boutdufil-bench-") as folder:
        # As root the server's own user must pass through it.
        Path(folder).chmod(0o711)
        options = SITE_OPTIONS if "\nNEEDS_DURABILITY = True" in text else SCRATCH_OPTIONS
        cluster = open_cluster(Path(folder), environment=os.environ, options=options)
        with cluster.running():
            made = provide_database(cluster)
            variables = {"DATABASE_URL": made.app, "DJANGO_SETTINGS_MODULE": DEFAULT_SETTINGS}
            migrations.migrate(made.owner, {**os.environ, **variables})
            yield {**variables, "BOUTDUFIL_OWNER_URL": made.owner, "BOUTDUFIL_HOME": folder}
