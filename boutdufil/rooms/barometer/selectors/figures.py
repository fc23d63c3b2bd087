"""Indicators as everybody reads them: what they mean, what sources say, what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from boutdufil.kernel.ui.charts import Estimate, IntervalChart
from boutdufil.lib.text import words as folded_words
from boutdufil.rooms.barometer.enums import Mark, Measure, ReleaseState, SourceKind
from boutdufil.rooms.barometer.models import Cell, Indicator, QuotedFact
from boutdufil.rooms.barometer.rules.figures import area_name, written
from boutdufil.rooms.barometer.rules.indicators import SHIPPED, kin_of

WHOLE = "total"
ALSO: Mapping[str, str] = {one.slug: one.also for one in SHIPPED}
BESIDE: Mapping[str, tuple[str, ...]] = {one.slug: one.beside for one in SHIPPED}


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in the reader's language; ``quoted`` says how many figures others give."""

    slug: str
    name: str
    measure: Measure
    unit: str
    definition: str
    denominator: str
    scope: str
    method: str
    quoted: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """A figure as its source gives it; ``value`` is a number, ``said`` its words."""

    area: str
    area_name: str
    period: str
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    definition: str
    denominator: str
    note: str
    source: str
    publisher: str
    published_on: str
    address: str
    kind: SourceKind

    @property
    def said(self) -> str:
        """Return the figure as it reads, a range as a range."""
        return written(self.value, self.value_high, self.qualifier)


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A figure of ours, with its interval and how sure it is."""

    release: str
    published_on: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    mark: Mark
    simulated: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """All that is known of one indicator."""

    indicator: IndicatorRow
    facts: tuple[FactRow, ...]
    measured: tuple[MeasuredRow, ...]
    beside: tuple[IndicatorRow, ...]
    kin: tuple[IndicatorRow, ...]
    chart: IntervalChart | None


def indicator_rows(words: str = "") -> list[IndicatorRow]:
    """Return the indicators, in their order; those that hold every word when some are asked."""
    rows = [_row(one) for one in _indicators()]
    wanted = folded_words(words)
    return [one for one in rows if all(word in _text(one) for word in wanted)]


def indicator_page(slug: str) -> IndicatorPage | None:
    """Return what is known of an indicator; None when there is none of that address."""
    found = _indicators().filter(slug=slug).first()
    if found is None:
        return None
    row, facts = _row(found), fact_rows(slug)
    return IndicatorPage(
        indicator=row,
        facts=facts,
        measured=measured_rows(slug),
        beside=tuple(_row(one) for one in _indicators().filter(slug__in=BESIDE.get(slug, ()))),
        kin=tuple(_row(one) for one in _indicators().filter(slug__in=kin_of(slug))),
        chart=_chart(row, facts),
    )


def fact_rows(slug: str) -> tuple[FactRow, ...]:
    """Return the figures others give of an indicator: France first, the newest first."""
    found = QuotedFact.objects.filter(indicator__slug=slug, withdrawn_at=None)
    rows = [_fact(one) for one in found.select_related("source")]
    by_period = sorted(rows, key=lambda one: (one.period, one.published_on), reverse=True)
    return tuple(sorted(by_period, key=lambda one: (one.area != "FR", one.area_name)))


def measured_rows(slug: str) -> tuple[MeasuredRow, ...]:
    """Return the whole's figures of published releases, the newest first: its revisions."""
    found = Cell.objects.filter(
        indicator__slug=slug,
        place={},
        release__state=ReleaseState.PUBLISHED,
    ).select_related("release")
    return tuple(
        MeasuredRow(
            release=one.release.name,
            published_on=one.release.published_at.date().isoformat()
            if one.release.published_at
            else "",
            period=one.period,
            value=one.value,
            low=one.low,
            high=one.high,
            mark=Mark(one.mark),
            simulated=one.release.simulated,
        )
        for one in found.order_by("-release__published_at", "-period")
    )


def _indicators() -> QuerySet[Indicator]:
    told = Count("quoted", filter=Q(quoted__withdrawn_at=None))
    return Indicator.objects.annotate(told=told).order_by("order", "slug")


def _row(one: Indicator) -> IndicatorRow:
    return IndicatorRow(
        slug=one.slug,
        name=gettext(one.name),
        measure=Measure(one.measure),
        unit=gettext(one.unit),
        definition=gettext(one.definition),
        denominator=gettext(one.denominator) if one.denominator else "",
        scope=gettext(one.scope),
        method=gettext(one.method) if one.method else "",
        quoted=getattr(one, "told", 0),
    )


def _fact(one: QuotedFact) -> FactRow:
    return FactRow(
        area=one.area,
        area_name=area_name(one.area),
        period=one.period,
        value=one.value,
        value_high=one.value_high,
        qualifier=one.qualifier,
        definition=one.definition,
        denominator=one.denominator,
        note=one.note,
        source=one.source.name,
        publisher=one.source.publisher,
        published_on=one.source.published_on,
        address=one.source.address,
        kind=SourceKind(one.source.kind),
    )


def _chart(row: IndicatorRow, facts: Sequence[FactRow]) -> IntervalChart | None:
    """Draw the figures of France on one scale, where there are several."""
    own = [one for one in facts if one.area == "FR"]
    if len(own) < 2:
        return None
    return IntervalChart(
        title=row.name,
        description=gettext(
            "Chaque point est le chiffre d’une source, tel qu’elle le dit ; aucun intervalle n’est "
            "de nous. Un trait est l’étendue que la source donne."
        ),
        dots=tuple(
            Estimate(
                _dot_label(one),
                float(one.value),
                float(one.value) if one.value_high else None,
                float(one.value_high) if one.value_high else None,
            )
            for one in own
        ),
        unit=row.unit,
        source=gettext("les sources citées dans le tableau"),
    )


def _text(one: IndicatorRow) -> str:
    told = (one.name, one.definition, one.scope, one.denominator, ALSO.get(one.slug, ""))
    return " ".join(folded_words(" ".join(told)))


def _dot_label(one: FactRow) -> str:
    """Name a dot; where a source bounds or spans, its words stand beside the dot's figure."""
    name = f"{one.publisher or one.source}, {one.period}"
    return f"{name} ({one.said})" if one.value_high or one.qualifier else name
