"""Who may do what with an edition: every role, every act, every address."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.permissions import editions as permissions
from boutdufil.rooms.contests.selectors.editions import edition_row
from tests.factories.contests import (
    EditionFactory,
    EditionPartnerFactory,
    JurorFactory,
    MemberFactory,
    PrizeFactory,
    StageFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ACTORS = ("stranger", "person", "candidate", "juror", "reader", "elsewhere", "above", "own")
RUN = {"own", "above"}
ADDRESSES = {
    "contests:seat": (),
    "contests:edit": (),
    "contests:publish": (),
    "contests:duplicate": (),
    "contests:drop": (),
    "contests:log": (),
    "contests:new_stage": (),
    "contests:stage": ("stage",),
    "contests:stage_act": ("stage", "up"),
    "contests:prizes": (),
    "contests:hand_over": ("prize",),
    "contests:remove_prize": ("prize",),
    "contests:prize_proof": ("prize",),
    "contests:partners": (),
    "contests:partner": ("partner",),
}
READ = {"contests:seat", "contests:log", "contests:prize_proof"}


@pytest.fixture
def edition():
    return EditionFactory(
        status=EditionStatus.DRAFT, organiser=OrganisationFactory(parent=OrganisationFactory())
    )


def actor_of(name, edition):
    if name == "stranger":
        return AnonymousUser()
    if name == "candidate":
        return MemberFactory(entry__edition=edition, edition=edition, person=PersonFactory()).person
    if name == "juror":
        return JurorFactory(edition=edition, person=PersonFactory()).person
    held = {
        "reader": (edition.organiser, Role.READER),
        "own": (edition.organiser, Role.MANAGER),
        "above": (edition.organiser.parent, Role.MANAGER),
        "elsewhere": (OrganisationFactory(), Role.MANAGER),
    }
    if name not in held:
        return PersonFactory()
    organisation, role = held[name]
    return MembershipFactory(organisation=organisation, role=role).person


@pytest.mark.parametrize("name", ACTORS)
def test_who_runs_and_sees_an_edition(name, edition):
    actor, row = actor_of(name, edition), edition_row(edition.pk)
    assert permissions.can_run_edition(actor, edition.pk) == (name in RUN)
    assert permissions.can_open_edition(actor, edition.organiser_id) == (name in RUN)
    assert permissions.can_see_edition(actor, row) == (name in RUN)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.PUBLISHED)
    assert permissions.can_see_edition(actor, edition_row(edition.pk))
    assert not permissions.can_run_edition(actor, 0)


@pytest.mark.parametrize("name", ["stranger", "reader"])
def test_to_anybody_else_there_is_no_such_edition(name, edition, client):
    actor = actor_of(name, edition)
    if name != "stranger":
        client.force_login(actor)
    parts = {
        "stage": StageFactory(edition=edition).pk,
        "prize": PrizeFactory(edition=edition).pk,
        "partner": EditionPartnerFactory(edition=edition).pk,
        "up": "up",
    }
    refused = 302 if name == "stranger" else 404
    for address, needed in ADDRESSES.items():
        path = reverse(address, args=[edition.pk, *(parts[part] for part in needed)])
        ask = client.get if address in READ else client.post
        assert ask(path).status_code == refused, address
    beginning = reverse("contests:new_edition", args=[edition.organiser_id])
    assert client.get(beginning).status_code == refused
    for public in ("contests:edition", "contests:rules"):
        assert client.get(reverse(public, args=[edition.slug])).status_code == 404


def test_parts_of_another_edition_are_not_reached_through_ones_own(edition, client):
    client.force_login(actor_of("own", edition))
    other = EditionFactory()
    stage, prize = StageFactory(edition=other), PrizeFactory(edition=other)
    for address, args in (
        ("contests:stage", [stage.pk]),
        ("contests:stage_act", [stage.pk, "remove"]),
        ("contests:hand_over", [prize.pk]),
        ("contests:prize_proof", [prize.pk]),
    ):
        assert client.post(reverse(address, args=[edition.pk, *args])).status_code in {404, 405}
    client.post(reverse("contests:remove_prize", args=[edition.pk, prize.pk]), {"reason": "x"})
    assert other.prizes.exists()
    assert other.stages.exists()
