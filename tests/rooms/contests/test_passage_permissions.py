"""Who may do what with passages: who runs the edition, who sits in the jury, who passes."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.models import LogLine, Passage
from boutdufil.rooms.contests.rules.passages import TimetableDraft
from boutdufil.rooms.contests.services.passages import draw_passages, preview_passages
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
DRAFT = TimetableDraft(NINE, 20, between=5, pause_after=2, pause_minutes=15, room="Salle 4")
TYPED = {
    "starts_at": "2027-03-01T10:00",
    "minutes": "20",
    "between": "5",
    "pause_after": "0",
    "pause_minutes": "0",
    "room": "Salle 4",
    "reason": "Une salle de moins",
}
# What each may open: the timetable and its calls, one passage's move, the live page, a calendar.
ALLOWED = {
    "organiser": {"passages", "move_passage", "stage_call", "passage_desk"},
    "juror of this jury": {"passage_desk"},
    "juror of another jury": set(),
    "candidate": {"passage_calendar"},
    "another candidate": set(),
    "member of the organisation": set(),
    "stranger": set(),
}


@pytest.fixture
def world():
    made = jury_world(files=2, jurors=2)
    draw_passages(stage_id=made.stage.pk, draft=DRAFT, actor_id=None)
    return made


@pytest.fixture
def passage(world):
    return Passage.objects.filter(jury=world.juries[0]).order_by("starts_at").first()


@pytest.fixture
def visitors(world, passage):
    mine = passage.entry.members.get().person
    others = [one for one in world.entries if one.pk != passage.entry_id]
    organiser = world.edition.organiser
    return {
        "organiser": world.organiser,
        "juror of this jury": world.jurors[0].person,
        "juror of another jury": world.jurors[-1].person,
        "candidate": mine,
        "another candidate": others[-1].members.get().person,
        "member of the organisation": MembershipFactory(
            organisation=organiser, role=Role.RECRUITER
        ).person,
        "stranger": PersonFactory(),
    }


@pytest.fixture
def addresses(world, passage):
    own = {"edition_id": world.edition.pk, "stage_id": world.stage.pk}
    return {
        "passages": reverse("contests:passages", kwargs=own),
        "stage_call": reverse("contests:stage_call", kwargs=own),
        "move_passage": reverse("contests:move_passage", kwargs=own | {"passage_id": passage.pk}),
        "passage_desk": reverse("contests:passage_desk", args=[passage.jury_id]),
        "passage_calendar": reverse("contests:passage_calendar", args=[passage.entry_id]),
    }


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.mark.parametrize("who", ALLOWED)
def test_each_opens_what_is_theirs_and_learns_of_nothing_else(visitors, addresses, who):
    browser = signed_in(visitors[who])

    opened = {name for name, path in addresses.items() if browser.get(path).status_code == 200}
    closed = {name for name, path in addresses.items() if browser.get(path).status_code == 404}

    assert opened == ALLOWED[who]
    assert closed == set(addresses) - ALLOWED[who]


@pytest.mark.parametrize("who", ALLOWED)
def test_only_who_runs_it_draws_again_and_who_holds_a_passage_begins_it(
    visitors, addresses, passage, world, who
):
    browser = signed_in(visitors[who])

    browser.post(addresses["passages"], TYPED)
    drawn = LogLine.objects.filter(edition=world.edition, kind="passages_drawn").count()
    again = Passage.objects.filter(jury=passage.jury).order_by("starts_at").first()
    browser.post(addresses["passage_desk"], {"passage": str(again.pk), "do": "begin"})
    again.refresh_from_db()

    assert drawn == (2 if who == "organiser" else 1)
    assert (again.began_at is not None) == ("passage_desk" in ALLOWED[who])


def test_who_is_not_signed_in_is_asked_to(addresses):
    assert {Client().get(path).status_code for path in addresses.values()} == {302}


def test_hours_are_seen_before_anything_is_drawn(world, addresses, visitors):
    before = list(Passage.objects.order_by("pk").values_list("pk", "starts_at"))

    page = signed_in(visitors["organiser"]).post(addresses["passages"], TYPED | {"preview": "1"})

    assert page.status_code == 200
    told = page.context["preview"]
    assert [(one.jury, one.passages) for one in told] == [
        (jury.name, 2) for jury in sorted(world.juries, key=lambda one: one.name)
    ]
    assert {(one.ends_at - one.starts_at).total_seconds() / 60 for one in told} == {45}
    assert list(Passage.objects.order_by("pk").values_list("pk", "starts_at")) == before
    assert not any(
        entry.number in page.content.decode().split("apercu")[1] for entry in world.entries
    )


def test_hours_seen_before_are_those_drawn(world):
    told = {one.jury: one.ends_at for one in preview_passages(stage_id=world.stage.pk, draft=DRAFT)}
    for jury in world.juries:
        last = Passage.objects.filter(jury=jury).order_by("-starts_at").first()
        assert (last.starts_at - NINE).total_seconds() / 60 + last.minutes == (
            told[jury.name] - NINE
        ).total_seconds() / 60
