"""The demo's election at each of its stages; made a second time, nothing changes."""

import pytest

from boutdufil.engines.sealing import verify
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.contests import demo
from boutdufil.rooms.contests.demo import students
from boutdufil.rooms.contests.demo.election import SLUG
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.models import (
    Appeal,
    Attempt,
    Edition,
    EditionSeal,
    Entry,
    Jury,
    Submission,
)
from boutdufil.rooms.contests.rules import sealed
from boutdufil.rooms.contests.selectors.meetings import meeting_page
from boutdufil.rooms.contests.selectors.panels import panel_row
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organiser():
    person = create_demo_person(slug="organisatrice", name="Claire Vautrin", story="")
    MembershipFactory(
        person=person, organisation=OrganisationFactory(invented=True), role=Role.MANAGER
    )


def statuses(slug=SLUG):
    edition = Edition.objects.get(slug=slug)
    return [stage.status for stage in edition.stages.order_by("position")]


def test_before_one_can_enter():
    demo.furnish()
    demo.furnish("before")

    assert statuses() == [StageStatus.PLANNED] * 3
    assert Entry.objects.filter(edition__slug=SLUG).count() == 60
    assert statuses(students.SLUG) == [StageStatus.PLANNED] * 3
    assert Entry.objects.filter(edition__slug=students.SLUG).count() == 10
    assert not Submission.objects.exists()
    assert not Attempt.objects.exists()


def test_during_the_quiz_is_on():
    demo.furnish("during")

    assert statuses()[0] == StageStatus.OPEN
    assert Attempt.objects.filter(ended_at=None).count() > 30
    assert not Attempt.objects.filter(entry__members__person__demo_slug="candidat").exists()
    assert statuses(students.SLUG)[0] == StageStatus.OPEN
    assert Submission.objects.filter(handed_in_at__isnull=False).count() == 5
    assert not Submission.objects.filter(entry__members__person__demo_slug="etudiante").exists()


def test_after_all_is_public_contested_and_replayed():
    sealed.register()
    demo.furnish("after")

    assert statuses() == statuses(students.SLUG) == [StageStatus.PUBLISHED] * 3
    jury = Jury.objects.filter(stage__edition__slug=students.SLUG).first()
    organiser = Person.objects.get(demo_slug="organisatrice")
    met = meeting_page(panel_row(jury.pk), organiser)
    assert (met.agreement.files, met.agreement.alpha is None) == (10, False)
    assert Appeal.objects.get().effect.startswith("Rien n’a changé")
    final = Edition.objects.get(slug=SLUG).stages.last().decisions.get()
    assert final.outcomes.filter(is_selected=True).count() == 1
    verdict = verify(bytes(EditionSeal.objects.get().archive))
    assert verdict.ok, verdict.findings
