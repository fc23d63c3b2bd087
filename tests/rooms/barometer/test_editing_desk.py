"""The editing desk, as its statisticians use it, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.enums import ReleaseState, ResponseState, Standing
from boutdufil.rooms.barometer.models import Drawn, Response, Value
from tests.architecture.parts.barometer_editing import inhabit_editing
from tests.factories.barometer import EstimationRunFactory, ReleaseSourceFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SHOWN = ("sample", "sample_table", "drawn_unit", "edit_value")
POSTED = ("set_standing", "accept_response", "accept_responses", "edit_value")


@pytest.fixture
def leader():
    return OrganisationFactory(invented=True)


@pytest.fixture
def world(leader):
    return {name.partition(":")[2]: of for name, of in inhabit_editing(leader).items()}


def signed_in(leader, role=Role.STATISTICIAN):
    person = PersonFactory()
    if role:
        MembershipFactory(person=person, organisation=leader, role=role)
    client = Client()
    client.force_login(person)
    return client


def address(world, name, **more):
    return reverse(f"barometer:{name}", kwargs=world[name] | more)


def the_response(world):
    return Response.objects.get(drawn_id=world["drawn_unit"]["drawn_id"])


def test_the_list_is_looked_through(leader, world):
    client = signed_in(leader)
    name = the_response(world).drawn.unit.name
    assert client.get(address(world, "sample")).context["page"].paginator.count == 2
    found = client.get(address(world, "sample"), {"standing": "answered", "q": name})
    assert [one.name for one in found.context["rows"]] == [name]
    assert found.context["rows"][0].contacts == 1
    none = client.get(address(world, "sample"), {"flagged": "on"})
    assert none.context["page"].paginator.count == 0
    list_of = reverse("barometer:sample_table", kwargs=world["sample_table"])
    table = client.get(list_of, {"standing": "answered"})
    assert len(table.content.decode().strip().splitlines()) == 2


def test_a_unit_shows_its_answers_and_their_trail(leader, world):
    page = signed_in(leader).get(address(world, "drawn_unit")).content.decode()
    assert "Appelé" in page
    assert "50" in page
    assert "55,5" in page


def test_a_value_is_corrected_with_a_reason(leader, world):
    client = signed_in(leader)
    where = address(world, "edit_value", code="fte_end")
    revision = the_response(world).revision
    typed = {"a_fte_end": "52", "revision": revision}
    missing = client.post(where, typed)
    assert missing.status_code == 422
    assert 'value="52"' in missing.content.decode()
    assert client.post(where, typed | {"reason": "Relu", "a_fte_end": ""}).status_code == 422
    assert client.post(where, typed | {"reason": "Relu"}).status_code == 302
    assert Value.objects.get(response=the_response(world), code="fte_end").value == 52
    stale = client.post(where, typed | {"reason": "Relu", "a_fte_end": "53"})
    assert stale.status_code == 422
    assert f'value="{revision + 1}"' in stale.content.decode()


def test_a_contradiction_is_said_beside_the_value(leader, world):
    client = signed_in(leader)
    typed = {"a_heads_end": "5000", "revision": the_response(world).revision, "reason": "Relu"}
    answer = client.post(address(world, "edit_value", code="heads_end"), typed)
    assert answer.status_code == 422
    assert "5000" in answer.content.decode()
    assert client.get(address(world, "edit_value", code="nothing")).status_code == 404


def test_a_response_is_accepted_as_it_was_read(leader, world):
    client = signed_in(leader)
    assert client.post(address(world, "accept_response"), {}).status_code == 404
    revision = the_response(world).revision
    client.post(address(world, "accept_response"), {"revision": revision - 1})
    assert the_response(world).state == ResponseState.SENT
    client.post(address(world, "accept_response"), {"revision": revision})
    assert the_response(world).state == ResponseState.ACCEPTED


def test_all_that_holds_is_accepted_at_once(leader, world):
    answer = signed_in(leader).post(address(world, "accept_responses"), follow=True)
    assert "1 réponse vérifiée" in answer.content.decode()
    assert the_response(world).state == ResponseState.ACCEPTED


def test_what_was_published_stays_as_it_is(leader, world):
    client = signed_in(leader)
    said = "Une publication est déjà faite"
    assert said not in client.get(address(world, "drawn_unit")).content.decode()
    run = EstimationRunFactory(wave=the_response(world).drawn.wave)
    now = timezone.now()
    hours = {"release__planned_at": now, "release__published_at": now}
    ReleaseSourceFactory(run=run, release__state=ReleaseState.PUBLISHED, **hours)
    assert said in client.get(address(world, "drawn_unit")).content.decode()
    assert said in client.get(address(world, "edit_value")).content.decode()


def test_a_standing_needs_a_note(leader, world):
    client = signed_in(leader)
    refused = client.post(address(world, "set_standing"), {"standing": "closed", "note": ""})
    assert refused.status_code == 422
    client.post(address(world, "set_standing"), {"standing": "closed", "note": "Appelé"})
    assert Drawn.objects.get(pk=the_response(world).drawn_id).standing == Standing.CLOSED


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.MANAGER])
def test_who_runs_the_survey_reads_and_acts(leader, world, role):
    client = signed_in(leader, role)
    assert [client.get(address(world, name)).status_code for name in SHOWN] == [200] * len(SHOWN)
    assert client.post(address(world, "accept_responses")).status_code == 302
    typed = {"standing": "closed", "note": "Vu"}
    assert client.post(address(world, "set_standing"), typed).status_code == 302


@pytest.mark.parametrize("who", ["member", "elsewhere", "stranger"])
def test_nobody_else_learns_of_it(leader, world, who):
    client = {
        "member": lambda: signed_in(leader, next(r for r in Role if r not in RUNNERS)),
        "elsewhere": lambda: signed_in(OrganisationFactory()),
        "stranger": lambda: signed_in(leader, None),
    }[who]()
    assert {client.get(address(world, name)).status_code for name in SHOWN} == {404}
    assert {client.post(address(world, name)).status_code for name in POSTED} == {404}


def test_signed_out_nobody_learns_of_it(world):
    client = Client()
    assert not {client.get(address(world, name)).status_code for name in SHOWN} - {302, 404}
    assert not {client.post(address(world, name)).status_code for name in POSTED} - {302, 404}
    assert the_response(world).state == ResponseState.SENT


RUNNERS = (Role.STATISTICIAN, Role.MANAGER)
