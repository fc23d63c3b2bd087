"""What somebody who applies may show: their confirmed skills, those the vacancy asks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boutdufil.rooms.mobility.models import Profile, ProfileSkill
from boutdufil.rooms.mobility.selectors.candidates import AskedSkill, asked_skills
from boutdufil.rooms.mobility.selectors.profiles import HELD
from boutdufil.rooms.mobility.selectors.vacancy_lines import VacancyLine, vacancy_line


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to show or not: the value a form sends, and its words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """What the form of an application is made of; `missing` is asked and not confirmed."""

    vacancy: VacancyLine
    asked: tuple[Choice, ...]
    others: tuple[Choice, ...]
    jobs: tuple[Choice, ...]
    missing: tuple[str, ...]
    asked_count: int

    @property
    def skills(self) -> tuple[Choice, ...]:
        """All the skills that may be shown."""
        return (*self.asked, *self.others)


def apply_page(vacancy_id: int, profile: Profile | None) -> ApplyPage:
    """The form of one vacancy for one path; the path may be missing or empty."""
    wanted = asked_skills(vacancy_id)
    codes = {one.code for one in wanted}
    held = _held(profile)
    shown = {row.skill for row in held}
    return ApplyPage(
        vacancy=vacancy_line(vacancy_id),
        asked=tuple(_choice(row) for row in held if row.skill in codes),
        others=tuple(_choice(row) for row in held if row.skill not in codes),
        jobs=_jobs(profile),
        missing=_missing(wanted, shown),
        asked_count=len(wanted),
    )


def _held(profile: Profile | None) -> list[ProfileSkill]:
    if profile is None:
        return []
    return list(profile.skills.filter(decision__in=HELD).order_by("label", "pk"))


def _jobs(profile: Profile | None) -> tuple[Choice, ...]:
    if profile is None:
        return ()
    return tuple(Choice(str(job.pk), job.title_label) for job in profile.past_jobs.all())


def _choice(row: ProfileSkill) -> Choice:
    return Choice(row.skill, row.label)


def _missing(wanted: Sequence[AskedSkill], shown: set[str]) -> tuple[str, ...]:
    return tuple(one.label for one in wanted if one.code not in shown)
