"""``boutdufil doctor``: what is wrong, and what to type."""

import sys
from collections.abc import Sequence

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
    end_if_wrong([show(finding) for finding in examine(site)])
    if has_database(site):
        with database_session(migrating=False):
            end_if_wrong([show(check()) for check in (check_rome, check_journal)])


def check_rome() -> Finding:
    """Which release of ROME rules here."""
    # Only importable once Django is ready.
    from boutdufil.kernel.occupations.selectors import attribution  # noqa: PLC0415

    source = attribution()
    return Finding(Verdict.FINE, f"job cards: {source.label} {source.version}".rstrip())


def check_journal() -> Finding:
    """Do the tables hold everything that was dispatched."""
    from boutdufil.rooms.illico.selectors.journal import passed_over  # noqa: PLC0415

    found = passed_over()
    if not found:
        return Finding(Verdict.FINE, "calls: the tables hold every line of the journal")
    told = "; ".join(
        f"{len(one.lines)} of {one.pool}, the first is {one.lines[0]} of {one.since or 'long ago'}"
        for one in found
    )
    remedy = "once the release mends it: " + "; ".join(
        f"boutdufil dispatcher --pool {one.pool} --read-again" for one in found
    )
    return Finding(Verdict.WRONG, f"lines of the journal are not in the tables: {told}", remedy)


def show(finding: Finding) -> Finding:
    """Print one finding, with its remedy beneath; return it."""
    colours = {Verdict.FINE: "green", Verdict.NOTE: "yellow", Verdict.WRONG: "red"}
    click.secho(f"{finding.verdict.value:>5}", fg=colours[finding.verdict], nl=False)
    click.echo(f"  {finding.text}")
    if finding.remedy:
        click.echo(f"       -> {finding.remedy}")
    return finding


def end_if_wrong(findings: Sequence[Finding]) -> None:
    """End with status 1 when something is wrong; what follows would only stumble over it."""
    if any(finding.verdict is Verdict.WRONG for finding in findings):
        sys.exit(1)
