"""A register held in memory, for tests that need no network."""

from boutdufil.adapters.sirene.register import Establishment, RegisterUnavailableError


class FakeRegister:
    """Knows the establishments it was given; `silent` makes it fail to answer."""

    name = "registre d’essai"

    def __init__(self, *known: Establishment, silent: bool = False) -> None:
        self._known = {one.siret: one for one in known}
        self._silent = silent

    def find(self, siret: str) -> Establishment | None:
        """Return the establishment of a SIRET."""
        if self._silent:
            raise RegisterUnavailableError
        return self._known.get(siret)
