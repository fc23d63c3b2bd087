"""Telling handlers, and forgetting what passes."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.kernel.events import services


@jobs.task(name="events.deliver")
def deliver(handler: str, event_id: int) -> None:
    """Tell one handler of one event."""
    services.deliver(handler=handler, event_id=event_id)


@jobs.periodic(cron="41 * * * *", name="events.forget_passing")
def forget_passing() -> None:
    """Every hour: forget the events that were only to pass."""
    services.forget_passing(now=timezone.now())
