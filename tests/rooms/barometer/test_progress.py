"""How answers come in, day after day."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.enums import MailingKind, ResponseState
from boutdufil.rooms.barometer.models import Mailing, Response
from boutdufil.rooms.barometer.selectors.progress import progress
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.respondents import answered, drawn, wave

pytestmark = pytest.mark.django_db


def sent_on(made, *days):
    responses = [answered(drawn(made)) for _day in days]
    for response, day in zip(responses, days, strict=True):
        hour = datetime(2026, 3, day, 12, tzinfo=UTC)
        Response.objects.filter(pk=response.pk).update(sent_at=hour)
    return responses


def test_responses_add_up_beside_the_days_letters_left():
    made = wave()
    gone = sent_on(made, 3, 3, 5, 4)[-1]
    Response.objects.filter(pk=gone.pk).update(state=ResponseState.WITHDRAWN)
    left = datetime(2026, 3, 2, 9, tzinfo=UTC)
    Mailing.objects.create(
        wave=made, kind=MailingKind.INVITATION, planned_on=date(2026, 3, 2), left_at=left
    )
    told = progress(made.pk, invented=True)
    assert [one.value for one in told.chart.points] == [0, 2, 2, 3]
    assert [(one.day, one.sent) for one in told.letters] == [(date(2026, 3, 2), 0)]
    assert "simulées" in told.chart.source


def test_before_the_first_response_there_is_no_line():
    made = wave()
    drawn(made)
    assert progress(made.pk, invented=False) is None


def test_the_page_of_a_wave_shows_the_line():
    made = wave()
    sent_on(made, 3, 5)
    person = PersonFactory()
    MembershipFactory(person=person, organisation=made.survey.organisation, role=Role.STATISTICIAN)
    client = Client()
    client.force_login(person)
    page = client.get(reverse("barometer:wave", args=[made.survey.slug, made.number]))
    assert "Réponses envoyées, jour après jour" in page.content.decode()
