"""Read an official ROME release (the CSV edition) as cards, labels and links for the benches.

The benches judge the engine, so they read the files by themselves: an error of the importer
can then not hide an error of the engine.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boutdufil.engines.matching import Card, SkillUse

KNOW_HOW, KNOWLEDGE = "1", "3"
CORE = "Principale"


@dataclass(frozen=True)
class Referential:
    """Job cards, skill labels and the official links (source -> targets in official order)."""

    cards: tuple[Card, ...]
    labels: dict[str, str]
    links: dict[str, tuple[str, ...]]


def rows(folder: Path, stem: str) -> Iterator[dict[str, str]]:
    """Rows of `unix_<stem>_v*.csv`; raises FileNotFoundError when the folder has no such file."""
    paths = sorted(folder.glob(f"unix_{stem}_v[0-9]*.csv"))
    if not paths:
        raise FileNotFoundError(f"no unix_{stem}_v*.csv in {folder}")
    with paths[-1].open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def read_rome(folder: Path) -> Referential:
    """Read cards (know-how and knowledge only), the labels of their skills, official links."""
    kinds = {row["code_ogr"]: row["code_rubrique"] for row in rows(folder, "item")}
    labels = {row["code_ogr"]: row["libelle"] for row in rows(folder, "item")}
    skills = _skills_by_card(folder, kinds)
    labels_of_cards, titles = _names(folder)
    definitions = _definitions(folder)
    cards = tuple(
        Card(
            code,
            tuple(skills[code]),
            "\n".join([label, *titles[code], *definitions[code]]),
            tuple(titles[code]),
        )
        for code, label in sorted(labels_of_cards.items())
    )
    used = {use.skill for card in cards for use in card.skills}
    return Referential(cards, {code: labels[code] for code in used}, _links(folder))


def _skills_by_card(folder: Path, kinds: dict[str, str]) -> dict[str, list[SkillUse]]:
    skills: dict[str, list[SkillUse]] = defaultdict(list)
    for row in rows(folder, "coherence_item"):
        if kinds.get(row["code_ogr"]) in {KNOW_HOW, KNOWLEDGE}:
            use = SkillUse(row["code_ogr"], core=row["coeur_metier"] == CORE)
            skills[row["code_rome"]].append(use)
    return skills


def _names(folder: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Label of each card, and its titles."""
    labels = {r["code_rome"]: r["libelle_rome"] for r in rows(folder, "referentiel_code_rome")}
    titles: dict[str, list[str]] = defaultdict(list)
    for row in rows(folder, "referentiel_appellation"):
        titles[row["code_rome"]].append(row["libelle_appellation_long"])
    return labels, titles


def _definitions(folder: Path) -> dict[str, list[str]]:
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in rows(folder, "texte"):
        if row["libelle_type_texte"] == "definition":
            sentences[row["code_rome"]].append(row["libelle_texte"])
    return sentences


def _links(folder: Path) -> dict[str, tuple[str, ...]]:
    links: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows(folder, "rubrique_mobilite"):
        links[row["code_rome"]].append((int(row["numero_ordre"]), row["code_rome_cible"]))
    return {code: tuple(target for _, target in sorted(pairs)) for code, pairs in links.items()}
