"""``GET`` writes no domain table: every page is asked for under a guard on the database."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from tests.architecture.addresses import POLICY, Policy, person_with_everything, sample

WRITE = re.compile(
    r"\s*(?:insert\s+into|update|delete\s+from|truncate|merge\s+into)\s+\"?(\w+)", re.I
)
# Sessions and counters of rate limits are written by looking; that is what they are for.
ALLOWED = {"django_session", "people_personsession", "people_ratecounter"}


class Written:
    """Collects the tables a request writes to."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        match = WRITE.match(sql if isinstance(sql, str) else sql.as_string())
        if match:
            self.tables.add(match.group(1).lower())
        return execute(sql, params, many, context)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(POLICY))
@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "person"])
def test_get_writes_no_domain_table(name, signed_in, client):
    if signed_in and POLICY[name] is not Policy.STAFF:
        client.force_login(person_with_everything())
    address = reverse(name, kwargs=sample(name))
    written = Written()

    with connection.execute_wrapper(written):
        client.get(address)

    assert written.tables - ALLOWED == set()
