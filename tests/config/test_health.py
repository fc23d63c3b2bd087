"""An operator's two questions, and the page for an outage."""

import pytest
from django.db import OperationalError

from boutdufil.config import outage


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_means_the_schema_is_known(client):
    answer = client.get("/readyz")

    assert answer.json()["status"] == "ready"
    assert answer.json()["migrations"] > 0


def test_an_outage_says_when_to_come_back(rf):
    def unreachable(_request):
        raise OperationalError("server closed the connection")

    answer = outage.OutageMiddleware(unreachable)(rf.get("/"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_other_faults_pass_the_outage_by(rf):
    assert (
        outage.OutageMiddleware(lambda r: None).process_exception(rf.get("/"), ValueError()) is None
    )
