"""Six invented numbers, whose holders, towns and promises are invented too."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_noop

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.organisations.enums import CentreKind, OrganisationKind, Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.services import create_organisation, grant_role
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.illico.enums import Purpose
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.rules.drafts import NumberDraft
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, MIDNIGHT, Span
from boutdufil.rooms.illico.services.hours import publish_days, set_hours
from boutdufil.rooms.illico.services.numbers import publish_number, register_number

ALL = (Channel.VOICE, Channel.VIDEO, Channel.TEXT)
# Always open, so that a visitor of the demo can call at any hour.
ALWAYS = tuple(Span(day, MIDNIGHT, END_OF_DAY) for day in range(1, 8))
LONG_DAYS = tuple(Span(day, time(7), time(22)) for day in range(1, 8))
OFFICE = tuple(Span(day, time(9), time(18)) for day in range(1, 6))
OPEN_FOR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Holder:
    """One invented organisation and the person who manages its numbers."""

    name: str
    kind: str
    slug: str
    person: str
    story: str


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented number."""

    holder: Holder
    draft: NumberDraft
    hours: tuple[Span, ...]


MAIL_ORDER = Holder(
    "La Filature du Nord (inventée)",
    OrganisationKind.COMPANY,
    "titulaire",
    "Agnès Laurent",
    gettext_noop("Dirige le service client d’une maison de vente à distance"),
)
INSURER = Holder(
    "Mutuelle des Remparts (inventée)",
    OrganisationKind.COMPANY,
    "titulaire-mutuelle",
    "Gérard Quenot",
    gettext_noop("Tient le numéro d’une mutuelle placée sous surveillance"),
)
TOWN_HALL = Holder(
    "Mairie de Valmont-les-Étangs (inventée)",
    OrganisationKind.PUBLIC_BODY,
    "mairie",
    "Samia Belkacem",
    gettext_noop("Tient le numéro d’une mairie, en langue des signes aussi"),
)
TELECOM = Holder(
    "Fil d’Opale Télécom (inventée)",
    OrganisationKind.COMPANY,
    "titulaire-telecom",
    "Hugo Renard",
    gettext_noop("Conteste la suspension du numéro d’un fournisseur d’accès"),
)
TRANSPORT = Holder(
    "Régie des transports de la Lys (inventée)",
    OrganisationKind.PUBLIC_BODY,
    "titulaire-transports",
    "Odile Carpentier",
    gettext_noop("Tient le numéro d’une régie de transports"),
)
WORKSHOPS = Holder(
    "Les Ateliers du Canal (inventée)",
    OrganisationKind.COMPANY,
    "titulaire-ateliers",
    "Nicolas Dhont",
    gettext_noop("Demande à entrer dans la charte avec très peu d’appels"),
)

NUMBERS = (
    Invented(
        MAIL_ORDER,
        NumberDraft(
            name="Suivi de commande et retours",
            code="suivi-de-commande",
            presentation="Un colis en retard, un retour, un remboursement : on vous répond "
            "jour et nuit.",
            purposes=(Purpose.CONTRACT, Purpose.AFTER_SALES, Purpose.COMPLAINT),
            channels=ALL,
            languages=("fr", "en", "lpc"),
            rate=6_000,
            ceiling=120_000,
            floor=3_000,
            free_alternative="Le formulaire de votre espace client",
            closed_on_holidays=False,
        ),
        ALWAYS,
    ),
    Invented(
        INSURER,
        NumberDraft(
            name="Sinistres et remboursements",
            code="sinistres",
            presentation="Déclarer un sinistre, suivre un dossier, comprendre un remboursement.",
            purposes=(Purpose.CONTRACT, Purpose.COMPLAINT),
            channels=ALL,
            languages=("fr", "lpc"),
            skills=("sinistres",),
            is_complex=True,
            over_250_million=True,
            rate=5_400,
            ceiling=150_000,
            floor=3_200,
            closed_on_holidays=False,
        ),
        ALWAYS,
    ),
    Invented(
        TOWN_HALL,
        NumberDraft(
            name="Mairie de Valmont-les-Étangs",
            code="mairie-de-valmont",
            presentation="État civil, école, cantine, déchets, logement : une personne de la "
            "mairie vous répond, en langue des signes aussi.",
            purposes=(Purpose.PUBLIC_SERVICE, Purpose.INFORMATION),
            channels=ALL,
            languages=("fr", "en", "ar", "lpc"),
            rate=4_800,
            floor=2_800,
            free_alternative="L’accueil de la mairie, 1 place des Étangs",
            closed_on_holidays=False,
        ),
        ALWAYS,
    ),
    Invented(
        TELECOM,
        NumberDraft(
            name="Assistance internet et mobile",
            code="assistance-internet",
            presentation="Une panne, une facture, un changement d’adresse.",
            purposes=(Purpose.AFTER_SALES, Purpose.COMPLAINT),
            channels=ALL,
            languages=("fr", "lpc"),
            over_250_million=True,
            rate=6_000,
            ceiling=60_000,
            closed_on_holidays=False,
        ),
        LONG_DAYS,
    ),
    Invented(
        TRANSPORT,
        NumberDraft(
            name="Info trafic et abonnements",
            code="transports-de-la-lys",
            presentation="Les lignes, les correspondances, votre abonnement, un objet perdu.",
            purposes=(Purpose.PUBLIC_SERVICE, Purpose.INFORMATION),
            channels=ALL,
            languages=("fr", "nl", "lpc"),
            rate=4_200,
            floor=2_600,
            closed_on_holidays=False,
        ),
        LONG_DAYS,
    ),
    Invented(
        WORKSHOPS,
        NumberDraft(
            name="Conseil bricolage et outils",
            code="ateliers-conseil",
            presentation="Choisir un outil, réparer plutôt que jeter.",
            purposes=(Purpose.ADVICE, Purpose.PURCHASE),
            channels=(Channel.VOICE,),
            rate=3_500,
        ),
        OFFICE,
    ),
)


def furnish(now: datetime) -> None:
    """Register and publish the numbers; a second time publishes the days to come alone."""
    for one in NUMBERS:
        if not Number.objects.filter(code=one.draft.code).exists():
            _open(one, now)
    publish_days(now=now)


def find(code: str) -> Number:
    """Return one of the invented numbers."""
    return Number.objects.get(code=code, organisation__invented=True)


def _open(one: Invented, now: datetime) -> None:
    holder = one.holder
    described = Description(
        name=holder.name, kind=holder.kind, centre=CentreKind.IN_HOUSE, invented=True
    )
    found = Organisation.objects.filter(name=holder.name, invented=True).first()
    firm = found or create_organisation(described=described, creator_id=None)
    person = create_demo_person(slug=holder.slug, name=holder.person, story=holder.story)
    grant_role(organisation_id=firm.pk, person_id=person.pk, role=Role.MANAGER, actor_id=None)
    number = register_number(organisation_id=firm.pk, draft=one.draft, actor_id=person.pk)
    hours = dict.fromkeys(one.draft.channels, one.hours)
    set_hours(number_id=number.pk, hours=hours, actor_id=person.pk)
    publish_number(number_id=number.pk, actor_id=person.pk, now=now - OPEN_FOR)
