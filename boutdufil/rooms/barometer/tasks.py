"""Jobs of the room: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.barometer.services import mailings, releases


@jobs.periodic(cron="17 8-18 * * *", name="barometer.send_mailings")
def send_mailings() -> None:
    """Every hour of the working day: letters whose day has come leave."""
    mailings.send_due(today=timezone.localdate())


@jobs.task(name="barometer.send_line")
def send_line(line_id: int) -> None:
    """Send one letter; the job knows a number, never the link."""
    mailings.send_line(line_id=line_id)


@jobs.periodic(cron="* * * * *", name="barometer.publish_due")
def publish_due() -> None:
    """Every minute: releases whose announced hour has come go out."""
    releases.publish_due(now=timezone.now())
