"""The queue looks after itself."""

from procrastinate.contrib.django import app

from boutdufil.kernel.jobs import services


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue_stalled", queueing_lock="jobs.rescue_stalled")
async def rescue_stalled(timestamp: int) -> int:
    """Every minute: take up jobs whose worker vanished."""
    return await services.rescue_stalled_jobs()


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.forget_finished", queueing_lock="jobs.forget_finished")
async def forget_finished(timestamp: int) -> None:
    """Every night: forget what was done a month ago."""
    await services.forget_finished_jobs()
