"""A certificate of attendance from one's own page, and the check of a code by anybody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.selectors.certificates import certificate_by_code, certificate_page
from boutdufil.rooms.campaigns.selectors.registrations import registration_by_link
from boutdufil.rooms.campaigns.services.certificates import issue_certificate
from boutdufil.rooms.campaigns.views.doors import HOUR


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_variables("token")
@rate_limited("campaigns.certificate", 120, HOUR)
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether one's coming was noted, and give the certificate of it on a button."""
    row = registration_by_link(token)
    if row is None:
        return render(request, "campaigns/registering/unknown.html", status=404)
    if request.method == "POST":
        try:
            return file_answer(issue_certificate(registration_id=row.id), "attestation.pdf")
        except CampaignError as error:
            messages.error(request, str(error))
            return redirect("campaigns:certificate", token)
    context = {"page": certificate_page(row.id), "token": token}
    return render(request, "campaigns/trying/certificate.html", context)


@require_safe
@login_not_required
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a code is of a certificate of ours, and what was printed on it."""
    page = certificate_by_code(code)
    # A page and not an error: whoever checks a paper wants an answer.
    return render(request, "campaigns/trying/check.html", {"page": page, "code": code})
