"""What is out, for programs and spreadsheets: only published releases, only protected cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Cell, Indicator, QuotedFact, Release
from boutdufil.rooms.barometer.rules.open_data import (
    LICENCE,
    LICENCE_ADDRESS,
    About,
    CellRow,
    Definition,
    mark_meanings,
)
from boutdufil.rooms.barometer.rules.open_readme import citation
from boutdufil.rooms.barometer.selectors.frame import region_names

FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
ONE = timedelta(microseconds=1)
# The doors of the reading API that need no name in their address, its description first.
API = ("api_openapi", "api_indicators", "api_releases", "api_cells", "api_facts")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cells somebody wants; "" or None asks for all. ``after`` is the last key they saw."""

    indicator: str = ""
    table: str = ""
    region: str = ""
    period: str = ""
    release_id: int | None = None
    after: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A release that is out, and how to cite it."""

    about: About
    citation: str


@dataclass(frozen=True, slots=True)
class IndicatorFiles:
    """An indicator, and whether anything of it was measured or quoted so far."""

    about: Definition
    is_measured: bool
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class OpenDataPage:
    """What may be taken away."""

    releases: tuple[ReleaseFile, ...]
    indicators: tuple[IndicatorFiles, ...]
    marks: tuple[tuple[str, str, str], ...]
    licence: str
    licence_address: str
    api: tuple[str, ...]


def page() -> OpenDataPage:
    """Return what may be taken away, in the reader's language."""
    out = _cells(Asked()).order_by().values_list("indicator__slug", flat=True)
    measured = set(out.distinct())
    standing = QuotedFact.objects.filter(withdrawn_at=None)
    quoted = set(standing.values_list("indicator__slug", flat=True))
    return OpenDataPage(
        releases=tuple(ReleaseFile(one, citation(one)) for one in releases()),
        indicators=tuple(
            IndicatorFiles(one, one.slug in measured, one.slug in quoted) for one in definitions()
        ),
        marks=tuple((str(mark), str(mark.label), told) for mark, told in mark_meanings().items()),
        licence=LICENCE,
        licence_address=LICENCE_ADDRESS,
        api=tuple(reverse(f"barometer:{name}") for name in API),
    )


def releases() -> list[About]:
    """Return the releases that are out, the newest first."""
    return [_about(one) for one in _published().order_by("-published_at", "-pk")]


def release(survey: str, number: int) -> tuple[int, About] | None:
    """Return the number in the tables and what is said of a release; None when it is not out."""
    found = _published().filter(survey__slug=survey, number=number).first()
    return None if found is None else (found.pk, _about(found))


def cells(asked: Asked, limit: int | None = None) -> list[CellRow]:
    """Return published cells by hour of publication; a cell never moves before one seen."""
    found = _cells(asked).order_by("release__published_at", "pk")
    regions = region_names()
    return [_cell(one, regions) for one in (found if limit is None else found[:limit])]


def definition(slug: str) -> Definition | None:
    """Return what an indicator means, in the reader's language; None when there is none."""
    found = Indicator.objects.filter(slug=slug).first()
    return None if found is None else defined(found)


def definitions(slugs: Sequence[str] | None = None) -> list[Definition]:
    """Return what indicators mean, in their order: those named, or all."""
    found = Indicator.objects.order_by("order", "slug")
    wanted = found if slugs is None else found.filter(slug__in=slugs)
    return [defined(one) for one in wanted]


def defined(one: Indicator) -> Definition:
    """Return the texts of an indicator in the language of now."""
    return Definition(
        slug=one.slug,
        name=gettext(one.name),
        unit=gettext(one.unit),
        definition=gettext(one.definition),
        denominator=gettext(one.denominator) if one.denominator else "",
        scope=gettext(one.scope),
        method=gettext(one.method) if one.method else "",
    )


def tables(release_id: int) -> list[str]:
    """Return the names of the tables of a release that is out."""
    found = _cells(Asked(release_id=release_id)).order_by("table")
    return list(found.values_list("table", flat=True).distinct())


def last_change() -> datetime | None:
    """Return when something that everybody may read came, or went, for the last time."""
    facts = QuotedFact.objects.aggregate(came=Max("entered_at"), went=Max("withdrawn_at"))
    out = _published().aggregate(came=Max("published_at"))
    hours = [one for one in (*facts.values(), *out.values()) if one is not None]
    return max(hours, default=None)


def _published() -> QuerySet[Release]:
    out = Release.objects.filter(state=ReleaseState.PUBLISHED, published_at__isnull=False)
    return out.select_related("survey__organisation", "wave")


def _cells(asked: Asked) -> QuerySet[Cell]:
    found = Cell.objects.filter(
        release__state=ReleaseState.PUBLISHED, release__published_at__isnull=False
    ).select_related("release__survey", "indicator")
    wanted: dict[str, Any] = {
        "indicator__slug": asked.indicator,
        "table": asked.table,
        "place__region": asked.region,
        "period": asked.period,
        "release_id": asked.release_id,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if asked.after is None:
        return found
    hour, number = FIRST_DAY + asked.after[0] * ONE, asked.after[1]
    return found.filter(
        Q(release__published_at__gt=hour) | Q(release__published_at=hour, pk__gt=number)
    )


def _cell(one: Cell, regions: Mapping[str, str]) -> CellRow:
    mark = Mark(one.mark)
    is_shown = mark in {Mark.SHOWN, Mark.CAREFUL}
    published_at = one.release.published_at or FIRST_DAY
    return CellRow(
        key=((published_at - FIRST_DAY) // ONE, one.pk),
        survey=one.release.survey.slug,
        release=one.release.number,
        published_at=published_at,
        simulated=one.release.simulated,
        indicator=one.indicator.slug,
        unit=gettext(one.indicator.unit),
        table=one.table,
        place=one.place,
        region_name=regions.get(one.place.get("region", ""), ""),
        period=one.period,
        value=one.value if is_shown else None,
        low=one.low if is_shown else None,
        high=one.high if is_shown else None,
        variation=one.variation if is_shown else None,
        respondents=None if mark in {Mark.SECRET, Mark.SECONDARY} else one.respondents,
        mark=mark,
    )


def _about(one: Release) -> About:
    path = reverse("barometer:release_zip", args=[one.survey.slug, one.number])
    return About(
        survey=one.survey.slug,
        survey_name=one.survey.name,
        organisation=one.survey.organisation.name,
        number=one.number,
        name=one.name,
        wave=one.wave.name,
        period=f"{one.wave.period_start.isoformat()}/{one.wave.period_end.isoformat()}",
        published_at=one.published_at or FIRST_DAY,
        simulated=one.simulated,
        address=absolute_url(path),
    )
