"""Pages across rooms. They ask selectors and never touch a table."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.portal import selectors
from boutdufil.portal.forms import AskForm


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first question, and what the platform holds today."""
    page = {
        "form": AskForm(),
        "holdings": selectors.holdings(),
        "people": selectors.demo_people() if settings.DEMO else [],
    }
    return render(request, "portal/home.html", page)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (RGAA 4.1): what is tested, what is not yet."""
    return render(request, "portal/accessibility.html")


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Where the data come from, with version, date and licence."""
    return render(request, "portal/sources.html", {"attribution": selectors.attribution()})


@login_not_required
@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    """The invented people one may become with one click; a demo world alone has them."""
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/demonstration.html", {"people": selectors.demo_people()})
