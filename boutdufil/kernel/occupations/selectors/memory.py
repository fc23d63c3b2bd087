"""What a process keeps in memory until other releases come into force."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from boutdufil.kernel.occupations.selectors.ruling import releases_in_force

Kept = TypeVar("Kept")
Token = tuple[tuple[object, ...], ...]


class PerRelease(Generic[Kept]):
    """A value built once for the releases in force; asking costs one query."""

    def __init__(self, build: Callable[[], Kept]) -> None:
        self._build = build
        self._building = Lock()
        self._kept: tuple[Token, Kept] | None = None

    def get(self) -> Kept:
        """Return the value, built anew when the releases in force have changed."""
        token = releases_token()
        kept = self._kept
        if kept is not None and kept[0] == token:
            return kept[1]
        with self._building:
            if self._kept is None or self._kept[0] != token:
                self._kept = (token, self._build())
            return self._kept[1]


def releases_token() -> Token:
    """Return what changes whenever other releases come into force."""
    return tuple(releases_in_force().values_list("pk", "imported_at"))
