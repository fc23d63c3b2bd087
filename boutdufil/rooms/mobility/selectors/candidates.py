"""The candidates of a vacancy, in the order they came or by the skills asked, and why.

The order by skills counts what the vacancy asks and what a person confirmed, code by code. Titles,
names, places, dates and letters never enter it; it hides nobody and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from boutdufil.kernel.posts.models import VacancySkill
from boutdufil.kernel.posts.selectors import PostFigure, Scope, open_posts, post_figure
from boutdufil.rooms.mobility.enums import FINAL_STAGES, Stage
from boutdufil.rooms.mobility.models import Application, ApplicationReading
from boutdufil.rooms.mobility.selectors.vacancy_lines import VacancyLine, vacancy_line

WAITING = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
BY_ARRIVAL, BY_SKILLS = "arrivee", "competences"


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill a vacancy asks: required, or desired."""

    code: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One asked skill, and whether the person showed it as confirmed."""

    label: str
    required: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of the asked skills were shown; `lines` prove each count, one by one."""

    lines: tuple[SkillLine, ...]

    @property
    def asked(self) -> int:
        """How many the vacancy requires."""
        return sum(line.required for line in self.lines)

    @property
    def held(self) -> int:
        """How many of those were shown."""
        return sum(line.required and line.held for line in self.lines)

    @property
    def desired(self) -> int:
        """How many it would like besides."""
        return len(self.lines) - self.asked

    @property
    def desired_held(self) -> int:
        """How many of those were shown."""
        return sum(line.held for line in self.lines) - self.held


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """An application in the employer's list."""

    pk: int
    name: str
    stage: Stage
    sent_at: datetime
    opened: bool
    fit: Fit
    invented: bool

    @property
    def withdrawn(self) -> bool:
        """Whether the person took it back: nothing of it is shown."""
        return self.stage == Stage.WITHDRAWN


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """All applications to a vacancy; `waiting` counts those without an end.

    `can_hire` tells whether the ledger has an open post left, `figure` is what is shown of it.
    """

    vacancy: VacancyLine
    rows: tuple[CandidateRow, ...]
    order: str
    asked: tuple[AskedSkill, ...]
    waiting: int
    can_hire: bool
    figure: PostFigure

    @property
    def all_filled(self) -> bool:
        """Whether people wait although no post is left."""
        return self.waiting > 0 and not self.can_hire


def candidates_page(vacancy_id: int, reader_id: int, order: str = BY_ARRIVAL) -> CandidatesPage:
    """The applications to a vacancy, by arrival unless the order by skills is asked."""
    asked = asked_skills(vacancy_id)
    rows = [_row(application, asked) for application in _applications(vacancy_id, reader_id)]
    by_skills = order == BY_SKILLS
    return CandidatesPage(
        vacancy=vacancy_line(vacancy_id),
        rows=tuple(ranked(rows) if by_skills else rows),
        order=BY_SKILLS if by_skills else BY_ARRIVAL,
        asked=asked,
        waiting=sum(row.stage in WAITING for row in rows),
        can_hire=open_posts([vacancy_id])[vacancy_id] > 0,
        figure=post_figure(Scope(vacancy_id=vacancy_id)),
    )


def _applications(vacancy_id: int, reader_id: int) -> Iterable[Application]:
    read = ApplicationReading.objects.filter(application=OuterRef("pk"), reader_id=reader_id)
    found = Application.objects.filter(vacancy_id=vacancy_id).select_related("person")
    return found.annotate(opened=Exists(read)).order_by("sent_at", "pk")


def _row(application: Application, asked: Sequence[AskedSkill]) -> CandidateRow:
    return CandidateRow(
        pk=application.pk,
        name=application.name,
        stage=Stage(application.stage),
        sent_at=application.sent_at,
        opened=bool(getattr(application, "opened", False)),
        fit=fit_of(asked, shown_codes(application.profile)),
        invented=application.person.is_invented,
    )


def has_opened(application: Application, reader_id: int) -> bool:
    """Tell whether this recruiter opened the application already."""
    return application.readings.filter(reader_id=reader_id).exists()


def ranked(rows: Sequence[CandidateRow]) -> list[CandidateRow]:
    """Most required skills first, then most desired ones, then the order they came in.

    What was withdrawn, of which nothing is known any more, stands last.
    """
    return sorted(
        rows,
        key=lambda row: (row.withdrawn, -row.fit.held, -row.fit.desired_held, row.sent_at, row.pk),
    )


def asked_skills(vacancy_id: int) -> tuple[AskedSkill, ...]:
    """The skills a vacancy asks, the required ones first."""
    found = VacancySkill.objects.filter(vacancy_id=vacancy_id).order_by("-required", "pk")
    return tuple(AskedSkill(row.skill, row.label, row.required) for row in found)


def shown_codes(profile: Mapping[str, Any]) -> frozenset[str]:
    """The codes of the skills a person chose to show."""
    return frozenset(skill["code"] for skill in profile.get("skills", ()))


def fit_of(asked: Sequence[AskedSkill], codes: Collection[str]) -> Fit:
    """Count the asked skills that are among the codes shown."""
    return Fit(tuple(SkillLine(one.label, one.required, one.code in codes) for one in asked))
