"""What a statistician looks for in a sample, and types of a unit and of a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.rooms.barometer.enums import CentreType, Standing
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.answers import GroupForm
from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaire_format import Question
from boutdufil.rooms.barometer.rules.trail import LONGEST_REASON
from boutdufil.rooms.barometer.selectors.drawn_units import SampleWanted
from boutdufil.rooms.barometer.selectors.frame import region_names
from boutdufil.rooms.barometer.services.editing import SETTABLE, Correction

ALL = ("", gettext_lazy("Tous"))
ALL_OF_THEM = ("", gettext_lazy("Toutes"))


class SampleForm(forms.Form):
    """Which drawn units are looked for; what cannot be is left aside."""

    q = forms.CharField(
        label=gettext_lazy("Nom, SIRET ou identifiant"), required=False, max_length=80
    )
    stratum = forms.ChoiceField(label=gettext_lazy("Strate"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("État"), required=False, choices=[ALL, *Standing.choices]
    )
    region = forms.ChoiceField(label=gettext_lazy("Région"), required=False)
    centre_type = forms.ChoiceField(
        label=gettext_lazy("Type"), required=False, choices=[ALL, *CentreType.choices]
    )
    flagged = forms.BooleanField(label=gettext_lazy("Avec une valeur à regarder"), required=False)

    def __init__(self, data: Any, *, strata: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        offered = {"stratum": strata, "region": region_names().items()}
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [ALL_OF_THEM, *choices]

    @property
    def wanted(self) -> SampleWanted:
        """Return what is looked for."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return SampleWanted(
            words=said["q"],
            stratum=said["stratum"],
            standing=said["standing"],
            region=said["region"],
            centre_type=said["centre_type"],
            flagged=bool(said["flagged"]),
        )


class StandingForm(BlamedForm):
    """What became of a unit, and how it is known."""

    standing = forms.ChoiceField(
        label=gettext_lazy("Ce qu’elle est devenue"),
        choices=[(one.value, one.label) for one in SETTABLE],
    )
    note = text_field(
        gettext_lazy("Comment vous le savez"),
        250,
        required=False,
        help_text=gettext_lazy("Il faut une note, sauf pour l’attendre de nouveau."),
    )


class ValueForm(GroupForm):
    """One value in the field of its question, and why it is corrected."""

    def __init__(self, data: Any, *, question: Question, held: Answer, revision: int) -> None:
        super().__init__(data, questions=[question], values={question.code: held}, carried={})
        self.fields["reason"] = text_field(gettext_lazy("Pourquoi"), LONGEST_REASON)
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=revision)

    def clean(self) -> dict[str, Any]:
        """Ask for a value: a corrected answer is one, or is unknown."""
        typed = super().clean()
        for code in self.blanks:
            self.add_error(f"a_{code}", _("Donnez la valeur, ou dites qu’elle est inconnue."))
        return typed

    def correction(self) -> Correction:
        """Return what was typed; the form is valid."""
        ((code, value),) = self.answers.items()
        said = self.cleaned_data
        return Correction(code, value, said["revision"], said["reason"])

    def blame(self, error: BarometerError, revision: int) -> None:
        """Say a refusal; what was typed stays, and is sent again upon the newest answer."""
        name = f"a_{error.field}"
        self.add_error(name if name in self.fields else None, str(error))
        if isinstance(self.data, QueryDict):
            renewed = self.data.copy()
            renewed["revision"] = str(revision)
            self.data = renewed
