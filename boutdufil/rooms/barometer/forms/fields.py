"""Fields that several forms of the room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.barometer.errors import BarometerError


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Donnez un jour."),
            "invalid": gettext_lazy("Écrivez un jour comme 2026-12-31."),
        },
        **options,
    )


def text_field(label: Any, longest: int, **options: Any) -> forms.CharField:
    """Return the field of a line of text."""
    missing = {"required": gettext_lazy("Ce champ attend quelques mots.")}
    return forms.CharField(label=label, max_length=longest, error_messages=missing, **options)


def number_field(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    """Return the field of a whole number within bounds."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **options)


class BlamedForm(forms.Form):
    """A form that says a refusal beside the field it is about."""

    def blame(self, error: BarometerError) -> None:
        """Put an error beside what it is about."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class WordsForm(forms.Form):
    """Words somebody looks for."""

    q = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label

    @property
    def words(self) -> str:
        """Return the words; none when there are too many."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
