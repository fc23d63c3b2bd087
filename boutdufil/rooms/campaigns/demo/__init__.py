"""The room's part of the demo world: an invented tour of Lorraine, invented twenty-four hours."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from boutdufil.rooms.campaigns.demo import nation, tour
from boutdufil.rooms.campaigns.demo.stages import STAGES, StageError
from boutdufil.rooms.campaigns.models import Node

__all__ = ["STAGES", "StageError", "furnish"]


@transaction.atomic
def furnish(stage: str | None = None) -> None:
    """Furnish it as it is at a stage, "before" unless one is said; a second time changes nothing.

    :raises StageError: it is there already, at another stage than the one that is said.
    """
    today = timezone.localdate()
    standing = standing_stage(today)
    if standing and stage not in (None, standing):
        raise StageError(standing)
    tour.furnish(today=today, stage=stage or "before")
    organiser = Node.objects.select_related("organiser").get(slug=tour.SLUG).organiser
    nation.furnish(organiser=organiser, today=today, stage=stage or "before")


def standing_stage(today: date) -> str:
    """Return the stage of the tour that is there, by its days; empty for no tour."""
    found = Node.objects.filter(slug=tour.SLUG).first()
    if found is None or found.starts_on is None or found.ends_on is None:
        return ""
    return "before" if today < found.starts_on else "during" if today <= found.ends_on else "after"
