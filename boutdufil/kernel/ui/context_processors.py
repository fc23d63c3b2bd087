"""What every page's frame needs: navigation, section, languages, demo flag."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from boutdufil.kernel.ui import navigation


def interface(request: HttpRequest) -> dict[str, Any]:
    """Context of ``ui/base.html``; every page gets these six names."""
    section = current_section(request)
    return {
        "nav": navigation.links(section),
        "footer": navigation.footer_links(),
        "section": section,
        "account": navigation.account_urls(),
        "language_urls": language_urls(request),
        "demo": bool(getattr(settings, "DEMO", False)),
    }


def current_section(request: HttpRequest) -> str:
    """The outermost URL namespace of the page, or an empty string."""
    match = request.resolver_match
    return match.namespaces[0] if match and match.namespaces else ""


def language_urls(request: HttpRequest) -> list[dict[str, Any]]:
    """The languages the page exists in: code, own name, address to post to, where to return."""
    action, here = navigation.address("ui:set_language"), request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "action": action,
            "next": here,
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]
