"""Seats: who gives them, who takes them, and what they let somebody answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.enums import CaseState
from boutdufil.rooms.illico.errors import SeatError
from boutdufil.rooms.illico.models import Agent, EntrustedNumber, SeatOffer, StateSpan
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.agents import numbers_open_to, profile_of
from boutdufil.rooms.illico.services import agents as services
from boutdufil.rooms.illico.services import agents_kept as kept
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import (
    AbuseReportFactory,
    CaseFactory,
    ContestFactory,
    FollowUpFactory,
    HelpRequestFactory,
    LocationAttestationFactory,
    SeatOfferFactory,
    ServiceCallFactory,
    StateSpanFactory,
    WorksCouncilOpinionFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.illico.answering import answering_number, leader, seated

pytestmark = pytest.mark.django_db


def offer_of(number, email, **seat):
    described = Seat("Ana", numbers=(number.pk,), **seat)
    return services.offer_seat(
        organisation_id=number.organisation_id, email=email, seat=described, actor_id=None
    )


def test_a_seat_is_offered_by_mail_and_taken_from_the_account(client):
    number, person = answering_number(), PersonFactory()
    offer = offer_of(number, person.email.upper(), is_home=True)
    services.send_seat_offer(offer_id=offer.pk)
    assert number.organisation.name in mail.outbox[0].subject
    client.force_login(person)
    assert "vous propose un poste" in client.get(reverse("illico:console")).content.decode()

    client.post(
        reverse("illico:answer_offer", args=[offer.pk]), {"do": "accept", "signs_first": "on"}
    )

    agent = Agent.objects.get()
    assert (agent.person, agent.is_home, agent.signs_first) == (person, True, True)
    assert list(agent.numbers.all()) == [number]


def test_who_declines_sits_nowhere_and_is_not_asked_why(client):
    number, person = answering_number(), PersonFactory()
    offer = offer_of(number, person.email)
    client.force_login(person)

    client.post(reverse("illico:answer_offer", args=[offer.pk]), {"do": "decline"})

    offer.refresh_from_db()
    assert offer.declined_at
    assert not Agent.objects.exists()


def test_a_later_offer_replaces_the_earlier_and_an_old_one_is_void():
    number, person = answering_number(), PersonFactory()
    first, second = offer_of(number, person.email), offer_of(number, person.email)
    first.refresh_from_db()
    assert first.withdrawn_at
    with pytest.raises(SeatError):
        services.accept_offer(offer_id=first.pk, person_id=person.pk)
    SeatOffer.objects.filter(pk=second.pk).update(
        offered_at=timezone.now() - timezone.timedelta(days=31)
    )
    with pytest.raises(SeatError):
        services.accept_offer(offer_id=second.pk, person_id=person.pk)


def test_an_organisation_seats_people_on_its_own_numbers_and_those_entrusted_to_it():
    number, provider = answering_number(), OrganisationFactory()
    seat = Seat("Ana", numbers=(number.pk,))
    with pytest.raises(SeatError):
        services.seat_agent(organisation_id=provider.pk, person_id=PersonFactory().pk, seat=seat)

    services.entrust_number(number_id=number.pk, organisation_id=provider.pk, actor_id=None)
    services.entrust_number(number_id=number.pk, organisation_id=provider.pk, actor_id=None)

    assert [one.id for one in numbers_open_to(provider.pk)] == [number.pk]
    person = PersonFactory()
    services.seat_agent(organisation_id=provider.pk, person_id=person.pk, seat=seat)
    with pytest.raises(SeatError, match="déjà un poste"):
        services.seat_agent(organisation_id=provider.pk, person_id=person.pk, seat=seat)


def test_what_an_agent_may_answer_as_the_dispatcher_is_told():
    number = answering_number(code="colis", skills=["retours"])
    deaf = seated(number, languages=("lsf", "fr"), capacity={"video": 1, "text": 2})
    services.say_first_language(agent_id=deaf.pk, signs_first=True)
    interpreter = seated(number, "Claire", languages=("lsf",), is_interpreter=True)

    told = profile_of(deaf.pk, channels=("text",))
    assert told["capacity"] == {"text": 2}
    assert {"n:colis", "retours", "lsf", "fr", "signs_first", deaf.name} == set(told["skills"])
    assert {"lsf", "fr"}.isdisjoint(profile_of(interpreter.pk)["skills"])
    assert {"interpreter", "i:lsf"} <= set(profile_of(interpreter.pk)["skills"])
    assert profile_of(deaf.pk, numbers=frozenset())["skills"].count("n:colis") == 0


def test_a_seat_is_changed_and_ended_by_who_leads(client):
    number = answering_number()
    agent = seated(number)
    client.force_login(leader(number.organisation))
    page = reverse("illico:change_seat", args=[agent.pk])
    fields = {
        "given_name": "Anaïs",
        "numbers": [number.pk],
        "languages": ["fr", "en"],
        "channels": ["voice", "text"],
        "texts": 2,
        "work_status": "salaried",
    }
    assert client.get(page).status_code == 200
    assert client.post(page, {**fields, "languages": []}).status_code == 422

    client.post(page, fields)

    agent.refresh_from_db()
    assert (agent.given_name, agent.capacity) == ("Anaïs", {"voice": 1, "text": 2})
    client.post(page, {"do": "end"})
    agent.refresh_from_db()
    assert agent.ended_at
    assert not permissions.can_sit(agent.person, agent.pk)


def test_the_pages_of_seats(client):
    number = answering_number()
    agent = seated(number)
    client.force_login(leader(number.organisation))
    place = [number.organisation_id]
    form = reverse("illico:offer_seat", args=place)
    fields = {
        "email": "nouvelle@example.org",
        "given_name": "Lou",
        "numbers": [number.pk],
        "languages": ["fr"],
        "channels": ["voice"],
        "texts": 1,
        "work_status": "salaried",
    }
    assert client.post(form, {**fields, "email": "x"}).status_code == 422
    client.post(form, fields)
    listing = client.get(reverse("illico:team_seats", args=place)).content.decode()
    assert agent.given_name in listing
    assert "nouvelle@example.org" in listing
    offer = SeatOffer.objects.get()
    client.post(reverse("illico:withdraw_offer", args=[*place, offer.pk]))
    offer.refresh_from_db()
    assert offer.withdrawn_at

    client.force_login(agent.person)
    own = reverse("illico:own_seat", args=[agent.pk])
    assert number.name in client.get(own).content.decode()
    client.post(own, {"signs_first": "on"})
    agent.refresh_from_db()
    assert agent.signs_first


def test_lists_of_seats_cost_the_same_for_one_and_for_many(client, django_assert_max_num_queries):
    number = answering_number()
    client.force_login(leader(number.organisation))
    page = reverse("illico:team_seats", args=[number.organisation_id])
    seated(number)
    client.get(page)
    with django_assert_max_num_queries(40) as few:
        client.get(page)
    for _ in range(10):
        seated(number)
        SeatOfferFactory(organisation=number.organisation, seat=Seat("Lou").to_plain())
    with django_assert_max_num_queries(len(few) + 1):
        client.get(page)


@pytest.fixture
def people():
    """Everybody who might ask, by what they are to one organisation."""
    number = answering_number()
    agent = seated(number)
    place = number.organisation
    others = OrganisationFactory()
    found = {
        "visitor": AnonymousUser(),
        "stranger": PersonFactory(),
        "agent": agent.person,
        "reader": leader(place, Role.READER),
        "supervisor": leader(place),
        "manager": leader(place, Role.MANAGER),
        "elsewhere": leader(others, Role.MANAGER),
    }
    return found, agent, place


ACTS = {
    "can_lead_agents": {"supervisor", "manager"},
    "can_see_agent_figures": {"supervisor", "manager"},
    "can_decide_for_agents": {"manager"},
    "can_sit": {"agent"},
    "can_change_seat": {"supervisor", "manager"},
    "can_withdraw_offer": {"supervisor", "manager"},
    "can_answer_offer": {"agent"},
    "can_answer_help": {"supervisor", "manager"},
    "can_debrief": {"supervisor", "manager"},
}


@pytest.mark.parametrize("act", ACTS)
def test_who_may_do_what(people, act):
    found, agent, place = people
    WorksCouncilOpinionFactory(organisation=place)
    offer = SeatOfferFactory(organisation=place, email=agent.person.email)
    subjects = {
        "can_sit": agent.pk,
        "can_change_seat": agent.pk,
        "can_withdraw_offer": offer.pk,
        "can_answer_offer": offer.pk,
        "can_answer_help": HelpRequestFactory(kind="supervisor", asked_by=agent).pk,
        "can_debrief": AbuseReportFactory(organisation=place, agent=agent).pk,
    }

    allowed = {
        name
        for name, actor in found.items()
        if getattr(permissions, act)(actor, subjects.get(act, place.pk))
    }

    assert allowed == ACTS[act]


def test_nobody_sees_the_pages_of_another_team(people):
    found, agent, place = people
    offer = SeatOfferFactory(organisation=place)
    pages = [
        reverse("illico:team_seats", args=[place.pk]),
        reverse("illico:offer_seat", args=[place.pk]),
        reverse("illico:change_seat", args=[agent.pk]),
        reverse("illico:wall", args=[place.pk]),
        reverse("illico:agent_figures", args=[place.pk]),
        reverse("illico:opinion", args=[place.pk]),
        reverse("illico:team_slots", args=[place.pk]),
    ]
    for name in ("stranger", "agent", "reader", "elsewhere"):
        browser = Browser()
        browser.force_login(found[name])
        assert {browser.get(page).status_code for page in pages} == {404}, name
        withdraw = reverse("illico:withdraw_offer", args=[place.pk, offer.pk])
        assert browser.post(withdraw).status_code == 404


def test_what_is_held_of_a_person_is_shown_and_erased_with_them():
    agent = seated(answering_number(), signs_first=True)
    StateSpanFactory(agent=agent)
    SeatOfferFactory(email=agent.person.email, seat=Seat("Ana").to_plain())
    LocationAttestationFactory(agent=agent)
    ContestFactory(agent=agent)

    told = kept.export_agents(agent.person)
    kept.erase_agents(agent.person)

    assert {name: len(rows) for name, rows in told.items()} == {
        "seats": 1,
        "offers": 1,
        "times": 1,
        "places": 1,
        "slots": 0,
        "disputes": 1,
        "abusive_calls": 0,
    }
    agent.refresh_from_db()
    assert (agent.given_name, agent.signs_first, agent.ended_at is None) == ("", False, False)
    assert StateSpan.objects.count() == 1, "the employer owes working time for three years"
    later = timezone.now() + timezone.timedelta(days=4 * 365)
    StateSpan.objects.update(ended_at=timezone.now())
    assert sum(rule.run(later) for rule in kept.RULES) == 1


def test_my_page_leads_to_posts_offers_and_teams(client):
    number = answering_number()
    agent = seated(number)
    client.force_login(agent.person)
    assert "Répondre pour" in client.get(reverse("people:my_page")).content.decode()
    lead = leader(number.organisation)
    offer_of(number, lead.email)
    client.force_login(lead)
    page = client.get(reverse("people:my_page")).content.decode()
    assert "Suivre les appels" in page
    assert "vous propose un poste" in page


def test_an_owner_writes_what_is_asked_and_entrusts_the_number(client):
    number = answering_number()
    provider = OrganisationFactory(siret="73282932000074")
    client.force_login(leader(number.organisation, Role.MANAGER))
    page = reverse("illico:guidance", args=[number.code])
    entrust = reverse("illico:entrust", args=[number.code])
    client.post(page, {"procedure": "Vérifier la commande", "may_decide": "Un renvoi"})
    assert "Vérifier la commande" in client.get(page).content.decode()
    client.post(entrust, {"siret": "00000000000000"})
    assert numbers_open_to(provider.pk) == []

    client.post(entrust, {"siret": "732 829 320 00074"})

    assert [one.id for one in numbers_open_to(provider.pk)] == [number.pk]
    agent = services.seat_agent(
        organisation_id=provider.pk,
        person_id=PersonFactory().pk,
        seat=Seat("Ana", numbers=(number.pk,)),
    )
    held = EntrustedNumber.objects.get()
    client.post(entrust, {"entrusted": held.pk})
    assert numbers_open_to(provider.pk) == []
    assert not agent.numbers.exists()
    client.force_login(agent.person)
    assert client.get(page).status_code == 404
    assert client.post(entrust, {"entrusted": held.pk}).status_code == 404


def test_a_note_that_cannot_be_kept_is_not_said_to_be(client):
    number = answering_number()
    agent = seated(number)
    call = ServiceCallFactory(number=number, case=None)
    ParticipantFactory(call=call.call, person=agent.person, role="agent")
    client.force_login(agent.person)
    url = reverse("illico:write_note", args=[agent.pk, call.pk])

    answer = client.post(url, {"text": "Colis égaré"}, headers={"accept": "application/json"})

    assert answer.status_code == 409
    assert "saved_at" not in answer.json()


@pytest.fixture
def promised(settings, tmp_path):
    """Return a seat without a dispatcher, and what was promised from it yesterday."""
    settings.BOUTDUFIL_DISPATCHER = f"unix:{tmp_path}/nobody.sock"
    number = answering_number()
    agent = seated(number)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    case = CaseFactory(number=number, state=CaseState.FOLLOWED_UP, due_on=yesterday)
    return agent, FollowUpFactory(case=case, agent=agent, due_on=yesterday, text="Rappeler Lille")


def finish(client, agent, one):
    url = reverse("illico:finish_follow_up", args=[agent.pk, one.pk])
    return client.post(url, follow=True)


def test_what_was_promised_stays_on_the_console_until_it_is_done(client, promised):
    agent, one = promised
    client.force_login(agent.person)
    page = client.get(reverse("illico:console")).content.decode()
    assert ("Rappeler Lille" in page, "en retard" in page) == (True, True)

    assert "Rappeler Lille" not in finish(client, agent, one).content.decode()

    one.refresh_from_db()
    assert (one.done_by, one.case.state, one.case.due_on) == (agent.person, CaseState.OPEN, None)


def test_a_case_waits_for_the_next_thing_that_was_promised(client, promised):
    agent, one = promised
    later = timezone.localdate() + timezone.timedelta(days=3)
    FollowUpFactory(case=one.case, agent=agent, due_on=later)
    client.force_login(agent.person)

    finish(client, agent, one)

    one.case.refresh_from_db()
    assert (one.case.state, one.case.due_on) == (CaseState.FOLLOWED_UP, later)


def test_a_colleague_keeps_the_promise_and_a_stranger_knows_of_none(client, promised):
    agent, one = promised
    colleague = seated(agent.numbers.get(), "Bo")
    stranger = seated(answering_number())
    for person, seat in ((stranger.person, stranger), (stranger.person, agent)):
        client.force_login(person)
        assert finish(client, seat, one).status_code == 404
    client.force_login(colleague.person)

    finish(client, colleague, one)

    one.refresh_from_db()
    assert one.done_by == colleague.person
