"""What a statistician types of those who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.forms import email_field
from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field
from boutdufil.rooms.barometer.forms.surveys import LARGEST_LIST
from boutdufil.rooms.barometer.services.contacts import ContactDraft


class ContactForm(BlamedForm):
    """Somebody who answers for centres."""

    name = text_field(gettext_lazy("Nom"), 120)
    email = email_field()
    telephone = text_field(gettext_lazy("Téléphone"), 20, required=False)
    position = text_field(gettext_lazy("Fonction"), 120, required=False)
    keys = text_field(
        gettext_lazy("Répond pour"),
        2_000,
        help_text=gettext_lazy("Les identifiants des centres, séparés par des espaces."),
    )

    def draft(self) -> ContactDraft:
        """Return what was typed; the form is valid."""
        names = ContactDraft.__slots__
        return ContactDraft(**{name: self.cleaned_data[name] for name in names})

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the centres; the form is valid."""
        text: str = self.cleaned_data["keys"]
        return text.replace(",", " ").replace(";", " ").split()


class ContactTableForm(BlamedForm):
    """A table of contacts, one line for each centre."""

    table = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX, 5 Mo au plus"),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )

    def clean_table(self) -> Any:
        """Refuse a file that is too large before a byte of it is read."""
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST_LIST:
            raise forms.ValidationError(_("Ce fichier est trop grand : 5 Mo au plus."))
        return sent
