"""A contest recognised somebody: noted once, theirs to show, gone when it no longer stands."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.posts import references
from boutdufil.kernel.posts.references import Reference
from boutdufil.rooms.mobility.models import Award
from boutdufil.rooms.mobility.selectors.awards import awards_of
from boutdufil.rooms.mobility.services import awards, sharing
from tests.factories.mobility import AwardFactory, ProfileFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    edition_id: int
    person_id: int | None
    rank: int = 1


@pytest.fixture(autouse=True)
def contests(monkeypatch):
    """Contests 1 to 9 are public; those after are not."""

    def name(number):
        return Reference(f"edition:{number}", "Concours inventé", "/k/x/") if number < 10 else None

    monkeypatch.setitem(references._resolvers, "edition", name)


def test_what_is_told_twice_is_noted_once_and_nobody_sees_it():
    person = PersonFactory()
    for rank in (2, 1, 1):
        awards.note_award(Told(3, person.pk, rank))
    award = Award.objects.get()
    assert (award.reference, award.rank, award.shown_at) == ("edition:3", 1, None)
    assert awards_of(person.pk, shown_only=True) == ()
    assert [one.rank for one in awards_of(person.pk, shown_only=False)] == [1]


def test_nobody_known_has_no_award():
    assert awards.note_award(Told(3, None)) is None
    assert awards.note_award(Told(3, 999_999)) is None


def test_what_no_longer_stands_goes_and_only_that():
    person = PersonFactory()
    awards.note_award(Told(3, person.pk))
    awards.note_award(Told(4, person.pk))
    awards.drop_award(Told(3, person.pk))
    assert Award.objects.get().reference == "edition:4"


def test_a_contest_that_is_not_public_is_not_named():
    award = AwardFactory(reference="edition:12")
    assert awards_of(award.person_id, shown_only=False) == ()


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 302), ("other", 404), ("nobody", 302)], ids=str
)
def test_only_its_person_shows_it(who, status):
    award = AwardFactory(reference="edition:1")
    client = Client()
    if who != "nobody":
        client.force_login(award.person if who == "owner" else PersonFactory())
    answer = client.post(reverse("mobility:show_award", args=[award.pk]), {"do": "show"})
    award.refresh_from_db()
    assert answer.status_code == status
    assert (award.shown_at is not None) == (who == "owner")


def test_a_shared_path_shows_it_with_their_word_and_no_longer_without(client):
    profile = ProfileFactory(person=PersonFactory())
    award = AwardFactory(person=profile.person, reference="edition:1", rank=2)
    page = reverse("mobility:shared", args=[sharing.create_share_link(profile=profile)])
    seen = []
    for shown in (None, True, False):
        if shown is not None:
            awards.show_award(award_id=award.pk, person_id=award.person_id, shown=shown)
        seen.append("Concours inventé" in client.get(page).content.decode())
    assert seen == [False, True, False]


def test_my_page_offers_to_show_it():
    award = AwardFactory(reference="edition:1")
    client = Client()
    client.force_login(award.person)
    told = client.get(reverse("people:my_page")).content.decode()
    assert "Le montrer aux employeurs" in told
    assert reverse("mobility:show_award", args=[award.pk]) in told


def test_it_is_taken_away_and_erased():
    award = AwardFactory(reference="edition:1")
    assert awards.export_awards(award.person)["awards"][0]["contest"] == "edition:1"
    awards.erase_awards(award.person)
    assert awards.export_awards(award.person) == {}
