"""Upkeep of the queue: stalled jobs are taken up again, old ones are forgotten."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

# A worker sends a heartbeat every 10 s; three missed ones mean that it is gone.
STALLED_AFTER_SECONDS = 30
KEPT_HOURS = 24 * 30


async def rescue_stalled_jobs() -> int:
    """Give jobs whose worker vanished (kill -9, power cut) back to the queue; return how many."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
    rescued = 0
    for job in stalled:
        await app.job_manager.retry_job(job)
        rescued += 1
    return rescued


async def forget_finished_jobs() -> None:
    """Delete succeeded jobs after 30 days; failed ones stay until somebody decides."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


def retry_dead_letters(job_ids: list[int]) -> int:
    """Give failed jobs another full round of tries; return how many were failed indeed."""
    failed = list(
        ProcrastinateJob.objects.filter(pk__in=job_ids, status="failed").values_list(
            "pk", flat=True
        )
    )
    for job_id in failed:
        app.job_manager.retry_job_by_id(job_id, retry_at=timezone.now())
    return len(failed)
