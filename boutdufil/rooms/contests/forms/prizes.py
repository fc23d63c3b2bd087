"""What an organiser types of prizes, their handing over, and partners."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.contests.forms.fields import BlamedForm, FrozenForm, number_field, text_field
from boutdufil.rooms.contests.services.partners import PartnerDraft
from boutdufil.rooms.contests.services.prizes import PrizeDraft, Proof

MOST_EUROS = Decimal(1_000_000)


class PrizeForm(FrozenForm):
    """A prize to promise."""

    rank = number_field(gettext_lazy("Pour la place"), 1, 1000, initial=1)
    label = text_field(gettext_lazy("Dotation"), 120)
    amount = forms.DecimalField(
        label=gettext_lazy("Montant en euros"),
        required=False,
        min_value=Decimal(0),
        max_value=MOST_EUROS,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("Rien si ce n’est pas de l’argent."),
    )
    giver = text_field(gettext_lazy("Offerte par"), 120, required=False)

    def draft(self) -> PrizeDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        amount: Decimal | None = data["amount"]
        cents = int(amount * 100) if amount is not None else None
        return PrizeDraft(data["rank"], data["label"], cents, data["giver"])


class HandOverForm(BlamedForm):
    """When a prize was handed over, to which entry, and the proof."""

    handed_at = forms.DateField(
        label=gettext_lazy("Remise le"),
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Choisissez un jour."),
            "invalid": gettext_lazy("Écrivez un jour comme 2026-10-05."),
        },
    )
    handed_to = text_field(
        gettext_lazy("À la candidature"),
        250,
        help_text=gettext_lazy("Son numéro : le nom reste sur le reçu."),
    )
    proof = forms.FileField(
        label=gettext_lazy("Reçu signé (PDF)"),
        required=False,
        help_text=gettext_lazy("5 Mo au plus. Personne d’autre que vous ne le lit."),
    )

    def given(self) -> dict[str, Any]:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        sent = data.get("proof")
        proof = Proof(sent.read(), sent.name) if sent else None
        return {"handed_at": data["handed_at"], "handed_to": data["handed_to"], "proof": proof}


class PartnerForm(BlamedForm):
    """Who stands beside the organiser."""

    name = text_field(gettext_lazy("Nom"), 120)
    role = text_field(gettext_lazy("À quel titre"), 120)
    website = forms.URLField(
        label=gettext_lazy("Site"), required=False, assume_scheme="https", max_length=200
    )

    def draft(self) -> PartnerDraft:
        """Return what was typed; the form is valid."""
        return PartnerDraft(**self.cleaned_data)
