"""One page of vacancies; wider than asked, and saying so, when nothing is found as asked."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import get_language

from boutdufil.engines.matching import Profile
from boutdufil.kernel.posts.enums import Contract
from boutdufil.kernel.posts.selectors.search.neighbours import kinships
from boutdufil.kernel.posts.selectors.search.query import Sort, VacancyQuery
from boutdufil.kernel.posts.selectors.search.ranking import Found, Integers, fits, ordered
from boutdufil.kernel.posts.selectors.search.rows import (
    PER_PAGE,
    Shown,
    VacancyRow,
    codes_shown,
    label_of,
    vacancy_rows,
)
from boutdufil.kernel.posts.selectors.search.searching import Search, checked
from boutdufil.kernel.posts.selectors.search.shelf import CONTRACTS
from boutdufil.kernel.posts.selectors.search.widening import Widening, widened


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the vacancies found have something; ``value`` is that of the filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results. ``total`` is exact; ``sort`` is the order used, maybe not the one asked.

    ``jobs`` are the jobs looked for, as (code, label): those asked and those the words named.
    ``widening`` is None when something was found as asked; ``pages`` is at least 1, and the last
    page stands for those beyond. ``home``, ``no_sunday`` and ``no_night`` count those of the total
    that would stay under these filters.
    """

    rows: tuple[VacancyRow, ...]
    total: int
    page: int
    pages: int
    sort: Sort
    scored: bool
    place: str
    jobs: tuple[tuple[str, str], ...]
    slips: tuple[str, ...]
    contracts: tuple[Facet, ...]
    home: int
    no_sunday: int
    no_night: int
    widening: Widening | None


def search_vacancies(
    query: VacancyQuery, profile: Profile | None = None, *, page: int = 1
) -> SearchPage:
    """Return one page of the published vacancies that pass every filter of the query.

    Hidden and confidential ones never do. With the confirmed skills of a ``profile`` each has a
    fit; without, none has, and the order is that of time or date. When nothing passes, near jobs
    are looked at, then places farther away; ``widening`` says which.
    Raises UnknownValueError for a job, a place or an employer unknown here.
    """
    search, widening = checked(query), None
    found = search.found(search.limit)
    if not found and (wider := widened(search)):
        search, found, widening = wider
    held = profile if profile and profile.held else None
    fit = fits(found, held) if held else None
    return _page(search, Answer(found, fit, held, widening), page)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, before a page is cut from it."""

    found: Found
    fit: Integers | None
    profile: Profile | None
    widening: Widening | None


def _page(search: Search, answer: Answer, page: int) -> SearchPage:
    found, query = answer.found, search.query
    sort = sort_used(query, scored=answer.fit is not None)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages)
    places = ordered(found, answer.fit, sort, page * PER_PAGE)[(page - 1) * PER_PAGE :]
    shown = Shown(found, places, answer.fit, answer.profile, query)
    near = {code: row for code, row in search.near.items() if code not in search.labels}
    told = kinships(near, codes_shown(shown)) if near else {}
    columns = found.shelf.columns
    return SearchPage(
        rows=vacancy_rows(shown, told) if len(places) else (),
        total=len(found),
        page=page,
        pages=pages,
        sort=sort,
        scored=answer.fit is not None,
        place=search.centre.name if search.centre else "",
        jobs=(*search.labels.items(), *search.reading.jobs),
        slips=search.reading.slips,
        contracts=contract_facets(found),
        home=int((columns["home_days"][found.at] > 0).sum()),
        no_sunday=int((~columns["sundays"][found.at]).sum()),
        no_night=int((~columns["nights"][found.at]).sum()),
        widening=answer.widening,
    )


def sort_used(query: VacancyQuery, *, scored: bool) -> Sort:
    """Return the order asked where it can be, else the next best: fit, time, date."""
    possible = [Sort.FIT] * scored + [Sort.TIME] * bool(query.place) + [Sort.DATE]
    return query.sort if query.sort in possible else possible[0]


def contract_facets(found: Found) -> tuple[Facet, ...]:
    """Count the contracts of what was found; kinds nobody offers are left out."""
    language = get_language() or ""
    counts = np.bincount(found.shelf.columns["contracts"][found.at], minlength=len(CONTRACTS))
    return tuple(
        Facet(value, label_of(Contract, value, language), int(count))
        for value, count in zip(CONTRACTS, counts, strict=True)
        if count
    )
