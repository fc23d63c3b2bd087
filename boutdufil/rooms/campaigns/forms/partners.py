"""What an organiser types of a partner, and of a company to invite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.services import check_content
from boutdufil.kernel.organisations.forms import SIRET_TEXTS, email_field
from boutdufil.lib.siret import SiretError, read_siret
from boutdufil.rooms.campaigns.enums import PartnerRole
from boutdufil.rooms.campaigns.services.invitations import Offer
from boutdufil.rooms.campaigns.services.partners import LOGO_BYTES, PICTURES, Logo, PartnerDraft


class PartnerForm(forms.Form):
    """A partner: by name, and by its SIRET where it is here already."""

    name = forms.CharField(
        label=_("Nom du partenaire"),
        max_length=160,
        error_messages={"required": _("Écrivez le nom du partenaire.")},
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=PartnerRole.choices)
    promise = forms.CharField(
        label=_("Ce qu’il promet"),
        max_length=250,
        required=False,
        help_text=_("Par exemple : prêter une salle à chaque étape."),
    )
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=30,
        required=False,
        help_text=_("S’il est inscrit ici : il pourra lire la campagne avant sa publication."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG ou JPEG, 6 ko au plus : la page doit s’ouvrir dans la rue."),
    )

    def clean_siret(self) -> str:
        """Return 14 digits or nothing; say what is wrong with a number."""
        text = self.cleaned_data["siret"]
        if not text.strip():
            return ""
        try:
            return read_siret(text)
        except SiretError as wrong:
            told = str(SIRET_TEXTS[wrong.problem]) % {"count": len(wrong.digits)}
            raise forms.ValidationError(told) from wrong

    def clean_logo(self) -> Logo | None:
        """Return the picture, or nothing; say what is wrong with a file."""
        sent: Any = self.cleaned_data["logo"]
        if not sent:
            return None
        # One byte more than allowed is enough to refuse it.
        content = sent.read(LOGO_BYTES + 1)
        try:
            check_content(content=content, allowed=PICTURES, limit=LOGO_BYTES)
        except FileRefused as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return Logo(content, sent.name)

    def draft(self) -> PartnerDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return PartnerDraft(data["name"], data["role"], data["promise"], data["siret"])


class InviteForm(forms.Form):
    """A company to invite."""

    organisation_name = forms.CharField(
        label=_("Entreprise"),
        max_length=160,
        error_messages={"required": _("Écrivez le nom de l’entreprise.")},
    )
    email = email_field()
    needs_review = forms.BooleanField(
        label=_("Relire sa journée avant qu’elle paraisse"),
        required=False,
        help_text=_("Sans cela, elle paraît dès que l’entreprise l’a ouverte."),
    )

    def offer(self) -> Offer:
        """Return what is offered; the form is valid."""
        data = self.cleaned_data
        return Offer(data["email"], data["organisation_name"], data["needs_review"])
