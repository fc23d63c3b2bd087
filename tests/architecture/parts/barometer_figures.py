"""Figures of the inhabited site: one that others quote and that a release measured."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.rooms.barometer.enums import ReleaseState
from boutdufil.rooms.barometer.models import Indicator
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from tests.factories.barometer import CellFactory, ReleaseFactory

SLUG = "part-internes"


def inhabit_figures() -> dict[str, dict[str, object]]:
    """Measure an indicator once, and show everything of it."""
    load_shipped_facts()
    release = ReleaseFactory(
        state=ReleaseState.PUBLISHED, published_at=timezone.now() - timedelta(days=3)
    )
    indicator = Indicator.objects.get(slug=SLUG)
    CellFactory(release=release, indicator=indicator, value=78.2, low=76.1, high=80.3)
    names = ("indicator", "indicator_csv", "indicator_json")
    return {f"barometer:{name}": {"slug": SLUG} for name in names}
