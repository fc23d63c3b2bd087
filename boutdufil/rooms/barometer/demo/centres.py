"""Simulated centres: no name, number or size of a real one; the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from boutdufil.lib.tables import Row, Table

HEADER = (
    "identifiant",
    "nom",
    "naf",
    "type",
    "commune",
    "effectif",
    "groupe",
    "nom du groupe",
    "ouverture",
)
# Communes (Insee) where the simulated centres stand, and how many of a thousand stand there.
PLACES: Sequence[tuple[str, int]] = (
    ("57463", 60), ("54395", 50), ("67482", 60), ("88160", 20), ("51454", 40),
    ("59350", 110), ("80021", 60), ("62041", 30), ("76540", 40), ("14118", 40),
    ("35238", 60), ("44109", 60), ("72181", 40), ("49007", 40), ("37261", 30),
    ("45234", 40), ("86194", 30), ("33063", 50), ("31555", 50), ("34172", 40),
    ("69383", 50),
)  # fmt: skip
SECTORS: Sequence[tuple[str, str]] = (
    ("64.19Z", "banque"),
    ("65.12Z", "assurance"),
    ("61.10Z", "réseau"),
    ("47.91B", "vente à distance"),
    ("35.14Z", "énergie"),
    ("84.30A", "caisse"),
)
PROVIDERS_SHARE = 0.38
GROUP_SHARE = 0.45


def simulated_list(count: int) -> Table:
    """Return a list of simulated centres, as somebody would bring it."""
    rows = (Row(place + 2, _cells(place)) for place in range(count))
    return Table(HEADER, tuple(rows))


def luck(*about: object) -> float:
    """Return a number from 0 to 1 that is always the same for the same things."""
    mark = sha256(":".join(map(str, about)).encode()).digest()
    return int.from_bytes(mark[:4]) / 2**32


def _cells(place: int) -> tuple[str, ...]:
    is_provider = luck("type", place) < PROVIDERS_SHARE
    naf, trade = ("82.20Z", "prestataire") if is_provider else _pick(SECTORS, "naf", place)
    group = int(luck("group", place) * 40) if luck("alone", place) < GROUP_SHARE else None
    prefix = "P" if is_provider else "I"
    return (
        f"S{place + 1:05}",
        f"Centre simulé {place + 1}, {trade}",
        naf,
        "prestataire" if is_provider else "interne",
        _commune(luck("commune", place)),
        str(_headcount(place, is_provider=is_provider)),
        "" if group is None else f"G{prefix}{group:03}",
        "" if group is None else f"Groupe simulé {prefix}{group}",
        f"{2001 + int(luck('born', place) * 24)}-01-01",
    )


def _commune(lot: float) -> str:
    for code, _share in _reached(lot * sum(share for _code, share in PLACES)):
        return code
    return PLACES[-1][0]


def _reached(lot: float) -> Iterator[tuple[str, int]]:
    for code, share in PLACES:
        lot -= share
        if lot < 0:
            yield code, share


def _headcount(place: int, *, is_provider: bool) -> int:
    """Return a number of people: many small centres and a few large ones."""
    lot = luck("size", place)
    most = 900 if is_provider else 400
    return max(4, round(most * lot**3) + int(12 * luck("more", place)))


def _pick(among: Sequence[tuple[str, str]], *about: object) -> tuple[str, str]:
    return among[int(luck(*about) * len(among))]
