"""The guide as it lies in the package: see ``data/PROVENANCE.md`` for its shapes."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data" / "guide"


@dataclass(frozen=True, slots=True)
class GuideSkill:
    """One skill of the shared list; its code is ROME's where it has one."""

    key: str
    code: str
    label: str
    label_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The files of the guide, read."""

    fingerprint: str
    skills: dict[str, GuideSkill]
    groups: dict[str, dict[str, str]]
    cards: tuple[dict[str, Any], ...]
    interests: tuple[dict[str, Any], ...]
    links: dict[str, list[str]]
    attribution: str
    published_on: date
    career: tuple[dict[str, Any], ...]
    doors: tuple[dict[str, Any], ...]


def guide_paths(folder: Path) -> list[Path]:
    """Return the files of the guide in a fixed order."""
    return sorted(folder.rglob("*.json"))


def guide_fingerprint(folder: Path = FOLDER) -> str:
    """Return the SHA-256 (hex) of the guide's files."""
    digest = hashlib.sha256()
    for path in guide_paths(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_guide(folder: Path = FOLDER) -> Guide:
    """Return the guide of the package."""

    def read(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    official = read("official_links.json")
    return Guide(
        fingerprint=guide_fingerprint(folder),
        skills={row.key: row for row in guide_skill_rows(read("skills.json"))},
        groups=read("groups.json"),
        cards=tuple(
            card
            for path in sorted((folder / "cards").glob("*.json"))
            for card in json.loads(path.read_text(encoding="utf-8"))
        ),
        interests=tuple(read("interests.json")),
        links=official["links"],
        attribution=official["source"],
        published_on=date.fromisoformat(official["published_on"]),
        career=tuple(read("career.json")),
        doors=tuple(read("open_doors.json")),
    )


def guide_skill_rows(skills: dict[str, dict[str, Any]]) -> Iterator[GuideSkill]:
    """Yield the skills with the code they bear in the database."""
    for key, row in skills.items():
        code = row["rome"] or f"g:{key}"
        yield GuideSkill(key, code, row["label"], row["label_en"], row["kind"])
