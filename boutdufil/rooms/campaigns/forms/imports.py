"""A file an organiser brings, and what its lines say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.rows import mistakes
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import Row, Table, TableError, match_columns, read_table
from boutdufil.lib.text import fold
from boutdufil.rooms.campaigns.enums import EventKind, NodeKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.nodes import NodeForm
from boutdufil.rooms.campaigns.rules.imports import (
    PROGRAMME_COLUMNS,
    BadLine,
    Preview,
    cell,
    clock_words,
)
from boutdufil.rooms.campaigns.services.brought_tables import MOST_ROWS
from boutdufil.rooms.campaigns.services.programme_import import ProgrammeLine

MOST_EVENTS = 200


class TableForm(forms.Form):
    """A CSV or XLSX file; it is read at once and kept nowhere."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy("La première ligne nomme les colonnes."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre."),
        },
    )

    def clean_file(self) -> Table:
        """Return the table, or say which line cannot be read."""
        sent = self.cleaned_data["file"]
        try:
            return read_table(sent.read(), filename=sent.name, max_rows=MOST_ROWS)
        except TableError as wrong:
            raise forms.ValidationError(table_refusal(wrong)) from wrong


def read_programme(
    table: Table, parents: Mapping[str, int], default: int | None
) -> Preview[ProgrammeLine]:
    """Return the events of a file; ``parents`` are nodes by folded name and by short address.

    :raises CampaignError: a column is missing, or there are too many lines to show.
    """
    columns = match_columns(table.header, PROGRAMME_COLUMNS)
    missing = {"name", "event_kind"} - columns.keys()
    if missing:
        raise CampaignError(_("Il faut au moins les colonnes « nom » et « nature »."))
    if len(table.rows) > MOST_EVENTS:
        raise CampaignError(_("Un fichier tient %(most)d lignes au plus.") % {"most": MOST_EVENTS})
    good: list[tuple[int, ProgrammeLine]] = []
    bad: list[BadLine] = []
    for row in table.rows:
        line, problems = _event_line(row, columns, parents, default)
        if line is None:
            bad.append(BadLine(row.line, row.cells, tuple(problems)))
        else:
            good.append((row.line, line))
    used = set(columns.values())
    ignored = tuple(name for place, name in enumerate(table.header) if place not in used)
    return Preview(table.header, ignored, tuple(good), tuple(bad))


def _event_line(
    row: Row, columns: Mapping[str, int], parents: Mapping[str, int], default: int | None
) -> tuple[ProgrammeLine | None, Sequence[str]]:
    said = {name: cell(row.cells, columns, name) for name in PROGRAMME_COLUMNS}
    parent = parents.get(fold(said["under"])) if said["under"] else default
    if parent is None:
        text = _("Sous : « %(name)s » n’est pas une étape à vous ici.")
        return None, [text % {"name": said["under"]}]
    form = NodeForm(_typed(said), kinds=(NodeKind.EVENT,))
    if not form.is_valid():
        return None, [f"{one.label}\u00a0: {one.text}" for one in mistakes(form)]
    return ProgrammeLine(row.line, parent, form.draft()), []


def _typed(said: Mapping[str, str]) -> dict[str, str]:
    kinds = {fold(str(label)): value for value, label in EventKind.choices}
    kind = fold(said["event_kind"])
    return dict(said) | {
        "kind": NodeKind.EVENT,
        "event_kind": kinds.get(kind, said["event_kind"]),
        "opens_at": clock_words(said["opens_at"]),
        "closes_at": clock_words(said["closes_at"]),
    }
