"""Abusive callers: warned once, then the call is ended and they are kept away for a while."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.models import AbuseReport, Agent
from boutdufil.rooms.illico.services.console import hang_up
from boutdufil.rooms.illico.services.desk import ask, ask_quietly
from boutdufil.rooms.illico.services.filtering import block_caller


def warn_caller(*, agent_id: int, call_id: UUID) -> None:
    """Tell a caller that the call will be ended if it goes on so; twice is once.

    :raises ConsoleError: the dispatcher does not answer; nobody was told and nothing is noted.
    """
    name = str(call_id)
    ask("send", topic=f"call:{name}", body={"kind": "warned", "call": name})
    _note_warning(agent_id=agent_id, call_id=call_id)


def _note_warning(*, agent_id: int, call_id: UUID) -> None:
    agent = Agent.objects.get(pk=agent_id)
    with transaction.atomic():
        _report, created = AbuseReport.objects.get_or_create(
            call_id=call_id,
            defaults={"agent": agent, "organisation_id": agent.organisation_id},
        )
        if created:
            realtime.publish(f"help:{agent.organisation_id}", "abuse", {"call": str(call_id)})
    name = str(call_id)
    ask_quietly("note", call=name, kind="abuse_warned", who=agent.name, body={"on": True})


def end_abusive_call(*, agent_id: int, call_id: UUID) -> None:
    """End a call whose caller was warned, and keep them from calling again for a while.

    :raises ConsoleError: the dispatcher does not answer; the block holds already.
    """
    _note_warning(agent_id=agent_id, call_id=call_id)
    with transaction.atomic():
        AbuseReport.objects.filter(call_id=call_id, ended_at=None).update(ended_at=timezone.now())
        block_caller(call_id=call_id, agent_id=agent_id)
    hang_up(agent_id=agent_id, call_id=call_id)


@transaction.atomic
def debrief(*, report_id: int, person_id: int) -> None:
    """Note that an abusive call was talked over with its agent."""
    done = AbuseReport.objects.filter(pk=report_id, debriefed_at=None)
    if done.update(debriefed_at=timezone.now(), debriefed_by_id=person_id):
        audit.record(actor_id=person_id, verb="illico.debrief", subject=f"abuse_report:{report_id}")
