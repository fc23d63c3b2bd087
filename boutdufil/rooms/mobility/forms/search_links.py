"""Addresses that change one filter of a search and keep the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from boutdufil.rooms.mobility.forms.search import SearchForm
from boutdufil.rooms.mobility.selectors.search import Results


@dataclass(frozen=True, slots=True)
class Link:
    """Where one change leads; ``count`` is how many vacancies of this list it keeps."""

    label: str
    address: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What can be changed at one touch."""

    orders: tuple[Link, ...]
    keep: tuple[Link, ...]
    jobs: tuple[Link, ...]


class Filters:
    """The filters of an address, written once each: a page changes one of them twenty times."""

    def __init__(self, told: Mapping[str, list[str]]) -> None:
        self.told = told
        self._written = {name: _written(name, values) for name, values in told.items()}

    def changed(self, name: str, *values: str) -> str:
        """Return the address with one filter replaced, from the first page."""
        written = self._written | {name: _written(name, values)}
        return f"?{'&'.join(part for part in written.values() if part)}#resultats"


def _written(name: str, values: Iterable[str]) -> str:
    return urlencode([(name, value) for value in values])


def links_of(form: SearchForm, results: Results) -> Links:
    """Return the orders, the contracts to keep, and the jobs to leave out."""
    filters = Filters(form.filters)
    asked = dict(results.found.jobs)
    kept = filters.told.get("metier", [])
    return Links(
        orders=tuple(
            Link(label, filters.changed("tri", value), current=value == results.found.sort.value)
            for value, label in results.orders
        ),
        keep=(*contract_links(filters, results), *other_links(filters, results)),
        jobs=tuple(
            Link(asked.get(code, code), filters.changed("metier", *(c for c in kept if c != code)))
            for code in kept
        ),
    )


def contract_links(filters: Filters, results: Results) -> Iterable[Link]:
    """Yield one link a contract found, unless there is nothing to choose."""
    facets = results.found.contracts
    for facet in facets if len(facets) > 1 else ():
        yield Link(facet.label, filters.changed("contrat", facet.value), count=facet.count)


def other_links(filters: Filters, results: Results) -> Iterable[Link]:
    """Yield what keeps some of the list, but neither all nor none."""
    found = results.found
    for name, label, count in (
        ("domicile", _("Jours à domicile"), found.home),
        ("sans_dimanche", _("Sans dimanche"), found.no_sunday),
        ("sans_nuit", _("Sans nuit"), found.no_night),
    ):
        if 0 < count < found.total and name not in filters.told:
            yield Link(label, filters.changed(name, "1"), count=count)
