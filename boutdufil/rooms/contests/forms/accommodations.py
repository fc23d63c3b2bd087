"""What somebody needs to compete on equal terms, and who decides on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.forms.fields import BlamedForm
from boutdufil.rooms.contests.selectors.accommodations import AccommodationRow, RefereeRow
from boutdufil.rooms.contests.services.accommodations import AccommodationDraft

# A third more is what examinations in France usually grant, rounded up to three decimals.
FACTORS = (
    ("1", _("pas de temps en plus")),
    ("1.334", _("un tiers de temps en plus")),
    ("1.500", _("la moitié du temps en plus")),
    ("2.000", _("le double du temps")),
)


class AccommodationForm(BlamedForm):
    """A request; never its cause."""

    time_factor = forms.ChoiceField(
        label=_("Temps"), choices=FACTORS, initial="1.334", widget=forms.RadioSelect
    )
    large_print = forms.BooleanField(label=_("Grands caractères"), required=False)
    signs = forms.BooleanField(
        label=_("Questions en langue des signes, là où un film existe"), required=False
    )
    consents = forms.BooleanField(
        label=_("J’accepte que ces réponses soient gardées pour aménager mes épreuves"),
        error_messages={"required": _("Sans votre accord, rien ne peut être gardé.")},
    )

    def draft(self) -> AccommodationDraft:
        """Return what was asked for; the form is valid."""
        data = self.cleaned_data
        return AccommodationDraft(Decimal(data["time_factor"]), data["large_print"], data["signs"])


def known_needs(row: AccommodationRow | None) -> dict[str, Any]:
    """Return a request as its form shows it."""
    if row is None:
        return {}
    factor = next((key for key, _l in FACTORS if Decimal(key) == row.time_factor), "1")
    return {"time_factor": factor, "large_print": row.large_print, "signs": row.signs}


class RefereeForm(BlamedForm):
    """Who alone decides on the requests of an edition."""

    person = forms.TypedChoiceField(label=_("Référent accessibilité"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[RefereeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [(str(one.person_id), one.name) for one in people])
