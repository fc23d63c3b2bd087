"""Fields that several forms of the room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.rooms.contests.errors import ContestError

LONGEST_REASON = 500


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock; a moment is always sent as 2026-12-01T09:30."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Return the field of a moment."""
    return forms.DateTimeField(
        label=label,
        widget=MomentInput(),
        error_messages={
            "required": gettext_lazy("Donnez un jour et une heure."),
            "invalid": gettext_lazy("Écrivez un jour et une heure comme 2026-10-05T09:30."),
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


def reason_field() -> forms.CharField:
    """Return the field of why declared rules change."""
    return forms.CharField(
        label=gettext_lazy("Pourquoi le règlement change"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("Publié avec la nouvelle version."),
    )


class BlamedForm(forms.Form):
    """A form that says a refusal beside the field it is about."""

    def blame(self, error: ContestError) -> None:
        """Put an error beside what it is about."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class FrozenForm(BlamedForm):
    """A form of something the rules declare: it asks why, once they are published."""

    reason = reason_field()

    def __init__(self, *args: Any, frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if frozen:
            self.order_fields([name for name in self.fields if name != "reason"])
        else:
            del self.fields["reason"]

    @property
    def why(self) -> str:
        """Return the reason that was typed; empty where none was asked. The form is valid."""
        return str(self.cleaned_data.get("reason", ""))
