"""The passages of a stage: their order is drawn by those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.passages import TimetableForm
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.passages import passages_of
from boutdufil.rooms.contests.services.passages import HEARD, draw_passages, preview_passages
from boutdufil.rooms.contests.views.doors import HOUR, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.passages", 120, HOUR)
@own_edition
def passages(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show who passes when; draw the order."""
    stage = stage_within(edition.id, stage_id)
    if stage.kind not in HEARD:
        raise Http404
    rows = passages_of(stage.id)
    form = TimetableForm(request.POST or None, again=bool(rows))
    context: dict[str, Any] = {"edition": edition, "stage": stage, "rows": rows}
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" in request.POST:
                context["preview"] = preview_passages(stage_id=stage.id, draft=form.draft())
                page = {"form": form, **context}
                return render(request, "contests/passages/passages.html", page)
            draw_passages(
                stage_id=stage.id, draft=form.draft(), actor_id=request.user.pk, reason=form.why
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("L’ordre est tiré et inscrit au journal."))
            return redirect("contests:passages", edition.id, stage.id)
    return show_form(request, "contests/passages/passages.html", form, **context)
