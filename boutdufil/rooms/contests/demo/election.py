"""The demo's election: drawn and declared by the services, peopled, and played to its stage.

Its hours lie around today; what happened "before" today is written as it would stand, since no
service lets anybody enter, answer or judge in the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.demo import judged, papers
from boutdufil.rooms.contests.demo.people import TOWNS, Cast, cast, names, number_of
from boutdufil.rooms.contests.enums import (
    EditionStatus,
    EmployerWord,
    EntryKind,
    EntryStatus,
    QuizMode,
    StageKind,
)
from boutdufil.rooms.contests.models import Edition, Entry, Member, Quiz, Stage
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.selectors.quiz_settings import QuizDraft, themes_to_set
from boutdufil.rooms.contests.services.appeals import answer_appeal, make_appeal
from boutdufil.rooms.contests.services.editions import create_edition
from boutdufil.rooms.contests.services.freezing import declare_rules
from boutdufil.rooms.contests.services.partners import PartnerDraft, add_partner
from boutdufil.rooms.contests.services.prizes import PrizeDraft, add_prize
from boutdufil.rooms.contests.services.publishing import publish_edition
from boutdufil.rooms.contests.services.quizzes import set_quiz
from boutdufil.rooms.contests.services.rubrics import CriterionDraft, save_criterion
from boutdufil.rooms.contests.services.seals import seal_edition
from boutdufil.rooms.contests.services.starter_bank import make_starter_bank

SLUG = "meilleur-conseiller"
ORGANISER = "organisatrice"
EACH_THEME = 3
# Days from today to the end of entries; stages follow it (`rules.pipelines`).
ENTRIES_CLOSE = {"before": 20, "during": -7, "after": -75}
ENTRIES_LAST = timedelta(days=45)
RUBRIC = (
    ("Écoute", 2, ("n’écoute pas", "entend la demande", "reformule", "comprend l’autre")),
    ("Solution", 2, ("aucune", "partielle", "juste", "juste et expliquée")),
    ("Clarté", 1, ("confuse", "compréhensible", "claire", "limpide")),
)


def furnish(*, now: datetime, stage: str) -> None:
    """Furnish the election, at a stage; one that is there stays as it is."""
    organiser = Person.objects.filter(demo_slug=ORGANISER).first()
    body = body_of(organiser)
    if organiser is None or body is None or Edition.objects.filter(slug=SLUG).exists():
        return
    people = cast()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    edition = _drawn(body, organiser, midnight + timedelta(days=ENTRIES_CLOSE[stage]))
    _set_stages(edition, body, organiser, people)
    _declare(edition, organiser, now=now, stage=stage)
    entries = _enter(edition, people.candidate)
    if stage != "before":
        quiz = Quiz.objects.select_related("stage__edition", "stage").get(stage__edition=edition)
        papers.play(quiz, entries, people, now=now, is_over=stage == "after")
    if stage == "after":
        judged.play(edition, people, organiser)
        _contest(edition, people.candidate, organiser)
        seal_edition(edition_id=edition.pk, actor_id=organiser.pk)


def body_of(person: Person | None) -> Organisation | None:
    """Return the invented organisation of the demo's organiser."""
    held = Organisation.objects.filter(memberships__person=person, invented=True)
    return held.order_by("pk").first() if person else None


def _drawn(body: Organisation, organiser: Person, closes_at: datetime) -> Edition:
    told = EditionDraft(
        name="Élection du meilleur conseiller, de la meilleure conseillère",
        slug=SLUG,
        entered_by=EntryKind.INDIVIDUAL,
        presentation=(
            "Un questionnaire dans chaque ville, une demi-finale devant un jury, une finale : "
            "chaque décision est expliquée, et chacun peut la refaire."
        ),
        opens_at=closes_at - ENTRIES_LAST,
        closes_at=closes_at,
        needs_employer=True,
        appeal_days=20,
        contact="concours@demo.boutdufil.invalid",
        hangs_on="",
    )
    edition = create_edition(
        organiser_id=body.pk, draft=told, ready=Ready.ELECTION, actor_id=organiser.pk
    )
    gift = PrizeDraft(1, "Dotation", 100_000, "Région inventée")
    add_prize(edition_id=edition.pk, draft=gift, actor_id=organiser.pk)
    partner = PartnerDraft(name="Les Fils de l’Est (inventé)", role="partenaire")
    add_partner(edition_id=edition.pk, draft=partner, actor_id=organiser.pk)
    return edition


def _set_stages(edition: Edition, body: Organisation, organiser: Person, people: Cast) -> None:
    quiz, *juries = edition.stages.order_by("position")
    bank = make_starter_bank(
        organisation_id=body.pk, author_id=people.author.pk, reviewer_id=organiser.pk
    )
    reviewed = ((pk, approved) for pk, _name, approved in themes_to_set(bank.pk))
    blueprint = tuple((theme, min(EACH_THEME, approved)) for theme, approved in reviewed)
    set_quiz(
        stage_id=quiz.pk,
        draft=QuizDraft(
            bank_id=bank.pk,
            mode=QuizMode.SUPERVISED,
            seconds=1200,
            grace_seconds=30,
            confirmation_items=10,
            confirmation_seconds=300,
            blueprint=blueprint,
        ),
        actor_id=organiser.pk,
    )
    for stage in juries:
        set_rubric(stage, organiser)


def set_rubric(stage: Stage, organiser: Person) -> None:
    """Write the rubric of a stage."""
    for name, weight, anchors in RUBRIC:
        save_criterion(
            stage_id=stage.pk,
            draft=CriterionDraft(name=name, weight=weight, anchors=anchors),
            actor_id=organiser.pk,
        )


def _declare(edition: Edition, organiser: Person, *, now: datetime, stage: str) -> None:
    """Publish the rules; those of an edition that is on already, as they would stand."""
    if stage == "before":
        publish_edition(edition_id=edition.pk, actor_id=organiser.pk)
        return
    if stage == "during":
        # From an hour ago until late today, whatever the hour the demo is made.
        on = edition.stages.filter(kind=StageKind.QUIZ)
        on.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=6))
    edition.status, edition.published_at = EditionStatus.PUBLISHED, edition.opens_at
    edition.save(update_fields=["status", "published_at"])
    declare_rules(
        edition_id=edition.pk,
        settings=declared_settings(edition.pk),
        reason="",
        actor_id=organiser.pk,
    )


def _enter(edition: Edition, candidate: Person) -> Sequence[Entry]:
    """Write entries of every town; the first of the first town is who signs in."""
    opened = edition.opens_at or edition.created_at
    towns = [town for town in TOWNS for _n in range(town.entries)]
    entries = Entry.objects.bulk_create(
        Entry(
            edition=edition,
            number=number_of(place),
            status=EntryStatus.ENTERED,
            city=town.city,
            region=town.region,
            employer_name="Centre inventé",
            employer_word=EmployerWord.NOT_ASKED,
            rules_number=1,
            entered_at=opened + timedelta(hours=place),
        )
        for place, town in enumerate(towns)
    )
    people = list(names(len(entries)))
    Member.objects.bulk_create(
        Member(
            entry=entry,
            edition=edition,
            person=candidate if place == 0 else None,
            name=candidate.name if place == 0 else people[place],
            is_captain=True,
            joined_at=entry.entered_at,
        )
        for place, entry in enumerate(entries)
    )
    return entries


def _contest(edition: Edition, candidate: Person, organiser: Person) -> None:
    """Have the candidate contest the quiz, and be answered."""
    entry = Entry.objects.get(edition=edition, members__person=candidate)
    quiz = edition.stages.order_by("position").first()
    if quiz is None:
        return
    made = make_appeal(
        entry_id=entry.pk,
        stage_id=quiz.pk,
        actor_id=candidate.pk,
        text="Je pensais avoir mieux répondu : d’où vient mon rang ?",
    )
    answer_appeal(
        appeal_id=made.pk,
        state="dismissed",
        answer=(
            "Votre copie est relue, chaque question avec sa bonne réponse. Le tableau « Autour de "
            "vous » montre vos voisins et ce qui vous départage d’eux."
        ),
        actor_id=organiser.pk,
    )
