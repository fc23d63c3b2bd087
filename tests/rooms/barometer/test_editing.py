"""What the editing desk does: standings, corrections, acceptance."""

import pytest

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, Standing
from boutdufil.rooms.barometer.errors import (
    AnswerRefusedError,
    BarometerError,
    FrozenError,
    RevisionError,
)
from boutdufil.rooms.barometer.models import Value, ValueEdit
from boutdufil.rooms.barometer.selectors.editing import acceptable, drawn_page
from boutdufil.rooms.barometer.selectors.waves import names_of_stratum
from boutdufil.rooms.barometer.services.editing import (
    Correction,
    accept_response,
    accept_responses,
    edit_value,
    set_standing,
)
from boutdufil.rooms.barometer.services.responses import withdraw_response
from tests.rooms.barometer.respondents import answered, drawn, wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def response():
    return answered(drawn(wave()))


def correct(response, code="fte_end", value=50.0, **more):
    facts = {"revision": response.revision, "reason": "Appelé"} | more
    edit_value(response_id=response.pk, correction=Correction(code, value, **facts), actor_id=None)
    response.refresh_from_db()


def test_a_correction_keeps_what_was_said(response):
    correct(response)
    value = Value.objects.get(response=response, code="fte_end")
    assert (value.value, value.origin) == (50.0, AnswerOrigin.EDITED)
    edit = ValueEdit.objects.get(response=response)
    assert (edit.before, edit.after, edit.reason) == (55.5, 50.0, "Appelé")
    assert AuditEntry.objects.filter(verb="barometer.edit_value").count() == 1
    correct(response, value=55.5)
    assert ValueEdit.objects.filter(response=response).count() == 2


def test_an_accepted_response_is_read_again_after_a_correction(response):
    accept_response(response_id=response.pk, revision=response.revision, actor_id=None)
    response.refresh_from_db()
    assert response.state == ResponseState.ACCEPTED
    correct(response)
    assert response.state == ResponseState.SENT


def test_a_correction_that_contradicts_is_refused(response):
    with pytest.raises(AnswerRefusedError):
        correct(response, "heads_end", 5000)
    assert not ValueEdit.objects.exists()
    assert Value.objects.get(response=response, code="heads_end").value == 60


def test_a_correction_of_what_changed_meanwhile_is_refused(response):
    with pytest.raises(RevisionError):
        correct(response, revision=response.revision - 1)
    with pytest.raises(AnswerRefusedError, match="déjà"):
        correct(response, value=55.5)


def test_a_withdrawn_response_is_neither_corrected_nor_shown(response):
    correct(response)
    withdraw_response(response_id=response.pk)
    response.refresh_from_db()
    with pytest.raises(FrozenError):
        correct(response)
    with pytest.raises(BarometerError):
        accept_response(response_id=response.pk, revision=response.revision, actor_id=None)
    part = drawn_page(response.drawn.wave_id, response.drawn_id).response
    assert part.withdrawn_at
    assert (part.answers, part.edits, part.checks) == ((), (), ())


def test_all_that_holds_is_accepted_at_once(response):
    odd = answered(drawn(response.drawn.wave))
    Value.objects.filter(response=odd, code="heads_end").update(value=5000)
    wave_id = response.drawn.wave_id
    assert acceptable(wave_id) == [response.pk]
    assert accept_responses(wave_id=wave_id, actor_id=None) == 1
    odd.refresh_from_db()
    assert odd.state == ResponseState.SENT
    with pytest.raises(BarometerError, match="contredisent"):
        accept_response(response_id=odd.pk, revision=odd.revision, actor_id=None)


def test_a_standing_is_said_with_a_note_and_taken_back(response):
    one = response.drawn
    for standing, note in (
        (Standing.ANSWERED, "Oui"),
        (Standing.CLOSED, " "),
        (Standing.REFUSED, "Au téléphone"),
    ):
        with pytest.raises(BarometerError):
            set_standing(drawn_id=one.pk, standing=standing, note=note, actor_id=None)
    set_standing(drawn_id=one.pk, standing=Standing.CLOSED, note="Appelé", actor_id=None)
    one.refresh_from_db()
    assert (one.standing, one.standing_note) == (Standing.CLOSED, "Appelé")
    set_standing(drawn_id=one.pk, standing=Standing.EXPECTED, note="", actor_id=None)
    one.refresh_from_db()
    assert one.standing == Standing.ANSWERED
    assert AuditEntry.objects.filter(verb="barometer.set_standing").count() == 2


def test_a_stratum_of_another_rule_is_shown_by_its_key():
    by = ["region", "centre_type"]
    assert names_of_stratum("odd", by) == ("odd", "")
    assert names_of_stratum("44|nobody", by)[1] == "nobody"
