"""What a statistician types of the quality of a wave: confirmations, ways to impute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field
from boutdufil.rooms.barometer.rules.imputation import Method

LONGEST_SEEN = 100
METHODS = (
    (Method.RATIO, gettext_lazy("rapport aux effectifs")),
    (Method.GROWTH, gettext_lazy("dernière réponse, et évolution médiane")),
    (Method.DONOR, gettext_lazy("centre le plus proche")),
    (Method.LEAVE, gettext_lazy("laisser inconnu")),
)


class ConfirmForm(BlamedForm):
    """A value that surprises is so, and why; ``seen`` is the value as it was shown."""

    seen = forms.CharField(max_length=LONGEST_SEEN, widget=forms.HiddenInput)
    reason = text_field(gettext_lazy("Pourquoi c’est bien ainsi"), 200)


class MethodsForm(forms.Form):
    """The way each variable is imputed, one field for each code."""

    def __init__(
        self, data: Any = None, *, codes: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        for code, label in codes:
            self.fields[code] = forms.ChoiceField(
                label=label, choices=METHODS, initial=Method.RATIO
            )

    @property
    def methods(self) -> dict[str, Method]:
        """Return the method of each variable; one that nothing known was said of is left alone."""
        if not self.is_bound:
            return dict.fromkeys(self.fields, Method.RATIO)
        self.full_clean()
        return {code: Method(self.cleaned_data.get(code) or Method.LEAVE) for code in self.fields}
