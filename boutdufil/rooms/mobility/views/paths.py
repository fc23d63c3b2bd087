"""Step 3: two answers that stay apart, and the reasons for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.kernel.calls.selectors import practised_by
from boutdufil.kernel.calls.services.practice import seats_of
from boutdufil.rooms.mobility import permissions, selectors
from boutdufil.rooms.mobility.forms import WhyForm
from boutdufil.rooms.mobility.selectors import search
from boutdufil.rooms.mobility.selectors.bridges import Bridges
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile

PER_PAGE = 10
MOST = 50


@require_safe
@login_not_required
@never_cache
@needs_path(permissions.can_read_profile)
def paths(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Near jobs, official links and open doors, side by side."""
    limit = _limit(request)
    answer = selectors.bridges.path_bridges(profile, limit=limit)
    context = path_context(
        profile,
        answer=answer,
        near_offers=search.offers_near(codes_shown(answer), profile.near_code),
        why_form=WhyForm(),
        practised=practised_by(request.user.pk, seats_of(request.session), shared_only=True),
        more=limit + PER_PAGE if limit < min(answer.near_total, MOST) else None,
    )
    return render(request, "mobility/paths.html", context)


def codes_shown(answer: Bridges) -> set[str]:
    """The jobs of the three lists, whose vacancies are counted."""
    near, official = (job.code for job in answer.near), (job.code for job in answer.official)
    return {*near, *official, *(door.code for door in answer.doors)}


def _limit(request: HttpRequest) -> int:
    """How many near jobs to describe: ten, or what "see more" asks, fifty at most."""
    asked = request.GET.get("voir", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 4 else PER_PAGE
    return min(max(wanted, PER_PAGE), MOST)


@require_safe
@login_not_required
@never_cache
@needs_path(permissions.can_read_profile)
def why(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Find the job somebody expected to see, to explain its absence."""
    query = request.GET.get("q", "").strip()
    context = path_context(
        profile,
        query=query,
        form=WhyForm(initial={"q": query}),
        found=selectors.titles.cards_named(query),
    )
    return render(request, "mobility/why.html", context)


@require_safe
@login_not_required
@never_cache
@needs_path(permissions.can_read_profile)
def reasons(request: HttpRequest, profile: Profile, code: str) -> HttpResponse:
    """Explain one job to the person: why it is here, or why it is not."""
    reasons = selectors.explanations.path_explanation(profile, code)
    if reasons is None:
        raise Http404
    return render(request, "mobility/reasons.html", path_context(profile, reasons=reasons))
