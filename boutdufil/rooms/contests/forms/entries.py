"""What somebody types to enter, to invite, to ask their employer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.forms import email_field
from boutdufil.kernel.people.models import fold_email
from boutdufil.kernel.territories.forms import commune_named
from boutdufil.rooms.contests.forms.fields import BlamedForm, text_field
from boutdufil.rooms.contests.rules.entries import EntryDraft
from boutdufil.rooms.contests.rules.rows import EditionRow


class EnterForm(BlamedForm):
    """A candidacy; fields that the edition does not ask for are not there."""

    team_name = text_field(_("Nom de l’équipe"), 80, required=False)
    school = text_field(
        _("Établissement"), 160, required=False, help_text=_("Lycée, école, université, CFA.")
    )
    employer_name = text_field(_("Votre employeur"), 160, required=False)
    employer_email = email_field(
        required=False,
        help_text=_(
            "Celle de qui peut donner l’accord de votre employeur. Un message le lui demande, et "
            "ne lui dit rien d’autre."
        ),
    )
    near = forms.CharField(
        label=_("Ville où vous concourez"),
        max_length=80,
        help_text=_("Nom ou code postal. Le classement se fait par ville ou par région."),
        error_messages={"required": _("Écrivez une ville.")},
    )
    tells_employer = forms.BooleanField(
        label=_("Mon employeur peut apprendre mon résultat"),
        required=False,
        help_text=_("Sans cette case, il n’apprend ni note, ni absence, ni rang."),
    )
    agrees = forms.BooleanField(
        label=_("J’ai lu le règlement et je l’accepte"),
        error_messages={"required": _("Lisez le règlement, puis cochez cette case.")},
    )
    rules = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, edition: EditionRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer_email"].label = _("Adresse de votre employeur")
        asked = {
            "team_name": edition.for_teams,
            "school": edition.needs_school,
            "employer_name": edition.needs_employer or edition.needs_employer_consent,
            "employer_email": edition.needs_employer_consent,
            "tells_employer": edition.needs_employer or edition.needs_employer_consent,
        }
        for name, is_asked in asked.items():
            if is_asked and name != "tells_employer":
                self.fields[name].required = True
            elif not is_asked:
                del self.fields[name]

    def clean_near(self) -> str:
        """Return the INSEE code of the commune that was meant."""
        return commune_named(self.cleaned_data["near"])

    def draft(self) -> EntryDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return EntryDraft(
            city=data["near"],
            rules_number=data["rules"],
            employer_name=" ".join(data.get("employer_name", "").split()),
            employer_email=fold_email(data.get("employer_email", "")),
            school=" ".join(data.get("school", "").split()),
            team_name=" ".join(data.get("team_name", "").split()),
            tells_employer=data.get("tells_employer", False),
        )


class AddressForm(BlamedForm):
    """Somebody's address: whom a captain invites, or who answers for an employer."""

    email = email_field()


class WithdrawForm(BlamedForm):
    """Why one takes part no more, if one wants to say."""

    reason = text_field(_("Pourquoi, si vous voulez le dire"), 500, required=False)
