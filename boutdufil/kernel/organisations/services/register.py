"""Asking the official register whether a SIRET exists; off unless the site says so."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boutdufil.adapters import sirene
from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import RegisterAnswer
from boutdufil.kernel.organisations.models import Organisation


def request_check(*, organisation_id: int) -> bool:
    """Have the register asked soon; false where it is off, or there is nothing to ask."""
    asked = Organisation.objects.filter(pk=organisation_id, invented=False)
    if not settings.BOUTDUFIL_SIRENE or not asked.exclude(siret=None).exists():
        return False
    jobs.enqueue("organisations.check_siret", organisation_id=organisation_id)
    return True


def check_siret(*, organisation_id: int, register: sirene.Register | None = None) -> RegisterAnswer:
    """Ask the register and keep its answer; a SIRET changed meanwhile is left alone.

    :raises sirene.RegisterUnavailableError: it does not answer; the job tries again.
    """
    register = register or sirene.open_register(settings.BOUTDUFIL_SIRENE)
    one = Organisation.objects.get(pk=organisation_id)
    found = register.find(one.siret or "")
    answer = _answer(found)
    _keep(one, answer, register.name)
    return answer


@transaction.atomic
def _keep(asked: Organisation, answer: RegisterAnswer, register: str) -> None:
    known = answer == RegisterAnswer.FOUND
    kept = Organisation.objects.filter(pk=asked.pk, siret=asked.siret).update(
        register_answer=answer,
        verified_at=timezone.now() if known else None,
        verified_through=register if known else "",
    )
    if kept:
        audit.record(
            actor_id=None,
            verb="organisations.check_siret",
            subject=f"organisation:{asked.pk}",
            facts={"answer": str(answer)},
        )


def _answer(found: sirene.Establishment | None) -> RegisterAnswer:
    if found is None:
        return RegisterAnswer.UNKNOWN
    return RegisterAnswer.FOUND if found.is_open else RegisterAnswer.CLOSED
