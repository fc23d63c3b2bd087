"""A file of cities for a tour: what they hold, and where they are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from boutdufil.engines.itinerary import Place
from boutdufil.kernel.territories import selectors as territories
from boutdufil.kernel.territories.selectors import PlaceRow, Spot
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.geo import Position
from boutdufil.lib.tables import Row, Table, TableError, match_columns, read_table
from boutdufil.lib.text import fold

CITY = gettext_noop("Commune")
FIGURES = {
    "job_seekers": gettext_noop("Demandeurs d’emploi"),
    "posts": gettext_noop("Postes"),
    "centres": gettext_noop("Centres"),
}
POSITION = {"latitude": gettext_noop("Latitude"), "longitude": gettext_noop("Longitude")}
LABELS = {"city": CITY, **FIGURES, **POSITION}
ALIASES = {
    "city": ("Commune", "Ville", "Code postal", "Code INSEE", "Town", "City"),
    "job_seekers": (
        "Demandeurs d'emploi",
        "Demandeurs d’emploi",
        "Demandeurs",
        "Population",
        "Job seekers",
    ),
    "posts": ("Postes", "Offres", "Postes à pourvoir", "Posts"),
    "centres": ("Centres", "Centres d'appels", "Centres d’appels", "Entreprises"),
    "latitude": ("Latitude", "lat"),
    "longitude": ("Longitude", "lon", "lng"),
}
MOST_FIGURE = 100_000_000
SIDES = {"latitude": 90.0, "longitude": 180.0}
# Rows that bring their own position are taken to lie where most cities do.
MAINLAND = "mainland"
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f"))


class FileError(ValueError):
    """A file that cannot be used: one finding a line, each naming file, line and column."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, and where."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class City:
    """One line: the words for the city, what it holds, and its position if the file says it."""

    line: int
    words: str
    figures: Mapping[str, int]
    position: Position | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The cities of a file, and what was understood where a name is that of several communes.

    ``codes`` holds the INSEE code of each place that was found by its name or postal code.
    """

    places: tuple[Place, ...]
    notes: tuple[str, ...]
    codes: dict[str, str]


def read_cities(content: bytes, *, filename: str, most: int | None = None) -> Reading:
    """Read the cities, ``most`` of them; raises FileError with all that is wrong at once."""
    table = _table(content, filename)
    if most is not None and len(table.rows) > most:
        told = _("%(file)s : %(count)s villes, c’est trop d’un coup. Gardez-en %(most)s.")
        raise FileError([told % {"file": filename, "count": len(table.rows), "most": most}])
    columns = match_columns(table.header, ALIASES)
    if "city" not in columns:
        header = ", ".join(name for name in table.header if name)
        told = _("%(file)s : il manque la colonne « %(city)s » (l’en-tête dit : %(header)s).")
        raise FileError([told % {"file": filename, "city": _(CITY), "header": header}])
    findings: list[str] = []
    cities = [_city(filename, row, columns, findings) for row in table.rows]
    known = {city.line: territories.find_place(city.words) for city in cities}
    findings += _unknown(filename, cities, known) + _twice(filename, cities, known)
    if findings:
        raise FileError(findings)
    spots = territories.spots([place.code for place in known.values() if place])
    names = _names(cities, known)
    places = tuple(_place(city, known[city.line], spots, names) for city in cities)
    codes = {
        names[city.line]: place.code
        for city in cities
        if (place := known[city.line]) and city.position is None
    }
    return Reading(places, tuple(_doubts(filename, cities, known)), codes)


def _doubts(
    name: str, cities: Sequence[City], known: Mapping[int, PlaceRow | None]
) -> Iterator[str]:
    """Yield which commune was taken where another has the very same name."""
    for city in cities:
        place = known[city.line]
        if place is None or city.position is not None or fold(place.name) != fold(city.words):
            continue
        hits = territories.search_places(city.words, limit=2)
        if [fold(hit.name) for hit in hits] == [fold(city.words)] * 2:
            told = _(
                "%(where)s : « %(words)s » est lue comme %(place)s, %(department)s ; pour "
                "%(other)s, écrivez son code postal."
            )
            yield told % {
                "where": _line(name, city.line),
                "words": city.words,
                "place": place.label,
                "department": place.department_name,
                "other": hits[1].label,
            }


def _line(name: str, line: int) -> str:
    """Return "cities.csv, ligne 3"."""
    return _("%(file)s, ligne %(line)s") % {"file": name, "line": line}


def _table(content: bytes, filename: str) -> Table:
    try:
        return read_table(content, filename=filename)
    except TableError as error:
        raise FileError([f"{filename}\u00a0: {table_refusal(error)}"]) from None


def _city(name: str, row: Row, columns: Mapping[str, int], findings: list[str]) -> City:
    cells = {
        field: Cell(f"{_line(name, row.line)}, {_(LABELS[field])}\u00a0: ", row.cells[at].strip())
        for field, at in columns.items()
    }
    words = cells["city"].text
    if not words:
        findings.append(cells["city"].where + _("la case est vide ; écrivez une commune."))
    figures = {field: _figure(cells[field], findings) for field in FIGURES if field in cells}
    return City(row.line, words, figures, _position(cells, findings))


def _figure(cell: Cell, findings: list[str]) -> int:
    """Return a whole number; an empty cell is none."""
    text = cell.text.translate(SPACES)
    if not text:
        return 0
    if text.isascii() and text.isdigit() and int(text) <= MOST_FIGURE:
        return int(text)
    told = _("« %(text)s » n’est pas un nombre entier ; écrivez par exemple 120.")
    findings.append(cell.where + told % {"text": cell.text})
    return 0


def _position(cells: Mapping[str, Cell], findings: list[str]) -> Position | None:
    """Return the position of a line, when it has one."""
    given = [field for field in POSITION if field in cells and cells[field].text]
    if not given:
        return None
    degrees = [_degrees(cells[field], SIDES[field]) for field in given]
    wrong = [cells[field] for field, found in zip(given, degrees, strict=True) if found is None]
    told = _("« %(text)s » n’est pas en degrés ; écrivez par exemple 48,6921.")
    findings += [cell.where + told % {"text": cell.text} for cell in wrong]
    if len(given) < len(POSITION):
        both = _("il faut latitude et longitude, ou aucune des deux.")
        findings.append(cells[given[0]].where + both)
    latitude, longitude = (*degrees, None)[:2]
    return None if latitude is None or longitude is None else Position(latitude, longitude)


def _degrees(cell: Cell, side: float) -> float | None:
    try:
        found = float(cell.text.replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) <= side else None


def _unknown(name: str, cities: Sequence[City], known: Mapping[int, PlaceRow | None]) -> list[str]:
    told = _(
        "%(where)s, %(column)s : aucune commune ne s’appelle « %(words)s » ; écrivez son code "
        "postal, ou donnez latitude et longitude."
    )
    return [
        told % {"where": _line(name, city.line), "column": _(CITY), "words": city.words}
        for city in cities
        if city.words and known[city.line] is None and city.position is None
    ]


def _twice(name: str, cities: Sequence[City], known: Mapping[int, PlaceRow | None]) -> list[str]:
    """Find cities that are named on two lines."""
    first: dict[str, int] = {}
    findings = []
    told = _(
        "%(where)s, %(column)s : « %(words)s » est déjà à la ligne %(first)s ; gardez une seule "
        "des deux."
    )
    for city in cities:
        key = _key(city, known)
        if city.words and key in first:
            where = {"where": _line(name, city.line), "column": _(CITY)}
            findings.append(told % {**where, "words": city.words, "first": first[key]})
        first.setdefault(key, city.line)
    return findings


def _key(city: City, known: Mapping[int, PlaceRow | None]) -> str:
    place = known[city.line]
    return place.code if place and city.position is None else fold(city.words)


def _names(cities: Sequence[City], known: Mapping[int, PlaceRow | None]) -> dict[int, str]:
    """Return the name of each line's city, longer where two have the same."""
    short = {city.line: _short(city, known[city.line]) for city in cities}
    counted = Counter(short.values())
    return {
        line: place.label if place and counted[short[line]] > 1 else short[line]
        for line, place in known.items()
    }


def _short(city: City, place: PlaceRow | None) -> str:
    return place.name if place and city.position is None else city.words


def _place(
    city: City, place: PlaceRow | None, spots: Mapping[str, Spot], names: Mapping[int, str]
) -> Place:
    spot = spots[place.code] if place and city.position is None else None
    position = spot.position if spot else city.position
    if position is None:
        raise FileError([f"ligne {city.line}"])  # was found above
    return Place(
        id=names[city.line],
        latitude=position.latitude,
        longitude=position.longitude,
        landmass=spot.landmass if spot else MAINLAND,
        **city.figures,
    )


def resolve(words: str, places: Sequence[Place]) -> str:
    """Return the city of the file that is meant by these words. Raises FileError."""
    found = [place.id for place in places if fold(place.id) == fold(words)]
    if not found:
        found = list(_beginning(words, places))
    if len(found) != 1:
        told = _("« %(words)s » n’est pas une ville du fichier ; écrivez-la comme lui.")
        raise FileError([told % {"words": words}])
    return found[0]


def _beginning(words: str, places: Sequence[Place]) -> Iterator[str]:
    return (place.id for place in places if fold(place.id).startswith(fold(words)))
