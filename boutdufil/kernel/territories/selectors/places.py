"""Questions about places: which one is meant, how far it is, what lies near."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Expression, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import ASin, Coalesce, Cos, Least, Ln, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _

from boutdufil.kernel.territories.enums import TravelMode
from boutdufil.kernel.territories.models import Area, Commune, Department
from boutdufil.kernel.territories.names import ARTICLES, PlaceQuery, read_query, search_form
from boutdufil.lib import geo

# Paris, Lyon and Marseille: their arrondissements are places of their own.
SPLIT_CITIES = frozenset({"75056", "69123", "13055"})
CORSICA = frozenset({"2A", "2B"})

# Shorter than this, a word inside a name or a slip of the keyboard means nothing.
SHORTEST_WORD = 3

# "Lile" resembles "Lille" by 0.57; under 0.4 come names that only share a syllable.
LEAST_RESEMBLANCE = 0.4

PACES = {TravelMode.CAR: geo.BY_CAR, TravelMode.PUBLIC_TRANSPORT: geo.BY_PUBLIC_TRANSPORT}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A commune or municipal arrondissement as a person recognises it; `code` is INSEE's."""

    code: str
    name: str
    department_name: str
    postal_code: str
    label: str


@dataclass(frozen=True, slots=True)
class Distance:
    """Kilometres as the crow flies; `approximate` when a position is a neighbour's."""

    km: float
    approximate: bool


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place around another: its INSEE code and how far it is."""

    code: str
    km: float
    approximate: bool


@dataclass(frozen=True, slots=True)
class TravelEstimate:
    """An estimate, never a timetable: whole `minutes`, `km` as the crow flies, a `label` to show.

    `approximate` says in addition that a position is a neighbour's.
    """

    minutes: int
    km: float
    approximate: bool
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place lies, and the landmass one cannot leave by road."""

    position: geo.Position
    landmass: str


@dataclass(frozen=True, slots=True)
class Town:
    """A commune with its inhabitants and where it lies."""

    code: str
    label: str
    population: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A named set of départements, by their codes."""

    slug: str
    name: str
    departments: tuple[str, ...]


def search_places(query: str, *, limit: int = 10) -> list[PlaceRow]:
    """Return the places meant by a name, a postal code or both, in whole or in part, best first.

    Accents, case, hyphens and "st" for "saint" do not matter. The same name comes first, then
    names that start so, then names with a word that starts so; the most populous first. Only
    when nothing is found are names looked up that resemble the query (trigrams).
    """
    asked = read_query(query)
    if not asked.whole:
        return []
    found = list(_matching(asked)[:limit])
    if not found and len(asked.name) >= SHORTEST_WORD:
        found = list(_resembling(asked)[:limit])
    return [_place_row(commune, asked.digits) for commune in found]


def find_place(text: str) -> PlaceRow | None:
    """Return the one place most likely meant by a name, a postal code or an INSEE code.

    A number that is both a postal code and another commune's INSEE code is the postal code.
    """
    found = search_places(text, limit=1)
    return found[0] if found else get_place(search_form(text).upper())


def get_place(code: str) -> PlaceRow | None:
    """Return the place of an INSEE code."""
    return places([code]).get(code)


def places(codes: Collection[str]) -> dict[str, PlaceRow]:
    """Return the places of several INSEE codes in one query; unknown codes are left out."""
    found = Commune.objects.filter(code__in=codes).select_related("department")
    return {commune.code: _place_row(commune, "") for commune in found}


def spots(codes: Collection[str]) -> dict[str, Spot]:
    """Return where several INSEE codes lie, in one query; unknown codes are left out."""
    found = Commune.objects.filter(code__in=codes)
    return {commune.code: Spot(position(commune), landmass(commune)) for commune in found}


def populous(departments: Collection[str], count: int) -> list[Town]:
    """Return the most populous communes of some départements, the largest first."""
    found = Commune.objects.filter(
        department_id__in=departments, parent=None, current=True, population__isnull=False
    ).order_by("-population", "code")
    return [
        Town(one.code, one.name, one.population or 0, Spot(position(one), landmass(one)))
        for one in found[:count]
    ]


def department_choices() -> list[tuple[str, str]]:
    """Return every département by its code."""
    return list(Department.objects.values_list("code", "name"))


def distance_km(a: str, b: str) -> Distance | None:
    """Return the distance between two INSEE codes; nothing when one is unknown."""
    ends = _ends(a, b)
    return _distance(*ends) if ends else None


def travel_minutes(a: str, b: str, by: TravelMode = TravelMode.CAR) -> TravelEstimate | None:
    """Estimate the time from one INSEE code to another; nothing when unknown or over the sea.

    The formula is that of `lib.geo.travel_minutes`: 1.3 times the straight line at a speed that
    grows with the distance, rounded up to five minutes. It is meant for going to work: it ignores
    traffic, timetables and fast trains, and takes small islands for mainland.
    """
    ends = _ends(a, b)
    if ends is None or landmass(ends[0]) != landmass(ends[1]):
        return None
    apart = _distance(*ends)
    minutes = geo.shown_minutes(apart.km, PACES[by])
    return TravelEstimate(minutes, apart.km, apart.approximate, _travel_label(minutes, by))


def travel_from(code: str, codes: Collection[str]) -> dict[str, TravelEstimate]:
    """Estimate the time by car from an INSEE code to several, in one query.

    Those that are unknown or over the sea are left out; see `travel_minutes`.
    """
    found = Commune.objects.in_bulk([code, *codes])
    start = found.get(code)
    if start is None:
        return {}
    return {
        one: _by_car(_distance(start, found[one]))
        for one in codes
        if one in found and landmass(found[one]) == landmass(start)
    }


def within(code: str, km: float) -> list[Nearby]:
    """Return the places within `km` kilometres of an INSEE code, itself included, nearest first.

    Municipal arrondissements are among them. Nothing for an unknown code.
    """
    centre = Commune.objects.filter(code=code).first()
    if centre is None:
        return []
    box = geo.bounding_box(position(centre), km)
    found = (
        Commune.objects.filter(
            current=True,
            latitude__range=(box.south, box.north),
            longitude__range=(box.west, box.east),
        )
        .annotate(km=_km_from(position(centre)))
        .filter(km__lte=km)
        .order_by("km", "code")
        .values_list("code", "km", "approximate")
    )
    return [Nearby(c, far, vague or centre.approximate) for c, far, vague in found]


def areas() -> list[AreaRow]:
    """Return the named areas by their names, without accents."""
    found = Area.objects.prefetch_related("departments")
    return [_area_row(area) for area in found]


def get_area(slug: str) -> AreaRow | None:
    """Return a named area."""
    found = Area.objects.filter(slug=slug).prefetch_related("departments").first()
    return _area_row(found) if found else None


def _matching(asked: PlaceQuery) -> QuerySet[Commune]:
    """Return the communes whose name and postal code begin as asked."""
    condition = Q(postal_search__contains=f" {asked.digits}") if asked.digits else Q()
    if asked.name:
        condition &= _named(asked.name)
    if asked.name and asked.digits:
        condition |= Q(search__startswith=asked.whole)
    # A full postal code of Paris, Lyon or Marseille means the arrondissement.
    order = [_name_rank(asked.name), F("parent").asc(nulls_last=True)]
    if asked.name or len(asked.digits) < 5:
        order.pop()
    return _offered().filter(condition).order_by(*order, *_MOST_POPULOUS)


def _named(name: str) -> Q:
    """Return the condition that a name, or a word in it, starts with `name`."""
    condition = Q(search__startswith=name)
    if len(name) >= SHORTEST_WORD:
        condition |= Q(search__contains=f" {name}")
    return condition


def _name_rank(name: str) -> Case:
    starts = Q(search__startswith=name)
    for article in ARTICLES:
        starts |= Q(search__startswith=f"{article} {name}")
    return Case(When(search=name, then=0), When(starts, then=1), default=2)


_MOST_POPULOUS = (F("population").desc(nulls_last=True), F("code").asc())


def _resembling(asked: PlaceQuery) -> QuerySet[Commune]:
    """Return the communes whose name shares trigrams with the query; size decides near ties.

    A town of 200,000 gains 0.1 of similarity (of 1) over a village of 1,300.
    """
    size = Ln(Coalesce(F("population"), 0) + 1.0) / 50
    resemblance = TrigramSimilarity("search", asked.name)
    # The operator can use the index, at a laxer limit; the function then draws ours.
    near = _offered().filter(search__trigram_similar=asked.name)
    close = near.annotate(resemblance=resemblance).filter(resemblance__gte=LEAST_RESEMBLANCE)
    return close.order_by((F("resemblance") + size).desc(), "code")


def _offered() -> QuerySet[Commune]:
    return Commune.objects.filter(current=True).select_related("department")


def _place_row(commune: Commune, digits: str) -> PlaceRow:
    asked = [code for code in commune.postal_codes if digits and code.startswith(digits)]
    postal_code = (asked or commune.postal_codes or [""])[0]
    whole_city = commune.code in SPLIT_CITIES and len(digits) < 5
    shown = commune.department_id if whole_city or not postal_code else postal_code
    return PlaceRow(
        code=commune.code,
        name=commune.name,
        department_name=commune.department.name,
        postal_code=postal_code,
        label=f"{commune.name} ({shown})",
    )


def _area_row(area: Area) -> AreaRow:
    return AreaRow(area.slug, area.name, tuple(d.code for d in area.departments.all()))


def _ends(a: str, b: str) -> tuple[Commune, Commune] | None:
    found = Commune.objects.in_bulk([a, b])
    return (found[a], found[b]) if a in found and b in found else None


def position(commune: Commune) -> geo.Position:
    """Return where a commune lies."""
    return geo.Position(commune.latitude, commune.longitude)


def _distance(a: Commune, b: Commune) -> Distance:
    km = geo.distance_km(position(a), position(b))
    return Distance(km, approximate=a.code != b.code and (a.approximate or b.approximate))


def landmass(commune: Commune) -> str:
    """Return what one cannot leave by road: Corsica, an overseas département, or the mainland."""
    department = commune.department_id
    if department in CORSICA:
        return "corsica"
    return department if department.startswith("97") else "mainland"


def _km_from(centre: geo.Position) -> Expression:
    """Return the haversine of `lib.geo.distance_km` as SQL."""
    latitude, longitude = Radians(F("latitude")), Radians(F("longitude"))
    half_dlat = (latitude - Radians(Value(centre.latitude))) / 2.0
    half_dlon = (longitude - Radians(Value(centre.longitude))) / 2.0
    across = Cos(latitude) * Cos(Radians(Value(centre.latitude))) * Power(Sin(half_dlon), 2)
    chord = Sqrt(Least(Power(Sin(half_dlat), 2) + across, 1.0))
    return (2 * geo.EARTH_RADIUS_KM) * ASin(chord, output_field=FloatField())


def _by_car(apart: Distance) -> TravelEstimate:
    minutes = geo.shown_minutes(apart.km, geo.BY_CAR)
    label = _travel_label(minutes, TravelMode.CAR)
    return TravelEstimate(minutes, apart.km, apart.approximate, label)


def _travel_label(minutes: int, by: TravelMode) -> str:
    duration = _duration(minutes)
    if by is TravelMode.CAR:
        return _("environ %(duration)s en voiture (estimation)") % {"duration": duration}
    return _("environ %(duration)s en transports en commun (estimation)") % {"duration": duration}


def _duration(minutes: int) -> str:
    """Return a time as both languages of the site write it: "35 min", "2 h 05"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02d}" if hours else f"{rest}\u00a0min"
