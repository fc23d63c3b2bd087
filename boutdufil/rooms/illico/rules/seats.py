"""A seat as it is described before somebody sits in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from boutdufil.rooms.illico.enums import WorkStatus

OWN_POOL = "own"


@dataclass(frozen=True, slots=True)
class Seat:
    """What an agent may answer: numbers by key, languages, calls at once by channel.

    ``signs_first`` is only ever said by the person who sits there.

    >>> Seat.of_plain(Seat("Ana", numbers=(3,), capacity={"voice": 1}).to_plain()).numbers
    (3,)
    """

    given_name: str
    numbers: tuple[int, ...] = ()
    languages: tuple[str, ...] = ("fr",)
    capacity: Mapping[str, int] = field(default_factory=lambda: {"voice": 1})
    skills: tuple[str, ...] = ()
    pool: str = OWN_POOL
    is_interpreter: bool = False
    is_home: bool = False
    work_status: str = WorkStatus.SALARIED
    signs_first: bool = False

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Seat":
        """Return the seat that was written down."""
        lists = {name: tuple(plain.get(name, ())) for name in ("numbers", "languages", "skills")}
        return cls(**{**plain, **lists})
