"""The draw of a wave: once, for good, and so that anybody can do it again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines.sampling import SamplingError, Unit, frame_digest
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import WaveState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Drawn, Stratum, Wave
from boutdufil.rooms.barometer.rules.samples import (
    COMPANIES,
    FrameUnit,
    PlannedStratum,
    Taken,
    draw_units,
    plan_strata,
    problem_of,
)
from boutdufil.rooms.barometer.rules.strata import categories
from boutdufil.rooms.barometer.selectors.sampling import ask_of, frame_units, last_wave

AT_ONCE = 1_000


@transaction.atomic
def draw_sample(*, wave_id: int, actor_id: int | None) -> None:
    """Draw the sample of a wave and keep what it was drawn from.

    :raises FrozenError: it is drawn already.
    :raises BarometerError: the frame and the settings allow no such sample.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state != WaveState.DRAFT:
        raise FrozenError(_("Cette vague est déjà tirée."))
    units = frame_units(wave)
    try:
        strata = plan_strata(units, ask_of(wave))
        taken = draw_units(units, strata, last_wave(wave), ask_of(wave))
    except SamplingError as error:
        raise BarometerError(str(problem_of(error))) from error
    _keep(wave, units, strata, taken)
    wave.state, wave.drawn_at = WaveState.DRAWN, timezone.now()
    # Units change later: what was drawn from is kept as it was.
    wave.frame = {one.number: one.stratum for one in units}
    wave.frame_hash = frame_digest([Unit(*one) for one in wave.frame.items()])
    wave.save(update_fields=["state", "drawn_at", "frame", "frame_hash"])
    audit.record(
        actor_id=actor_id,
        verb="barometer.draw_sample",
        subject=f"wave:{wave_id}",
        facts={"frame": wave.frame_hash, "seed": wave.seed, "drawn": len(taken)},
    )


def _keep(
    wave: Wave,
    units: Sequence[FrameUnit],
    strata: Sequence[PlannedStratum],
    taken: Sequence[Taken],
) -> None:
    made = {
        one.key: Stratum(
            wave=wave,
            key=one.key,
            labels={} if one.key == COMPANIES else categories(one.key, wave.strata_by),
            population=one.population,
            allocated=one.allocated,
            deviation=one.deviation,
            takes_all=one.takes_all,
        )
        for one in strata
    }
    Stratum.objects.bulk_create(made.values())
    known = {one.number: one for one in units}
    rows = [(known[one.number], one) for one in taken]
    Drawn.objects.bulk_create(
        [
            Drawn(
                wave=wave,
                unit_id=unit.id,
                stratum=made[unit.stratum],
                population_then=one.population,
                allocated_then=one.allocated,
                headcount_then=unit.headcount,
                is_panel=one.is_panel,
            )
            for unit, one in rows
        ],
        batch_size=AT_ONCE,
    )
