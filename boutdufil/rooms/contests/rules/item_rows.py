"""A file of questions: its columns, and what its lines become."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from boutdufil.rooms.contests.rules.items import ItemDraft

ITEM_COLUMNS: Mapping[str, Collection[str]] = {
    "theme": ("thème", "sujet", "theme", "topic"),
    "kind": ("nature", "type", "kind"),
    "stem": ("question", "énoncé", "stem"),
    "answers": ("réponses", "réponse", "answers"),
    "points": ("points", "barème"),
    "difficulty": ("difficulté", "niveau", "difficulty"),
    "source": ("source", "référence"),
    "explanation": ("explication", "commentaire", "explanation"),
}
NEEDED = ("theme", "stem", "answers")
HEADER = (
    "thème",
    "nature",
    "question",
    "réponses",
    "points",
    "difficulté",
    "source",
    "explication",
)
# Between two answers on one line of a spreadsheet, where a line break is hard to type.
BETWEEN = "|"
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not taken, with what to mend in it."""

    line: int
    stem: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """What a file would become: drafts by line, with the themes it would add, and bad lines."""

    good: tuple[tuple[int, ItemDraft, str], ...]
    bad: tuple[BadLine, ...]
    ignored: tuple[str, ...]
    new_themes: tuple[str, ...]
