"""The demo's student contest: ten invented teams of two regions, a case, juries.

Drawn and declared by the services; what happened "before" today is written as it would stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.contests.demo.election import ORGANISER, body_of, set_rubric
from boutdufil.rooms.contests.demo.judged import judge, seat_jurors
from boutdufil.rooms.contests.demo.people import Cast, cast, names, number_of
from boutdufil.rooms.contests.enums import (
    BlindState,
    EditionStatus,
    EmployerWord,
    EntryKind,
    EntryStatus,
    LatePolicy,
    StageStatus,
)
from boutdufil.rooms.contests.models import (
    CaseQuestion,
    CaseStudy,
    Edition,
    Entry,
    Member,
    Stage,
    Submission,
    SubmissionAnswer,
)
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.services import cases
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision
from boutdufil.rooms.contests.services.editions import create_edition
from boutdufil.rooms.contests.services.freezing import declare_rules
from boutdufil.rooms.contests.services.publishing import publish_edition

SLUG = "concours-etudiant"
# Days from today to the end of entries; the case comes a week later (`rules.pipelines`).
ENTRIES_CLOSE = {"before": 20, "during": -7, "after": -75}
ENTRIES_LAST = timedelta(days=45)
# Invented schools: where (INSEE code of the town and its region), and how many teams.
SCHOOLS = (
    ("Lycée inventé des Tisserands, Nancy", "54395", "44", 3),
    ("Campus inventé du Rempart, Metz", "57463", "44", 3),
    ("École inventée du Beffroi, Lille", "59350", "32", 4),
)
TEAM = 2
# Numbers of the election's entries come before these.
FIRST_NUMBER = 1_000
QUESTION = "Que faites-vous la première heure, et que dites-vous à ceux qui attendent ?"
ANSWERS = (
    "Nous annonçons l’attente, nous proposons un rappel, et nous tenons l’heure promise.",
    "Nous ouvrons les appels les plus simples à toute l’équipe, une heure durant.",
    "Nous prévenons d’abord ceux qui ont déjà appelé deux fois.",
)


def furnish(*, now: datetime, stage: str) -> None:
    """Furnish the student contest, at a stage; one that is there stays as it is."""
    organiser = Person.objects.filter(demo_slug=ORGANISER).first()
    body = body_of(organiser)
    if organiser is None or body is None or Edition.objects.filter(slug=SLUG).exists():
        return
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    edition = _drawn(body, organiser, midnight + timedelta(days=ENTRIES_CLOSE[stage]))
    _declare(edition, organiser, now=now, stage=stage)
    teams = _enter(edition, _student())
    if stage != "before":
        _hand_in(edition, teams, is_over=stage == "after")
    if stage == "after":
        _judged(edition, cast(), organiser)


def _student() -> Person:
    return create_demo_person(
        slug="etudiante",
        name="Lina Morel",
        story=gettext_noop("Étudiante à Nancy, dans une équipe du concours étudiant"),
    )


def _drawn(body: Organisation, organiser: Person, closes_at: datetime) -> Edition:
    told = EditionDraft(
        name="Concours étudiant : une heure d’attente",
        slug=SLUG,
        entered_by=EntryKind.TEAM,
        presentation="En équipe, un cas de la profession, un dossier lu sans nom par un jury.",
        opens_at=closes_at - ENTRIES_LAST,
        closes_at=closes_at,
        needs_school=True,
        appeal_days=20,
        contact="concours@demo.boutdufil.invalid",
    )
    edition = create_edition(
        organiser_id=body.pk, draft=told, ready=Ready.STUDENTS, actor_id=organiser.pk
    )
    for stage in edition.stages.all():
        set_rubric(stage, organiser)
    _set_case(edition.stages.order_by("position")[0], organiser)
    return edition


def _set_case(stage: Stage, organiser: Person) -> None:
    acting = cases.Acting(stage.pk, organiser.pk)
    draft = cases.CaseDraft(
        title="Une heure d’attente",
        text="Un lundi, tout le monde appelle en même temps (cas inventé).",
        released_at=stage.starts_at,
        due_at=stage.ends_at,
        late_policy=LatePolicy.REFUSE,
        late_minutes=0,
        takes_paper=True,
        takes_film=True,
    )
    cases.save_case(acting=acting, draft=draft)
    cases.save_question(acting=acting, draft=cases.CaseQuestionDraft(QUESTION, 200))


def _declare(edition: Edition, organiser: Person, *, now: datetime, stage: str) -> None:
    """Publish the rules; those of an edition that is on already, as they would stand."""
    if stage == "before":
        publish_edition(edition_id=edition.pk, actor_id=organiser.pk)
        return
    if stage == "during":
        begun, over = now - timedelta(hours=1), now + timedelta(hours=6)
        first = edition.stages.filter(position=edition.stages.order_by("position")[0].position)
        first.update(starts_at=begun, ends_at=over, status=StageStatus.OPEN)
        CaseStudy.objects.filter(stage__edition=edition).update(released_at=begun, due_at=over)
    edition.status, edition.published_at = EditionStatus.PUBLISHED, edition.opens_at
    edition.save(update_fields=["status", "published_at"])
    declare_rules(
        edition_id=edition.pk,
        settings=declared_settings(edition.pk),
        reason="",
        actor_id=organiser.pk,
    )


def _enter(edition: Edition, student: Person) -> Sequence[Entry]:
    """Write the teams of every school; the first of the first one is who signs in."""
    entered_at = edition.opens_at or edition.created_at
    teams = [(school, city, region) for school, city, region, n in SCHOOLS for _team in range(n)]
    entries = Entry.objects.bulk_create(
        Entry(
            edition=edition,
            number=number_of(FIRST_NUMBER + place),
            status=EntryStatus.ENTERED,
            team_name=f"Équipe inventée {place + 1}",
            school=school,
            city=city,
            region=region,
            employer_word=EmployerWord.NOT_ASKED,
            rules_number=1,
            entered_at=entered_at + timedelta(hours=place),
        )
        for place, (school, city, region) in enumerate(teams)
    )
    people = list(names(TEAM * len(entries)))
    Member.objects.bulk_create(
        Member(
            entry=entry,
            edition=edition,
            person=student if place == seat == 0 else None,
            name=student.name if place == seat == 0 else people[TEAM * place + seat],
            is_captain=seat == 0,
            joined_at=entry.entered_at,
        )
        for place, entry in enumerate(entries)
        for seat in range(TEAM)
    )
    return entries


def _hand_in(edition: Edition, teams: Sequence[Entry], *, is_over: bool) -> None:
    """Write the files; while it goes on, who signs in still writes and half the others too."""
    question = CaseQuestion.objects.select_related("case").get(case__stage__edition=edition)
    case = question.case
    ready = teams if is_over else teams[1::2]
    given = case.due_at - timedelta(hours=1) if is_over else timezone.now()
    files = Submission.objects.bulk_create(
        Submission(
            case=case,
            entry=team,
            revision=1,
            changed_at=given,
            handed_in_at=given,
            blind=BlindState.CLEAR,
            blind_at=given,
        )
        for team in ready
    )
    SubmissionAnswer.objects.bulk_create(
        SubmissionAnswer(
            submission=file,
            question=question,
            text=ANSWERS[place % len(ANSWERS)],
            revision=1,
            written_at=given,
        )
        for place, file in enumerate(files)
    )


def _judged(edition: Edition, people: Cast, organiser: Person) -> None:
    jurors = seat_jurors(edition, people)
    for stage in edition.stages.order_by("position"):
        judge(stage, jurors)
        Stage.objects.filter(pk=stage.pk).update(status=StageStatus.CLOSED)
        decide_stage(stage_id=stage.pk, actor_id=organiser.pk)
        publish_decision(stage_id=stage.pk, actor_id=organiser.pk)
