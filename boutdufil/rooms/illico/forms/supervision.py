"""What whoever leads a team fills in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.illico.enums import LiftReason


class OpinionForm(forms.Form):
    """When the works council gave its opinion, and its minutes."""

    given_on = forms.DateField(label=_("Date de l’avis"), widget=DayInput())
    document = forms.FileField(
        label=_("Extrait du procès-verbal"), required=False, help_text=_("PDF, 5 Mo au plus.")
    )

    def clean_given_on(self) -> date:
        """Refuse a day to come."""
        given: date = self.cleaned_data["given_on"]
        if given > timezone.localdate():
            raise forms.ValidationError(_("Cette date n’est pas encore passée."))
        return given

    def minutes(self) -> tuple[str, bytes] | None:
        """Return the document's name and content, None without one."""
        sent = self.cleaned_data.get("document")
        return (sent.name, sent.read()) if sent else None


class LiftForm(forms.Form):
    """Why a block is lifted before its end."""

    REASONS = LiftReason.choices

    reason = forms.TypedChoiceField(
        label=_("Raison"), choices=LiftReason.choices, coerce=LiftReason
    )
