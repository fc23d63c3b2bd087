"""What a list of entries is narrowed to; what makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.rules.entries import EntryFilters

ALL = [("", _("Toutes"))]


class EntryFiltersForm(forms.Form):
    """City, region and state."""

    ville = forms.ChoiceField(label=_("Ville"), required=False)
    region = forms.ChoiceField(label=_("Région"), required=False)
    etat = forms.ChoiceField(label=_("État"), required=False, choices=[*ALL, *EntryStatus.choices])

    def __init__(
        self, *args: Any, cities: list[tuple[str, str]], regions: list[tuple[str, str]]
    ) -> None:
        super().__init__(*args)
        offer(self, "ville", [*ALL, *cities])
        offer(self, "region", [*ALL, *regions])

    def filters(self) -> EntryFilters:
        """Return what was chosen."""
        self.is_valid()
        said = self.cleaned_data
        return EntryFilters(said.get("ville", ""), said.get("region", ""), said.get("etat", ""))
