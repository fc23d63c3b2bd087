"""Certificates with their blocks, and who recognises them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Agreement
from boutdufil.kernel.training.enums import CertificateKind, WithdrawalReason
from boutdufil.kernel.training.errors import RecognitionError, TrainingError
from boutdufil.kernel.training.models import Block, Certificate, Equivalence, Recognition

LEAST_BRANCHES = 2


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A block: its name, the codes of its skills, its hours where they are published."""

    label: str
    skills: tuple[str, ...]
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """A certificate to create; `codes` are the ROME codes of the jobs it leads to."""

    kind: str
    label: str
    blocks: tuple[BlockDraft, ...]
    codes: tuple[str, ...] = ()
    code: str | None = None
    level: int | None = None
    registered_until: date | None = None
    source_url: str = ""
    invented: bool = False


@transaction.atomic
def create_certificate(
    *,
    draft: CertificateDraft,
    owner_id: int | None,
    actor_id: int | None,
    agreement_id: int | None = None,
) -> Certificate:
    """Create a certificate; a CQPI is recognised at once by every branch of its agreement.

    :raises RecognitionError: a CQPI without an agreement that two branches signed.
    :raises TrainingError: a CQP without its branch, or a certificate without a block.
    """
    _refuse_unfounded(draft, owner_id, agreement_id)
    certificate = Certificate.objects.create(
        kind=CertificateKind(draft.kind),
        code=draft.code,
        label=draft.label,
        level=draft.level,
        owner_id=owner_id,
        codes=list(draft.codes),
        registered_until=draft.registered_until,
        source_url=draft.source_url,
        invented=draft.invented,
    )
    _add_blocks(certificate, draft.blocks)
    if agreement_id is not None:
        _recognise_by_all(certificate, agreement_id)
    audit.record(
        actor_id=actor_id,
        verb="training.create_certificate",
        subject=f"certificate:{certificate.pk}",
    )
    return certificate


def _refuse_unfounded(
    draft: CertificateDraft, owner_id: int | None, agreement_id: int | None
) -> None:
    if not draft.blocks:
        raise TrainingError(_("Une certification compte au moins un bloc de compétences."))
    if draft.kind == CertificateKind.CQP and owner_id is None:
        raise TrainingError(_("Un CQP est créé par une branche : indiquez laquelle."))
    if draft.kind == CertificateKind.CQPI and agreement_id is None:
        raise RecognitionError(_("Un CQPI naît d’un accord entre deux branches au moins."))


def _add_blocks(certificate: Certificate, blocks: Sequence[BlockDraft]) -> None:
    Block.objects.bulk_create(
        Block(
            certificate=certificate,
            number=number,
            label=block.label,
            skills=list(dict.fromkeys(block.skills)),
            hours=block.hours,
        )
        for number, block in enumerate(blocks, start=1)
    )


def _recognise_by_all(certificate: Certificate, agreement_id: int) -> None:
    agreement = Agreement.objects.get(pk=agreement_id)
    branch_ids = signatories(agreement)
    if certificate.kind == CertificateKind.CQPI and len(branch_ids) < LEAST_BRANCHES:
        raise RecognitionError(
            _("Un CQPI est reconnu par deux branches au moins ; cet accord n’en compte qu’une.")
        )
    since = max(agreement.in_force_on, agreement.signed_on)
    Recognition.objects.bulk_create(
        Recognition(certificate=certificate, branch_id=each, agreement=agreement, since=since)
        for each in branch_ids
    )


def signatories(agreement: Agreement) -> list[int]:
    """Return the branches whose signature is confirmed, in a stable order."""
    signed = agreement.signatures.exclude(confirmed_at=None)
    return sorted(signed.values_list("branch_id", flat=True))


@transaction.atomic
def recognise(
    *, certificate_id: int, branch_id: int, agreement_id: int, actor_id: int | None
) -> Recognition:
    """Have a branch recognise a certificate by an agreement it signed and that is in force.

    :raises RecognitionError: it did not sign this agreement, or the agreement has ended.
    """
    agreement = Agreement.objects.get(pk=agreement_id)
    if branch_id not in signatories(agreement):
        raise RecognitionError(_("Cette branche n’a pas signé cet accord."))
    today = timezone.localdate()
    if agreement.in_force_on > today or (agreement.ends_on and agreement.ends_on < today):
        raise RecognitionError(_("Cet accord n’est pas en vigueur aujourd’hui."))
    recognition, created = Recognition.objects.get_or_create(
        certificate_id=certificate_id,
        branch_id=branch_id,
        defaults={"agreement": agreement, "since": today},
    )
    if created:
        audit.record(
            actor_id=actor_id,
            verb="training.recognise",
            subject=f"certificate:{certificate_id}",
            facts={"branch": branch_id, "agreement": agreement_id},
        )
    return recognition


@transaction.atomic
def withdraw_recognition(
    *, certificate_id: int, branch_id: int, reason: str, actor_id: int | None
) -> None:
    """Have a branch recognise a certificate no more, for a `WithdrawalReason`; twice is once.

    :raises RecognitionError: a CQPI would be left with a single branch.
    """
    why = WithdrawalReason(reason)
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    others = certificate.recognitions.exclude(branch_id=branch_id).count()
    if certificate.kind == CertificateKind.CQPI and others < LEAST_BRANCHES:
        raise RecognitionError(
            _("Un CQPI est reconnu par deux branches au moins : celle-ci ne peut pas s’en retirer.")
        )
    withdrawn, _rows = certificate.recognitions.filter(branch_id=branch_id).delete()
    if not withdrawn:
        return
    audit.record(
        actor_id=actor_id,
        verb="training.withdraw_recognition",
        subject=f"certificate:{certificate_id}",
        facts={"branch": branch_id, "reason": why.value},
    )


@transaction.atomic
def declare_equivalence(
    *, block_id: int, gives_ids: Collection[int], source: str, actor_id: int | None
) -> None:
    """Say that whoever holds a block is taken to hold others."""
    Equivalence.objects.bulk_create(
        [Equivalence(block_id=block_id, gives_id=each, source=source) for each in gives_ids],
        ignore_conflicts=True,
    )
    audit.record(
        actor_id=actor_id,
        verb="training.declare_equivalence",
        subject=f"block:{block_id}",
        facts={"gives": sorted(gives_ids)},
    )
