"""What a person may ask of us about their data: all of it, or none of it any more."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people import registry
from boutdufil.kernel.people.models import EmailLink, Person
from boutdufil.kernel.people.services import sessions

EXPORT_SCHEMA = "boutdufil.subject-export"
EXPORT_VERSION = 1


def export_subject(*, person: Person) -> dict[str, Any]:
    """Return everything held about a person, JSON-able (GDPR art. 15 and 20).

    Keys: schema, version, exported_at, source, account, sessions, links, modules (one entry a
    module, by its registered name) and retention (how long each kind of data is kept).
    """
    return {
        "schema": EXPORT_SCHEMA,
        "version": EXPORT_VERSION,
        "exported_at": timezone.now().isoformat(),
        "source": "Bout du fil",
        "account": _account(person),
        "sessions": _rows(person.sessions.values("device", "created_at", "last_seen_at")),
        "links": _rows(
            _links_of(person).values("purpose", "email", "created_at", "expires_at", "used_at")
        ),
        "modules": {data.name: data.export(person) for data in registry.subject_data()},
        "retention": [
            {"what": str(rule.what), "days": rule.period.days, "source": str(rule.source)}
            for rule in registry.retention_rules()
        ],
    }


@transaction.atomic
def erase_subject(*, person: Person, actor_id: int | None) -> None:
    """Erase a person everywhere (GDPR art. 17); the audit trail stays and names nobody.

    The row stays as an empty number, so that what others hold (an answer, a count) stays whole.
    `actor_id` is who asked: the person, an administrator, or None for the retention job.
    """
    # A second request at the same moment waits here, then finds nothing left.
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return
    for data in registry.subject_data():
        data.erase(person)
    sessions.revoke_other_sessions(person=person)
    _links_of(person).delete()
    _forget_admin_log(person)
    _empty(person)
    audit.record(actor_id=actor_id, verb="people.erase", subject=f"person:{person.pk}")
    audit.forget_person(person.pk)


def _empty(person: Person) -> None:
    person.groups.clear()
    person.user_permissions.clear()
    person.email = person.email_verified_at = person.last_login = None
    person.demo_slug = person.erasure_warned_at = None
    person.name = person.demo_story = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = timezone.now()
    person.set_unusable_password()
    person.save()


def _forget_admin_log(person: Person) -> None:
    # Django's own log keeps the name of what was edited.
    kind = ContentType.objects.get_for_model(Person)
    LogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).delete()


def _links_of(person: Person) -> Any:
    return EmailLink.objects.filter(Q(person=person) | Q(email=person.email))


def _account(person: Person) -> dict[str, Any]:
    return {
        "id": person.pk,
        "email": person.email,
        "email_verified_at": _iso(person.email_verified_at),
        "name": person.name,
        "language": person.language,
        "has_password": person.has_usable_password(),
        "created_at": _iso(person.created_at),
        "last_sign_in_at": _iso(person.last_login),
        "demonstration": person.demo_slug,
    }


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [
        {key: _iso(value) if hasattr(value, "isoformat") else value for key, value in row.items()}
        for row in rows
    ]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
