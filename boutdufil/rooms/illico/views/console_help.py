"""Help an agent asks for during a call, passing the caller on, and abusive callers."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.forms.console import HelpForm
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.services import abuse, transfers
from boutdufil.rooms.illico.services import help as services
from boutdufil.rooms.illico.views.console import back_to_console

Act = Callable[[], object]
ASKED_OF_THE_DISPATCHER = (HelpKind.INTERPRETER, HelpKind.COLLEAGUE, HelpKind.CONSULT)


@require_POST
def ask(request: HttpRequest, agent_id: int, call_id: UUID) -> HttpResponse:
    """Do what an agent asks for the caller of a call, or say why it cannot be done."""
    form = HelpForm(request.POST)
    if not permissions.can_work_on_call(request.user, agent_id, call_id) or not form.is_valid():
        raise Http404
    asked = form.cleaned_data["request"]
    if asked and not permissions.is_help_of(call_id, asked):
        raise Http404
    act = _acts(agent_id, call_id, form).get(form.cleaned_data["do"])
    if act is None:
        raise Http404
    try:
        act()
    except ConsoleError as error:
        messages.error(request, str(error))
    return back_to_console(agent_id)


def _acts(agent_id: int, call_id: UUID, form: HelpForm) -> dict[str, Act]:
    said = form.cleaned_data
    ask_for = partial(
        services.ask_for_help,
        agent_id=agent_id,
        call_id=call_id,
        language=said["language"],
        colleague_id=said["colleague"],
    )
    acts: dict[str, Act] = {kind: partial(ask_for, kind=kind) for kind in ASKED_OF_THE_DISPATCHER}
    acts |= {
        "supervisor": partial(services.ask_supervision, agent_id=agent_id, call_id=call_id),
        "warn": partial(abuse.warn_caller, agent_id=agent_id, call_id=call_id),
        "end_abuse": partial(abuse.end_abusive_call, agent_id=agent_id, call_id=call_id),
        "transfer": partial(
            transfers.transfer_call,
            agent_id=agent_id,
            call_id=call_id,
            number_id=said["number"],
            colleague_id=said["colleague"],
        ),
    }
    return acts | _acts_on(agent_id, call_id, said["request"])


def _acts_on(agent_id: int, call_id: UUID, request_id: UUID | None) -> dict[str, Act]:
    if request_id is None:
        return {}
    return {
        "end": partial(services.end_help, request_id=request_id),
        "hand_over": partial(
            transfers.hand_over, agent_id=agent_id, call_id=call_id, request_id=request_id
        ),
    }
