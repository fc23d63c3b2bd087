"""What somebody types to enter, and the number by which a candidacy is known from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boutdufil.rooms.contests.enums import EntryStatus

# No letter that is taken for another one, or for a figure.
NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_LENGTH = 6
# Those who may still take part; the others are out, each with a reason.
LIVE = frozenset({EntryStatus.FORMING, EntryStatus.WAITING, EntryStatus.ENTERED})
# Out before anything was answered: one may enter anew while entries are open.
MAY_RETURN = frozenset({EntryStatus.WITHDRAWN, EntryStatus.REFUSED})


@dataclass(frozen=True, slots=True)
class EntryFilters:
    """What a list of entries is narrowed to; empty is everybody."""

    city: str = ""
    region: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What a person, or the captain of a team, says to enter; `city` is a commune (INSEE).

    `rules_number` is the version of the rules they read; `employer_email` is where the employer's
    word is asked, `tells_employer` the person's own that the employer may learn of a result.
    """

    city: str
    rules_number: int
    employer_name: str = ""
    employer_email: str = ""
    school: str = ""
    team_name: str = ""
    tells_employer: bool = False


def number_from(choose: Callable[[str], str]) -> str:
    """Return an anonymous number, each sign of it chosen by ``choose``."""
    return "".join(choose(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))
