"""Jobs: inside the transaction, by a declared name, taken up again when a worker vanishes."""

import asyncio
import datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from boutdufil.kernel import jobs
from boutdufil.kernel.jobs import services, worker
from boutdufil.kernel.jobs.worker import run_worker
from tests.kernel.jobs.working import work_until_idle

RUNS: list[int] = []


@jobs.task(name="jobs.test_note")
def note(number: int) -> None:
    RUNS.append(number)


@jobs.task(name="jobs.test_fail")
def fail() -> None:
    raise RuntimeError("always")


@pytest.fixture(autouse=True)
def forget_runs():
    RUNS.clear()


def statuses() -> list[str]:
    """Return the states of the jobs of these tests; the workers add periodic ones of their own."""
    ours = ProcrastinateJob.objects.filter(task_name__startswith="jobs.test_")
    return list(ours.order_by("id").values_list("status", flat=True))


@pytest.mark.django_db
def test_a_rolled_back_transaction_leaves_no_job():
    with transaction.atomic():
        jobs.enqueue("jobs.test_note", number=1)
        transaction.set_rollback(True)

    assert statuses() == []


@pytest.mark.django_db
def test_an_undeclared_name_is_refused():
    with pytest.raises(KeyError, match=r"nobody\.knows"):
        jobs.enqueue("nobody.knows")


def test_a_declared_function_stays_callable():
    note(5)

    assert RUNS == [5]


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_what_was_enqueued():
    jobs.enqueue("jobs.test_note", number=2)

    work_until_idle()

    assert RUNS == [2]
    assert statuses() == ["succeeded"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_kept_for_another_try():
    jobs.enqueue("jobs.test_fail")

    work_until_idle()

    job = ProcrastinateJob.objects.get(task_name="jobs.test_fail")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > datetime.datetime.now(datetime.UTC)


@pytest.mark.django_db(transaction=True)
def test_a_dead_letter_can_be_retried():
    number = jobs.enqueue("jobs.test_note", number=9)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where id = %s", [number])
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [number])

    assert services.retry_dead_letters([number]) == 1
    work_until_idle()

    assert RUNS == [9]


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_vanished_is_rescued():
    number = jobs.enqueue("jobs.test_note", number=4)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - interval '2 minutes') returning id"
        )
        (vanished,) = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s",
            [vanished, number],
        )

    async def rescue() -> int:
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as worker_app:
            async with worker_app.open_async():
                return await services.rescue_stalled_jobs()

    assert asyncio.run(rescue()) == 1
    assert statuses() == ["todo"]


@pytest.mark.django_db(transaction=True)
def test_a_stopped_worker_finishes_what_it_began():
    jobs.enqueue("jobs.test_note", number=6)

    async def work_a_moment() -> None:
        working = asyncio.create_task(run_worker(concurrency=1))
        for _ in range(100):
            if RUNS:
                break
            await asyncio.sleep(0.05)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working

    asyncio.run(work_a_moment())

    assert statuses() == ["succeeded"]


def test_work_outlives_an_outage_and_a_fault(monkeypatch):
    """A pool that could not be opened in time says so unwrapped: it once ended the work."""
    faults = [PoolTimeout("no pool"), ConnectorException("no line"), ValueError("ours")]
    begun = []

    async def run(*, concurrency: int) -> None:
        begun.append(concurrency)
        if faults:
            raise faults.pop()
        await asyncio.Event().wait()

    async def work_until_the_fourth() -> None:
        working = asyncio.create_task(worker.keep_working(concurrency=3))
        while len(begun) < 4:
            assert not working.done()
            await asyncio.sleep(0)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working

    monkeypatch.setattr(worker, "run_worker", run)
    monkeypatch.setattr(worker, "OUTAGE_PAUSE_SECONDS", 0)
    asyncio.run(work_until_the_fourth())

    assert begun == [3, 3, 3, 3]
