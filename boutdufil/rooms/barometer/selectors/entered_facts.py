"""Figures of other sources as the desk that entered them sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext

from boutdufil.kernel.organisations.models import Membership
from boutdufil.kernel.organisations.permissions import reaching
from boutdufil.rooms.barometer.models import FactSource, Indicator, QuotedFact
from boutdufil.rooms.barometer.permissions.surveys import STATISTICIANS
from boutdufil.rooms.barometer.rules.fact_lines import Known
from boutdufil.rooms.barometer.rules.figures import area_name, written

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """A figure somebody of the leader entered; withdrawn ones say when and why."""

    id: int
    indicator: str
    slug: str
    unit: str
    area_name: str
    period: str
    said: str
    source: str
    publisher: str
    published_on: str
    entered_at: datetime
    withdrawn_at: datetime | None
    reason: str


def entered_page(organisation_id: int, number: str) -> tuple[Page[QuotedFact], list[EnteredRow]]:
    """Return a page of what the statisticians of a leader entered, the newest first."""
    found = _entered(organisation_id).order_by("-entered_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(number)
    return page, [_row(one) for one in page.object_list]


def entered_row(organisation_id: int, fact_id: int) -> EnteredRow | None:
    """Return a figure of a leader that stands; None when it is none of theirs, or withdrawn."""
    found = _entered(organisation_id).filter(pk=fact_id, withdrawn_at=None).first()
    return _row(found) if found else None


def known_names() -> Known:
    """Return what a figure may name: slugs of indicators, keys of sources."""
    return Known(
        frozenset(Indicator.objects.values_list("slug", flat=True)),
        frozenset(FactSource.objects.values_list("key", flat=True)),
    )


def indicator_choices() -> list[tuple[str, str]]:
    """Return the indicators a figure may be of, in their order."""
    return [(one.slug, gettext(one.name)) for one in Indicator.objects.order_by("order", "slug")]


def source_choices() -> list[tuple[str, str]]:
    """Return the known sources by title."""
    found = FactSource.objects.order_by("name", "pk")
    return [(one.key, _titled(one)) for one in found]


def _titled(one: FactSource) -> str:
    return ", ".join(part for part in (one.name, one.publisher, one.published_on) if part)


def _entered(organisation_id: int) -> QuerySet[QuotedFact]:
    """Figures entered by whoever is or was a statistician there; shipped ones are nobody's."""
    held = Membership.objects.filter(reaching(organisation_id), role__in=STATISTICIANS)
    found = QuotedFact.objects.filter(entered_by__in=held.values("person"))
    return found.select_related("indicator", "source")


def _row(one: QuotedFact) -> EnteredRow:
    return EnteredRow(
        id=one.pk,
        indicator=gettext(one.indicator.name),
        slug=one.indicator.slug,
        unit=gettext(one.indicator.unit),
        area_name=area_name(one.area),
        period=one.period,
        said=written(one.value, one.value_high, one.qualifier),
        source=one.source.name,
        publisher=one.source.publisher,
        published_on=one.source.published_on,
        entered_at=one.entered_at,
        withdrawn_at=one.withdrawn_at,
        reason=one.withdrawn_reason,
    )
