"""Background work: enqueued by name, inside the caller's transaction, run at least once.

A service calls ``jobs.enqueue("people.send_sign_in_link", link_id=7)``; the function of that name
lives in a ``tasks`` module and is one service call. A rolled-back transaction leaves no job.
Never enqueue inside a hot transaction: every insert of a job takes PostgreSQL's commit lock.
"""

from boutdufil.kernel.jobs.registry import enqueue, enqueue_many, periodic, task

__all__ = ["enqueue", "enqueue_many", "periodic", "task"]
