"""What is known of people, their sessions and their links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.kernel.people import registry
from boutdufil.kernel.people.enums import Language
from boutdufil.kernel.people.models import EmailLink, Person, PersonSession
from boutdufil.kernel.people.permissions import has_fresh_sign_in
from boutdufil.kernel.people.tokens import SIGNED_IN_AT, derive_token, hash_session_key, hash_token


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One signed-in browser; `is_current` marks the one that asks."""

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the confirmation page of a link needs; `name` is "" when nobody said it yet."""

    purpose: str
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class MyPage:
    """A person's own account as they see it; `sessions` counts the browsers signed in."""

    name: str
    email: str
    language: str
    created_at: datetime
    has_password: bool
    is_invented: bool
    sessions: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of "my page" that another module tells; `data` is what its template shows."""

    key: str
    title: str
    template: str
    data: Any


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One rule of retention in words: what, how long, by what source."""

    what: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class SentLink:
    """A link on its way; `token` in the demo only, where no mail leaves."""

    email: str
    token: str | None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person a visitor of the demo can be, with their story in two lines."""

    slug: str
    name: str
    story: str


def session_rows(person_id: int, session_key: str | None) -> list[SessionRow]:
    """Return the person's sessions, this one first, then the latest seen."""
    current = hash_session_key(session_key) if session_key else ""
    rows = [
        SessionRow(s.pk, s.device, s.created_at, s.last_seen_at, s.key_hash == current)
        for s in PersonSession.objects.filter(person_id=person_id)
    ]
    return sorted(rows, key=lambda row: not row.is_current)


def open_link(token: str) -> LinkPage | None:
    """Return the link of that token while it can still be used."""
    link = (
        EmailLink.objects.select_related("person")
        .filter(token_hash=hash_token(token), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if link is None or (link.person and not link.person.is_active):
        return None
    name = link.person.name if link.person else link.name
    return LinkPage(link.purpose, link.email, name, link.language)


def sent_link(link_id: int | None) -> SentLink | None:
    """Return where a link went; None once it is forgotten, or when no message left."""
    link = EmailLink.objects.select_related("person").filter(pk=link_id or 0).first()
    return SentLink(link.email, _shown_token(link)) if link else None


def _shown_token(link: EmailLink) -> str | None:
    # Never for somebody of the team, whose account opens the admin.
    is_staff = link.person is not None and link.person.is_staff
    return derive_token(link.nonce) if settings.DEMO and not is_staff else None


def demo_people() -> list[DemoPerson]:
    """Return the invented people of the demo in the order they were made; none elsewhere."""
    if not settings.DEMO:
        return []
    people = Person.objects.filter(demo_slug__isnull=False, is_active=True).order_by("pk")
    return [
        DemoPerson(p.demo_slug or "", p.name, _(p.demo_story) if p.demo_story else "")
        for p in people
    ]


def my_page(person: Person) -> MyPage:
    """Return what a person sees of their own account."""
    return MyPage(
        name=person.name,
        email=person.email or "",
        language=str(Language(person.language).label),
        created_at=person.created_at,
        has_password=person.has_usable_password(),
        is_invented=person.demo_slug is not None,
        sessions=PersonSession.objects.filter(person_id=person.pk).count(),
    )


def my_page_sections(person: Person) -> list[SectionRow]:
    """Return what other modules show a person on their page; those with nothing are absent."""
    told = [(section, section.provider(person)) for section in registry.my_page_sections()]
    return [
        SectionRow(section.key, str(section.title), section.template, data)
        for section, data in told
        if data is not None
    ]


def retention_rows() -> list[RetentionRow]:
    """Return how long each kind of data is kept, the shortest first."""
    return [
        RetentionRow(str(rule.what), period_words(rule.period), str(rule.source))
        for rule in registry.retention_rules()
    ]


def period_words(period: timedelta) -> str:
    """Return a length of time as people say it: in years when it is whole years, else in days."""
    years, rest = divmod(period.days, 365)
    if years and not rest:
        return ngettext("%(count)d an", "%(count)d ans", years) % {"count": years}
    return ngettext("%(count)d jour", "%(count)d jours", period.days) % {"count": period.days}


def is_fresh(session: SessionBase) -> bool:
    """Tell whether the owner of the session signed in within the last 15 minutes."""
    stamp = session.get(SIGNED_IN_AT)
    return has_fresh_sign_in(datetime.fromisoformat(stamp) if stamp else None, timezone.now())
