"""The invented people who answer the numbers of the demo world, and who leads them.

They sit at a provider to which every invented number is entrusted, so that whoever calls any of
them in one window can be answered in another.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from boutdufil.kernel.organisations.enums import CentreKind, OrganisationKind, Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.services import create_organisation, grant_role
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.illico.models import Agent, Number
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.supervision import opinion_on
from boutdufil.rooms.illico.services.agents import change_seat, entrust_number, seat_agent
from boutdufil.rooms.illico.services.guidance import write_guidance
from boutdufil.rooms.illico.services.supervision import record_opinion

PROVIDER = "Voix du Beffroi (inventée)"
LILLE = "59350"
PROCEDURE = (
    "Écouter la demande jusqu’au bout, puis la redire.\n"
    "Demander le numéro de dossier ou de commande, rien de plus.\n"
    "Dire ce qui va se passer, et quand."
)
MAY_DECIDE = "Un renvoi ou un remboursement jusqu’à 30 €, sans demander."
# Of an invented works council.
OPINION = date(2026, 9, 15)


@dataclass(frozen=True, slots=True)
class Answering:
    """One invented person who answers, as their seat describes them."""

    slug: str
    name: str
    story: str
    capacity: dict[str, int]
    languages: tuple[str, ...] = field(default=("fr",))
    is_home: bool = False
    signs_first: bool = False
    is_interpreter: bool = False


PEOPLE = (
    Answering(
        slug="conseillere-a-domicile",
        name="Inès Vasseur",
        story=gettext_noop("Répond de chez elle, par la voix et par écrit"),
        capacity={"voice": 1, "text": 1},
        languages=("fr", "en"),
        is_home=True,
    ),
    Answering(
        slug="conseiller-sourd",
        name="Théo Marchal",
        story=gettext_noop("Sourd, répond en langue des signes et par écrit"),
        capacity={"video": 1, "text": 1},
        languages=("lsf", "fr"),
        signs_first=True,
    ),
    Answering(
        slug="interprete",
        name="Claire Humbert",
        story=gettext_noop("Interprète en langue des signes, rejoint un appel quand on le demande"),
        capacity={"video": 1, "voice": 1},
        languages=("lsf", "fr"),
        is_interpreter=True,
    ),
    Answering(
        slug="conseiller-du-centre",
        name="Bruno Wagner",
        story=gettext_noop("Répond depuis un centre de Lille, aide ses collègues"),
        capacity={"voice": 1, "text": 1},
    ),
)
LEADER = Answering(
    slug="superviseure",
    name="Mireille Dufour",
    story=gettext_noop("Suit les appels du jour et vient en aide à l’équipe"),
    capacity={},
)


@transaction.atomic
def furnish() -> None:
    """Seat them on every invented number that is published; a second time adds what is new."""
    provider = _provider()
    numbers = Number.objects.filter(organisation__invented=True, published_at__isnull=False)
    for number in numbers:
        if not number.procedure:
            write_guidance(
                number_id=number.pk, procedure=PROCEDURE, may_decide=MAY_DECIDE, actor_id=None
            )
        entrust_number(number_id=number.pk, organisation_id=provider.pk, actor_id=None)
    for one in PEOPLE:
        _seat(one, provider, tuple(numbers.values_list("pk", flat=True)))
    leader = create_demo_person(slug=LEADER.slug, name=LEADER.name, story=LEADER.story)
    grant_role(
        organisation_id=provider.pk, person_id=leader.pk, role=Role.SUPERVISOR, actor_id=None
    )
    if opinion_on(provider.pk) is None:
        record_opinion(
            organisation_id=provider.pk, given_on=OPINION, actor_id=leader.pk, document=None
        )


def _provider() -> Organisation:
    found = Organisation.objects.filter(name=PROVIDER, invented=True).first()
    if found is not None:
        return found
    described = Description(
        name=PROVIDER,
        kind=OrganisationKind.COMPANY,
        centre=CentreKind.PROVIDER,
        commune=LILLE,
        invented=True,
    )
    return create_organisation(described=described, creator_id=None)


def _seat(one: Answering, provider: Organisation, numbers: tuple[int, ...]) -> None:
    person = create_demo_person(slug=one.slug, name=one.name, story=one.story)
    seat = Seat(
        given_name=one.name.partition(" ")[0],
        numbers=numbers,
        languages=one.languages,
        capacity=one.capacity,
        is_home=one.is_home,
        is_interpreter=one.is_interpreter,
        signs_first=one.signs_first,
    )
    held = Agent.objects.filter(person=person, organisation=provider, ended_at=None).first()
    if held is None:
        seat_agent(organisation_id=provider.pk, person_id=person.pk, seat=seat)
    elif set(held.numbers.values_list("pk", flat=True)) != set(numbers):
        change_seat(agent_id=held.pk, seat=seat, actor_id=None)
