"""What calls hold of a person, how they take it away, and how long it is kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import CallKind, CallState
from boutdufil.kernel.calls.models import Call, ObserverSheet, Participant
from boutdufil.kernel.calls.services.states import end_call
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule

# As long as a path in mobility: first evidence serves whoever looks for a trade, not an archive.
PRACTICE_KEPT = timedelta(days=730)
# The limitation of civil actions: until then a caller or an agent may have to prove a call.
SERVICE_KEPT = timedelta(days=1826)
# Nobody practises for longer: what is still open then was left.
LEFT_AFTER = timedelta(hours=4)


def export_calls(person: Person) -> dict[str, Any]:
    """Return the person's seats and sheets as JSON-able data; what was said is nowhere."""
    seats = Participant.objects.filter(person=person).select_related("call")
    sheets = ObserverSheet.objects.select_related("call")
    return {
        "calls": [_seat(one) for one in seats],
        "sheets_about_me": [_sheet(one) for one in sheets.filter(observed__person=person)],
        "sheets_i_wrote": [_sheet(one) for one in sheets.filter(observer=person)],
    }


@transaction.atomic
def erase_calls(person: Person) -> None:
    """Delete the sheets about a person and take them out of every call; the facts stay."""
    ObserverSheet.objects.filter(observed__person=person).delete()
    ObserverSheet.objects.filter(observer=person).update(observer=None)
    Participant.objects.filter(person=person).update(person=None, name="")


@transaction.atomic
def forget_people(*, kind: str, before: datetime) -> int:
    """Take people and sheets out of the calls that ended before a moment; return how many."""
    old = Participant.objects.filter(call__kind=kind, call__ended_at__lt=before)
    ObserverSheet.objects.filter(observed__in=old).delete()
    return old.exclude(person=None, name="").update(person=None, name="")


def end_left_practice(*, now: datetime) -> int:
    """End the practised calls nobody ended; return how many."""
    left = Call.objects.filter(kind=CallKind.PRACTICE, opened_at__lt=now - LEFT_AFTER)
    ids = list(left.exclude(state=CallState.ENDED).values_list("pk", flat=True))
    for call_id in ids:
        end_call(call_id=call_id, cause="left")
    return len(ids)


def _seat(one: Participant) -> dict[str, Any]:
    return {
        "kind": one.call.kind,
        "channel": one.call.channel,
        "role": one.role,
        "name_shown": one.name,
        "scenario": one.call.scenario,
        "opened_at": one.call.opened_at.isoformat(),
        "ended_at": one.call.ended_at.isoformat() if one.call.ended_at else None,
    }


def _sheet(one: ObserverSheet) -> dict[str, Any]:
    return {
        "scenario": one.call.scenario,
        "answers": one.answers,
        "remark": one.remark,
        "reply": one.reply,
        "written_at": one.written_at.isoformat(),
        "shared_at": one.shared_at.isoformat() if one.shared_at else None,
    }


RULES = (
    RetentionRule(
        name="calls.practice",
        what=_("Appels d’entraînement et fiches d’observation"),
        period=PRACTICE_KEPT,
        source=_("RGPD, article 5.1.e : le temps d’un projet de reconversion"),
        run=lambda now: forget_people(kind=CallKind.PRACTICE, before=now - PRACTICE_KEPT),
    ),
    RetentionRule(
        name="calls.service",
        what=_("Qui a pris part à un appel de service (jamais ce qui s’y est dit)"),
        period=SERVICE_KEPT,
        source=_("Code civil, article 2224 : prescription de cinq ans"),
        run=lambda now: forget_people(kind=CallKind.SERVICE, before=now - SERVICE_KEPT),
    ),
)
