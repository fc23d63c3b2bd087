"""Organisations: created, corrected, put under one another, closed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import CentreKind, OrganisationKind, RegisterAnswer, Role
from boutdufil.kernel.organisations.errors import ParentError, SiretTakenError
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.permissions import LEVELS
from boutdufil.kernel.organisations.services.memberships import grant_role
from boutdufil.kernel.organisations.services.register import request_check


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an organisation; `commune` is an INSEE code, `siret` 14 digits or "".

    `invented` marks what belongs to the demonstration.
    """

    name: str
    kind: str = OrganisationKind.COMPANY
    centre: str = CentreKind.NONE
    siret: str = ""
    commune: str = ""
    address: str = ""
    activity: str = ""
    website: str = ""
    invented: bool = False


@transaction.atomic
def create_organisation(
    *, described: Description, creator_id: int | None, parent_id: int | None = None
) -> Organisation:
    """Open an organisation; its creator becomes its manager.

    :raises SiretTakenError: it is here already, and is joined by invitation.
    :raises ParentError: it would stand too deep.
    """
    _refuse_depth(parent_id, height=1)
    made = Organisation(parent_id=parent_id, **_fields(described))
    _save(made)
    audit.record(
        actor_id=creator_id,
        verb="organisations.create",
        subject=f"organisation:{made.pk}",
        facts={"kind": made.kind, "parent": parent_id},
    )
    if creator_id is not None:
        grant_role(
            organisation_id=made.pk, person_id=creator_id, role=Role.MANAGER, actor_id=creator_id
        )
    request_check(organisation_id=made.pk)
    return made


@transaction.atomic
def change_organisation(
    *, organisation_id: int, described: Description, actor_id: int
) -> Organisation:
    """Correct what is said of an organisation; a new SIRET has to be checked again.

    :raises SiretTakenError: another organisation bears this SIRET.
    """
    one = Organisation.objects.select_for_update().get(pk=organisation_id)
    fields = _fields(described) | {"invented": one.invented}
    changed = [name for name, value in fields.items() if getattr(one, name) != value]
    for name in changed:
        setattr(one, name, fields[name])
    if "siret" in changed:
        one.verified_at, one.verified_through = None, ""
        one.register_answer = RegisterAnswer.NOT_ASKED
    _save(one)
    if changed:
        audit.record(
            actor_id=actor_id,
            verb="organisations.change",
            subject=f"organisation:{one.pk}",
            facts={"fields": changed},
        )
    if "siret" in changed:
        request_check(organisation_id=one.pk)
    return one


@transaction.atomic
def attach_organisation(*, organisation_id: int, parent_id: int | None, actor_id: int) -> None:
    """Put an organisation under another, or on its own; the upper one's roles hold in it.

    :raises ParentError: it would stand under itself, or too deep.
    """
    one = Organisation.objects.select_for_update().get(pk=organisation_id)
    if organisation_id in _line_up(parent_id):
        raise ParentError
    _refuse_depth(parent_id, height=_height(organisation_id))
    one.parent_id = parent_id
    one.save(update_fields=["parent"])
    audit.record(
        actor_id=actor_id,
        verb="organisations.attach",
        subject=f"organisation:{one.pk}",
        facts={"parent": parent_id},
    )


@transaction.atomic
def close_organisation(*, organisation_id: int, closed_on: date, actor_id: int) -> None:
    """Say the day an organisation closes; its people keep their roles, its past stays."""
    Organisation.objects.filter(pk=organisation_id).update(closed_on=closed_on)
    audit.record(
        actor_id=actor_id,
        verb="organisations.close",
        subject=f"organisation:{organisation_id}",
        facts={"closed_on": closed_on.isoformat()},
    )


def _fields(described: Description) -> dict[str, object]:
    return asdict(described) | {"siret": described.siret or None}


def _save(one: Organisation) -> None:
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as taken:
        raise SiretTakenError from taken


def _refuse_depth(parent_id: int | None, *, height: int) -> None:
    if len(_line_up(parent_id)) + height > LEVELS:
        raise ParentError


def _line_up(organisation_id: int | None) -> list[int]:
    """Return the organisation and those above it."""
    line: list[int] = []
    while organisation_id is not None and organisation_id not in line:
        line.append(organisation_id)
        above = Organisation.objects.filter(pk=organisation_id)
        organisation_id = above.values_list("parent_id", flat=True).get()
    return line


def _height(organisation_id: int) -> int:
    """Return how many levels an organisation and its parts make."""
    height, level = 0, [organisation_id]
    while level and height <= LEVELS:
        height += 1
        level = list(Organisation.objects.filter(parent_id__in=level).values_list("pk", flat=True))
    return height
