"""Secrecy: how many cells are hidden beside the primary ones, how fast, and audited.

Question: on Insee's 414-cell table (fictitious turnover by activity and size), how many secondary
cells does a proven pattern need, where the field's tool published 64? `insiders` adds what lonely
contributors know of themselves. The other tables are made (`made_businesses.py`): three of the
size of Insee's others, and a release of twelve linked tables. Every figure is audited.

    boutdufil bench secrecy --json
"""

import argparse
import csv
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.made_businesses import flat, made_table, margin, nested
from boutdufil.engines.secrecy import (
    Budget,
    CellTable,
    Contributors,
    Dimension,
    Rules,
    TableRefused,
    protect,
)

NEEDS_PEERS = False
CHECKOUT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", CHECKOUT.parent / "shared" / "data"))
PUBLIC = Rules(least=0.0, own_values=False)
INSIDERS = Rules(least=0.0)
Figures = dict[str, object]


def run(folder: Path | None, *, seconds: float, made: bool = True) -> Figures:
    """Measure the published table, then the made ones, each within `seconds`."""
    figures: Figures = {}
    if folder is not None:
        table = activity_by_size(folder)
        figures |= measure("414", [table], PUBLIC, seconds)
        figures |= measure("414_insiders", [table], INSIDERS, seconds)
    for name, tables in (made_releases() if made else {}).items():
        figures |= measure(name, tables, PUBLIC, seconds)
    audited = [value for name, value in figures.items() if name.startswith("audited_")]
    source = str(folder) if folder else "made"
    return figures | {"audited": bool(audited) and all(audited), "tables_from": source}


def measure(name: str, tables: Sequence[CellTable], rules: Rules, seconds: float) -> Figures:
    """Return what one release costs to protect."""
    started, worked = time.perf_counter(), time.process_time()
    try:
        found = protect(tables, rules=rules, budget=Budget(seconds=seconds, clock=time.monotonic))
    except TableRefused as refusal:
        return {f"refused_{name}": str(refusal), f"audited_{name}": False}
    spent, worked = time.perf_counter() - started, time.process_time() - worked
    hidden = {
        (table.measure, table.place(cell)): why
        for table, pattern in zip(tables, found.patterns, strict=True)
        for cell, why in pattern.hidden.items()
    }
    secondary = sum(why == "secondary" for why in hidden.values())
    return {
        f"secondary_{name}": secondary,
        f"seconds_{name}": round(spent, 2),
        f"cpu_s_{name}": round(worked, 2),
        f"primary_{name}": len(hidden) - secondary,
        f"proven_{name}": found.proven,
        f"bound_{name}": round(found.bound, 2),
        f"way_{name}": found.way,
        f"programmes_{name}": found.programmes,
        f"audited_{name}": found.audit.passed,
    }


def activity_by_size(folder: Path) -> CellTable:
    """Read Insee's table and the levels of its activities."""
    with (folder / "turnover_act_size.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    parent: dict[str, str] = {}
    with (folder / "activity_corr_table.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            parent |= {line["A88"]: line["A21"], line["A21"]: line["A10"], line["A10"]: "Total"}
    codes = sorted({line["ACTIVITY"] for line in lines})
    above = {code: parent[code] for code in codes if code != "Total"}
    sizes = {f"tr{number}": "Total" for number in (1, 2, 3)}
    cells = [(line["ACTIVITY"], line["SIZE"]) for line in lines]
    return CellTable(
        (
            Dimension("ACTIVITY", tuple(codes), above),
            Dimension("SIZE", ("Total", *sizes), sizes),
        ),
        {cell: float(line["TOT"]) for cell, line in zip(cells, lines, strict=True)},
        {
            cell: Contributors(float(line["N_OBS"]), float(line["MAX"]))
            for cell, line in zip(cells, lines, strict=True)
        },
        "turnover",
    )


def made_releases() -> dict[str, list[CellTable]]:
    """Return three two-way tables of some 400 cells, and twelve tables that share margins."""
    regions, sectors = nested("region", 13, 96), nested("naf", 20, 88)
    size, kind = flat("size", 3), flat("kind", 3)
    alone = {
        "made_region_size": (regions, size),
        "made_sector_kind": (sectors, kind),
        "made_region_kind": (regions, kind),
    }
    found = {
        name: [made_table(axes, measure=name, seed=seed)]
        for seed, (name, axes) in enumerate(alone.items())
    }
    return found | {"release_of_twelve": twelve_tables()}


def twelve_tables() -> list[CellTable]:
    """Return two measures by region, size and kind: every margin of one and two axes."""
    axes = (nested("region", 4, 18), flat("size", 5), flat("kind", 4))
    wholes = [
        made_table(axes, measure=name, seed=seed, crowd=0.4)
        for seed, name in enumerate(("heads", "hires"))
    ]
    ways = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    return [margin(whole, way) for whole in wholes for way in ways]


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:36} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench secrecy", description=__doc__)
    parser.add_argument("--tables", type=Path, help="folder of turnover_act_size.csv")
    parser.add_argument("--seconds", type=float, default=40.0, help="budget of one release")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    folder = options.tables or REFERENCE / "barometer" / "sdc"
    figures = run(folder if folder.is_dir() else None, seconds=options.seconds)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
