"""Check the project's own guide, and compare its facts with the official ROME release.

Usage: ``python tools/check_guide.py [--write-links]``

Without the official release (``BOUTDUFIL_REFERENCE_DATA``, by default ``../shared/data``) only
what the guide says about itself is checked, and this is said. ``--write-links`` computes
``official_links.json`` again from the release; nothing else of the release enters the guide.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "boutdufil/kernel/occupations/data/guide"
SOURCE = "ROME 4.0, France Travail, version 60, 18/09/2025"
OPEN_DOOR_TARGET = "D1408"
CARD_TEXTS = ("label", "label_en", "definition", "definition_en", "access", "access_en")
DOOR_TEXTS = ("branch", "diploma", "trainer", "duration", "payer", "source")
KINDS = {"know_how": "1", "behaviour": "2", "knowledge": "3"}
CAREER_KINDS = {"agent", "expert", "supervisor", "manager"}
STEP_KINDS = {"practice_call", "simulation", "meeting"}
BAD_TYPOGRAPHY = re.compile(r"'|[^\u202f\s][;?!](?=\s|$)| [;:?!%»]|« |\d \d{3}\b|\.\.\.")

Record = dict[str, Any]


@dataclass(frozen=True)
class Guide:
    """The guide as it lies in its JSON files."""

    skills: dict[str, Record]
    groups: dict[str, Record]
    cards: dict[str, Record]
    links: Record
    career: list[Record]
    doors: list[Record]
    interests: list[Record]

    def asked(self, code: str) -> set[str]:
        """Keys of the skills a card asks; behaviours are not counted."""
        keys = (use["key"] for use in self.cards[code]["skills"])
        return {key for key in keys if self.skills[key]["kind"] != "behaviour"}


@dataclass
class Official:
    """The few facts of the official release that the guide leans on."""

    codes: set[str] = field(default_factory=set)
    asks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    items: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sentences: set[str] = field(default_factory=set)

    def asked(self, code: str) -> set[str]:
        """Know-how and knowledge the official card of this code asks."""
        return {ogr for ogr in self.asks[code] if self.items.get(ogr) in ("1", "3")}


def read_json(name: str) -> Any:
    """Read one JSON file of the guide."""
    return json.loads((GUIDE / name).read_text(encoding="utf-8"))


def load_guide() -> Guide:
    """Read every file of the guide."""
    cards: dict[str, Record] = {}
    for path in sorted((GUIDE / "cards").glob("*.json")):
        for card in json.loads(path.read_text(encoding="utf-8")):
            if card["code"] in cards or card["family"] != path.stem:
                raise ValueError(f"{path.name}: {card['code']} is there twice or misplaced")
            cards[card["code"]] = card
    return Guide(
        skills=read_json("skills.json"),
        groups=read_json("groups.json"),
        cards=cards,
        links=read_json("official_links.json"),
        career=read_json("career.json"),
        doors=read_json("open_doors.json"),
        interests=read_json("interests.json"),
    )


def reference_folder() -> Path | None:
    """Folder of the official release, or None where it does not lie here."""
    default = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", default)) / "rome_v460"
    return folder if folder.is_dir() else None


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Rows of one table of the official release."""
    path = folder / f"unix_{name}_v460_utf8.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def load_official(folder: Path) -> Official:
    """Read codes, items, uses, links and sentences of the official release."""
    official = Official()
    official.codes = {row["code_rome"] for row in rows(folder, "referentiel_code_rome")}
    for row in rows(folder, "item"):
        official.items[row["code_ogr"]] = row["code_rubrique"]
        official.labels[plain(row["libelle"])] = row["code_ogr"]
    for row in rows(folder, "coherence_item"):
        official.asks[row["code_rome"]].add(row["code_ogr"])
    for row in rows(folder, "texte"):
        official.sentences.add(plain(row["libelle_texte"]))
    links = sorted(rows(folder, "rubrique_mobilite"), key=lambda row: int(row["numero_ordre"]))
    for row in links:
        official.links[row["code_rome"]].append(row["code_rome_cible"])
    return official


def plain(text: str) -> str:
    """A text without apostrophe style, spacing and capitals, for comparison."""
    return re.sub(r"\W+", " ", text.replace("''", "'").casefold()).strip()


def links_among(guide: Guide, official: Official) -> Record:
    """Official links whose two ends are cards of the guide, in official order."""
    held = set(guide.cards)
    links = {code: [to for to in official.links[code] if to in held] for code in sorted(held)}
    return {"source": SOURCE, "published_on": "2025-09-18", "links": links}


def texts(guide: Guide) -> Iterator[tuple[str, str]]:
    """Every French text of the guide with the place where it stands."""
    for name, records in (("skills", guide.skills), ("groups", guide.groups)):
        yield from ((f"{name} {key}", record["label"]) for key, record in records.items())
    for code, card in guide.cards.items():
        yield from ((f"{code} {key}", card[key]) for key in ("label", "definition", "access"))
        yield from ((f"{code} title", text) for text in card["titles"] + card["everyday"])
        yield from ((f"{code} condition", row["label"]) for row in card["conditions"])
    for door in guide.doors:
        yield from ((f"door {door['code']} {key}", door[key]) for key in DOOR_TEXTS)
        yield from ((f"door {door['code']}", text) for text in door["aptitudes"])
        yield from ((f"door {door['code']}", row["text"]) for row in door["first_steps"])
    yield from (("career", step["note"]) for step in guide.career)
    yield from (("interest", row["label"]) for row in guide.interests)


def card_findings(guide: Guide, code: str) -> Iterator[str]:
    """What is wrong with one card, seen from the guide alone."""
    card = guide.cards[code]
    keys = [use["key"] for use in card["skills"]]
    if not 15 <= len(keys) <= 40:
        yield f"{code}: {len(keys)} skills, wanted 15 to 40"
    if len(keys) != len(set(keys)):
        yield f"{code}: a skill is listed twice"
    yield from (f"{code}: unknown skill {key}" for key in keys if key not in guide.skills)
    yield from (f"{code}: {key} is empty" for key in CARD_TEXTS if not card[key].strip())
    if not 8 <= len(card["titles"]) + len(card["everyday"]) <= 40:
        yield f"{code}: too few or too many titles"
    known = {row["key"] for row in guide.interests}
    yield from (f"{code}: unknown interest {key}" for key in card["interests"] if key not in known)
    groups = {use["group"] for use in card["skills"]}
    yield from (f"{code}: unknown group {key}" for key in groups - set(guide.groups))


def skill_findings(guide: Guide) -> Iterator[str]:
    """Skills that are unused, double, or of an unknown kind."""
    used = {use["key"] for card in guide.cards.values() for use in card["skills"]}
    yield from (f"skill {key} is used by no card" for key in guide.skills if key not in used)
    for name in ("label", "label_en", "rome"):
        seen: dict[str, str] = {}
        for key, skill in guide.skills.items():
            value = plain(skill[name] or "")
            if value and value in seen:
                yield f"skills {seen[value]} and {key} have the same {name}"
            seen[value] = key
    unknown = (key for key, skill in guide.skills.items() if skill["kind"] not in KINDS)
    yield from (f"skill {key}: unknown kind" for key in unknown)


def path_findings(guide: Guide) -> Iterator[str]:
    """Career steps that name no card, or are of an unknown kind."""
    for step in guide.career:
        for end in (step["from_code"], step["to_code"]):
            if end not in guide.cards:
                yield f"career: {end} is no card of the guide"
        if step["kind"] not in CAREER_KINDS:
            yield f"career: unknown kind {step['kind']}"


def door_findings(guide: Guide) -> Iterator[str]:
    """Open doors that name no card, an unknown first step, or not whether they are confirmed."""
    for door in guide.doors:
        if door["code"] not in guide.cards:
            yield f"door: {door['code']} is no card of the guide"
        if not {step["kind"] for step in door["first_steps"]} <= STEP_KINDS:
            yield f"door {door['code']}: unknown first step"
        if not isinstance(door.get("confirmed"), bool):
            yield f"door {door['code']}: confirmed by its branch, or not?"


def typography_findings(guide: Guide) -> Iterator[str]:
    """French texts with a typewriter apostrophe or an ordinary space before ; : ? !"""
    for place, text in texts(guide):
        if BAD_TYPOGRAPHY.search(text) or text != text.strip():
            yield f"{place}: typography of {text!r}"


def overlap_findings(guide: Guide, official: Official) -> Iterator[str]:
    """Cards that share a skill with the customer adviser where ROME shares none."""
    adviser, truth = guide.asked(OPEN_DOOR_TARGET), official.asked(OPEN_DOOR_TARGET)
    for code in guide.cards:
        shared = guide.asked(code) & adviser
        if shared and not official.asked(code) & truth:
            yield f"{code} shares {sorted(shared)} with {OPEN_DOOR_TARGET}; ROME shares none"


def code_findings(guide: Guide, official: Official) -> Iterator[str]:
    """ROME codes that do not exist or are put on a card whose ROME card does not ask them."""
    yield from (f"{code}: no such ROME card" for code in guide.cards if code not in official.codes)
    for key, skill in guide.skills.items():
        if skill["rome"] and official.items.get(skill["rome"]) != KINDS[skill["kind"]]:
            yield f"skill {key}: {skill['rome']} is no {skill['kind']} of ROME"
    for code, card in guide.cards.items():
        for use in card["skills"]:
            ogr = guide.skills[use["key"]]["rome"]
            if ogr and ogr not in official.asks[code]:
                yield f"{code}: ROME does not ask {use['key']} ({ogr})"


def copy_findings(guide: Guide, official: Official) -> Iterator[str]:
    """Texts of the guide that are a label or a sentence of ROME, word for word."""
    for key, skill in guide.skills.items():
        if plain(skill["label"]) in official.labels:
            yield f"skill {key}: the words are those of ROME"
    for code, card in guide.cards.items():
        for text in re.split(r"(?<=[.])\s", f"{card['definition']} {card['access']}"):
            if plain(text) in official.sentences:
                yield f"{code}: a sentence is that of ROME"


def findings(guide: Guide, official: Official | None) -> list[str]:
    """All that is wrong with the guide; the official release is compared where given."""
    found = [text for code in guide.cards for text in card_findings(guide, code)]
    for check in (skill_findings, path_findings, door_findings, typography_findings):
        found.extend(check(guide))
    if official is None:
        return found
    for compare in (overlap_findings, code_findings, copy_findings):
        found.extend(compare(guide, official))
    if guide.links != links_among(guide, official):
        found.append("official_links.json differs from the release: run with --write-links")
    return found


def write_links(guide: Guide, official: Official) -> None:
    """Compute official_links.json again from the release."""
    text = json.dumps(links_among(guide, official), ensure_ascii=False, indent=1)
    (GUIDE / "official_links.json").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    """Check the guide; 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write-links", action="store_true", help="recompute the official links")
    wanted = parser.parse_args()
    folder = reference_folder()
    official = load_official(folder) if folder else None
    guide = load_guide()
    if wanted.write_links and official:
        write_links(guide, official)
        guide = load_guide()
    if official is None:
        print("The official release is not here: codes and links were not compared.")
    found = findings(guide, official)
    print("\n".join(found) or f"{len(guide.cards)} cards, {len(guide.skills)} skills: in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
