"""Many centres in one table: its cells read one by one, and a file of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import Table, TableError, read_table
from boutdufil.rooms.barometer.errors import AnswerRefusedError
from boutdufil.rooms.barometer.forms.answers import read_held, write_held
from boutdufil.rooms.barometer.rules.answer_tables import MOST_LINES
from boutdufil.rooms.barometer.rules.answer_words import read_answer, said, type_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaire_format import Question
from boutdufil.rooms.barometer.rules.windows import Held
from boutdufil.rooms.barometer.selectors.respondents import CentreRow, CentresPage
from boutdufil.rooms.barometer.services.responses import Said


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: its name in the form, what stands in it, what is wrong with it."""

    name: str
    label: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A centre's line of the table, with what was read of it."""

    centre: CentreRow
    cells: tuple[Cell, ...]
    held: str
    said: Said
    known: Held | None = None


class FileForm(forms.Form):
    """A CSV or XLSX file of answers; it is read at once and kept nowhere."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy("5 Mo au plus. La première ligne nomme les colonnes."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre."),
        },
    )

    def clean_file(self) -> Table:
        """Return the table, or say which line cannot be read."""
        sent = self.cleaned_data["file"]
        try:
            return read_table(sent.read(), filename=sent.name, max_rows=MOST_LINES)
        except TableError as wrong:
            raise forms.ValidationError(table_refusal(wrong)) from wrong


def read_grid(page: CentresPage, data: Mapping[str, str] | None) -> list[GridRow]:
    """Return the table as it stands, or as it was sent: each cell read, each mistake beside it."""
    return [_row(page, one, data) for one in page.centres]


def _row(page: CentresPage, centre: CentreRow, data: Mapping[str, str] | None) -> GridRow:
    cells: list[Cell] = []
    values: dict[str, Answer] = {}
    blanks: list[str] = []
    for question in page.key_questions:
        name = f"c{centre.response.id}-{question.code}"
        text = _standing(question, centre) if data is None else data.get(name, "").strip()
        problem = ""
        try:
            if text:
                values[question.code] = read_answer(question, text)
            else:
                blanks.append(question.code)
        except AnswerRefusedError as error:
            problem = str(error)
        cells.append(_cell(name, question, text, problem))
    codes = [one.code for one in page.key_questions]
    held = write_held(centre.response.revision, centre.values, codes)
    sent = data.get(f"h{centre.response.id}", "") if data is not None else ""
    return GridRow(centre, tuple(cells), held, Said(values, blanks), read_held(sent))


def _standing(question: Question, centre: CentreRow) -> str:
    values = {**centre.carried, **centre.values}
    if question.code not in values:
        return ""
    value = values[question.code]
    if question.kind == "choice" and isinstance(value, str):
        return value
    return "?" if value is None else type_answer(question, value)


def _cell(name: str, question: Question, text: str, problem: str) -> Cell:
    options: tuple[tuple[str, str], ...] = ()
    if question.kind == "choice":
        known = tuple((one.key, said(one.label)) for one in question.options)
        options = (("", ""), *known, ("?", "?"))
    return Cell(name, said(question.short), text, options, problem)
