"""Estimation runs at the desk: margins beside the frame's, what a run gave, two runs compared.

What is told of figures here is neither protected nor published: for the statisticians alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _

from boutdufil.kernel.ui.charts import BarChart, Estimate
from boutdufil.rooms.barometer.enums import CentreType, RunState
from boutdufil.rooms.barometer.models import EstimationRun, Indicator, Margin, UnitWeight
from boutdufil.rooms.barometer.rules.estimation import (
    HEADCOUNT,
    PLACES,
    Figure,
    figure,
    read_recipe,
    weigh,
)
from boutdufil.rooms.barometer.rules.findings import finding_text
from boutdufil.rooms.barometer.rules.formulas import BALANCE, TYPE
from boutdufil.rooms.barometer.rules.measured import MEASURED
from boutdufil.rooms.barometer.rules.strata import BETWEEN, LABELS, UNKNOWN, StratumBy
from boutdufil.rooms.barometer.selectors.estimation import (
    centres_of,
    data_hash,
    frame_totals,
    known_totals,
)
from boutdufil.rooms.barometer.selectors.frame import region_names

QUANTILES = (0, 5, 25, 50, 75, 95, 100)
RUNS_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class MarginRow:
    """A category with its known total and what the frame says of it, None where it says nothing."""

    category: str
    total: float
    of_frame: float | None


@dataclass(frozen=True, slots=True)
class MarginGroup:
    """The known totals of one variable; ``whole`` is their sum."""

    code: str
    name: str
    source: str
    rows: tuple[MarginRow, ...]

    @property
    def whole(self) -> float:
        """Return the sum of the totals."""
        return sum(one.total for one in self.rows)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a line; numbers are None where the run was refused."""

    id: int
    number: int
    state: RunState
    method: str
    margins: str
    made_at: datetime
    made_by: str
    respondents: int | None
    drawn: int | None
    design_effect: float | None
    lightest: float | None
    heaviest: float | None


@dataclass(frozen=True, slots=True)
class MetRow:
    """A known total, and what the weights give."""

    margin: str
    category: str
    wanted: float
    reached: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An estimate for the whole; its bounds and variation are None where unknown."""

    name: str
    unit: str
    told: Figure


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run: its choices, why it was refused or what it gave, from the same answers."""

    row: RunRow
    by: str
    bounds: tuple[float, float] | None
    trimmed: tuple[float, float] | None
    problems: tuple[str, ...]
    code_version: str
    data_hash: str
    result_hash: str
    seed: str
    completed: int
    merges: tuple[tuple[str, str, int], ...]
    has_same_answers: bool
    weights: BarChart | None
    met: tuple[MetRow, ...]
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """An estimate in two runs, either of which may be unknown."""

    name: str
    unit: str
    first: Figure
    second: Figure

    @property
    def apart(self) -> float | None:
        """Return the second less the first, None where one is unknown."""
        if self.first.value is None or self.second.value is None:
            return None
        return self.second.value - self.first.value


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; ``alike`` is the correlation of their weights, None without any."""

    first: RunPage
    second: RunPage
    settings: tuple[tuple[str, str, str], ...]
    alike: float | None
    figures: tuple[Compared, ...]


def margin_groups(wave_id: int) -> tuple[MarginGroup, ...]:
    """Return the known totals of a wave by variable, beside the frame's own."""
    frame = frame_totals(wave_id)
    groups: dict[str, list[Margin]] = {}
    for one in Margin.objects.filter(wave_id=wave_id).order_by("column", "category"):
        groups.setdefault(one.column, []).append(one)
    return tuple(
        MarginGroup(
            code=code,
            name=margin_name(code),
            source=" ; ".join(dict.fromkeys(one.source for one in own)),
            rows=tuple(
                MarginRow(
                    category_name(code, one.category),
                    one.total,
                    frame.get(code, {}).get(one.category),
                )
                for one in own
            ),
        )
        for code, own in groups.items()
    )


def margin_choices(wave_id: int) -> list[tuple[str, str]]:
    """Return the variables whose totals are known."""
    return [(code, margin_name(code)) for code in known_totals(wave_id)]


def margin_lines(wave_id: int) -> list[tuple[str, str, str, str]]:
    """Return the known totals as the lines of a file that can be brought back."""
    names = {TYPE: "type", "size": "taille", "region": "région", HEADCOUNT: "effectif"}
    return [
        (names[one.column], one.category, f"{one.total:.12g}", one.source)
        for one in Margin.objects.filter(wave_id=wave_id).order_by("column", "category")
    ]


def run_rows(wave_id: int) -> tuple[RunRow, ...]:
    """Return the runs of a wave, the newest first."""
    runs = EstimationRun.objects.filter(wave_id=wave_id).select_related("made_by")
    return tuple(_row(one) for one in runs.order_by("-number"))


def run_page(wave_id: int, number: int) -> RunPage | None:
    """Return a run, None when the wave has none of this number."""
    runs = EstimationRun.objects.filter(wave_id=wave_id, number=number)
    run = runs.select_related("made_by").first()
    if run is None:
        return None
    told, recipe = run.diagnostics, run.recipe
    same, met, figures = _given(run)
    return RunPage(
        row=_row(run),
        by=", ".join(margin_name(one) for one in recipe["by"]) or _("un seul groupe"),
        bounds=recipe.get("bounds"),
        trimmed=recipe.get("trimmed"),
        problems=tuple(finding_text(one, category_name) for one in told.get("problems", ())),
        code_version=run.code_version,
        data_hash=run.data_hash,
        result_hash=run.result_hash,
        seed=run.seed,
        completed=sum(told.get("completed", {}).values()),
        merges=tuple(
            (_group_name(one, recipe["by"]), _group_name(into, recipe["by"]), count)
            for one, into, count in told.get("merges", ())
        ),
        has_same_answers=same,
        weights=_chart(run),
        met=met,
        figures=figures,
    )


def compare_runs(wave_id: int, first: int, second: int) -> Comparison | None:
    """Return two runs of a wave side by side, None when one of them is not there."""
    pages = run_page(wave_id, first), run_page(wave_id, second)
    one, other = pages
    if one is None or other is None:
        return None
    named = {row.name: row for row in other.figures}
    return Comparison(
        first=one,
        second=other,
        settings=tuple(
            (name, told, then)
            for (name, told), (_name, then) in zip(_settings(one), _settings(other), strict=True)
            if told != then
        ),
        alike=_alike(one.row.id, other.row.id),
        figures=tuple(
            Compared(row.name, row.unit, row.told, named[row.name].told)
            for row in one.figures
            if row.name in named
        ),
    )


def margin_name(code: str) -> str:
    """Return the name of a variable of margins."""
    return (
        _("effectif connu avant l’enquête") if code == HEADCOUNT else str(LABELS[StratumBy(code)])
    )


def category_name(code: str, category: str) -> str:
    """Return the name of a category of a variable, "" for a sum of people."""
    if category == UNKNOWN:
        return _("inconnu")
    if code == "region":
        return region_names().get(category, category)
    return str(CentreType(category).label) if code == TYPE else category


def _group_name(group: str, by: Sequence[str]) -> str:
    """Return a response group in words, "provider|0-9" as "prestataire, 0-9"."""
    parts = group.split(BETWEEN)
    if len(parts) != len(by):
        return group
    return ", ".join(category_name(code, part) for code, part in zip(by, parts, strict=True))


def _row(run: EstimationRun) -> RunRow:
    told = run.diagnostics
    light, heavy = told.get("calibrated") or (None, None)
    return RunRow(
        id=run.pk,
        number=run.number,
        state=RunState(run.state),
        method=str(run.recipe["method"]),
        margins=", ".join(margin_name(one) for one in run.recipe["margins"]),
        made_at=run.made_at,
        made_by=run.made_by.name if run.made_by else "",
        respondents=told.get("respondents"),
        drawn=told.get("drawn"),
        design_effect=told.get("design_effect"),
        lightest=light,
        heaviest=heavy,
    )


def _given(run: EstimationRun) -> tuple[bool, tuple[MetRow, ...], tuple[FigureRow, ...]]:
    """Return whether the answers are the same, and if so what the run gives of them."""
    if run.state != RunState.DONE:
        return True, (), ()
    centres = centres_of(run.wave_id)
    if data_hash(centres) != run.data_hash:
        return False, (), ()
    met, figures = _weighed(run.pk, run.data_hash)
    names = {one.slug: (_(one.name), _(one.unit)) for one in MEASURED}
    told = dict(Indicator.objects.filter(slug__in=names).values_list("slug", "name"))
    return (
        True,
        tuple(
            MetRow(margin_name(code), category_name(code, category), wanted, reached)
            for code, category, wanted, reached in met
        ),
        tuple(
            FigureRow(_(told.get(slug, "")) or names[slug][0], names[slug][1], one)
            for slug, one in figures
        ),
    )


@lru_cache(maxsize=RUNS_REMEMBERED)
def _weighed(
    run_id: int, answers: str
) -> tuple[tuple[tuple[str, str, float, float], ...], tuple[tuple[str, Figure], ...]]:
    """Return totals met and figures of a run; ``answers`` is the hash they were made from."""
    run = EstimationRun.objects.get(pk=run_id)
    recipe = read_recipe(run.recipe)
    codes = {code for one in MEASURED for code in one.formula.codes} | BALANCE.keys()
    weighed = weigh(centres_of(run.wave_id), recipe, tuple(sorted(codes)))
    met = []
    for code, own in recipe.margins.items():
        for category, wanted in own.items():
            inside = weighed.where({code: category}) if code in PLACES else None
            amounts = (
                inside.astype(np.float64)
                if inside is not None
                else np.array([float(one.headcount) for one in weighed.centres])
            )
            met.append((code, category, wanted, float(amounts @ weighed.calibrated)))
    figures = tuple((one.slug, figure(weighed, one.formula, {})) for one in MEASURED)
    return tuple(met), figures


def _chart(run: EstimationRun) -> BarChart | None:
    weights = _weights(run.pk)
    final = np.array([weight for weight in weights.values() if weight > 0])
    if not len(final):
        return None
    marks = np.percentile(final, QUANTILES)
    labels = {0: _("le plus petit"), 50: _("médiane"), 100: _("le plus grand")}
    return BarChart(
        title=_("Poids après calage"),
        description=_("Combien de centres chaque réponse représente."),
        bars=tuple(
            Estimate(labels.get(at, f"{at} %"), round(float(mark), 3))
            for at, mark in zip(QUANTILES, marks, strict=True)
        ),
        unit=_("centres par réponse"),
        decimals=2,
    )


def _weights(run_id: int) -> dict[int, float]:
    found = UnitWeight.objects.filter(run_id=run_id)
    return dict(found.values_list("drawn_id", "calibrated"))


def _alike(first: int, second: int) -> float | None:
    one, other = _weights(first), _weights(second)
    both = sorted(one.keys() & other.keys())
    pair = np.array([[one[key] for key in both], [other[key] for key in both]])
    if len(both) < 2 or not pair.std(axis=1).all():
        return None
    return float(np.corrcoef(pair)[0, 1])


def _settings(page: RunPage) -> Sequence[tuple[str, str]]:
    return (
        (_("Méthode"), page.row.method),
        (_("Marges"), page.row.margins),
        (_("Groupes de réponse"), page.by),
        (_("Bornes des facteurs"), _pair(page.bounds)),
        (_("Limites des poids"), _pair(page.trimmed)),
        (_("Réponses"), page.data_hash[:12]),
        (_("Version du programme"), page.code_version),
    )


def _pair(bounds: Sequence[float] | None) -> str:
    return f"{bounds[0]:g} – {bounds[1]:g}" if bounds else _("aucune")
