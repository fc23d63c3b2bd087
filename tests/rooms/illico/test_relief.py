"""When nobody is free: circles inside the minute, written by the owner, heard by the dispatcher."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.engines.routing import Channel, Line
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.dispatcher.numbers import help_of, line_of, steps_of
from boutdufil.rooms.illico.errors import ReliefError
from boutdufil.rooms.illico.models import Relief as ReliefRow
from boutdufil.rooms.illico.rules.relief import (
    LATEST_S,
    PROMISE_S,
    RING_S,
    Circle,
    Fault,
    Floor,
    Relief,
    circles,
    faults,
    reserve_of,
)
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.agents import profile_of
from boutdufil.rooms.illico.selectors.relief import relief_of, relief_page
from boutdufil.rooms.illico.services.agents import entrust_number, seat_agent
from boutdufil.rooms.illico.services.relief import set_relief
from tests.factories.illico import ReliefFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.illico.answering import answering_number, leader, seated

SECONDS = st.integers(0, LATEST_S)


@st.composite
def wishes(draw):
    """A wish that no rule refuses."""
    early, late = sorted((draw(SECONDS), draw(SECONDS)))
    return Relief(early, draw(st.sampled_from([None, 7])), late)


@given(wishes())
def test_circles_only_widen_and_end_inside_the_minute(wish):
    assert not faults(wish, Floor(helpers=[7], in_house=1))
    opening = circles(wish)

    assert opening[0][0] == 0
    assert [after for after, _circle in opening] == sorted({after for after, _circle in opening})
    assert [circle for _after, circle in opening] == sorted(
        (circle for _after, circle in opening), reverse=True
    )
    assert opening[-1][0] + RING_S <= PROMISE_S
    # The engine refuses steps that ask for more: this makes a line of them.
    line = Line("colis:voice", Channel.VOICE, frozenset({"n:colis"}), steps=steps_of("colis", wish))
    assert line.levels(PROMISE_S * 1000) == {}


@pytest.mark.parametrize(
    ("wish", "field", "fault"),
    [
        (Relief(51), "providers_after_s", Fault.TOO_LATE),
        (Relief(0, 7, 51), "helper_after_s", Fault.TOO_LATE),
        (Relief(20, 7, 10), "helper_after_s", Fault.BEFORE_PROVIDERS),
        (Relief(0, 8, 10), "helper_id", Fault.STRANGE_HELPER),
        (Relief(kept={"lsf": 3}), "kept_lsf", Fault.KEPT_TOO_MANY),
        (Relief(kept={"en": 1}), "kept_en", Fault.KEPT_TOO_MANY),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(wish, field, fault):
    assert faults(wish, Floor([7], in_house=1, speakers={"lsf": 2})) == ((field, fault),)


def test_nobody_waits_for_a_house_that_is_empty():
    assert faults(Relief(10), Floor()) == (("providers_after_s", Fault.NOBODY_IN_HOUSE),)


def test_the_reserve_of_all_numbers_stays_countable():
    kept = reserve_of({f"numero-{n:04}": {"lsf": 20} for n in range(4_000)})

    assert set(kept.values()) == {21}
    assert 65_000 - 21 < sum(kept.values()) <= 65_000


def test_help_is_asked_of_nobody_who_only_relieves():
    line = line_of("colis", Channel.VOICE, [], is_complex=False)
    relieved = Line(line.id, line.channel, line.skills, steps=steps_of("colis", Relief(0, 7, 30)))

    assert help_of(line).steps == ()
    assert help_of(relieved).levels(0) == help_of(relieved).levels(90_000) == {"n:colis": 2}


@pytest.mark.django_db
def test_a_profile_says_how_near_somebody_stands():
    number = answering_number(code="colis", skills=["retours"])
    helper = answering_number(code="factures", organisation=number.organisation)
    provider = OrganisationFactory()
    entrust_number(number_id=number.pk, organisation_id=provider.pk, actor_id=None)
    house = seated(number, languages=("fr", "lsf"))
    outside = seat_agent(
        organisation_id=provider.pk,
        person_id=PersonFactory().pk,
        seat=Seat("Bo", numbers=(number.pk,)),
    )
    helping = seated(helper, "Claire")
    assert profile_of(house.pk)["levels"] == {}
    ReliefFactory(number=number, helper=helper, helper_after_s=30, kept={"lsf": 1})

    assert profile_of(house.pk)["levels"] == {"n:colis": Circle.HOUSE}
    assert "k:colis:lsf" in profile_of(house.pk)["skills"]
    assert profile_of(outside.pk)["levels"] == {"n:colis": Circle.PROVIDER}
    assert "k:colis:lsf" not in profile_of(outside.pk)["skills"]
    assert profile_of(helping.pk)["levels"] == {"n:colis": Circle.HELPER}
    assert {"n:colis", "n:factures", "retours"} <= set(profile_of(helping.pk)["skills"])
    assert profile_of(house.pk, numbers=frozenset())["levels"] == {}


@pytest.mark.django_db
def test_the_owner_sets_it_and_the_page_says_what_it_does(client):
    number = answering_number(code="colis", languages=["fr", "en"])
    helper = answering_number(organisation=number.organisation, name="Factures")
    seated(number, languages=("fr", "lsf"))
    owner = leader(number.organisation, Role.MANAGER)
    client.force_login(owner)
    page = reverse("illico:relief", args=["colis"])

    answer = client.post(
        page,
        {
            "providers_after_s": "20",
            "helper_id": helper.pk,
            "helper_after_s": "40",
            "kept_lsf": "1",
            "kept_en": "",
        },
        follow=True,
    )

    assert relief_of(number.pk) == Relief(20, helper.pk, 40, {"lsf": 1})
    assert [one.after_s for one in relief_page(number.pk).stages] == [0, 20, 40]
    for words in ("À 20 s", "et ceux de « Factures »", "À 60 s"):
        assert words in answer.text.replace("\u202f", " ").replace("\xa0", " ")
    told = AuditEntry.objects.get(verb="illico.relief_changed")
    assert (told.actor_id, told.subject) == (owner.pk, f"number:{number.pk}")
    assert told.facts["after"]["kept"] == {"lsf": 1}
    assert told.facts["before"]["providers_after_s"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"providers_after_s": "51"}, "Cinquante secondes au plus"),
        ({"providers_after_s": "vite"}, "nombre entier"),
        ({"kept_lsf": "5"}, "garder libres"),
        ({"helper_id": "999999"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, changes, said):
    number = answering_number(code="colis")
    seated(number)
    client.force_login(leader(number.organisation, Role.MANAGER))
    typed = {"providers_after_s": "0", "helper_after_s": "17"} | changes

    answer = client.post(reverse("illico:relief", args=["colis"]), typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="17"' in answer.text
    assert not ReliefRow.objects.exists()


@pytest.mark.django_db
def test_a_number_of_somebody_else_is_no_helper():
    number, stranger = answering_number(), answering_number()
    with pytest.raises(ReliefError) as refused:
        set_relief(number_id=number.pk, relief=Relief(0, stranger.pk, 30), actor_id=None)

    assert set(refused.value.by_field) == {"helper_id"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.MANAGER)])
def test_only_the_owner_sets_it(client, role):
    number = answering_number(code="colis", published_at=timezone.now())
    person = leader(number.organisation, role) if role else MembershipFactory().person
    client.force_login(person)
    page = reverse("illico:relief", args=["colis"])

    assert client.get(page).status_code == 404
    assert client.post(page, {"providers_after_s": 0, "helper_after_s": 0}).status_code == 404
