"""What an agent writes of a call, during it and after."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.forms.console import NoteForm, WriteUpForm
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import agents
from boutdufil.rooms.illico.services import console, notes
from boutdufil.rooms.illico.views.console import back_to_console, show_console


@require_POST
def note(request: HttpRequest, agent_id: int, call_id: UUID) -> HttpResponse:
    """Keep a note as far as it is typed; a script hears when it was kept."""
    _check(request, agent_id, call_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise Http404
    is_script = request.headers.get("accept") == "application/json"
    try:
        notes.write_note(agent_id=agent_id, call_id=call_id, text=form.cleaned_data["text"])
    except ConsoleError as error:
        if is_script:
            # The script keeps the words until it hears that they were kept here.
            return JsonResponse({"error": str(error)}, status=409)
        messages.error(request, str(error))
    if is_script:
        return JsonResponse({"saved_at": date_format(timezone.localtime(), "TIME_FORMAT")})
    return back_to_console(agent_id)


@require_POST
def write_up(request: HttpRequest, agent_id: int, call_id: UUID) -> HttpResponse:
    """Note what became of a call; with a mistake the form comes back as it was."""
    _check(request, agent_id, call_id)
    form = WriteUpForm(request.POST, auto_id=f"suite-{call_id}-%s")
    seat = agents.seat(agent_id)
    if seat is not None and not form.is_valid():
        return show_console(request, seat, forms={str(call_id): form})
    notes.write_up(agent_id=agent_id, call_id=call_id, done=form.write_up())
    try:
        console.finish_call(agent_id=agent_id, call_id=call_id)
    except ConsoleError as error:
        # The time after a call ends by itself; what was written is kept either way.
        if error.code not in console.OVER:
            messages.warning(request, str(error))
    return back_to_console(agent_id)


@require_POST
def finish_follow_up(request: HttpRequest, agent_id: int, follow_up_id: int) -> HttpResponse:
    """Note that what was promised is done."""
    if not permissions.can_finish_follow_up(request.user, agent_id, follow_up_id):
        raise Http404
    notes.finish_follow_up(follow_up_id=follow_up_id, person_id=request.user.pk or 0)
    return back_to_console(agent_id)


def _check(request: HttpRequest, agent_id: int, call_id: UUID) -> None:
    if not permissions.can_work_on_call(request.user, agent_id, call_id):
        raise Http404
