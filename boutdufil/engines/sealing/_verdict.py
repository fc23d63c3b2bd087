"""What looking at a sealed file shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

MEANING = "A seal proves that nothing changed after it was made; it never proves that it was true."


class FindingKind(StrEnum):
    """CHANGED: not what was sealed. CHECK: sealed so, but its own figures disagree.

    UNKNOWN_KEY: intact, but signed by a key that the reader has not said to trust.
    """

    CHANGED = "changed"
    CHECK = "check"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found; ``file`` is empty when it concerns the archive itself."""

    file: str
    what: str
    kind: FindingKind = FindingKind.CHANGED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sealed file says of itself, and whether that can be relied on.

    ``ok``: nothing changed since it was sealed and the checks of its kind agree. Whether the key
    is one to trust is another question, told by ``is_trusted``. What could not be read is empty.
    """

    ok: bool
    kind: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    sealed_at: datetime | None = None
    key_id: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_trusted(self) -> bool:
        """Tell whether nothing changed and the key is one the reader trusts."""
        return self.ok and not self.findings

    @property
    def statement(self) -> str:
        """Return the verdict in a sentence, and what a seal means."""
        if self.is_trusted:
            said = "Nothing has changed since it was sealed, by a key you trust."
        elif self.ok:
            said = "Nothing has changed since it was sealed, by a key you have not said to trust."
        else:
            said = "This is not what was sealed, or no seal."
        return f"{said} {MEANING}"


Check = Callable[[Mapping[str, bytes]], Iterable[Finding]]
_checks: dict[str, Check] = {}


def register_check(kind: str, check: Check) -> None:
    """Have ``check(files)`` recompute the figures of every intact seal of this kind.

    :raises ValueError: when the kind has another check already.
    """
    if _checks.setdefault(kind, check) is not check:
        raise ValueError(f"two checks are registered for seals of kind {kind!r}")


def run_check(kind: str, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return what the check of this kind finds; nothing when there is none."""
    check = _checks.get(kind)
    if check is None:
        return ()
    try:
        return tuple(check(files))
    except Exception as error:
        what = f"its figures cannot be recomputed: {type(error).__name__}: {error}"
        return (Finding("", what, FindingKind.CHECK),)
