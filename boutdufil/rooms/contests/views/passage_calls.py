"""The call of a passage: chosen for a stage, opened before a jury, entered by three parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.legs import leg_url
from boutdufil.kernel.calls.services.participants import leg_token
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.passage_calls import PassageCallForm, StageCallForm
from boutdufil.rooms.contests.permissions.passage_calls import can_open_call, part_in
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.passage_calls import (
    PassageCallPage,
    chosen_call,
    is_called,
    passage_call_page,
    seat_of,
)
from boutdufil.rooms.contests.selectors.passages import passages_of
from boutdufil.rooms.contests.services.passage_calls import (
    choose_call,
    open_passage_call,
    play_caller,
    take_again,
)
from boutdufil.rooms.contests.services.passages import HEARD
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.stage_call", 120, HOUR)
@own_edition
def stage_call(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show which call everybody takes in a stage, and its passages; choose it."""
    stage = stage_within(edition.id, stage_id)
    if stage.kind not in HEARD:
        raise Http404
    chosen = chosen_call(stage.id)
    held = {"slug": chosen.scenario.slug, "channel": chosen.channel} if chosen else {}
    form = StageCallForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            choose_call(stage_id=stage.id, actor_id=request.user.pk, **form.cleaned_data)
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("L’appel est choisi : le même pour chacun."))
            return redirect("contests:stage_call", edition.id, stage.id)
    context = {"edition": edition, "stage": stage, "chosen": chosen, "rows": passages_of(stage.id)}
    return show_form(request, "contests/passages/stage_call.html", form, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.passage_call", 240, HOUR)
def passage_call(request: PersonRequest, passage_id: int) -> HttpResponse:
    """Show the call of a passage to who has a part in it; open it, call in it, take it again."""
    part, page = part_in(request.user, passage_id), passage_call_page(passage_id)
    if part is None or page is None or page.chosen is None:
        raise Http404
    opens = can_open_call(request.user, passage_id)
    if request.method == "POST" and not opens:
        raise Http404
    if request.POST.get("do") == "play" and part == ParticipantRole.CALLER:
        done = _("Vous appelez. Entrez dans l’appel.")
        attempt(request, lambda: play_caller(passage_id=page.id, person=request.user), done)
        return redirect("contests:passage_call", page.id)
    form = PassageCallForm(request.POST or None, again=page.current is not None)
    if request.method == "POST" and form.is_valid() and _opened(request, page, form):
        return redirect("contests:passage_call", page.id)
    context = {"page": page, "part": part, "opens": opens, **_entry_to(request, page, part)}
    return show_form(request, "contests/passages/call.html", form, **context)


def _opened(request: PersonRequest, page: PassageCallPage, form: PassageCallForm) -> bool:
    act = take_again if page.current else open_passage_call
    try:
        act(passage_id=page.id, actor_id=request.user.pk, **form.cleaned_data)
    except ContestError as error:
        form.blame(error)
        return False
    messages.success(request, _("L’appel est ouvert."))
    return True


def _entry_to(
    request: PersonRequest, page: PassageCallPage, part: ParticipantRole
) -> dict[str, Any]:
    """Return what opens the leg of somebody's part, if they have a seat in a call that goes on."""
    current = page.current
    if current is None or current.is_over:
        return {}
    seat = seat_of(current.call_id, part, request.user.pk)
    if seat is None:
        return {"is_called": is_called(current.call_id)}
    return {"leg_url": leg_url(leg_token(seat))}
