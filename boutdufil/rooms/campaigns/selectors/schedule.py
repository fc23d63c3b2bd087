"""The programme of a campaign: what happens, by day, by place or near somebody's home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from boutdufil.kernel.territories.selectors import TravelEstimate, places, travel_from
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.numbers import NO_BREAK_SPACE, format_number
from boutdufil.lib.text import sort_key
from boutdufil.rooms.campaigns.models import Intake
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, Period
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, Tree

# An event of a month is not written down thirty times.
MOST_DAYS = 10
A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A node in a programme, in words: `town` is its commune, `place` the address with it.

    ``called_off`` is the reason given when it does not take place, None when it does; ``far``
    says how far it is from where it was asked.
    """

    node: NodeRow
    period: Period | None
    hours_held: Hours | None
    when: str
    hours: str
    commune: str
    place: str
    town: str
    access: tuple[str, ...]
    access_codes: tuple[str, ...]
    tongues: tuple[str, ...]
    called_off: str | None = None
    far: str = ""

    @property
    def is_called_off(self) -> bool:
        """Tell whether it does not take place."""
        return self.called_off is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; an empty field does not narrow. `near` and `place` are INSEE."""

    view: str = "day"
    day: date | None = None
    kind: str = ""
    access: str = ""
    language: str = ""
    company: int | None = None
    place: str = ""
    near: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether something is left out."""
        wanted = (self.day, self.kind, self.access, self.language, self.company, self.place)
        return any(wanted)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one title: a day, a town."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """One page of a programme; ``found`` counts the events that are wanted, ``held`` all."""

    groups: tuple[Group, ...]
    page: Page[tuple[str, Entry]]
    found: int
    held: int


def entries_of(tree: Tree, rows: Iterable[NodeRow]) -> list[Entry]:
    """Return nodes in words; two queries, whatever their number."""
    found = [tree.resolved(row.id) for row in rows]
    known = places({one.place.commune for one in found if one.place and one.place.commune})
    names = {code: place.name for code, place in known.items()}
    reasons = _called_off([one.node.id for one in found if one.node.is_event])
    return [_entry(one, names, reasons) for one in found]


def programme_of(events: Sequence[Entry], wanted: Wanted, number: str | None = None) -> Programme:
    """Return a page of the events that are wanted, grouped as they are asked for."""
    kept = [one for one in events if _is_wanted(one, wanted)]
    page = Paginator(_lines(kept, wanted), A_PAGE).get_page(number)
    grouped = groupby(page.object_list, key=lambda line: line[0])
    groups = tuple(Group(title, tuple(one for _t, one in found)) for title, found in grouped)
    return Programme(groups, page, found=len(kept), held=len(events))


def days_of(period: Period | None) -> list[date]:
    """Return the days of a period one by one; of a long one, the first alone."""
    if period is None:
        return []
    length = (period.ends_on - period.starts_on).days + 1
    shown = length if length <= MOST_DAYS else 1
    return [period.starts_on + timedelta(days=n) for n in range(shown)]


def _entry(one: ResolvedNode, names: dict[str, str], reasons: dict[int, str]) -> Entry:
    commune = one.place.commune if one.place else ""
    return Entry(
        node=one.node,
        period=one.period,
        hours_held=one.hours,
        when=words.period_words(one.period),
        hours=words.hours_words(one.hours),
        commune=commune,
        place=words.place_words(one.place, names),
        town=names.get(commune, ""),
        access=words.access_words(one.accessibility),
        access_codes=one.accessibility,
        tongues=one.languages,
        called_off=reasons.get(one.node.id),
    )


def _called_off(node_ids: Sequence[int]) -> dict[int, str]:
    found = Intake.objects.filter(node_id__in=node_ids).exclude(called_off_at=None)
    return dict(found.values_list("node_id", "called_off_reason"))


def _is_wanted(one: Entry, wanted: Wanted) -> bool:
    asked: tuple[tuple[object, Sequence[object]], ...] = (
        (wanted.kind, (one.node.event_kind,)),
        (wanted.access, one.access_codes),
        (wanted.language, one.tongues),
        (wanted.company, (one.node.organiser_id,)),
        (wanted.place, (one.commune,)),
        (wanted.day, days_of(one.period)),
    )
    return all(not value or value in held for value, held in asked)


def _lines(events: Sequence[Entry], wanted: Wanted) -> list[tuple[str, Entry]]:
    if wanted.near:
        return _by_distance(events, wanted.near)
    return _by_place(events) if wanted.view == "place" else _by_day(events, wanted.day)


def _by_day(events: Sequence[Entry], only: date | None) -> list[tuple[str, Entry]]:
    pairs = [(day, one) for one in events for day in days_of(one.period) if only in {None, day}]
    pairs.sort(key=lambda pair: (pair[0], pair[1].hours, sort_key(pair[1].node.name)))
    told = [(format_day(day, "l j F Y"), one) for day, one in pairs]
    return [*told, *((_("Date à venir"), one) for one in events if one.period is None)]


def _by_place(events: Sequence[Entry]) -> list[tuple[str, Entry]]:
    ordered = sorted(events, key=lambda one: (sort_key(one.town), sort_key(one.node.name)))
    return [(one.town or _("En ligne, ou lieu à venir"), one) for one in ordered]


def _by_distance(events: Sequence[Entry], home: str) -> list[tuple[str, Entry]]:
    """Return the nearest first; what is over the sea, online or nowhere yet comes last."""
    ways = travel_from(home, {one.commune for one in events if one.commune})
    near = [one for one in events if one.commune in ways]
    near.sort(key=lambda one: (ways[one.commune].km, sort_key(one.node.name)))
    told = [(_("Le plus près d’abord"), _with_distance(one, ways[one.commune])) for one in near]
    rest = [one for one in events if one.commune not in ways]
    return [*told, *((_("En ligne, au-delà des mers, ou lieu à venir"), one) for one in rest)]


def _with_distance(one: Entry, way: TravelEstimate) -> Entry:
    km = f"{format_number(round(way.km))}{NO_BREAK_SPACE}km"
    told = _("à %(km)s à vol d’oiseau, %(travel)s") % {"km": km, "travel": way.label}
    return replace(one, far=told)
