"""Branches, their employers and their agreements."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from boutdufil.kernel.organisations.enums import AgreementState, CentreKind, Role
from boutdufil.kernel.organisations.models import Affiliation, Agreement, Branch, Signature
from boutdufil.kernel.organisations.selectors.organisations import organisations_of, rows
from boutdufil.kernel.organisations.selectors.rows import (
    AgreementRow,
    BranchPage,
    BranchRow,
    EmployerRow,
    PartyRow,
)
from boutdufil.kernel.territories.selectors import places
from boutdufil.lib.text import sort_key


def branches() -> list[BranchRow]:
    """Return every branch by its name."""
    return branch_rows(Branch.objects.all())


def branches_of_officer(person_id: int) -> list[BranchRow]:
    """Return the branches a person speaks for."""
    bodies = [row.id for row in organisations_of(person_id, {Role.BRANCH_OFFICER})]
    return branch_rows(Branch.objects.filter(organisation_id__in=bodies))


def branch_rows(found: QuerySet[Branch]) -> list[BranchRow]:
    """Return the lines of a list of branches, by name."""
    counted = found.select_related("organisation").annotate(employers=Count("affiliations"))
    lines = [
        BranchRow(
            id=one.pk,
            slug=one.slug,
            name=one.name,
            idcc=one.idcc,
            body=one.organisation.name,
            body_invented=one.organisation.invented,
            employers=one.employers,
        )
        for one in counted
    ]
    return sorted(lines, key=lambda line: sort_key(line.name))


def branch(slug: str) -> BranchPage | None:
    """Return a branch with its employers and agreements."""
    one = Branch.objects.filter(slug=slug).select_related("organisation__parent").first()
    if one is None:
        return None
    return BranchPage(
        id=one.pk,
        slug=one.slug,
        name=one.name,
        idcc=one.idcc,
        presentation=one.presentation,
        organisation=rows([one.organisation])[0],
        employers=tuple(employers_of(one.pk)),
        agreements=tuple(agreements_of(one.pk)),
        created_at=one.created_at,
    )


def employers_of(branch_id: int) -> list[EmployerRow]:
    """Return the employers of a branch by name; closed ones are left out."""
    joined = Affiliation.objects.filter(
        branch_id=branch_id, organisation__closed_on=None
    ).select_related("organisation")
    known = places({one.organisation.commune for one in joined})
    lines = [
        EmployerRow(
            id=one.organisation_id,
            name=one.organisation.name,
            place=known[one.organisation.commune].name if one.organisation.commune in known else "",
            centre=CentreKind(one.organisation.centre),
            invented=one.organisation.invented,
            since=one.since,
        )
        for one in joined
    ]
    return sorted(lines, key=lambda line: sort_key(line.name))


def agreements_of(branch_id: int) -> list[AgreementRow]:
    """Return the agreements of a branch, the last signed first."""
    return agreement_rows(Agreement.objects.filter(signatures__branch_id=branch_id))


def agreement(agreement_id: int) -> AgreementRow | None:
    """Return one agreement."""
    found = agreement_rows(Agreement.objects.filter(pk=agreement_id))
    return found[0] if found else None


def agreement_rows(found: QuerySet[Agreement]) -> list[AgreementRow]:
    """Return agreements with their parties and their state today."""
    signed = Prefetch("signatures", Signature.objects.select_related("branch"))
    today = timezone.localdate()
    return [_agreement_row(one, today) for one in found.prefetch_related(signed)]


def agreement_state(one: Agreement, signatures: Iterable[Signature], today: date) -> AgreementState:
    """Return where an agreement stands on a day."""
    if any(signature.confirmed_at is None for signature in signatures):
        return AgreementState.TO_CONFIRM
    if today < one.in_force_on:
        return AgreementState.UPCOMING
    if one.ends_on and one.ends_on < today:
        return AgreementState.ENDED
    return AgreementState.IN_FORCE


def _agreement_row(one: Agreement, today: date) -> AgreementRow:
    signatures = sorted(one.signatures.all(), key=lambda party: sort_key(party.branch.name))
    return AgreementRow(
        id=one.pk,
        title=one.title,
        parties=tuple(
            PartyRow(party.branch.slug, party.branch.name, party.branch_id, party.confirmed_at)
            for party in signatures
        ),
        signed_on=one.signed_on,
        in_force_on=one.in_force_on,
        ends_on=one.ends_on,
        summary=one.summary,
        source_url=one.source_url,
        invented=one.invented,
        state=agreement_state(one, signatures, today),
    )
