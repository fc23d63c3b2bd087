"""One passage of a timetable: moved for a reason, or its gap closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.passages import MoveForm
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.passages import passages_of
from boutdufil.rooms.contests.services.passage_moves import close_gap, move_passage
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.move_passage", 120, HOUR)
@own_edition
def move(
    request: PersonRequest, edition: EditionRow, stage_id: int, passage_id: int
) -> HttpResponse:
    """Show one passage; move it, or close the gap of who withdrew."""
    stage = stage_within(edition.id, stage_id)
    row = next((one for one in passages_of(stage.id) if one.id == passage_id), None)
    if row is None:
        raise Http404
    if request.POST.get("do") == "close_gap":
        done = _("Le vide est fermé : les passages suivants avancent.")
        attempt(request, lambda: close_gap(passage_id=row.id, actor_id=request.user.pk), done)
        return redirect("contests:passages", edition.id, stage.id)
    held = {"starts_at": row.starts_at, "room": row.room}
    form = MoveForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            move_passage(passage_id=row.id, actor_id=request.user.pk, **form.cleaned_data)
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("Le passage est déplacé ; un message part."))
            return redirect("contests:passages", edition.id, stage.id)
    context = {"edition": edition, "stage": stage, "row": row}
    return show_form(request, "contests/passages/move.html", form, **context)
