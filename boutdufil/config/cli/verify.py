"""``boutdufil verify``: look at a sealed file, anywhere, with nothing else of the site."""

import sys
from pathlib import Path

import click

from boutdufil.adapters.keys import KeysError, public_keys, read_trusted
from boutdufil.engines.sealing import (
    PublicKey,
    Verdict,
    call_day_checks,
    call_days,
    contents,
    read_canonical,
)
from boutdufil.engines.sealing import verify as look_at

CHANGED, STRANGER = 1, 2
# An archive is at most 500 MB: what is longer is not read.
LONGEST = 600_000_000
call_day_checks.register()
EDITION = "contests.edition"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    "trusted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="KEYFILE",
    help="Public keys to trust: cles.json of a site, or a PEM. May be given several times.",
)
def verify(file: Path, trusted: tuple[Path, ...]) -> None:
    """Check that FILE is, to the last bit, what was sealed. Needs no site and no network.

    A seal proves that nothing changed after it was made; it never proves that it was true. Whose
    key it is you must know from elsewhere: a site shows its keys on its page /sceaux/. On the
    machine of a site, its own keys are trusted.

    The promise of a sealed day of calls is counted again here, from its leaves; every draw,
    selection and ranking of a sealed edition of a contest is done again.

    \b
    Ends with status
      0  nothing has changed, and the key is one you trust
      1  something has changed, or it is no seal
      2  nothing has changed, but you have not said to trust the key; or wrong words

    \b
    boutdufil verify plan-2026-11-22.zip --trust cles.json
    """
    archive = _read(file)
    trusted_keys = _keys(trusted)
    verdict = look_at(archive, trusted=trusted_keys)
    if verdict.kind == EDITION:
        _learn_editions()
        verdict = look_at(archive, trusted=trusted_keys)
    _show(verdict)
    if verdict.ok and verdict.kind == call_days.KIND:
        _recount(archive)
        _compare_clocks(archive)
    if verdict.ok and verdict.kind == EDITION:
        _count_replays(archive)
    if not verdict.ok:
        sys.exit(CHANGED)
    if not verdict.is_trusted:
        sys.exit(STRANGER)


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LONGEST)


def _keys(files: tuple[Path, ...]) -> tuple[PublicKey, ...]:
    try:
        named = [key for path in files for key in read_trusted(path)]
        return (*named, *public_keys())
    except KeysError as error:
        raise click.UsageError(str(error)) from None


def _show(verdict: Verdict) -> None:
    if verdict.sealed_at:
        click.echo(f"kind       {verdict.kind}")
        click.echo(f"sealed at  {verdict.sealed_at:%Y-%m-%d %H:%M:%S} UTC, by key {verdict.key_id}")
    for name, value in verdict.about.items():
        click.echo(f"about      {_printable(f'{name}: {value}')}")
    for finding in verdict.findings:
        said = _printable(f"{finding.file or 'archive'}: {finding.what}")
        click.secho(said, fg="yellow" if verdict.ok else "red")
    click.secho(verdict.statement, bold=True)


def _recount(archive: bytes) -> None:
    """Say what the leaves give when they are counted here and now."""
    for sort, counts in call_days.figures_of(contents(archive)).items():
        for channel, one in counts.items():
            click.echo(
                f"recounted  {sort} {_printable(channel)}: {one['offered']} offered, "
                f"{one['kept']} kept of {one['counted']} ({_share(one['kept'], one['counted'])})"
            )


def _learn_editions() -> None:
    """Learn to replay an edition: its draws are the room's own, the other kinds need no room."""
    from boutdufil.rooms.contests.rules import sealed as sealed_editions  # noqa: PLC0415

    sealed_editions.register()


def _count_replays(archive: bytes) -> None:
    """Say how much was done again and came out the same."""
    from boutdufil.rooms.contests.rules import sealed as sealed_editions  # noqa: PLC0415

    done = sealed_editions.counts(contents(archive))
    click.echo(
        f"replayed   {done.decisions} decisions on {done.candidates} scores, "
        f"{done.papers} papers drawn, {done.lines} lines of the log"
    )


def _compare_clocks(archive: bytes) -> None:
    """Say where the wall's clock tells another wait than the one the promise goes by."""
    files = contents(archive)
    calls = [
        read_canonical(leaf)
        for day in call_days.days_in(files)
        for leaf in call_days.leaves_in(files, day)
    ]
    if found := call_day_checks.wall_differences(calls):
        most = max(found, key=abs) / 1000
        click.secho(
            f"clocks     by the wall, {len(found)} of {len(calls)} calls waited another time, "
            f"by up to {most:+.1f} s; the promise is counted by the dispatcher's own clock",
            fg="yellow",
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "nothing to keep"


def _printable(text: str) -> str:
    # A stranger's file must not command the terminal.
    return "".join(sign if sign.isprintable() else "?" for sign in text)
