"""The pages of the charter: its words, a holder's seat, its committee."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.enums import CharterAct, CharterState, DecisionState
from boutdufil.rooms.illico.models import CharterDecision, CommitteeSeat
from tests.factories.illico import (
    CharterDecisionFactory,
    CommitteeSeatFactory,
    NumberFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def address(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def number():
    return NumberFactory(
        code="colis", charter_state=CharterState.UNDER_WATCH, published_at=timezone.now()
    )


@pytest.fixture
def holder(number):
    return MembershipFactory(organisation=number.organisation, role=Role.MANAGER).person


@pytest.fixture
def members():
    return [CommitteeSeatFactory(person__name=name).person for name in ("Ada", "Blaise", "Chloé")]


@pytest.fixture
def administrator():
    return PersonFactory(is_staff=True, is_superuser=True)


def test_the_charter_says_how_it_counts_and_what_it_is_not(client, members):
    text = text_of(client.get(address("illico:charter")))

    for words in ("L.433-3", "L.121-16", "Wilson", "95", "Ada", "Il ne prouve pas"):
        assert words in text
    assert "label certifié" in text


def test_a_step_is_heard_signed_twice_and_public(client, number, holder, members):
    step = CharterDecisionFactory(number=number)
    page = address("illico:decision", step.pk)
    client.force_login(members[0])
    assert number.name in text_of(client.get(address("illico:committee")))
    day = timezone.localdate() + timedelta(days=8)
    client.post(page, {"hear": "1", "day": day.isoformat(), "hour": "10:00"})
    step.refresh_from_db()
    assert step.state == DecisionState.HEARING

    client.force_login(holder)
    seat = address("illico:number_charter", number.code)
    assert "Votre audition est le" in text_of(client.get(seat))
    client.post(seat, {"act": "answer", "grounds": "Des renforts arrivent."})

    CharterDecision.objects.update(hearing_at=timezone.now())
    client.force_login(members[0])
    assert "Des renforts arrivent." in text_of(client.get(page))
    client.post(page, {"decide": "1", "accepted": "1", "reason": "Rompue une fois sur quatre."})
    client.force_login(members[1])
    assert "en attente d’une autre signature" in text_of(client.get(page))
    client.post(page, {"sign": "1"})

    client.logout()
    text = text_of(client.get(address("illico:number", number.code)))
    assert "suspendu" in text
    assert "par Ada, Blaise" in text
    assert "Rompue une fois sur quatre." in text


def test_a_hearing_too_soon_is_refused_with_its_reason(client, number, members):
    step = CharterDecisionFactory(number=number)
    client.force_login(members[0])
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client.post(
        address("illico:decision", step.pk),
        {"hear": "1", "day": tomorrow.isoformat(), "hour": "10:00"},
    )

    assert "sept jours" in text_of(answer)


def test_a_holder_applies_leaves_and_appeals(client, number, holder, members):
    number.charter_state = CharterState.CANDIDATE
    number.save()
    client.force_login(holder)
    page = address("illico:number_charter", number.code)

    client.post(page, {"act": "apply", "grounds": "Nous sommes prêts."})
    step = CharterDecision.objects.get()
    assert step.act == CharterAct.ADMIT
    step.state, step.decided_at = DecisionState.REFUSED, timezone.now()
    step.save()
    assert "Contester" in text_of(client.get(page))
    client.post(page, {"act": "appeal", "decision": step.pk, "grounds": "Relisez."})
    assert CharterDecision.objects.filter(appeal_of=step).exists()

    number.charter_state = CharterState.MEMBER
    number.save()
    client.post(page, {"act": "leave", "grounds": "Nous fermons."})
    number.refresh_from_db()
    assert number.charter_state == CharterState.WITHDRAWN


def test_an_appeal_against_another_s_decision_is_refused(client, number, holder):
    other = CharterDecisionFactory(state=DecisionState.DECIDED, decided_at=timezone.now())
    client.force_login(holder)

    answer = client.post(
        address("illico:number_charter", number.code),
        {"act": "appeal", "decision": other.pk, "grounds": "Pour voir."},
    )

    assert "ne peut plus être contestée" in text_of(answer)


def test_reasons_are_asked_for(client, number, holder):
    client.force_login(holder)

    answer = client.post(
        address("illico:number_charter", number.code), {"act": "leave", "grounds": ""}
    )

    assert answer.status_code == 422


def test_a_committee_proposes_and_its_tied_members_do_not(client, number, members):
    client.force_login(members[0])
    page = address("illico:propose_step", number.code)

    client.post(page, {"act": CharterAct.SUSPEND, "grounds": "Plaintes répétées."})
    assert CharterDecision.objects.get().proposed_by == members[0]

    MembershipFactory(organisation=number.organisation, person=members[1])
    client.force_login(members[1])
    assert client.get(page).status_code == 404
    step = CharterDecision.objects.get()
    assert "vous avez un lien avec le titulaire" in text_of(
        client.get(address("illico:decision", step.pk))
    )


def test_an_administrator_gives_and_ends_seats(client, administrator):
    client.force_login(administrator)
    person = PersonFactory()
    page = address("illico:committee")

    client.post(page, {"email": person.email})
    seat = CommitteeSeat.objects.get()
    assert person.name in text_of(client.get(page))
    assert "Personne n’a de compte" in text_of(client.post(page, {"email": "nul@example.org"}))
    client.post(page, {"end": seat.pk})

    seat.refresh_from_db()
    assert seat.ended_at


@pytest.mark.parametrize(
    ("name", "members_status", "administrators_status"),
    [
        ("illico:committee", 200, 200),
        ("illico:decision", 200, 403),
        ("illico:propose_step", 200, 403),
    ],
)
def test_who_opens_the_committee_s_pages(
    client, number, members, administrator, name, members_status, administrators_status
):
    step = CharterDecisionFactory(number=number)
    where = {"illico:decision": [step.pk], "illico:propose_step": [number.code]}
    page = address(name, *where.get(name, []))

    found = []
    for person in (members[0], administrator, PersonFactory()):
        client.force_login(person)
        found.append(client.get(page).status_code)

    assert found == [members_status, administrators_status, 403]


def test_a_member_gives_no_seats(client, members):
    client.force_login(members[0])

    client.post(address("illico:committee"), {"email": PersonFactory().email})
    client.post(address("illico:committee"), {"end": CommitteeSeat.objects.first().pk})

    assert CommitteeSeat.objects.filter(ended_at=None).count() == len(members)


def test_one_s_own_page_tells_of_the_seat_and_of_numbers(client, number, holder, members):
    client.force_login(members[0])
    assert "Vous siégez depuis" in text_of(client.get(reverse("people:my_page")))
    client.force_login(holder)
    assert number.name in text_of(client.get(reverse("people:my_page")))


@pytest.mark.parametrize("count", [1, 30])
def test_the_committee_costs_the_same_few_or_many(
    client, members, count, django_assert_max_num_queries
):
    for _ in range(count):
        CharterDecisionFactory()
    client.force_login(members[0])

    with django_assert_max_num_queries(16):
        client.get(address("illico:committee"))


ENDLESS = "9" * 5_000


def test_a_number_without_end_is_the_number_of_nothing(client, number, holder, members):
    client.force_login(holder)
    seat = address("illico:number_charter", number.code)
    appeal = {"act": "appeal", "grounds": "Recours", "decision": ENDLESS}
    guidance = address("illico:entrust", number.code)

    assert client.post(seat, appeal).status_code == 422
    assert client.post(guidance, {"entrusted": ENDLESS}).status_code == 302
    assert client.get(address("illico:directory"), {"page": ENDLESS}).status_code == 200
    client.force_login(members[0])
    assert client.post(address("illico:audit"), {"end": ENDLESS}).status_code == 422
