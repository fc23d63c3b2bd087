"""Ways to work of many people to many posts at once: the estimate of `territories`, in bulk."""

from collections.abc import Collection

from boutdufil.kernel.territories.models import Commune
from boutdufil.kernel.territories.selectors import landmass, position
from boutdufil.lib import geo

# (from, to, has a car) to whole minutes; None when it is unknown or over the sea.
Ways = dict[tuple[str, str, bool], int | None]


def ways_between(origins: Collection[str], targets: Collection[str]) -> Ways:
    """Estimate every way between INSEE codes, by car and by public transport, in one query.

    The minutes are those `territories.travel_minutes` shows.
    """
    communes = Commune.objects.in_bulk({*origins, *targets})
    return {
        (origin, target, by_car): _minutes(communes.get(origin), communes.get(target), by_car)
        for origin in set(origins)
        for target in set(targets)
        for by_car in (True, False)
    }


def _minutes(origin: Commune | None, target: Commune | None, by_car: bool) -> int | None:
    if origin is None or target is None or landmass(origin) != landmass(target):
        return None
    km = geo.distance_km(position(origin), position(target))
    return geo.shown_minutes(km, geo.BY_CAR if by_car else geo.BY_PUBLIC_TRANSPORT)
