"""A case found again by its number, and how often people had to call twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.illico.enums import CaseState, Outcome, ServiceState
from boutdufil.rooms.illico.rules.case_codes import ALPHABET, new_case_code, read_case_code
from boutdufil.rooms.illico.selectors.cases import PAGE_KEPT, case_page, repeat_contact
from tests.factories.illico import CaseFactory, CaseNoteFactory, ServiceCallFactory
from tests.rooms.illico.callers import open_number

pytestmark = pytest.mark.django_db
CODE = "K7QF3-M9X2B"


def answered(case, days_ago, **more):
    """Return a call that was answered some days ago and took a minute."""
    at = timezone.now() - timedelta(days=days_ago)
    facts = {
        "first_human_at": at + timedelta(seconds=10),
        "ended_at": at + timedelta(seconds=70),
        "state": ServiceState.ENDED,
        "outcome": Outcome.ANSWERED,
    }
    return ServiceCallFactory(case=case, number=case.number, clicked_at=at, **{**facts, **more})


def test_numbers_of_cases_are_read_however_they_are_typed():
    codes = {new_case_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(read_case_code(code.lower().replace("-", " ")) == code for code in codes)
    assert not set("01ILOU") & set(ALPHABET)


def test_a_case_is_found_by_its_number(client):
    case = CaseFactory(code=CODE, number=open_number())
    CaseNoteFactory(case=case, text="Ce que personne ne lit dehors")
    answered(case, 1)

    answer = client.post("/illico/dossier/", {"code": "k7qf3 m9x2b"})

    page = client.get(answer.url).content.decode()
    assert CODE in page
    assert "un humain a répondu" in page
    assert "Ce que personne" not in page
    assert CODE not in answer.url
    assert f"/illico/{case.number.code}/appeler/?dossier={CODE}" in page


def test_an_unknown_number_is_said(client):
    answer = client.post("/illico/dossier/", {"code": "K7QF3-M9X2C"})

    assert answer.status_code == 422
    assert "Aucun dossier ne porte ce numéro" in answer.content.decode()


def test_guessing_is_slow(client):
    tries = [client.post("/illico/dossier/", {"code": new_case_code()}) for _ in range(21)]

    assert tries[-1].status_code == 429


def test_a_case_closes_after_an_hour(client):
    import time_machine

    CaseFactory(code=CODE, number=open_number())
    url = client.post("/illico/dossier/", {"code": CODE}).url
    with time_machine.travel(timezone.now() + PAGE_KEPT + timedelta(minutes=1)):
        assert "refermé" in client.get(url).content.decode()
    assert case_page("x.y.z") is None


def test_solved_is_said_on_the_page_of_the_case(client):
    case = CaseFactory(code=CODE, number=open_number())
    call = answered(case, 1)
    url = client.post("/illico/dossier/", {"code": CODE}).url

    client.post(url, {"solved": "yes"})

    call.refresh_from_db()
    case.refresh_from_db()
    assert call.solved is True
    assert case.state == CaseState.SOLVED


def test_repeat_contact_counts_calls_about_the_same_case_within_seven_days():
    number = open_number()
    once, twice, late = (CaseFactory(number=number) for _ in range(3))
    answered(once, 10)
    answered(twice, 12)
    answered(twice, 9)
    answered(late, 30)
    answered(late, 15)
    # Too fresh to say anything about, and the demo's, are not counted.
    answered(CaseFactory(number=number), 3)
    answered(CaseFactory(number=number), 10, invented=True)

    found = repeat_contact(number.pk, timezone.now())

    assert (found.answered, found.repeated) == (5, 1)
    assert found.share == pytest.approx(0.2)
    assert found.interval[0] < 0.2 < found.interval[1]
    assert repeat_contact(open_number().pk, timezone.now()).share is None


def test_addresses_of_cases():
    assert reverse("illico:find_case") == "/illico/dossier/"
    assert reverse("illico:case", args=["x"]) == "/illico/dossier/x/"
