"""The invented organisations of the demo world: two branches, a firm that closes, employers.

No SIRET: a number that is nobody's today may be somebody's tomorrow.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from boutdufil.kernel.occupations.services import import_cards
from boutdufil.kernel.organisations.enums import CentreKind, OrganisationKind, Role
from boutdufil.kernel.organisations.models import Agreement, Branch, Organisation
from boutdufil.kernel.organisations.services import (
    affiliate,
    create_branch,
    create_organisation,
    grant_role,
    sign_agreement,
)
from boutdufil.kernel.organisations.services.agreements import Terms
from boutdufil.kernel.organisations.services.branches import Sector
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.services import create_demo_person

CUSTOMER_RELATIONS, DISTANCE_SELLING = "relation-client", "vente-a-distance"


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented organisation: where it stands, whose customers it answers, its branches."""

    name: str
    commune: str
    kind: str = OrganisationKind.COMPANY
    centre: str = CentreKind.NONE
    parent: str = ""
    branches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """One invented person who acts for an organisation or for the body of a branch."""

    slug: str
    name: str
    story: str
    roles: tuple[str, ...]
    firm: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class InventedBranch:
    """One branch of the demo, with the invented association that represents it."""

    name: str
    body: str
    codes: tuple[str, ...] = field(default=())
    presentation: str = ""


FIRMS = {
    "trois-etoffes": Firm("Les Trois Étoffes (inventée)", "59599", branches=(DISTANCE_SELLING,)),
    "trois-etoffes-site": Firm(
        "Les Trois Étoffes, Villeneuve-d’Ascq (inventé)",
        "59009",
        kind=OrganisationKind.SITE,
        parent="trois-etoffes",
    ),
    "voix-du-beffroi": Firm(
        "Voix du Beffroi (inventée)",
        "59350",
        centre=CentreKind.PROVIDER,
        branches=(CUSTOMER_RELATIONS,),
    ),
    "deux-rives": Firm(
        "Mutuelle des Deux Rives (inventée)",
        "57463",
        centre=CentreKind.IN_HOUSE,
        branches=(CUSTOMER_RELATIONS,),
    ),
    "allo-littoral": Firm(
        "Allô Littoral (inventée)",
        "59183",
        centre=CentreKind.PROVIDER,
        branches=(CUSTOMER_RELATIONS,),
    ),
    "banque-du-canal": Firm("Banque du Canal (inventée)", "59512", centre=CentreKind.IN_HOUSE),
    "atelier": Firm("Atelier des métiers (inventé)", "59350", kind=OrganisationKind.TRAINING_BODY),
    "logis-nord": Firm("Logis Nord (inventée)", "59343"),
}
KEYS = tuple(FIRMS)

BRANCHES = {
    CUSTOMER_RELATIONS: InventedBranch(
        name="Relation client",
        body="Association des centres de relation client (inventée)",
        codes=("D1408", "D1415", "D1432", "D1435", "M1613", "M1704", "I1404"),
        presentation=gettext_noop(
            "Branche inventée pour la démonstration : les centres de contacts, internes ou "
            "prestataires."
        ),
    ),
    DISTANCE_SELLING: InventedBranch(
        name="Vente à distance",
        body="Union des vendeurs à distance (inventée)",
        codes=("D1408", "D1409", "D1438", "N1103", "N1113", "H3302", "M1606"),
        presentation=gettext_noop(
            "Branche inventée pour la démonstration : la vente par correspondance et en ligne."
        ),
    ),
}

ACTORS = (
    Actor(
        slug="rh-site",
        name="Hélène Cartier",
        story=gettext_noop("DRH d’une entreprise de vente par correspondance dont un site ferme"),
        roles=(Role.MANAGER, Role.HR),
        firm="trois-etoffes",
    ),
    Actor(
        slug="employeur",
        name="Marc Tellier",
        story=gettext_noop("Recrute pour un centre de relation client à Lille"),
        roles=(Role.MANAGER, Role.RECRUITER),
        firm="voix-du-beffroi",
    ),
    Actor(
        slug="branche",
        name="Sophie Armand",
        story=gettext_noop("Parle pour la branche de la relation client"),
        roles=(Role.BRANCH_OFFICER,),
        branch=CUSTOMER_RELATIONS,
    ),
    Actor(
        slug="organisme",
        name="Yann Perrot",
        story=gettext_noop("Forme aux métiers de la relation client, à Lille"),
        roles=(Role.MANAGER, Role.TRAINER),
        firm="atelier",
    ),
)

AGREEMENT = Terms(
    title="Accord de mobilité entre la relation client et la vente à distance (inventé)",
    signed_on=date(2025, 10, 14),
    in_force_on=date(2025, 10, 14),
    ends_on=date(2028, 10, 13),
    summary=gettext_noop(
        "Des fiches métiers communes, des formations ouvertes aux deux branches et des "
        "certificats reconnus des deux côtés, pour que personne ne reste entre deux emplois."
    ),
    invented=True,
)


@transaction.atomic
def furnish() -> None:
    """Create the organisations, their branches, their people; a second time changes nothing."""
    for key in KEYS:
        _open(FIRMS[key])
    for slug, told in BRANCHES.items():
        _open_branch(slug, told)
    for key in KEYS:
        _affiliate(key)
    for actor in ACTORS:
        _employ(actor)
    _sign()


def find(key: str) -> Organisation:
    """Return the invented organisation of one of `KEYS`."""
    return Organisation.objects.get(name=FIRMS[key].name, invented=True)


def find_branch(slug: str) -> Branch:
    """Return one of the invented branches."""
    return Branch.objects.select_related("organisation").get(slug=slug)


def _open(firm: Firm) -> None:
    if Organisation.objects.filter(name=firm.name, invented=True).exists():
        return
    described = Description(
        name=firm.name,
        kind=firm.kind,
        centre=firm.centre,
        commune=firm.commune,
        invented=True,
    )
    parent_id = find(firm.parent).pk if firm.parent else None
    create_organisation(described=described, creator_id=None, parent_id=parent_id)


def _open_branch(slug: str, told: InventedBranch) -> None:
    if Branch.objects.filter(slug=slug).exists():
        return
    sector = Sector(name=told.name, slug=slug, presentation=told.presentation)
    branch = create_branch(sector=sector, body_name=told.body, invented=True)
    import_cards(branch_id=branch.pk, codes=told.codes, actor_id=None)


def _affiliate(key: str) -> None:
    for slug in FIRMS[key].branches:
        affiliate(
            branch_id=find_branch(slug).pk,
            organisation_id=find(key).pk,
            actor_id=None,
            since=AGREEMENT.signed_on,
        )


def _employ(actor: Actor) -> None:
    person = create_demo_person(slug=actor.slug, name=actor.name, story=actor.story)
    body = find_branch(actor.branch).organisation if actor.branch else find(actor.firm)
    for role in actor.roles:
        grant_role(organisation_id=body.pk, person_id=person.pk, role=role, actor_id=None)


def _sign() -> None:
    if Agreement.objects.filter(title=AGREEMENT.title).exists():
        return
    parties = [find_branch(slug).pk for slug in BRANCHES]
    sign_agreement(terms=AGREEMENT, party_ids=parties, confirmed_ids=parties, actor_id=None)
