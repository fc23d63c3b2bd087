"""Do in a test what relay and worker do in a site."""

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel import events
from boutdufil.kernel.events import services
from boutdufil.kernel.events.relay import give_positions, hand_over


def publish(*happened: object) -> list[int]:
    """Publish in one transaction; return the numbers of the rows."""
    with transaction.atomic():
        return [events.publish(each) for each in happened]


def deliver_all() -> None:
    """Give positions, hand over, and run the jobs that were made."""
    last = ProcrastinateJob.objects.order_by("-id").values_list("id", flat=True).first() or 0
    while give_positions() or hand_over():
        pass
    made = ProcrastinateJob.objects.filter(task_name="events.deliver", id__gt=last)
    for job in made.order_by("id"):
        services.deliver(**job.args)
