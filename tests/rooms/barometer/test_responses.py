"""Responses: opened once, never overwritten unseen, corrected with a trail, withdrawn whole."""

import pytest

from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, Standing, UnitKind
from boutdufil.rooms.barometer.errors import AnswerRefusedError, FrozenError
from boutdufil.rooms.barometer.models import Questionnaire, Variable
from boutdufil.rooms.barometer.selectors.responses import (
    carried_values,
    prior_values,
    response_row,
    values_of,
)
from boutdufil.rooms.barometer.services.questionnaires import load_shipped
from boutdufil.rooms.barometer.services.responses import (
    ClashError,
    open_response,
    send_response,
    withdraw_response,
)
from tests.factories.barometer import UnitFactory
from tests.rooms.barometer.respondents import (
    WHOLE,
    answered,
    closed_yesterday,
    drawn,
    opened,
    save,
    wave,
)

pytestmark = pytest.mark.django_db


def standing(response):
    response.drawn.refresh_from_db()
    return response.drawn.standing


def test_the_package_is_loaded_once_and_what_is_used_stays():
    load_shipped()
    assert load_shipped() == 0
    one = Questionnaire.objects.get(kind=UnitKind.COMPANY, version=1)
    told = Variable.objects.get(code="heads_end")
    assert (told.kind, told.unit) == ("count", "personnes")

    Questionnaire.objects.filter(pk=one.pk).update(content_hash="older")
    assert load_shipped() == 1
    opened(drawn(wave(), unit=UnitFactory(kind=UnitKind.COMPANY)))
    Questionnaire.objects.filter(pk=one.pk).update(content_hash="older")
    assert load_shipped() == 0


def test_a_response_is_opened_once_by_a_token_kept_nowhere():
    one = drawn(wave())
    response, token = opened(one)

    assert open_response(drawn_id=one.pk) == token
    assert token not in {response.nonce, response.token_hash}
    assert standing(response) == Standing.EXPECTED
    assert opened(drawn(one.wave))[1] != token


def test_a_wave_without_a_questionnaire_opens_nothing():
    with pytest.raises(AnswerRefusedError):
        open_response(drawn_id=drawn(wave(questionnaire=None)).pk)


def test_saving_goes_on_and_unknown_is_kept_apart_from_zero_and_from_nothing():
    response, _token = opened(drawn(wave()))

    assert save(response, {"heads_end": 60, "exits": 0, "hires": None}) == 1
    assert save(response, {"heads_end": 60}) == 1
    assert save(response, {}, blanks=["exits"]) == 2

    assert values_of(response.pk) == {"heads_end": 60, "hires": None}
    assert standing(response) == Standing.STARTED


def test_two_windows_never_overwrite_one_another_unseen():
    response, _token = opened(drawn(wave()))
    save(response, {"heads_end": 60, "exits": 5})
    first = second = (1, {"heads_end": 60, "exits": 5})

    save(response, {"heads_end": 61}, held=first)
    # What the other window did not touch passes; what both changed waits for a choice.
    save(response, {"heads_end": 60, "exits": 6} | {"heads_end": 61}, held=second)
    with pytest.raises(ClashError) as refused:
        save(response, {"heads_end": 62, "hires": 3}, held=second)

    assert [(one.kept, one.typed) for one in refused.value.clashes] == [(61, 62)]
    assert values_of(response.pk) == {"heads_end": 61, "exits": 6}
    save(response, {"heads_end": 62}, held=(3, {"heads_end": 61}))
    assert values_of(response.pk)["heads_end"] == 62


def test_figures_that_contradict_one_another_are_not_sent():
    response, _token = opened(drawn(wave()))
    save(response, WHOLE | {"exits": 11})
    with pytest.raises(AnswerRefusedError) as refused:
        send_response(response_id=response.pk, explanations={})
    assert refused.value.field == "exits"

    save(response, {"exits": 10})
    send_response(response_id=response.pk, explanations={}, minutes=14)
    response.refresh_from_db()
    assert (response.state, response.minutes) == (ResponseState.SENT, 14)
    assert response.commitment_version == response.drawn.wave.survey.commitment_version
    assert standing(response) == Standing.ANSWERED


def test_what_is_required_may_be_unknown_but_not_left_out():
    response, _token = opened(drawn(wave()))
    save(response, {"centre_kind": "provider", "heads_end": None})
    with pytest.raises(AnswerRefusedError) as refused:
        send_response(response_id=response.pk, explanations={})
    assert refused.value.field == "heads_start"

    save(response, {"heads_start": None})
    send_response(response_id=response.pk, explanations={})


@pytest.fixture
def second_wave():
    """A unit that answered wave one, opened in wave two of the same survey."""
    first = wave()
    unit = UnitFactory(survey=first.survey)
    answered(drawn(first, unit=unit), WHOLE | {"heads_end": 60})
    return opened(drawn(wave(survey=first.survey), unit=unit))[0]


def test_the_last_wave_is_proposed_and_noted_as_confirmed(second_wave):
    row = response_row(second_wave.pk)
    carried = carried_values(row.form, prior_values([row])[row.id])

    assert carried == {"centre_kind": "provider", "heads_start": 60}
    save(second_wave, {"centre_kind": "provider", "heads_start": 59, "hires": 12})
    origins = dict(second_wave.values.values_list("code", "origin"))
    assert origins["centre_kind"] == AnswerOrigin.CONFIRMED
    assert origins["heads_start"] == origins["hires"] == AnswerOrigin.TYPED


def test_a_surprise_is_explained_before_it_is_sent(second_wave):
    save(second_wave, WHOLE | {"heads_end": 90, "hires": 42, "fte_end": 55.5})
    with pytest.raises(AnswerRefusedError) as refused:
        send_response(response_id=second_wave.pk, explanations={"heads_end:moved": "  "})
    assert refused.value.field == "heads_end:moved"

    why = {"heads_end:moved": "Un client de plus.", "hires:moved": "Le même."}
    send_response(response_id=second_wave.pk, explanations=why)
    second_wave.refresh_from_db()
    assert second_wave.explanations == why


def test_a_correction_leaves_a_trail_and_is_checked_again():
    response = answered(drawn(wave()))
    response.state = ResponseState.ACCEPTED
    response.save()

    save(response, {"heads_end": 59, "exits": 11})

    response.refresh_from_db()
    assert response.state == ResponseState.SENT
    trail = response.edits.order_by("code").values_list("code", "before", "after", "origin")
    assert list(trail) == [("exits", 10, 11, "edited"), ("heads_end", 60, 59, "edited")]
    assert standing(response) == Standing.ANSWERED


def test_what_was_filtered_out_is_not_kept_when_it_is_sent():
    response, _token = opened(drawn(wave()))
    save(response, WHOLE | {"centre_kind": "both", "provider_share": 30})
    save(response, {"centre_kind": "in_house"})
    send_response(response_id=response.pk, explanations={})

    assert "provider_share" not in values_of(response.pk)


def test_a_closed_wave_takes_nothing_more_but_gives_back():
    response = answered(drawn(wave()))
    late = response.drawn.wave
    late.closes_on = closed_yesterday()["closes_on"]
    late.save()

    with pytest.raises(FrozenError):
        save(response, {"heads_end": 1})
    with pytest.raises(FrozenError):
        send_response(response_id=response.pk, explanations={})
    withdraw_response(response_id=response.pk)
    assert values_of(response.pk) == {}


def test_withdrawing_erases_everything_and_the_unit_is_expected_again():
    response = answered(drawn(wave()))
    save(response, {"heads_end": 59, "exits": 11})

    withdraw_response(response_id=response.pk)

    response.refresh_from_db()
    assert response.state == ResponseState.WITHDRAWN
    assert (response.values.count(), response.edits.count()) == (0, 0)
    assert (response.explanations, response.sent_at) == ({}, None)
    assert standing(response) == Standing.EXPECTED

    save(response, {"heads_end": 58})
    response.refresh_from_db()
    assert (response.state, response.withdrawn_at) == (ResponseState.STARTED, None)


def test_what_a_statistician_found_out_of_a_unit_stays():
    one = drawn(wave(), standing=Standing.OUT_OF_SCOPE)
    response, _token = opened(one)
    save(response, WHOLE)

    assert standing(response) == Standing.OUT_OF_SCOPE
