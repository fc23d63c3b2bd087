"""Jobs of this module: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.kernel.calls import services


@jobs.periodic(cron="19 * * * *", name="calls.end_left_practice")
def end_left_practice() -> None:
    """Every hour: end the practised calls that nobody ended."""
    services.subject.end_left_practice(now=timezone.now())
