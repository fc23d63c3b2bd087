"""Trees are built, changed, kept as they are, published and copied."""

from datetime import date, time

import pytest

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.rooms.campaigns.enums import Access, EventKind, Kept, NodeKind, NodeStatus, Trait
from boutdufil.rooms.campaigns.errors import CampaignError, LockedError, StepError, TreeError
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.rules.traits import Hours, NodeDraft, Period, Place
from boutdufil.rooms.campaigns.selectors.nodes import resolved, tree_of
from boutdufil.rooms.campaigns.services.nodes import (
    change_node,
    create_node,
    duplicate_campaign,
    lock_traits,
)
from boutdufil.rooms.campaigns.services.steps import follow_days, take_step
from tests.factories.campaigns import CampaignFactory, EventFactory, NodeFactory, PartnerFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
WEEK = Period(date(2027, 10, 18), date(2027, 10, 22))
TUESDAY = Period(date(2027, 10, 19), date(2027, 10, 19))
METZ = Place("57463", "Place d’Armes")


def beneath(parent, **draft):
    told = {"name": "Étape", "kind": NodeKind.STOP} | draft
    return create_node(
        organiser_id=parent.organiser_id,
        parent_id=parent.pk,
        draft=NodeDraft(**told),
        actor_id=None,
    )


def status_of(node):
    return Node.objects.values_list("status", flat=True).get(pk=node.pk)


def test_a_node_takes_from_above_what_it_does_not_say():
    tour = CampaignFactory(name="Tour", languages=["fr", "de"], accessibility=["lsf"])
    stop = beneath(tour, traits={Trait.PERIOD: TUESDAY, Trait.PLACE: METZ})
    event = beneath(
        stop,
        kind=NodeKind.EVENT,
        event_kind=EventKind.OPEN_DAY,
        traits={Trait.ACCESSIBILITY: (Access.NONE,), Trait.HOURS: Hours(time(9), time(12))},
    )

    found = resolved(event.pk)

    assert found.period == TUESDAY
    assert found.place == METZ
    assert found.languages == ("fr", "de")
    assert found.accessibility == (Access.NONE,)
    told = {trait: (value.node_name, value.inherited) for trait, value in found.values.items()}
    assert told[Trait.LANGUAGES] == ("Tour", True)
    assert told[Trait.PLACE] == ("Étape", True)
    assert told[Trait.HOURS] == ("Étape", False)


def test_an_event_online_has_no_place_of_above():
    stop = NodeFactory(commune="57463", address="Place d’Armes")
    online = beneath(stop, kind=NodeKind.EVENT, event_kind=EventKind.ONLINE)

    assert resolved(online.pk).place == Place("")


def test_the_path_of_a_node_leads_to_its_campaign():
    tour = CampaignFactory()
    stop = beneath(tour)
    event = beneath(stop, kind=NodeKind.EVENT, event_kind=EventKind.VISIT)

    assert (event.path, event.root_id) == ([tour.pk, stop.pk], tour.pk)
    assert [row.id for row in tree_of(tour.pk).beneath(tour.pk)] == [stop.pk, event.pk]
    assert AuditEntry.objects.filter(verb="campaigns.create_node").count() == 2


def test_days_outside_those_above_are_refused():
    with pytest.raises(TreeError) as refusal:
        beneath(
            CampaignFactory(),
            traits={Trait.PERIOD: Period(date(2027, 11, 1), date(2027, 11, 1))},
        )

    assert "18 octobre 2027" in str(refusal.value)


def test_days_that_leave_out_something_beneath_are_refused():
    tour = CampaignFactory()
    NodeFactory(parent=tour, name="Metz", starts_on=date(2027, 10, 22), ends_on=date(2027, 10, 22))

    with pytest.raises(TreeError, match="Metz"):
        change_node(
            node_id=tour.pk,
            draft=NodeDraft("Tour", traits={Trait.PERIOD: TUESDAY}),
            actor_id=None,
        )


def test_what_is_locked_is_refused_with_who_keeps_it():
    tour = CampaignFactory(name="Tour", organiser__name="Association inventée")
    stop = NodeFactory(parent=tour, name="Metz", languages=["fr"])
    lock_traits(node_id=tour.pk, traits=["languages", "nothing"], actor_id=None)

    with pytest.raises(LockedError, match="Association inventée garde ceci") as refusal:
        change_node(
            node_id=stop.pk,
            draft=NodeDraft("Metz", traits={Trait.LANGUAGES: ("de",)}),
            actor_id=None,
        )
    with pytest.raises(LockedError):
        beneath(tour, traits={Trait.LANGUAGES: ("de",)})

    assert refusal.value.field == "languages"
    kept = NodeDraft("Metz-Ville", traits={Trait.LANGUAGES: ("fr",)})
    assert change_node(node_id=stop.pk, draft=kept, actor_id=None).name == "Metz-Ville"
    lock_traits(node_id=tour.pk, traits=[], actor_id=None)
    free = NodeDraft("Metz", traits={Trait.LANGUAGES: ("de",)})
    assert change_node(node_id=stop.pk, draft=free, actor_id=None).languages == ["de"]


def test_whoever_locks_may_change_it_themselves():
    tour = CampaignFactory(languages=["fr"])
    lock_traits(node_id=tour.pk, traits=["languages"], actor_id=None)

    told = NodeDraft("Tour", traits={Trait.PERIOD: WEEK, Trait.LANGUAGES: ("de",)})

    assert change_node(node_id=tour.pk, draft=told, actor_id=None).languages == ["de"]


def test_an_address_is_made_of_the_name_and_is_never_somebody_elses():
    firm = OrganisationFactory()
    made = [
        create_node(
            organiser_id=firm.pk,
            parent_id=None,
            draft=NodeDraft("Tour de l’Été"),
            actor_id=None,
        )
        for _ in range(2)
    ]

    assert [one.slug for one in made] == ["tour-de-lete", "tour-de-lete-2"]
    with pytest.raises(CampaignError) as refusal:
        create_node(
            organiser_id=firm.pk,
            parent_id=None,
            draft=NodeDraft("Tour", slug="tour-de-lete"),
            actor_id=None,
        )
    assert refusal.value.field == "slug"


def test_nothing_is_published_beneath_a_draft_or_without_days():
    tour = CampaignFactory(status=NodeStatus.DRAFT, starts_on=None, ends_on=None)
    stop = NodeFactory(parent=tour, name="Metz", status=NodeStatus.DRAFT)

    with pytest.raises(StepError, match="dates"):
        take_step(node_id=tour.pk, step="publish", actor_id=None)
    Node.objects.filter(pk=tour.pk).update(starts_on=WEEK.starts_on, ends_on=WEEK.ends_on)
    with pytest.raises(StepError, match="pas encore publié"):
        take_step(node_id=stop.pk, step="publish", actor_id=None)
    take_step(node_id=tour.pk, step="publish", actor_id=None)
    take_step(node_id=stop.pk, step="publish", actor_id=None)

    assert status_of(stop) == NodeStatus.PUBLISHED
    with pytest.raises(StepError):
        take_step(node_id=stop.pk, step="publish", actor_id=None)


def test_what_is_withdrawn_takes_along_what_stands_beneath():
    tour = CampaignFactory()
    stop = NodeFactory(parent=tour)
    event = EventFactory(parent=stop)

    take_step(node_id=tour.pk, step="withdraw", actor_id=None)

    assert {status_of(one) for one in (tour, stop, event)} == {NodeStatus.DRAFT}


def test_an_archive_archives_what_was_public_beneath():
    tour = CampaignFactory(status=NodeStatus.OVER)
    stop, draft = NodeFactory(parent=tour), NodeFactory(parent=tour, status=NodeStatus.DRAFT)

    take_step(node_id=tour.pk, step="archive", actor_id=None)

    assert (status_of(stop), status_of(draft)) == (NodeStatus.ARCHIVED, NodeStatus.DRAFT)


def test_the_calendar_opens_and_ends_what_is_public():
    tour = CampaignFactory()
    monday = NodeFactory(parent=tour, starts_on=WEEK.starts_on, ends_on=WEEK.starts_on)
    draft = NodeFactory(parent=tour, status=NodeStatus.DRAFT)

    assert follow_days(today=date(2027, 10, 19)) == 2

    assert [status_of(one) for one in (tour, monday, draft)] == ["live", "over", "draft"]
    assert follow_days(today=date(2027, 10, 19)) == 0


def test_a_copy_falls_on_the_same_weekdays_and_keeps_partners():
    tour = CampaignFactory(name="Tour 2027", slug="tour-2027", post_goal=500, locked=["hours"])
    stop = NodeFactory(parent=tour, starts_on=TUESDAY.starts_on, ends_on=TUESDAY.ends_on)
    EventFactory(parent=stop, organiser=OrganisationFactory(name="Autre"))
    PartnerFactory(node=tour, name="Ville", kept=Kept.YES)

    made = duplicate_campaign(node_id=tour.pk, year=2028, actor_id=None)

    assert (made.name, made.slug, made.status) == ("Tour 2028", "tour-2028", NodeStatus.DRAFT)
    assert (made.starts_on, made.post_goal, made.locked) == (date(2028, 10, 16), 500, ["hours"])
    copies = Node.objects.filter(root=made).order_by("path__len")
    assert [one.starts_on for one in copies] == [date(2028, 10, 17), None]
    assert copies[1].path == [made.pk, copies[0].pk]
    assert copies[1].organiser.name == "Autre"
    assert {one.status for one in copies} == {NodeStatus.DRAFT}
    partner = Partner.objects.get(node=made)
    assert (partner.name, partner.kept) == ("Ville", Kept.UNKNOWN)
    assert made.copied_from == tour


@pytest.mark.parametrize("year", [2027, None])
def test_only_a_whole_campaign_is_copied_and_into_another_year(year):
    stop = NodeFactory()
    node = stop.parent if year else stop

    with pytest.raises(CampaignError):
        duplicate_campaign(node_id=node.pk, year=year or 2028, actor_id=None)
