"""What any register of establishments answers."""

from dataclasses import dataclass
from typing import Protocol


class RegisterUnavailableError(Exception):
    """The register did not answer, or not in a shape we know; ask again later."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """One establishment; `name` is its company's, `commune` an INSEE code, "" when withheld."""

    siret: str
    name: str
    address: str
    commune: str
    activity: str
    is_open: bool


class Register(Protocol):
    """A register somewhere in the outside world."""

    @property
    def name(self) -> str:
        """Return how it is named beside what it confirmed."""
        ...

    def find(self, siret: str) -> Establishment | None:
        """Return the establishment of a SIRET, None when the register knows none.

        :raises RegisterUnavailableError: no answer.
        """
        ...
