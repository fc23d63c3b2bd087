"""A wave as its statisticians see it: settings, strata, sample, how many answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from boutdufil.rooms.barometer.enums import Allocation, CentreType, Standing, UnitKind, WaveState
from boutdufil.rooms.barometer.models import Drawn, Stratum, Wave
from boutdufil.rooms.barometer.rules.samples import COMPANIES
from boutdufil.rooms.barometer.rules.strata import LABELS, UNKNOWN, StratumBy, categories
from boutdufil.rooms.barometer.selectors.frame import region_names


@dataclass(frozen=True, slots=True)
class Step:
    """What a button of a wave does."""

    begins: WaveState
    value: WaveState
    label: object


STEPS = (
    Step(WaveState.DRAWN, WaveState.OPEN, gettext_lazy("Ouvrir la collecte")),
    Step(WaveState.OPEN, WaveState.CLOSED, gettext_lazy("Clore la collecte")),
    Step(WaveState.CLOSED, WaveState.ARCHIVED, gettext_lazy("Archiver")),
)
OUT = (Standing.OUT_OF_SCOPE, Standing.CLOSED)


@dataclass(frozen=True, slots=True)
class WavePage:
    """A wave; ``drawn`` units of its frame, by a draw with this ``seed`` and ``frame_hash``."""

    id: int
    number: int
    name: str
    state: WaveState
    period_start: date
    period_end: date
    opens_on: date | None
    closes_on: date | None
    by: tuple[str, ...]
    allocation: Allocation
    sample_size: int
    stratum_least: int
    panel_share: float
    seed: str
    frame_hash: str
    drawn_at: datetime | None
    questionnaire: str
    drawn: int

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return where a statistician may lead it."""
        return tuple(one for one in STEPS if one.begins == self.state)


@dataclass(frozen=True, slots=True)
class StratumRow:
    """A stratum with the fate of its sample, in units; ``rate`` (0–1) of those in scope."""

    key: str
    names: tuple[str, ...]
    population: int
    allocated: int
    takes_all: bool
    answered: int = 0
    started: int = 0
    refused: int = 0
    out: int = 0

    @property
    def weight(self) -> float | None:
        """Return how many units each drawn one stands for; None where none was drawn."""
        return self.population / self.allocated if self.allocated else None

    @property
    def rate(self) -> float | None:
        """Return the share that answered of those in scope; None where nobody is."""
        asked = self.allocated - self.out
        return self.answered / asked if asked > 0 else None


@dataclass(frozen=True, slots=True)
class ResponseFigures:
    """The fate of a whole sample, in units."""

    drawn: int
    answered: int
    started: int
    refused: int
    out: int

    @property
    def rate(self) -> float | None:
        """Return the share that answered of those in scope; None where nobody is."""
        asked = self.drawn - self.out
        return self.answered / asked if asked > 0 else None


def wave_page(survey_id: int, number: int) -> WavePage | None:
    """Return a wave of a survey; None when there is none of that number."""
    found = Wave.objects.filter(survey_id=survey_id, number=number)
    wave = found.select_related("questionnaire").annotate(drawn=Count("sample")).first()
    if wave is None:
        return None
    return WavePage(
        id=wave.pk,
        number=wave.number,
        name=wave.name,
        state=WaveState(wave.state),
        period_start=wave.period_start,
        period_end=wave.period_end,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        by=tuple(str(LABELS[StratumBy(name)]) for name in wave.strata_by),
        allocation=Allocation(wave.allocation),
        sample_size=wave.sample_size,
        stratum_least=wave.stratum_least,
        panel_share=float(wave.panel_share),
        seed=wave.seed,
        frame_hash=wave.frame_hash,
        drawn_at=wave.drawn_at,
        questionnaire=str(wave.questionnaire or ""),
        drawn=wave.drawn,
    )


def typed_wave(wave_id: int) -> dict[str, Any]:
    """Return what was typed of a wave, by field."""
    wave = Wave.objects.get(pk=wave_id)
    names = ("name", "period_start", "period_end", "opens_on", "closes_on", "strata_by")
    more = ("allocation", "sample_size", "stratum_least")
    typed = {name: getattr(wave, name) for name in (*names, *more)}
    return typed | {"panel_percent": round(wave.panel_share * 100)}


def stratum_rows(wave_id: int) -> list[StratumRow]:
    """Return the strata of a wave, in their order, with what became of their samples."""
    wave = Wave.objects.get(pk=wave_id)
    found = Stratum.objects.filter(wave_id=wave_id).annotate(
        answered=_count(Standing.ANSWERED),
        started=_count(Standing.STARTED),
        refused=_count(Standing.REFUSED),
        out=_count(*OUT),
    )
    return [
        StratumRow(
            key=one.key,
            names=names_of_stratum(one.key, wave.strata_by),
            population=one.population,
            allocated=one.allocated,
            takes_all=one.takes_all,
            answered=one.answered,
            started=one.started,
            refused=one.refused,
            out=one.out,
        )
        for one in found
    ]


def names_of_stratum(key: str, by: Sequence[str]) -> tuple[str, ...]:
    """Return the categories of a stratum in words, one for each variable."""
    if key == COMPANIES:
        return (str(UnitKind.COMPANY.label), *[""] * (len(by) - 1))
    try:
        found = categories(key, by)
    except ValueError:
        # A stratum that another rule made is shown by its key rather than not at all.
        return (key, *[""] * (len(by) - 1))
    return tuple(_name(StratumBy(name), code) for name, code in found.items())


def response_figures(wave_id: int) -> ResponseFigures:
    """Return the fate of the whole sample of a wave."""
    of = Drawn.objects.filter(wave_id=wave_id)
    found = of.aggregate(
        drawn=Count("pk"),
        answered=Count("pk", filter=Q(standing=Standing.ANSWERED)),
        started=Count("pk", filter=Q(standing=Standing.STARTED)),
        refused=Count("pk", filter=Q(standing=Standing.REFUSED)),
        out=Count("pk", filter=Q(standing__in=OUT)),
    )
    return ResponseFigures(**found)


def sample_lines(wave_id: int) -> list[tuple[str, ...]]:
    """Return the drawn units of a wave with the weight of each, as a table to take away."""
    of = Drawn.objects.filter(wave_id=wave_id).select_related("unit", "stratum")
    return [
        (
            one.unit.source_key,
            one.unit.name,
            one.stratum.key,
            str(one.population_then),
            str(one.allocated_then),
            "panel" if one.is_panel else "",
            one.standing,
        )
        for one in of.order_by("stratum__key", "unit__source_key")
    ]


def _count(*standings: Standing) -> Count:
    return Count("sample", filter=Q(sample__standing__in=standings))


def _name(by: StratumBy, code: str) -> str:
    if code == UNKNOWN:
        return str(CentreType.UNKNOWN.label)
    if by == StratumBy.REGION:
        return region_names().get(code, code)
    if by == StratumBy.CENTRE_TYPE and code in CentreType.values:
        return str(CentreType(code).label)
    return code
