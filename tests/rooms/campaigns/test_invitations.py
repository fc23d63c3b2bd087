"""A company is invited, says who it is, and opens its day with one form."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Membership, Organisation
from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, NodeStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Node, NodeInvitation
from boutdufil.rooms.campaigns.services import privacy
from boutdufil.rooms.campaigns.services.invitations import (
    Offer,
    invite_company,
    send_invitation,
    token_of,
    withdraw_invitation,
)
from tests.factories.campaigns import CampaignFactory, EventFactory, NodeInvitationFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "organisation_name": "Atelier inventé",
    "centre": "in_house",
    "event_kind": "open_day",
    "name": "Portes ouvertes de l’Atelier",
    "starts_on": "2027-10-19",
    "opens_at": "09:00",
    "closes_at": "12:00",
    "near": "Metz",
    "address": "1 rue Inventée",
    "accessibility": ["ramp"],
    "presentation": "On écoute des appels.",
}


def address(invitation):
    return reverse("campaigns:invitation", args=[token_of(invitation.nonce)])


@pytest.fixture
def person(client):
    person = PersonFactory(email="atelier@example.org")
    client.force_login(person)
    return person


def invited(person, **facts):
    return NodeInvitationFactory(email=person.email, **facts)


def test_a_company_opens_its_day_in_one_form(client, person):
    invitation = invited(person)

    answer = client.post(address(invitation), TYPED)

    event = Node.objects.get(kind=NodeKind.EVENT)
    company = event.parent
    assert answer.url == reverse("campaigns:seat", args=[event.pk])
    assert (company.parent, company.kind) == (invitation.parent, NodeKind.COMPANY)
    assert (event.event_kind, event.commune, event.accessibility) == (
        EventKind.OPEN_DAY,
        "57463",
        ["ramp"],
    )
    assert {event.status, company.status} == {NodeStatus.PUBLISHED}
    made = Organisation.objects.get(name="Atelier inventé")
    assert company.organiser == event.organiser == made
    assert Membership.objects.get(organisation=made).person == person
    invitation.refresh_from_db()
    assert invitation.node == company
    assert client.get(address(invitation)).status_code == 410


def test_a_company_that_is_here_opens_its_day_in_its_own_name(client, person):
    firm = MembershipFactory(person=person, role=Role.MANAGER).organisation

    client.post(address(invited(person)), TYPED | {"as_organisation": firm.pk})

    assert Node.objects.get(kind=NodeKind.EVENT).organiser == firm
    assert not Organisation.objects.filter(name="Atelier inventé").exists()


def test_what_is_to_be_reviewed_waits(client, person):
    client.post(address(invited(person, needs_review=True)), TYPED)

    made = Node.objects.exclude(kind=NodeKind.CAMPAIGN)
    assert {(one.status, one.needs_review) for one in made} == {(NodeStatus.REVIEW, True)}


def test_a_day_beneath_a_draft_waits_for_it(client, person):
    parent = CampaignFactory(status=NodeStatus.DRAFT)

    answer = client.post(address(invited(person, parent=parent)), TYPED, follow=True)

    assert {one.status for one in Node.objects.all()} == {NodeStatus.DRAFT}
    assert "paraît après relecture" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"starts_on": "2027-12-01"}, "starts_on", "Choisissez des jours entre"),
        ({"starts_on": ""}, "starts_on", "Choisissez un jour"),
        ({"closes_at": ""}, "closes_at", "les deux heures"),
        ({"closes_at": "08:00"}, "closes_at", "avant le début"),
        ({"near": "Nulle-Part-les-Bains-Xyz"}, "near", "ne connaissons pas"),
        ({"near": ""}, "near", "aussi la commune"),
        ({"organisation_name": ""}, "organisation_name", "nom de l’entreprise"),
        ({"event_kind": "bus_stop"}, "event_kind", "Sélectionnez"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(client, person, typed, field, words):
    invitation = invited(person)

    answer = client.post(address(invitation), TYPED | typed)

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert "1 rue Inventée" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not Organisation.objects.filter(name="Atelier inventé").exists()


@pytest.mark.parametrize("who", ["stranger", "somebody else"])
def test_nobody_else_takes_an_invitation_up(client, who):
    invitation = NodeInvitationFactory(email="atelier@example.org")
    if who == "somebody else":
        client.force_login(PersonFactory())

    answer = client.post(address(invitation), TYPED)

    assert "atelier@example.org" in answer.content.decode()
    assert not Node.objects.filter(kind=NodeKind.EVENT).exists()


@pytest.mark.parametrize("fact", ["accepted_at", "withdrawn_at", "expires_at"])
def test_a_spent_invitation_opens_nothing(client, person, fact):
    invitation = invited(person, **{fact: timezone.now() - timedelta(minutes=1)})

    assert client.post(address(invitation), TYPED).status_code == 410


def test_an_invitation_is_mailed_with_its_link():
    tour, sender = CampaignFactory(name="Tour inventé"), PersonFactory()
    offer = Offer("Atelier@Example.org", "Atelier inventé")
    earlier = invite_company(node_id=tour.pk, offer=offer, actor_id=sender.pk)

    made = invite_company(node_id=tour.pk, offer=offer, actor_id=sender.pk)

    assert made.email == "atelier@example.org"
    assert not send_invitation(invitation_id=earlier.pk)
    assert send_invitation(invitation_id=made.pk)
    letter = mail.outbox[-1]
    assert letter.to == ["atelier@example.org"]
    assert token_of(made.nonce) in letter.body
    assert "Tour inventé" in letter.body


def test_nobody_is_invited_beneath_an_event():
    with pytest.raises(CampaignError):
        invite_company(
            node_id=EventFactory().pk,
            offer=Offer("a@example.org", "A"),
            actor_id=PersonFactory().pk,
        )


def test_the_organiser_invites_and_takes_back(client):
    member = MembershipFactory(role=Role.MANAGER)
    client.force_login(member.person)
    tour = CampaignFactory(organiser=member.organisation)

    client.post(
        reverse("campaigns:invitations", args=[tour.pk]),
        {"organisation_name": "Atelier inventé", "email": "atelier@example.org"},
    )
    made = NodeInvitation.objects.get()
    client.post(reverse("campaigns:withdraw_invitation", args=[tour.pk, made.pk]))

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    withdraw_invitation(node_id=tour.pk, invitation_id=made.pk, actor_id=member.person_id)


def test_people_take_their_invitations_away_and_have_them_erased(person):
    received, sent = invited(person), NodeInvitationFactory(invited_by=person)

    told = privacy.export_invitations(person)
    privacy.erase_invitations(person)

    assert [len(told[side]) for side in ("received", "sent")] == [1, 1]
    assert not NodeInvitation.objects.filter(pk=received.pk).exists()
    sent.refresh_from_db()
    assert sent.invited_by is None


def test_addresses_are_forgotten_a_month_after():
    now = timezone.now()
    old = NodeInvitationFactory(expires_at=now - timedelta(days=31))
    NodeInvitationFactory(expires_at=now - timedelta(days=29))

    assert privacy.forget_invitations(now) == 1
    assert not NodeInvitation.objects.filter(pk=old.pk).exists()
