"""The most populous communes of mainland France, as a tour for a recruiting campaign sees them.

Population stands in for job seekers, whom no table of ours counts by commune: figures of a bench
say how quick and how good a tour is, never whom a campaign would meet.
"""

import csv
from pathlib import Path

from boutdufil.engines.itinerary import Place

COMMUNES = Path(__file__).resolve().parents[1] / "boutdufil/kernel/territories/data/communes.csv"
ISLANDS = ("2A", "2B", "97")


def most_populous(count: int) -> tuple[Place, ...]:
    """Return the towns, the most populous first; those of one name carry their code."""
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_town(row)]
    rows.sort(key=lambda row: (-int(row["population"]), row["code"]))
    return tuple(town(row) for row in rows[:count])


def is_town(row: dict[str, str]) -> bool:
    """Leave out islands, arrondissements and communes without a figure."""
    on_island = row["department"].startswith(ISLANDS)
    return bool(row["population"]) and not row["parent"] and not on_island


def town(row: dict[str, str]) -> Place:
    return Place(
        f"{row['name']} ({row['code']})",
        float(row["latitude"]),
        float(row["longitude"]),
        job_seekers=int(row["population"]),
    )
