"""Who may do what with a call: every predicate for every kind of actor."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from boutdufil.kernel.calls import permissions, services
from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.permissions import Visitor
from boutdufil.kernel.organisations.enums import Role
from tests.factories.calls import CallFactory, ObserverSheetFactory, ParticipantFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ROLES = sorted(role.value for role in Role)
TRAINED = {"trainer", "supervisor"}


class Scene:
    """A practised call: who practises, who plays the caller and is trained, and the others."""

    def __init__(self, *, agreed=True):
        self.observed = PersonFactory()
        self.trainer = MembershipFactory(role=Role.TRAINER).person
        seat = services.practice.open_practice(
            slug="colis-jamais-arrive", channel="voice", person=self.observed
        )
        self.call, self.seat = seat.call, seat
        self.caller = services.add_participant(
            call=seat.call, role=ParticipantRole.CALLER, person=self.trainer
        )
        services.practice.answer_observation(participant_id=seat.pk, agrees=True)
        self.sheet = services.sheets.write_sheet(
            call_id=seat.call_id, observer=self.trainer, answers={}
        )
        if not agreed:
            services.practice.answer_observation(participant_id=seat.pk, agrees=False)

    def visitor(self, name):
        if name == "stranger":
            return Visitor(AnonymousUser())
        if name == "bearer":
            return Visitor(AnonymousUser(), frozenset({self.seat.pk}))
        if name == "administrator":
            return Visitor(PersonFactory(is_staff=True, is_superuser=True))
        if name in ROLES:
            return Visitor(MembershipFactory(role=Role(name)).person)
        return Visitor({"observed": self.observed, "caller": self.trainer}[name])


ACTORS = ["stranger", "bearer", "observed", "caller", "administrator", *ROLES]
ACTS = {
    "observe": (
        lambda s, v: permissions.can_observe(v, s.call.pk),
        {"caller", "administrator", *TRAINED},
    ),
    "write a sheet": (lambda s, v: permissions.can_write_sheet(v, s.call.pk), {"caller"}),
    "see a sheet": (
        lambda s, v: permissions.can_see_sheet(v, s.sheet.pk),
        {"bearer", "observed", "caller"},
    ),
    "decide of a sheet": (
        lambda s, v: permissions.can_decide_sheet(v, s.sheet.pk),
        {"bearer", "observed"},
    ),
    "forget": (
        lambda s, v: permissions.can_forget_practice(v, s.seat.pk),
        {"bearer", "observed"},
    ),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_for_every_actor(act):
    scene = Scene()
    may, allowed = ACTS[act]

    assert {name for name in ACTORS if may(scene, scene.visitor(name))} == allowed


def test_nobody_writes_about_somebody_who_took_their_word_back():
    scene = Scene(agreed=False)

    assert not permissions.can_write_sheet(scene.visitor("caller"), scene.call.pk)


def test_nobody_observes_themselves():
    trainer = MembershipFactory(role=Role.TRAINER).person
    seat = services.practice.open_practice(
        slug="colis-jamais-arrive", channel="voice", person=trainer
    )
    services.practice.answer_observation(participant_id=seat.pk, agrees=True)

    assert not permissions.can_write_sheet(Visitor(trainer), seat.call_id)


def test_nobody_observes_a_call_that_is_over():
    scene = Scene()
    services.end_call(call_id=scene.call.pk)

    assert not permissions.can_observe(scene.visitor("trainer"), scene.call.pk)


def test_nobody_observes_a_service_call():
    call = CallFactory()
    trainer = MembershipFactory(role=Role.SUPERVISOR).person

    assert not permissions.can_observe(Visitor(trainer), call.pk)
    assert not permissions.can_forget_practice(
        Visitor(AnonymousUser(), frozenset({ParticipantFactory(call=call).pk})), uuid4()
    )


@pytest.mark.parametrize("ended", ["role", "organisation", "account"])
def test_a_trained_person_is_one_now(ended):
    held = MembershipFactory(role=Role.TRAINER)
    assert permissions.is_trained_observer(held.person)
    if ended == "role":
        held.ended_at = held.began_at
        held.save()
    elif ended == "organisation":
        held.organisation.closed_on = date(2026, 1, 1)
        held.organisation.save()
    else:
        held.person.is_active = False
        held.person.save()

    assert not permissions.is_trained_observer(held.person)


def test_a_sheet_of_somebody_else_is_closed():
    sheet = ObserverSheetFactory(call__scenario="colis-jamais-arrive", call__scenario_version=1)
    other = Visitor(PersonFactory())

    assert not permissions.can_see_sheet(other, sheet.pk)
    assert not permissions.can_decide_sheet(Visitor(sheet.observer), sheet.pk)
