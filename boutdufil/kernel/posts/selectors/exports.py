"""Vacancies as a file that can be read again: the headings of the import, one line each."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import translation

from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import (
    Contract,
    PayPeriod,
    PostState,
    SignLanguage,
    SpokenLanguage,
    VacancyStatus,
)
from boutdufil.kernel.posts.importing import COLUMNS
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors.vacancies import draft_with
from boutdufil.kernel.territories import selectors as territories
from boutdufil.kernel.territories.selectors import PlaceRow
from boutdufil.lib.tables import Value, write_csv, write_xlsx

HEADER = tuple(column.heading for column in COLUMNS)
STATE = "État"
SHEET = "Offres"


def vacancies_file(organisation_ids: list[int], *, kind: str) -> bytes:
    """Return the vacancies of organisations as "csv" or "xlsx", in French like the template."""
    found = Vacancy.objects.filter(organisation_id__in=organisation_ids).annotate(
        open_posts=Count("posts", filter=Q(posts__state=PostState.OPEN))
    )
    vacancies = list(found.order_by("pk").prefetch_related("skills"))
    places = territories.places({vacancy.commune for vacancy in vacancies})
    with translation.override("fr"):
        rows = [
            (
                *_row(draft_with(one, posts=one.open_posts), places.get(one.commune)),
                str(VacancyStatus(one.status).label),
            )
            for one in vacancies
        ]
    header = (*HEADER, STATE)
    return write_xlsx(header, rows, sheet=SHEET) if kind == "xlsx" else write_csv(header, rows)


def template_file(*, kind: str) -> bytes:
    """Return an empty table with its headings and one example."""
    rows = [[column.example for column in COLUMNS]]
    return write_xlsx(HEADER, rows, sheet=SHEET) if kind == "xlsx" else write_csv(HEADER, rows)


def _row(draft: VacancyDraft, place: PlaceRow | None) -> Iterable[Value]:
    said: dict[str, Value] = {
        "reference": draft.reference,
        "title": draft.title,
        "code": draft.code,
        "posts": draft.posts or None,
        "contract": str(Contract(draft.contract).label),
        "contract_months": draft.contract_months,
        "weekly_hours": draft.weekly_hours,
        "pay_min": _euros(draft.pay_min),
        "pay_max": _euros(draft.pay_max),
        "pay_period": str(PayPeriod(draft.pay_period).label) if draft.pay_period else "",
        "commune": f"{place.postal_code} {place.name}" if place else "",
        "insee": draft.commune,
        "home_days": draft.home_days,
        "works_sundays": draft.works_sundays,
        "works_nights": draft.works_nights,
        "works_shifts": draft.works_shifts,
        "pattern": draft.pattern,
        "description": draft.description,
        "required_skills": " | ".join(s.skill for s in draft.skills if s.required),
        "wished_skills": " | ".join(s.skill for s in draft.skills if not s.required),
        "languages": ", ".join(
            f"{SpokenLanguage(asked.code).label} {asked.level}".strip()
            for asked in draft.languages
            if asked.code in SpokenLanguage.values
        ),
        "sign_language": str(SignLanguage(draft.sign_language).label),
        "accessibility": draft.accessibility,
        "starts_on": draft.starts_on,
        "apply_until": draft.apply_until,
        "outbound": draft.outbound,
    }
    return [said[column.field] for column in COLUMNS]


def _euros(cents: int | None) -> float | int | None:
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100
