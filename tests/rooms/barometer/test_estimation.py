"""From answers to weights: they meet what is known, and anybody makes them again."""

from dataclasses import replace

import numpy as np
import pytest

from boutdufil.rooms.barometer.enums import CentreType, RunState, Standing, WaveState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import Drawn, EstimationRun, Margin, UnitWeight, Value
from boutdufil.rooms.barometer.rules.estimation import Recipe, figure, read_recipe, weigh
from boutdufil.rooms.barometer.rules.formulas import BALANCE, read_formula
from boutdufil.rooms.barometer.selectors.estimation import centres_of, frame_totals
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    keep_margins,
    result_hash,
    run_estimation,
    take_frame_margins,
    weigh_again,
)
from boutdufil.rooms.barometer.services.measured import measured, measured_codes
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
HEADS = {"top": [["heads_end", 1]]}


@pytest.fixture
def wave():
    made = closed_wave()
    take_frame_margins(wave_id=made.pk, actor_id=None)
    return made


def run_of(wave, **choices):
    return run_estimation(wave_id=wave.pk, draft=RunDraft(**choices), actor_id=None)


def weighed_of(run):
    recipe = read_recipe(run.recipe)
    return weigh_again(wave_id=run.wave_id, recipe=recipe, expected=run.data_hash)


def test_the_frame_tells_its_units_and_its_people(wave):
    totals = frame_totals(wave.pk)

    assert totals["centre_type"] == {"in_house": 60.0, "provider": 60.0}
    assert sum(totals["region"].values()) == 120
    assert totals["headcount"][""] == sum(wave.survey.units.values_list("headcount", flat=True))


@pytest.mark.parametrize("method", ["linear", "raking"])
def test_weights_meet_units_and_people(wave, method):
    run = run_of(wave, method=method, margins=("centre_type", "region", "headcount"))

    assert run.state == RunState.DONE
    rows = UnitWeight.objects.filter(run=run).select_related("drawn__unit")
    by_type = dict.fromkeys(("in_house", "provider"), 0.0)
    for one in rows:
        by_type[one.drawn.unit.centre_type] += one.calibrated
    assert by_type == pytest.approx({"in_house": 60, "provider": 60}, rel=1e-9)
    people = sum(one.calibrated * one.drawn.headcount_then for one in rows)
    assert people == pytest.approx(Margin.objects.get(column="headcount").total, rel=1e-9)
    assert all(one.calibrated == 0 for one in rows if one.drawn.standing != Standing.ANSWERED)


def test_a_run_is_made_again_to_the_last_bit(wave):
    first, second = run_of(wave), run_of(wave)

    assert (first.number, second.number) == (1, 2)
    assert first.result_hash == second.result_hash
    assert first.data_hash == second.data_hash
    assert result_hash(weighed_of(first)) == first.result_hash


def test_a_changed_answer_is_seen(wave):
    run = run_of(wave)
    one = Value.objects.filter(code="hires").first()
    one.value += 1
    one.save()

    with pytest.raises(BarometerError, match="ont changé"):
        weighed_of(run)


def test_a_figure_has_its_interval(wave):
    weighed = weighed_of(run_of(wave))
    told = figure(weighed, read_formula(HEADS), {})
    answers = [one.values["heads_end"] for one in weighed.centres if one.answered]

    assert told.respondents == len(answers)
    assert told.low < told.value < told.high
    assert told.value == pytest.approx(
        sum(
            weight * one.values.get("heads_end", 0)
            for one, weight in zip(weighed.centres, weighed.calibrated, strict=True)
        )
    )
    assert told.variation < 0.15


def test_both_turnovers_are_those_of_their_definitions(wave):
    weighed = weighed_of(run_of(wave))

    def whole(code):
        return figure(weighed, read_formula({"top": [[code, 1]]}), {}).value

    mean = (whole("heads_start") + whole("heads_end")) / 2
    by_exits = figure(weighed, measured()["rotation-departs"], {}).value
    by_moves = figure(weighed, measured()["rotation-mouvements"], {}).value
    assert by_exits == pytest.approx(100 * whole("exits") / mean)
    assert by_moves == pytest.approx(50 * (whole("hires") + whole("exits")) / mean)


def test_in_house_and_provider_shares_make_one(wave):
    weighed = weighed_of(run_of(wave))
    shares = [
        figure(weighed, measured()[slug], {}) for slug in ("part-internes", "part-prestataires")
    ]

    assert sum(one.value for one in shares) == pytest.approx(100)


def test_the_balance_of_people_closes_in_every_centre(wave):
    Value.objects.filter(code="hires", response__drawn__unit__source_key="C0001").update(value=30)
    Value.objects.filter(code="exits", response__drawn__unit__source_key="C0004").update(value=30)
    weighed = weighed_of(run_of(wave))

    gap = sum(factor * weighed.amounts[code] for code, factor in BALANCE.items())
    assert np.abs(gap).max() < 1e-9


def test_an_answer_left_out_is_completed_and_counted(wave):
    run = run_of(wave)

    left_out = sum("women" not in one.values for one in centres_of(wave.pk) if one.answered)
    assert left_out
    assert run.diagnostics["completed"] == {"women": left_out}


def test_a_closed_centre_stands_for_closed_ones(wave):
    before = figure(weighed_of(run_of(wave)), read_formula(HEADS), {})
    Drawn.objects.filter(standing=Standing.EXPECTED).update(standing=Standing.CLOSED)
    after = figure(weighed_of(run_of(wave)), read_formula(HEADS), {})

    assert after.respondents == before.respondents
    assert after.value < before.value


def test_nobody_is_unknown_and_not_nothing(wave):
    weighed = weighed_of(run_of(wave))

    told = figure(weighed, read_formula(HEADS), {"region": "11"})
    assert (told.value, told.respondents) == (None, 0)


def test_an_impossible_margin_is_named_and_the_run_kept(wave):
    keep_margins(
        wave_id=wave.pk,
        totals={"centre_type": {"in_house": 60, "provider": 55, "unknown": 5}},
        source="Une autre liste",
        actor_id=None,
    )
    run = run_of(wave, margins=("centre_type",))

    assert run.state == RunState.REFUSED
    found = run.diagnostics["problems"][0]
    assert (found["margin"], found["category"]) == ("centre_type", "unknown")
    assert not UnitWeight.objects.filter(run=run).exists()


def test_trimming_keeps_margins(wave):
    run = run_of(wave, margins=("centre_type",), trimmed=(1.0, 3.5))

    assert run.state == RunState.DONE
    assert run.diagnostics["calibrated"][1] <= 3.5


def test_answers_still_coming_in_are_waited_for(wave):
    wave.state = WaveState.OPEN
    wave.save()

    with pytest.raises(BarometerError, match="Fermez"):
        run_of(wave)
    assert not EstimationRun.objects.exists()


def test_a_margin_must_be_there_first(wave):
    Margin.objects.all().delete()

    with pytest.raises(BarometerError, match="marges"):
        run_of(wave)


def test_the_order_of_the_sample_does_not_matter(wave):
    centres = centres_of(wave.pk)
    recipe = Recipe(("centre_type",), "raking", frame_totals(wave.pk) | {})
    recipe = replace(recipe, margins={"centre_type": recipe.margins["centre_type"]})
    straight = weigh(centres, recipe, measured_codes())
    turned = weigh(centres[::-1], recipe, measured_codes())

    assert turned.calibrated[::-1] == pytest.approx(straight.calibrated)
    assert CentreType.PROVIDER in recipe.margins["centre_type"]
