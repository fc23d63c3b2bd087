"""``GET`` writes no domain table: every page is asked for under a guard on the database."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from tests.architecture.addresses import POLICY, POST_ONLY, Policy, sample
from tests.architecture.world import VISITORS
from tests.factories.mobility import ProfileFactory, ShareLinkFactory
from tests.factories.people import EmailLinkFactory

VERB = r"(?:insert\s+into|update(?!\s+of\b)|delete\s+from|truncate(?:\s+table)?|merge\s+into)"
# A statement may begin with its write, or hide it in a `with … as (…)`.
WRITE = re.compile(rf"(?:^|[\s(;]){VERB}\s+(?:only\s+)?\"?(\w+)", re.I)
LITERAL = re.compile(r"'(?:[^']|'')*'")
LOCK = re.compile(r"\bfor\s+(?:no\s+key\s+)?update\b", re.I)
# Functions that write whatever they are called from.
CALL = re.compile(r"\b(procrastinate_\w+|audit_\w+|nextval|setval|lo_\w+|pg_notify)\s*\(", re.I)
# Sessions and counters of rate limits are written by looking; that is what they are for.
ALLOWED = {"django_session", "people_personsession", "people_ratecounter"}


def written_by(sql: str) -> set[str]:
    """Return the tables a statement writes to, and the writing functions it calls."""
    bare = LOCK.sub("", LITERAL.sub("''", sql))
    return {name.lower() for name in [*WRITE.findall(bare), *CALL.findall(bare)]}


class Written:
    """Collects what a request writes."""

    def __init__(self):
        self.names = set()

    def __call__(self, execute, sql, params, many, context):
        self.names |= written_by(sql if isinstance(sql, str) else sql.as_string())
        return execute(sql, params, many, context)


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ('INSERT INTO "people_person" ("name") VALUES (%s)', {"people_person"}),
        ("with old as (select 1) update mobility_profile set x = 1", {"mobility_profile"}),
        ("with gone as (delete from jobs_job returning *) select * from gone", {"jobs_job"}),
        ("merge into only audit_event using x on true", {"audit_event"}),
        ("truncate table audit_event", {"audit_event"}),
        (
            "select procrastinate_defer_jobs_v1(%s::x[])",
            {"procrastinate_defer_jobs_v1"},
        ),
        ("select audit_ensure_month(now())", {"audit_ensure_month"}),
        ("select 1 from people_person for update of people_person", set()),
        ("select * from audit_event where verb = 'update people_person'", set()),
        ('select "updated_at", "deleted" from "x"', set()),
    ],
)
def test_the_guard_sees_what_is_written(sql, names):
    assert written_by(sql) == names


@pytest.mark.django_db
def test_the_guard_holds_a_real_write():
    written = Written()

    with connection.execute_wrapper(written):
        ShareLinkFactory(profile=ProfileFactory())
        EmailLinkFactory()

    assert {"mobility_profile", "mobility_sharelink", "people_emaillink"} <= written.names


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_get_writes_no_domain_table(visitor, client, world):
    world.visit(client, visitor)
    samples = world.samples()
    wrong = {}
    for name in sorted(POLICY):
        written = Written()
        with connection.execute_wrapper(written):
            answer = client.get(reverse(name, kwargs=sample(name) | samples.get(name, {})))
        unwanted = written.names - ALLOWED
        if unwanted or answer.status_code not in expected_status(name, visitor):
            wrong[name] = (answer.status_code, unwanted)

    assert wrong == {}


def expected_status(name, visitor):
    """Return what shows that the real page was asked for, and not a refusal of it."""
    if visitor == "stranger" and POLICY[name] is not Policy.ANYONE:
        return {302}
    if POLICY[name] is Policy.ADMINISTRATOR:
        return {403}
    # The language switch, opened by hand, leads home.
    return {405, 302} if name in POST_ONLY else {200}
