"""Seats: asked for, confirmed up to the capacity, waited for, given back.

Every act locks the session first, so that acts on one session follow one another and the
capacity is exact whatever arrives at the same moment.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events, jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.training.enums import LIVE_STATES, EnrolmentState, TrainingPayer
from boutdufil.kernel.training.errors import EnrolmentError, SessionFullError
from boutdufil.kernel.training.events import EnrolmentChanged
from boutdufil.kernel.training.models import Enrolment, Session


@transaction.atomic
def ask_seat(
    *,
    session_id: int,
    person_id: int,
    payer: str = TrainingPayer.UNKNOWN,
    need_id: int | None = None,
) -> Enrolment:
    """Ask for a seat; asking twice is asking once. The body decides.

    :raises EnrolmentError: the session is cancelled or has begun.
    """
    session = _locked(session_id)
    if session.cancelled_on is not None:
        raise EnrolmentError(_("Cette session est annulée : choisissez-en une autre."))
    if session.starts_on <= timezone.localdate():
        raise EnrolmentError(_("Cette session a commencé : choisissez-en une autre."))
    enrolment = session.enrolments.filter(person_id=person_id, state__in=LIVE_STATES).first()
    if enrolment is not None:
        return enrolment
    enrolment = Enrolment.objects.create(
        session=session, person_id=person_id, payer=TrainingPayer(payer), need_id=need_id
    )
    _tell(enrolment, actor_id=person_id)
    return enrolment


@transaction.atomic
def confirm_seat(*, enrolment_id: int, actor_id: int | None) -> Enrolment:
    """Give a seat to somebody who asked or waits.

    :raises SessionFullError: no seat is left; nothing changes.
    :raises EnrolmentError: the enrolment was cancelled.
    """
    enrolment = _locked_enrolment(enrolment_id)
    if enrolment.state == EnrolmentState.CONFIRMED:
        return enrolment
    if enrolment.state == EnrolmentState.CANCELLED:
        raise EnrolmentError(_("Cette inscription est annulée : la personne doit la redemander."))
    if not _take_seat(enrolment.session):
        raise SessionFullError(
            _("Plus de place : mettez la demande en liste d’attente, ou libérez une place.")
        )
    _move(enrolment, EnrolmentState.CONFIRMED, actor_id=actor_id)
    return enrolment


@transaction.atomic
def put_on_waiting_list(*, enrolment_id: int, actor_id: int | None) -> Enrolment:
    """Let somebody wait for a seat; the list goes by the moment of the demand.

    :raises EnrolmentError: only a demand can wait.
    """
    enrolment = _locked_enrolment(enrolment_id)
    if enrolment.state not in (EnrolmentState.ASKED, EnrolmentState.WAITING):
        raise EnrolmentError(_("Seule une demande peut attendre."))
    if enrolment.state == EnrolmentState.ASKED:
        _move(enrolment, EnrolmentState.WAITING, actor_id=actor_id)
    return enrolment


@transaction.atomic
def cancel_seat(*, enrolment_id: int, actor_id: int | None, reason: str = "") -> Enrolment:
    """Cancel an enrolment; a seat given back goes to the first who waits. Twice is once."""
    enrolment = _locked_enrolment(enrolment_id)
    if enrolment.state == EnrolmentState.CANCELLED:
        return enrolment
    held = enrolment.state == EnrolmentState.CONFIRMED
    enrolment.reason = reason.strip()[:250]
    _move(enrolment, EnrolmentState.CANCELLED, actor_id=actor_id)
    if held:
        _give_back(enrolment.session)
    return enrolment


def _give_back(session: Session) -> None:
    """Free a seat and hand it to the first on the waiting list, unless the session is over."""
    session.booked -= 1
    session.save(update_fields=["booked"])
    if session.cancelled_on is not None or session.starts_on <= timezone.localdate():
        return
    following = session.enrolments.filter(state=EnrolmentState.WAITING).first()
    if following is not None:
        _take_seat(session)
        _move(following, EnrolmentState.CONFIRMED, actor_id=None)


def _take_seat(session: Session) -> bool:
    if session.booked >= session.seats:
        return False
    session.booked += 1
    session.save(update_fields=["booked"])
    return True


def _locked(session_id: int) -> Session:
    return Session.objects.select_for_update().get(pk=session_id)


def _locked_enrolment(enrolment_id: int) -> Enrolment:
    """Return the enrolment as it stands once its session is locked."""
    session_id = Enrolment.objects.values_list("session_id", flat=True).get(pk=enrolment_id)
    session = _locked(session_id)
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    enrolment.session = session
    return enrolment


def _move(enrolment: Enrolment, state: EnrolmentState, *, actor_id: int | None) -> None:
    enrolment.state = state
    enrolment.decided_at = timezone.now()
    enrolment.save(update_fields=["state", "decided_at", "reason"])
    _tell(enrolment, actor_id=actor_id)
    if actor_id != enrolment.person_id:
        jobs.enqueue("training.send_decision", enrolment_id=enrolment.pk)


def _tell(enrolment: Enrolment, *, actor_id: int | None) -> None:
    audit.record(
        actor_id=actor_id,
        verb=f"training.seat_{enrolment.state}",
        subject=f"enrolment:{enrolment.pk}",
        facts={"session": enrolment.session_id},
    )
    events.publish(
        EnrolmentChanged(
            enrolment_id=enrolment.pk,
            session_id=enrolment.session_id,
            state=EnrolmentState(enrolment.state).value,
            need_id=enrolment.need_id,
        )
    )
