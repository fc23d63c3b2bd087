"""What the portal's pages read from the floors below."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.adapters.keys import key_list, public_keys
from boutdufil.kernel.occupations.selectors import attribution, holdings
from boutdufil.kernel.posts.selectors import PostFigure, Scope, post_figure

__all__ = [
    "FrontDoor",
    "all_posts",
    "attribution",
    "front_doors",
    "holdings",
    "key_list",
    "public_keys",
]


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """A reason to come other than one's own path, and where it leads."""

    url: str
    title: str | Promise
    text: str | Promise


def front_doors() -> tuple[FrontDoor, ...]:
    """The other ways into the platform, in the order in which most people come."""
    return (
        FrontDoor(
            reverse("mobility:employer"),
            _("Vous recrutez"),
            _("Publiez vos postes, ou importez-les d’un tableau. Chaque ligne fausse est nommée."),
        ),
        FrontDoor(
            reverse("mobility:plans"),
            _("Un site ferme ou se réduit"),
            _("Une proposition expliquée à chaque personne, dans le respect de la procédure."),
        ),
        FrontDoor(
            reverse("training:start"),
            _("Vous formez, vous certifiez"),
            _("Certificats, blocs de compétences, sessions et places."),
        ),
        FrontDoor(
            reverse("mobility:branches"),
            _("Vous représentez une branche"),
            _("Vos métiers, vos portes ouvertes, vos accords. Un nouveau secteur s’ouvre ici."),
        ),
        FrontDoor(
            reverse("contests:directory"),
            _("Vous voulez concourir"),
            _("Une élection, un concours étudiant : chaque décision y est expliquée."),
        ),
    )


def all_posts() -> PostFigure:
    """Every published post of the platform."""
    return post_figure(Scope())
