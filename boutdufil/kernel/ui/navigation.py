"""The entries of the main navigation: each room registers its own from ``apps.ready``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise

ACCOUNT_URLS = {
    "sign_in": "people:sign_in",
    "sign_out": "people:sign_out",
    "my_page": "people:my_page",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the main navigation, before it is resolved for a page."""

    key: str
    label: str | Promise
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the main navigation on one page; ``current`` marks the section we are in."""

    key: str
    label: str | Promise
    url: str
    current: bool


_entries: dict[str, Entry] = {}
_footer: dict[str, Entry] = {}


def register(key: str, label: str | Promise, url_name: str, order: int = 50) -> None:
    """Add a link to the main navigation, or replace the one with the same key.

    ``key`` is compared with the namespace of the current page to mark the section;
    ``label`` is a lazy translation; smaller ``order`` comes first.
    """
    _entries[key] = Entry(key=key, label=label, url_name=url_name, order=order)


def register_in_footer(key: str, label: str | Promise, url_name: str, order: int = 50) -> None:
    """Add a link to the foot of every page: privacy, sources, accessibility."""
    _footer[key] = Entry(key=key, label=label, url_name=url_name, order=order)


def footer_links() -> tuple[Link, ...]:
    """The links at the foot of a page, in reading order."""
    ordered = sorted(_footer.values(), key=lambda entry: (entry.order, entry.key))
    return tuple(
        Link(entry.key, entry.label, resolved(entry.url_name), current=False) for entry in ordered
    )


def unregister(key: str) -> None:
    """Take a link out of the main navigation; an unknown key is ignored."""
    _entries.pop(key, None)


def entries() -> list[Entry]:
    """All registered entries in reading order."""
    return sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))


def links(section: str) -> tuple[Link, ...]:
    """The links of a page whose section (URL namespace) is ``section``.

    Raises ``NoReverseMatch`` when a registered URL name does not exist.
    """
    return tuple(
        Link(entry.key, entry.label, resolved(entry.url_name), entry.key == section)
        for entry in entries()
    )


def account_urls() -> dict[str, str]:
    """Addresses of sign-in, sign-out and "my page"; one that is not installed is empty."""
    return {key: address(name) for key, name in ACCOUNT_URLS.items()}


def address(url_name: str) -> str:
    """The address of a URL name, or an empty string when nothing answers to it."""
    try:
        return resolved(url_name)
    except NoReverseMatch:
        return ""


def resolved(url_name: str) -> str:
    """The address of a URL name without arguments. Raises ``NoReverseMatch``."""
    return _resolved(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=512)
def _resolved(url_name: str, urlconf: str, _prefix: str) -> str:
    """Remember: a page names its frame's fifteen addresses each time, and they never move."""
    return reverse(url_name, urlconf)
