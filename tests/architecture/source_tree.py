"""The package as text and as syntax trees, read once for all fitness tests."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "boutdufil"
ROOMS = PACKAGE / "rooms"


@cache
def python_files(folder: Path = PACKAGE) -> tuple[Path, ...]:
    """Return the Python files below ``folder``, migrations left out."""
    return tuple(
        sorted(p for p in folder.rglob("*.py") if "migrations" not in p.relative_to(folder).parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def rooms() -> list[str]:
    """Return the names of the rooms that exist."""
    return sorted(p.name for p in ROOMS.iterdir() if (p / "apps.py").exists())


def shown(path: Path) -> str:
    """Return a path as a reader knows it."""
    return path.relative_to(ROOT).as_posix()
