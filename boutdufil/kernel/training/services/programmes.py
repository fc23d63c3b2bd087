"""Programmes and sessions; none is opened without the accreditation it needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.training.enums import LIVE_STATES, Mode, TaughtLanguage, TrainingPayer
from boutdufil.kernel.training.errors import NotAccreditedError, TrainingError
from boutdufil.kernel.training.models import Block, Certificate, Programme, Session
from boutdufil.kernel.training.selectors.accreditations import is_accredited
from boutdufil.kernel.training.services import seats
from boutdufil.kernel.ui.days import format_day


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """What a body wants to teach; `cost_cents` a person, None when it is not published.

    `languages` are codes of `TaughtLanguage`; French Sign Language is one of them.
    """

    label: str
    block_ids: tuple[int, ...]
    hours: int
    cost_cents: int | None = None
    payers: tuple[str, ...] = ()
    mode: str = Mode.ON_SITE
    languages: tuple[str, ...] = ()
    prerequisites: str = ""


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """When and where a programme is taught; `commune` is empty when it is wholly remote."""

    starts_on: date
    ends_on: date
    seats: int
    commune: str = ""


@transaction.atomic
def create_programme(*, body_id: int, draft: ProgrammeDraft, actor_id: int | None) -> Programme:
    """Add a programme to a body.

    :raises NotAccreditedError: the body may not prepare today for one of its certificates.
    :raises TrainingError: without a block, or without hours.
    """
    if not draft.block_ids:
        raise TrainingError(_("Choisissez au moins un bloc de compétences."))
    if draft.hours < 1:
        raise TrainingError(_("Indiquez le nombre d’heures de la formation."))
    _refuse_unaccredited(body_id, draft.block_ids, timezone.localdate())
    programme = Programme.objects.create(
        body_id=body_id,
        label=draft.label,
        hours=draft.hours,
        cost_cents=draft.cost_cents,
        payers=[TrainingPayer(payer).value for payer in draft.payers],
        mode=Mode(draft.mode),
        languages=[TaughtLanguage(language).value for language in draft.languages],
        in_sign_language=TaughtLanguage.SIGN in draft.languages,
        prerequisites=draft.prerequisites.strip(),
    )
    programme.blocks.set(Block.objects.filter(pk__in=draft.block_ids))
    _record(actor_id, "training.create_programme", f"programme:{programme.pk}")
    return programme


@transaction.atomic
def open_session(*, programme_id: int, draft: SessionDraft, actor_id: int | None) -> Session:
    """Open a session of a programme.

    :raises NotAccreditedError: the body may not prepare for it today, or on its first day.
    :raises TrainingError: the programme is closed, the dates or the seats make no sense.
    """
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    _refuse_odd_session(programme, draft)
    block_ids = list(programme.blocks.values_list("pk", flat=True))
    for day in (timezone.localdate(), draft.starts_on):
        _refuse_unaccredited(programme.body_id, block_ids, day)
    session = Session.objects.create(
        programme=programme,
        commune=draft.commune,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        seats=draft.seats,
    )
    _record(actor_id, "training.open_session", f"training_session:{session.pk}")
    return session


def _refuse_odd_session(programme: Programme, draft: SessionDraft) -> None:
    if programme.closed_on is not None:
        raise TrainingError(_("Ce programme est arrêté : il n’ouvre plus de session."))
    if draft.ends_on < draft.starts_on:
        raise TrainingError(_("La fin vient avant le début : corrigez l’une des deux dates."))
    if draft.starts_on < timezone.localdate():
        raise TrainingError(_("Une session s’ouvre pour un jour à venir."))
    if draft.seats < 1:
        raise TrainingError(_("Une session compte au moins une place."))


def _refuse_unaccredited(body_id: int, block_ids: Collection[int], day: date) -> None:
    wanted = Certificate.objects.filter(blocks__in=block_ids).distinct()
    for certificate in wanted:
        if not is_accredited(body_id, certificate, day):
            told = {"certificate": certificate.label, "day": format_day(day, "j F Y")}
            raise NotAccreditedError(
                _("Pas d’habilitation le %(day)s pour « %(certificate)s ». La branche en décide.")
                % told
            )


@transaction.atomic
def close_programme(*, programme_id: int, actor_id: int | None) -> None:
    """Stop a programme: its sessions stay, no new one opens."""
    Programme.objects.filter(pk=programme_id, closed_on=None).update(closed_on=timezone.localdate())
    _record(actor_id, "training.close_programme", f"programme:{programme_id}")


@transaction.atomic
def cancel_session(*, session_id: int, reason: str, actor_id: int | None) -> None:
    """Cancel a session with a reason; everybody enrolled is told. Twice is once.

    :raises TrainingError: without a reason.
    """
    if not reason.strip():
        raise TrainingError(_("Dites pourquoi : les personnes inscrites le liront."))
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.cancelled_on is not None:
        return
    session.cancelled_on = timezone.localdate()
    session.save(update_fields=["cancelled_on"])
    for enrolment in session.enrolments.filter(state__in=LIVE_STATES):
        seats.cancel_seat(enrolment_id=enrolment.pk, reason=reason, actor_id=actor_id)
    _record(actor_id, "training.cancel_session", f"training_session:{session_id}")


def _record(actor_id: int | None, verb: str, subject: str) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=subject)
