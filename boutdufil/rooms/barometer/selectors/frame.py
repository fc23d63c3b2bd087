"""The frame as its statisticians see it: units by what is asked of them, lists, duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.models import Commune, Region
from boutdufil.rooms.barometer.enums import CentreType, ImportKind, UnitEventKind, UnitKind
from boutdufil.rooms.barometer.models import DuplicatePair, FrameImport, Unit, UnitEvent
from boutdufil.rooms.barometer.selectors.duplicates import open_pairs

PER_PAGE = 100
PAIRS_SHOWN = 50
LISTS_SHOWN = 12
WHYS = {
    "siret": _("même SIRET"),
    "name_and_commune": _("même nom, même commune"),
    "name_and_company": _("même nom, même entreprise, même commune"),
}


@dataclass(frozen=True, slots=True)
class FrameFigures:
    """How many units live in a frame, in units; ``headcount`` in people, of those that say it."""

    centres: int
    companies: int
    groups: int
    closed: int
    headcount: int
    sized: int
    alike: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the frame."""

    id: int
    key: str
    name: str
    kind: UnitKind
    centre_type: CentreType
    siret: str
    activity: str
    town: str
    region: str
    headcount: int | None
    group: str
    born_on: date | None
    died_on: date | None
    same_as: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a unit."""

    kind: UnitEventKind
    happened_on: date
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two units that look alike, and why."""

    id: int
    first: UnitRow
    second: UnitRow
    whys: tuple[str, ...]

    @property
    def both(self) -> tuple[UnitRow, UnitRow]:
        """Return the two."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list that was taken in, and what it changed."""

    kind: ImportKind
    file_name: str
    as_of: date
    taken_at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units are looked for; empty fields ask for nothing."""

    words: str = ""
    region: str = ""
    centre_type: str = ""
    state: str = "living"


def living_units(survey_id: int, on: date | None = None) -> QuerySet[Unit]:
    """Return the units of a frame that stand on a day: born, not dead, no duplicate."""
    units = Unit.objects.filter(survey_id=survey_id, same_as=None)
    if on is None:
        return units.filter(died_on=None)
    born = Q(born_on=None) | Q(born_on__lte=on)
    return units.filter(born, Q(died_on=None) | Q(died_on__gt=on))


def frame_figures(survey_id: int) -> FrameFigures:
    """Return what a frame holds."""
    living = living_units(survey_id)
    found = living.aggregate(
        centres=Count("pk", filter=Q(kind=UnitKind.CENTRE)),
        companies=Count("pk", filter=Q(kind=UnitKind.COMPANY)),
        groups=Count("group", distinct=True),
        people=Sum("headcount", filter=Q(kind=UnitKind.CENTRE)),
        sized=Count("headcount", filter=Q(kind=UnitKind.CENTRE)),
    )
    found["headcount"] = found.pop("people") or 0
    closed = Unit.objects.filter(survey_id=survey_id, died_on__isnull=False).count()
    return FrameFigures(**found, closed=closed, alike=open_pairs(survey_id).count())


def unit_page(survey_id: int, wanted: Wanted, number: str) -> tuple[Page[Unit], list[UnitRow]]:
    """Return one page of the units that are looked for."""
    units = _matching(survey_id, wanted).select_related("group").order_by("name", "pk")
    page = Paginator(units, PER_PAGE).get_page(number)
    return page, _rows(list(page.object_list))


def unit_row(survey_id: int, unit_id: int) -> UnitRow | None:
    """Return one unit of a frame; None when it is not of it."""
    found = Unit.objects.filter(survey_id=survey_id, pk=unit_id).select_related("group")
    rows = _rows(list(found))
    return rows[0] if rows else None


def unit_events(unit_id: int) -> list[EventRow]:
    """Return what happened to a unit, the first first."""
    found = UnitEvent.objects.filter(unit_id=unit_id).select_related("source")
    return [
        EventRow(
            kind=UnitEventKind(one.kind),
            happened_on=one.happened_on,
            note=one.note,
            source=one.source.file_name if one.source else "",
        )
        for one in found
    ]


def pair_rows(survey_id: int) -> list[PairRow]:
    """Return the first pairs nobody decided on."""
    pairs = open_pairs(survey_id).select_related("first__group", "second__group")[:PAIRS_SHOWN]
    both = _rows([unit for pair in pairs for unit in (pair.first, pair.second)])
    rows = {row.id: row for row in both}
    return [
        PairRow(
            id=pair.pk,
            first=rows[pair.first_id],
            second=rows[pair.second_id],
            whys=tuple(str(WHYS[why]) for why in pair.reasons if why in WHYS),
        )
        for pair in pairs
    ]


def list_rows(survey_id: int) -> list[ListRow]:
    """Return the last lists that were taken in."""
    found = FrameImport.objects.filter(survey_id=survey_id)[:LISTS_SHOWN]
    return [
        ListRow(ImportKind(one.kind), one.file_name, one.as_of, one.taken_at, one.counts)
        for one in found
    ]


@cache
def region_names() -> dict[str, str]:
    """Return the names of regions by their codes, in the order of names."""
    return dict(Region.objects.order_by("name").values_list("code", "name"))


def _matching(survey_id: int, wanted: Wanted) -> QuerySet[Unit]:
    units = Unit.objects.filter(survey_id=survey_id)
    if wanted.state == "living":
        units = living_units(survey_id)
    elif wanted.state == "closed":
        units = units.filter(died_on__isnull=False)
    elif wanted.state == "duplicate":
        units = units.filter(same_as__isnull=False)
    if wanted.region:
        units = units.filter(region=wanted.region)
    if wanted.centre_type:
        units = units.filter(centre_type=wanted.centre_type)
    if words := wanted.words.strip():
        named = Q(name__icontains=words) | Q(source_key=words)
        units = units.filter(named | Q(siret=words.replace(" ", "")))
    return units


def _rows(units: list[Unit]) -> list[UnitRow]:
    codes = {unit.commune for unit in units}
    towns = dict(Commune.objects.filter(pk__in=codes).values_list("pk", "name"))
    regions = region_names()
    return [
        UnitRow(
            id=unit.pk,
            key=unit.source_key,
            name=unit.name,
            kind=UnitKind(unit.kind),
            centre_type=CentreType(unit.centre_type),
            siret=unit.siret,
            activity=unit.activity,
            town=towns.get(unit.commune, ""),
            region=regions.get(unit.region, ""),
            headcount=unit.headcount,
            group=str(unit.group) if unit.group else "",
            born_on=unit.born_on,
            died_on=unit.died_on,
            same_as=unit.same_as_id,
        )
        for unit in units
    ]


def has_pair(survey_id: int, pair_id: int) -> bool:
    """Tell whether a pair is of a survey's frame."""
    return DuplicatePair.objects.filter(pk=pair_id, first__survey_id=survey_id).exists()
