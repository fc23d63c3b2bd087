"""Campaigns of the inhabited site: the person organises a tour, and is invited to another."""

from datetime import date, timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.enums import (
    Access,
    EventKind,
    NodeKind,
    NodeStatus,
    PartnerRole,
    QuestionKind,
    RegistrationStatus,
)
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.services.invitations import token_of
from boutdufil.rooms.campaigns.services.partners import Logo, PartnerDraft, add_partner
from tests.architecture.parts.campaign_dating import inhabit_dating
from tests.architecture.parts.campaign_door import inhabit_door
from tests.architecture.parts.campaign_intake import inhabit_intake
from tests.architecture.parts.campaign_visits import inhabit_visits
from tests.factories.campaigns import (
    PNG,
    CampaignFactory,
    EventFactory,
    IntakeFactory,
    NodeFactory,
    NodeInvitationFactory,
    PartnerFactory,
    QuestionFactory,
    RegistrationFactory,
    SlotFactory,
    TourPlanFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.posts import AttachmentFactory, NeedFactory, PostFactory, VacancyFactory


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a tour with everything a page may show, and an invitation."""
    firm = OrganisationFactory(name="Association du tour inventé")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    tour = _tour(firm)
    partner = add_partner(
        node_id=tour.pk,
        draft=PartnerDraft("Ville inventée", PartnerRole.HOST, "Prêter la place"),
        actor_id=person.pk,
        logo=Logo(PNG, "ville.png"),
    )
    PartnerFactory(node=tour, role=PartnerRole.SUPPORTER, promise="")
    sent = NodeInvitationFactory(parent=tour)
    received = NodeInvitationFactory(parent=_other_tour(), email=person.email)
    _posts(tour, firm)
    return {
        "campaigns:node": {"slug": tour.slug},
        "campaigns:calendar": {"slug": tour.slug},
        "campaigns:poster": {"slug": tour.slug, "paper": "a4"},
        "campaigns:press": {"slug": tour.slug},
        **_planned_tour(person),
        "campaigns:press_facts": {"slug": tour.slug, "form": "csv"},
        "campaigns:logo": {"slug": tour.slug, "partner_id": partner.pk},
        "campaigns:invitation": {"token": token_of(received.nonce)},
        **_registrations(tour, person),
        **inhabit_dating(tour),
        **inhabit_door(tour, "Nadia Inventée"),
        **inhabit_intake(tour, person.pk),
        **inhabit_visits(tour),
        "campaigns:new_campaign": {"organisation_id": firm.pk},
        **{f"campaigns:{name}": {"node_id": tour.pk} for name in _NAMES},
        "campaigns:partner": {"node_id": tour.pk, "partner_id": partner.pk},
        "campaigns:withdraw_invitation": {"node_id": tour.pk, "invitation_id": sent.pk},
    }


_NAMES = (
    "seat",
    "edit",
    "new_node",
    "step",
    "lock",
    "duplicate",
    "partners",
    "vacancies",
    "hide_vacancy",
    "answer_need",
    "invitations",
)


def _tour(firm: object) -> Node:
    tour: Node = CampaignFactory(
        organiser=firm,
        name="Tour inventé",
        slug="tour-de-la-page",
        presentation="Cinq villes en cinq jours.",
        territory="area:lorraine",
        languages=["fr", "de"],
        accessibility=[Access.RAMP, Access.LSF],
        post_goal=500,
        locked=["languages"],
    )
    stop = NodeFactory(parent=tour, name="Étape de Metz", commune="57463", address="Place d’Armes")
    EventFactory(parent=stop, starts_on=date(2027, 10, 18), ends_on=date(2027, 10, 18))
    EventFactory(parent=stop, event_kind=EventKind.ONLINE)
    NodeFactory(parent=tour, kind=NodeKind.COMPANY, status=NodeStatus.REVIEW)
    return tour


def _registrations(tour: Node, person: Person) -> dict[str, dict[str, object]]:
    """Give an event everything its form may ask, and a registration for each page of its own."""
    event = EventFactory(parent=tour, slug="visite-de-la-page", name="Visite inventée")
    intake = IntakeFactory(node=event, largest_group=30)
    slot = SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(days=30))
    SlotFactory(intake=intake, starts_at=slot.starts_at + timedelta(hours=2), capacity=0)
    for kind in QuestionKind:
        QuestionFactory(node=tour, kind=kind, choices=["bus", "train"])
    offered = RegistrationFactory(
        intake=intake,
        slot=slot,
        status=RegistrationStatus.OFFERED,
        offered_until=timezone.now() + timedelta(days=1),
    )
    own = RegistrationFactory(intake=intake, slot=slot, places=24, group_name="Classe inventée")
    RegistrationFactory(intake=intake, slot=slot, person=person)
    pages = {f"campaigns:{name}": {"token": link_of(own)} for name in _OWN_PAGES}
    return {
        **pages,
        "campaigns:register": {"slug": event.slug},
        "campaigns:lost_link": {"slug": event.slug},
        "campaigns:accept_place": {"token": link_of(offered)},
    }


_OWN_PAGES = (
    "registration",
    "change_registration",
    "cancel_registration",
    "claim_registration",
    "registration_calendar",
)


def _planned_tour(person: Person) -> dict[str, dict[str, object]]:
    plan = TourPlanFactory(owner=person, notes=["Metz : 57463"])
    TourPlanFactory(owner=person)
    names = ("tour", "make_stops", "drop_tour")
    return {
        **{f"campaigns:{name}": {"tour_id": plan.pk} for name in names},
        "campaigns:tour_file": {"tour_id": plan.pk, "form": "pdf"},
    }


def _other_tour() -> Node:
    other: Node = CampaignFactory(name="Semaine inventée", presentation="Une semaine.")
    return other


def _posts(tour: Node, firm: object) -> None:
    vacancy = VacancyFactory(organisation=firm)
    PostFactory(vacancy=vacancy, number=1)
    AttachmentFactory(vacancy=vacancy, to=f"campaign:{tour.pk}")
    PostFactory(vacancy=VacancyFactory(organisation=firm), number=1)
    NeedFactory(organisation=firm)
