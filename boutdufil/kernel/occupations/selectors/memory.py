"""What a process keeps in memory until other releases come into force."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from boutdufil.kernel.occupations.selectors.ruling import releases_in_force

Kept = TypeVar("Kept")
Token = tuple[tuple[object, ...], ...]


class PerRelease(Generic[Kept]):
    """A value built once for the releases in force; asking costs one query.

    Where the ``old_will_do``, it is given to the others while one thread builds the next: a
    few seconds late after an import, but nobody waits. The first value is always waited for.
    """

    def __init__(self, build: Callable[[], Kept], *, old_will_do: bool = False) -> None:
        self._build = build
        self._old_will_do = old_will_do
        self._building = Lock()
        self._kept: tuple[Token, Kept] | None = None

    def get(self) -> Kept:
        """Return the value, built anew by one caller when the releases in force have changed."""
        token = releases_token()
        kept = self._kept
        if kept is not None and kept[0] == token:
            return kept[1]
        old = kept if self._old_will_do else None
        if not self._building.acquire(blocking=old is None) and old is not None:
            return old[1]
        try:
            return self._current(token)
        finally:
            self._building.release()

    def _current(self, token: Token) -> Kept:
        """Return the value of these releases, built here unless another thread just did."""
        if self._kept is None or self._kept[0] != token:
            self._kept = (token, self._build())
        return self._kept[1]


def releases_token() -> Token:
    """Return what changes whenever other releases come into force."""
    return tuple(releases_in_force().values_list("pk", "imported_at"))
