"""Certificates, their blocks, and who recognises them: the same rows on every side."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.organisations.selectors import branches_of_officer
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.models import Block, Certificate, Recognition
from boutdufil.kernel.training.selectors.accreditations import accredited_bodies
from boutdufil.kernel.training.selectors.rows import (
    BlockRow,
    CertificatePage,
    CertificateRow,
    RecognisingBranch,
)
from boutdufil.kernel.training.selectors.sessions import sessions


def certificates() -> list[CertificateRow]:
    """Return every certificate by its name."""
    return rows(Certificate.objects.all())


def certificates_for(code: str) -> list[CertificateRow]:
    """Return the certificates that lead to a job, by its ROME code."""
    return rows(Certificate.objects.filter(codes__contains=[code]))


def certificates_of_branch(branch_id: int) -> list[CertificateRow]:
    """Return the certificates a branch created or recognises."""
    found = Certificate.objects.filter(Q(owner_id=branch_id) | Q(recognitions__branch_id=branch_id))
    return rows(found.distinct())


def certificate_choices(branch_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return (id, name) of the certificates that these branches created or recognise."""
    found = Certificate.objects.filter(
        Q(owner_id__in=branch_ids) | Q(recognitions__branch_id__in=branch_ids)
    )
    return list(found.distinct().values_list("pk", "label"))


def recognising_of_officer(certificate_id: int, person_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the branches a person speaks for that recognise a certificate."""
    found = Recognition.objects.filter(certificate_id=certificate_id)
    recognising = set(found.values_list("branch_id", flat=True))
    spoken_for = branches_of_officer(person_id)
    return [(branch.id, branch.name) for branch in spoken_for if branch.id in recognising]


def block_choices() -> list[tuple[int, str]]:
    """Return (id, "certificate: block") of every block."""
    blocks = Block.objects.select_related("certificate").order_by("certificate__label", "number")
    return [(block.pk, f"{block.certificate.label} · {block}") for block in blocks]


def certificate_page(certificate_id: int) -> CertificatePage | None:
    """Return a certificate with its blocks, its jobs, who prepares for it and when."""
    found = Certificate.objects.filter(pk=certificate_id)
    certificate = next(iter(rows(found)), None)
    if certificate is None:
        return None
    known = occupations.cards(certificate.codes)
    return CertificatePage(
        certificate=certificate,
        blocks=block_rows(Block.objects.filter(certificate_id=certificate_id)),
        jobs=tuple((code, known[code].label) for code in certificate.codes if code in known),
        bodies=tuple(accredited_bodies(found.get(), timezone.localdate())),
        sessions=tuple(sessions(certificate_id=certificate_id)),
    )


def rows(found: QuerySet[Certificate]) -> list[CertificateRow]:
    """Return the lines of a list of certificates in the same number of queries."""
    recognised = Recognition.objects.select_related("branch", "agreement").order_by("branch__name")
    return [
        certificate_row(one)
        for one in found.select_related("owner").prefetch_related(
            "blocks", Prefetch("recognitions", recognised)
        )
    ]


def certificate_row(one: Certificate) -> CertificateRow:
    """Return a certificate whose blocks and recognitions were fetched."""
    hours = [block.hours for block in one.blocks.all()]
    until = one.registered_until
    return CertificateRow(
        id=one.pk,
        kind=CertificateKind(one.kind),
        code=one.code or "",
        label=one.label,
        level=one.level,
        owner=one.owner.name if one.owner else "",
        branches=tuple(recognising_branch(each) for each in one.recognitions.all()),
        codes=tuple(one.codes),
        registered_until=until,
        is_current=until is None or until >= timezone.localdate(),
        invented=one.invented,
        source_url=one.source_url,
        blocks=len(hours),
        hours=sum(h for h in hours if h) if hours and None not in hours else None,
    )


def recognising_branch(one: Recognition) -> RecognisingBranch:
    """Return one branch that recognises a certificate."""
    ends_on = one.agreement.ends_on
    has_lapsed = ends_on is not None and ends_on < timezone.localdate()
    return RecognisingBranch(
        slug=one.branch.slug,
        name=one.branch.name,
        agreement_id=one.agreement_id,
        agreement=one.agreement.title,
        since=one.since,
        lapsed_on=ends_on if has_lapsed else None,
    )


def block_rows(found: QuerySet[Block]) -> tuple[BlockRow, ...]:
    """Return blocks with the words of their skills, in the order of certificate and number."""
    blocks = list(
        found.order_by("certificate_id", "number").prefetch_related("equivalences__gives")
    )
    known = occupations.skills(sorted(_codes(blocks)))
    return tuple(
        BlockRow(
            id=block.pk,
            number=block.number,
            label=block.label,
            hours=block.hours,
            skills=tuple(known[code] for code in block.skills if code in known),
            gives=tuple(each.gives.label for each in block.equivalences.all()),
        )
        for block in blocks
    )


def _codes(blocks: Iterable[Block]) -> set[str]:
    return {code for block in blocks for code in block.skills}
