"""Surveys as their statisticians see them."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.barometer.enums import WaveState
from boutdufil.rooms.barometer.models import Survey, Wave
from boutdufil.rooms.barometer.permissions.surveys import STATISTICIANS


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey and who leads it."""

    id: int
    slug: str
    name: str
    organisation_id: int
    organisation: str
    invented: bool
    commitment: str
    commitment_version: int


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave and how far it is."""

    id: int
    number: int
    name: str
    state: WaveState


@dataclass(frozen=True, slots=True)
class Leader:
    """An organisation somebody leads surveys for, with those surveys."""

    id: int
    name: str
    surveys: tuple[SurveyRow, ...]


def survey_row(slug: str) -> SurveyRow | None:
    """Return the survey of an address; None when there is none."""
    found = Survey.objects.select_related("organisation").filter(slug=slug).first()
    return _row(found) if found else None


def leaders(person_id: int) -> tuple[Leader, ...]:
    """Return the organisations somebody may lead surveys for, by name."""
    held = organisations_of(person_id, STATISTICIANS)
    surveys = Survey.objects.select_related("organisation").filter(
        organisation__in=[one.id for one in held]
    )
    rows = [_row(one) for one in surveys]
    return tuple(
        Leader(one.id, one.name, tuple(row for row in rows if row.organisation_id == one.id))
        for one in held
    )


def my_page_section(person: Person) -> tuple[SurveyRow, ...] | None:
    """Return the surveys one runs; None without any."""
    return tuple(row for leader in leaders(person.pk) for row in leader.surveys) or None


def wave_rows(survey_id: int) -> tuple[WaveRow, ...]:
    """Return the waves of a survey, the newest first."""
    waves = Wave.objects.filter(survey_id=survey_id).order_by("-number")
    return tuple(WaveRow(one.pk, one.number, one.name, WaveState(one.state)) for one in waves)


def _row(survey: Survey) -> SurveyRow:
    return SurveyRow(
        id=survey.pk,
        slug=survey.slug,
        name=survey.name,
        organisation_id=survey.organisation_id,
        organisation=survey.organisation.name,
        invented=survey.invented,
        commitment=survey.commitment,
        commitment_version=survey.commitment_version,
    )


def survey_text(survey_id: int) -> dict[str, str]:
    """Return what is said of a survey, by field."""
    names = ("name", "slug", "presentation", "commitment", "contact")
    return dict(Survey.objects.filter(pk=survey_id).values(*names)[0])
