"""What the queue holds."""

from collections.abc import Iterator
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob


def dead_letters(name: str) -> Iterator[dict[str, Any]]:
    """Give the arguments of every job of that name that failed for good, the oldest first."""
    failed = ProcrastinateJob.objects.filter(task_name=name, status="failed")
    yield from failed.order_by("id").values_list("args", flat=True)
