"""Organisations with their mails delivered at once."""

import pytest

from boutdufil.kernel import jobs
from boutdufil.kernel.organisations import tasks


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    """Run the mails where they are enqueued, and remember what the queue was given."""
    given = []
    run = {
        "organisations.send_invitation": tasks.send_invitation,
        "organisations.send_join_request": tasks.send_join_request,
    }

    def enqueue(name, **arguments):
        given.append((name, arguments))
        if name in run:
            run[name](**arguments)

    monkeypatch.setattr(jobs, "enqueue", enqueue)
    return given
