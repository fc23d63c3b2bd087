"""The invented numbers: open at any hour, counted apart, one in every state worth a look."""

import pytest
from django.utils import timezone

from boutdufil.rooms.illico import demo
from boutdufil.rooms.illico.demo.numbers import NUMBERS
from boutdufil.rooms.illico.enums import CharterAct, CharterState
from boutdufil.rooms.illico.models import Answer, CharterDecision, Number, ServiceCall
from boutdufil.rooms.illico.rules.drafts import LegalCase
from boutdufil.rooms.illico.rules.number_law import check_number
from boutdufil.rooms.illico.selectors.hours import open_channels, weekly_hours
from boutdufil.rooms.illico.selectors.numbers import row_of
from boutdufil.rooms.illico.selectors.promises import number_figures

pytestmark = pytest.mark.django_db
ALWAYS_OPEN = ("suivi-de-commande", "sinistres", "mairie-de-valmont")


def test_the_world_is_furnished_once(settings):
    settings.DEMO = True
    demo.furnish()
    before = (
        Number.objects.count(),
        ServiceCall.objects.count(),
        Answer.objects.count(),
        CharterDecision.objects.count(),
    )
    demo.furnish()

    after = (
        Number.objects.count(),
        ServiceCall.objects.count(),
        Answer.objects.count(),
        CharterDecision.objects.count(),
    )
    assert before == after
    assert before[0] == len(NUMBERS) == 6
    assert_every_number_is_lawful()
    assert_states()
    assert_figures()


def assert_every_number_is_lawful():
    for number in Number.objects.select_related("organisation"):
        row = row_of(number)
        case = LegalCase(row.draft, row.is_public_body, weekly_hours(row.id))
        assert check_number(case) == ()
        assert row.is_invented


def assert_states():
    states = dict(Number.objects.values_list("code", "charter_state"))
    assert states == {
        "suivi-de-commande": CharterState.MEMBER,
        "sinistres": CharterState.UNDER_WATCH,
        "mairie-de-valmont": CharterState.MEMBER,
        "assistance-internet": CharterState.SUSPENDED,
        "transports-de-la-lys": CharterState.MEMBER,
        "ateliers-conseil": CharterState.CANDIDATE,
    }
    suspended = CharterDecision.objects.get(act=CharterAct.SUSPEND)
    assert suspended.proposed_by is None
    assert suspended.deciders.count() == 2
    assert suspended.answer


def assert_figures():
    now = timezone.now()
    for code in ALWAYS_OPEN:
        number = Number.objects.get(code=code)
        assert open_channels([number.pk], now)[number.pk] >= set(number.channels)
    held = number_figures(Number.objects.get(code="suivi-de-commande").pk, now, invented=True)
    assert all(figure.is_reached for figure in held.values())
    few = number_figures(Number.objects.get(code="ateliers-conseil").pk, now, invented=True)
    assert not few["voice"].is_enough
    assert not ServiceCall.objects.filter(invented=False).exists()
