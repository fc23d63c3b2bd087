"""What somebody likes: one question, never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.rooms.mobility import permissions, selectors, services
from boutdufil.rooms.mobility.forms import TastesForm
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context
from boutdufil.rooms.mobility.views.writing import TEN_MINUTES, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path(permissions.can_change_profile)
@writes("mobility.write", 120, TEN_MINUTES)
def tastes(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Ask the one question, or keep its answers."""
    form = TastesForm(
        request.POST if request.method == "POST" else None,
        interests=selectors.profiles.interest_choices(),
        initial={"tastes": selectors.profiles.tastes_chosen(profile)},
    )
    if form.is_valid():
        services.profiles.set_tastes(profile=profile, tastes=form.cleaned_data["tastes"])
        return redirect("mobility:paths")
    status = 422 if form.is_bound else 200
    return render(request, "mobility/tastes.html", path_context(profile, form=form), status=status)
