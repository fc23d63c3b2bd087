"""What is typed to find a number."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import Purpose
from boutdufil.rooms.illico.selectors.directory import DirectoryQuery


class DirectoryForm(forms.Form):
    """Words and filters; every one may stay empty."""

    words = forms.CharField(label=_("Service ou organisme"), max_length=120, required=False)
    purpose = forms.ChoiceField(
        label=_("Pour"), choices=[("", _("toute raison")), *Purpose.choices], required=False
    )
    channel = forms.ChoiceField(
        label=_("Par"), choices=[("", _("tout canal")), *Channel.choices], required=False
    )
    open_now = forms.BooleanField(label=_("Ouvert maintenant"), required=False)

    def query(self) -> DirectoryQuery:
        """Return what is looked for; a filter nobody knows is left out."""
        self.full_clean()
        return DirectoryQuery(**self.cleaned_data)
