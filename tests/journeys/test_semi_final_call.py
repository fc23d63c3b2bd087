"""A semi-final: who passes answers, the organiser calls, the jury hears and everybody knows."""

import pytest
from django.utils import timezone

from boutdufil.kernel.calls.models import Call, CallEvent
from boutdufil.rooms.contests.models import PassageCall
from tests.factories.contests import PassageFactory, StageCallFactory
from tests.journeys.call_site import call_site, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until
from tests.rooms.contests.jury_world import jury_world

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser
PEOPLE = "[...document.querySelectorAll('[data-call-people] li')]"
JURY = "Jury (3 personnes dans la salle), observe"


def test_a_jury_hears_a_semi_final(open_window):
    world = jury_world(files=1, jurors=1)
    StageCallFactory(stage=world.stage)
    passage = PassageFactory(jury=world.juries[0], entry=world.entries[0], starts_at=timezone.now())
    address = f"/concours/passages/{passage.pk}/appel/"
    jury = opening(open_window(world.jurors[0].person), address)
    caller = calling(open_window(world.organiser), address)
    candidate = passing(open_window(world.entries[0].members.get().person), world.entries[0])

    talk_together(candidate, caller, jury)
    candidate.check()

    jury.button("Raccrocher").click()
    candidate.wait(f"() => {PEOPLE}.length === 2")
    assert Call.objects.get().state == "connected", "the two go on"
    take_it_again(jury, candidate)


def opening(jury, address):
    jury.go(address)
    jury.button("Ouvrir l’appel").click()
    jury.wait_for("L’appel est ouvert.")
    return jury


def calling(caller, address):
    caller.go(address)
    caller.button("Jouer la personne qui appelle").click()
    caller.wait_for("Vous appelez. Entrez dans l’appel.")
    return caller


def passing(candidate, entry):
    candidate.go(f"/concours/ma-candidature/{entry.pk}/")
    candidate.page.get_by_role("link", name="Entrer dans l’appel devant le jury").click()
    candidate.wait_for("par une seule voie annoncée")
    return candidate


def talk_together(candidate, caller, jury):
    for window in (candidate, caller, jury):
        window.button("Entrer dans l’appel").click()
    for window in (candidate, caller, jury):
        window.wait(f"() => {PEOPLE}.length === 3")
    for window in (candidate, caller):
        assert JURY in window.text("[data-call-people]")
    up = CallEvent.objects.filter(kind="media", body__up=True)
    wait_until(lambda: up.values("participant", "body__from").distinct().count() == 6)


def take_it_again(jury, candidate):
    jury.page.get_by_label("Ce qui a rompu l’appel").fill("La salle n’entendait plus")
    jury.button("Reprendre l’appel").click()
    jury.wait_for("L’appel est ouvert.")
    candidate.wait_for("L’appel est terminé.")
    broken = PassageCall.objects.get(number=1)
    assert (broken.broke_reason, broken.call.state) == ("La salle n’entendait plus", "ended")
