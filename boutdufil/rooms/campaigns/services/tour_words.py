"""What a planned tour is worth and how sure that is, in words, on a terminal and on pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.engines.itinerary import Alternative, Problem, Status, Stop, Tour
from boutdufil.kernel.ui.numbers import format_number, format_percent
from boutdufil.lib.tables import Value, write_csv

# Below half of it a change would read as none.
LEAST_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Answer:
    """A tour, what was asked, and the best tours without each of its cities."""

    problem: Problem
    tour: Tour
    others: tuple[Alternative, ...] = ()


def as_csv(answer: Answer) -> bytes:
    """Return the stops as a table, one line a day."""
    header = (
        _("Jour"),
        _("Ville"),
        _("Étape (km)"),
        _("Étape (min, estimation)"),
        _("Demandeurs d’emploi"),
        _("Postes"),
        _("Centres"),
        _("Valeur"),
        _("Villes atteintes"),
    )
    return write_csv(header, [row(stop) for stop in answer.tour.stops])


def row(stop: Stop) -> list[Value]:
    """Return one day as a line."""
    reach = stop.reach
    leg = None if stop.leg_km is None else round(stop.leg_km, 1)
    return [
        stop.day, stop.place, leg, stop.leg_minutes, reach.job_seekers, reach.posts, reach.centres,
        reach.value, ", ".join(stop.places),
    ]  # fmt: skip


def numbers(counted: Stop | Tour) -> list[str]:
    """Return what is reached as numbers to read."""
    reach = counted.reach
    figures = (reach.job_seekers, reach.posts, reach.centres, reach.value)
    return [format_number(figure) for figure in figures]


def certainty(answer: Answer) -> str:
    """Say how sure the answer is."""
    tour = answer.tour
    match tour.status:
        case Status.OPTIMAL:
            return _(
                "Optimum prouvé : aucune tournée n’atteint davantage, et aucune qui atteint autant "
                "n’est plus courte."
            )
        case Status.MOST_REACHED:
            return _("Aucune tournée n’atteint davantage (prouvé) ; une plus courte peut exister.")
        case Status.WITHIN_BOUND:
            told = _(
                "À %(gap)s de l’optimum au plus : aucune tournée n’atteint plus de %(bound)s "
                "(prouvé)."
            )
            return told % {"gap": share(tour.gap), "bound": format_number(tour.bound)}
        case Status.INFEASIBLE:
            return f"{_('Aucune tournée ne tient.')} {remedy(answer)}"
    none = _("Aucune tournée n’a été trouvée, sans preuve qu’il n’y en a pas.")
    return f"{none} {remedy(answer)}"


def remedy(answer: Answer) -> str:
    """Say which leg limit would do."""
    limit = answer.tour.limit_that_would_do
    if limit is None:
        return _("Des étapes plus longues n’y changent rien : imposez moins de villes.")
    if answer.problem.leg_minutes is not None:
        told = _("Avec des étapes de %(limit)s minutes, il y en a une.")
    else:
        told = _("Avec des étapes de %(limit)s km, il y en a une.")
    return told % {"limit": format_number(limit)}


def without(other: Alternative) -> tuple[str, str]:
    """Say what leaving out a city costs, and the tour that is then the best."""
    if other.change is None:
        return _("aucune tournée"), ""
    if other.change and abs(other.change) < LEAST_SHARE / 2:
        return _("presque autant"), " › ".join(other.tour.order)
    return share(other.change) if other.change else _("autant"), " › ".join(other.tour.order)


def share(part: float) -> str:
    """Return a share with one decimal."""
    return format_percent(part, 1)
