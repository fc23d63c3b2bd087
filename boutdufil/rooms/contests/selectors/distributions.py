"""How a stage's files are given out: the last plan, its proof, each file's jurors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boutdufil.engines.judging import components
from boutdufil.rooms.contests.models import Distribution, Juror, Reading
from boutdufil.rooms.contests.selectors.panels import panels_of
from boutdufil.rooms.contests.selectors.stages import entrants


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One juror of a file; the organiser sees how far they are, never what they marked."""

    reading_id: int
    juror: str
    is_linking: bool
    is_begun: bool
    is_given: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file and its jurors; `missing` readings are still to be given to somebody."""

    number: str
    region: str
    readers: tuple[ReaderLine, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class LoadLine:
    """How many files a juror holds, and gave."""

    juror_id: int
    name: str
    held: int
    given: int
    most: int


@dataclass(frozen=True, slots=True)
class DistributionPage:
    """The last plan of a stage; none yet where `made_at` is None."""

    made_at: datetime | None
    reviews: int
    linking: int
    bars_region: bool
    facts: dict[str, Any]
    files: tuple[FileLine, ...]
    loads: tuple[LoadLine, ...]
    parts: tuple[tuple[str, ...], ...]

    @property
    def given(self) -> int:
        """How many readings are given."""
        return sum(one.given for one in self.loads)

    @property
    def short(self) -> tuple[FileLine, ...]:
        """Files that lack a juror."""
        return tuple(one for one in self.files if one.missing)


def distribution_page(stage_id: int) -> DistributionPage:
    """Return how a stage's files stand with its jurors now."""
    last = Distribution.objects.filter(stage_id=stage_id).order_by("-made_at", "-pk").first()
    readings = list(_readings(stage_id))
    reviews = last.reviews if last else 0
    return DistributionPage(
        made_at=last.made_at if last else None,
        reviews=reviews,
        linking=last.linking if last else 0,
        bars_region=last.bars_region if last else False,
        facts=dict(last.facts) if last else {},
        files=_files(stage_id, readings, reviews) if last else (),
        loads=_loads(stage_id, readings),
        parts=_parts(readings),
    )


def seat_choices(stage_id: int) -> list[tuple[int, str]]:
    """Return the jurors of a stage by name, to choose one."""
    seated = Juror.objects.filter(seats__jury__stage_id=stage_id, declined_at=None).order_by("name")
    return [(pk, name) for pk, name in seated.values_list("pk", "name")]


def _readings(stage_id: int) -> list[Reading]:
    held = Reading.objects.filter(stage_id=stage_id, recused_at=None)
    return list(held.select_related("juror", "entry").order_by("entry__number", "juror__name"))


def _files(stage_id: int, readings: list[Reading], reviews: int) -> tuple[FileLine, ...]:
    by_entry: dict[int, list[Reading]] = {}
    for one in readings:
        by_entry.setdefault(one.entry_id, []).append(one)
    found = entrants(stage_id).order_by("number").values_list("pk", "number", "region")
    return tuple(
        FileLine(
            number,
            region,
            tuple(map(_reader, by_entry.get(pk, ()))),
            max(0, max(reviews, 1) - len(by_entry.get(pk, ()))),
        )
        for pk, number, region in found
    )


def _reader(one: Reading) -> ReaderLine:
    return ReaderLine(
        one.pk, one.juror.name, one.is_linking, one.revision > 0, one.given_at is not None
    )


def _loads(stage_id: int, readings: list[Reading]) -> tuple[LoadLine, ...]:
    seated = {one for panel in panels_of(stage_id) for one in panel.juror_ids}
    jurors = Juror.objects.filter(pk__in=seated | {one.juror_id for one in readings})
    held: dict[int, list[Reading]] = {}
    for one in readings:
        held.setdefault(one.juror_id, []).append(one)
    return tuple(
        LoadLine(
            one.pk,
            one.name,
            len(held.get(one.pk, ())),
            sum(reading.given_at is not None for reading in held.get(one.pk, ())),
            one.most_files,
        )
        for one in jurors.order_by("name", "pk")
    )


def _parts(readings: list[Reading]) -> tuple[tuple[str, ...], ...]:
    """Return the jurors that no file links to the others, part by part; nothing when linked."""
    names = {str(one.juror_id): one.juror.name for one in readings}
    found = components((one.entry.number, str(one.juror_id)) for one in readings)
    parts = tuple(tuple(names[juror] for juror in part.jurors) for part in found)
    return parts if len(parts) > 1 else ()
