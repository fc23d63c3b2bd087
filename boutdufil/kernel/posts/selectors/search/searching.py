"""A search whose every value is known here, ready to be asked."""

from dataclasses import dataclass

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.selectors.search.job_cards import card_labels
from boutdufil.kernel.posts.selectors.search.narrowing import Narrowing, visible_ids
from boutdufil.kernel.posts.selectors.search.neighbours import Neighbour, neighbours
from boutdufil.kernel.posts.selectors.search.places import Centre, places
from boutdufil.kernel.posts.selectors.search.query import UnknownValueError, VacancyQuery
from boutdufil.kernel.posts.selectors.search.ranking import Found, found_on_shelf
from boutdufil.kernel.posts.selectors.search.reach import limit_km
from boutdufil.kernel.posts.selectors.search.reading import NOTHING_READ, Reading, read_words
from boutdufil.kernel.posts.selectors.search.shelf import keeper
from boutdufil.lib import geo


@dataclass(frozen=True, slots=True)
class Search:
    """A query read: ``labels`` names the jobs asked, ``near`` those looked at beside them."""

    query: VacancyQuery
    centre: Centre | None
    reading: Reading
    labels: dict[str, str]
    near: dict[str, Neighbour]

    @property
    def limit(self) -> float | None:
        """How many kilometres it goes; None without a place or a limit."""
        return limit_km(self.query) if self.centre else None

    def found(self, limit: float | None) -> Found:
        """Ask PostgreSQL what passes, and lay it on the shelf."""
        box = geo.bounding_box(self.centre.position, limit) if self.centre and limit else None
        codes = self.query.codes
        if codes and self.query.neighbours:
            codes = (*codes, *self.near)
        ids = visible_ids(Narrowing(self.query, codes, self.reading, box))
        return found_on_shelf(ids, self.centre, limit)


def checked(query: VacancyQuery) -> Search:
    """Read a query. Raises UnknownValueError."""
    labels = card_labels(query.codes) if query.codes else {}
    for code in query.codes:
        if code not in labels:
            raise UnknownValueError("codes", code)
    if query.employer and not Organisation.objects.filter(pk=query.employer).exists():
        raise UnknownValueError("employer", str(query.employer))
    return Search(
        query=query,
        centre=places.centre(query.place) if query.place else None,
        reading=read_words(query.words, keeper.get().spelling) if query.words else NOTHING_READ,
        labels=labels,
        near=neighbours(query.codes) if query.neighbours else {},
    )
