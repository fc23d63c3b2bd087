"""What is looked at when nothing is found as asked, each step said aloud."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from boutdufil.kernel.posts.selectors.search.neighbours import neighbours
from boutdufil.kernel.posts.selectors.search.query import VacancyQuery
from boutdufil.kernel.posts.selectors.search.ranking import Found
from boutdufil.kernel.posts.selectors.search.reach import limit_km
from boutdufil.kernel.posts.selectors.search.reading import NOTHING_READ
from boutdufil.kernel.posts.selectors.search.searching import Search

WIDER_MINUTES = (45, 60, 90)
WIDER_KM = (50, 100)


@dataclass(frozen=True, slots=True)
class Widening:
    """What was looked at when nothing was found as asked: near jobs, farther, or both."""

    neighbours: bool
    minutes: int | None = None
    km: int | None = None

    @property
    def farther(self) -> bool:
        """Whether the limit of distance was moved."""
        return self.minutes is not None or self.km is not None


def widened(search: Search) -> tuple[Search, Found, Widening] | None:
    """Try near jobs, then the same farther, then both; None when nothing is found at all."""
    return next(_attempts(search), None)


def _attempts(search: Search) -> Iterator[tuple[Search, Found, Widening]]:
    """Yield what is found, step by step, in at most two questions to PostgreSQL.

    Each is asked as far as any step goes, and cut to the limit of the step.
    """
    farther = list(_farther(search.query))
    furthest = limit_km(farther[-1]) if farther else search.limit
    near = _among_neighbours(search)
    around = near.found(furthest) if near else None
    if near and around and (here := _cut(around, search.limit)):
        yield near, here, Widening(neighbours=True)
    same = search.found(furthest) if farther else None
    for one, all_found in ((search, same), (near, around)):
        for query in farther:
            if one and all_found and (found := _cut(all_found, limit_km(query))):
                wider = replace(one.query, minutes=query.minutes, km=query.km)
                widening = Widening(one is near, minutes=query.minutes, km=query.km)
                yield replace(one, query=wider), found, widening


def _cut(found: Found, limit: float | None) -> Found:
    """Return what lies within a limit."""
    if found.km is None or limit is None:
        return found
    return found.kept(found.km <= limit)


def _among_neighbours(search: Search) -> Search | None:
    """Return the same search for the neighbours of its jobs; None when it names no job."""
    codes = search.query.codes or search.reading.codes
    near = neighbours(codes) if codes and not search.query.neighbours else {}
    if not near:
        return None
    # The words named the job: they are not looked for among its neighbours.
    words = NOTHING_READ if search.reading.codes else search.reading
    return replace(search, query=replace(search.query, codes=tuple(near)), reading=words, near=near)


def _farther(query: VacancyQuery) -> Iterator[VacancyQuery]:
    """Yield the query with each wider limit, the nearest first."""
    if query.place and query.minutes is not None:
        for minutes in WIDER_MINUTES:
            if minutes > query.minutes:
                yield replace(query, minutes=minutes)
    elif query.place and query.km is not None:
        for km in WIDER_KM:
            if km > query.km:
                yield replace(query, km=km)
