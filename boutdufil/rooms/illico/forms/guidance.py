"""What the owner of a number tells those who answer it, and whom they entrust it to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4_000


class GuidanceForm(forms.Form):
    """The procedure, and what may be decided without asking."""

    procedure = forms.CharField(
        label=_("Ce que vous demandez"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Une étape par ligne. Qui répond le lit pendant l’appel."),
    )
    may_decide = forms.CharField(
        label=_("Ce qui peut être décidé pendant l’appel"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Un geste, un renvoi, un délai\u00a0: jusqu’où, sans demander."),
    )


class EntrustForm(forms.Form):
    """The provider that may answer, by its number in the official register."""

    siret = forms.CharField(
        label=_("SIRET du prestataire"),
        max_length=17,
        help_text=_("L’organisation doit être inscrite ici."),
    )
