"""Slots: a roster for employees; for independents, offered, free to refuse, and explained."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.enums import SlotAct
from boutdufil.rooms.illico.errors import SlotError
from boutdufil.rooms.illico.models import Contest, LocationAttestation, Slot, SlotAnswer
from boutdufil.rooms.illico.rules.pauses import Span, pause_due
from boutdufil.rooms.illico.rules.slot_offers import Hours, Wanted, Why, Worker, reasons_against
from boutdufil.rooms.illico.selectors import slots as selectors
from boutdufil.rooms.illico.services import slots as services
from boutdufil.rooms.illico.services.slots import SlotDraft
from tests.factories.illico import IndependentsDecisionFactory, SlotAnswerFactory
from tests.rooms.illico.answering import answering_number, leader, seated

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def morning(days=1, **more):
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    facts = {"starts_at": start, "ends_at": start + timedelta(hours=4), "channel": "voice"}
    return SlotDraft(**{**facts, **more})


@pytest.fixture
def team(db, settings):
    """Return a number whose organisation lets independents answer, and two of them."""
    settings.BOUTDUFIL_INDEPENDENTS = True
    number = answering_number()
    IndependentsDecisionFactory(organisation=number.organisation)
    both = [seated(number, name, work_status="independent") for name in ("Ana", "Bo")]
    for agent in both:
        services.declare_location(agent_id=agent.pk, in_france=True, declared_by_id=agent.person_id)
    return number, *both


def offered(number, **more):
    return services.offer_slot(
        organisation_id=number.organisation_id, draft=morning(**more), actor_id=None
    )


def test_an_offered_slot_is_open_to_all_it_suits_and_taken_by_the_first(team):
    number, one, other = team
    slot = offered(number, rate=2_500)
    assert [row.id for row in selectors.own_slots(one.pk).open] == [slot.pk]
    assert [row.id for row in selectors.own_slots(other.pk).open] == [slot.pk]

    services.take_slot(slot_id=slot.pk, agent_id=other.pk)
    services.take_slot(slot_id=slot.pk, agent_id=other.pk)

    with pytest.raises(SlotError, match="quelqu’un l’a pris"):
        services.take_slot(slot_id=slot.pk, agent_id=one.pk)
    [closed] = selectors.own_slots(one.pk).closed
    assert closed.reasons == ("quelqu’un l’a pris avant vous",)
    services.return_slot(slot_id=slot.pk, agent_id=other.pk)
    services.take_slot(slot_id=slot.pk, agent_id=one.pk)
    assert [row.id for row in selectors.own_slots(one.pk).own] == [slot.pk]


def answer(client, agent, slot, do):
    """Return what the page says after a button of a slot."""
    client.force_login(agent.person)
    url = reverse("illico:answer_slot", args=[agent.pk, slot.pk])
    return client.post(url, {"do": do}, follow=True).content.decode()


@pytest.mark.parametrize("do", ["take", "refuse", "return"])
def test_a_slot_that_was_cancelled_meanwhile_is_said(do, team, client):
    number, one, _other = team
    slot = offered(number)
    services.cancel_slot(slot_id=slot.pk, actor_id=None)

    assert "Ce créneau a été annulé." in answer(client, one, slot, do)


def test_a_slot_given_back_twice_is_given_back_once(team, client):
    number, one, _other = team
    slot = offered(number)
    services.take_slot(slot_id=slot.pk, agent_id=one.pk)
    answer(client, one, slot, "return")

    assert "Ce créneau n’est plus à vous." in answer(client, one, slot, "return")
    assert SlotAnswer.objects.filter(act=SlotAct.RETURNED).count() == 1


def test_what_an_employer_assigned_is_not_refused_here(team, client):
    number, _one, _other = team
    employee = seated(number, "Cléo")
    slot = services.assign_slot(
        organisation_id=number.organisation_id,
        agent_id=employee.pk,
        draft=morning(),
        actor_id=None,
    )

    assert "posé par votre employeur" in answer(client, employee, slot, "refuse")
    assert not SlotAnswer.objects.exists()


def test_refusing_and_returning_changes_nothing_in_any_later_offer(team):
    number, one, other = team
    for _ in range(30):
        SlotAnswerFactory(slot=offered(number), agent=one, act=SlotAct.REFUSED)
        SlotAnswerFactory(slot=offered(number), agent=one, act=SlotAct.RETURNED)
    later = [offered(number, days=days).pk for days in (2, 3, 4)]

    seen = [[row.id for row in selectors.own_slots(who.pk).open] for who in (one, other)]

    assert seen[0] == seen[1]
    assert seen[0][-3:] == later
    assert selectors.worker_of(one) == selectors.worker_of(other)
    slot = Slot.objects.get(pk=later[0])
    services.refuse_slot(slot_id=slot.pk, agent_id=one.pk)
    services.take_slot(slot_id=slot.pk, agent_id=one.pk)
    assert Slot.objects.get(pk=slot.pk).agent == one


def test_no_calculation_reads_what_was_refused():
    assert not {"refusals", "answers", "refused"} & set(Worker.__dataclass_fields__)
    assert not {"refusals", "answers", "refused"} & set(Wanted.__dataclass_fields__)


@given(
    channels=st.sets(st.sampled_from(["voice", "video", "text"])),
    languages=st.sets(st.sampled_from(["fr", "lsf", "en"])),
    is_attested=st.booleans(),
    is_independent=st.booleans(),
    is_taken=st.booleans(),
    is_allowed=st.booleans(),
    hours=st.integers(-5, 5),
    busy=st.lists(st.integers(-5, 5), max_size=3),
)
def test_every_closed_slot_has_its_reason_and_every_open_one_none(
    channels, languages, is_attested, is_independent, is_taken, is_allowed, hours, busy
):
    def at(hour):
        return Hours(NOW + timedelta(hours=hour), NOW + timedelta(hours=hour + 2))

    worker = Worker(is_independent, channels, languages, is_attested, tuple(map(at, busy)))
    wanted = Wanted(at(hours), "voice", "fr", is_allowed=is_allowed, is_taken=is_taken)

    reasons = reasons_against(worker, wanted, NOW)

    suits = is_independent and "voice" in channels and "fr" in languages and is_attested
    is_free = not any(abs(hours - one) < 2 for one in busy)
    is_open = suits and is_free and is_allowed and not is_taken and hours > 0
    assert (reasons == ()) is is_open
    assert set(reasons) <= set(Why)
    assert set(Why) == set(selectors.WORDS)


def test_independents_are_off_by_default(db, settings):
    assert settings.BOUTDUFIL_INDEPENDENTS is False
    number = answering_number()
    IndependentsDecisionFactory(organisation=number.organisation)
    with pytest.raises(SlotError, match="pas autorisés"):
        offered(number)

    settings.BOUTDUFIL_INDEPENDENTS = True
    other = answering_number()
    with pytest.raises(SlotError, match="pas autorisés"):
        offered(other)
    offered(number)
    services.decide_on_independents(
        organisation_id=number.organisation_id,
        allowed=False,
        counsel="Maître Invention",
        actor_id=leader(number.organisation, Role.MANAGER).pk,
    )
    with pytest.raises(SlotError, match="pas autorisés"):
        offered(number)


def test_a_roster_is_for_employees_and_never_double(db):
    number = answering_number()
    employee = seated(number)
    independent = seated(number, "Bo", work_status="independent")
    where = {"organisation_id": number.organisation_id, "actor_id": None}

    services.assign_slot(agent_id=employee.pk, draft=morning(), **where)

    with pytest.raises(SlotError, match="déjà un créneau"):
        services.assign_slot(agent_id=employee.pk, draft=morning(), **where)
    with pytest.raises(SlotError, match="salariée"):
        services.assign_slot(agent_id=independent.pk, draft=morning(), **where)
    [slot] = Slot.objects.all()
    with pytest.raises(SlotError):
        services.return_slot(slot_id=slot.pk, agent_id=employee.pk)


def test_where_one_works_is_asked_before_the_first_slot_and_never_called_proof(client, team):
    number, one, _other = team
    LocationAttestation.objects.all().delete()
    slot = offered(number)
    with pytest.raises(SlotError, match="d’où vous travaillez"):
        services.take_slot(slot_id=slot.pk, agent_id=one.pk)
    client.force_login(one.person)
    page = reverse("illico:attestation", args=[one.pk])
    assert "pas une preuve" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422

    client.post(page, {"in_france": "yes"})

    said = selectors.attestation(one.pk)
    assert (said.in_france, said.evidence) == (True, "déclaré par la personne")
    services.take_slot(slot_id=slot.pk, agent_id=one.pk)


def test_slots_on_their_pages(client, team):
    number, one, other = team
    slot = offered(number)
    client.force_login(one.person)
    page = reverse("illico:own_slots", args=[one.pk])
    answer = reverse("illico:answer_slot", args=[one.pk, slot.pk])
    assert "rien n’en dépend" in client.get(page).content.decode()
    client.post(answer, {"do": "refuse"})
    client.post(answer, {"do": "take"})
    assert SlotAnswer.objects.filter(agent=one).count() == 2
    assert client.post(answer, {"do": "burn"}).status_code == 404
    of_other = reverse("illico:answer_slot", args=[other.pk, slot.pk])
    assert client.post(of_other, {"do": "return"}).status_code == 404

    client.post(reverse("illico:contest", args=[one.pk]), {"text": "Pourquoi si peu ?"})
    asked = Contest.objects.get()
    client.force_login(leader(number.organisation, Role.MANAGER))
    team_page = reverse("illico:team_slots", args=[number.organisation_id])
    change = reverse("illico:change_team", args=[number.organisation_id])
    assert "Pourquoi si peu" in client.get(team_page).content.decode()
    client.post(change, {"do": "answer", "id": asked.pk, "answer": "Peu d’appels en novembre."})
    client.post(change, {"do": "cancel", "id": slot.pk})
    client.force_login(one.person)
    shown = client.get(page).content.decode()
    assert "Peu d’appels en novembre." in shown
    slot.refresh_from_db()
    assert slot.cancelled_at


def test_a_slot_is_made_on_the_page_of_the_team(client, db):
    number = answering_number()
    employee = seated(number)
    client.force_login(leader(number.organisation))
    page = reverse("illico:team_slots", args=[number.organisation_id])
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    fields = {
        "day": day,
        "starts": "09:00",
        "ends": "12:00",
        "channel": "voice",
        "language": "fr",
        "who": employee.pk,
    }
    assert client.post(page, {**fields, "ends": "08:00"}).status_code == 422
    assert client.post(page, {**fields, "who": "offer"}).status_code == 422

    client.post(page, fields)

    assert Slot.objects.get().agent == employee
    assert client.post(page, fields).status_code == 422


@pytest.mark.parametrize(
    ("spans", "due"),
    [
        ([(0, 119)], 0),
        ([(0, 120)], 10),
        ([(0, 180)], 15),
        ([(0, 60), (65, 130)], 10),
        ([(0, 110), (121, 180)], 0),
    ],
)
def test_pauses_that_are_due(spans, due):
    def at(minute):
        return NOW + timedelta(minutes=minute)

    work = [Span(at(one), at(other)) for one, other in spans]

    assert pause_due(work, at(spans[-1][1])).due_minutes == due
