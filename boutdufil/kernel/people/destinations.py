"""Where a visitor goes next, kept on our own site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def asked_destination(request: HttpRequest) -> str:
    """Return the visitor's `next`, or "" when there is none or it leads elsewhere."""
    return safe_destination(request, request.POST.get("next") or request.GET.get("next") or "")


def safe_destination(request: HttpRequest, url: str) -> str:
    """Return `url` when it leads to this site, else ""."""
    ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if ours else ""
