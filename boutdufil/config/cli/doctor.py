"""``boutdufil doctor``: what is wrong, and what to type."""

import sys

import click

from boutdufil.config.processes.database import database_session
from boutdufil.config.processes.diagnosis import Finding, Verdict, examine, has_database
from boutdufil.config.processes.state import settle


@click.command()
def doctor() -> None:
    """Look at this machine and this site; say what is wrong and what to type.

    Ends with status 1 when something is wrong. Nothing is changed.
    """
    site = settle()
    findings = []
    for finding in examine(site):
        show(finding)
        findings.append(finding)
    if any(finding.verdict is Verdict.WRONG for finding in findings):
        sys.exit(1)
    if has_database(site):
        show(check_rome())


def check_rome() -> Finding:
    """Which release of ROME rules here."""
    with database_session(migrating=False):
        # Only importable once Django is ready.
        from boutdufil.kernel.occupations.selectors import attribution  # noqa: PLC0415

        source = attribution()
    return Finding(Verdict.FINE, f"job cards: {source.label} {source.version}".rstrip())


def show(finding: Finding) -> None:
    """Print one finding, with its remedy beneath."""
    colours = {Verdict.FINE: "green", Verdict.NOTE: "yellow", Verdict.WRONG: "red"}
    click.secho(f"{finding.verdict.value:>5}", fg=colours[finding.verdict], nl=False)
    click.echo(f"  {finding.text}")
    if finding.remedy:
        click.echo(f"       -> {finding.remedy}")
