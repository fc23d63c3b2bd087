"""An agent asks for help in one key; whoever leads sees it on the wall and joins, seen by all."""

import pytest

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.services import grant_role
from boutdufil.rooms.illico.models import AbuseReport
from tests.factories.people import PersonFactory
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.journeys.test_agent_at_home_answers import post_of
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def test_a_supervisor_helps(open_window):
    number = make_number()
    person, _agent = make_agent(number)
    lead = leading(number)
    wall = open_window(lead)
    wall.go("/illico/supervision/")
    wall.check()
    assert "personne à son poste" in wall.text("#alertes")
    desk, caller = post_of(open_window, person), open_window()

    show_the_call(wall, desk, caller, number)
    join_when_asked(wall, desk, caller)
    end_an_abusive_call(wall, desk, caller)

    wait_until(lambda: AbuseReport.objects.get().debriefed_by == lead)


def leading(number):
    lead = PersonFactory(name="Mireille Dufour")
    grant_role(
        organisation_id=number.organisation_id,
        person_id=lead.pk,
        role=Role.SUPERVISOR,
        actor_id=None,
    )
    return lead


def show_the_call(wall, desk, caller, number):
    wall.wait("() => document.querySelector('#equipe').innerText.includes('Disponible')")
    caller.go(f"/illico/{number.code}/")
    caller.button("Appeler par la voix").click()
    desk.button("Répondre").click()
    caller.wait_for_talk()
    wall.wait(
        "() => document.querySelector('[data-line$=\":voice\"] [data-figure=up]').innerText === '1'"
    )
    wall.check()


def join_when_asked(wall, desk, caller):
    desk.page.keyboard.press("F8")
    wall.wait_for("Ana demande de l’aide.")
    wall.page.get_by_role("link", name="Voir la demande").click()
    wall.button("Rejoindre l’appel").click()
    wall.wait_for_talk()
    wall.check()
    for window in (caller, desk):
        window.wait(
            "() => document.querySelector('[data-call-people]').innerText"
            ".includes('Mireille Dufour, supervision')"
        )
    wall.button("Raccrocher").click()


def end_an_abusive_call(wall, desk, caller):
    desk.button("Appel abusif").wait_for()
    desk.page.keyboard.press("F9")
    desk.wait_for("La personne est avertie")
    caller.wait_for("si les insultes ou les menaces continuent")
    desk.button("Mettre fin et bloquer").wait_for()
    desk.page.keyboard.press("F9")
    wait_until(lambda: AbuseReport.objects.filter(ended_at__isnull=False).exists())
    wall.go("/illico/supervision/")
    wall.wait_for("Appel abusif signalé par Ana")
    wall.button("Nous en avons parlé").click()
    wall.wait_for("Supervision")


def test_a_wall_without_a_script(open_window, call_site):
    number = make_number(channels=("voice",))
    lead = PersonFactory()
    grant_role(
        organisation_id=number.organisation_id,
        person_id=lead.pk,
        role=Role.MANAGER,
        actor_id=None,
    )
    wall = open_window(lead)
    wall.page.context.route("**/*.js", lambda route: route.abort())

    wall.page.goto(f"{call_site.address}/illico/supervision/")

    wall.page.get_by_role("link", name="Actualiser").click()
    assert "Suivi de colis" in wall.text()
