"""The room's part of the demo world: a simulated survey of the trade, stamped so everywhere."""

from django.db import transaction

from boutdufil.rooms.barometer.demo import surveys

__all__ = ["furnish"]


@transaction.atomic
def furnish() -> None:
    """Furnish it with invented centres; a second time changes nothing."""
    surveys.furnish()
