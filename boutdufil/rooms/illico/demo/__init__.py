"""The room's part of the demo world: invented numbers, who answers them, how they did."""

from django.db import transaction
from django.utils import timezone

from boutdufil.rooms.illico.demo import agents, answers, money, numbers, promises
from boutdufil.rooms.illico.services import counting


@transaction.atomic
def furnish() -> None:
    """Furnish it in order; a second time adds what is new alone."""
    now = timezone.now()
    numbers.furnish(now)
    answers.furnish()
    agents.furnish()
    promises.furnish(now)
    money.furnish(now)
    counting.tell_counts(now=now)
