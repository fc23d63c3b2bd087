"""The one box of the home page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """A past job in everyday words, handed to the room that answers."""

    q = forms.CharField(
        label=_("Votre métier, avec vos mots"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("préparatrice de commandes")}),
    )
