"""Blocks achieved, as the body that trained records them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.training.enums import EnrolmentState
from boutdufil.kernel.training.errors import ResultError
from boutdufil.kernel.training.events import BlockAchieved
from boutdufil.kernel.training.models import BlockResult, Enrolment


@transaction.atomic
def record_results(
    *, enrolment_id: int, block_ids: Collection[int], achieved_on: date, actor_id: int | None
) -> None:
    """Record several blocks at once, all or none. Raises ResultError as `record_result` does."""
    for block_id in block_ids:
        record_result(
            enrolment_id=enrolment_id,
            block_id=block_id,
            achieved_on=achieved_on,
            actor_id=actor_id,
        )


@transaction.atomic
def record_result(
    *, enrolment_id: int, block_id: int, achieved_on: date, actor_id: int | None
) -> BlockResult:
    """Record that somebody who took part achieved a block; recorded twice, it stays as it was.

    :raises ResultError: they did not take part, the session does not teach it, or the day is
        before the session or to come.
    """
    enrolment = Enrolment.objects.select_related("session__programme").get(pk=enrolment_id)
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise ResultError(_("Seule une personne dont l’inscription est confirmée obtient un bloc."))
    if not enrolment.session.programme.blocks.filter(pk=block_id).exists():
        raise ResultError(_("Ce bloc n’est pas au programme de cette session."))
    if not enrolment.session.starts_on <= achieved_on <= timezone.localdate():
        raise ResultError(_("La date va du premier jour de la session à aujourd’hui."))
    result, created = BlockResult.objects.get_or_create(
        person_id=enrolment.person_id,
        block_id=block_id,
        defaults={
            "body_id": enrolment.session.programme.body_id,
            "achieved_on": achieved_on,
            "recorded_by_id": actor_id,
        },
    )
    if created:
        audit.record(
            actor_id=actor_id, verb="training.record_result", subject=f"block_result:{result.pk}"
        )
        events.publish(BlockAchieved(result_id=result.pk, block_id=block_id))
    return result
