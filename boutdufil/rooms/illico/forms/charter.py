"""What is typed about the charter: by holders, and by the committee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.illico.enums import CharterAct
from boutdufil.rooms.illico.rules.opening import PARIS


class GroundsForm(forms.Form):
    """Why: an application, an answer, an appeal, a departure."""

    grounds = forms.CharField(
        label=_("Vos raisons"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class HearingForm(forms.Form):
    """When the holder is heard, in Paris time."""

    day = forms.DateField(label=_("Jour de l’audition"), widget=DayInput())
    hour = forms.TimeField(
        label=_("Heure"), initial=time(10), widget=forms.TimeInput(attrs={"type": "time"})
    )

    def moment(self) -> datetime:
        """Return the moment; the form is valid."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], PARIS)


class VerdictForm(forms.Form):
    """What a member decides, and why; a second member signs it."""

    accepted = forms.TypedChoiceField(
        label=_("Décision"),
        choices=[("1", _("Accepter ce qui est proposé")), ("0", _("L’écarter"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une décision.")},
    )
    reason = forms.CharField(
        label=_("Motifs, rendus publics"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ProposalForm(forms.Form):
    """What a committee proposes of its own accord."""

    act = forms.ChoiceField(label=_("Étape proposée"))
    grounds = forms.CharField(
        label=_("Pourquoi"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, acts: Sequence[CharterAct], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "act", [(act.value, act.label) for act in acts])


class SeatForm(forms.Form):
    """Whom an administrator gives a seat."""

    email = forms.EmailField(label=_("Adresse e-mail de la personne"))
