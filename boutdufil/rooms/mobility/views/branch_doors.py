"""A branch's word on the door of one of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations import services
from boutdufil.kernel.occupations.errors import NoDoorError
from boutdufil.kernel.organisations import permissions
from boutdufil.kernel.organisations.selectors import BranchPage
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.branches import DoorForm, door_values
from boutdufil.rooms.mobility.views.branch_access import needs_branch
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.views.branch_access import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_branch(permissions.can_speak_for_branch)
@writes("mobility.branch_door", 60, HOUR)
def door(request: PersonRequest, branch: BranchPage, code: str) -> HttpResponse:
    """Confirm what our guide says of a door, tell it otherwise, or say that it is closed."""
    known = occupations.branch_door(branch.id, code)
    if known is None:
        raise Http404
    act = request.POST.get("act", "")
    if act in {"confirm", "close"}:
        return _say(request, branch, code, act)
    told = occupations.door_in_french(branch.id, code)
    form = DoorForm(request.POST if act else None, initial=door_values(told))
    if act == "declare" and form.is_valid():
        services.declare_door(
            branch_id=branch.id, code=code, text=form.text(), actor_id=request.user.pk
        )
        return _said(request, branch)
    return show_form(request, "mobility/branches/door.html", form, branch=branch, known=known)


def _say(request: PersonRequest, branch: BranchPage, code: str, act: str) -> HttpResponse:
    speak = services.confirm_door if act == "confirm" else services.close_door
    try:
        speak(branch_id=branch.id, code=code, actor_id=request.user.pk)
    except NoDoorError as nothing:
        raise Http404 from nothing
    return _said(request, branch)


def _said(request: PersonRequest, branch: BranchPage) -> HttpResponse:
    messages.success(request, _("La parole de la branche est notée, datée d’aujourd’hui."))
    return redirect("mobility:branch_cards", branch.slug)
