"""Who may do what with an edition. Denied by default; the public reads what is published.

The managers of its organiser run it: settings, stages, juries, decisions. No other role does, and
no partner; jurors, candidates and invigilators have permissions of their own.
"""

from __future__ import annotations

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.rules.rows import EditionRow

ORGANISERS = frozenset({Role.MANAGER})


def can_open_edition(actor: Actor, organisation_id: int) -> bool:
    """Allow the managers of an organisation to begin an edition in its name."""
    return has_role(actor, ORGANISERS, organisation_id)


def can_run_edition(actor: Actor, edition_id: int) -> bool:
    """Allow the managers of its organiser, and nobody else."""
    found = Edition.objects.filter(pk=edition_id).values_list("organiser_id", flat=True).first()
    return found is not None and has_role(actor, ORGANISERS, found)


def can_see_edition(actor: Actor, edition: EditionRow) -> bool:
    """Allow anybody what is published; before, those who run it."""
    return edition.is_public or can_run_edition(actor, edition.id)
