"""A release made from answers, out: what may be taken away is what was sealed, cell by cell."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.engines.sealing import contents
from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.barometer.enums import Mark
from boutdufil.rooms.barometer.models import Unit
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.releases import make_release, publish_release
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
RARE = "94"
HIDING = {Mark.SECRET, Mark.SECONDARY}


@pytest.fixture
def release():
    wave = closed_wave()
    answered = wave.sample.filter(standing="answered").values_list("unit_id", flat=True)
    Unit.objects.filter(pk__in=answered[:2]).update(region=RARE)
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)
    made = make_release(run_id=run.pk, name="Résultats 2025", actor_id=None)
    return publish_release(release_id=made.pk, now=timezone.now(), actor_id=None)


def sealed(release):
    """Return the sealed cells: (indicator, table, place) with mark and value."""
    cells = json.loads(contents(read_file(release.archive))["cells.json"])
    return {
        (one["indicator"], one["table"], tuple(sorted(one["place"].items()))): (
            one["mark"],
            None if one["value"] is None else float(one["value"]),
        )
        for one in cells
    }


def in_tables(client, release):
    """Return the same from the tables to take away."""
    answer = client.get(
        reverse("barometer:release_zip", args=[release.survey.slug, release.number])
    )
    found = {}
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        for name in (one for one in packed.namelist() if one.endswith(".csv")):
            text = packed.read(name).decode("utf-8-sig")
            for one in csv.DictReader(io.StringIO(text), delimiter=";"):
                axes = {"region": one["region"], "centre_type": one["type"], "size": one["taille"]}
                place = tuple(sorted((axis, code) for axis, code in axes.items() if code))
                value = float(one["valeur"].replace(",", ".")) if one["valeur"] else None
                found[one["indicateur"], one["tableau"], place] = (one["marque"], value)
    return found


def in_api(client):
    """Return the same from the API, page after page."""
    found, address = {}, reverse("barometer:api_cells") + "?limit=97"
    while address:
        told = client.get(address).json()
        for one in told["cells"]:
            place = tuple(sorted(one["place"].items()))
            found[one["indicator"], one["table"], place] = (one["mark"], one["value"])
        address = told["next"]
    return found


def test_tables_and_api_tell_what_was_sealed_and_nothing_more(client, release):
    expected = sealed(release)

    assert in_tables(client, release) == expected
    assert in_api(client) == expected
    hidden = [value for mark, value in expected.values() if mark in HIDING]
    assert hidden
    assert set(hidden) == {None}


def test_the_api_names_the_fingerprints_of_the_seal(client, release):
    address = reverse("barometer:api_release", args=[release.survey.slug, release.number])
    told = client.get(address).json()["release"]

    assert told["made_with"]["cells_hash"] == release.manifest["cells_hash"]
    assert told["made_with"]["data_hash"] == release.manifest["data_hash"]
    assert told["simulated"]
    assert "total" in told["tables"]
