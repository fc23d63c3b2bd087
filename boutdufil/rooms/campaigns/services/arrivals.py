"""Who came: one moment for each registration, the earliest anybody saw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from boutdufil.kernel import events
from boutdufil.rooms.campaigns.events import VisitorCame
from boutdufil.rooms.campaigns.models import Registration


@transaction.atomic
def record_arrival(*, registration_id: int, at: datetime) -> bool:
    """Write down that somebody came; the earliest moment stays. Tell whether it is news.

    Told to the other modules once, however many doors they came through.
    """
    found = Registration.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "intake"
    )
    one = found.filter(pk=registration_id).first()
    if one is None or (one.came_at is not None and one.came_at <= at):
        return False
    is_news = one.came_at is None
    one.came_at = at
    one.save(update_fields=["came_at"])
    if is_news:
        events.publish(VisitorCame(registration_id=one.pk, node_id=one.intake.node_id))
    return is_news


@transaction.atomic
def withdraw_arrival(*, registration_id: int) -> None:
    """Say that an arrival was a mistake and nobody else saw one."""
    Registration.objects.filter(pk=registration_id).update(came_at=None)
