"""Step 4: two targets side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.rooms.mobility import permissions, selectors
from boutdufil.rooms.mobility.forms import CompareForm, job_code
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile


@require_safe
@login_not_required
@never_cache
@needs_path(permissions.can_read_profile)
def compare(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Choose two targets, then read them side by side."""
    codes = (job_code(request.GET.get("a", "")), job_code(request.GET.get("b", "")))
    targets = selectors.comparisons.targets(profile, also=codes)
    context = path_context(
        profile,
        form=CompareForm(targets=targets, initial=_initial(codes, targets)),
        enough=len(targets) > 1,
        asked=bool(request.GET.get("a") and request.GET.get("b")),
        same=bool(codes[0]) and codes[0] == codes[1],
        comparison=selectors.comparisons.path_comparison(profile, codes),
    )
    return render(request, "mobility/compare.html", context)


def _initial(codes: tuple[str, str], targets: list[tuple[str, str]]) -> dict[str, str]:
    """The targets asked for; the first other one stands in for a side left open."""
    first = codes[0] or (targets[0][0] if targets else "")
    others = [code for code, _label in targets if code != first]
    return {"a": first, "b": codes[1] or (others[0] if others else "")}
