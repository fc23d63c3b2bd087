"""Blocks achieved: recorded by the body, once, for who took part."""

from datetime import timedelta

import pytest
from django.urls import reverse

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.training.enums import EnrolmentState
from boutdufil.kernel.training.errors import ResultError
from boutdufil.kernel.training.models import BlockResult
from boutdufil.kernel.training.services import results
from tests.factories.training import BlockFactory, EnrolmentFactory


@pytest.fixture
def enrolment(school, today):
    school.session.starts_on = today - timedelta(20)
    school.session.save()
    return EnrolmentFactory(session=school.session, state=EnrolmentState.CONFIRMED)


def record(enrolment, block, day):
    return results.record_result(
        enrolment_id=enrolment.pk, block_id=block.pk, achieved_on=day, actor_id=None
    )


def test_a_block_is_recorded_once_and_told(enrolment, school, today):
    first = record(enrolment, school.blocks[0], today)
    again = record(enrolment, school.blocks[0], today - timedelta(3))

    assert (again.pk, again.achieved_on) == (first.pk, today)
    told = OutboxEvent.objects.filter(name="training.block_achieved")
    assert [each.payload for each in told] == [
        {"result_id": first.pk, "block_id": school.blocks[0].pk}
    ]


def test_all_or_none(enrolment, school, today):
    ids = [school.blocks[0].pk, BlockFactory().pk]

    with pytest.raises(ResultError, match="programme"):
        results.record_results(
            enrolment_id=enrolment.pk, block_ids=ids, achieved_on=today, actor_id=None
        )
    assert BlockResult.objects.count() == 0


@pytest.mark.parametrize("days", [-21, 1])
def test_the_day_lies_between_the_session_and_today(enrolment, school, today, days):
    with pytest.raises(ResultError, match="premier jour"):
        record(enrolment, school.blocks[0], today + timedelta(days))


def test_who_did_not_take_part_achieves_nothing(enrolment, school, today):
    enrolment.state = EnrolmentState.WAITING
    enrolment.save()

    with pytest.raises(ResultError, match="confirmée"):
        record(enrolment, school.blocks[0], today)


@pytest.mark.parametrize(("days", "listed"), [(0, True), (1, True), (180, True), (181, False)])
def test_the_trainer_still_finds_a_session_that_ended(client, school, today, days, listed):
    school.session.starts_on = today - timedelta(300)
    school.session.ends_on = today - timedelta(days)
    school.session.save()
    client.force_login(school.trainer())

    text = client.get(reverse("training:seat")).text

    assert (reverse("training:session_seat", args=[school.session.pk]) in text) is listed
