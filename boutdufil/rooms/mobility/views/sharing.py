"""Giving a reading right on one's path, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.calls.selectors import shared_sheets
from boutdufil.rooms.mobility import errors, permissions, selectors, services
from boutdufil.rooms.mobility.selectors.awards import awards_of
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context
from boutdufil.rooms.mobility.views.writing import HOUR, TEN_MINUTES, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path(permissions.can_share_profile)
@writes("mobility.share", 20, HOUR)
def shares(request: HttpRequest, profile: Profile) -> HttpResponse:
    """List the links given, and give a new one; its address is shown once."""
    link = ""
    if request.method == "POST":
        try:
            token = services.sharing.create_share_link(profile=profile)
        except errors.DeadLinkError:
            return redirect("mobility:start")
        link = request.build_absolute_uri(reverse("mobility:shared", args=[token]))
    rows = selectors.sharing.share_rows(profile)
    return render(request, "mobility/shares.html", path_context(profile, rows=rows, link=link))


@require_POST
@login_not_required
@needs_path(permissions.can_share_profile)
@writes("mobility.write", 120, TEN_MINUTES)
def withdraw(request: HttpRequest, profile: Profile, link_id: int) -> HttpResponse:
    """Withdraw a link of one's own path."""
    services.sharing.withdraw_share_link(profile=profile, link_id=link_id)
    messages.success(request, _("Lien retiré. La page ne s’ouvre plus."))
    return redirect("mobility:shares")


@require_safe
@login_not_required
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a path to whoever holds the link; a withdrawn link says so."""
    try:
        profile = services.sharing.read_shared_profile(token=token)
    except errors.WithdrawnLinkError:
        response = render(request, "mobility/withdrawn.html", status=410)
    except errors.DeadLinkError:
        response = render(request, "mobility/dead_link.html", status=404)
    else:
        context = {
            "summary": selectors.profiles.path_summary(profile),
            "answer": selectors.bridges.path_bridges(profile),
            "sheets": shared_sheets(profile.person_id),
            "awards": awards_of(profile.person_id, shown_only=True),
        }
        response = render(request, "mobility/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
