"""Letters come in files of fifty; the page of proposals finds who still waits for theirs."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from boutdufil.rooms.mobility.selectors import plan_letters
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import proposals
from tests.rooms.mobility.plan_world import firm, open_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


@pytest.fixture
def hr(ours):
    client = Client()
    client.force_login(ours.hr)
    return client


def codes_in(answer):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return [name for name in ("M-001", "M-002", "M-003") if name in text]


def test_letters_come_in_files_that_are_quick_to_make(ours, hr, monkeypatch):
    monkeypatch.setattr(plan_letters, "LETTERS_A_FILE", 2)
    plan = open_plan(ours)
    address = reverse("mobility:plan_letters", args=[plan.pk])

    assert [(one.first, one.last) for one in plan_letters.letter_parts(plan)] == [(1, 2), (3, 3)]
    assert codes_in(hr.get(address, {"lot": 1})) == ["M-001", "M-002"]
    assert codes_in(hr.get(address, {"lot": 2})) == ["M-003"]
    assert codes_in(hr.get(address, {"lot": "x"})) == ["M-001", "M-002"]
    page = hr.get(reverse("mobility:proposals", args=[plan.pk])).content.decode()
    assert "Lettres 1 à 2 (PDF)" in page
    assert f"{address}?lot=2" in page


def test_a_named_letter_comes_alone(ours, hr, monkeypatch):
    monkeypatch.setattr(plan_letters, "LETTERS_A_FILE", 2)
    plan = open_plan(ours)
    last = employees(plan)[-1]
    answer = hr.get(
        reverse("mobility:plan_letters", args=[plan.pk]), {"personne": last.entry_id, "lot": 9}
    )

    assert codes_in(answer) == ["M-003"]


def test_who_still_waits_for_a_delivery_is_found(ours, hr):
    plan = open_plan(ours)
    proposals.record_delivery(
        plan=plan,
        entry_ids=[employees(plan)[0].entry_id],
        delivered_on=timezone.localdate(),
        means="hand",
        actor_id=ours.hr.pk,
    )
    address = reverse("mobility:proposals", args=[plan.pk])

    assert "M-001" in hr.get(address).content.decode()
    waiting = hr.get(address, {"voir": "remise"}).content.decode()
    assert "M-001" not in waiting
    assert "M-002" in waiting
