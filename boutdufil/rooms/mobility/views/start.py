"""The door of the path."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Say what the path does, and ask the first question."""
    return render(request, "mobility/start.html")
