"""Questions of a file: shown line by line, then taken as drafts that somebody reads again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.lib.tables import Row, Table, match_columns, write_csv
from boutdufil.lib.text import fold
from boutdufil.rooms.contests.enums import ItemKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import ItemVersion, Theme
from boutdufil.rooms.contests.rules.item_rows import (
    BETWEEN,
    HEADER,
    ITEM_COLUMNS,
    MOST_LINES,
    NEEDED,
    BadLine,
    ItemPreview,
)
from boutdufil.rooms.contests.rules.items import LONGEST_STEM, ItemDraft, read_answers
from boutdufil.rooms.contests.selectors.banks import exported_items
from boutdufil.rooms.contests.services.items import write_item

BOUNDS = {"points": (1, 20), "difficulty": (1, 5)}
USUAL = {"points": "1", "difficulty": "3"}
LONGEST = {"theme": 120, "stem": LONGEST_STEM, "source": 300, "explanation": 2000}


def preview_items(*, bank_id: int, table: Table) -> ItemPreview:
    """Return what each line of a file becomes; nothing is written.

    :raises ContestError: a column is missing, or there are too many lines.
    """
    columns = match_columns(table.header, ITEM_COLUMNS)
    if set(NEEDED) - columns.keys():
        raise ContestError(
            _("Il faut au moins les colonnes « thème », « question », « réponses ».")
        )
    if len(table.rows) > MOST_LINES:
        told = _("Un fichier tient %(most)d questions au plus : coupez-le.") % {"most": MOST_LINES}
        raise ContestError(told)
    named = Theme.objects.filter(bank_id=bank_id).values_list("pk", "name")
    themes = {fold(name): pk for pk, name in named}
    asked = ItemVersion.objects.filter(item__bank_id=bank_id).values_list("stem", flat=True)
    seen = {fold(one) for one in asked}
    good: list[tuple[int, ItemDraft, str]] = []
    bad: list[BadLine] = []
    new: dict[str, str] = {}
    for row in table.rows:
        said = _cells(row, columns)
        problems = [*_problems(said, seen)]
        if problems:
            bad.append(BadLine(row.line, said["stem"][:80], tuple(problems)))
            continue
        seen.add(fold(said["stem"]))
        if fold(said["theme"]) not in themes:
            new.setdefault(fold(said["theme"]), said["theme"])
        good.append((row.line, _draft(said, themes.get(fold(said["theme"]), 0)), said["theme"]))
    used = set(columns.values())
    ignored = tuple(name for place, name in enumerate(table.header) if place not in used and name)
    return ItemPreview(tuple(good), tuple(bad), ignored, tuple(new.values()))


@transaction.atomic
def import_items(*, bank_id: int, table: Table, actor_id: int | None) -> int:
    """Take every good line as a draft; sent twice, a file is taken once. Return how many.

    :raises ContestError: as `preview_items`.
    """
    preview = preview_items(bank_id=bank_id, table=table)
    themes = {
        fold(name): Theme.objects.create(bank_id=bank_id, name=name).pk
        for name in preview.new_themes
    }
    for _number, draft, theme in preview.good:
        theme_id = draft.theme_id or themes[fold(theme)]
        write_item(bank_id=bank_id, draft=replace(draft, theme_id=theme_id), actor_id=actor_id)
    audit.record(
        actor_id=actor_id,
        verb="contests.import_items",
        subject=f"bank:{bank_id}",
        facts={"count": len(preview.good), "refused": len(preview.bad)},
    )
    return len(preview.good)


def items_file(*, bank_id: int, actor_id: int) -> bytes:
    """Return the questions of a bank as a CSV that can be brought back; the audit knows of it."""
    audit.record(
        actor_id=actor_id, verb="contests.export_items", subject=f"bank:{bank_id}", facts={}
    )
    return write_csv(HEADER, exported_items(bank_id))


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    said = {}
    for name in ITEM_COLUMNS:
        place = columns.get(name)
        is_there = place is not None and place < len(row.cells)
        said[name] = row.cells[place].strip() if is_there and place is not None else ""
    said["answers"] = "\n".join(part.strip() for part in said["answers"].split(BETWEEN))
    return said | {name: said[name] or usual for name, usual in USUAL.items()}


def _problems(said: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    for name in NEEDED:
        if not said[name]:
            yield _("Colonne « %(column)s » : elle est vide.") % {"column": _column(name)}
    for name, most in LONGEST.items():
        if len(said[name]) > most:
            told = _("Colonne « %(column)s » : %(most)d caractères au plus.")
            yield told % {"column": _column(name), "most": most}
    for name, (least, most) in BOUNDS.items():
        if not said[name].isdecimal() or not least <= int(said[name]) <= most:
            told = _("Colonne « %(column)s » : un nombre de %(least)d à %(most)d.")
            yield told % {"column": _column(name), "least": least, "most": most}
    if said["stem"] and fold(said["stem"]) in seen:
        yield _("Cette question est déjà dans la banque.")
    yield from _answer_problems(said)


def _answer_problems(said: Mapping[str, str]) -> Iterator[str]:
    kind = _kind(said)
    if kind is None:
        names = ", ".join(str(one.label) for one in ItemKind)
        yield _("Nature : « %(said)s » n’en est pas une. Choisissez parmi : %(names)s.") % {
            "said": said["kind"],
            "names": names,
        }
    elif said["answers"]:
        try:
            read_answers(kind, said["answers"])
        except ContestError as refusal:
            yield str(refusal)


def _kind(said: Mapping[str, str]) -> ItemKind | None:
    if not said["kind"]:
        return ItemKind.SINGLE
    words = fold(said["kind"])
    return next((one for one in ItemKind if words in {one.value, fold(str(one.label))}), None)


def _draft(said: Mapping[str, str], theme_id: int) -> ItemDraft:
    return ItemDraft(
        theme_id=theme_id,
        kind=_kind(said) or ItemKind.SINGLE,
        stem=said["stem"],
        answers=said["answers"],
        points=int(said["points"]),
        difficulty=int(said["difficulty"]),
        source=said["source"],
        explanation=said["explanation"],
    )


def _column(name: str) -> str:
    return HEADER[list(ITEM_COLUMNS).index(name)]
