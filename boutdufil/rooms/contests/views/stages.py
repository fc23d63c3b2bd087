"""The pipeline: its stages added, changed, moved, begun and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.stages import StageActForm, StageForm, typed
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.services import pipelines
from boutdufil.rooms.contests.services.stages import close_stage, open_stage
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

FORM = "contests/editions/stage.html"
ACTS: dict[str, Callable[..., object]] = {
    "up": pipelines.move_stage_up,
    "remove": pipelines.remove_stage,
    "open": open_stage,
    "close": close_stage,
}


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.new_stage", 120, HOUR)
@own_edition
def new_stage(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Add a stage at the end of the pipeline."""
    form = StageForm(request.POST or None, frozen=_is_frozen(edition))
    if request.method == "POST" and form.is_valid():
        try:
            pipelines.add_stage(
                edition_id=edition.id,
                draft=form.draft(),
                actor_id=request.user.pk,
                reason=form.why,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("L’épreuve est ajoutée. Réglez-la maintenant."))
            return redirect("contests:seat", edition.id)
    return show_form(request, FORM, form, edition=edition)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def stage(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Change a stage."""
    found = stage_within(edition.id, stage_id)
    form = StageForm(
        request.POST or None,
        kind=found.kind,
        frozen=_is_frozen(edition),
        initial=typed(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            pipelines.change_stage(
                stage_id=stage_id,
                draft=form.draft(),
                actor_id=request.user.pk,
                reason=form.why,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est changé."))
            return redirect("contests:seat", edition.id)
    return show_form(request, FORM, form, edition=edition, stage=found)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def stage_act(request: PersonRequest, edition: EditionRow, stage_id: int, act: str) -> HttpResponse:
    """Ask for what reason a stage begins, ends, moves or goes, and do it."""
    found = stage_within(edition.id, stage_id)
    if act not in ACTS:
        raise Http404
    form = StageActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: ACTS[act](stage_id=stage_id, actor_id=request.user.pk, reason=reason),
            _("C’est fait."),
        )
        if done:
            return redirect("contests:seat", edition.id)
    context = {"edition": edition, "stage": found, "act": act, "form": form}
    return render(request, "contests/editions/stage_act.html", context)


def _is_frozen(edition: EditionRow) -> bool:
    return edition.status != EditionStatus.DRAFT
