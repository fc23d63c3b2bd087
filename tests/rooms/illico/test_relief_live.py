"""Relief on a real dispatcher: what an owner sets reaches who is assigned, without a restart."""

import pytest

from boutdufil.rooms.illico.rules.relief import Relief
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.services.agents import entrust_number, seat_agent
from boutdufil.rooms.illico.services.relief import set_relief
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.processes import wait_until
from tests.rooms.illico.answering import Floor, a_call, answering_number, seated
from tests.rooms.illico.dispatcher.world import open_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def floor(transactional_db, test_database, settings):
    with open_site(test_database) as site:
        settings.BOUTDUFIL_DISPATCHER = f"unix:{site.path}"
        site.start()
        yield Floor(site, site.client())


def provided(number, given_name="Bo", **seat):
    """Return somebody who answers a number for a provider."""
    provider = OrganisationFactory()
    entrust_number(number_id=number.pk, organisation_id=provider.pk, actor_id=None)
    return seat_agent(
        organisation_id=provider.pk,
        person_id=PersonFactory().pk,
        seat=Seat(given_name, numbers=(number.pk,), **seat),
    )


def at_post(floor, agent, *channels):
    desk = floor.desk(agent)
    desk.take(*channels)
    desk.wait_for("available")
    return desk


def ask(floor, number, **wish):
    """Set a relief, and wait until the dispatcher has read it."""
    set_relief(number_id=number.pk, relief=Relief(**wish), actor_id=None)
    for _turn in range(2):
        floor.link.ask("lines_changed")
        floor.link.ask("snapshot")


def told_of(floor, call):
    return floor.link.ask("call_state", call=str(call.pk))["kind"]


def rings_at(floor, call, *desks):
    """Return who a call rings at first."""
    floor.offer(call)
    wait_until(lambda: any(desk.state() == "reserved" for desk in desks))
    [found] = [desk for desk in desks if desk.state() == "reserved"]
    return found.agent.given_name


def test_the_house_comes_first_and_providers_when_it_is_busy(floor):
    number = answering_number()
    outside = at_post(floor, provided(number))
    house = at_post(floor, seated(number))
    ask(floor, number, providers_after_s=2)

    first = a_call(number)
    assert rings_at(floor, first, outside, house) == "Ana", "Bo has been idle for longer"
    house.act(first, "answer")
    house.wait_for("in_call")

    assert rings_at(floor, a_call(number), outside) == "Bo"


def test_another_number_of_the_holder_helps_and_knows_what_is_asked(floor):
    number = answering_number(procedure="Vérifier la commande")
    helper = answering_number(organisation=number.organisation)
    helping = at_post(floor, seated(helper, "Claire"))
    waiting = a_call(number)
    floor.offer(waiting)
    wait_until(lambda: told_of(floor, waiting) == "queued")
    assert helping.state() == "available", "nobody asked this number to help"

    ask(floor, number, helper_id=helper.pk, helper_after_s=1)

    helping.wait_for("reserved")
    helping.act(waiting, "answer")
    helping.wait_for("in_call")
    [card] = helping.page().talking
    assert card.service.procedure == "Vérifier la commande"


def test_who_signs_is_spared_while_too_few_are_free(floor):
    number = answering_number()
    signing = at_post(
        floor,
        seated(number, "Théo", languages=("fr", "lsf"), capacity={"voice": 1, "video": 1}),
        "voice",
        "video",
    )
    speaking = at_post(floor, seated(number, "Ana"))
    ask(floor, number, kept={"lsf": 1})

    assert rings_at(floor, a_call(number), signing, speaking) == "Ana", "Théo is idle for longer"
    assert rings_at(floor, a_call(number), signing) == "Théo", "the last one free is taken"


def test_what_somebody_chose_for_now_outlives_a_change(floor):
    number = answering_number()
    desk = at_post(
        floor, seated(number, "Théo", languages=("fr",), capacity={"voice": 1, "text": 1}), "text"
    )

    ask(floor, number, helper_id=None, providers_after_s=5)

    told = floor.link.ask("state", agent=desk.agent.name)["may_answer"]
    assert told["channels"] == ["text"]
    assert f"n:{number.code}" in told["skills"]
