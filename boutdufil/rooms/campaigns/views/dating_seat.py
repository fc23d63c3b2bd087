"""A recruiter's table on their telephone: who comes next, and what comes of it in one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel import realtime
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.enums import Outcome
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.permissions.dating import can_hold_table
from boutdufil.rooms.campaigns.selectors.dating_seat import meeting_of, seat_page
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow, table_row
from boutdufil.rooms.campaigns.services import dating_outcomes as services
from boutdufil.rooms.campaigns.views.doors import attempt

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

STREAM_SECONDS = 12 * 3600


@require_safe
@never_cache
def table(request: PersonRequest, table_id: int) -> HttpResponse:
    """Show a recruiter their meetings in order."""
    held = _own_table(request, table_id)
    page = seat_page(held)
    context = {
        "page": page,
        "outcomes": Outcome,
        "topic": page.day.topic,
        "stream_token": realtime.stream_token([page.day.topic], seconds=STREAM_SECONDS),
    }
    return render(request, "campaigns/dating/seat.html", context)


@require_POST
def outcome(request: PersonRequest, table_id: int, meeting_id: int) -> HttpResponse:
    """Say what comes of a meeting, that nobody came, or keep a note."""
    held = _own_table(request, table_id)
    if meeting_of(held, meeting_id) is None:
        raise Http404
    wanted = request.POST.get("do", "")
    if wanted in Outcome.values:
        _record(request, meeting_id, wanted)
    elif wanted == "absent":
        attempt(
            request,
            lambda: services.mark_absent(meeting_id=meeting_id, actor_id=request.user.pk),
            _("C’est noté : personne n’est venu."),
        )
    elif wanted == "note":
        services.keep_note(meeting_id=meeting_id, text=request.POST.get("note", ""))
        messages.success(request, _("La note est gardée, pour vous seuls."))
    else:
        raise Http404
    return redirect("campaigns:table", table_id)


def _record(request: PersonRequest, meeting_id: int, wanted: str) -> None:
    told = services.Told(wanted, row_number(request.POST.get("vacancy", "")))
    try:
        stands = services.record_outcome(meeting_id=meeting_id, told=told, actor_id=request.user.pk)
    except CampaignError as error:
        messages.error(request, str(error))
        return
    if wanted != Outcome.HIRED:
        messages.success(request, _("C’est noté."))
    elif stands:
        messages.success(request, _("C’est noté, et le poste est compté comme pourvu."))
    else:
        messages.warning(
            request,
            _(
                "C’est noté ici. Le poste n’est pas compté comme pourvu : il faut une offre de "
                "cette table, et que la personne ait gardé son inscription dans un compte."
            ),
        )


def _own_table(request: PersonRequest, table_id: int) -> TableRow:
    held = table_row(table_id)
    if held is None or not can_hold_table(request.user, held.organisation_id):
        raise Http404
    return held
