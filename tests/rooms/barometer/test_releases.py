"""From weights to a release: protected, stamped, sealed, out at its hour, made again to the bit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.adapters.keys import public_keys
from boutdufil.engines.sealing import verify
from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Cell, Release, ReleaseSource, Unit, Value
from boutdufil.rooms.barometer.rules.cubes import Line, tables_of
from boutdufil.rooms.barometer.rules.releases import read_source
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.releases import (
    make_release,
    plan_release,
    publish_due,
    publish_release,
    remade_cells,
)
from tests.factories.people import PersonFactory
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
RARE = "94"


@pytest.fixture
def wave():
    made = closed_wave()
    # Two centres alone in a region: whoever reads must not find what they answered.
    answered = made.sample.filter(standing="answered").values_list("unit_id", flat=True)
    Unit.objects.filter(pk__in=answered[:2]).update(region=RARE)
    take_frame_margins(wave_id=made.pk, actor_id=None)
    return made


def release_of(wave, name="Résultats 2025"):
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)
    return make_release(run_id=run.pk, name=name, actor_id=None)


def published(release, now=None):
    return publish_release(release_id=release.pk, now=now or timezone.now(), actor_id=None)


def test_a_release_keeps_few_centres_secret_and_its_audit_passes(wave):
    release = release_of(wave)

    assert release.state == ReleaseState.AUDITED
    assert release.simulated
    rare = Cell.objects.filter(release=release, place={"region": RARE})
    assert rare.exists()
    assert set(rare.values_list("mark", flat=True)) <= {Mark.SECRET, Mark.SECONDARY}
    assert not rare.filter(value__isnull=False).exists()
    hidden_too = Cell.objects.filter(release=release, mark=Mark.SECONDARY, table="region")
    assert hidden_too.exclude(place={"region": RARE}).exists()
    whole = Cell.objects.get(release=release, indicator__slug="effectif", table="total")
    assert whole.low < whole.value < whole.high
    assert release.source.audit["asked"] > 0


def test_a_share_of_a_hidden_total_is_hidden(wave):
    release = release_of(wave)
    cells = Cell.objects.filter(release=release, table="region")
    shown = {Mark.SHOWN, Mark.CAREFUL}
    heads = {str(one.place): one.mark in shown for one in cells.filter(indicator__slug="effectif")}

    for one in cells.filter(indicator__slug="part-femmes"):
        assert heads[str(one.place)] or one.mark not in shown
    assert not all(heads.values())


def test_groups_not_centres_are_counted():
    places = {"region": "44", "centre_type": "provider", "size": "10-49"}
    lines = [Line("one", places, 1.0, {"exits": 5.0})] * 7
    table = next(one.table for one in tables_of(lines, ["exits"]) if one.axes == ("region",))

    assert table.contributors["44",].count == 1
    assert table.values["44",] == 35


def test_a_published_release_is_sealed_and_made_again_to_the_bit(wave):
    release = published(release_of(wave))
    archive = read_file(release.archive)

    assert verify(archive, trusted=public_keys()).ok
    sealed, again = remade_cells(wave_id=wave.pk, archive=archive)
    assert sealed == again
    assert b'"value"' in sealed
    with pytest.raises(FrozenError):
        published(release)


def test_a_failed_audit_keeps_it_in(wave):
    release = release_of(wave)
    ReleaseSource.objects.filter(release=release).update(audit_passed=False)

    with pytest.raises(BarometerError, match="audit"):
        published(release)
    release.refresh_from_db()
    assert release.state == ReleaseState.AUDITED


def test_simulated_data_do_not_go_out_without_their_stamp(wave):
    release = release_of(wave)
    Release.objects.filter(pk=release.pk).update(simulated=False)

    with pytest.raises(BarometerError, match="simulées"):
        published(release)


def test_changed_answers_keep_it_in(wave):
    release = release_of(wave)
    Value.objects.filter(code="exits").update(value=8)

    with pytest.raises(BarometerError, match="ont changé"):
        published(release)


def test_a_release_goes_out_at_its_hour_and_no_sooner(wave):
    release, now = release_of(wave), timezone.now()
    hour = now + timedelta(hours=2)
    plan_release(release_id=release.pk, planned_at=hour, now=now, actor_id=PersonFactory().pk)

    with pytest.raises(BarometerError, match="embargo"):
        published(release, now)
    assert publish_due(now=hour - timedelta(seconds=1)) == 0
    assert publish_due(now=hour) == 1
    assert publish_due(now=hour) == 0
    release.refresh_from_db()
    assert (release.state, release.published_at) == (ReleaseState.PUBLISHED, hour)


def test_a_revision_is_protected_with_what_is_out(wave):
    first, rival = published(release_of(wave)), release_of(wave)
    stale = Release.objects.get(pk=rival.pk)
    second = published(release_of(wave, "Résultats 2025, révisés"))

    assert second.manifest["known"] == [first.number]
    earlier = read_source("1", first.source.content)
    assert earlier.hidden == read_source("3", second.source.content).hidden
    with pytest.raises(BarometerError, match="sortie depuis"):
        published(stale)
