"""What an employer chooses on the way of a file of vacancies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.posts.importing import COLUMNS
from boutdufil.rooms.mobility.forms.vacancies import SelectInRow

PLACE = "column-"


class ImportFileForm(forms.Form):
    """The file."""

    table = forms.FileField(
        label=_("Votre fichier"),
        help_text=_("CSV ou XLSX, 5 Mo et 1 000 lignes au plus."),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide : choisissez-en un autre."),
        },
    )


class ColumnsForm(forms.Form):
    """Which column is which."""

    def __init__(
        self, *args: Any, header: Sequence[str], mapping: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("ne pas lire")), *((c.field, c.label) for c in COLUMNS)]
        fields = {place: field for field, place in mapping.items()}
        for place, heading in enumerate(header):
            self.fields[f"{PLACE}{place}"] = forms.ChoiceField(
                label=heading or _("colonne %(number)s") % {"number": place + 1},
                choices=choices,
                initial=fields.get(place, ""),
                required=False,
                widget=SelectInRow(),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field."""
        data = super().clean() or {}
        chosen = Counter(field for field in data.values() if field)
        labels = {column.field: column.label for column in COLUMNS}
        for name, field in list(data.items()):
            if field and chosen[field] > 1:
                message = _("Deux colonnes pour « %(field)s » : gardez-en une.")
                self.add_error(name, message % {"field": labels[field]})
        return data

    def mapping(self) -> dict[str, int]:
        """Return the place of each field; the form is valid."""
        return {
            field: int(name.removeprefix(PLACE))
            for name, field in self.cleaned_data.items()
            if field
        }


class RunForm(forms.Form):
    """What becomes of the good lines."""

    publish = forms.TypedChoiceField(
        label=_("Que faire des bonnes lignes ?"),
        choices=[("no", _("Les garder en brouillons")), ("yes", _("Les publier tout de suite"))],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    confirmed = forms.BooleanField(
        label=_("J’ai relu les points d’attention et je les confirme"), required=False
    )
