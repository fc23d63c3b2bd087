"""Waves: a sample that is shared out, drawn once, drawn again by anybody, renewed by a panel."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.demo.centres import simulated_list
from boutdufil.rooms.barometer.enums import Allocation, ImportKind, Standing, UnitKind, WaveState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Drawn, Stratum, Unit, Wave
from boutdufil.rooms.barometer.rules.samples import COMPANIES
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.selectors.sampling import draw_record, sample_plan
from boutdufil.rooms.barometer.selectors.waves import response_figures, stratum_rows
from boutdufil.rooms.barometer.services.frame import ListDraft, take_list
from boutdufil.rooms.barometer.services.sampling import draw_sample
from boutdufil.rooms.barometer.services.waves import (
    WaveDraft,
    change_wave,
    create_wave,
    move_wave,
)
from tests.factories.barometer import QuestionnaireFactory, SurveyFactory, UnitFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CENTRES = 300


@pytest.fixture
def survey():
    made = SurveyFactory()
    brought = ListDraft(
        table=simulated_list(CENTRES),
        kind=ImportKind.CENTRES,
        file_name="centres.csv",
        file_hash="0" * 64,
        as_of=date(2025, 12, 31),
        field=Field(),
    )
    take_list(survey_id=made.pk, draft=brought, actor_id=None)
    return made


def wave_draft(**more):
    facts = {
        "name": "Vague d’essai",
        "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31),
        "opens_on": date(2026, 1, 10),
        "closes_on": date(2026, 3, 10),
        "strata_by": ("centre_type", "size"),
        "allocation": Allocation.PROPORTIONAL,
        "sample_size": 90,
        "stratum_least": 2,
    }
    return WaveDraft(**(facts | more))


def make_wave(survey, **more):
    return create_wave(survey_id=survey.pk, draft=wave_draft(**more), actor_id=None)


def drawn_wave(survey, **more):
    wave = make_wave(survey, **more)
    draw_sample(wave_id=wave.pk, actor_id=None)
    wave.refresh_from_db()
    return wave


def test_a_sample_has_its_size_and_its_weights_stand_for_the_frame(survey):
    wave = drawn_wave(survey)

    sample = Drawn.objects.filter(wave=wave)
    stood_for = sum(one.population_then / one.allocated_then for one in sample)
    assert sample.count() == 90
    assert stood_for == pytest.approx(CENTRES)
    assert all(one.allocated >= 2 for one in stratum_rows(wave.pk))


def test_what_is_planned_is_what_is_drawn(survey):
    wave = make_wave(survey)
    plan = sample_plan(wave.pk)

    draw_sample(wave_id=wave.pk, actor_id=None)

    planned = {one.key: one.allocated for one in plan.strata}
    assert planned == dict(Stratum.objects.filter(wave=wave).values_list("key", "allocated"))
    assert (plan.problem, plan.population, plan.drawn, plan.kept) == ("", CENTRES, 90, 0)


def test_anybody_draws_the_same_sample_again_with_a_hash_alone(survey):
    """The record is read as a stranger would: only SHA-256, no line of ours."""
    wave = drawn_wave(survey)
    Unit.objects.filter(survey=survey).update(headcount=7)

    record = json.loads(draw_record(wave.pk))

    lines = sorted(f"{stratum}\t{number}\n" for number, stratum in record["frame"].items())
    assert sha256("".join(lines).encode()).hexdigest() == record["frame_sha256"]
    again = []
    for key, sizes in record["strata"].items():
        own = [number for number, stratum in record["frame"].items() if stratum == key]
        marks = sorted(own, key=lambda one: sha256(f"{record['seed']}:{one}".encode()).hexdigest())
        assert len(own) == sizes["population"]
        again += marks[: sizes["drawn"]]
    assert sorted(again) == record["drawn"]


def test_neyman_asks_more_where_sizes_differ_more(survey):
    equal = sample_plan(make_wave(survey, strata_by=("size",)).pk)
    neyman = sample_plan(make_wave(survey, strata_by=("size",), allocation=Allocation.NEYMAN).pk)

    def large(plan):
        return next(one.allocated for one in plan.strata if one.key == "500+")

    assert large(neyman) > large(equal)
    assert neyman.drawn == equal.drawn == 90


def test_groups_are_all_asked_and_counted_apart(survey):
    for _ in range(3):
        UnitFactory(survey=survey, kind=UnitKind.COMPANY)

    wave = drawn_wave(survey)

    companies = Drawn.objects.filter(wave=wave, unit__kind=UnitKind.COMPANY)
    assert companies.count() == 3
    assert Drawn.objects.filter(wave=wave).count() == 93
    (row,) = (one for one in stratum_rows(wave.pk) if one.key == COMPANIES)
    assert row.names == ("groupe ou donneur d’ordre", "")
    assert row.takes_all


def test_half_a_panel_stays_and_the_dead_are_replaced(survey):
    first = drawn_wave(survey)
    before = set(Drawn.objects.filter(wave=first).values_list("unit_id", flat=True))
    dead = min(before)
    Unit.objects.filter(pk=dead).update(died_on=date(2026, 6, 1))

    second = drawn_wave(
        survey,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        panel_share=Decimal("0.5"),
    )

    now = Drawn.objects.filter(wave=second)
    kept = now.filter(is_panel=True)
    assert now.count() == 90
    assert set(kept.values_list("unit_id", flat=True)) <= before
    assert 35 <= kept.count() <= 55
    assert dead not in now.values_list("unit_id", flat=True)


def test_a_unit_outside_its_time_is_not_drawn(survey):
    UnitFactory(survey=survey, source_key="LATE", born_on=date(2026, 2, 1))
    UnitFactory(survey=survey, source_key="GONE", died_on=date(2025, 6, 1))

    plan = sample_plan(make_wave(survey).pk)

    assert plan.population == CENTRES


def test_a_sample_too_small_for_its_strata_says_what_to_do(survey):
    wave = make_wave(survey, strata_by=("region", "centre_type", "size"), sample_size=20)

    assert "triez moins finement" in sample_plan(wave.pk).problem
    with pytest.raises(BarometerError, match="tirez-en plus"):
        draw_sample(wave_id=wave.pk, actor_id=None)
    assert not Drawn.objects.exists()


def test_more_than_there_are_cannot_be_drawn(survey):
    assert "moins d’unités" in sample_plan(make_wave(survey, sample_size=301).pk).problem


def test_a_draw_is_made_once(survey):
    wave = drawn_wave(survey)

    with pytest.raises(FrozenError, match="déjà tirée"):
        draw_sample(wave_id=wave.pk, actor_id=None)
    with pytest.raises(FrozenError, match="seuls son nom"):
        change_wave(wave_id=wave.pk, draft=wave_draft(sample_size=91), actor_id=None)
    change_wave(wave_id=wave.pk, draft=wave_draft(closes_on=date(2026, 4, 1)), actor_id=None)
    assert Wave.objects.get(pk=wave.pk).closes_on == date(2026, 4, 1)


def test_a_wave_goes_step_by_step(survey):
    wave = drawn_wave(survey)
    Wave.objects.filter(pk=wave.pk).update(questionnaire=None)
    with pytest.raises(BarometerError, match="questionnaire"):
        move_wave(wave_id=wave.pk, to=WaveState.OPEN, actor_id=None)
    Wave.objects.filter(pk=wave.pk).update(questionnaire=QuestionnaireFactory())

    for to in (WaveState.OPEN, WaveState.CLOSED, WaveState.ARCHIVED):
        move_wave(wave_id=wave.pk, to=to, actor_id=None)

    with pytest.raises(BarometerError, match="pas là"):
        move_wave(wave_id=wave.pk, to=WaveState.OPEN, actor_id=None)


def test_the_fate_of_a_sample_is_counted_by_stratum(survey):
    wave = drawn_wave(survey)
    fates = [Standing.ANSWERED, Standing.ANSWERED, Standing.STARTED, Standing.OUT_OF_SCOPE]
    for one, fate in zip(Drawn.objects.filter(wave=wave).order_by("pk"), fates, strict=False):
        Drawn.objects.filter(pk=one.pk).update(standing=fate)

    whole, rows = response_figures(wave.pk), stratum_rows(wave.pk)

    assert (whole.answered, whole.started, whole.out) == (2, 1, 1)
    assert whole.rate == 2 / 89
    told = Counter(one.answered for one in rows)
    assert sum(count * times for count, times in told.items()) == 2


def test_the_pages_lead_from_settings_to_the_sample(survey):
    person = PersonFactory()
    MembershipFactory(person=person, organisation=survey.organisation, role=Role.STATISTICIAN)
    browser = Client()
    browser.force_login(person)
    typed = {
        "name": "Vague 2025",
        "period_start": "2025-01-01",
        "period_end": "2025-12-31",
        "strata_by": ["centre_type", "size"],
        "allocation": "neyman",
        "sample_size": "80",
        "stratum_least": "2",
        "panel_percent": "0",
    }
    of = {"survey": survey.slug}

    backward = browser.post(
        reverse("barometer:new_wave", kwargs=of), typed | {"period_end": "2024-01-01"}
    )
    made = browser.post(reverse("barometer:new_wave", kwargs=of), typed)

    assert "avant l’autre" in backward.content.decode()
    before = browser.get(made.url).content.decode()
    assert "80 seraient tirées" in before.replace("\u202f", " ")
    of |= {"number": 1}
    browser.post(reverse("barometer:edit_wave", kwargs=of), typed | {"sample_size": "70"})
    browser.post(reverse("barometer:draw", kwargs=of))
    after = browser.get(reverse("barometer:wave", kwargs=of)).content.decode()
    assert Wave.objects.get().seed in after
    lines = browser.get(reverse("barometer:sample_file", kwargs=of)).content.decode().splitlines()
    assert len(lines) == 71
    record = browser.get(reverse("barometer:draw_file", kwargs=of)).json()
    assert len(record["drawn"]) == 70
    browser.post(reverse("barometer:move_wave", kwargs=of), {"to": "open"})
    assert Wave.objects.get().state == WaveState.OPEN
    stranger = Client()
    stranger.force_login(PersonFactory())
    for name in ("wave", "edit_wave", "sample_file", "draw_file"):
        assert stranger.get(reverse(f"barometer:{name}", kwargs=of)).status_code == 404
