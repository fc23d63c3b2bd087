"""Open doors on every page: declared only where the branch has confirmed."""

import pytest
from django.urls import reverse

from boutdufil.kernel.occupations.models import OpenDoor
from tests.rooms.mobility.conftest import ADVISER

pytestmark = pytest.mark.django_db

PAGES = [
    ("mobility:start", []),
    ("mobility:paths", []),
    ("mobility:card", [ADVISER]),
    ("mobility:reasons", [ADVISER]),
    ("portal:home", []),
    ("portal:sources", []),
]
WRITTEN = ["mobility:paths", "mobility:card"]
TO_CONFIRM = "à confirmer par la branche"


def shown(guest, name, args):
    answer = guest.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_no_page_calls_an_unconfirmed_door_declared(guest, name, args):
    page = shown(guest, name, args).lower()

    assert "déclaré" not in page
    assert "la branche déclare" not in page


@pytest.mark.parametrize("args", [[], [ADVISER]])
def test_an_unconfirmed_door_says_who_wrote_it_and_when(guest, args):
    page = shown(guest, WRITTEN[len(args)], args)

    assert TO_CONFIRM in page
    assert "Écrit dans notre guide le 22 novembre 2026." in page


def test_the_reasons_say_that_the_branch_has_not_confirmed(guest):
    page = shown(guest, "mobility:reasons", [ADVISER])

    assert TO_CONFIRM in page
    assert "la branche ne l’a pas encore confirmé" in page


@pytest.mark.parametrize(("name", "args"), PAGES[1:4])
def test_a_confirmed_door_is_declared_by_its_branch(guest, name, args):
    OpenDoor.objects.update(confirmed=True)

    page = shown(guest, name, args)

    assert "La branche déclare" in page or "Déclaré par" in page
    assert TO_CONFIRM not in page
