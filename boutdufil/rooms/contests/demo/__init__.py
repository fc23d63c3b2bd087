"""The room's part of the demo world: an election and a student contest, both invented."""

from django.db import transaction
from django.utils import timezone

from boutdufil.rooms.contests.demo import election, students

__all__ = ["furnish"]


@transaction.atomic
def furnish(stage: str | None = None) -> None:
    """Furnish it as it is at a stage, "before" unless one is said; a second time changes nothing.

    ``stage`` is one of "before" (one can enter), "during" (the quiz and the case are on), "after"
    (all is published, and contested).
    """
    now, shown = timezone.now(), stage or "before"
    election.furnish(now=now, stage=shown)
    students.furnish(now=now, stage=shown)
