"""The communes met in searches, remembered: they change with a new edition of the tables only.

A process that goes on through a new edition shows the old names until it is started again, as
`boutdufil migrate` asks for.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from boutdufil.kernel.posts.selectors.search.query import UnknownValueError
from boutdufil.kernel.territories.models import Commune
from boutdufil.lib import geo


@dataclass(frozen=True, slots=True)
class Centre:
    """A commune as the middle of a search, by its INSEE code."""

    code: str
    name: str
    position: geo.Position


class Places:
    """Communes by code; only those found are remembered."""

    def __init__(self) -> None:
        self._known: dict[str, Centre] = {}

    def get(self, codes: Collection[str]) -> dict[str, Centre]:
        """Return the communes of these codes; one question for those never met before."""
        new = {code for code in codes if code not in self._known}
        if new:
            self._learn(Commune.objects.filter(code__in=new))
        return {code: self._known[code] for code in codes if code in self._known}

    def centre(self, code: str) -> Centre:
        """Return a commune. Raises UnknownValueError when no commune has this code."""
        found = self.get([code])
        if code not in found:
            raise UnknownValueError("place", code)
        return found[code]

    def learn_all(self) -> None:
        """Read every commune: 35,000, in a third of a second, so that no page asks for a few."""
        self._learn(Commune.objects.all())

    def _learn(self, communes: QuerySet[Commune]) -> None:
        rows = communes.values_list("code", "name", "latitude", "longitude")
        self._known |= {
            code: Centre(code, name, geo.Position(latitude, longitude))
            for code, name, latitude, longitude in rows
        }

    def forget(self) -> None:
        """Ask the tables again."""
        self._known.clear()


places = Places()
