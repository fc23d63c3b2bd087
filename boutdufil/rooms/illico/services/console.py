"""What an agent does at their post: take it, pause, answer, hang up, finish."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from boutdufil.kernel.calls.enums import CallState, ParticipantRole
from boutdufil.kernel.calls.errors import CallEndedError
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.services import add_participant, give_back_seat
from boutdufil.kernel.calls.services.legs import end_seat
from boutdufil.rooms.illico.enums import PauseReason
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.models import Agent, HelpRequest
from boutdufil.rooms.illico.selectors.agents import profile_of
from boutdufil.rooms.illico.services.desk import ask, ask_quietly
from boutdufil.rooms.illico.services.help import end_help, end_help_of, take_help

# Whoever hangs up last finds the call over, or theirs no longer.
OVER = frozenset({"over", "unknown_call", "wrong_state", "unknown_agent"})


def take_post(*, agent_id: int, channels: Collection[str]) -> None:
    """Begin to answer on the channels chosen; taken already, the choice is changed.

    :raises ConsoleError: no channel is chosen, or the dispatcher refuses.
    """
    profile = profile_of(agent_id, channels=tuple(channels))
    if not channels or not set(profile["capacity"]) <= set(channels):
        raise ConsoleError(_("Choisissez au moins un canal de votre poste."))
    name = f"a{agent_id}"
    ask("sign_in", agent=name, profile=profile)
    ask_quietly("back", agent=name)
    ask_quietly("move", agent=name, profile=profile)


def leave_post(*, agent_id: int) -> None:
    """Stop answering; not in a call.

    :raises ConsoleError: a call is up, or the dispatcher does not answer.
    """
    ask("sign_out", agent=f"a{agent_id}")


def begin_pause(*, agent_id: int, reason: str) -> None:
    """Let nothing more ring, at once or after the calls in hand.

    :raises ConsoleError: the reason is none of the list, or the dispatcher refuses.
    """
    if reason not in PauseReason.values:
        raise ConsoleError(_("Choisissez une raison de la liste."))
    ask("pause", agent=f"a{agent_id}", reason=reason)


def end_pause(*, agent_id: int) -> None:
    """Let calls ring again. Raises ConsoleError when the dispatcher refuses."""
    ask("resume", agent=f"a{agent_id}")


def answer_call(*, agent_id: int, call_id: UUID) -> None:
    """Take a call that rings, and a seat in its conversation; doing it twice changes nothing.

    :raises ConsoleError: it rings here no longer.
    """
    ask("answer", agent=f"a{agent_id}", call=str(call_id))
    if HelpRequest.objects.filter(pk=call_id).exists():
        take_help(agent_id=agent_id, request_id=call_id)
    else:
        seat = enter_call(agent_id=agent_id, call_id=call_id, role=ParticipantRole.AGENT)
        if seat is not None:
            _end_former_seats(seat)


def _end_former_seats(seat: Participant) -> None:
    """Close the pages of those who had the call before, and lost it."""
    agents = Participant.objects.filter(call=seat.call_id, role=ParticipantRole.AGENT)
    others = agents.filter(revoked_at=None).exclude(pk=seat.pk)
    for key in others.values_list("pk", flat=True):
        end_seat(participant_id=key)


def enter_call(*, agent_id: int, call_id: UUID, role: str) -> Participant | None:
    """Give an agent one seat in a call, if it still goes on."""
    agent = Agent.objects.select_related("person").get(pk=agent_id)
    call = Call.objects.filter(pk=call_id).exclude(state=CallState.ENDED).first()
    if call is None:
        return None
    seated = Participant.objects.filter(call=call, person_id=agent.person_id).first()
    if seated is not None:
        give_back_seat(participant_id=seated.pk)
        return seated
    try:
        return add_participant(
            call=call,
            role=role,
            person=agent.person,
            name=agent.given_name,
            is_home=agent.is_home,
        )
    except CallEndedError:
        return None


def decline_call(*, agent_id: int, call_id: UUID) -> None:
    """Let a call that rings go elsewhere; nobody is counted worse for it.

    :raises ConsoleError: the dispatcher does not answer.
    """
    ask("decline", agent=f"a{agent_id}", call=str(call_id))


def hang_up(*, agent_id: int, call_id: UUID) -> None:
    """End a call from the agent's side; one that is over already stays so.

    :raises ConsoleError: the dispatcher does not answer.
    """
    try:
        ask("release", agent=f"a{agent_id}", call=str(call_id))
    except ConsoleError as error:
        if error.code not in OVER:
            raise
        if error.code == "wrong_state":
            # It is in other hands by now, with what they asked for.
            return
    end_help(request_id=call_id)
    end_help_of(call_id=call_id)


def finish_call(*, agent_id: int, call_id: UUID) -> None:
    """End the work after a call before its time.

    :raises ConsoleError: the dispatcher does not answer.
    """
    ask("wrapped_up", agent=f"a{agent_id}", call=str(call_id))
