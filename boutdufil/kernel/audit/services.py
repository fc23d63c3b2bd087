"""Writing to the audit trail."""

import datetime
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from boutdufil.kernel.audit.models import ActorName

SALT_BYTES = 32


def record(
    *, actor_id: int | None, verb: str, subject: str, facts: Mapping[str, object] | None = None
) -> None:
    """Append one act in the caller's transaction.

    ``facts`` holds ids, codes and commitments, never a name, an address or a text of a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_auditentry (actor_id, verb, subject, facts)"
            " values (%s, %s, %s, %s::jsonb)",
            [actor_id, verb, subject, json.dumps(dict(facts or {}))],
        )


def commit_to(*, person_id: int, value: str) -> str:
    """Return a salted commitment to ``value``: provable while the person's salt is kept.

    HMAC-SHA-256 (RFC 2104) under the salt of the person, in hexadecimal.
    """
    salt = bytes(_actor(person_id).salt)
    return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()


def remember_name(*, person_id: int, name: str) -> None:
    """Keep the name under which the trail shows a person."""
    actor = _actor(person_id)
    actor.name = name
    actor.save(update_fields=["name"])


def forget_person(person_id: int) -> None:
    """Empty the person's name and salt: the trail stays, and names nobody."""
    ActorName.objects.filter(pk=person_id).delete()


# Five years, the limitation of civil actions (Code civil, art. 2224).
KEPT_YEARS = 5


def ensure_partitions() -> None:
    """Make this month's and next month's partitions; the owner's function does it."""
    today = timezone.localdate()
    following = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    with connection.cursor() as cursor:
        for month in (today, following):
            cursor.execute("select audit_ensure_month(%s)", [month])


def drop_expired_partitions() -> list[str]:
    """Drop the months older than ``KEPT_YEARS`` and return their names; the owner alone may."""
    today = timezone.localdate()
    return drop_partitions_before(today.replace(year=today.year - KEPT_YEARS, day=1))


def refresh_statistics() -> None:
    """Let PostgreSQL count its rows anew, which plans good queries; the owner alone may."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def drop_partitions_before(month: datetime.date) -> list[str]:
    """Drop the partitions that end at or before ``month`` and return their names.

    Works as the owner of the database alone: the application's role is refused by PostgreSQL.
    """
    limit = f"audit_auditentry_{month:%Y_%m}"
    with connection.cursor() as cursor:
        cursor.execute(
            "select inhrelid::regclass::text from pg_inherits"
            " where inhparent = 'audit_auditentry'::regclass"
        )
        names = sorted(name for (name,) in cursor.fetchall() if name < limit)
        for name in names:
            cursor.execute(sql.SQL("drop table {}").format(sql.Identifier(name)))
        _empty_default_before(month)
    return names


@transaction.atomic
def _empty_default_before(month: datetime.date) -> None:
    """Remove old acts that fell between the months, written while nobody made partitions."""
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_auditentry_default disable trigger user")
        cursor.execute("delete from audit_auditentry_default where at < %s", [month])
        cursor.execute("alter table audit_auditentry_default enable trigger user")


@transaction.atomic
def _actor(person_id: int) -> ActorName:
    actor, _created = ActorName.objects.get_or_create(
        person_id=person_id, defaults={"salt": secrets.token_bytes(SALT_BYTES)}
    )
    return actor
