"""Two windows on one response: what a page knew when it was shown, and where both disagree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from boutdufil.rooms.barometer.rules.expressions import Answer


@dataclass(frozen=True, slots=True)
class Held:
    """What a page knew when it was shown: the revision, and the answers that stood on it."""

    revision: int
    values: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer given in two windows: the one that is kept, and the one just typed."""

    code: str
    kept: Answer
    typed: Answer


def clashes(
    changed: Mapping[str, Answer],
    emptied: Collection[str],
    kept: Mapping[str, Answer],
    held: Held,
) -> tuple[Clash, ...]:
    """Return the answers that another window changed since the page was shown."""
    typed = {**changed, **dict.fromkeys(emptied)}
    return tuple(
        Clash(code, kept.get(code), value)
        for code, value in typed.items()
        if _state(kept, code) != _state(held.values, code)
    )


def _state(values: Mapping[str, Answer], code: str) -> tuple[bool, Answer]:
    return code in values, values.get(code)
