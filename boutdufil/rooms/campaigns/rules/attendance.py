"""A list of those who registered, as it is chosen: for a page, a file or a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, get_args

Came = Literal["", "yes", "no"]
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty is everybody. ``event`` and ``slot`` are numbers."""

    status: str = ""
    event: int | None = None
    slot: int | None = None
    origin: str = ""
    came: Came = ""
    text: str = ""

    @property
    def chosen(self) -> dict[str, str | int]:
        """What is narrowed, by name; what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


def filters_from(chosen: Mapping[str, object]) -> Filters:
    """Return the filters that were stored; what makes no sense is left out."""
    came = str(chosen.get("came", ""))
    return Filters(
        status=str(chosen.get("status", "")),
        event=_number(chosen.get("event")),
        slot=_number(chosen.get("slot")),
        origin=str(chosen.get("origin", "")),
        came=came if came in get_args(Came) else "",  # type: ignore[arg-type]
        text=str(chosen.get("text", ""))[:LONGEST_TEXT],
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
