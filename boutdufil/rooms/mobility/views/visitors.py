"""Who is here, and which path is theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from boutdufil.rooms.mobility.permissions import Visitor
from boutdufil.rooms.mobility.selectors import profiles
from boutdufil.rooms.mobility.services.claims import BEGUN_KEY, GUEST_KEY
from boutdufil.rooms.mobility.services.profiles import open_profile

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile

View = Callable[..., HttpResponse]
Permission = Callable[[Visitor, "Profile"], bool]

STEPS = ("mobility:past_jobs", "mobility:skills", "mobility:tastes", "mobility:paths")


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor behind a request."""
    return Visitor(request.user.pk, request.session.get(GUEST_KEY))


def profile_of(request: HttpRequest) -> Profile | None:
    """The visitor's path, or None when they have none yet."""
    return profiles.profile_of(visitor_of(request))


def opened_profile(request: HttpRequest) -> Profile:
    """The visitor's path, started now when there is none: for POST requests only."""
    profile = profile_of(request)
    if profile is None:
        profile = open_profile(person_id=request.user.pk)
        if request.user.pk is None:
            hold(request, profile)
            request.session[BEGUN_KEY] = profile.pk
    return profile


def hold(request: HttpRequest, profile: Profile) -> None:
    """Let the guest's session remember this path."""
    request.session[GUEST_KEY] = profile.pk


def forget(request: HttpRequest) -> None:
    """Let the session remember no path any more."""
    for key in (GUEST_KEY, BEGUN_KEY):
        request.session.pop(key, None)


def needs_path(allowed: Permission) -> Callable[[View], View]:
    """Hand the visitor's path to the view; send to step 1 whoever has not named a past job.

    `allowed` says what the view lets its visitor do with the path.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            profile = profile_of(request)
            if profile is None or not allowed(visitor_of(request), profile):
                return redirect("mobility:past_jobs")
            if not profiles.has_begun(profile):
                return redirect("mobility:past_jobs")
            return view(request, profile, *args, **kwargs)

        return guarded

    return decorate


def path_steps(*, begun: bool) -> list[tuple[str, str | None]]:
    """The four steps; those after the first open once a past job is named."""
    labels = (_("Mes métiers"), _("Mes compétences"), _("Ce que j’aime"), _("Deux réponses"))
    return [
        (label, reverse(name) if begun or number == 0 else None)
        for number, (label, name) in enumerate(zip(labels, STEPS, strict=True))
    ]


def path_context(profile: Profile | None, **more: Any) -> dict[str, Any]:
    """What the frame of every page of the path shows."""
    summary = profiles.path_summary(profile)
    return {
        "summary": summary,
        "steps": path_steps(begun=bool(summary.jobs)),
        "has_account": profile is not None and profile.person_id is not None,
        **more,
    }
