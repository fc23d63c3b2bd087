"""A hire that does not hold: the post is open again, and both sides read what happened."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.posts.enums import PostState, VacancyStatus
from boutdufil.kernel.posts.models import Hire
from boutdufil.kernel.posts.selectors import Scope, post_figure
from boutdufil.kernel.posts.services import close_posts
from boutdufil.rooms.mobility.enums import Stage, UndoingReason
from boutdufil.rooms.mobility.errors import StageMovedError
from boutdufil.rooms.mobility.models import Application
from boutdufil.rooms.mobility.services import candidates
from boutdufil.rooms.mobility.services.application_notices import notify_person
from tests.rooms.mobility.application_world import application_world

pytestmark = pytest.mark.django_db

WORDS = "L’équipe a fermé ce service trois jours après votre arrivée."


@pytest.fixture
def world():
    made = application_world(documents=())
    close_posts(vacancy_id=made.vacancy.pk, count=1, reason="budget", actor_id=None)
    reader = made.pk("recruiter")
    candidates.open_application(application_id=made.application.pk, reader_id=reader)
    candidates.move_application(
        application_id=made.application.pk, stage=Stage.OFFER, actor_id=reader
    )
    hire(made)
    return made


def hire(world):
    candidates.hire_candidate(
        application_id=world.application.pk,
        hired_on=timezone.localdate(),
        actor_id=world.pk("recruiter"),
    )


def undo(world, **typed):
    address = reverse("mobility:undo_hire", args=[world.application.pk])
    return world.client("recruiter").post(address, typed)


def test_the_post_is_open_again_and_the_figure_says_so(world):
    assert post_figure(Scope(vacancy_id=world.vacancy.pk)).filled == 1

    answer = undo(world, reason=UndoingReason.TRIAL_EMPLOYER, words=WORDS)

    assert answer.status_code == 302
    figure = post_figure(Scope(vacancy_id=world.vacancy.pk))
    assert (figure.open, figure.filled) == (1, 0)
    done = Hire.objects.get()
    assert (done.cancel_reason, done.cancelled_at is None) == ("trial_emp", False)
    assert done.post.state == PostState.OPEN
    world.vacancy.refresh_from_db()
    assert world.vacancy.status == VacancyStatus.PUBLISHED
    assert AuditEntry.objects.filter(
        verb="posts.cancel_hire", actor_id=world.pk("recruiter")
    ).exists()


def test_the_person_is_told_and_reads_why(world):
    undo(world, reason=UndoingReason.TRIAL_EMPLOYER, words=WORDS)
    mail.outbox.clear()
    notify_person(application_id=world.application.pk)

    page = reverse("mobility:application", args=[world.application.pk])
    text = world.client("applicant").get(page).text

    assert mail.outbox[0].to == [world.applicant.email]
    assert "L’employeur a mis fin à la période d’essai" in text
    assert WORDS in text
    step = world.application.history.last()
    assert (step.stage, step.reason, step.words) == ("undone", "trial_emp", WORDS)


def test_the_recruiter_finds_the_button_and_can_hire_again(world):
    client = world.client("recruiter")
    page = reverse("mobility:candidate", args=[world.application.pk])
    address = reverse("mobility:undo_hire", args=[world.application.pk])
    assert address in client.get(page).text

    undo(world, reason=UndoingReason.MISTAKE)

    text = client.get(page).text
    assert address not in text
    assert reverse("mobility:hire_candidate", args=[world.application.pk]) in text
    hire(world)
    assert post_figure(Scope(vacancy_id=world.vacancy.pk)).filled == 1


@pytest.mark.parametrize("reason", ["", "humeur"])
def test_it_takes_a_reason_and_nothing_typed_is_lost(world, reason):
    answer = undo(world, reason=reason, words=WORDS)

    assert answer.status_code == 422
    assert WORDS in answer.text
    assert Hire.objects.get().cancelled_at is None


def test_what_was_never_hired_is_not_undone(world):
    undo(world, reason=UndoingReason.NOT_BEGUN)

    assert undo(world, reason=UndoingReason.NOT_BEGUN).status_code == 302
    assert world.application.history.filter(stage=Stage.UNDONE).count() == 1
    other = Application.objects.exclude(pk=world.application.pk).get()
    with pytest.raises(StageMovedError):
        candidates.undo_hire(
            application_id=other.pk, reason=UndoingReason.NOT_BEGUN, words="", actor_id=1
        )


def test_the_person_can_take_it_back_and_apply_again(world):
    undo(world, reason=UndoingReason.NOT_BEGUN)

    page = reverse("mobility:withdraw_application", args=[world.application.pk])
    assert world.client("applicant").get(page).status_code == 200
