"""Limits on public writes, for views: by visitor address, or by any key."""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from boutdufil.kernel.people import services

View = Callable[..., HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# A home has one IPv4 address but a whole /64 of IPv6: both are one visitor.
IPV6_PREFIX = 64


def throttle(*, scope: str, key: str, limit: int, per_seconds: int) -> bool:
    """Count one act of `key` in `scope`; true while it stays within `limit` per period."""
    wait = services.take_allowance(scope=scope, key=key, limit=limit, per_seconds=per_seconds)
    return wait == 0


def rate_limited(scope: str, limit: int, per_seconds: int) -> Callable[[View], View]:
    """Let each visitor address write `limit` times per period; answer 429 beyond.

    Reading is never counted.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in SAFE_METHODS:
                wait = services.take_allowance(
                    scope=scope, key=client_address(request), limit=limit, per_seconds=per_seconds
                )
                if wait:
                    return too_many_requests(request, wait)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def too_many_requests(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Return the 429 page; `retry_after` in seconds."""
    minutes = -(-retry_after // 60)
    page = {"retry_after_seconds": retry_after, "retry_after_minutes": minutes}
    answer = render(request, "429.html", page, status=429)
    answer["Retry-After"] = str(retry_after)
    return answer


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network address, IPv6 as its /64.

    `X-Forwarded-For` is read from the right, as long as the hop that wrote it is one of
    `settings.BOUTDUFIL_TRUSTED_PROXIES` (addresses or networks): the rest is anybody's claim.
    """
    hop = request.META.get("REMOTE_ADDR", "")
    claims = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while claims and _is_trusted(hop):
        claimed = claims.pop().strip()
        if not claimed:
            break
        hop = claimed
    return _coarse(hop)


def _is_trusted(hop: str) -> bool:
    networks = settings.BOUTDUFIL_TRUSTED_PROXIES
    try:
        address = ipaddress.ip_address(hop)
    except ValueError:
        return "unix" in networks and hop == ""
    return any(
        address in ipaddress.ip_network(network) for network in networks if network != "unix"
    )


def _coarse(hop: str) -> str:
    try:
        address = ipaddress.ip_address(hop)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
