"""Who plans tours: whoever may begin a campaign; a plan is its owner's alone."""

from __future__ import annotations

from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.campaigns.models import TourPlan
from boutdufil.rooms.campaigns.permissions.nodes import ORGANISERS


def can_plan_tours(actor: Actor) -> bool:
    """Allow the managers of an organisation."""
    return actor.pk is not None and bool(organisations_of(actor.pk, ORGANISERS))


def can_use_tour(actor: Actor, tour: TourPlan) -> bool:
    """Allow whoever had it planned, while they may plan."""
    return actor.pk == tour.owner_id and can_plan_tours(actor)
