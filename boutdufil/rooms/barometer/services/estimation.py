"""Estimation runs: margins kept, weights made, all that makes them again bit for bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boutdufil.engines.calibration import CalibrationError, EstimationError
from boutdufil.engines.sealing import canonical_json
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.barometer.enums import RunState, WaveState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import EstimationRun, Margin, UnitWeight, Wave
from boutdufil.rooms.barometer.rules.estimation import (
    Recipe,
    Weighed,
    problems_of,
    weigh,
)
from boutdufil.rooms.barometer.selectors.estimation import (
    Totals,
    centres_of,
    data_hash,
    drawn_ids,
    frame_totals,
    known_totals,
)
from boutdufil.rooms.barometer.services.measured import measured_codes

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class RunDraft:
    """The choices of a run: response groups ``by``, variables whose margins are met, distance.

    ``bounds`` of the factors for the logit and truncated methods; ``trimmed`` limits of weights.
    """

    by: tuple[str, ...] = ("centre_type", "size")
    margins: tuple[str, ...] = ("centre_type", "size")
    method: str = "raking"
    bounds: tuple[float, float] | None = None
    trimmed: tuple[float, float] | None = None


@transaction.atomic
def keep_margins(*, wave_id: int, totals: Totals, source: str, actor_id: int | None) -> None:
    """Keep known totals of a wave; those of a variable take the place of what it had."""
    Margin.objects.filter(wave_id=wave_id, column__in=totals).delete()
    Margin.objects.bulk_create(
        Margin(wave_id=wave_id, column=column, category=category, total=total, source=source)
        for column, own in totals.items()
        for category, total in own.items()
    )
    audit.record(
        actor_id=actor_id,
        verb="barometer.keep_margins",
        subject=f"wave:{wave_id}",
        facts={"columns": sorted(totals), "source": source},
    )


def take_frame_margins(*, wave_id: int, actor_id: int | None) -> None:
    """Keep what the frame itself knows as the margins of a wave."""
    source = _("Base de sondage, le jour du tirage")
    keep_margins(wave_id=wave_id, totals=frame_totals(wave_id), source=source, actor_id=actor_id)


@transaction.atomic
def run_estimation(*, wave_id: int, draft: RunDraft, actor_id: int | None) -> EstimationRun:
    """Make weights from the answers of a closed wave; a run that fails is kept with its reasons.

    :raises BarometerError: answers still come in, or a variable has no margin.
    """
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state not in {WaveState.CLOSED, WaveState.ARCHIVED}:
        raise BarometerError(_("Fermez d’abord la collecte : des réponses arrivent encore."))
    recipe = _recipe(draft, known_totals(wave_id))
    centres = centres_of(wave_id)
    last = EstimationRun.objects.filter(wave=wave).aggregate(Max("number"))["number__max"] or 0
    run = EstimationRun(
        wave=wave,
        number=last + 1,
        recipe=recipe.written(),
        code_version=version("boutdufil"),
        data_hash=data_hash(centres),
        seed=wave.seed,
        state=RunState.DONE,
        made_by_id=actor_id,
    )
    try:
        weighed = weigh(centres, recipe, measured_codes())
    except (CalibrationError, EstimationError) as error:
        run.state, run.diagnostics = RunState.REFUSED, {"problems": problems_of(error)}
        run.save()
    else:
        run.diagnostics, run.result_hash = dict(weighed.diagnostics), result_hash(weighed)
        run.save()
        _keep_weights(run, weighed)
    audit.record(
        actor_id=actor_id,
        verb="barometer.run_estimation",
        subject=f"wave:{wave_id}",
        facts={"run": run.number, "state": run.state, "data": run.data_hash},
    )
    return run


def weigh_again(*, wave_id: int, recipe: Recipe, expected: str) -> Weighed:
    """Make the weights of a recipe again from the answers as they are.

    :raises BarometerError: the answers are no longer those of ``expected`` (a data hash).
    """
    centres = centres_of(wave_id)
    if data_hash(centres) != expected:
        raise BarometerError(
            _("Les réponses ont changé depuis cette estimation : faites-en une nouvelle.")
        )
    return weigh(centres, recipe, measured_codes())


def result_hash(weighed: Weighed) -> str:
    """Return the SHA-256 of the weights, to the last bit."""
    rows = [
        [one.number, float(weight).hex()]
        for one, weight in zip(weighed.centres, weighed.calibrated, strict=True)
    ]
    return sha256(canonical_json(rows)).hexdigest()


def _recipe(draft: RunDraft, totals: Mapping[str, Mapping[str, float]]) -> Recipe:
    missing = [name for name in draft.margins if name not in totals]
    if missing or not draft.margins:
        raise BarometerError(
            _("Donnez d’abord les marges sur lesquelles caler : celles de la base, ou d’autres."),
            "margins",
        )
    return Recipe(
        by=draft.by,
        method=draft.method,
        margins={name: dict(totals[name]) for name in draft.margins},
        bounds=draft.bounds,
        trimmed=draft.trimmed,
    )


def _keep_weights(run: EstimationRun, weighed: Weighed) -> None:
    ids = drawn_ids(run.wave_id)
    columns: Sequence[Sequence[float]] = [
        weighed.design.tolist(),
        weighed.adjusted.tolist(),
        weighed.calibrated.tolist(),
    ]
    rows = zip(weighed.centres, *columns, strict=True)
    UnitWeight.objects.bulk_create(
        [
            UnitWeight(
                run=run,
                drawn_id=ids[one.number],
                design=design,
                adjusted=adjusted,
                calibrated=calibrated,
            )
            for one, design, adjusted, calibrated in rows
        ],
        batch_size=AT_ONCE,
    )
