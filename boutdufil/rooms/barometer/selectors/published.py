"""What went out, as everybody reads it: the latest figure in a sentence, its tables, releases.

Only published releases and their protected cells; a hidden cell has a mark and no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.kernel.ui.charts import Estimate, LineChart
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Cell, Release
from boutdufil.rooms.barometer.rules.grades import grade
from boutdufil.rooms.barometer.selectors.figures import IndicatorPage, indicator_page
from boutdufil.rooms.barometer.selectors.frame import region_names
from boutdufil.rooms.barometer.selectors.release_desk import (
    Preview,
    figure_words,
    place_words,
    previews,
)

HIDDEN = (Mark.SECRET, Mark.SECONDARY)
MOST_COMPARED = 4
LEAST_PERIODS = 2
HEADLINES = ("effectif", "part-internes", "rotation-departs", "part-contrats-permanents")


@dataclass(frozen=True, slots=True)
class Line:
    """A cell in words; ``value``, ``interval`` and ``grade`` are "" where it does not show."""

    place: str
    value: str
    interval: str
    grade: str
    respondents: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One of the fixed tables: by region, type, size or a crossing."""

    name: str
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The latest figure of an indicator with its tables and the release it is from."""

    survey: str
    number: int
    release: str
    published_at: datetime
    period: str
    simulated: bool
    sentence: str
    whole: Line | None
    tables: tuple[Breakdown, ...]
    chart: LineChart | None


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release that is out or announced: its ``hour`` is when it came or will come out."""

    survey: str
    survey_name: str
    number: int
    name: str
    hour: datetime
    simulated: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is announced, the soonest first, and what is out, the newest first."""

    announced: tuple[ReleaseLine, ...]
    out: tuple[ReleaseLine, ...]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release that is out: every table, how it was made, what it revises."""

    line: ReleaseLine
    wave: str
    previews: tuple[Preview, ...]
    manifest: Mapping[str, Any]
    drawn: int | None
    respondents: int | None
    sha256: str
    earlier: tuple[ReleaseLine, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """An indicator beside others: what it means and its latest figure."""

    page: IndicatorPage
    measured: Measured | None


def latest(slug: str) -> Measured | None:
    """Return the latest measure of an indicator; real centres before simulated ones."""
    cells = _cells(slug).filter(table="total")
    newest = cells.order_by("release__simulated", "-period", "-release__published_at").first()
    if newest is None:
        return None
    release, regions = newest.release, region_names()
    own = _cells(slug).filter(release=release, period=newest.period)
    whole = _line(newest, regions)
    return Measured(
        survey=release.survey.slug,
        number=release.number,
        release=release.name,
        published_at=_hour(release),
        period=newest.period,
        simulated=release.simulated,
        sentence=_sentence(newest, whole),
        whole=whole,
        tables=_tables(own.exclude(table="total"), regions),
        chart=_chart(slug, release),
    )


def headlines() -> list[tuple[str, str, Measured]]:
    """Return (address, name, latest measure) of the main indicators that have one."""
    pages = ((slug, indicator_page(slug), latest(slug)) for slug in HEADLINES)
    return [
        (slug, page.indicator.name, told)
        for slug, page, told in pages
        if page is not None and told is not None and told.sentence
    ]


def calendar() -> Calendar:
    """Return the releases that are announced, by name and hour only, and those that are out."""
    announced = Release.objects.filter(state=ReleaseState.READY, planned_at__isnull=False)
    rows = announced.select_related("survey").order_by("planned_at", "pk")
    return Calendar(
        announced=tuple(_release_line(one, one.planned_at) for one in rows if one.planned_at),
        out=tuple(_release_line(one, _hour(one)) for one in _out().order_by("-published_at")),
    )


def release_page(survey: str, number: int) -> ReleasePage | None:
    """Return a release that is out; None for any other."""
    found = _out().filter(survey__slug=survey, number=number).first()
    if found is None:
        return None
    told = found.quality
    earlier = _out().filter(wave=found.wave, published_at__lt=_hour(found))
    return ReleasePage(
        line=_release_line(found, _hour(found)),
        wave=found.wave.name,
        previews=tuple(previews(found)),
        manifest=found.manifest,
        drawn=told.get("drawn"),
        respondents=told.get("respondents"),
        sha256=found.archive.sha256 if found.archive else "",
        earlier=tuple(_release_line(one, _hour(one)) for one in earlier.order_by("-published_at")),
    )


def survey_of_release(survey: str, number: int) -> int | None:
    """Return the survey of a release that is out, None for any other."""
    found = _out().filter(survey__slug=survey, number=number)
    return found.values_list("survey_id", flat=True).first()


def side_by_side(slugs: Sequence[str]) -> list[Beside]:
    """Return indicators beside one another, at most four; unknown addresses are left out."""
    wanted = list(dict.fromkeys(slugs))[:MOST_COMPARED]
    pages = [(slug, indicator_page(slug)) for slug in wanted]
    return [Beside(page, latest(slug)) for slug, page in pages if page is not None]


def _out() -> QuerySet[Release]:
    out = Release.objects.filter(state=ReleaseState.PUBLISHED, published_at__isnull=False)
    return out.select_related("survey", "wave", "archive")


def _cells(slug: str) -> QuerySet[Cell]:
    out = Cell.objects.filter(
        indicator__slug=slug,
        release__state=ReleaseState.PUBLISHED,
        release__published_at__isnull=False,
    )
    return out.select_related("release__survey", "indicator")


def _hour(release: Release) -> datetime:
    return release.published_at or release.created_at


def _release_line(one: Release, hour: datetime) -> ReleaseLine:
    return ReleaseLine(
        survey=one.survey.slug,
        survey_name=one.survey.name,
        number=one.number,
        name=one.name,
        hour=hour,
        simulated=one.simulated,
    )


def _line(one: Cell, regions: Mapping[str, str]) -> Line:
    mark = Mark(one.mark)
    shown = mark not in HIDDEN and one.value is not None
    low, high = one.low, one.high
    interval = ""
    if shown and low is not None and high is not None:
        bounds = {"low": figure_words(low), "high": figure_words(high)}
        interval = _("%(low)s à %(high)s") % bounds
    return Line(
        place=place_words(one.place, regions),
        value=figure_words(one.value) if shown and one.value is not None else "",
        interval=interval,
        grade=grade(one.variation) if shown else "",
        respondents=None if mark in HIDDEN else one.respondents,
        mark=mark,
    )


def _sentence(one: Cell, whole: Line) -> str:
    """Say the figure as it may be quoted: period, value, interval, on how many centres."""
    if not whole.value:
        return ""
    facts = {
        "period": one.period,
        "value": whole.value,
        "unit": _(one.indicator.unit),
        "interval": whole.interval,
        "count": figure_words(one.respondents or 0),
    }
    count = one.respondents or 0
    if not whole.interval:
        return (
            ngettext(
                "En %(period)s : %(value)s %(unit)s, mesuré sur %(count)s centre.",
                "En %(period)s : %(value)s %(unit)s, mesuré sur %(count)s centres.",
                count,
            )
            % facts
        )
    return (
        ngettext(
            "En %(period)s : %(value)s %(unit)s (intervalle à 95 %% : %(interval)s), mesuré sur "
            "%(count)s centre.",
            "En %(period)s : %(value)s %(unit)s (intervalle à 95 %% : %(interval)s), mesuré sur "
            "%(count)s centres.",
            count,
        )
        % facts
    )


def _tables(cells: QuerySet[Cell], regions: Mapping[str, str]) -> tuple[Breakdown, ...]:
    names = {
        "region": _("Par région"),
        "type": _("Par type de centre"),
        "size": _("Par taille"),
        "region-type": _("Par région et par type"),
        "size-type": _("Par taille et par type"),
    }
    order = list(names)
    rows = sorted(cells, key=lambda one: (_place(order, one.table), one.pk))
    return tuple(
        Breakdown(names.get(table, table), tuple(_line(one, regions) for one in own))
        for table, own in groupby(rows, key=lambda one: one.table)
    )


def _place(order: Sequence[str], table: str) -> int:
    return order.index(table) if table in order else len(order)


def _chart(slug: str, release: Release) -> LineChart | None:
    """Draw each period as it was published last, where there are several."""
    cells = _cells(slug).filter(
        table="total", release__survey=release.survey, release__simulated=release.simulated
    )
    by_period = {one.period: one for one in cells.order_by("release__published_at", "pk")}
    if len(by_period) < LEAST_PERIODS:
        return None
    first = next(iter(by_period.values())).indicator
    stamp = _("démonstration, données simulées")
    return LineChart(
        title=f"{_(first.name)} · {stamp}" if release.simulated else _(first.name),
        description=_("La bande est l’intervalle à 95 %."),
        points=tuple(
            Estimate(period, one.value, one.low, one.high)
            for period, one in sorted(by_period.items())
        ),
        unit=_(first.unit),
        source=release.survey.name,
    )
