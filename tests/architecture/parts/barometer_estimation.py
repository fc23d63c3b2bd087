"""Estimation of the inhabited site: known totals, two runs, one that was refused."""

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from tests.rooms.barometer.estimates import closed_wave

OF_THE_WAVE = ("margins", "margins_file", "frame_margins", "runs", "new_run")


def inhabit_estimation(leader: Organisation) -> dict[str, dict[str, object]]:
    """Give an organisation a closed wave with two runs."""
    wave = closed_wave()
    wave.survey.organisation = leader
    wave.survey.save()
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    run_estimation(wave_id=wave.pk, draft=RunDraft(method="linear"), actor_id=None)
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)
    own = {"survey": wave.survey.slug, "number": wave.number}
    return {
        **{f"barometer:{name}": own for name in OF_THE_WAVE},
        "barometer:run": own | {"run": run.number},
    }
