"""A draft written into its table lines, and what it changes there."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from boutdufil.kernel.posts.drafts import PLAIN_FIELDS, SkillAsked, VacancyDraft, month_pay
from boutdufil.kernel.posts.models import Vacancy, VacancySkill
from boutdufil.kernel.territories.models import Commune


def fill(vacancy: Vacancy, draft: VacancyDraft) -> None:
    """Set every field of a vacancy from a draft, what is computed too; save nothing."""
    for name in PLAIN_FIELDS:
        setattr(vacancy, name, getattr(draft, name))
    vacancy.other_titles = list(draft.other_titles)
    vacancy.languages = {asked.code: asked.level for asked in draft.languages}
    vacancy.month_pay_min = month_pay(draft.pay_min, draft.pay_period, draft.weekly_hours)
    vacancy.month_pay_max = month_pay(draft.pay_max, draft.pay_period, draft.weekly_hours)
    vacancy.latitude, vacancy.longitude = _position(draft.commune)
    vacancy.changed_at = timezone.now()


def _position(commune: str) -> tuple[float | None, float | None]:
    found = Commune.objects.filter(pk=commune).values_list("latitude", "longitude").first()
    return found or (None, None)


def keep_skills(vacancy: Vacancy, asked: Iterable[SkillAsked]) -> None:
    """Replace the skills of a vacancy; the first mention of a skill wins."""
    wanted = {skill.skill: skill for skill in reversed(tuple(asked))}
    vacancy.skills.exclude(skill__in=wanted).delete()
    VacancySkill.objects.bulk_create(
        [
            VacancySkill(
                vacancy=vacancy, skill=row.skill, label=row.label[:300], required=row.required
            )
            for row in reversed(wanted.values())
        ],
        update_conflicts=True,
        unique_fields=["vacancy", "skill"],
        update_fields=["label", "required"],
    )


def changed_fields(vacancy: Vacancy, draft: VacancyDraft) -> list[str]:
    """Return the names of the fields a draft would change, skills included."""
    changed = [n for n in PLAIN_FIELDS if _differs(getattr(vacancy, n), getattr(draft, n))]
    if list(vacancy.other_titles) != list(draft.other_titles):
        changed.append("other_titles")
    if dict(vacancy.languages or {}) != {asked.code: asked.level for asked in draft.languages}:
        changed.append("languages")
    held = set(vacancy.skills.values_list("skill", "required"))
    if held != {(asked.skill, asked.required) for asked in draft.skills}:
        changed.append("skills")
    return changed


def _differs(held: Any, said: Any) -> bool:
    if isinstance(held, Decimal | float) and said is not None:
        return Decimal(str(held)) != Decimal(str(said))
    return bool(held != said)
