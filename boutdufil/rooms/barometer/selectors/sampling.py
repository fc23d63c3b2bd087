"""What a wave would draw, and all that its draw was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass

from boutdufil.engines.sampling import LastWave, SamplingError
from boutdufil.rooms.barometer.enums import Allocation, UnitKind, WaveState
from boutdufil.rooms.barometer.models import Drawn, Wave
from boutdufil.rooms.barometer.rules.samples import (
    COMPANIES,
    Ask,
    FrameUnit,
    Taken,
    draw_units,
    plan_strata,
    problem_of,
)
from boutdufil.rooms.barometer.rules.strata import stratum_of
from boutdufil.rooms.barometer.selectors.frame import living_units
from boutdufil.rooms.barometer.selectors.waves import StratumRow, names_of_stratum

FACTS = ("region", "department", "centre_type", "headcount", "activity")


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What a wave would draw, in units, or why it cannot; ``kept`` were drawn last time too."""

    problem: str
    population: int = 0
    drawn: int = 0
    kept: int = 0
    strata: tuple[StratumRow, ...] = ()


def frame_units(wave: Wave) -> list[FrameUnit]:
    """Return the units of a wave's frame as they stand at the end of its period."""
    found = living_units(wave.survey_id, wave.period_end).order_by("pk")
    rows = found.values("pk", "kind", "source_key", *FACTS)
    return [
        FrameUnit(
            id=row["pk"],
            number=f"{row['kind']}:{row['source_key']}",
            stratum=COMPANIES
            if row["kind"] == UnitKind.COMPANY
            else stratum_of(row, wave.strata_by),
            headcount=row["headcount"],
        )
        for row in rows
    ]


def ask_of(wave: Wave) -> Ask:
    """Return what a wave asks of its sample."""
    return Ask(
        size=wave.sample_size,
        least=wave.stratum_least,
        allocation=Allocation(wave.allocation),
        keep=wave.panel_share,
        seed=wave.seed,
    )


def last_wave(wave: Wave) -> LastWave | None:
    """Return the drawn wave before this one, by the strata its units were in; None without one."""
    earlier = Wave.objects.filter(survey_id=wave.survey_id, number__lt=wave.number)
    last = earlier.exclude(state=WaveState.DRAFT).order_by("-number").first()
    if last is None:
        return None
    drawn = Drawn.objects.filter(wave=last).values_list("unit__kind", "unit__source_key")
    return LastWave(
        strata=last.frame,
        drawn=frozenset(f"{kind}:{key}" for kind, key in drawn),
    )


def sample_plan(wave_id: int) -> SamplePlan:
    """Return what a wave would draw as its frame is now."""
    wave = Wave.objects.get(pk=wave_id)
    units = frame_units(wave)
    try:
        strata = plan_strata(units, ask_of(wave))
        taken = draw_units(units, strata, last_wave(wave), ask_of(wave))
    except SamplingError as error:
        return SamplePlan(problem=str(problem_of(error)))
    return SamplePlan(
        problem="",
        population=len(units),
        drawn=len(taken),
        kept=_kept(taken),
        strata=tuple(
            StratumRow(
                key=one.key,
                names=names_of_stratum(one.key, wave.strata_by),
                population=one.population,
                allocated=one.allocated,
                takes_all=one.takes_all,
            )
            for one in strata
        ),
    )


def draw_record(wave_id: int) -> str:
    """Return the draw of a wave as JSON: seed, rule, every unit with its stratum, who was drawn.

    Units go by the numbers of the frame: no name, no address. The mark of each is SHA-256 of
    "seed:number"; within a stratum (or a cell of a panel) the lowest marks are drawn.
    """
    wave = Wave.objects.get(pk=wave_id)
    drawn = Drawn.objects.filter(wave=wave).select_related("unit", "stratum")
    record = {
        "survey": wave.survey.slug,
        "wave": wave.number,
        "seed": wave.seed,
        "rule": "sha256(seed:number), lowest first, in each stratum",
        "frame_sha256": wave.frame_hash,
        "panel_share": str(wave.panel_share),
        "strata": {
            one.key: {"population": one.population, "drawn": one.allocated}
            for one in wave.strata.all()
        },
        "frame": wave.frame,
        "drawn": sorted(f"{one.unit.kind}:{one.unit.source_key}" for one in drawn),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)


def _kept(taken: tuple[Taken, ...]) -> int:
    return sum(one.is_panel for one in taken)
