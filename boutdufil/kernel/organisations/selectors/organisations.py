"""Organisations, one by one and by their people."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q

from boutdufil.kernel.organisations.enums import (
    CentreKind,
    OrganisationKind,
    RegisterAnswer,
    Role,
)
from boutdufil.kernel.organisations.models import Membership, Organisation
from boutdufil.kernel.organisations.permissions import LEVELS
from boutdufil.kernel.organisations.selectors.rows import OrganisationRow
from boutdufil.kernel.territories.selectors import places
from boutdufil.lib.text import sort_key


def organisation(organisation_id: int) -> OrganisationRow | None:
    """Return an organisation; None for an unknown number."""
    return organisations([organisation_id]).get(organisation_id)


def organisations(organisation_ids: Collection[int]) -> dict[int, OrganisationRow]:
    """Return several organisations by their numbers; unknown ones are absent."""
    found = Organisation.objects.filter(pk__in=organisation_ids).select_related("parent")
    return {row.id: row for row in rows(found)}


def organisations_of(
    person_id: int, roles: Collection[Role] | None = None
) -> list[OrganisationRow]:
    """Return the organisations where the person has one of `roles` (any, when None), by name.

    The parts beneath them are among them, since a role holds there too.
    """
    held: dict[int, set[Role]] = {}
    for found_id, role in _held(person_id, roles):
        held.setdefault(found_id, set()).add(Role(role))
    if not held:
        return []
    inherit_downward(held)
    found = organisations(held)
    with_roles = [
        replace(found[key], roles=tuple(role for role in Role if role in held[key])) for key in held
    ]
    return sorted(with_roles, key=lambda row: sort_key(row.name))


def inherit_downward(held: dict[int, set[Role]]) -> None:
    """Give the parts of each organisation the roles held above them, level by level."""
    level = set(held)
    for _depth in range(1, LEVELS):
        below = Organisation.objects.filter(parent_id__in=level).values_list("pk", "parent_id")
        level = set()
        for part_id, parent_id in below:
            held.setdefault(part_id, set()).update(held.get(parent_id or 0, ()))
            level.add(part_id)


def family_ids(organisation_id: int) -> set[int]:
    """Return the organisation and everything beneath it."""
    family: dict[int, set[Role]] = {organisation_id: set()}
    inherit_downward(family)
    return set(family)


def rows(found: Iterable[Organisation]) -> list[OrganisationRow]:
    """Return rows of organisations that come with their parent, in their order."""
    found = list(found)
    known = places({one.commune for one in found if one.commune})
    return [_row(one, known[one.commune].name if one.commune in known else "") for one in found]


def _row(one: Organisation, place: str) -> OrganisationRow:
    return OrganisationRow(
        id=one.pk,
        name=one.name,
        kind=OrganisationKind(one.kind),
        centre=CentreKind(one.centre),
        parent_id=one.parent_id,
        parent_name=one.parent.name if one.parent else "",
        siret=one.siret or "",
        commune=one.commune,
        place=place,
        address=one.address,
        activity=one.activity,
        website=one.website,
        invented=one.invented,
        register_answer=RegisterAnswer(one.register_answer),
        verified_at=one.verified_at,
        closed_on=one.closed_on,
    )


def _held(person_id: int, roles: Collection[Role] | None) -> list[tuple[int, str]]:
    asked = Q() if roles is None else Q(role__in=roles)
    held = Membership.objects.filter(asked, person_id=person_id, ended_at=None)
    return list(held.values_list("organisation_id", "role"))
