"""An invented tour of Lorraine: five towns in five days, a bus, a company that opens its doors.

Before it the public registers and waits; while it is on, two stops are over and a third is being
held; afterwards 312 of 500 posts are filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.services import create_organisation, grant_role
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors import Scope, post_figure
from boutdufil.rooms.campaigns.demo.crowds import Crowd, Gathered, gather, opening
from boutdufil.rooms.campaigns.demo.employers import Offer, recruit
from boutdufil.rooms.campaigns.demo.meetings import hold
from boutdufil.rooms.campaigns.demo.outcomes import Stop as Past
from boutdufil.rooms.campaigns.demo.outcomes import follow
from boutdufil.rooms.campaigns.demo.stages import first_day
from boutdufil.rooms.campaigns.demo.tries import try_calls
from boutdufil.rooms.campaigns.enums import (
    Access,
    EventKind,
    NodeKind,
    PartnerRole,
    RegistrationStatus,
    Step,
    Trait,
)
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, NodeDraft, Period, Place
from boutdufil.rooms.campaigns.selectors.nodes import Tree, node_row, tree_of
from boutdufil.rooms.campaigns.selectors.posts import references_of
from boutdufil.rooms.campaigns.services.nodes import create_node, lock_traits
from boutdufil.rooms.campaigns.services.partners import PartnerDraft, add_partner
from boutdufil.rooms.campaigns.services.posts import show_vacancy
from boutdufil.rooms.campaigns.services.steps import follow_days, take_step

SLUG = "tour-de-lorraine"
BODY = "Association Un métier au bout du fil (inventée)"
HOST = "Mutuelle des Deux Rives (inventée)"
HOURS = Hours(time(10), time(18))


@dataclass(frozen=True, slots=True)
class Stop:
    """A town of the tour, in the order of the days; how many come in the end, and are hired."""

    town: str
    slug: str
    commune: str
    address: str
    visitors: int
    candidates: int
    hires: int


STOPS = (
    Stop("Metz", "tour-metz", "57463", "Place de la République", 300, 40, 84),
    Stop("Nancy", "tour-nancy", "54395", "Cours Léopold", 260, 36, 72),
    Stop("Thionville", "tour-thionville", "57672", "Place de la Liberté", 220, 32, 60),
    Stop("Épinal", "tour-epinal", "88160", "Place des Vosges", 190, 28, 52),
    Stop("Bar-le-Duc", "tour-bar-le-duc", "55029", "Place Exelmans", 170, 24, 44),
)
# One in so many has registered four weeks before the first day.
EARLY = 5
BUS_PLACES, MORE_WAIT = 400, 6
PARTNERS = (
    PartnerDraft(
        "Ville de Valmont (inventée)", PartnerRole.HOST, "Prêter la place et l’électricité"
    ),
    PartnerDraft(
        "Université de la Seille (inventée)", PartnerRole.TRAINING, "Venir avec une classe"
    ),
    PartnerDraft("Radio des Trois Rivières (inventée)", PartnerRole.MEDIA),
    PartnerDraft("Club des commerçants de la Meurthe (inventé)", PartnerRole.SUPPORTER),
)


def furnish(*, today: date, stage: str = "before") -> None:
    """Build the tour as it is at a stage; one that is there already stays."""
    if Node.objects.filter(slug=SLUG).exists():
        return
    body, organiser = _body()
    monday = first_day(today, stage)
    tour = _tour(body, organiser, monday)
    for partner in PARTNERS:
        add_partner(node_id=tour.pk, draft=partner, actor_id=organiser.pk)
    for number, stop in enumerate(STOPS):
        _stop(tour, stop, monday + timedelta(days=number), organiser)
    lock_traits(node_id=tour.pk, traits=[Trait.PERIOD], actor_id=organiser.pk)
    _open_doors()
    _show_posts(tour, organiser)
    _furnish_stops(tour, organiser, today)
    follow_days(today=today)


def _furnish_stops(tour: Node, organiser: Person, today: date) -> None:
    """Let centres recruit and people register; of past days, let meetings and hires follow."""
    tree = tree_of(tour.pk)
    by_slug = {row.slug: row for row in tree.rows.values()}
    stops = {stop.slug: by_slug[stop.slug] for stop in STOPS}
    shown = post_figure(Scope(through=references_of(tree, tour.pk))).offered
    offers = recruit(stops, already=shown)
    _recruiter(offers[STOPS[0].slug][0])
    now = min(timezone.now(), opening(today, time.max))
    crowds = list(_crowds(tree, stops, now))
    held = {event.crowd.node_id: event for event in gather(crowds, now=now)}
    _visitor([held[row.id] for row in events_of(tree, stops[STOPS[1].slug].id)])
    for stop in STOPS:
        node = stops[stop.slug]
        bus, dating = (held[row.id] for row in events_of(tree, node.id))
        try_calls(bus, node_id=node.id)
        hold(dating, offers[stop.slug], actor_id=organiser.pk, now=now)
        day = timezone.localdate(bus.crowd.opens)
        if day < today:
            follow(Past(node, day, offers[stop.slug], bus, stop.hires), today=today)


def _crowds(tree: Tree, stops: Mapping[str, NodeRow], now: datetime) -> Iterator[Crowd]:
    """Yield who is awaited in the bus and at the job dating of each stop."""
    for number, stop in enumerate(STOPS):
        bus, dating = events_of(tree, stops[stop.slug].id)
        day = tree.resolved(bus.id).period
        opens = opening(day.starts_on if day else timezone.localdate(), HOURS.opens_at)
        share = EARLY if opens - now > timedelta(days=14) else 1
        yield Crowd(
            bus.id,
            opens,
            stop.visitors // share,
            capacity=BUS_PLACES,
            slots=8,
            brings_class=number == 0,
        )
        yield Crowd(
            dating.id,
            opens + timedelta(hours=4),
            stop.candidates,
            capacity=stop.candidates,
            waiting=MORE_WAIT if number == 0 else 0,
            absent=8,
        )


def events_of(tree: Tree, stop_id: int) -> list[NodeRow]:
    """Return the bus and the job dating of a stop."""
    kinds = (EventKind.BUS_STOP, EventKind.JOB_DATING)
    own = [row for row in tree.rows.values() if row.parent_id == stop_id]
    return [row for kind in kinds for row in own if row.event_kind == kind]


def _body() -> tuple[Organisation, Person]:
    described = Description(name=BODY, kind=OrganisationKind.ASSOCIATION, invented=True)
    body = create_organisation(described=described, creator_id=None)
    organiser = create_demo_person(
        slug="organisatrice",
        name="Claire Vautrin",
        story=gettext_noop("Organise un bus qui fait le tour de la Lorraine en cinq jours"),
    )
    grant_role(organisation_id=body.pk, person_id=organiser.pk, role=Role.MANAGER, actor_id=None)
    return body, organiser


def _recruiter(offer: Offer) -> None:
    """Have somebody recruit for the largest centre of the first stop."""
    person = create_demo_person(
        slug="recruteuse-du-tour",
        name="Sonia Marchetti",
        story=gettext_noop("Recrute pour une banque de Metz au job dating du bus"),
    )
    grant_role(
        organisation_id=offer.organisation_id,
        person_id=person.pk,
        role=Role.RECRUITER,
        actor_id=None,
    )


def _visitor(events: Sequence[Gathered]) -> None:
    """Have somebody with an account come to the bus and to the job dating of a stop."""
    person = create_demo_person(
        slug="visiteuse-du-tour",
        name="Inès Colin",
        story=gettext_noop("Inscrite au bus et au job dating de Nancy"),
    )
    for event in events:
        mine = [one for one in event.registrations if one.status == RegistrationStatus.CONFIRMED]
        one = mine[-1]
        one.person, one.name, one.email = person, person.name, person.email or ""
        one.save(update_fields=["person", "name", "email"])


def _tour(body: Organisation, organiser: Person, monday: date) -> Node:
    tour = create_node(
        organiser_id=body.pk,
        parent_id=None,
        draft=NodeDraft(
            name="Un job au bout du fil : le tour de Lorraine",
            slug=SLUG,
            post_goal=500,
            traits={
                Trait.PERIOD: Period(monday, monday + timedelta(days=4)),
                Trait.HOURS: HOURS,
                Trait.TERRITORY: "area:lorraine",
                Trait.LANGUAGES: ("fr", "de"),
                Trait.ACCESSIBILITY: (Access.RAMP, Access.LSF),
                Trait.PRESENTATION: "Un bus à deux étages, cinq villes en cinq jours : on y "
                "rencontre des gens du métier, on essaie un appel, on repart avec des offres.",
            },
        ),
        actor_id=organiser.pk,
    )
    take_step(node_id=tour.pk, step=Step.PUBLISH, actor_id=organiser.pk)
    return tour


def _stop(tour: Node, stop: Stop, day: date, organiser: Person) -> None:
    period = Period(day, day)
    place = Place(stop.commune, stop.address)
    made = create_node(
        organiser_id=tour.organiser_id,
        parent_id=tour.pk,
        draft=NodeDraft(
            name=f"Le bus à {stop.town}",
            kind=NodeKind.STOP,
            slug=stop.slug,
            traits={Trait.PERIOD: period, Trait.PLACE: place},
        ),
        actor_id=organiser.pk,
    )
    take_step(node_id=made.pk, step=Step.PUBLISH, actor_id=organiser.pk)
    told = (
        (EventKind.BUS_STOP, f"Monter dans le bus, {stop.town}", HOURS),
        (EventKind.JOB_DATING, f"Job dating de {stop.town}", Hours(time(14), time(17))),
    )
    for kind, name, hours in told:
        event = create_node(
            organiser_id=tour.organiser_id,
            parent_id=made.pk,
            draft=NodeDraft(
                name=name, kind=NodeKind.EVENT, event_kind=kind, traits={Trait.HOURS: hours}
            ),
            actor_id=organiser.pk,
        )
        take_step(node_id=event.pk, step=Step.PUBLISH, actor_id=organiser.pk)


def _open_doors() -> None:
    """Have a company of the demo open its own day in Metz, where it is there."""
    firm = Organisation.objects.filter(name=HOST, invented=True).first()
    stop = Node.objects.get(slug=STOPS[0].slug)
    if firm is None:
        return
    company = create_node(
        organiser_id=firm.pk,
        parent_id=stop.pk,
        draft=NodeDraft(name=firm.name, kind=NodeKind.COMPANY),
        actor_id=None,
    )
    day = create_node(
        organiser_id=firm.pk,
        parent_id=company.pk,
        draft=NodeDraft(
            name="Une matinée dans un centre d’appels",
            kind=NodeKind.EVENT,
            event_kind=EventKind.OPEN_DAY,
            traits={Trait.HOURS: Hours(time(9), time(12))},
        ),
        actor_id=None,
    )
    for node in (company, day):
        take_step(node_id=node.pk, step=Step.PUBLISH, actor_id=None)


def _show_posts(tour: Node, organiser: Person) -> None:
    """Show what the companies that take part offer in Lorraine."""
    row = node_row(tour.pk)
    taking_part = Node.objects.filter(root=tour).values("organiser")
    found = Vacancy.objects.filter(organisation__in=taking_part, status=VacancyStatus.PUBLISHED)
    if row is not None:
        for vacancy_id in found.values_list("pk", flat=True):
            show_vacancy(node=row, vacancy_id=vacancy_id, person=organiser)
