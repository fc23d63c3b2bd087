"""Pages of a job dating: who opens them, what a button does, and what a list costs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import Outcome, Purpose
from boutdufil.rooms.campaigns.models import Availability, Consent, Dating, Meeting, Table, Wish
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.dating_exports import meetings_table
from boutdufil.rooms.campaigns.selectors.dating_pages import dating_page
from boutdufil.rooms.campaigns.selectors.dating_visits import (
    own_meetings,
    screen_page,
    screen_token,
)
from boutdufil.rooms.campaigns.services import dating_day, dating_plans
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.campaigns.dating_world import dating_world

pytestmark = pytest.mark.django_db
ORGANISERS = (
    "campaigns:dating",
    "campaigns:dating_hours",
    "campaigns:new_table",
    "campaigns:dating_day",
    "campaigns:edit_table",
    "campaigns:dating_person",
    "campaigns:dating_meeting",
)


@pytest.fixture
def world():
    made = dating_world()
    made.wish(0, 0, 1)
    made.wish(1, 0)
    dating_plans.make_plan(node_id=made.dating.node_id, actor_id=None)
    dating_day.publish_plan(node_id=made.dating.node_id, actor_id=None)
    return made


@pytest.fixture
def organiser(world, client):
    person = MembershipFactory(organisation=world.dating.node.organiser, role=Role.MANAGER).person
    client.force_login(person)
    return person


def address(world, name):
    more = {
        "campaigns:edit_table": {"table_id": world.tables[0].pk},
        "campaigns:dating_person": {"registration_id": world.people[0].pk},
        "campaigns:dating_meeting": {"meeting_id": Meeting.objects.first().pk},
    }
    return reverse(name, kwargs={"node_id": world.dating.node_id, **more.get(name, {})})


def own(world, name, person=0):
    return reverse(name, args=[link_of(world.people[person])])


@pytest.mark.parametrize("name", ORGANISERS)
def test_pages_of_the_day_are_its_organiser_s(name, world, organiser, client):
    assert client.get(address(world, name)).status_code == 200
    client.force_login(PersonFactory())
    assert client.get(address(world, name)).status_code == 404


@pytest.mark.parametrize("do", ["fill", "tell", "screen", "publish", "plan"])
def test_a_button_of_the_day_leads_back_to_it(do, world, organiser, client):
    nonce = world.dating.screen_nonce

    answer = client.post(reverse("campaigns:dating_act", args=[world.dating.node_id]), {"do": do})

    assert answer.url == address(world, "campaigns:dating")
    assert (Dating.objects.get().screen_nonce != nonce) is (do == "screen")


def test_a_table_is_added_and_taken_off(world, organiser, client):
    firm = world.dating.node.organiser_id
    new = reverse("campaigns:new_table", args=[world.dating.node_id])
    assert client.post(new, {"organisation": firm, "label": ""}).status_code == 422
    client.post(new, {"organisation": firm, "label": "Table 9", "breaks": ["1"]})
    made = Table.objects.get(label="Table 9")
    assert made.breaks == [1]

    act = reverse("campaigns:dating_act", args=[world.dating.node_id])
    client.post(act, {"do": "remove_table", "table": made.pk})

    assert Table.objects.get(pk=made.pk).removed_at is not None


def test_ticked_people_are_late_until_the_time_chosen(world, organiser, client):
    who = [str(one.pk) for one in world.people[:2]]

    client.post(address(world, "campaigns:dating_day"), {"who": who, "do": "late", "round": "2"})

    assert {tuple(one.away) for one in Availability.objects.all()} == {(0, 1)}
    assert {r >= 2 for r, _table, _person in world.held()} == {True}


def test_wishes_are_chosen_raised_and_dropped(world, client):
    page, table = own(world, "campaigns:wishes", 2), world.tables
    for do, one in (("add", 0), ("add", 1), ("add", 2), ("raise", 2), ("drop", 0), ("add", 2)):
        assert client.post(page, {"do": do, "table": table[one].pk}).url == page

    mine = Wish.objects.filter(registration=world.people[2]).order_by("rank")
    assert [(w.rank, w.table_id) for w in mine] == [(1, table[2].pk), (2, table[1].pk)]
    assert client.post(page, {"do": "x"}).status_code == 404


def test_what_is_planned_is_given_up_and_not_dropped(world, client):
    one = Meeting.objects.filter(registration=world.people[1]).get()
    client.post(own(world, "campaigns:wishes", 1), {"do": "drop", "table": one.table_id})
    assert Wish.objects.filter(registration=world.people[1]).exists()

    client.post(own(world, "campaigns:own_meetings", 1), {"meeting": one.pk})

    assert not Wish.objects.filter(registration=world.people[1]).exists()


def test_consent_is_given_and_withdrawn_with_the_words_that_were_read(world, client):
    page, said = own(world, "campaigns:wishes"), {"most": "2", "shown_as": "name"}
    client.post(page, said | {"to_recruiters": "on"})
    client.post(page, said | {"to_recruiters": "on"})
    given = Consent.objects.get()
    assert (given.purpose, given.withdrawn_at) == (Purpose.RECRUITER, None)
    assert "recruteurs" in given.words

    client.post(page, said)

    assert Consent.objects.get().withdrawn_at is not None
    assert Availability.objects.get(registration=world.people[0]).shown_as == "name"


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        ("préparateur de commandes", "", "N1103"),
        ("préparateur de commandes", "D1408", "N1103"),
        ("préparateur de commandes", "N1103", "N1103"),
        ("", "D1408", ""),
        ("zzzzqqq", "", None),
    ],
)
def test_a_job_is_found_by_its_words(words, code, found, world, client):
    page = own(world, "campaigns:wishes")

    answer = client.post(page, {"most": "2", "shown_as": "code", "job": words, "job_code": code})

    assert answer.status_code == (422 if found is None else 302)
    said = Availability.objects.filter(registration=world.people[0]).first()
    assert (said.job_code if said else None) == found


def test_a_screen_calls_people_as_they_chose_and_no_other_way(world, client):
    Availability.objects.create(registration=world.people[0], shown_as="name")
    node = world.dating.node
    token = screen_token(world.day.row)

    answer = client.get(reverse("campaigns:screen", args=[node.slug, token])).content.decode()
    page = screen_page(node.pk, token, world.at(-5))

    assert world.people[0].name not in answer
    shown = {line.next for line in page.lines if line.next}
    assert shown <= {"Inès I.", f"… {world.people[1].code[-4:]}"}
    assert shown
    assert client.get(reverse("campaigns:screen", args=[node.slug, "x" * 43])).status_code == 404


def test_the_next_meeting_is_the_one_that_is_ahead(world):
    first, second = own_meetings(world.people[0].pk, world.at(-5)).meetings

    assert (first.is_next, second.is_next) == (True, False)
    assert own_meetings(world.people[0].pk, world.at(-5)).seconds > 0
    assert own_meetings(world.people[0].pk, world.at(61)).next is None


def test_meetings_are_taken_away_without_a_recruiter_s_word(world):
    Meeting.objects.update(note="secret", outcome=Outcome.NO_FOLLOW)

    header, rows = meetings_table([world.dating.node_id])

    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(header)}
    assert {row[4] for row in rows} == {one.code for one in world.people[:2]}
    assert "secret" not in str(rows)


def test_a_recruiter_taps_and_others_cannot(world, client):
    table, one = world.tables[0], Meeting.objects.filter(table=world.tables[0]).first()
    page = reverse("campaigns:table", args=[table.pk])
    act = reverse("campaigns:outcome", args=[table.pk, one.pk])
    client.force_login(PersonFactory())
    assert [client.get(page).status_code, client.post(act).status_code] == [404, 404]

    client.force_login(MembershipFactory(organisation=table.organisation).person)
    assert client.get(page).status_code == 200
    for do in ("again", "note"):
        assert client.post(act, {"do": do, "note": "À rappeler"}).url == page
    one.refresh_from_db()
    assert (one.outcome, one.note) == (Outcome.AGAIN, "À rappeler")
    assert client.post(act, {"do": "x"}).status_code == 404


def test_a_page_costs_the_same_for_few_and_for_many(django_assert_max_num_queries):
    costs = []
    for people in (1, 12):
        world = dating_world(people=people)
        for person in range(people):
            world.wish(person, *range(3))
        dating_plans.make_plan(node_id=world.dating.node_id, actor_id=None)
        Dating.objects.filter(pk=world.dating.pk).update(published_at=timezone.now())
        with django_assert_max_num_queries(40) as asked:
            dating_page(world.day.row)
        costs.append(len(asked))

    assert costs[0] == costs[1]
