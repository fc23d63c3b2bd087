"""The one door to procrastinate: declare a task, give it a period, enqueue it by its name."""

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict, JSONValue

P = ParamSpec("P")
R = TypeVar("R")

# procrastinate counts retries, so a task is tried once more than this.
RETRIES = 5
RETRY = RetryStrategy(max_attempts=RETRIES, exponential_wait=3)


def task(*, name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a job under a name that survives moving the file ("room.verb_noun").

    The function stays callable as itself, so tests and services need no worker.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        app.task(name=name, retry=RETRY)(function)
        return function

    return declare


def periodic(*, cron: str, name: str) -> Callable[[Callable[[], R]], Callable[[], R]]:
    """Declare a job that the workers enqueue at ``cron`` times (UTC), once per time."""

    def declare(function: Callable[[], R]) -> Callable[[], R]:
        def run_at(timestamp: int) -> R:  # procrastinate hands over the time it was due
            return function()

        declared = app.task(name=name, retry=RETRY, queueing_lock=name, pass_context=False)(run_at)
        app.periodic(cron=cron)(declared)
        return function

    return declare


def enqueue(name: str, **arguments: JSONValue) -> int:
    """Add the job ``name`` in the current transaction and return its number.

    :raises KeyError: when no task of that name is declared.
    """
    _require_declared(name)
    return app.configure_task(name).defer(**arguments)


def enqueue_many(name: str, arguments: Sequence[JSONDict], *, priority: int = 0) -> None:
    """Add a job ``name`` for each set of arguments, in the current transaction, in one statement.

    Jobs of a higher priority are taken first; 0 is that of :func:`enqueue`.

    :raises KeyError: when no task of that name is declared.
    """
    _require_declared(name)
    app.configure_task(name, priority=priority).batch_defer(*arguments)


def _require_declared(name: str) -> None:
    if name not in app.tasks:
        raise KeyError(f"no task is declared under the name {name!r}")
