"""What a visitor says before a practice call: which one, and their ticket if they have one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.services.trying import Start


class TryForm(forms.Form):
    """One button a call ("scenario" or "scenario:channel"), and a ticket's code, as one likes."""

    ticket_code = forms.CharField(label=_("Code de votre billet"), required=False, max_length=20)
    start = forms.CharField(max_length=80, widget=forms.HiddenInput, required=False)

    def clean_start(self) -> str:
        """Accept a call that is one."""
        start: str = self.cleaned_data["start"]
        _slug, _colon, channel = start.partition(":")
        if not start or channel not in {"", *Channel.values}:
            raise forms.ValidationError(_("Choisissez un appel."))
        return start

    def wanted(self) -> Start:
        """Return which call it is."""
        slug, _colon, channel = self.cleaned_data["start"].partition(":")
        return Start(slug, channel, self.cleaned_data["ticket_code"])

    def blame(self, error: CampaignError) -> None:
        """Say beside the field what could not be."""
        field: Any = error.field if error.field in self.fields else None
        self.add_error(None if field == "start" else field, str(error))
