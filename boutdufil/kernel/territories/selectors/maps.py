"""Maps without a map service: the outlines of départements, and dots where something is.

Outlines: `data/PROVENANCE.md`. A map has one panel for mainland France with Corsica,
or the part of it that is asked for, and one beside it for each overseas département.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

from boutdufil.kernel.territories.models import Commune, Department
from boutdufil.lib.geo import Position

OUTLINES = Path(__file__).resolve().parents[1] / "data" / "outlines.json"
# Units of the drawing: its width, the widest and tallest a panel may be, the white around.
WIDTH, TALLEST, INSET, MARGIN = 600, 600, 110, 10
# More départements than these are drawn with fewer points.
NEAR = 30
STEP = 0.01
OVERSEAS = "97"
# Fewer dots than these have their name beside them.
NAMED = 8
SMALLEST_DOT, LARGEST_DOT = 6, 15
# A name that begins further right is written on the left of its dot.
RIGHT = 420

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """A commune with something in it: how many, where a click leads, a sign inside the dot."""

    commune: str
    label: str
    url: str = ""
    count: int = 1
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A marker on the drawing; `before` says that its name stands on its left."""

    x: int
    y: int
    radius: int
    marker: Marker
    before: bool

    @property
    def name_x(self) -> int:
        """Where its name begins, or ends when it stands on the left."""
        gap = self.radius + 5
        return self.x - gap if self.before else self.x + gap


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A drawing: the borders, the départements that have a dot, the dots, the way between them."""

    width: int
    height: int
    borders: tuple[str, ...]
    marked: tuple[str, ...]
    dots: tuple[Dot, ...]
    way: str

    @property
    def is_named(self) -> bool:
        """Tell whether there is room for the names."""
        return len(self.dots) <= NAMED


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the country, where it stands on the drawing, and its outlines as SVG paths."""

    x: float
    y: float
    west: float
    north: float
    squeeze: float
    scale: float
    height: int
    borders: str
    shapes: dict[str, str]

    def place(self, position: Position) -> Point:
        """Return where a position lies on the drawing."""
        return _placed(self, position.longitude, position.latitude)


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines at one level: each border once, and the rings of each département made of them."""

    borders: tuple[tuple[tuple[float, float], ...], ...]
    rings: dict[str, tuple[tuple[int, ...], ...]]


def place_map(
    markers: Sequence[Marker], *, departments: Collection[str] = (), way: bool = False
) -> PlaceMap | None:
    """Draw markers on France, or on some départements; ``way`` joins them in their order.

    Markers of communes that are not known are left out; None when nothing is left.
    """
    where = _whereabouts({one.commune for one in markers})
    markers = [one for one in markers if one.commune in where]
    if not markers:
        return None
    marked = {where[one.commune][0] for one in markers}
    panels = _panels(frozenset(_drawn(departments, marked)))
    dots = tuple(_dot(one, panels, *where[one.commune]) for one in markers)
    return PlaceMap(
        width=WIDTH,
        height=max(panel.height for panel in panels.values()),
        borders=tuple(dict.fromkeys(panel.borders for panel in panels.values())),
        marked=tuple(panels[code].shapes[code] for code in sorted(marked)),
        dots=dots,
        way=_path([(dot.x, dot.y) for dot in dots], "") if way and len(dots) > 1 else "",
    )


def departments_of(territory: str) -> frozenset[str]:
    """Return the départements of "region:44" or "area:lorraine"; none for anything else."""
    kind, _colon, code = territory.partition(":")
    held = {"region": {"region": code}, "area": {"areas": code}}.get(kind)
    found = Department.objects.filter(**held) if held else Department.objects.none()
    return frozenset(found.values_list("code", flat=True))


def _whereabouts(codes: Collection[str]) -> dict[str, tuple[str, Position]]:
    found = Commune.objects.filter(code__in=codes)
    rows = found.values_list("code", "department_id", "latitude", "longitude")
    return {code: (dep, Position(north, east)) for code, dep, north, east in rows}


def _drawn(departments: Collection[str], marked: set[str]) -> set[str]:
    """Return what is drawn: what is asked for with every marker, else the mainland with them."""
    mainland = {code for code in _land("far").rings if not code.startswith(OVERSEAS)}
    return (set(departments) or mainland) | marked


def _dot(marker: Marker, panels: dict[str, Panel], department: str, position: Position) -> Dot:
    x, y = panels[department].place(position)
    radius = min(LARGEST_DOT, round(SMALLEST_DOT + 2 * sqrt(marker.count - 1)))
    return Dot(x, y, LARGEST_DOT if marker.sign else radius, marker, before=x > RIGHT)


@lru_cache(maxsize=64)
def _panels(codes: frozenset[str]) -> dict[str, Panel]:
    """Return the panel of each département: the largest first, the others in a row beneath."""
    level = "near" if len(codes) <= NEAR else "far"
    together = [sorted(code for code in codes if not code.startswith(OVERSEAS))]
    apart = [[code] for code in sorted(codes) if code.startswith(OVERSEAS)]
    main, *others = [group for group in [*together, *apart] if group]
    first = _panel(level, main, (0, 0), WIDTH)
    made = dict.fromkeys(main, first)
    for number, group in enumerate(others):
        made[group[0]] = _panel(level, group, (number * (INSET + MARGIN), first.height), INSET)
    return made


def _panel(level: str, codes: Sequence[str], corner: Point, room: int) -> Panel:
    land = _land(level)
    used = sorted(
        {n if n >= 0 else ~n for code in codes for ring in land.rings[code] for n in ring}
    )
    lines = [land.borders[n] for n in used]
    points = [point for line in lines for point in line]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = cos(radians((south + north) / 2))
    inner = room - 2 * MARGIN
    scale = min(
        inner / ((east - west) * squeeze), (min(room, TALLEST) - 2 * MARGIN) / (north - south)
    )
    x = corner[0] + (room - (east - west) * squeeze * scale) / 2
    bare = Panel(x, corner[1] + MARGIN, west, north, squeeze, scale, 0, "", {})
    height = corner[1] + round((north - south) * scale) + 2 * MARGIN
    borders = "".join(_path([_placed(bare, *p) for p in line], "") for line in lines)
    shapes = {code: _shape(bare, land, code) for code in codes}
    return Panel(x, bare.y, west, north, squeeze, scale, height, borders, shapes)


def _shape(panel: Panel, land: Land, code: str) -> str:
    rings = (_ring(land, ring) for ring in land.rings[code])
    return "".join(_path([_placed(panel, *p) for p in ring], "z") for ring in rings)


def _placed(panel: Panel, east: float, north: float) -> Point:
    x = panel.x + (east - panel.west) * panel.squeeze * panel.scale
    return round(x), round(panel.y + (panel.north - north) * panel.scale)


def _ring(land: Land, ring: Iterable[int]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for number in ring:
        line = land.borders[number] if number >= 0 else land.borders[~number][::-1]
        found += line[bool(found) :]
    return found


def _path(points: Sequence[Point], end: str) -> str:
    """Return a line as SVG writes it shortest: where it begins, then each step on."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    told = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{told}{end}" if told else ""


@cache
def _land(level: str) -> Land:
    held = json.loads(OUTLINES.read_text(encoding="utf-8"))[level]
    return Land(
        borders=tuple(tuple(_positions(steps)) for steps in held["borders"]),
        rings=_rings(held["departments"]),
    )


def _rings(held: dict[str, Any]) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {code: tuple(tuple(ring) for ring in rings) for code, rings in held.items()}


def _positions(steps: Sequence[int]) -> Iterator[tuple[float, float]]:
    """Yield longitude and latitude of a border held in hundredths of a degree."""
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x * STEP, y * STEP
