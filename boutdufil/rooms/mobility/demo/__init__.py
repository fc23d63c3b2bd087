"""The room's part of the demo world: invented people and companies only."""

from django.db import transaction

from boutdufil.rooms.mobility.demo import (
    applications,
    organisations,
    people,
    plan,
    practice,
    training,
    vacancies,
)


@transaction.atomic
def furnish() -> None:
    """Furnish it in order; a second time changes nothing."""
    people.furnish()
    organisations.furnish()
    training.furnish()
    vacancies.furnish()
    plan.furnish()
    applications.furnish()
    practice.furnish()
