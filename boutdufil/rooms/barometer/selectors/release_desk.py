"""Releases at the desk: what is asked of them before they go out, and their tables as the public.

Nothing here reads the values of hidden cells: only the protected cells and the audit's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.barometer.enums import CentreType, Mark, ReleaseState, RunState
from boutdufil.rooms.barometer.models import Cell, EstimationRun, Release, Variable
from boutdufil.rooms.barometer.rules.strata import LABELS, UNKNOWN, StratumBy
from boutdufil.rooms.barometer.selectors.frame import region_names
from boutdufil.rooms.barometer.selectors.releases import Check, checklist

HIDDEN = (Mark.SECRET, Mark.SECONDARY)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release; ``hidden`` of its ``cells`` stay in; ``audit_passed`` is None when unknown."""

    id: int
    number: int
    name: str
    wave: str
    wave_number: int
    state: ReleaseState
    planned_at: datetime | None
    published_at: datetime | None
    audit_passed: bool | None
    cells: int
    hidden: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the audit of the secret says; ``failed`` names cells, never what is in them."""

    primary: int
    secondary: int
    asked: int
    way: str
    proven: bool
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A cell in words; ``value`` and ``interval`` are "" where it does not show."""

    place: str
    value: str
    interval: str
    respondents: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Preview:
    """The tables of one indicator, as the public will read them."""

    slug: str
    name: str
    unit: str
    rows: tuple[PreviewRow, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ReleaseDesk:
    """All there is to read of a release before it goes out; ``is_late``: its hour has passed."""

    row: ReleaseRow
    checks: tuple[Check, ...]
    is_late: bool
    told: Told | None
    previews: tuple[Preview, ...]
    quality: Mapping[str, Any]
    manifest: Mapping[str, Any]
    known: tuple[int, ...]
    sha256: str

    @property
    def is_out(self) -> bool:
        """Return whether it is published."""
        return self.row.state == ReleaseState.PUBLISHED

    @property
    def is_announced(self) -> bool:
        """Return whether its hour is announced."""
        return self.row.state == ReleaseState.READY

    @property
    def may_go(self) -> bool:
        """Return whether nothing stands in its way but an hour to come."""
        return not self.is_out and all(one.is_met for one in self.checks)

    @property
    def may_go_now(self) -> bool:
        """Return whether it may be published at once."""
        return self.may_go and (not self.is_announced or self.is_late)


def release_rows(survey_id: int) -> list[ReleaseRow]:
    """Return the releases of a survey, the newest first."""
    return [_row(one) for one in _releases(survey_id).order_by("-number")]


def run_choices(survey_id: int) -> list[tuple[int, str]]:
    """Return the estimations that gave weights, with their names: the newest first."""
    runs = EstimationRun.objects.filter(wave__survey_id=survey_id, state=RunState.DONE)
    return [
        (
            one.pk,
            _("%(wave)s, estimation %(number)s") % {"wave": one.wave.name, "number": one.number},
        )
        for one in runs.select_related("wave").order_by("-wave__number", "-number")
    ]


def release_desk(survey_id: int, number: int, now: datetime) -> ReleaseDesk | None:
    """Return a release as its statisticians read it again; None when there is none."""
    release = _releases(survey_id).select_related("archive").filter(number=number).first()
    if release is None:
        return None
    is_out = release.state == ReleaseState.PUBLISHED
    return ReleaseDesk(
        row=_row(release),
        checks=() if is_out else checklist(release.pk),
        is_late=not is_out and release.planned_at is not None and release.planned_at <= now,
        told=_told(release),
        previews=tuple(previews(release)),
        quality=_quality(release.quality),
        manifest=release.manifest,
        known=tuple(release.manifest.get("known", ())),
        sha256=release.archive.sha256 if release.archive else "",
    )


def sealed_archive(survey_id: int, number: int) -> bytes | None:
    """Return the sealed archive of a release that is out; None for any other."""
    out = Release.objects.filter(survey_id=survey_id, state=ReleaseState.PUBLISHED)
    release = out.select_related("archive").filter(number=number).first()
    if release is None or release.archive is None:
        return None
    return read_file(release.archive)


def place_words(place: Mapping[str, str], regions: Mapping[str, str]) -> str:
    """Return what a cell is about, in words.

    >>> place_words({"size": "500+"}, {}), place_words({}, {})
    ('500 personnes et plus', 'Ensemble')
    """
    told = [_category(axis, code, regions) for axis, code in sorted(place.items(), reverse=True)]
    return ", ".join(told) or _("Ensemble")


def _category(axis: str, code: str, regions: Mapping[str, str]) -> str:
    if code == UNKNOWN or code == CentreType.UNKNOWN:
        label = str(LABELS[StratumBy(axis)]) if axis in set(StratumBy) else axis
        return _("%(variable)s : inconnu") % {"variable": label}
    if axis == StratumBy.REGION:
        return regions.get(code, code)
    if axis == StratumBy.CENTRE_TYPE and code in CentreType.values:
        return str(CentreType(code).label)
    if axis == StratumBy.SIZE:
        return _size_words(code)
    return code


def _size_words(code: str) -> str:
    least, _dash, most = code.partition("-")
    if most:
        return _("%(least)s à %(most)s personnes") % {"least": least, "most": most}
    return _("%(least)s personnes et plus") % {"least": least.rstrip("+")}


def _releases(survey_id: int) -> QuerySet[Release]:
    found = Release.objects.filter(survey_id=survey_id).select_related("wave", "source")
    hidden = Count("cells", filter=Q(cells__mark__in=HIDDEN))
    return found.annotate(told=Count("cells"), kept_in=hidden).defer("source__content")


def _row(one: Release) -> ReleaseRow:
    source = getattr(one, "source", None)
    return ReleaseRow(
        id=one.pk,
        number=one.number,
        name=one.name,
        wave=one.wave.name,
        wave_number=one.wave.number,
        state=ReleaseState(one.state),
        planned_at=one.planned_at,
        published_at=one.published_at,
        audit_passed=source.audit_passed if source else None,
        cells=getattr(one, "told", 0),
        hidden=getattr(one, "kept_in", 0),
        simulated=one.simulated,
    )


def _told(release: Release) -> Told | None:
    source = getattr(release, "source", None)
    if source is None or not source.audit:
        return None
    audit = source.audit
    return Told(
        primary=audit.get("primary", 0),
        secondary=audit.get("secondary", 0),
        asked=audit.get("asked", 0),
        way=audit.get("way", ""),
        proven=bool(audit.get("proven")),
        failed=tuple(_failed(audit.get("failed", ()))),
    )


def _failed(cells: Any) -> Iterator[str]:
    """Name the cells a reader could find too closely, by variable and place."""
    codes = {one["variable"] for one in cells}
    found = Variable.objects.filter(code__in=codes).order_by("version")
    labels = dict(found.values_list("code", "label"))
    regions = region_names() if cells else {}
    for one in cells:
        variable = labels.get(one["variable"], one["variable"])
        yield _("%(variable)s, %(place)s") % {
            "variable": _(variable),
            "place": place_words(one["place"], regions),
        } + (
            " " + _("(publication %(number)s)") % {"number": one["release"]}
            if one.get("release")
            else ""
        )


def previews(release: Release) -> Iterator[Preview]:
    """Give the tables of a release by indicator, as the public reads them."""
    cells = Cell.objects.filter(release=release).select_related("indicator")
    regions = region_names()
    ordered = cells.order_by("indicator__order", "indicator__slug", "pk")
    for indicator, own in groupby(ordered, key=lambda one: one.indicator):
        rows = tuple(_preview_row(one, regions) for one in own)
        yield Preview(
            slug=indicator.slug,
            name=_(indicator.name),
            unit=_(indicator.unit),
            rows=rows,
            hidden=sum(one.mark in HIDDEN for one in rows),
        )


def _preview_row(one: Cell, regions: Mapping[str, str]) -> PreviewRow:
    mark = Mark(one.mark)
    interval = ""
    if one.low is not None and one.high is not None:
        bounds = {"low": figure_words(one.low), "high": figure_words(one.high)}
        interval = _("%(low)s à %(high)s") % bounds
    return PreviewRow(
        place=place_words(one.place, regions),
        value="" if mark in HIDDEN or one.value is None else figure_words(one.value),
        interval=interval,
        respondents=one.respondents,
        mark=mark,
    )


def figure_words(value: float) -> str:
    """Return a number as the reader writes it, with two decimals at most."""
    whole = value == round(value)
    return number_format(round(value, 2), 0 if whole else 2, use_l10n=True, force_grouping=True)


def _quality(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the quality figures kept with a release; ``rate`` (0–1) of the drawn answered."""
    drawn, respondents = told.get("drawn"), told.get("respondents")
    lightest, heaviest = told.get("calibrated") or (None, None)
    return {
        "drawn": drawn,
        "respondents": respondents,
        "rate": respondents / drawn if drawn and respondents is not None else None,
        "lightest": lightest,
        "heaviest": heaviest,
        "design_effect": told.get("design_effect"),
        "completed": sum(told["completed"].values()) if "completed" in told else None,
        "merges": len(told["merges"]) if "merges" in told else None,
    }
