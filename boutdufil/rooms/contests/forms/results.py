"""What is typed to decide, to depart from a ranking, to contest and to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.contests.enums import AppealState


class DecideForm(forms.Form):
    """Decide a stage; decided already, only with a reason."""

    reason = forms.CharField(label=_("Pourquoi la décision change"), max_length=500, required=False)


class DepartForm(forms.Form):
    """The jury takes a number in, or leaves it out, with its reason."""

    number = forms.CharField(label=_("Numéro"), max_length=8)
    selected = forms.ChoiceField(
        label=_("Le jury décide"), choices=[("in", _("de la retenir")), ("out", _("de l’écarter"))]
    )
    reason = forms.CharField(label=_("Pourquoi"), max_length=500)

    def clean(self) -> dict[str, Any]:
        """Return the number as it is written, and the choice as yes or no."""
        found = super().clean() or {}
        found["number"] = found.get("number", "").strip().upper()
        found["selected"] = found.get("selected") == "in"
        return found


class AppealForm(forms.Form):
    """What is contested, and why."""

    text = forms.CharField(
        label=_("Ce que vous contestez, et pourquoi"), max_length=3000, widget=forms.Textarea
    )


class AnswerForm(forms.Form):
    """The answer to an appeal; what it changed is computed."""

    state = forms.ChoiceField(
        label=_("La réclamation est"),
        choices=[
            (AppealState.UPHELD, AppealState.UPHELD.label),
            (AppealState.DISMISSED, AppealState.DISMISSED.label),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Réponse"), max_length=3000, widget=forms.Textarea)


class NameForm(forms.Form):
    """Whether a name may stand beside a result."""

    publishes = forms.BooleanField(required=False)
