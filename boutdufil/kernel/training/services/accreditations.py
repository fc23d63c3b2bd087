"""Accreditations: granted, renewed, withdrawn by a branch; told of before they end."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Branch
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.errors import TrainingError
from boutdufil.kernel.training.models import Accreditation

# The farther first: on a day when both are due, the nearer one alone is sent.
ALERT_DAYS = (180, 90)


@dataclass(frozen=True, slots=True)
class AccreditationDraft:
    """What a branch decides: for which kinds or certificates, from when until when, and why."""

    starts_on: date
    ends_on: date
    evidence: str
    kinds: tuple[str, ...] = ()
    certificate_ids: tuple[int, ...] = ()


@transaction.atomic
def grant_accreditation(
    *, body_id: int, branch_id: int, draft: AccreditationDraft, actor_id: int | None
) -> Accreditation:
    """Let a body prepare for certificates, in the name of a branch.

    :raises TrainingError: nothing is granted, nothing supports it, or it ends before it starts.
    """
    _refuse_empty(draft)
    branch = Branch.objects.get(pk=branch_id)
    accreditation = Accreditation.objects.create(
        body_id=body_id,
        kinds=[CertificateKind(kind).value for kind in draft.kinds],
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        evidence=draft.evidence.strip(),
        decided_by_id=branch.organisation_id,
        decided_by_person_id=actor_id,
        decided_on=timezone.localdate(),
    )
    accreditation.certificates.set(draft.certificate_ids)
    _record(actor_id, "training.grant_accreditation", accreditation)
    return accreditation


def _refuse_empty(draft: AccreditationDraft) -> None:
    if not draft.kinds and not draft.certificate_ids:
        raise TrainingError(_("Choisissez au moins une nature ou une certification."))
    if not draft.evidence.strip():
        raise TrainingError(_("Dites sur quelles pièces la décision s’appuie."))
    if draft.ends_on < draft.starts_on:
        raise TrainingError(_("La fin vient avant le début : corrigez l’une des deux dates."))


@transaction.atomic
def renew_accreditation(
    *, accreditation_id: int, ends_on: date, evidence: str, actor_id: int | None
) -> Accreditation:
    """Decide anew for the same scope, from the day after the present end, or from today.

    :raises TrainingError: it was withdrawn, or the new end is no later.
    """
    present = Accreditation.objects.select_for_update().get(pk=accreditation_id)
    if present.withdrawn_on is not None:
        raise TrainingError(_("Cette habilitation a été retirée : accordez-en une nouvelle."))
    branch = Branch.objects.get(organisation_id=present.decided_by_id)
    draft = AccreditationDraft(
        starts_on=max(present.ends_on + timedelta(days=1), timezone.localdate()),
        ends_on=ends_on,
        evidence=evidence,
        kinds=tuple(present.kinds),
        certificate_ids=tuple(present.certificates.values_list("pk", flat=True)),
    )
    return grant_accreditation(
        body_id=present.body_id, branch_id=branch.pk, draft=draft, actor_id=actor_id
    )


@transaction.atomic
def withdraw_accreditation(
    *, accreditation_id: int, reason: str, actor_id: int | None
) -> Accreditation:
    """End an accreditation today, with a reason; one already withdrawn keeps its reason.

    :raises TrainingError: without a reason.
    """
    if not reason.strip():
        raise TrainingError(_("Un retrait se motive : dites pourquoi."))
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation_id)
    if accreditation.withdrawn_on is None:
        accreditation.withdrawn_on = timezone.localdate()
        accreditation.withdrawal_reason = reason.strip()
        accreditation.save(update_fields=["withdrawn_on", "withdrawal_reason"])
        _record(actor_id, "training.withdraw_accreditation", accreditation)
    return accreditation


@transaction.atomic
def warn_of_ends(*, today: date) -> int:
    """Enqueue the alerts due: 180 and 90 days before an end, each once; return how many."""
    horizon = today + timedelta(days=max(ALERT_DAYS))
    ending = Accreditation.objects.select_for_update().filter(
        withdrawn_on=None, ends_on__gte=today, ends_on__lte=horizon
    )
    return sum(
        _warn(accreditation, (accreditation.ends_on - today).days) for accreditation in ending
    )


def _warn(accreditation: Accreditation, left: int) -> bool:
    due = [days for days in ALERT_DAYS if left <= days and days not in accreditation.warned_days]
    if not due or _is_renewed(accreditation):
        return False
    accreditation.warned_days = sorted({*accreditation.warned_days, *due})
    accreditation.save(update_fields=["warned_days"])
    jobs.enqueue("training.send_ending", accreditation_id=accreditation.pk)
    return True


def _is_renewed(accreditation: Accreditation) -> bool:
    """Tell whether a later decision of the same branch already covers the same scope."""
    later = Accreditation.objects.filter(
        body_id=accreditation.body_id,
        decided_by_id=accreditation.decided_by_id,
        withdrawn_on=None,
        ends_on__gt=accreditation.ends_on,
        kinds__contains=accreditation.kinds,
    )
    named = set(accreditation.certificates.values_list("pk", flat=True))
    return any(named <= set(one.certificates.values_list("pk", flat=True)) for one in later)


def _record(actor_id: int | None, verb: str, accreditation: Accreditation) -> None:
    audit.record(
        actor_id=actor_id,
        verb=verb,
        subject=f"accreditation:{accreditation.pk}",
        facts={"body": accreditation.body_id, "ends_on": accreditation.ends_on.isoformat()},
    )
