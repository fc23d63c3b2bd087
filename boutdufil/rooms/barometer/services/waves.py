"""Waves: made, changed until they are drawn, opened to answers, closed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import Allocation, UnitKind, WaveState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Survey, Wave
from boutdufil.rooms.barometer.selectors.questionnaires import latest_questionnaire

SEED_BYTES = 32
# From each state, where a statistician may lead a wave; the draw leads from draft to drawn.
STEPS: Mapping[WaveState, WaveState] = {
    WaveState.DRAWN: WaveState.OPEN,
    WaveState.OPEN: WaveState.CLOSED,
    WaveState.CLOSED: WaveState.ARCHIVED,
}


@dataclass(frozen=True, slots=True)
class WaveDraft:
    """What is said of a wave before its draw; ``panel_share`` (0–1) stays from the one before."""

    name: str
    period_start: date
    period_end: date
    opens_on: date | None
    closes_on: date | None
    strata_by: tuple[str, ...]
    allocation: Allocation
    sample_size: int
    stratum_least: int
    panel_share: Decimal = Decimal(0)


@transaction.atomic
def create_wave(*, survey_id: int, draft: WaveDraft, actor_id: int | None) -> Wave:
    """Make the next wave of a survey, with a seed of its own and the newest questionnaires."""
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    last = survey.waves.aggregate(Max("number"))["number__max"] or 0
    made = Wave.objects.create(
        survey=survey,
        number=last + 1,
        seed=secrets.token_hex(SEED_BYTES),
        questionnaire_id=latest_questionnaire(UnitKind.CENTRE),
        company_questionnaire_id=latest_questionnaire(UnitKind.COMPANY),
        **_columns(draft),
    )
    audit.record(actor_id=actor_id, verb="barometer.create_wave", subject=f"wave:{made.pk}")
    return made


@transaction.atomic
def change_wave(*, wave_id: int, draft: WaveDraft, actor_id: int | None) -> None:
    """Change what is said of a wave; once drawn, only its name and its days of collection.

    :raises FrozenError: what was drawn would be drawn otherwise.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    columns = _columns(draft)
    if wave.state != WaveState.DRAFT:
        fixed = {"name", "opens_on", "closes_on"}
        if any(getattr(wave, name) != columns[name] for name in columns.keys() - fixed):
            raise FrozenError(_("Cette vague est tirée : seuls son nom et ses dates changent."))
    for name, value in columns.items():
        setattr(wave, name, value)
    wave.save()
    audit.record(actor_id=actor_id, verb="barometer.change_wave", subject=f"wave:{wave_id}")


@transaction.atomic
def move_wave(*, wave_id: int, to: WaveState, actor_id: int | None) -> None:
    """Open a drawn wave to answers, close it, or put it away.

    :raises BarometerError: it is elsewhere, or lacks what the step needs.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if STEPS.get(WaveState(wave.state)) != to:
        raise BarometerError(_("Cette vague n’en est pas là : regardez où elle en est."))
    if to == WaveState.OPEN and wave.questionnaire_id is None:
        raise BarometerError(_("Cette vague n’a pas de questionnaire."))
    wave.state = to
    wave.save(update_fields=["state"])
    audit.record(
        actor_id=actor_id,
        verb="barometer.move_wave",
        subject=f"wave:{wave_id}",
        facts={"to": to},
    )


def _columns(draft: WaveDraft) -> dict[str, object]:
    columns = {name: getattr(draft, name) for name in WaveDraft.__slots__}
    return columns | {"strata_by": list(draft.strata_by)}
