"""The other rooms learn who won when it is public, and an event of a campaign unveils it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.events.declarations import name_of
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.posts.unveilings import unveiled_at
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.events import EditionWon, WinLost
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.services.decisions import bring_next_in
from boutdufil.rooms.contests.services.entries import withdraw_entry
from tests.factories.campaigns import NodeFactory
from tests.factories.contests import EditionFactory, MemberFactory
from tests.rooms.contests.deciding import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def final():
    made = Scene(
        has_next=False,
        edition=EditionFactory(status=EditionStatus.PUBLISHED),
        takes=1,
        per="all",
    )
    for number, mark in (("AAA", 6), ("BBB", 5)):
        MemberFactory(entry=made.entry(number, mark, publishes_name=number == "BBB"))
    return made


def told(cls):
    """Return what was told, in order."""
    rows = OutboxEvent.objects.filter(name=name_of(cls)).order_by("pk")
    return [(row.payload["edition_id"], row.payload["person_id"]) for row in rows]


def person_of(scene, number):
    return scene.edition.entries.get(number=number).members.get().person_id


def test_who_won_is_told_once_it_is_public_and_again_when_it_changes(final):
    final.decide()
    assert told(EditionWon) == []
    final.publish()
    first, second = person_of(final, "AAA"), person_of(final, "BBB")
    assert told(EditionWon) == [(final.edition.pk, first)]

    final.decide("Rien ne change")
    assert told(EditionWon) == [(final.edition.pk, first)]

    entry = final.edition.entries.get(number="AAA")
    withdraw_entry(entry_id=entry.pk, actor_id=final.boss.pk)
    bring_next_in(entry_id=entry.pk)
    assert told(EditionWon)[1:] == [(final.edition.pk, second)]
    assert told(WinLost) == [(final.edition.pk, first)]


def test_an_event_unveils_the_result_after_the_embargo_and_never_before(final, client):
    node = NodeFactory()
    later = timezone.now() + timedelta(days=2)
    Edition.objects.filter(pk=final.edition.pk).update(
        hangs_on=f"campaign:{node.pk}", embargo_until=later
    )
    final.decide()
    page = reverse("campaigns:node", args=[node.slug])
    [before] = unveiled_at(f"campaign:{node.pk}")
    assert (before.lines, bool(before.told)) == ((), True)
    assert "AAA" not in client.get(page).content.decode()

    Edition.objects.filter(pk=final.edition.pk).update(embargo_until=timezone.now())
    final.publish()
    [after] = unveiled_at(f"campaign:{node.pk}")
    assert len(after.lines) == 1
    told_there = client.get(page).content.decode()
    assert final.edition.name in told_there
    assert "AAA" in told_there
    assert final.edition.entries.get(number="AAA").members.get().name not in told_there
    assert unveiled_at("campaign:999999") == ()
