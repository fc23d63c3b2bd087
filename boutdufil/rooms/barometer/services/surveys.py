"""Surveys: begun by who leads them, with the promise made to those who answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import Survey


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """What is said of a survey."""

    name: str
    slug: str
    presentation: str = ""
    commitment: str = ""
    contact: str = ""


@transaction.atomic
def create_survey(*, organisation_id: int, draft: SurveyDraft, actor_id: int | None) -> Survey:
    """Begin a survey in the name of an organisation; an invented one leads a simulated survey.

    :raises BarometerError: the address is empty or taken.
    """
    _check_address(draft.slug, None)
    leader = Organisation.objects.get(pk=organisation_id)
    made = Survey.objects.create(organisation=leader, invented=leader.invented, **_columns(draft))
    audit.record(actor_id=actor_id, verb="barometer.create_survey", subject=f"survey:{made.pk}")
    return made


@transaction.atomic
def change_survey(*, survey_id: int, draft: SurveyDraft, actor_id: int | None) -> None:
    """Change what is said of a survey; another promise is another version of it.

    :raises BarometerError: the address is empty or taken.
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    _check_address(draft.slug, survey_id)
    if draft.commitment != survey.commitment:
        survey.commitment_version += 1
    for name, value in _columns(draft).items():
        setattr(survey, name, value)
    survey.save()
    audit.record(
        actor_id=actor_id,
        verb="barometer.change_survey",
        subject=f"survey:{survey_id}",
        facts={"commitment_version": survey.commitment_version},
    )


def _columns(draft: SurveyDraft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in SurveyDraft.__slots__}


def _check_address(slug: str, survey_id: int | None) -> None:
    if not slug:
        raise BarometerError(_("Donnez une adresse : lettres, chiffres et tirets."), "slug")
    if Survey.objects.filter(slug=slug).exclude(pk=survey_id or 0).exists():
        raise BarometerError(_("Cette adresse est prise : choisissez-en une autre."), "slug")
