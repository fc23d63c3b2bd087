"""The demo's first two people, made through services."""

import pytest

from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo.people import STORIES
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors.bridges import path_bridges
from tests.rooms.mobility.conftest import ADVISER


@pytest.mark.django_db
def test_a_second_time_changes_nothing():
    demo.furnish()
    first = list(Profile.objects.order_by("pk").values_list("pk", "active_at"))
    demo.furnish()

    assert list(Profile.objects.order_by("pk").values_list("pk", "active_at")) == first
    assert len(first) >= len(STORIES) == 2


@pytest.mark.django_db
def test_one_reads_the_adviser_as_a_door_the_other_as_an_official_link():
    demo.furnish()
    picker, agent = (
        path_bridges(Profile.objects.get(person__demo_slug=story.slug)) for story in STORIES
    )

    door = next(door for door in picker.doors if door.code == ADVISER)
    assert door.overlap.held == 0
    assert ADVISER in [job.code for job in agent.official]
