"""What went out, as everybody reads it: nothing hidden is there, what is simulated is stamped."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from boutdufil.adapters.keys import public_keys
from boutdufil.engines.sealing import verify
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Cell, Release, Unit
from boutdufil.rooms.barometer.selectors.published import calendar, latest
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from boutdufil.rooms.barometer.services.releases import make_release, publish_release
from tests.factories.barometer import CellFactory, IndicatorFactory, ReleaseFactory
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
STAMP = "démonstration, données simulées"


@pytest.fixture
def waiting():
    load_shipped_facts()
    wave = closed_wave()
    answered = wave.sample.filter(standing="answered").values_list("unit_id", flat=True)
    Unit.objects.filter(pk__in=answered[:2]).update(region="94")
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)
    return make_release(run_id=run.pk, name="Résultats 2025", actor_id=None)


@pytest.fixture
def out(waiting):
    return publish_release(release_id=waiting.pk, now=timezone.now(), actor_id=None)


def read(name, **where):
    return Client().get(reverse(f"barometer:{name}", kwargs=where))


def text(answer):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return plain.replace("\u202f", " ")


def of(release):
    return {"survey": release.survey.slug, "number": release.number}


def test_the_latest_figure_is_a_sentence_with_its_interval(out):
    cell = Cell.objects.get(release=out, indicator__slug="effectif", table="total")

    page = text(read("indicator", slug="effectif"))

    assert f"En {cell.period} : " in page
    assert "intervalle à 95 %" in page
    assert f"mesuré sur {cell.respondents} centres" in page
    assert STAMP in page
    assert "Par région" in page


def test_nothing_is_read_of_a_release_that_is_not_out(waiting):
    waiting.state, waiting.planned_at = ReleaseState.READY, timezone.now() + timedelta(days=3)
    waiting.save()

    assert latest("effectif") is None
    assert read("release", **of(waiting)).status_code == 404
    assert read("release_archive", **of(waiting)).status_code == 404
    assert "Inconnu" in text(read("indicator", slug="effectif"))
    page = text(Client().get(reverse("barometer:releases")))
    assert "Résultats 2025" in page
    assert [one.name for one in calendar().announced] == ["Résultats 2025"]
    assert calendar().out == ()


def test_a_hidden_cell_has_a_mark_and_no_number_anywhere(out):
    hidden = Cell.objects.filter(release=out, mark__in=[Mark.SECRET, Mark.SECONDARY])
    assert hidden.filter(indicator__slug="effectif", table="region").exists()

    rows = [
        row
        for table in latest("effectif").tables
        for row in table.rows
        if row.mark in {Mark.SECRET, Mark.SECONDARY}
    ]

    assert rows
    assert {(row.value, row.interval, row.grade, row.respondents) for row in rows} == {
        ("", "", "", None)
    }
    assert "secret statistique" in text(read("indicator", slug="effectif"))


def test_a_release_shows_its_tables_and_its_seal(out):
    page = text(Client().get(reverse("barometer:release", kwargs=of(out))))

    assert STAMP in page
    assert out.manifest["data_hash"] in page
    archive = Client().get(reverse("barometer:release_archive", kwargs=of(out))).content
    assert verify(archive, trusted=public_keys()).ok
    assert "Résultats 2025" in text(Client().get(reverse("barometer:releases")))


def test_a_later_release_says_what_it_revises(out):
    later = ReleaseFactory(
        survey=out.survey,
        wave=out.wave,
        number=2,
        state=ReleaseState.PUBLISHED,
        published_at=timezone.now() + timedelta(days=1),
    )

    assert "Révise : Résultats 2025" in text(read("release", **of(later)))


def test_periods_make_a_line_with_its_band(out):
    older = ReleaseFactory(
        survey=out.survey,
        wave=out.wave,
        number=7,
        simulated=True,
        state=ReleaseState.PUBLISHED,
        published_at=timezone.now() - timedelta(days=300),
    )
    now = Cell.objects.get(release=out, indicator__slug="effectif", table="total")
    CellFactory(
        release=older, indicator=now.indicator, period=str(int(now.period) - 1), value=5_000
    )

    chart = latest("effectif").chart

    assert [one.value for one in chart.points] == [5_000, now.value]
    assert STAMP in chart.title


def test_real_centres_come_before_simulated_ones():
    indicator = IndicatorFactory()
    for simulated, value in ((True, 900.0), (False, 700.0)):
        release = ReleaseFactory(
            simulated=simulated,
            state=ReleaseState.PUBLISHED,
            published_at=timezone.now() - timedelta(days=2 - simulated),
        )
        CellFactory(release=release, indicator=indicator, value=value, period="2025")

    found = latest(indicator.slug)

    assert not found.simulated
    assert "700" in found.sentence


def test_indicators_stand_side_by_side_and_are_never_added(out):
    answer = Client().get(
        reverse("barometer:side_by_side"), {"i": ["part-internes", "part-externalisee", "nowhere"]}
    )

    page = text(answer)
    assert len(answer.context["columns"]) == 2
    assert "Ils ne s’additionnent pas" in page


def test_kin_lead_to_one_another(out):
    assert "Rotation, par les départs" in text(read("indicator", slug="rotation"))


def test_the_directory_leads_to_what_is_measured_and_counts_its_questions(
    out, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60):
        page = Client().get(reverse("barometer:directory"))
    assert "Ce que nous mesurons" in text(page)
    assert len(page.content) < 100_000


def test_english_readers_get_english_numbers(out):
    with translation.override("en"):
        cell = Cell.objects.get(release=out, indicator__slug="effectif", table="total")
        told = latest("effectif").whole.value
    assert told == f"{cell.value:,.0f}"
    assert Release.objects.count() == 1
