"""The vacancies a visitor finds, put in words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.engines.matching import Profile as Skills
from boutdufil.kernel.posts.selectors.search import (
    PER_PAGE,
    SearchPage,
    Sort,
    VacancyQuery,
    near_counts,
    places,
    search_vacancies,
)
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.rooms.mobility.permissions import Visitor
from boutdufil.rooms.mobility.selectors.profiles import held_skills, profile_of
from boutdufil.rooms.mobility.selectors.search_lines import Line, line

NEAR_MINUTES = 30
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who looks: what they confirmed, and near where; empty for a visitor without a path."""

    held: frozenset[str] = frozenset()
    near_code: str = ""
    has_path: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of the list: ``heading`` counts, ``notice`` says what was widened and why."""

    found: SearchPage
    lines: tuple[Line, ...]
    heading: str
    notice: str
    why: str
    tried: str
    order: str
    orders: tuple[tuple[str, str], ...]
    pages: Page[int]
    seeker: Seeker


@dataclass(frozen=True, slots=True)
class NearOffers:
    """How many vacancies of some jobs are within the minutes of a place; everywhere without one."""

    counts: dict[str, int]
    place: str
    minutes: int

    @property
    def place_filters(self) -> str:
        """Return what an address adds to find the same vacancies."""
        return f"&commune={self.place}&temps={self.minutes}" if self.place else ""


def seeker_of(visitor: Visitor) -> Seeker:
    """Return what a visitor brings to a search."""
    profile = profile_of(visitor)
    if profile is None:
        return Seeker()
    return Seeker(held_skills(profile), profile.near_code, has_path=True)


def first_filters(seeker: Seeker) -> dict[str, str]:
    """Return the filters of somebody who asked nothing yet: near the place of their path."""
    if not seeker.near_code:
        return {}
    return {"commune": seeker.near_code, "temps": str(NEAR_MINUTES)}


def results(query: VacancyQuery, seeker: Seeker, *, page: int = 1) -> Results:
    """Search, and put the page in words. Raises UnknownValueError."""
    skills = Skills(seeker.held) if seeker.held else None
    found = search_vacancies(query, skills, page=page)
    return Results(
        found=found,
        lines=tuple(line(row, query) for row in found.rows),
        heading=heading(found, query),
        notice=widened(found, query),
        why=reasons(found),
        tried=tried(found, query),
        order=order_note(found),
        orders=orders(found, query),
        pages=Paginator(range(max(found.total, 1)), PER_PAGE).get_page(found.page),
        seeker=seeker,
    )


def offers_near(codes: Collection[str], near_code: str = "") -> NearOffers:
    """Count the vacancies of jobs within thirty minutes of a place, or everywhere without one."""
    place = places.get([near_code]).get(near_code) if near_code else None
    counts = near_counts(codes, place.code if place else "", minutes=NEAR_MINUTES)
    return NearOffers(counts, place.code if place else "", NEAR_MINUTES)


def heading(found: SearchPage, query: VacancyQuery) -> str:
    """Count what was found, and where."""
    told = {"n": format_number(found.total)}
    if not found.total:
        count = _("Aucune offre")
    elif found.widening is not None:
        count = ngettext("%(n)s offre proche", "%(n)s offres proches", found.total) % told
    else:
        count = ngettext("%(n)s offre", "%(n)s offres", found.total) % told
    reach = reach_words(query, found)
    return f"{count} {reach}" if reach else count


def reach_words(query: VacancyQuery, found: SearchPage | None = None) -> str:
    """Return the limit of distance, as widened; empty when there is none."""
    wider = found.widening if found and found.widening and found.widening.farther else None
    minutes = wider.minutes if wider else query.minutes
    km = wider.km if wider else query.km
    place = found.place if found else ""
    if minutes is not None:
        return _("à moins de %(n)s minutes de %(place)s") % {"n": minutes, "place": place}
    if km is not None:
        return _("à moins de %(n)s km de %(place)s") % {"n": km, "place": place}
    return ""


def widened(found: SearchPage, query: VacancyQuery) -> str:
    """Say what was looked at when nothing was found as asked; empty when something was."""
    if found.widening is None:
        return ""
    near = ngettext("%(n)s proche", "%(n)s proches", found.total) % {"n": found.total}
    if query.minutes is not None:
        exact = _("Rien d’exact à moins de %(n)s minutes") % {"n": query.minutes}
    elif query.km is not None:
        exact = _("Rien d’exact à moins de %(n)s km") % {"n": query.km}
    else:
        exact = _("Rien d’exact")
    return f"{exact}{NO_BREAK}: {near}"


def reasons(found: SearchPage) -> str:
    """Say why the vacancies of a widened search are close."""
    widening = found.widening
    if widening is None:
        return ""
    if widening.neighbours and widening.farther:
        return _("Des métiers voisins, et plus loin que demandé. Chaque ligne dit lequel.")
    if widening.neighbours:
        return _("Des métiers voisins du vôtre, aussi près. Chaque ligne dit ce qu’ils partagent.")
    return _("Le même métier, mais plus loin que demandé. Chaque ligne dit le temps.")


def tried(found: SearchPage, query: VacancyQuery) -> str:
    """Say what was looked at besides, when nothing was found at all."""
    limited = bool(query.place) and (query.minutes is not None or query.km is not None)
    if found.jobs and limited:
        return _("Nous avons aussi cherché parmi les métiers voisins, et plus loin.")
    if found.jobs:
        return _("Nous avons aussi cherché parmi les métiers voisins.")
    return _("Nous avons aussi cherché plus loin.") if limited else ""


def orders(found: SearchPage, query: VacancyQuery) -> tuple[tuple[str, str], ...]:
    """Return the orders that can be asked here, as (value, label)."""
    labels = {
        Sort.FIT: _("Ce que je sais déjà"),
        Sort.TIME: _("Le plus près"),
        Sort.DATE: _("Le plus récent"),
    }
    possible = {Sort.FIT: found.scored, Sort.TIME: bool(query.place), Sort.DATE: True}
    return tuple((sort.value, labels[sort]) for sort, here in possible.items() if here)


def order_note(found: SearchPage) -> str:
    """Say by what the list is ordered, and why no fit is shown where there is none."""
    notes = {
        Sort.FIT: _("Classées par ce que vous savez déjà, puis par temps de trajet."),
        Sort.TIME: _("Classées par temps de trajet estimé."),
        Sort.DATE: _("Classées de la plus récente à la plus ancienne."),
    }
    if found.scored:
        return notes[found.sort]
    unscored = _("Aucune note : nous ne savons pas encore ce que vous savez faire.")
    return f"{notes[found.sort]} {unscored}"
