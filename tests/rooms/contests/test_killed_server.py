"""The site is killed at random while answers come in: none acknowledged is lost, none doubled."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from boutdufil.rooms.contests.models import AnswerEvent
from tests.rooms.contests.quiz_world import kept, paper_of, person_of
from tests.rooms.contests.served import Device, Served

QUESTIONS = 4


@pytest.mark.parametrize(
    ("papers", "answers", "kills"),
    [
        pytest.param(4, 40, 4, id="short"),
        pytest.param(16, 625, 40, id="10000", marks=pytest.mark.long),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_killed_site_loses_no_acknowledged_answer(test_database, papers, answers, kills):
    made = [paper_of() for _number in range(papers)]
    site = Served(test_database.addresses.app)
    devices = [Device(site.port, paper, person_of(paper)) for paper in made]
    connections.close_all()
    try:
        _answer_while_killed(site, devices, answers, kills)
    finally:
        for device in devices:
            device.close()
        site.end()
    for paper, device in zip(made, devices, strict=True):
        events = AnswerEvent.objects.filter(attempt=paper).order_by("sequence")
        told = {one.sequence: one.value for one in events}
        assert list(told) == list(range(1, answers + 1))
        assert told == device.acknowledged
        assert kept(paper) == {one.position: one.value for one in events}
        paper.refresh_from_db()
        assert paper.sequence == answers
    assert sum(device.breaks for device in devices) >= kills


def _answer_while_killed(site, devices, answers, kills):
    """Let each device answer in turn; kill the site each time a random number were kept."""
    chance = random.Random(20261123)
    whole = answers * len(devices)
    moments = sorted(chance.sample(range(whole // 20, whole * 19 // 20), kills))

    def give(device, number):
        for one in range(1, answers + 1):
            device.answer(one, (one + number) % QUESTIONS, "abc"[one % 3])

    with ThreadPoolExecutor(len(devices)) as pool:
        giving = [pool.submit(give, *one) for one in zip(devices, range(len(devices)), strict=True)]
        for moment in moments:
            while sum(len(device.acknowledged) for device in devices) < moment:
                assert not any(one.done() and one.exception() for one in giving)
                time.sleep(0.002)
            site.kill()
        for one in giving:
            one.result()
