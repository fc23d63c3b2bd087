"""The answers of a wave for R: columns that agree with the codebook, and nobody's name."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import Unit, Value
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.microdata import take_microdata
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.estimates import closed_wave
from tests.rooms.barometer.respondents import answered, drawn
from tests.rooms.barometer.respondents import wave as asked_wave

pytestmark = pytest.mark.django_db


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def table(text):
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def wave():
    made = asked_wave()
    for one in (drawn(made), drawn(made)):
        answered(one)
    Unit.objects.filter(survey=made.survey).update(siret="73282932000074", commune="57463")
    return made


def test_columns_are_those_of_the_codebook_and_values_those_answered(wave):
    Value.objects.filter(code="hires").update(value=None)
    files = files_of(take_microdata(wave_id=wave.pk, actor_id=None))
    rows = table(files["data.csv"])

    assert [one["column"] for one in table(files["codebook.csv"])] == list(rows[0])
    assert [(one["id"], one["heads_end"], one["hires"]) for one in rows] == [
        ("1", "60", ""),
        ("2", "60", ""),
    ]
    assert {(one["heads_end_origin"], one["hires_origin"]) for one in rows} == {("typed", "typed")}
    plain = {one.population_then / one.allocated_then for one in wave.sample.all()}
    assert {float(one["weight"].replace(",", ".")) for one in rows} == plain
    for column in ("stratum", "population", "weight"):
        assert f"~{column}" in files["survey.R"]
    assert "rien n’est redressé" in files["LISEZMOI.txt"]


def test_nothing_in_it_names_a_centre(wave):
    whole = "\n".join(files_of(take_microdata(wave_id=wave.pk, actor_id=None)).values())

    for unit in Unit.objects.filter(survey=wave.survey):
        for told in (unit.name, unit.siret, unit.commune, unit.source_key):
            assert told
            assert told not in whole


def test_weights_are_those_of_the_newest_estimation():
    wave = closed_wave()
    wave.questionnaire = asked_wave().questionnaire
    wave.save()
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    draft = RunDraft(margins=("centre_type", "region"))
    run = run_estimation(wave_id=wave.pk, draft=draft, actor_id=None)

    rows = table(files_of(take_microdata(wave_id=wave.pk, actor_id=None))["data.csv"])

    expected = sorted(one.calibrated for one in run.weights.exclude(calibrated=0))
    assert len(expected) > 40
    assert sorted(float(one["weight"].replace(",", ".")) for one in rows) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("role", "may"),
    [(role.value, role in (Role.MANAGER, Role.STATISTICIAN)) for role in Role] + [("", False)],
)
def test_only_those_who_run_the_survey_take_it_and_it_is_noted(wave, role, may):
    person, browser = PersonFactory(), Client()
    if role:
        leader = wave.survey.organisation
        MembershipFactory(person=person, organisation=leader, role=role)
    browser.force_login(person)

    found = browser.post(reverse("barometer:microdata", args=[wave.survey.slug, wave.number]))

    assert found.status_code == (200 if may else 404)
    noted = AuditEntry.objects.filter(verb="barometer.take_microdata", actor_id=person.pk)
    assert noted.count() == int(may)


def test_a_wave_without_questionnaire_says_so(wave):
    wave.questionnaire = None
    wave.save()

    with pytest.raises(BarometerError, match="n’a pas de questionnaire"):
        take_microdata(wave_id=wave.pk, actor_id=None)
    assert not AuditEntry.objects.filter(verb="barometer.take_microdata").exists()
