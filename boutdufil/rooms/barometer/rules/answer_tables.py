"""A file of answers, one centre a line: what each line says, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.lib.tables import Row, Table, match_columns
from boutdufil.rooms.barometer.errors import AnswerRefusedError
from boutdufil.rooms.barometer.rules.answer_words import read_answer, said, type_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaire_format import Form

KEY = ("identifiant", "id", "key", "identifier")
NAME = ("centre", "nom", "name")
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a line answers for one centre, by code."""

    line: int
    key: str
    values: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with a cell: its line and column in the file, the remedy in words."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A file of answers as it was read; ``ignored`` columns are none of ours."""

    lines: tuple[AnswerLine, ...]
    problems: tuple[AnswerProblem, ...]
    ignored: tuple[str, ...]


def template_header(form: Form) -> list[str]:
    """Return the columns of a file of answers, in the reader's language."""
    return [_("identifiant"), _("centre"), *(said(one.short) for one in form.questions)]


def template_row(key: str, name: str, form: Form, values: Mapping[str, Answer]) -> list[str]:
    """Return the line of a centre, with what is answered so far."""
    cells = [
        type_answer(one, values[one.code]) if one.code in values else "" for one in form.questions
    ]
    return [key, name, *cells]


def read_answers(table: Table, form: Form, keys: frozenset[str]) -> AnswerTable:
    """Return what a file answers; ``keys`` are the centres one answers for.

    :raises AnswerRefusedError: no column says which centre a line is of.
    """
    columns = match_columns(table.header, _names(form))
    if "key" not in columns:
        told = _("Il manque la colonne « identifiant » : partez du modèle.")
        raise AnswerRefusedError(told, "file")
    used = set(columns.values())
    ignored = tuple(name for place, name in enumerate(table.header) if place not in used)
    lines: list[AnswerLine] = []
    problems: list[AnswerProblem] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        key = row.cells[columns["key"]].strip()
        line, wrong = _line(row, columns, form)
        wrong = [*_wrong_key(row.line, key, keys, seen), *wrong]
        seen.setdefault(key, row.line)
        problems += wrong
        if not wrong:
            lines.append(AnswerLine(row.line, key, line))
    return AnswerTable(tuple(lines), tuple(problems), ignored)


def _names(form: Form) -> dict[str, Sequence[str]]:
    names: dict[str, Sequence[str]] = {"key": KEY, "name": NAME}
    for one in form.questions:
        names[one.code] = (one.short.fr, one.short.en, one.label.fr, one.label.en)
    return names


def _line(
    row: Row, columns: Mapping[str, int], form: Form
) -> tuple[dict[str, Answer], list[AnswerProblem]]:
    values: dict[str, Answer] = {}
    wrong: list[AnswerProblem] = []
    for question in form.questions:
        place = columns.get(question.code)
        text = row.cells[place].strip() if place is not None else ""
        if not text:
            continue
        try:
            values[question.code] = read_answer(question, text)
        except AnswerRefusedError as error:
            wrong.append(AnswerProblem(row.line, said(question.short), str(error)))
    if row.extra:
        told = _(
            "Il y a plus de cellules que de colonnes : un séparateur s’est glissé dans un texte."
        )
        wrong.append(AnswerProblem(row.line, _("fin de ligne"), told))
    return values, wrong


def _wrong_key(
    line: int, key: str, keys: frozenset[str], seen: Mapping[str, int]
) -> Iterator[AnswerProblem]:
    if key not in keys:
        told = _("« %(key)s » n’est pas l’un de vos centres : reprenez l’identifiant du modèle.")
        yield AnswerProblem(line, _("identifiant"), told % {"key": key[:40]})
    elif key in seen:
        told = _("« %(key)s » est déjà à la ligne %(first)d : gardez une ligne par centre.")
        yield AnswerProblem(line, _("identifiant"), told % {"key": key, "first": seen[key]})
