"""The graph of jurors and files: two of them are linked by a reading."""

from collections.abc import Iterable

from boutdufil.engines.judging._readers import Component

Pair = tuple[str, str]  # a file and its juror


def components(pairs: Iterable[Pair]) -> tuple[Component, ...]:
    """Return what hangs together, the largest first."""
    files: dict[str, set[str]] = {}
    jurors: dict[str, set[str]] = {}
    for file, juror in pairs:
        files.setdefault(file, set()).add(juror)
        jurors.setdefault(juror, set()).add(file)
    found = []
    left = set(files)
    while left:
        inside, readers = _reached(min(left), files, jurors)
        left -= inside
        found.append(Component(tuple(sorted(inside)), tuple(sorted(readers))))
    return tuple(sorted(found, key=lambda one: (-len(one.files), one.files)))


def is_connected(pairs: Iterable[Pair]) -> bool:
    """Tell whether every juror is linked to every other one, by however many files."""
    return len(components(pairs)) <= 1


def _reached(
    start: str, files: dict[str, set[str]], jurors: dict[str, set[str]]
) -> tuple[set[str], set[str]]:
    inside, readers, waiting = {start}, set[str](), [start]
    while waiting:
        for juror in files[waiting.pop()] - readers:
            readers.add(juror)
            waiting += jurors[juror] - inside
            inside |= jurors[juror]
    return inside, readers
