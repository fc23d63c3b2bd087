"""Twenty invented centres of Lorraine that recruit on the tour: 500 posts, really in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from boutdufil.kernel.organisations.enums import CentreKind
from boutdufil.kernel.organisations.services import create_organisation
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import Contract, PayPeriod
from boutdufil.rooms.campaigns.enums import PartnerRole, Trait
from boutdufil.rooms.campaigns.models import Partner
from boutdufil.rooms.campaigns.rules.rows import NodeRow

POSTS = 500
SHOWN_FOR = timedelta(days=90)
# Of the four centres of a stop, the largest first: a fifth of all posts.
SHARES = (40, 30, 20, 10)
CENTRES = {
    "tour-metz": (
        "Banque des Trois Évêchés",
        "Relais Mosellan",
        "Énergies Graoully",
        "Voix Haute",
    ),
    "tour-nancy": ("Assurances du Grand Couronné", "Cristal Appels", "Lorraine Télécom", "Mirabel"),
    "tour-thionville": (
        "Crédit des Forges",
        "Allô Trois Frontières",
        "Acier Services",
        "Portes Sud",
    ),
    "tour-epinal": ("Textiles des Hautes Vosges", "Image et Voix", "Sapin Assistance", "Moselotte"),
    "tour-bar-le-duc": ("Mutuelle de l’Ornain", "Groseille Relation", "Meuse Habitat", "Argonne"),
}
# In-house centres and providers in turn.
KINDS = (CentreKind.IN_HOUSE, CentreKind.PROVIDER)
JOBS = (
    ("D1408", "Conseiller client à distance / Conseillère client à distance"),
    ("D1408", "Téléconseiller / Téléconseillère"),
    ("D1408", "Conseiller / Conseillère en assistance à distance"),
    ("D1408", "Téléconseiller bilingue / Téléconseillère bilingue"),
)
TEXT = (
    "Vous répondez par téléphone et par écrit à des clientes et à des clients. Quatre semaines de "
    "formation payées, une personne à côté de vous le premier mois. Aucun diplôme n’est demandé."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a centre offers at a stop: a vacancy of so many posts."""

    organisation_id: int
    vacancy_id: int
    posts: int


def recruit(stops: Mapping[str, NodeRow], *, already: int) -> dict[str, list[Offer]]:
    """Let every centre offer its posts at its stop; with those shown ``already`` they are 500."""
    offers: dict[str, list[Offer]] = {}
    for number, (slug, stop) in enumerate(stops.items()):
        shares = list(SHARES)
        if number == len(stops) - 1:
            shares[0] -= already
        offers[slug] = [
            _offer(stop, name, place, posts)
            for place, (name, posts) in enumerate(zip(CENTRES[slug], shares, strict=True))
        ]
    return offers


def _offer(stop: NodeRow, name: str, place: int, posts: int) -> Offer:
    commune = stop.said[Trait.PLACE].commune
    described = Description(
        name=f"{name} (inventée)",
        centre=KINDS[place % len(KINDS)],
        commune=commune,
        invented=True,
    )
    firm = create_organisation(described=described, creator_id=None)
    # By their SIRET alone are organisations found as partners, and invented ones have none.
    Partner.objects.create(
        node_id=stop.id,
        organisation=firm,
        name=firm.name,
        role=PartnerRole.SUPPORTER,
        promise="Recruter dans le bus",
        position=place + 1,
    )
    draft = _draft(commune, place, posts)
    vacancy = ledger.create_vacancy(organisation_id=firm.pk, draft=draft, actor_id=None)
    ledger.publish_vacancy(vacancy_id=vacancy.pk, actor_id=None, confirmed=True)
    ledger.attach(vacancy_id=vacancy.pk, to=stop.reference)
    return Offer(firm.pk, vacancy.pk, posts)


def _draft(commune: str, place: int, posts: int) -> VacancyDraft:
    code, title = JOBS[place % len(JOBS)]
    pay = 185_000 + place * 4_000
    return VacancyDraft(
        code=code,
        title=title,
        contract=Contract.PERMANENT if place % 2 == 0 else Contract.FIXED_TERM,
        contract_months=None if place % 2 == 0 else 9,
        commune=commune,
        posts=posts,
        description=TEXT,
        weekly_hours=Decimal(35),
        pay_min=pay,
        pay_max=pay + 12_000,
        pay_period=PayPeriod.MONTH,
        apply_until=timezone.localdate() + SHOWN_FOR,
    )


def largest_first(offers: list[Offer], hires: int) -> Iterator[Offer]:
    """Yield whom each hire goes to, so that each centre fills its share of the stop's posts."""
    every = sum(offer.posts for offer in offers)
    given = dict.fromkeys(range(len(offers)), 0)
    for done in range(1, hires + 1):
        behind = max(given, key=lambda i: done * offers[i].posts / every - given[i])
        given[behind] += 1
        yield offers[behind]
