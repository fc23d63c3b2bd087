"""Candidates of the demo world: Karim has an interview to answer, five others wait or were told.

All are invented; those who are no demo identity have an address nobody can have (RFC 2606).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_person
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.rooms.mobility import services
from boutdufil.rooms.mobility.demo import organisations
from boutdufil.rooms.mobility.demo.people import proposed_and_ticked
from boutdufil.rooms.mobility.enums import InterviewPlace, RefusalReason, SlotState, Stage
from boutdufil.rooms.mobility.models import Application, Profile
from boutdufil.rooms.mobility.services import candidates, interviews
from boutdufil.rooms.mobility.services.applications import ApplicationDraft, send_application
from boutdufil.rooms.mobility.services.interviews import Meeting

EMPLOYER, RECRUITER, AGENT = "voix-du-beffroi", "employeur", "agent-administratif"
ADVISER = "D1408"
ADDRESS = "{}@candidats.boutdufil.invalid"
KARIM_WRITES = (
    "Bonjour,\n\nJ’ai répondu pendant onze ans aux courriers et aux appels des clients d’une "
    "entreprise de vente par correspondance. Mon service ferme. Rassurer quelqu’un au téléphone "
    "et tenir un dossier jusqu’au bout, c’est ce que je sais faire. Je suis libre dès le mois "
    "prochain."
)
MEETING = Meeting(
    minutes=30,
    place=InterviewPlace.ONSITE,
    where="Voix du Beffroi (inventée), 2e étage, Lille",
    access="Entrée de plain-pied, ascenseur, boucle magnétique à l’accueil",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One invented candidate: what they did, what they wrote, how far they came."""

    slug: str
    name: str
    words: str
    code: str
    years: int
    letter: str
    stage: str = Stage.SENT


CANDIDATES = (
    Candidate(
        "ines.moreau", "Inès Moreau", "téléconseillère", ADVISER, 4,
        "Quatre ans au téléphone dans une mutuelle : j’aime les journées où chaque appel est une "
        "autre histoire.", Stage.SHORTLISTED,
    ),
    Candidate(
        "lucas.petit", "Lucas Petit", "hôte de caisse", "D1505", 3,
        "Je cherche un travail où l’on a le temps d’écouter.", Stage.REFUSED,
    ),
    Candidate(
        "fatou.diallo", "Fatou Diallo", "hôtesse d’accueil", "M1601", 6,
        "Accueillir, orienter, expliquer : je le fais depuis six ans, en français et en wolof.",
        Stage.READ,
    ),
    Candidate(
        "thomas.legrand", "Thomas Legrand", "préparateur de commandes", "N1103", 9,
        "Je connais le chemin d’une commande de bout en bout. Je voudrais maintenant parler à "
        "ceux qui l’attendent.",
    ),
    Candidate(
        "aicha.benali", "Aïcha Benali", "assistante commerciale", "D1401", 12,
        "Disponible tout de suite, aussi le samedi.",
    ),
)  # fmt: skip


@transaction.atomic
def furnish() -> None:
    """Have them apply where Voix du Beffroi recruits; a second time changes nothing."""
    vacancy, recruiter = _vacancy(), Person.objects.filter(demo_slug=RECRUITER).first()
    if vacancy is None or recruiter is None:
        return
    for candidate in CANDIDATES:
        _apply(candidate, vacancy, recruiter)
    agent = Person.objects.filter(demo_slug=AGENT).first()
    if agent is not None:
        _invite(_applied(agent, vacancy, KARIM_WRITES), recruiter)


def _vacancy() -> Vacancy | None:
    """The employer's first vacancy for advisers, or any other it published."""
    employer = organisations.find(EMPLOYER)
    shown = Vacancy.objects.filter(organisation=employer, status=VacancyStatus.PUBLISHED)
    return shown.filter(code=ADVISER).order_by("pk").first() or shown.order_by("pk").first()


def _apply(candidate: Candidate, vacancy: Vacancy, recruiter: Person) -> None:
    person = _person(candidate)
    if Application.objects.filter(vacancy=vacancy, person=person).exists():
        return
    application = _applied(person, vacancy, candidate.letter)
    _bring_to(application, candidate.stage, recruiter)


def _person(candidate: Candidate) -> Person:
    """The candidate with their path; made once."""
    email = ADDRESS.format(candidate.slug)
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = create_person(email=email, name=candidate.name, language="fr")
        _tell(services.profiles.open_profile(person_id=person.pk), candidate)
    return person


def _tell(profile: Profile, candidate: Candidate) -> None:
    services.past_jobs.add_past_job(
        profile=profile,
        code=candidate.code,
        label="",
        words=candidate.words,
        years=candidate.years,
    )
    shown, ticked = proposed_and_ticked(profile)
    services.skills.decide_skills(profile=profile, shown=shown, ticked=ticked)


def _applied(person: Person, vacancy: Vacancy, letter: str) -> Application:
    """The person's application there, sent now when there is none."""
    mine = Application.objects.filter(vacancy=vacancy, person=person).first()
    if mine is not None:
        return mine
    profile = Profile.objects.get(person=person)
    draft = ApplicationDraft(
        skills=tuple(profile.skills.values_list("skill", flat=True)),
        jobs=tuple(profile.past_jobs.values_list("pk", flat=True)),
        letter=letter,
    )
    return send_application(vacancy_id=vacancy.pk, person_id=person.pk, draft=draft)


def _bring_to(application: Application, stage: str, recruiter: Person) -> None:
    """Take a fresh application as far as its story goes."""
    if stage == Stage.SENT:
        return
    candidates.open_application(application_id=application.pk, reader_id=recruiter.pk)
    if stage == Stage.SHORTLISTED:
        candidates.move_application(
            application_id=application.pk, stage=stage, actor_id=recruiter.pk
        )
        candidates.write_message(
            application_id=application.pk,
            words="Bonjour, votre lettre nous a plu. Nous revenons vers vous cette semaine.",
            sender_id=recruiter.pk,
            from_employer=True,
        )
    if stage == Stage.REFUSED:
        candidates.refuse_application(
            application_id=application.pk,
            reason=RefusalReason.OTHER,
            words="Merci pour votre candidature. Deux personnes qui ont déjà tenu ce poste "
            "correspondent de plus près à ce que nous cherchons aujourd’hui.",
            actor_id=recruiter.pk,
        )


def _invite(application: Application, recruiter: Person) -> None:
    """Propose three moments to come, unless some stand or the story went on."""
    waiting = application.stage in {Stage.SENT, Stage.READ, Stage.INTERVIEW}
    standing = application.slots.filter(
        state__in=[SlotState.PROPOSED, SlotState.CHOSEN], starts_at__gt=timezone.now()
    )
    if not waiting or standing.exists():
        return
    candidates.open_application(application_id=application.pk, reader_id=recruiter.pk)
    interviews.propose_slots(
        application_id=application.pk,
        starts=list(_moments()),
        meeting=MEETING,
        actor_id=recruiter.pk,
    )


def _moments() -> Iterator[datetime]:
    """Three mornings of working days, from the day after next."""
    day, found = timezone.localdate() + timedelta(days=1), 0
    while found < 3:
        day += timedelta(days=1)
        if day.weekday() < 5:
            found += 1
            yield timezone.make_aware(datetime.combine(day, time(9 + found, 30)))
