"""Editions as rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from boutdufil.rooms.contests.enums import EditionStatus, EntryKind
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.rules.rows import LISTED, EditionRow


def edition_row(edition_id: int) -> EditionRow | None:
    """Return an edition by its number."""
    return _first(Q(pk=edition_id))


def edition_at(slug: str) -> EditionRow | None:
    """Return an edition by its short address."""
    return _first(Q(slug=slug))


def editions_of(organisation_ids: Iterable[int]) -> list[EditionRow]:
    """Return the editions some organisations hold, the newest first."""
    return [row_of(one) for one in _editions().filter(organiser_id__in=list(organisation_ids))]


def listed_editions() -> list[EditionRow]:
    """Return the editions the public is led to: those that go on, then those that are over."""
    found = _editions().filter(status__in=LISTED).order_by("-status", "closes_at", "pk")
    return [row_of(one) for one in found]


def row_of(edition: Edition) -> EditionRow:
    """Return the row of an edition that comes with its organiser."""
    return EditionRow(
        id=edition.pk,
        name=edition.name,
        slug=edition.slug,
        organiser_id=edition.organiser_id,
        organiser=edition.organiser.name,
        is_invented=edition.organiser.invented,
        status=EditionStatus(edition.status),
        presentation=edition.presentation,
        entered_by=EntryKind(edition.entered_by),
        team_least=edition.team_least,
        team_most=edition.team_most,
        opens_at=edition.opens_at,
        closes_at=edition.closes_at,
        needs_employer=edition.needs_employer,
        needs_employer_consent=edition.needs_employer_consent,
        needs_school=edition.needs_school,
        other_conditions=edition.other_conditions,
        appeal_days=edition.appeal_days,
        contact=edition.contact,
        hangs_on=edition.hangs_on,
        embargo_until=edition.embargo_until,
        seed_hash=edition.seed_hash,
        published_at=edition.published_at,
    )


def _editions() -> QuerySet[Edition]:
    return Edition.objects.select_related("organiser")


def _first(condition: Q) -> EditionRow | None:
    found = _editions().filter(condition).first()
    return row_of(found) if found else None
