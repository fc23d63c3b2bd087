"""How many vacancies of several jobs are within reach, in one question."""

from collections import Counter
from collections.abc import Collection

from boutdufil.kernel.posts.selectors.search.narrowing import Narrowing, visible_ids
from boutdufil.kernel.posts.selectors.search.places import places
from boutdufil.kernel.posts.selectors.search.query import VacancyQuery
from boutdufil.kernel.posts.selectors.search.ranking import found_on_shelf
from boutdufil.kernel.posts.selectors.search.reach import limit_km
from boutdufil.lib import geo

NEAR_MINUTES = 30


def near_counts(
    codes: Collection[str], place: str = "", *, minutes: int = NEAR_MINUTES
) -> dict[str, int]:
    """Count the visible vacancies of each job, within the estimated minutes by car of a place.

    Everywhere without a place. Raises UnknownValueError for a place unknown here.
    """
    query = VacancyQuery(place=place, minutes=minutes if place else None)
    centre = places.centre(place) if place else None
    limit = limit_km(query)
    box = geo.bounding_box(centre.position, limit) if centre and limit else None
    if not codes:
        return {}
    ids = visible_ids(Narrowing(query, tuple(sorted(codes)), box=box))
    found = found_on_shelf(ids, centre, limit)
    names = found.shelf.code_names
    counted = Counter(names[at] for at in found.shelf.columns["codes"][found.at].tolist())
    return {code: counted[code] for code in codes}
