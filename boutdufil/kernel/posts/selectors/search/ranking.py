"""The vacancies that pass, with their distance and their fit, in the order asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.matching import MatchingIndex, Profile
from boutdufil.kernel.posts.selectors.search.job_cards import cards_index
from boutdufil.kernel.posts.selectors.search.places import Centre
from boutdufil.kernel.posts.selectors.search.query import Sort
from boutdufil.kernel.posts.selectors.search.reach import distances
from boutdufil.kernel.posts.selectors.search.shelf import Shelf, keeper
from boutdufil.kernel.posts.selectors.search.shelf_rows import WHOLE

# Of the fit: what the vacancy itself asks, and what the card of its job asks.
OWN_PARTS, CARD_PARTS = 3, 1
SMALL = 4096
UNKNOWN = -1

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """Vacancies by their places on a shelf; ``km`` is NaN where unknown, None without a place."""

    shelf: Shelf
    at: Integers
    km: Floats | None

    def __len__(self) -> int:
        return len(self.at)

    @property
    def ids(self) -> Integers:
        """Their identifiers."""
        return np.asarray(self.shelf.columns["ids"][self.at])

    def kept(self, keep: NDArray[np.bool_]) -> "Found":
        """Return those of the mask."""
        return Found(self.shelf, self.at[keep], None if self.km is None else self.km[keep])


def found_on_shelf(ids: Integers, centre: Centre | None, limit: float | None) -> Found:
    """Lay identifiers on the shelf, and leave out those farther than the limit."""
    shelf = keeper.get()
    at = shelf.find(ids)
    if (at < 0).any():
        shelf = keeper.learn(ids[at < 0])
        at = shelf.find(ids)
    at = at[at >= 0]
    if centre is None:
        return Found(shelf, at, None)
    columns = shelf.columns
    km = distances(centre.position, columns["latitudes"][at], columns["longitudes"][at])
    found = Found(shelf, at, km)
    return found if limit is None else found.kept(km <= limit)


def fits(found: Found, profile: Profile) -> Integers:
    """Return the fit of each vacancy in ten-thousandths, -1 where nothing can be compared.

    Three quarters are the share held of what the vacancy asks, a required skill counting twice;
    one quarter is the share held of its job card, by the weights of the matching. A vacancy that
    names no skill has the card's share alone.
    """
    own = found.shelf.index.scores(dict.fromkeys(profile.held, 1), found.ids)
    by_code = shares_by_code(cards_index(), profile.held, found.shelf.code_names)
    card = by_code[found.shelf.columns["codes"][found.at]] if len(by_code) else own
    mixed = (OWN_PARTS * own + CARD_PARTS * np.maximum(card, 0)) // (OWN_PARTS + CARD_PARTS)
    return np.asarray(np.where(own < 0, card, mixed))


@lru_cache(maxsize=256)
def card_shares(index: MatchingIndex, held: frozenset[str]) -> dict[str, int]:
    """Return the share held of each card, in ten-thousandths; cards of which nothing is held lack.

    The last profiles are remembered.
    """
    return {code: round(share * WHOLE) for code, share in index.shares(held).items()}


@lru_cache(maxsize=256)
def shares_by_code(index: MatchingIndex, held: frozenset[str], codes: tuple[str, ...]) -> Integers:
    """Return the share held of the card of each code, -1 where nothing of it is."""
    cards = card_shares(index, held)
    return np.array([cards.get(code, UNKNOWN) for code in codes], dtype=np.int64)


def ordered(found: Found, fit: Integers | None, sort: Sort, count: int) -> Integers:
    """Return the first ``count`` of the found in the order asked, as places in ``found``.

    By fit: the best, then the nearest, then the latest. By time: the nearest, then the best. By
    date: the latest. The last word is the identifier's, the higher first.
    """
    keys = KEYS[sort](found, fit)
    places = np.arange(len(found))
    if len(found) > SMALL and count < len(found):
        first = keys[0]
        places = np.flatnonzero(first >= np.partition(first, len(first) - count)[-count])
    columns = [-key[places] for key in (*keys, found.ids)]
    return np.asarray(places[np.lexsort(columns[::-1])][:count])


def _closeness(found: Found) -> list[Floats]:
    """Return how near each is, the higher the nearer; unknown is farthest, no place is nothing."""
    if found.km is None:
        return []
    return [np.where(np.isnan(found.km), -np.inf, -found.km)]


def _published(found: Found) -> Integers:
    return np.asarray(found.shelf.columns["published"][found.at])


def _by_fit(found: Found, fit: Integers | None) -> list[Keys]:
    return [fit if fit is not None else _published(found), *_closeness(found), _published(found)]


def _by_time(found: Found, fit: Integers | None) -> list[Keys]:
    return [*_closeness(found), *([] if fit is None else [fit]), _published(found)]


def _by_date(found: Found, fit: Integers | None) -> list[Keys]:
    return [_published(found)]


KEYS: dict[Sort, Callable[[Found, Integers | None], list[Keys]]] = {
    Sort.FIT: _by_fit,
    Sort.TIME: _by_time,
    Sort.DATE: _by_date,
}
