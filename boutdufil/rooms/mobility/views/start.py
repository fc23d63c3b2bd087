"""The door of the path."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.rooms.mobility.forms import TitleForm
from boutdufil.rooms.mobility.views.visitors import path_context, profile_of


@require_safe
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Say what the path does, and ask the first question."""
    context = path_context(profile_of(request), form=TitleForm())
    return render(request, "mobility/start.html", context)
