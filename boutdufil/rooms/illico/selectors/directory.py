"""The directory: which numbers there are, found by words, purpose, channel and hour."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from boutdufil.kernel.calls.enums import Channel
from boutdufil.lib.text import fold
from boutdufil.rooms.illico.enums import CharterState
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.selectors.hours import open_channels
from boutdufil.rooms.illico.selectors.numbers import NumberRow, row_of
from boutdufil.rooms.illico.selectors.promises import FigureRow, Figures, figure_rows, figures_of

A_PAGE = 20
# Members first, then those who wish to be, then those who no longer are.
ORDER = [
    CharterState.MEMBER,
    CharterState.UNDER_WATCH,
    CharterState.CANDIDATE,
    CharterState.SUSPENDED,
    CharterState.WITHDRAWN,
]


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What is looked for; an empty part asks nothing."""

    words: str = ""
    purpose: str = ""
    channel: str = ""
    open_now: bool = False


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A number in the directory: which channels are open now, and how it keeps its promise."""

    number: NumberRow
    open_now: frozenset[str]
    figures: tuple[FigureRow, ...] = ()
    invented: bool = False

    @property
    def channels(self) -> tuple[tuple[str, bool], ...]:
        """Return each channel in words, and whether it is open now."""
        return tuple((str(one.label), one in self.open_now) for one in self.number.channels)


def directory(query: DirectoryQuery, now: datetime, page: int = 1) -> Page[DirectoryRow]:
    """Return a page of the directory, members of the charter first, then by name."""
    numbers = [row_of(number) for number in _found(query)]
    opened = open_channels([number.id for number in numbers], now)
    rows = [DirectoryRow(number, opened[number.id]) for number in numbers if number.id in opened]
    kept = sorted((row for row in rows if _is_kept(row, query)), key=_place)
    found = Paginator(kept, A_PAGE).get_page(page)
    found.object_list = _with_figures(list(found.object_list), now)
    return found


def _found(query: DirectoryQuery) -> QuerySet[Number]:
    asked = Q(published_at__isnull=False, closed_at=None)
    if query.purpose:
        asked &= Q(purposes__contains=[query.purpose])
    if query.channel:
        asked &= Q(channels__contains=[query.channel])
    return Number.objects.filter(asked).select_related("organisation")


def _is_kept(row: DirectoryRow, query: DirectoryQuery) -> bool:
    wanted = {query.channel} if query.channel else set(Channel)
    if query.open_now and not wanted & row.open_now:
        return False
    said = fold(f"{row.number.name} {row.number.organisation} {row.number.presentation}")
    return all(word in said for word in fold(query.words).split())


def _place(row: DirectoryRow) -> tuple[int, str]:
    return ORDER.index(row.number.charter), fold(row.number.name)


def _with_figures(rows: list[DirectoryRow], now: datetime) -> list[DirectoryRow]:
    keys = [row.number.id for row in rows]
    real, invented = figures_of(keys, now), figures_of(keys, now, invented=True)
    return [_with(row, real[row.number.id], invented[row.number.id]) for row in rows]


def _with(row: DirectoryRow, real: Figures, invented: Figures) -> DirectoryRow:
    """Show invented calls only where there are no real ones, and say so."""
    shown = real or (invented if row.number.is_invented else {})
    return replace(row, figures=figure_rows(shown), invented=bool(shown) and not real)
