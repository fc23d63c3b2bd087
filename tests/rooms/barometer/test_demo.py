"""The simulated survey of the demo world: there once, and stamped."""

import pytest

from boutdufil.rooms.barometer import demo
from boutdufil.rooms.barometer.enums import ReleaseState, WaveState
from boutdufil.rooms.barometer.models import Drawn, Release, Response, Survey, Unit, Wave
from boutdufil.rooms.barometer.services.questionnaires import load_shipped

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_wave_being_collected_once():
    load_shipped()

    for _again in range(2):
        demo.furnish()

    survey = Survey.objects.get()
    assert survey.invented
    assert Unit.objects.filter(survey=survey).count() == 350
    past, now = Wave.objects.order_by("number")
    assert (past.state, now.state) == (WaveState.CLOSED, WaveState.OPEN)
    assert Drawn.objects.filter(wave=now).count() == 120


def test_the_demo_has_one_published_release_stamped_simulated():
    load_shipped()
    demo.furnish()

    release = Release.objects.get()
    assert release.state == ReleaseState.PUBLISHED
    assert release.simulated
    assert release.source.audit_passed
    answered = Response.objects.filter(drawn__wave=release.wave).count()
    assert 0.5 < answered / Drawn.objects.filter(wave=release.wave).count() < 0.7
    whole = release.cells.get(indicator__slug="effectif", table="total")
    assert whole.respondents == answered
    assert whole.low < whole.value < whole.high
