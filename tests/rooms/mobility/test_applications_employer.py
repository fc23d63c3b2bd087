"""The employer's side: opening, ordering, moving on, refusing with reasons, hiring."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.posts.enums import PostState, VacancyStatus
from boutdufil.kernel.posts.errors import NoOpenPostError
from boutdufil.kernel.posts.models import Hire, Post
from boutdufil.kernel.posts.services import close_posts
from boutdufil.rooms.mobility.enums import RefusalReason, Stage
from boutdufil.rooms.mobility.errors import StageMovedError
from boutdufil.rooms.mobility.forms.candidates import SENTENCES, RefusalForm, suggested
from boutdufil.rooms.mobility.models import Application, ApplicationReading
from boutdufil.rooms.mobility.services import candidates
from tests.factories.mobility import InterviewSlotFactory
from tests.rooms.mobility.application_world import (
    LETTER,
    WORDS,
    application_world,
    apply_as,
    html,
    person_with_path,
    vacancy_asking,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return application_world(documents=())


@pytest.fixture
def recruiter(world):
    return world.client("recruiter")


def page(name, number):
    return reverse(f"mobility:{name}", args=[number])


def moved(application, stage):
    Application.objects.filter(pk=application.pk).update(stage=stage)


def test_the_letter_is_read_after_opening_and_the_opening_is_written_down(world, recruiter):
    address = page("candidate", world.application.pk)

    sealed = html(recruiter.get(address))
    assert LETTER not in sealed
    assert world.application.email not in sealed
    assert not ApplicationReading.objects.exists()

    recruiter.post(page("open_candidate", world.application.pk))
    recruiter.post(page("open_candidate", world.application.pk))

    assert LETTER in html(recruiter.get(address))
    reading = ApplicationReading.objects.get()
    assert (reading.application, reading.reader_id) == (world.application, world.pk("recruiter"))
    entry = AuditEntry.objects.get(verb="mobility.application_read")
    assert (entry.actor_id, entry.subject) == (
        world.pk("recruiter"),
        f"application:{world.application.pk}",
    )
    world.application.refresh_from_db()
    assert world.application.stage == Stage.READ


def test_each_reader_opens_for_themselves(world, recruiter):
    recruiter.post(page("open_candidate", world.application.pk))

    assert LETTER not in html(world.client("manager").get(page("candidate", world.application.pk)))
    world.client("manager").post(page("open_candidate", world.application.pk))
    assert ApplicationReading.objects.count() == 2
    assert world.application.history.filter(stage=Stage.READ).count() == 1


def test_the_list_is_in_order_of_arrival_and_says_eight_of_eight(world, recruiter):
    text = html(recruiter.get(page("candidates", world.vacancy.pk)))

    assert text.index("Karim Inventé") < text.index(world.people["another applicant"].name)
    assert "8 sur 8" in text
    assert "d’arrivée</a>" in text
    assert 'aria-current="true">d’arrivée' in text
    assert "n’a décidé de rien" not in text
    assert "Comment c’est compté" in text


def test_the_order_by_skills_is_explained_line_by_line(world, recruiter):
    better = person_with_path(range(10), name="Zoé Inventée")
    worse = person_with_path(range(3), name="Aude Inventée")
    apply_as(worse, world.vacancy)
    apply_as(better, world.vacancy)

    text = html(recruiter.get(page("candidates", world.vacancy.pk) + "?ordre=competences"))

    assert text.index("Zoé Inventée") < text.index("Karim Inventé") < text.index("Aude Inventée")
    assert "il n’a décidé de rien" in text
    assert "3 sur 8" in text
    assert "Savoir faire 9" in text
    assert "annexe III" in text
    assert Application.objects.filter(stage=Stage.SENT).count() == 4


def test_an_unknown_order_is_that_of_arrival(world, recruiter):
    answer = recruiter.get(page("candidates", world.vacancy.pk) + "?ordre=sexe")

    assert 'aria-current="true">d’arrivée' in html(answer)


def test_a_vacancy_that_asks_nothing_says_unknown(world, recruiter):
    world.vacancy.skills.all().delete()

    assert "inconnu : l’offre n’en demande aucune" in html(
        recruiter.get(page("candidates", world.vacancy.pk))
    )


def test_a_vacancy_without_candidates_says_so(world):
    vacancy = vacancy_asking(organisation=world.vacancy.organisation)

    assert "Aucune candidature" in html(
        world.client("recruiter").get(page("candidates", vacancy.pk))
    )


def test_the_list_costs_the_same_for_one_and_thirty(world, recruiter):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            recruiter.get(page("candidates", world.vacancy.pk) + "?ordre=competences")
        return len(caught)

    before = queries()
    for _number in range(28):
        apply_as(person_with_path(range(2)), world.vacancy)

    assert queries() == before


def test_one_step_further_is_told(world, recruiter):
    recruiter.post(page("open_candidate", world.application.pk))

    recruiter.post(page("move_candidate", world.application.pk), {"stage": "shortlisted"})
    recruiter.post(page("move_candidate", world.application.pk), {"stage": "offer"})

    world.application.refresh_from_db()
    assert world.application.stage == Stage.OFFER
    own = html(world.client("applicant").get(page("application", world.application.pk)))
    assert "l’employeur vous propose le poste" in own


@pytest.mark.parametrize("stage", ["hired", "withdrawn", "sent", "", "x"])
def test_a_button_moves_nowhere_else(world, recruiter, stage):
    answer = recruiter.post(page("move_candidate", world.application.pk), {"stage": stage})

    assert answer.status_code == 404


def test_a_step_that_no_longer_follows_says_so(world, recruiter):
    moved(world.application, Stage.REFUSED)

    answer = recruiter.post(
        page("move_candidate", world.application.pk), {"stage": "offer"}, follow=True
    )

    assert "a changé entre-temps" in html(answer)
    for name in ("refuse_candidate", "propose_slots", "hire_candidate"):
        assert recruiter.get(page(name, world.application.pk)).status_code == 302


def test_a_refusal_gives_its_reason_and_its_words(world, recruiter):
    answer = recruiter.post(
        page("refuse_candidate", world.application.pk), {"reason": "other", "words": WORDS}
    )

    assert answer.url == page("candidates", world.vacancy.pk)
    step = world.application.history.get(stage=Stage.REFUSED)
    assert (step.reason, step.words) == ("other", WORDS)
    own = html(world.client("applicant").get(page("application", world.application.pk)))
    assert "Une autre personne a déjà tenu ce poste" in own
    assert "Une autre candidature correspond de plus près" in own
    assert "3928" in own


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        ({}, "Choisissez un motif"),
        ({"reason": "other"}, "Écrivez une phrase"),
        ({"reason": "other", "words": "Non."}, "trop court"),
        ({"reason": "other", "words": "a b c d e f g h"}, "trop court"),
        ({"reason": "tete", "words": WORDS}, "Sélectionnez un choix valide"),
        ({"reason": "other", "words": str(SENTENCES["other"])}, "à la place des points"),
    ],
)
def test_a_word_thrown_at_somebody_is_not_sent(world, recruiter, data, remedy):
    answer = recruiter.post(page("refuse_candidate", world.application.pk), data)

    assert answer.status_code == 422
    assert remedy in html(answer)
    assert not world.application.history.filter(stage=Stage.REFUSED).exists()


@pytest.mark.parametrize("reason", RefusalReason)
def test_each_reason_has_a_sentence_that_says_what_is_missing(world, recruiter, reason):
    proposed = html(
        recruiter.post(
            page("refuse_candidate", world.application.pk), {"do": "suggest", "reason": reason}
        )
    )

    assert suggested(reason).split(".")[0] in proposed
    form = RefusalForm({"reason": reason, "words": suggested(reason).replace("…", "l’anglais")})
    assert form.is_valid(), form.errors


def test_hiring_fills_a_post_and_counts_it(world, recruiter):
    moved(world.application, Stage.OFFER)
    hired_on = timezone.localdate() + timedelta(days=10)

    recruiter.post(page("hire_candidate", world.application.pk), {"hired_on": hired_on})

    hire = Hire.objects.get()
    assert (hire.person, hire.post.vacancy, hire.hired_on) == (
        world.applicant,
        world.vacancy,
        hired_on,
    )
    assert hire.recorded_by_id == world.pk("recruiter")
    assert hire.contact.kind == "application"
    world.application.refresh_from_db()
    assert world.application.stage == Stage.HIRED
    text = html(recruiter.get(page("candidates", world.vacancy.pk)))
    assert re.search(r"1 pourvu[^<]*2 postes", text)


def test_when_every_post_is_filled_the_others_are_answered_by_confirmation_alone(world, recruiter):
    close_posts(vacancy_id=world.vacancy.pk, count=1, reason="budget", actor_id=None)
    moved(world.application, Stage.OFFER)
    waiting = Application.objects.exclude(pk=world.application.pk).get()
    recruiter.post(page("hire_candidate", world.application.pk), {"hired_on": timezone.localdate()})

    waiting.refresh_from_db()
    assert waiting.stage == Stage.SENT
    listed = html(recruiter.get(page("candidates", world.vacancy.pk)))
    assert "1 personne attend encore une réponse" in listed
    address = page("answer_remaining", world.vacancy.pk)
    assert "Tous les postes de cette offre sont maintenant pourvus" in html(recruiter.get(address))
    data = {"reason": "filled", "words": suggested("filled")}
    assert "Cochez la case pour confirmer" in html(recruiter.post(address, data))
    waiting.refresh_from_db()
    assert waiting.stage == Stage.SENT

    recruiter.post(address, {**data, "confirmed": "on"})

    waiting.refresh_from_db()
    assert waiting.stage == Stage.REFUSED
    assert waiting.history.last().reason == RefusalReason.FILLED


def test_nobody_is_hired_on_a_post_that_is_not_there(world, recruiter):
    moved(world.application, Stage.OFFER)
    Post.objects.filter(vacancy=world.vacancy).update(
        state=PostState.FILLED, ended_at=timezone.now()
    )

    answer = recruiter.post(
        page("hire_candidate", world.application.pk), {"hired_on": timezone.localdate()}
    )

    assert answer.status_code == 422
    assert "pourvus ou fermés" in html(answer)
    with pytest.raises(NoOpenPostError):
        candidates.hire_candidate(
            application_id=world.application.pk, hired_on=timezone.localdate(), actor_id=1
        )
    world.application.refresh_from_db()
    assert world.application.stage == Stage.OFFER


@pytest.mark.parametrize("day", ["", "demain", "2006-01-01"])
def test_a_first_day_is_a_date_that_makes_sense(world, recruiter, day):
    moved(world.application, Stage.OFFER)

    answer = recruiter.post(page("hire_candidate", world.application.pk), {"hired_on": day})

    assert answer.status_code == 422
    assert not Hire.objects.exists()


def test_nobody_is_hired_unseen(world):
    with pytest.raises(StageMovedError):
        candidates.hire_candidate(
            application_id=world.application.pk, hired_on=timezone.localdate(), actor_id=1
        )


def test_what_was_only_proposed_ends_with_the_application(world):
    proposed = InterviewSlotFactory(application=world.application)

    candidates.refuse_application(
        application_id=world.application.pk, reason="filled", words=WORDS, actor_id=None
    )

    proposed.refresh_from_db()
    assert proposed.state == "cancelled"


def test_a_filled_vacancy_still_shows_its_candidates(world, recruiter):
    type(world.vacancy).objects.filter(pk=world.vacancy.pk).update(status=VacancyStatus.FILLED)

    assert recruiter.get(page("candidates", world.vacancy.pk)).status_code == 200
