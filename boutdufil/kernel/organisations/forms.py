"""What people type about organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.enums import CentreKind, OrganisationKind, Role
from boutdufil.kernel.organisations.selectors.rows import OrganisationRow
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.models import fold_email
from boutdufil.kernel.territories.forms import commune_named
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.lib.siret import SiretError, SiretProblem, read_siret

SIRET_TEXTS = {
    SiretProblem.NOT_DIGITS: _("Un SIRET n’a que des chiffres. Retirez lettres et signes."),
    SiretProblem.LENGTH: _("Un SIRET a 14 chiffres. Celui-ci en a %(count)d."),
    SiretProblem.COMPANY: _(
        "Les 9 premiers chiffres ne forment pas un numéro d’entreprise (SIREN). "
        "Relisez-les un à un."
    ),
    SiretProblem.CHECK_DIGIT: _(
        "L’un des 14 chiffres est faux : la clé ne tombe pas juste. Relisez les 5 derniers."
    ),
}
SIRET_TAKEN = _(
    "Cette organisation est déjà inscrite ici. "
    "Demandez à l’une des personnes responsables de vous inviter."
)


def email_field(**options: Any) -> forms.EmailField:
    """Return the field of somebody's address."""
    return forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        error_messages={
            "required": _("Écrivez une adresse e-mail."),
            "invalid": _("Cette adresse n’est pas complète. Exemple : nom@exemple.fr"),
        },
        **options,
    )


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(
        label=_("Nom de l’organisation"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Écrivez le nom de l’organisation.")},
    )
    kind = forms.ChoiceField(
        label=_("Nature"), choices=OrganisationKind.choices, initial=OrganisationKind.COMPANY
    )
    centre = forms.ChoiceField(
        label=_("Centre de contacts"),
        choices=CentreKind.choices,
        initial=CentreKind.NONE,
        help_text=_("Interne : pour vos propres clients. Prestataire : pour ceux des autres."),
    )
    siret = forms.CharField(
        label=_("SIRET"),
        max_length=30,
        required=False,
        help_text=_("14 chiffres, sur une facture ou un bulletin de paie."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    near = forms.CharField(
        label=_("Commune"), max_length=80, required=False, help_text=_("Nom ou code postal")
    )
    address = forms.CharField(label=_("Adresse"), max_length=250, required=False)
    activity = forms.RegexField(
        r"\A\d{2}\.?\d{2}[A-Za-z]\Z",
        label=_("Code d’activité (NAF)"),
        required=False,
        help_text=_("Quatre chiffres et une lettre, par exemple 8220Z."),
        error_messages={"invalid": _("Quatre chiffres et une lettre, par exemple 8220Z.")},
    )
    website = forms.URLField(
        label=_("Site internet"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : www.exemple.fr")},
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

    def clean_near(self) -> str:
        """Return the INSEE code of the commune that was meant, or nothing."""
        return commune_named(self.cleaned_data["near"])

    def clean_activity(self) -> str:
        """Return the code as it is stored, "8220Z"."""
        return str(self.cleaned_data["activity"]).replace(".", "").upper()

    def described(self) -> Description:
        """Return what was typed as the services take it."""
        typed = dict(self.cleaned_data)
        return Description(commune=typed.pop("near"), **typed)


def known_values(row: OrganisationRow) -> dict[str, Any]:
    """Return an organisation as its form shows it."""
    return {
        "name": row.name,
        "kind": row.kind.value,
        "centre": row.centre.value,
        "siret": row.siret,
        "near": row.place,
        "address": row.address,
        "activity": row.activity,
        "website": row.website,
    }


class InvitationForm(forms.Form):
    """Who is invited, to do what."""

    email = email_field()
    role = forms.ChoiceField(
        label=_("Rôle"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un rôle.")},
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "role", [(role.value, role.label) for role in roles])

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        return fold_email(self.cleaned_data["email"])


class ClosingForm(forms.Form):
    """The day an organisation closes."""

    closed_on = forms.DateField(
        label=_("Jour de la fermeture"),
        widget=DayInput(),
        initial=timezone.localdate,
        error_messages={
            "required": _("Indiquez le jour."),
            "invalid": _("Écrivez le jour ainsi : 2026-11-22"),
        },
    )


class AttachmentForm(forms.Form):
    """The organisation above this one, among those the person manages; none puts it on its own."""

    parent = forms.TypedChoiceField(
        label=_("Rattachée à"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, candidates: Sequence[OrganisationRow], **options: Any) -> None:
        super().__init__(*args, **options)
        alone = [("", str(_("aucune : elle est seule")))]
        named = [(str(row.id), row.name) for row in candidates]
        offer(self, "parent", alone + named)
