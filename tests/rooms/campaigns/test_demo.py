"""The demo's campaigns: a tour and twenty-four hours, before, while they are on, and after."""

from datetime import date

import pytest
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Hire
from boutdufil.kernel.territories.models import Commune, Region
from boutdufil.rooms.campaigns import demo
from boutdufil.rooms.campaigns.demo import nation, tour
from boutdufil.rooms.campaigns.demo.stages import first_day
from boutdufil.rooms.campaigns.enums import (
    FunnelStage,
    MeetingState,
    NodeKind,
    NodeStatus,
    RegistrationStatus,
)
from boutdufil.rooms.campaigns.models import (
    Dating,
    Intake,
    Meeting,
    Node,
    Registration,
    Slot,
    Trial,
    Wish,
)
from boutdufil.rooms.campaigns.rules.registrations import HOLDING
from boutdufil.rooms.campaigns.rules.tree import refuse_period, refuse_place
from boutdufil.rooms.campaigns.selectors.funnel import funnel_cells
from boutdufil.rooms.campaigns.selectors.nodes import tree_of
from boutdufil.rooms.campaigns.selectors.posts import figure_of

pytestmark = pytest.mark.django_db


def figure():
    root = Node.objects.get(slug=tour.SLUG)
    return figure_of(tree_of(root.pk), root.pk)


def miscounted():
    """Return the events and slots that count other places than their registrations hold."""
    held = Sum("registrations__places", filter=Q(registrations__status__in=HOLDING), default=0)
    return [
        list(model.objects.annotate(held=held).exclude(taken=F("held"))) for model in (Intake, Slot)
    ]


def stands_where_it_may(tree):
    """Hold what was planted at once to the rules that services ask one by one."""
    for row in tree.rows.values():
        above = tree.rows.get(row.parent_id or 0)
        refuse_place(row.kind, row.event_kind, above and above.kind, len(row.path) + 1)
        if above:
            refuse_period(tree.resolved(row.id).period, tree.resolved(above.id).period)
            assert row.path == (*above.path, above.id)


def test_before_it_five_hundred_posts_are_open_and_people_wait_in_line(client):
    demo.furnish()

    assert (figure().offered, figure().open) == (500, 500)
    assert miscounted() == [[], []]
    waiting = Registration.objects.filter(status=RegistrationStatus.WAITING)
    full = Intake.objects.get(pk=waiting.values_list("intake").distinct().get()[0])
    assert (waiting.count(), full.taken) == (tour.MORE_WAIT, full.capacity)
    assert not Registration.objects.exclude(came_at=None).exists()
    assert Dating.objects.count() == 5
    assert Wish.objects.exists()
    assert not Meeting.objects.exists()
    assert Node.objects.exclude(status=NodeStatus.PUBLISHED).count() == 0
    client.force_login(Person.objects.get(demo_slug="visiteuse-du-tour"))
    mine = client.get(reverse("people:my_page")).content.decode()
    assert "Monter dans le bus, Nancy" in mine
    assert "Job dating de Nancy" in mine


def test_while_it_is_on_two_stops_are_over_and_nothing_lies_ahead_of_now():
    demo.furnish("during")

    ends = Node.objects.filter(root__slug=tour.SLUG, kind=NodeKind.STOP).order_by("starts_on")
    assert [one.status for one in ends] == ["over", "over", "live", "published", "published"]
    came = Registration.objects.exclude(came_at=None)
    assert came.exists()
    assert not came.filter(came_at__gt=timezone.now()).exists()
    assert not Registration.objects.filter(registered_at__gt=timezone.now()).exists()
    assert 0 < figure().filled < 50
    assert miscounted() == [[], []]
    with pytest.raises(demo.StageError, match="'during'"):
        demo.furnish("after")


def test_afterwards_the_funnel_says_what_the_ledger_counts():
    demo.furnish("after")
    standing = Registration.objects.count()
    demo.furnish("after")

    assert Registration.objects.count() == standing
    told = figure()
    assert (told.offered, told.filled, told.filled_through) == (500, 312, 312)
    assert Hire.objects.filter(contact__through__startswith="campaign:").count() == 312
    root = Node.objects.get(slug=tour.SLUG)
    people = dict.fromkeys(FunnelStage, 0)
    for cell in funnel_cells(tree_of(root.pk), root.pk):
        people[cell.stage] += cell.people
    mine = Registration.objects.filter(intake__node__root=root)
    confirmed = mine.filter(status=RegistrationStatus.CONFIRMED)
    assert people[FunnelStage.REGISTERED] == confirmed.aggregate(n=Sum("places"))["n"]
    came = mine.exclude(came_at=None).aggregate(n=Sum("places"))["n"]
    assert people[FunnelStage.CAME] == came
    assert people[FunnelStage.HIRED] == 312
    assert 100 < people[FunnelStage.TRIED] == Trial.objects.count() < came
    met = Meeting.objects.filter(state=MeetingState.MET)
    pairs = met.values("registration", "table__organisation").distinct().count()
    assert people[FunnelStage.MET] == pairs
    assert miscounted() == [[], []]


def test_the_hours_are_sixty_companies_in_eighteen_regions(client):
    demo.furnish()

    root = Node.objects.get(slug=nation.SLUG)
    tree = tree_of(root.pk)
    companies = [row for row in tree.rows.values() if row.kind == NodeKind.COMPANY]
    areas = [row for row in tree.rows.values() if row.kind == NodeKind.AREA]
    regions = {f"region:{code}" for code in Region.objects.values_list("code", flat=True)}
    territories = set(Node.objects.filter(root=root).values_list("territory", flat=True)) - {""}
    assert (len(companies), len({row.organiser for row in companies})) == (60, 60)
    assert territories == regions
    assert len(areas) == 18
    days = {tree.resolved(row.id).period for row in areas}
    assert sorted((day.ends_on - day.starts_on).days for day in days) == [1, 2]
    towns = Node.objects.filter(root=root).exclude(commune="").values_list("commune", "path")
    known = dict(Commune.objects.values_list("code", "department__region_id"))
    area_of = dict(Node.objects.filter(root=root, kind="area").values_list("pk", "territory"))
    assert all(f"region:{known[code]}" == area_of[path[1]] for code, path in towns)
    assert b"invent" in client.get(f"/c/{nation.SLUG}/").content
    stands_where_it_may(tree)
    stands_where_it_may(tree_of(Node.objects.get(slug=tour.SLUG).pk))


@pytest.mark.parametrize(
    ("stage", "first"),
    [("before", "2027-03-01"), ("during", "2027-02-05"), ("after", "2027-01-04")],
)
def test_a_stage_moves_the_first_day(stage, first):
    assert first_day(date(2027, 2, 7), stage).isoformat() == first
