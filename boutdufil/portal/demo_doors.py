"""The doors of the demo world: invented people one may become, numbers one may call."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.selectors import DemoPerson, demo_people
from boutdufil.rooms.illico.selectors.numbers import public_number


@dataclass(frozen=True, slots=True)
class DemoDoor:
    """An invented person one may become, and the page where their story begins."""

    slug: str
    name: str
    story: str
    url: str


@dataclass(frozen=True, slots=True)
class DemoRole:
    """What one may try, and the people who do it."""

    title: str | Promise
    doors: tuple[DemoDoor, ...]


@dataclass(frozen=True, slots=True)
class DemoCall:
    """A call anybody may make in the demo world, and the page whose button makes it."""

    title: str | Promise
    text: str | Promise
    url: str


# What each role's people do, and the page where it begins; in the order of the page.
ROLES: tuple[tuple[str | Promise, dict[str, str]], ...] = (
    (
        _("Trouver un métier, recruter, reclasser, former"),
        {
            "preparatrice": "mobility:paths",
            "agent-administratif": "mobility:paths",
            "rh-site": "mobility:plans",
            "employeur": "mobility:employer",
            "branche": "people:my_page",
            "organisme": "training:seat",
        },
    ),
    (
        _("Répondre aux appels"),
        {
            "conseillere-a-domicile": "illico:console",
            "conseiller-sourd": "illico:console",
            "interprete": "illico:console",
            "conseiller-du-centre": "illico:console",
            "superviseure": "illico:supervision",
        },
    ),
    (
        _("Mener une campagne"),
        {
            "organisatrice": "campaigns:desk",
            "ouvre-son-centre": "campaigns:desk",
            "recruteuse-du-tour": "people:my_page",
            "visiteuse-du-tour": "people:my_page",
        },
    ),
    (
        _("Tenir un numéro"),
        {
            "titulaire": "illico:own_numbers",
            "titulaire-mutuelle": "illico:own_numbers",
            "mairie": "illico:own_numbers",
            "titulaire-telecom": "illico:own_numbers",
            "titulaire-transports": "illico:own_numbers",
            "titulaire-ateliers": "illico:own_numbers",
        },
    ),
    (
        _("Tenir la promesse, la vérifier"),
        {
            "comite": "illico:committee",
            "comite-2": "illico:committee",
            "comite-3": "illico:committee",
            "comite-4": "illico:committee",
            "auditrice": "people:my_page",
        },
    ),
)
STORIES_BEGIN = {slug: page for _title, people in ROLES for slug, page in people.items()}
OTHERS = _("Et aussi")
# Open at any hour, so that a visitor always finds the button.
CALLS = (
    (
        "suivi-de-commande",
        _("Appeler un numéro"),
        _("Comme une personne qui cherche son colis, par la voix ou par écrit."),
    ),
    (
        "mairie-de-valmont",
        _("Appeler en langue des signes"),
        _("Comme une personne sourde qui joint sa mairie, en vidéo ou par écrit."),
    ),
)


def demo_roles() -> tuple[DemoRole, ...]:
    """The people of the demo world by what they do; none elsewhere."""
    left = {person.slug: person for person in demo_people()}
    roles = [
        DemoRole(title, _doors(left.pop(slug) for slug in people if slug in left))
        for title, people in ROLES
    ]
    return tuple(role for role in (*roles, DemoRole(OTHERS, _doors(left.values()))) if role.doors)


def demo_calls() -> tuple[DemoCall, ...]:
    """The invented numbers one may call without being anybody; none where there are none."""
    return tuple(
        DemoCall(title, text, reverse("illico:number", args=[code]))
        for code, title, text in CALLS
        if (found := public_number(code)) is not None and found.is_invented
    )


def _doors(people: Iterable[DemoPerson]) -> tuple[DemoDoor, ...]:
    return tuple(
        DemoDoor(p.slug, p.name, p.story, reverse(STORIES_BEGIN.get(p.slug, "people:my_page")))
        for p in people
    )
