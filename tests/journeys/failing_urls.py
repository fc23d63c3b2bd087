"""The site's addresses, and one for each way a request can fail."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.csrf import csrf_failure

from boutdufil.config.urls import urlpatterns as site
from boutdufil.kernel.people.throttle import too_many_requests

FAILURES = (400, 403, 404, 500)
FAULTY = """<!doctype html><html lang="en"><title>Wrong</title>
<style>p { color: red }</style><p>Votre métier</p><p lang="fr">Votre entreprise</p>
<img src="/static/ui/img/favicon.svg" width="900" height="9"></html>"""


@login_not_required
def fail(request: HttpRequest, status: int) -> HttpResponse:
    """Fail as a view fails; Django shows the page."""
    wrong = {400: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: ZeroDivisionError}
    raise wrong[status]("on purpose")


@login_not_required
def expired(request: HttpRequest) -> HttpResponse:
    """Answer as to a form without its token."""
    return csrf_failure(request)


@login_not_required
def slow_down(request: HttpRequest) -> HttpResponse:
    """Answer as to too many requests."""
    return too_many_requests(request, 60)


@login_not_required
def outage(request: HttpRequest) -> HttpResponse:
    """Answer as while the site is being updated."""
    return render(request, "503.html", status=503)


@login_not_required
def faulty(request: HttpRequest) -> HttpResponse:
    """Show a page on which everything is wrong that a walk looks for."""
    return HttpResponse(FAULTY)


@login_not_required
def stream(request: HttpRequest) -> HttpResponse:
    """Answer as a stream that has nothing to say and will not: the live site serves real ones."""
    return HttpResponse(status=204)


urlpatterns = [
    *site,
    path("flux/", stream),
    path("echec/<int:status>/", fail),
    path("echec/formulaire/", expired),
    path("echec/trop/", slow_down),
    path("echec/panne/", outage),
    path("echec/defauts/", faulty),
]
