"""Leaving and coming back without an account, and erasing everything."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.rooms.mobility import errors, services
from boutdufil.rooms.mobility.views.visitors import forget, hold, path_context, profile_of
from boutdufil.rooms.mobility.views.writing import HOUR, TEN_MINUTES, writes


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@writes("mobility.return_link", 10, HOUR)
def keep(request: HttpRequest) -> HttpResponse:
    """Give a link that opens this path again; it is shown once."""
    profile = profile_of(request)
    if profile is None:
        return redirect("mobility:past_jobs")
    link = ""
    if request.method == "POST" and profile.person_id is None:
        token = services.profiles.create_return_link(profile=profile)
        link = request.build_absolute_uri(reverse("mobility:resume", args=[token]))
    return render(request, "mobility/keep.html", path_context(profile, link=link))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@rate_limited("mobility.resume", 120, TEN_MINUTES)
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; pressing it opens the path (a link alone, read by a robot, does nothing)."""
    if request.method != "POST":
        signed_in = request.user.pk is not None
        context = path_context(profile_of(request), token=token, signed_in=signed_in)
        return render(request, "mobility/resume.html", context)
    try:
        profile = services.profiles.resume_profile(token=token, actor_id=request.user.pk)
    except errors.DeadLinkError:
        return render(request, "mobility/dead_link.html", status=404)
    if request.user.pk is None:
        hold(request, profile)
    else:
        services.claims.claim_profile(guest=profile, person_id=request.user.pk)
    return redirect("mobility:paths")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@writes("mobility.write", 120, TEN_MINUTES)
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then erase the path and all it holds."""
    profile = profile_of(request)
    if profile is None:
        return redirect("mobility:start")
    if request.method == "POST":
        services.profiles.erase_profile(profile=profile)
        forget(request)
        return render(request, "mobility/erased.html")
    return render(request, "mobility/erase.html", path_context(profile))
