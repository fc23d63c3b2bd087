"""Two releases of one wave that go out at the same moment: the second is held by the first."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from boutdufil.rooms.barometer.enums import ReleaseState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import Release
from boutdufil.rooms.barometer.services.releases import publish_release
from tests.architecture.parts.barometer_releases import release_that_waits
from tests.factories.barometer import SurveyFactory, WaveFactory

PATIENCE = 20
# Long enough for the second to read what is out, had it not to wait.
HELD = 1.5


def publish(release):
    publish_release(release_id=release.pk, now=timezone.now(), actor_id=None)


def first_goes(release, gone):
    """Publish, and take a while before it is kept."""
    try:
        with transaction.atomic():
            publish(release)
            gone.set()
            time.sleep(HELD)
    finally:
        connection.close()


def second_follows(release, gone):
    """Publish meanwhile; return why it was refused."""
    try:
        gone.wait(PATIENCE)
        publish(release)
    except BarometerError as error:
        return str(error)
    finally:
        connection.close()
    return ""


@pytest.mark.django_db(transaction=True)
def test_the_second_learns_of_the_first_and_stays_in():
    wave = WaveFactory(survey=SurveyFactory(invented=True), number=1)
    one, other = (release_that_waits(wave, number) for number in (1, 2))
    gone = Event()

    with ThreadPoolExecutor(2) as clocks:
        first = clocks.submit(first_goes, one, gone)
        refused = clocks.submit(second_follows, other, gone)
        first.result()

        assert "sortie depuis" in refused.result()
    out = Release.objects.filter(state=ReleaseState.PUBLISHED)
    assert list(out.values_list("pk", flat=True)) == [one.pk]
