"""The observer's sheet: written by one, owned by the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.calls import permissions, selectors, services
from boutdufil.kernel.calls.forms import ReplyForm, SheetForm
from boutdufil.kernel.calls.views.practice import found_scenario
from boutdufil.kernel.calls.views.visitors import person_of, visitor_of
from boutdufil.kernel.people.throttle import rate_limited

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

HOUR = 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("calls.sheet", limit=60, per_seconds=HOUR)
def write_sheet(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Let a trained person say what they saw, criterion by criterion."""
    observer = cast("Person", request.user)
    if not permissions.can_write_sheet(visitor_of(request), call_id):
        raise PermissionDenied
    view = selectors.call_view(call_id)
    if view is None:
        raise Http404
    found = found_scenario(view.scenario, view.scenario_version)
    written = selectors.written_sheet(call_id, observer.pk)
    form = SheetForm(found, written, request.POST or None)
    if form.is_valid():
        sheet = services.sheets.write_sheet(
            call_id=call_id,
            observer=observer,
            answers=form.answers(),
            remark=form.cleaned_data["remark"],
        )
        messages.success(request, _("La fiche est écrite. La personne peut la lire maintenant."))
        return redirect("calls:sheet", sheet.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "scenario": found}
    return render(request, "calls/write_sheet.html", context, status=status)


@require_safe
@login_not_required
@never_cache
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show a sheet to the person it is about, and to the person who wrote it."""
    return _sheet_page(request, sheet_id)


@require_POST
@login_not_required
@rate_limited("calls.sheet_answer", limit=60, per_seconds=HOUR)
def change_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Let the person it is about answer it, share it, take it back or delete it."""
    if not permissions.can_decide_sheet(visitor_of(request), sheet_id):
        raise Http404
    person = person_of(request)
    actor = person.pk if person else None
    act, form = request.POST.get("do"), ReplyForm(request.POST)
    if act == "delete":
        services.sheets.delete_sheet(sheet_id=sheet_id, actor_id=actor)
        messages.success(request, _("La fiche est supprimée."))
        return redirect("calls:mine")
    if act == "share":
        services.sheets.share_sheet(sheet_id=sheet_id, actor_id=actor)
    elif act == "withdraw":
        services.sheets.withdraw_sheet(sheet_id=sheet_id, actor_id=actor)
    elif form.is_valid():
        services.sheets.reply_to_sheet(sheet_id=sheet_id, words=form.cleaned_data["words"])
    else:
        return _sheet_page(request, sheet_id, form)
    messages.success(request, _("C’est noté."))
    return redirect("calls:sheet", sheet_id)


def _sheet_page(request: HttpRequest, sheet_id: int, form: ReplyForm | None = None) -> HttpResponse:
    """Return the page of a sheet, with an answer that could not be taken."""
    visitor = visitor_of(request)
    page = selectors.sheet_page(sheet_id)
    if page is None or not permissions.can_see_sheet(visitor, sheet_id):
        raise Http404
    context = {
        "page": page,
        "is_mine": permissions.can_decide_sheet(visitor, sheet_id),
        "form": form or ReplyForm(initial={"words": page.reply}),
    }
    return render(request, "calls/sheet.html", context, status=422 if form else 200)
