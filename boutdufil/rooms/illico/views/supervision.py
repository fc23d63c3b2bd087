"""The wall of a team, and what is done from it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.errors import CallRefusedError
from boutdufil.kernel.calls.legs import leg_url
from boutdufil.kernel.calls.services import leg_token
from boutdufil.kernel.organisations.selectors import OrganisationRow, organisation
from boutdufil.kernel.ui.fields import row_numbers
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import supervision as selectors
from boutdufil.rooms.illico.selectors.helped import helped_call
from boutdufil.rooms.illico.services import abuse
from boutdufil.rooms.illico.services import supervision as services
from boutdufil.rooms.illico.services.help import end_help, join_as_supervision
from boutdufil.rooms.illico.views.console import STREAM_SECONDS

# A stream has so many topics at most, and a team seldom as many numbers.
MOST_TOPICS = 48


@require_safe
@never_cache
def teams(request: HttpRequest) -> HttpResponse:
    """Lead whoever supervises one team to its wall, others to a choice."""
    led = permissions.led_by(request.user)
    if len(led) == 1:
        return redirect("illico:wall", led[0].id)
    return render(request, "illico/supervision/teams.html", {"teams": led})


@require_safe
@never_cache
def wall(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show the wall; without a script it is the picture of a moment."""
    place = led_organisation(request, organisation_id)
    page = selectors.wall_page(place)
    topics = [f"help:{organisation_id}", *(f"wall:{one.code}" for one in page.numbers)]
    context = {
        "page": page,
        "topics": topics[:MOST_TOPICS],
        "stream_token": realtime.stream_token(topics[:MOST_TOPICS], seconds=STREAM_SECONDS),
    }
    return render(request, "illico/supervision/wall.html", context)


@require_POST
def move(request: HttpRequest, organisation_id: int, agent_id: int) -> HttpResponse:
    """Let an agent answer these of their numbers for now."""
    led_organisation(request, organisation_id)
    if not permissions.can_change_seat(request.user, agent_id):
        raise Http404
    numbers = row_numbers(request.POST.getlist("number"))
    try:
        services.move_to(agent_id=agent_id, number_ids=numbers, actor_id=request.user.pk or 0)
        messages.success(request, _("C’est fait, jusqu’à la prochaine prise de poste."))
    except ConsoleError as error:
        messages.error(request, str(error))
    return redirect("illico:wall", organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def help_call(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Join the call an agent has called the supervision to; everybody in it reads so."""
    if not permissions.can_answer_help(request.user, request_id):
        raise Http404
    if request.method == "POST":
        return _answer_help(request, request_id)
    call = helped_call(request_id, request.user.pk or 0)
    if call is None:
        raise Http404
    leg = leg_url(leg_token(call.seat_id)) if call.seat_id else ""
    return render(request, "illico/supervision/help_call.html", {"call": call, "leg_url": leg})


@require_POST
def debrief(request: HttpRequest, report_id: int) -> HttpResponse:
    """Note that an abusive call was talked over with its agent."""
    if not permissions.can_debrief(request.user, report_id):
        raise Http404
    abuse.debrief(report_id=report_id, person_id=request.user.pk or 0)
    return redirect("illico:supervision")


def led_organisation(request: HttpRequest, organisation_id: int) -> OrganisationRow:
    """Return an organisation whoever asks leads; to others there is none."""
    place = organisation(organisation_id)
    if place is None or not permissions.can_lead_agents(request.user, organisation_id):
        raise Http404
    return place


def _answer_help(request: HttpRequest, request_id: UUID) -> HttpResponse:
    if request.POST.get("do") == "end":
        end_help(request_id=request_id)
        return redirect("illico:supervision")
    try:
        join_as_supervision(
            request_id=request_id,
            person_id=request.user.pk or 0,
            name=_("%(name)s, supervision") % {"name": getattr(request.user, "name", "")},
        )
    except CallRefusedError as error:
        messages.error(request, str(error))
        return redirect("illico:supervision")
    return redirect("illico:help_call", request_id)
