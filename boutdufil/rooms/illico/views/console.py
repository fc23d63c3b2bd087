"""An agent's console: one page, and the small acts it posts."""

import json
import time
from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.adapters import turn
from boutdufil.kernel import realtime
from boutdufil.kernel.calls.legs import leg_url
from boutdufil.kernel.calls.services import leg_token
from boutdufil.rooms.illico.enums import PauseReason
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.forms.console import WriteUpForm
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import agents
from boutdufil.rooms.illico.selectors import console as selectors
from boutdufil.rooms.illico.selectors.agent_figures import own_day
from boutdufil.rooms.illico.selectors.agents import SeatRow
from boutdufil.rooms.illico.selectors.cards import CallCard
from boutdufil.rooms.illico.selectors.console import ConsolePage
from boutdufil.rooms.illico.selectors.help import Means, means_for, open_requests
from boutdufil.rooms.illico.selectors.slots import attestation
from boutdufil.rooms.illico.services import console as services

# A shift is long, and a page that comes back late asks for a new one anyway.
STREAM_SECONDS = 12 * 3600


@require_safe
@never_cache
def console(request: HttpRequest) -> HttpResponse:
    """Show the post of whoever asks; where they have several, the one they choose."""
    seats = agents.seats_of(request.user.pk or 0)
    chosen = next((one for one in seats if str(one.id) == request.GET.get("poste")), None)
    if chosen is None and len(seats) == 1:
        chosen = seats[0]
    if chosen is None:
        offers = agents.offers_to(getattr(request.user, "email", ""))
        return render(request, "illico/console/seats.html", {"seats": seats, "offers": offers})
    return show_console(request, chosen)


def show_console(
    request: HttpRequest, seat: SeatRow, *, forms: Mapping[str, WriteUpForm] | None = None
) -> HttpResponse:
    """Show a console; ``forms`` are those sent with a mistake, by call."""
    page = selectors.console_page(seat)
    topics = _topics(page)
    means = {str(card.id): means_for(seat, card) for card in page.talking}
    context = {
        "page": page,
        "topics": topics,
        "stream_token": realtime.stream_token(topics, seconds=STREAM_SECONDS),
        "means": means,
        "asides": {key: _aside(one) for key, one in means.items()},
        "legs": {str(card.talk_id): _leg(card.seat_id) for card in page.talking},
        "forms": {
            **{str(card.id): write_up_form(card) for card in page.to_finish},
            **(forms or {}),
        },
        "pauses": PauseReason.choices,
        "day": own_day(seat.id),
        "attested": attestation(seat.id) is not None,
        "now_ms": time.time_ns() // 1_000_000,
        **_device_check(seat),
    }
    return render(request, "illico/console/console.html", context, status=422 if forms else 200)


def _topics(page: ConsolePage) -> list[str]:
    """Return what a console listens to; it also keeps alive what its agent asked for."""
    calls = [card.service.call_id for card in page.talking if card.service and not card.help]
    helping = [card.id for card in page.cards if card.help]
    asked = {*open_requests(calls), *helping}
    return [f"agent:{page.seat.name}", *sorted(f"call:{key}" for key in asked)]


def _aside(means: Means) -> str:
    consultation = means.consultation
    return _leg(consultation.seat_id) if consultation else ""


def write_up_form(card: CallCard) -> WriteUpForm:
    """Return the form of a call that is over, with what its case says."""
    case = card.service.case if card.service else None
    return WriteUpForm(
        initial={"subject": case.subject if case else ""}, auto_id=f"suite-{card.id}-%s"
    )


@require_POST
def take_post(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Begin to answer on the channels chosen."""
    channels = request.POST.getlist("channel")
    return _done(
        request, agent_id, lambda: services.take_post(agent_id=agent_id, channels=channels)
    )


@require_POST
def change_state(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Pause, come back, or close the post."""
    acts: dict[str, Callable[[], None]] = {
        "pause": lambda: services.begin_pause(
            agent_id=agent_id, reason=request.POST.get("reason", "")
        ),
        "resume": lambda: services.end_pause(agent_id=agent_id),
        "leave": lambda: services.leave_post(agent_id=agent_id),
    }
    return _done(request, agent_id, acts.get(request.POST.get("do", "")))


@require_POST
def act(request: HttpRequest, agent_id: int, call_id: UUID) -> HttpResponse:
    """Answer, decline, hang up or finish a call."""
    acts: dict[str, Callable[[], None]] = {
        "answer": lambda: services.answer_call(agent_id=agent_id, call_id=call_id),
        "decline": lambda: services.decline_call(agent_id=agent_id, call_id=call_id),
        "hang_up": lambda: services.hang_up(agent_id=agent_id, call_id=call_id),
        "finish": lambda: services.finish_call(agent_id=agent_id, call_id=call_id),
    }
    return _done(request, agent_id, acts.get(request.POST.get("do", "")))


def _done(request: HttpRequest, agent_id: int, act: Callable[[], None] | None) -> HttpResponse:
    """Do an act of one's own seat and show the console again, with what went wrong."""
    if act is None or not permissions.can_sit(request.user, agent_id):
        raise Http404
    try:
        act()
    except ConsoleError as error:
        messages.error(request, str(error))
    return back_to_console(agent_id)


def back_to_console(agent_id: int) -> HttpResponse:
    """Lead back to the console of a seat."""
    return redirect(f"{reverse('illico:console')}?poste={agent_id}")


def _device_check(seat: SeatRow) -> dict[str, str]:
    """Return what is tried before a post is taken: the richest channel, over its own network."""
    names = [name for name, _most in seat.capacity]
    servers = turn.ice_servers(relay_only=seat.is_home, user=seat.name)
    return {
        "check_channel": next((one for one in ("video", "voice") if one in names), "text"),
        "ice_servers": json.dumps(servers),
    }


def _leg(seat_id: UUID | None) -> str:
    return leg_url(leg_token(seat_id)) if seat_id else ""
