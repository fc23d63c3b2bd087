"""The rows of a page of results, in three questions whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import get_language
from numpy.typing import NDArray

from boutdufil.engines.matching import Profile
from boutdufil.kernel.posts.enums import Contract, PayPeriod, SignLanguage
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors.search.neighbours import Kinship
from boutdufil.kernel.posts.selectors.search.places import Centre, places
from boutdufil.kernel.posts.selectors.search.query import VacancyQuery
from boutdufil.kernel.posts.selectors.search.ranking import CARD_PARTS, OWN_PARTS, Found
from boutdufil.kernel.posts.selectors.search.reach import shown_minutes
from boutdufil.kernel.posts.selectors.search.shelf_rows import WHOLE

PER_PAGE = 20
COLUMNS = (
    *("pk", "title", "code", "commune", "contract", "contract_months", "weekly_hours"),
    *("pay_min", "pay_max", "pay_period", "home_days", "works_sundays", "works_nights"),
    *("sign_language", "outbound", "published_at"),
    *("organisation__name", "organisation__invented"),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of a vacancy somebody holds: ``share`` in [0, 1]; None everywhere when unknown.

    ``held`` of ``asked`` are the skills the vacancy names itself, both 0 when it names none;
    ``card`` in [0, 1] is the share held of its job card, 0 where nothing of it is known.
    """

    share: float | None
    held: int
    asked: int
    card: float


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """One vacancy in a list. Pay is in euros, gross, for ``pay_period``; the time is an estimate.

    ``fit`` is None for a visitor without confirmed skills; ``kinship`` tells why a vacancy of
    another job is here.
    """

    id: int
    title: str
    code: str
    employer: str
    invented: bool
    place: str
    minutes: int | None
    contract: str
    contract_months: int | None
    weekly_hours: Decimal | None
    pay_min: float | None
    pay_max: float | None
    pay_period: str
    home_days: int
    sundays: bool
    nights: bool
    sign_language: str
    outbound: bool
    published_at: datetime | None
    fit: Fit | None
    kinship: Kinship | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The places of one page among the found, with their fit; None without a profile."""

    found: Found
    places: NDArray[np.int64]
    fit: NDArray[np.int64] | None
    profile: Profile | None
    query: VacancyQuery

    @property
    def ids(self) -> list[int]:
        """The identifiers, in order."""
        return [int(key) for key in self.found.ids[self.places]]


def codes_shown(shown: Shown) -> set[str]:
    """Return the codes of the jobs on a page."""
    at = shown.found.at[shown.places]
    return {shown.found.shelf.code_names[code] for code in shown.found.shelf.columns["codes"][at]}


def vacancy_rows(shown: Shown, kinships: dict[str, Kinship]) -> tuple[VacancyRow, ...]:
    """Return the rows of one page, in its order."""
    ids = shown.ids
    read = {row[0]: row for row in read_rows(ids)}
    towns = places.get({row[3] for row in read.values()})
    return tuple(
        _row(read[key], towns, _Measures.of(shown, number), kinships)
        for number, key in enumerate(ids)
        if key in read
    )


@cache
def _statement() -> str:
    """Return the question for one page, compiled once: that costs more than asking it."""
    rows = Vacancy.objects.filter(pk__in=range(PER_PAGE)).order_by()
    return str(rows.values_list(*COLUMNS).query.sql_with_params()[0])


def read_rows(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the columns of at most `PER_PAGE` vacancies, in any order."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [*ids, *[ids[0]] * (PER_PAGE - len(ids))])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is computed for one row."""

    minutes: int | None
    fit: Fit | None

    @classmethod
    def of(cls, shown: Shown, number: int) -> "_Measures":
        place = shown.places[number]
        km = None if shown.found.km is None else float(shown.found.km[place])
        minutes = None if km is None or np.isnan(km) else shown_minutes(km, shown.query)
        return cls(minutes, None if shown.fit is None else _fit(shown, number))


def _fit(shown: Shown, number: int) -> Fit:
    assert shown.fit is not None  # noqa: S101 - tells the type
    assert shown.profile is not None  # noqa: S101 - tells the type
    place = shown.places[number]
    asked = shown.found.shelf.index.terms(int(shown.found.ids[place]))
    value = int(shown.fit[place])
    held = asked.keys() & shown.profile.held
    card = value
    if asked:
        # The mean of `ranking.fits` turned round; its rounding is far below what is shown.
        own = sum(asked[skill] for skill in held)
        card = ((OWN_PARTS + CARD_PARTS) * value - OWN_PARTS * own) // CARD_PARTS
    return Fit(
        share=value / WHOLE if value >= 0 else None,
        held=len(held),
        asked=len(asked),
        card=max(card, 0) / WHOLE,
    )


def _row(
    read: tuple[Any, ...],
    towns: dict[str, Centre],
    measures: _Measures,
    kinships: dict[str, Kinship],
) -> VacancyRow:
    told, language = dict(zip(COLUMNS, read, strict=True)), get_language() or ""
    return VacancyRow(
        id=told["pk"],
        title=told["title"],
        code=told["code"],
        employer=told["organisation__name"],
        invented=told["organisation__invented"],
        place=towns[told["commune"]].name if told["commune"] in towns else "",
        minutes=measures.minutes,
        contract=label_of(Contract, told["contract"], language),
        contract_months=told["contract_months"],
        weekly_hours=told["weekly_hours"],
        pay_min=euros(told["pay_min"]),
        pay_max=euros(told["pay_max"]),
        pay_period=label_of(PayPeriod, told["pay_period"], language),
        home_days=told["home_days"],
        sundays=told["works_sundays"],
        nights=told["works_nights"],
        sign_language=_sign_language(told["sign_language"], language),
        outbound=told["outbound"],
        published_at=told["published_at"],
        fit=measures.fit,
        kinship=kinships.get(told["code"]),
    )


def euros(cents: int | None) -> float | None:
    """Return cents as euros; whole where they are whole."""
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100


@lru_cache(maxsize=256)
def label_of(choices: type[TextChoices], value: str, language: str) -> str:
    """Return the label of a value in the language, which is the one in force; empty for none."""
    return str(choices(value).label) if value else ""


def _sign_language(value: str, language: str) -> str:
    return "" if value == SignLanguage.NONE else label_of(SignLanguage, value, language)
