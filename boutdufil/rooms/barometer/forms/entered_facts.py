"""What a statistician types of a figure that another source gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.barometer.enums import SourceKind
from boutdufil.rooms.barometer.forms.contacts import ContactTableForm
from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field
from boutdufil.rooms.barometer.rules.fact_lines import COLUMNS, FactDraft, draft_of, faults
from boutdufil.rooms.barometer.selectors.entered_facts import (
    indicator_choices,
    known_names,
    source_choices,
)


def _words(label: Any, longest: int = 2_000, **options: Any) -> forms.CharField:
    """Return a field that the rules judge: what is wrong is said there."""
    options = {"required": False} | options
    return forms.CharField(label=label, max_length=longest, **options)


def _needed(label: Any, missing: Any, **options: Any) -> forms.CharField:
    """Return a field that must say something."""
    return _words(label, required=True, error_messages={"required": missing}, **options)


class FactForm(BlamedForm):
    """A figure: of what, who says it, where, when, and what it counts."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicateur"))
    source = forms.ChoiceField(label=gettext_lazy("Source connue"), required=False)
    name = _words(gettext_lazy("Titre de la source, si elle est nouvelle"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Nature de la source"),
        choices=SourceKind.choices,
        initial=SourceKind.PRESS,
    )
    publisher = _words(gettext_lazy("Éditeur"))
    published_on = _words(
        gettext_lazy("Date"), help_text=gettext_lazy("2026, 2026-03 ou 2026-03-31.")
    )
    address = _words(gettext_lazy("Adresse de la page"))
    area = _needed(
        gettext_lazy("Lieu"),
        gettext_lazy("Écrivez FR, DE, GB, Europe, MA-TN, ou FR-Lorraine pour une région."),
        initial="FR",
        help_text=gettext_lazy("FR, DE, GB, Europe, MA-TN, ou FR-Lorraine pour une région."),
    )
    period = _needed(
        gettext_lazy("Période"),
        gettext_lazy("Dites de quand parle le chiffre, comme 2024 ou 2009-2011."),
        help_text=gettext_lazy("Comme 2024 ou 2009-2011."),
    )
    value = _needed(
        gettext_lazy("Valeur"),
        gettext_lazy("Donnez le chiffre, tel que la source le donne."),
        help_text=gettext_lazy("Telle que la source la donne."),
    )
    value_high = _words(gettext_lazy("Valeur haute, si c’est une fourchette"))
    qualifier = _words(
        gettext_lazy("Dit"), help_text=gettext_lazy("« environ », « plus de », « au plus »…")
    )
    definition = _words(
        gettext_lazy("Ce que la source compte"), widget=forms.Textarea(attrs={"rows": 2})
    )
    denominator = _words(gettext_lazy("Rapporté à quoi, pour une part"))
    note = _words(gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "indicator", indicator_choices())
        offer(self, "source", [("", _("une nouvelle source")), *source_choices()])

    def clean(self) -> dict[str, Any]:
        """Say what is wrong beside each field."""
        cleaned = super().clean() or self.cleaned_data
        said = self._said()
        for name, text in faults(said, known_names()):
            if name not in self.errors:
                self.add_error(name, text)
        return cleaned

    def draft(self) -> FactDraft:
        """Return what was typed; the form is valid."""
        return draft_of(self._said())

    def _said(self) -> dict[str, str]:
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in COLUMNS}


class FactTableForm(ContactTableForm):
    """A table of figures, one a line."""


class WithdrawForm(BlamedForm):
    """Why a figure is withdrawn."""

    reason = text_field(
        gettext_lazy("Pourquoi ?"),
        200,
        help_text=gettext_lazy("Ce motif reste à l’atelier, avec le chiffre."),
    )
