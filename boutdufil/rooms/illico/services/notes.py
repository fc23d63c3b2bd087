"""What an agent writes during and after a call: notes as they type, then what became of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.illico.enums import CaseState
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.models import Case, CaseNote, FollowUp, ServiceCall

LONGEST_NOTE = 8_000


@dataclass(frozen=True, slots=True)
class WriteUp:
    """What became of a call; ``promise`` is what will be done until ``due_on``."""

    state: str
    subject: str = ""
    promise: str = ""
    due_on: date | None = None


@transaction.atomic
def write_note(*, agent_id: int, call_id: UUID, text: str) -> None:
    """Keep what an agent has typed of a call so far, in place of what they had before."""
    case_id = ServiceCall.objects.values_list("case_id", flat=True).get(pk=call_id)
    if case_id is None:
        raise ConsoleError(_("Cet appel n’a pas de dossier."))
    written = {"case_id": case_id, "text": text[:LONGEST_NOTE], "written_at": timezone.now()}
    if text.strip():
        CaseNote.objects.update_or_create(call_id=call_id, agent_id=agent_id, defaults=written)
    else:
        CaseNote.objects.filter(call_id=call_id, agent_id=agent_id).delete()


@transaction.atomic
def write_up(*, agent_id: int, call_id: UUID, done: WriteUp) -> None:
    """Note what became of a call; what its caller said of it stays."""
    call = ServiceCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    ServiceCall.objects.filter(pk=call_id, written_up_at=None).update(written_up_at=timezone.now())
    if call.case_id is None:
        return
    case = Case.objects.select_for_update().get(pk=call.case_id)
    case.subject = done.subject or case.subject
    if case.state != CaseState.SOLVED:
        _settle(case, done)
    case.save(update_fields=["subject", "state", "due_on", "closed_at", "agent"])
    if done.promise and done.due_on:
        FollowUp.objects.create(case=case, agent_id=agent_id, text=done.promise, due_on=done.due_on)
        # Who promised is asked first when the caller comes back.
        Case.objects.filter(pk=case.pk).update(agent_id=agent_id)


@transaction.atomic
def finish_follow_up(*, follow_up_id: int, person_id: int) -> None:
    """Note that what was promised is done; its case waits for what else was promised, if any."""
    waiting = FollowUp.objects.select_for_update().filter(pk=follow_up_id, done_at=None)
    one = waiting.first()
    if one is None:
        return
    one.done_at, one.done_by_id = timezone.now(), person_id
    one.save(update_fields=["done_at", "done_by"])
    case = Case.objects.select_for_update().get(pk=one.case_id)
    case.due_on = case.follow_ups.filter(done_at=None).aggregate(next=Min("due_on"))["next"]
    if case.due_on is None and case.state == CaseState.FOLLOWED_UP:
        case.state = CaseState.OPEN
    case.save(update_fields=["due_on", "state"])


def _settle(case: Case, done: WriteUp) -> None:
    case.state = CaseState(done.state)
    case.due_on = done.due_on
    case.closed_at = timezone.now() if case.state == CaseState.CLOSED else None
