"""Autocomplete fragments; public, since a guest looks for a job before signing up."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.occupations import selectors


@login_not_required
@require_safe
def suggest_titles(request: HttpRequest) -> HttpResponse:
    """Return the options of the job box for what is typed so far (``?q=``)."""
    hits = selectors.search_titles(request.GET.get("q", ""))
    return render(request, "occupations/title_options.html", {"hits": hits})


@login_not_required
@require_safe
def suggest_skills(request: HttpRequest) -> HttpResponse:
    """Return the options of the skill box for what is typed so far (``?q=``)."""
    rows = selectors.search_skills(request.GET.get("q", ""))
    return render(request, "occupations/skill_options.html", {"rows": rows})
