"""A door with its mail delivered at once: links are read from the outbox, as people do."""

import re

import pytest
from django.core import mail

from boutdufil.kernel import jobs
from boutdufil.kernel.people import tasks


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    """Run jobs where they are enqueued, and remember what the queue was given."""
    given = []

    def enqueue(name, **arguments):
        given.append((name, arguments))
        if name == "people.send_link":
            tasks.send_link(**arguments)

    monkeypatch.setattr(jobs, "enqueue", enqueue)
    return given


@pytest.fixture
def link_in_mail():
    """Return the path of the link in the last message."""

    def read():
        return re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body).group(1)

    return read
