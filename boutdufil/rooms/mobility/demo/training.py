"""The trainings of the demo world: an invented CQPI of two branches, its neighbours, sessions.

Certificates, body and dates are invented; the skills of the blocks are those of the cards in
force, so that the gap of a real path is what they close.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import COUNTED_KINDS
from boutdufil.kernel.organisations.models import Agreement
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.training import services
from boutdufil.kernel.training.enums import (
    CertificateKind,
    Mode,
    QualiopiAction,
    TaughtLanguage,
    TrainingPayer,
)
from boutdufil.kernel.training.models import Certificate, Programme, TrainingBody
from boutdufil.kernel.training.services.accreditations import AccreditationDraft
from boutdufil.kernel.training.services.bodies import BodyDraft
from boutdufil.kernel.training.services.certificates import BlockDraft, CertificateDraft
from boutdufil.kernel.training.services.programmes import ProgrammeDraft, SessionDraft
from boutdufil.rooms.mobility.demo import organisations
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.services import training_paths

LILLE, ROUBAIX, METZ = "59350", "59512", "57463"
FIRST_MONDAY = date(2027, 1, 11)
CQPI = "CQPI Conseiller, conseillère commerciale à distance (inventé)"
CQP = "CQP Assistant commercial, assistante commerciale en ligne (inventé)"
TITLE = "Titre Conseiller, conseillère relation client à distance (inventé)"
MUTUAL = (TrainingPayer.OPCO, TrainingPayer.EMPLOYER, TrainingPayer.FRANCE_TRAVAIL)

# The headings of the guide's cards under each block; another heading goes to the next block.
CALL, LISTEN = "Au téléphone et à l’écran", "Écouter et comprendre"
CASE, SELL = "Dossiers, réclamations et suivi", "Vendre et proposer"


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented programme: its blocks, hours, cost in euros, and sessions.

    A session is (commune, weeks after the first Monday, weeks it lasts, seats).
    """

    label: str
    certificate: str
    blocks: tuple[int, ...]
    hours: int
    euros: int | None
    sessions: tuple[tuple[str, int, int, int], ...]
    mode: str = Mode.ON_SITE
    languages: tuple[str, ...] = (TaughtLanguage.FRENCH,)


PROGRAMMES = (
    Invented(
        "CQPI en entier : conseiller, conseillère commerciale à distance",
        CQPI,
        (1, 2, 3, 4),
        280,
        3920,
        ((LILLE, 0, 8, 12), (METZ, 4, 8, 10), (ROUBAIX, 9, 8, 12)),
    ),
    Invented(
        "Conduire un appel, écouter, répondre",
        CQPI,
        (1, 2),
        140,
        1960,
        ((LILLE, 0, 4, 8), (ROUBAIX, 5, 4, 8)),
    ),
    Invented(
        "Suivre un dossier dans les règles, en langue des signes",
        CQPI,
        (3,),
        70,
        980,
        ((ROUBAIX, 9, 2, 6),),
        languages=(TaughtLanguage.SIGN,),
    ),
    Invented("CQP en entier : vente en ligne", CQP, (1, 2), 210, 2940, ((LILLE, 2, 6, 10),)),
    Invented(
        "Titre en entier : relation client à distance",
        TITLE,
        (1, 2),
        400,
        None,
        ((METZ, 6, 14, 12),),
        mode=Mode.MIXED,
    ),
)


@transaction.atomic
def furnish() -> None:
    """Create the body, its certificates and sessions; a second time changes nothing."""
    if TrainingBody.objects.filter(organisation=organisations.find("atelier")).exists():
        return
    body = _declare()
    _certify()
    _accredit(body)
    for invented in PROGRAMMES:
        _teach(body, invented)
    _tell()


def first_monday() -> date:
    """Return the first day of the sessions: in January 2027, or five weeks ahead after that."""
    ahead = timezone.localdate() + timedelta(weeks=5)
    return max(FIRST_MONDAY, ahead - timedelta(days=ahead.weekday()))


def _declare() -> TrainingBody:
    return services.bodies.declare_body(
        organisation_id=organisations.find("atelier").pk,
        draft=BodyDraft(
            qualiopi_scope=(QualiopiAction.TRAINING, QualiopiAction.VAE),
            qualiopi_until=first_monday() + timedelta(days=900),
        ),
        actor_id=None,
    )


def _certify() -> None:
    agreement = Agreement.objects.get(title=organisations.AGREEMENT.title)
    owner = organisations.find_branch(organisations.DISTANCE_SELLING)
    cqpi = _create(_draft(CertificateKind.CQPI, CQPI, "D1408", _cqpi_blocks()), agreement.pk)
    _create(_draft(CertificateKind.CQP, CQP, "D1401", _halves("D1401")), owner_id=owner.pk)
    title = _create(_draft(CertificateKind.TITLE_RNCP, TITLE, "D1408", _halves("D1408")))
    services.certificates.declare_equivalence(
        block_id=cqpi.blocks.get(number=2).pk,
        gives_ids=[title.blocks.get(number=1).pk],
        source="Convention inventée pour la démonstration",
        actor_id=None,
    )


def _draft(kind: str, label: str, code: str, blocks: tuple[BlockDraft, ...]) -> CertificateDraft:
    level = 4 if kind == CertificateKind.TITLE_RNCP else None
    return CertificateDraft(
        kind=kind, label=label, blocks=blocks, codes=(code,), level=level, invented=True
    )


def _create(
    draft: CertificateDraft, agreement_id: int | None = None, owner_id: int | None = None
) -> Certificate:
    return services.certificates.create_certificate(
        draft=draft, owner_id=owner_id, agreement_id=agreement_id, actor_id=None
    )


def _cqpi_blocks() -> tuple[BlockDraft, ...]:
    """Split the customer adviser's card into four blocks by its headings."""
    found: dict[str, list[str]] = {CALL: [], LISTEN: [], CASE: [], SELL: []}
    spare = cycle((CASE, SELL))
    for label, codes in _headings("D1408"):
        found[label if label in found else next(spare)].extend(codes)
    return (
        BlockDraft("Conduire un appel", tuple(found[CALL]), 70),
        BlockDraft("Écouter, comprendre, répondre", tuple(found[LISTEN]), 70),
        BlockDraft("Suivre un dossier dans les règles", tuple(found[CASE]), 70),
        BlockDraft("Conseiller et vendre à distance", tuple(found[SELL]), 70),
    )


def _halves(code: str) -> tuple[BlockDraft, ...]:
    """Split a card in two blocks, its core first."""
    codes = [skill for _label, skills in _headings(code) for skill in skills]
    middle = len(codes) // 2
    return (
        BlockDraft("Le cœur du métier", tuple(codes[:middle])),
        BlockDraft("Le métier au complet", tuple(codes[middle:])),
    )


def _headings(code: str) -> list[tuple[str, list[str]]]:
    card = occupations.get_card(code)
    groups = card.skill_groups if card else ()
    return [
        (group.label, [skill.code for skill in group.skills])
        for group in groups
        if group.kind in COUNTED_KINDS
    ]


def _accredit(body: TrainingBody) -> None:
    for slug in organisations.BRANCHES:
        services.accreditations.grant_accreditation(
            body_id=body.pk,
            branch_id=organisations.find_branch(slug).pk,
            draft=AccreditationDraft(
                starts_on=timezone.localdate(),
                ends_on=first_monday() + timedelta(days=1095),
                evidence="Dossier et visite inventés pour la démonstration.",
                kinds=(CertificateKind.CQP, CertificateKind.CQPI),
            ),
            actor_id=None,
        )


def _teach(body: TrainingBody, invented: Invented) -> None:
    certificate = Certificate.objects.get(label=invented.certificate, invented=True)
    blocks = certificate.blocks.filter(number__in=invented.blocks)
    programme = services.programmes.create_programme(
        body_id=body.pk,
        draft=ProgrammeDraft(
            label=invented.label,
            block_ids=tuple(blocks.values_list("pk", flat=True)),
            hours=invented.hours,
            cost_cents=None if invented.euros is None else invented.euros * 100,
            payers=MUTUAL,
            mode=invented.mode,
            languages=invented.languages,
        ),
        actor_id=None,
    )
    for commune, after, weeks, seats in invented.sessions:
        _open(programme, commune, after, weeks, seats)


def _open(programme: Programme, commune: str, after: int, weeks: int, seats: int) -> None:
    monday = first_monday() + timedelta(weeks=after)
    friday = monday + timedelta(weeks=weeks, days=-3)
    services.programmes.open_session(
        programme_id=programme.pk,
        draft=SessionDraft(starts_on=monday, ends_on=friday, seats=seats, commune=commune),
        actor_id=None,
    )


def _tell() -> None:
    """Let the order picker say where she stands, and her colleague ask for a seat."""
    picker = Profile.objects.filter(person__demo_slug="preparatrice").first()
    if picker is not None:
        training_paths.say_situation(
            profile=picker,
            answers={
                "standing": "dismissal",
                "employer_size": "under1000",
                "receivership": "no",
            },
            income_until=first_monday() + timedelta(weeks=4, days=-3),
        )
    colleague = Person.objects.filter(demo_slug="agent-administratif").first()
    session = Programme.objects.get(label=PROGRAMMES[1].label).sessions.first()
    if colleague is not None and session is not None:
        services.seats.ask_seat(session_id=session.pk, person_id=colleague.pk)
