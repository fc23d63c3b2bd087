"""From the street to the job: facts follow events in any order, and hires are the ledger's."""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from boutdufil.kernel import events
from boutdufil.kernel.events.declarations import name_of
from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.models import Delivery, OutboxEvent
from boutdufil.kernel.events.services import deliver
from boutdufil.kernel.posts import services as ledger
from boutdufil.rooms.campaigns.enums import FunnelStage, RegistrationStatus, ScanKind
from boutdufil.rooms.campaigns.events import Met, OfferMade, Registered
from boutdufil.rooms.campaigns.models import FunnelFact
from boutdufil.rooms.campaigns.rules.funnel import Cell, tables_of
from boutdufil.rooms.campaigns.selectors.funnel import funnel_cells
from boutdufil.rooms.campaigns.selectors.nodes import node_row, tree_of
from boutdufil.rooms.campaigns.selectors.report import report_page
from boutdufil.rooms.campaigns.services.arrivals import record_arrival, withdraw_arrival
from boutdufil.rooms.campaigns.services.trying import Start, start_call
from boutdufil.rooms.mobility.events import ApplicationSent
from boutdufil.rooms.mobility.services.applications import ApplicationDraft, send_application
from tests.factories.campaign_dating import DatingFactory, MeetingFactory, TableFactory
from tests.factories.campaigns import (
    CampaignFactory,
    DoorDeviceFactory,
    EventFactory,
    IntakeFactory,
    NodeFactory,
    RegistrationFactory,
    ScanFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory

pytestmark = pytest.mark.django_db
STAGES = list(FunnelStage)


def tell(happened):
    with transaction.atomic():
        events.publish(happened)


class Tour:
    """Two stops, a job dating at the first, and a vacancy of an employer shown there."""

    def __init__(self):
        self.root = CampaignFactory()
        self.stops = [NodeFactory(parent=self.root), NodeFactory(parent=self.root)]
        self.events = [EventFactory(parent=one) for one in self.stops]
        self.intakes = [IntakeFactory(node=one) for one in self.events]
        self.vacancy = VacancyFactory()
        for number in range(4):
            PostFactory(vacancy=self.vacancy, number=number + 1)
        attached = timezone.now() - timedelta(days=1)
        for node in self.events:
            AttachmentFactory(vacancy=self.vacancy, to=f"campaign:{node.pk}", attached_at=attached)
        dating = DatingFactory(node=self.events[0])
        self.table = TableFactory(dating=dating, organisation=self.vacancy.organisation)

    def register(self, place=0, **facts):
        moment = timezone.now() - timedelta(hours=2)
        one = RegistrationFactory(intake=self.intakes[place], registered_at=moment, **facts)
        tell(Registered(registration_id=one.pk, node_id=one.intake.node_id))
        return one

    def let_in(self, one):
        record_arrival(registration_id=one.pk, at=timezone.now())

    def meet(self, one, *, offer=False, at=0):
        meeting = MeetingFactory(table=self.table, registration=one, round=at)
        tell(Met(meeting_id=meeting.pk))
        if offer:
            tell(OfferMade(meeting_id=meeting.pk))

    def apply(self, person, place=0):
        contact = ledger.record_contact(
            vacancy_id=self.vacancy.pk,
            person_id=person.pk,
            kind="application",
            through=f"campaign:{self.events[place].pk}",
        )
        tell(ApplicationSent(contact_id=contact.pk))

    def hire(self, person):
        return ledger.record_hire(
            vacancy_id=self.vacancy.pk,
            person_id=person.pk,
            hired_on=timezone.localdate() + timedelta(days=1),
            recorded_by_id=None,
        )

    def play(self):
        """Let Yanis go all the way, a class come, and a stranger be hired."""
        yanis, stranger = PersonFactory(), PersonFactory()
        his = self.register(person=yanis, origin="affiche")
        group = self.register(place=1, places=24, group_name="BTS 1", origin="lycee")
        self.register(origin="affiche", status=RegistrationStatus.CANCELLED)
        for one in (his, group):
            self.let_in(one)
        node = node_row(self.stops[0].pk)
        start_call(node=node, start=Start("colis-jamais-arrive", ticket_code=his.code))
        start_call(node=node, start=Start("colis-jamais-arrive"))
        self.meet(his, offer=True)
        for person in (yanis, stranger):
            self.apply(person)
            self.hire(person)


def deliver_all(order=None):
    """Hand every event to the funnel's handlers, as the relay does."""
    told = list(OutboxEvent.objects.order_by("pk").values_list("pk", "name"))
    random.Random(order).shuffle(told) if order is not None else None
    for event_id, name in told:
        for handler in handlers():
            if handler.event == name and handler.name.startswith("campaigns.note_"):
                deliver(handler=handler.name, event_id=event_id)


def facts():
    return set(
        FunnelFact.objects.values_list("stage", "key", "node", "registration", "organisation", "at")
    )


@pytest.fixture
def tour():
    return Tour()


def counted(tour):
    """Return people by stage, origin and stop of what happened."""
    return {
        (one.stage, one.place, one.origin): one.people
        for one in funnel_cells(tree_of(tour.root.pk), tour.root.pk)
    }


def test_each_stage_is_counted_where_it_happened(tour):
    tour.play()
    deliver_all()

    metz, nancy = (one.pk for one in tour.stops)
    assert counted(tour) == {
        ("registered", metz, "affiche"): 1,
        ("registered", nancy, "lycee"): 24,
        ("came", metz, "affiche"): 1,
        ("came", nancy, "lycee"): 24,
        ("tried", metz, "affiche"): 1,
        ("tried", metz, None): 1,
        ("met", metz, "affiche"): 1,
        ("applied", metz, "affiche"): 1,
        ("applied", metz, None): 1,
        ("offered", metz, "affiche"): 1,
        ("hired", metz, "affiche"): 1,
        ("hired", metz, None): 1,
    }


@pytest.mark.parametrize("order", [1, 2])
def test_a_replay_in_any_order_gives_the_same_facts(tour, order):
    tour.play()
    tour.meet(tour.register(origin="radio"), at=1)
    deliver_all()
    live = facts()

    FunnelFact.objects.all().delete()
    Delivery.objects.all().delete()
    deliver_all(order)

    assert facts() == live
    assert len(live) == 15


def test_the_handlers_are_told_of_every_stage():
    told = {one.event for one in handlers() if one.name.startswith("campaigns.note_")}

    assert {name_of(one) for one in (Registered, Met, OfferMade, ApplicationSent)} <= told
    assert {"campaigns.visitor_came", "campaigns.call_tried", "posts.post_filled"} <= told


def test_an_application_sent_in_mobility_counts_for_what_led_to_it(tour):
    person = PersonFactory()
    tour.register(person=person, origin="affiche")
    send_application(
        vacancy_id=tour.vacancy.pk,
        person_id=person.pk,
        draft=ApplicationDraft(),
        through=f"campaign:{tour.events[1].pk}",
    )
    send_application(
        vacancy_id=tour.vacancy.pk, person_id=PersonFactory().pk, draft=ApplicationDraft()
    )
    deliver_all()

    applied = {key: n for key, n in counted(tour).items() if key[0] == "applied"}
    assert applied == {("applied", tour.stops[1].pk, "affiche"): 1}


def test_an_arrival_taken_back_counts_no_more(tour):
    one = tour.register()
    tour.let_in(one)
    deliver_all()
    withdraw_arrival(registration_id=one.pk)

    assert counted(tour) == {("registered", tour.stops[0].pk, ""): 1}


def test_the_door_says_how_many_of_a_group_came_and_who_had_no_name(tour):
    group = tour.register(places=24)
    tour.let_in(group)
    deliver_all()
    door = DoorDeviceFactory(intake=tour.intakes[0])
    ScanFactory(device=door, number=1, registration=group, people=22)
    for number in (2, 3):
        ScanFactory(device=door, number=number, kind=ScanKind.WALK_IN, people=2)
    ScanFactory(device=door, number=4, kind=ScanKind.UNDONE, undoes=3)

    stop = tour.stops[0].pk
    came = {key: n for key, n in counted(tour).items() if key[0] == "came"}
    assert came == {("came", stop, ""): 22, ("came", stop, None): 2}


def test_the_report_counts_the_hires_of_the_ledger(tour):
    tour.play()
    deliver_all()
    lost = PersonFactory()
    tour.apply(lost, place=1)
    cancelled = tour.hire(lost)
    page = report_page(node_row(tour.stops[1].pk))

    assert (page.hires, page.figure.filled_through, page.reconciles) == (3, 3, True)
    ledger.cancel_hire(hire_id=cancelled.pk, reason="essai", actor_id=None)
    page = report_page(node_row(tour.root.pk))
    assert (page.hires, page.figure.filled_through, page.reconciles) == (2, 2, True)


def test_a_hire_by_another_way_is_not_the_campaigns(tour):
    person = PersonFactory()
    ledger.record_contact(vacancy_id=tour.vacancy.pk, person_id=person.pk, kind="application")
    tour.hire(person)
    deliver_all()

    page = report_page(node_row(tour.root.pk))
    assert (page.hires, page.figure.filled, page.figure.filled_through) == (0, 1, 0)
    assert not FunnelFact.objects.exists()


def test_small_figures_of_the_tables_are_hidden_and_hires_are_the_ledgers():
    cells = [
        Cell("registered", 1, 0, "affiche", 30),
        Cell("registered", 2, 9, "radio", 3),
        Cell("registered", 2, 8, "affiche", 12),
        Cell("hired", 2, 9, "radio", 2),
    ]

    tables = tables_of(cells)

    registered, hired = STAGES.index("registered"), STAGES.index("hired")
    first, second = (line.counts for line, _companies in tables.places)
    companies = [line.counts for line in tables.places[1][1]]
    assert (first[registered], second[registered]) == (30, 15)
    assert [line[registered] for line in companies] == [None, None]
    assert [line.counts[registered] for line in tables.origins] == [None, None]
    assert (tables.everything.counts[hired], second[hired], companies[1][hired]) == (2, 2, 2)
    assert [line.counts[hired] for line in tables.origins] == [None, None]
