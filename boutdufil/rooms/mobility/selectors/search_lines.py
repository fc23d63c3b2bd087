"""One vacancy of a list in the reader's words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.selectors.search import Fit, Kinship, VacancyQuery, VacancyRow
from boutdufil.kernel.territories.enums import TravelMode
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.numbers import format_number, format_percent

# Names of the demonstration that say so themselves need no badge.
INVENTED = "(invent"


@dataclass(frozen=True, slots=True)
class Line:
    """One vacancy of the list in the reader's words; ``width`` is that of the bar, "58%".

    ``fit`` is empty for a visitor without confirmed skills; ``width`` is empty when unknown.
    """

    address: str
    title: str
    employer: str
    invented: bool
    where: str
    terms: str
    pay: str
    fit: str
    width: str
    outbound: bool
    reason: str
    notes: str


def line(row: VacancyRow, query: VacancyQuery) -> Line:
    """Put one vacancy in words."""
    language = get_language() or ""
    fit, width = fit_words(row.fit, language)
    return Line(
        address=address_of(row.id),
        title=row.title,
        employer=row.employer,
        invented=row.invented and INVENTED not in row.employer,
        where=where_words(row.place, row.minutes, query.by, language),
        terms=terms(row.contract, row.contract_months, row.weekly_hours, row.home_days, language),
        pay=pay_words(row.pay_min, row.pay_max, row.pay_period, language),
        fit=fit,
        width=width,
        outbound=row.outbound,
        reason=kinship_words(row.kinship) if row.kinship else "",
        notes=" · ".join(notes(row, language)),
    )


@cache
def _first_address() -> str:
    """Return the address of vacancy 0; resolving one for each line costs more than the line."""
    return reverse("mobility:vacancy", args=[0])


def address_of(vacancy_id: int) -> str:
    """Return where a vacancy is read."""
    return f"{_first_address().removesuffix('0/')}{vacancy_id}/"


# Twenty lines say the same few things over and over: each process remembers the last turns of
# phrase. They depend on their arguments alone; the language is the one in force.


@lru_cache(maxsize=4096)
def where_words(place: str, minutes: int | None, by: TravelMode, language: str) -> str:
    """Return the place, and the estimated time from the one asked."""
    if minutes is None:
        return place
    told = {"place": place, "n": minutes}
    if by is TravelMode.CAR:
        return _("%(place)s, environ %(n)s min en voiture") % told
    return _("%(place)s, environ %(n)s min en transports en commun") % told


@lru_cache(maxsize=2048)
def terms(
    contract: str, months: int | None, hours: Decimal | None, home_days: int, language: str
) -> str:
    """Return contract, hours and days at home."""
    if months:
        contract = _("%(contract)s de %(n)s mois") % {"contract": contract, "n": months}
    told = [contract]
    if hours:
        told.append(_("%(n)s h par semaine") % {"n": format_number(float(hours))})
    if home_days:
        told.append(
            ngettext("%(n)s jour à domicile", "%(n)s jours à domicile", home_days)
            % {"n": home_days}
        )
    return " · ".join(told)


@lru_cache(maxsize=4096)
def pay_words(low: float | None, high: float | None, period: str, language: str) -> str:
    """Return the range as the employer wrote it; empty when unknown."""
    if low is None or high is None:
        return ""
    told = {"low": amount(low), "high": amount(high), "period": period}
    if low == high:
        return _("%(low)s € brut %(period)s") % told
    return _("%(low)s à %(high)s € brut %(period)s") % told


def amount(euros: float) -> str:
    """Return euros with both figures of the cents, or with none."""
    return format_number(euros, None if euros == int(euros) else 2)


def notes(row: VacancyRow, language: str) -> list[str]:
    """Return the day it was published, and what somebody should know before reading on."""
    told = []
    if row.published_at:
        told.append(published_words(localdate(row.published_at), language))
    if row.sundays or row.nights or row.sign_language:
        told += work_notes(row.sundays, row.nights, row.sign_language, language)
    return told


@lru_cache(maxsize=64)
def work_notes(sundays: bool, nights: bool, sign_language: str, language: str) -> tuple[str, ...]:
    """Return what somebody should know of the work itself."""
    told = []
    if sundays:
        told.append(_("travail le dimanche"))
    if nights:
        told.append(_("travail de nuit"))
    if sign_language:
        told.append(_("langue des signes %(how)s") % {"how": sign_language})
    return tuple(told)


@lru_cache(maxsize=512)
def published_words(day: date, language: str) -> str:
    """Say on which day."""
    return _("publiée le %(day)s") % {"day": format_day(day, "j F")}


@lru_cache(maxsize=4096)
def fit_words(fit: Fit | None, language: str) -> tuple[str, str]:
    """Return the fit in words and the width of its bar."""
    if fit is None:
        return "", ""
    if fit.share is None:
        return _("compétences à comparer : inconnu"), ""
    width = f"{round(fit.share * 100)}%"
    card = {"share": format_percent(fit.card)}
    if not fit.asked:
        return _("%(share)s de la fiche métier ; l’offre ne nomme aucune compétence") % card, width
    text = ngettext(
        "%(held)s sur %(asked)s compétence demandée",
        "%(held)s sur %(asked)s compétences demandées",
        fit.asked,
    ) % {"held": fit.held, "asked": fit.asked}
    of_card = _("%(share)s de la fiche métier") % card
    return f"{text} · {of_card}", width


def kinship_words(kinship: Kinship) -> str:
    """Say why a vacancy of another job is here."""
    told = {
        "job": kinship.label,
        "of": kinship.of,
        "n": kinship.shared,
        "skills": " · ".join(kinship.skills),
    }
    shared = ngettext(
        "%(n)s compétence en commun : %(skills)s", "%(n)s compétences en commun : %(skills)s",
        kinship.shared,
    )  # fmt: skip
    parts = [_("%(job)s, métier voisin de %(of)s") % told]
    if kinship.shared:
        parts.append(shared % told)
    if kinship.official:
        parts.append(_("Aussi lien officiel ROME"))
    return ". ".join(parts) + "."
