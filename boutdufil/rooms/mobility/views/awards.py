"""Showing an award to employers, or no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boutdufil.rooms.mobility.services import awards


@require_POST
def show_award(request: HttpRequest, award_id: int) -> HttpResponse:
    """Let employers see an award, or no longer: its person decides."""
    shown = request.POST.get("do") == "show"
    if not awards.show_award(award_id=award_id, person_id=request.user.pk or 0, shown=shown):
        raise Http404
    told = (
        _("Montré aux employeurs à qui vous montrez votre parcours.")
        if shown
        else _("Les employeurs ne le voient plus.")
    )
    messages.success(request, told)
    return redirect("people:my_page")
