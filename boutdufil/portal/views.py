"""Pages across rooms. They ask selectors and never touch a table."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.portal import selectors
from boutdufil.portal.demo_doors import demo_calls, demo_roles
from boutdufil.portal.forms import AskForm


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first question, and what the platform holds today."""
    page = {
        "form": AskForm(),
        "holdings": selectors.holdings(),
        "posts": selectors.all_posts(),
        "doors": selectors.front_doors(),
        "roles": demo_roles() if settings.DEMO else [],
        "calls": demo_calls() if settings.DEMO else [],
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
def seals(request: HttpRequest) -> HttpResponse:
    """How anybody checks a sealed document, and the keys of this site."""
    return render(request, "portal/seals.html", {"keys": selectors.public_keys()})


@login_not_required
@require_safe
def seal_keys(request: HttpRequest) -> JsonResponse:
    """The public keys of this site: what ``boutdufil verify --trust`` reads."""
    return JsonResponse(selectors.key_list(selectors.public_keys()))


@login_not_required
@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    """The invented people one may become with one click; a demo world alone has them."""
    if not settings.DEMO:
        raise Http404
    page = {"roles": demo_roles(), "calls": demo_calls()}
    return render(request, "portal/demonstration.html", page)
