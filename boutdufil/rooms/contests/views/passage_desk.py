"""The jury's live page: who is before it, who is next, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.permissions import passages as permissions
from boutdufil.rooms.contests.rules.panels import PanelRow
from boutdufil.rooms.contests.selectors import passage_desk as selectors
from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.panels import panel_row
from boutdufil.rooms.contests.selectors.passage_calendar import passage_calendar as calendar_of
from boutdufil.rooms.contests.services import passage_desk as services
from boutdufil.rooms.contests.views.doors import HOUR, attempt
from boutdufil.rooms.contests.views.entry_doors import own_entry

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

ACTS = {
    "begin": (services.begin_passage, _("Le passage a commencé.")),
    "end": (services.end_passage, _("Le passage est terminé.")),
    "absent": (services.note_absence, _("L’absence est notée.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.passage_desk", 1200, HOUR)
def passage_desk(request: PersonRequest, jury_id: int) -> HttpResponse:
    """Show who passes now and next before a jury; begin, end, or note an absence."""
    jury = panel_row(jury_id)
    if jury is None or not permissions.can_hold_passages(request.user, jury):
        raise Http404
    if request.method == "POST":
        return _act(request, jury)
    desk = selectors.passage_desk(jury.id, request.user.pk)
    if desk is None:
        raise Http404
    context = {"jury": jury, "desk": desk, "now": timezone.now()}
    return render(request, "contests/passages/desk.html", context)


def _act(request: PersonRequest, jury: PanelRow) -> HttpResponse:
    number, wanted = row_number(request.POST.get("passage", "")), request.POST.get("do", "")
    if number is None or wanted not in ACTS:
        raise Http404
    if not permissions.can_hold_passage(request.user, jury, number):
        raise Http404
    act, done = ACTS[wanted]
    attempt(request, lambda: act(passage_id=number, actor_id=request.user.pk), str(done))
    return redirect("contests:passage_desk", jury.id)


@require_safe
@own_entry
def passage_calendar(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Hand the people of an entry their hour for their calendar."""
    content = calendar_of(entry.id, made_at=timezone.now())
    if content is None:
        raise Http404
    return file_answer(content, "passages.ics")
