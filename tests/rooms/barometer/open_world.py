"""A published release with a hidden cell, and one that is not out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Indicator, Release
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from tests.factories.barometer import CellFactory, ReleaseFactory, SurveyFactory, WaveFactory

PUBLISHED_AT = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Europe/Paris"))
SLUG = "part-internes"
HIDDEN = dict.fromkeys(("value", "low", "high", "variation", "respondents"))
# No figure that is out looks like this one.
UNPUBLISHED_VALUE = 7654321.5


def published_release() -> Release:
    """Return a release that is out: the whole, a region, a region that is kept secret."""
    load_shipped_facts()
    survey = SurveyFactory(slug="enquete", name="Enquête inventée", invented=True)
    wave = WaveFactory(survey=survey, number=1)
    release = ReleaseFactory(
        survey=survey,
        wave=wave,
        number=1,
        name="Résultats 2025",
        state=ReleaseState.PUBLISHED,
        published_at=PUBLISHED_AT,
    )
    shown = {"release": release, "indicator": Indicator.objects.get(slug=SLUG)}
    CellFactory(**shown, value=78.25, low=76.1, high=80.3)
    CellFactory(
        **shown, table="region", place={"region": "44"}, value=71.5, mark=Mark.CAREFUL, low=60
    )
    CellFactory(**shown, table="region", place={"region": "94"}, mark=Mark.SECRET, **HIDDEN)
    CellFactory(**shown, table="region", place={"region": "32"}, mark=Mark.SECONDARY, **HIDDEN)
    CellFactory(**shown, table="size", place={"size": "0-9"}, mark=Mark.UNKNOWN, **HIDDEN)
    return release


def unpublished_release(out: Release, state: str) -> Release:
    """Return a release of the same survey that nobody may see yet."""
    release = ReleaseFactory(
        survey=out.survey,
        wave=out.wave,
        number=2,
        name="Pas encore sortie",
        state=state,
        planned_at=PUBLISHED_AT + timedelta(days=400),
    )
    CellFactory(
        release=release,
        indicator=Indicator.objects.get(slug=SLUG),
        table="inedit",
        value=UNPUBLISHED_VALUE,
        period="2026",
    )
    return release
