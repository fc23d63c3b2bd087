"""The trail keeps what was done, names nobody, and cannot be changed by the application."""

import datetime
import os
import subprocess
import sys

import pytest
from django.db import DatabaseError, connection, transaction

from boutdufil.kernel.audit import services
from boutdufil.kernel.audit.models import ActorName, AuditEntry
from tests.factories.audit import ActorNameFactory

pytestmark = pytest.mark.django_db


def recorded() -> AuditEntry:
    services.record(actor_id=7, verb="people.sign_in", subject="person:7", facts={"way": "link"})
    return AuditEntry.objects.get(subject="person:7")


def test_an_act_is_recorded_with_its_time():
    entry = recorded()

    assert (entry.actor_id, entry.verb, entry.facts) == (7, "people.sign_in", {"way": "link"})
    assert abs(datetime.datetime.now(datetime.UTC) - entry.at) < datetime.timedelta(minutes=1)


def test_an_act_of_a_rolled_back_transaction_is_not_recorded():
    with transaction.atomic():
        recorded()
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_auditentry set verb = 'x'",
        "delete from audit_auditentry",
        "truncate audit_auditentry",
        "drop table audit_auditentry_default",
        "alter table audit_auditentry disable trigger all",
    ],
)
def test_the_application_cannot_change_the_trail(statement):
    recorded()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.count() == 1


def test_the_application_cannot_reach_a_partition_behind_the_trails_back():
    recorded()
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from audit_auditentry")
        (partition,) = cursor.fetchone()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"delete from {partition}")  # noqa: S608 -- a name PostgreSQL gave us


def test_the_application_cannot_drop_old_partitions():
    with pytest.raises(DatabaseError), transaction.atomic():
        services.drop_partitions_before(datetime.date(9999, 1, 1))


def test_partitions_are_made_ahead_and_only_once():
    services.ensure_partitions()
    services.ensure_partitions()

    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_inherits where inhparent = 'audit_auditentry'::regclass"
        )
        assert cursor.fetchone()[0] >= 3


def test_the_application_cannot_make_partitions_of_a_far_future():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select audit_ensure_month('2999-01-01')")


def test_a_forgotten_person_leaves_the_trail_without_a_name():
    services.remember_name(person_id=7, name="Camille Inventée")
    commitment = services.commit_to(person_id=7, value="camille@example.org")
    assert commitment == services.commit_to(person_id=7, value="camille@example.org")
    recorded()

    services.forget_person(7)

    assert AuditEntry.objects.get().actor_id == 7
    assert not ActorName.objects.exists()
    assert commitment != services.commit_to(person_id=7, value="camille@example.org")


def test_a_commitment_is_salted_per_person():
    assert services.commit_to(person_id=1, value="a") != services.commit_to(person_id=2, value="a")


def test_names_show_or_fall_back_to_the_number():
    assert str(ActorNameFactory(person_id=3, name="Dominique")) == "Dominique"
    assert str(ActorNameFactory(person_id=4, name="")) == "#4"


@pytest.fixture
def old_partition(owner_connection):
    name = "audit_auditentry_2001_01"
    owner_connection.execute(
        f"create table {name} partition of audit_auditentry"
        " for values from ('2001-01-01') to ('2001-02-01')"
    )
    return name


@pytest.mark.django_db(transaction=True)
def test_the_owner_drops_what_is_past_its_time_and_nothing_else(old_partition, owner_connection):
    recorded()
    owner_connection.execute(
        "insert into audit_auditentry (at, verb, subject) values ('1999-05-01', 'x', 'between')"
    )

    answer = subprocess.run(
        [sys.executable, "-m", "boutdufil.config.cli", "maintain"],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.stdout == f"Months of the audit trail dropped: {old_partition}.\n", answer.stderr
    assert AuditEntry.objects.count() == 1
