"""What an invited company types: who it is, and its day. It takes five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.enums import CentreKind
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.ui.fields import offer, row_number
from boutdufil.rooms.campaigns.enums import Access, EventKind, NodeKind, Trait
from boutdufil.rooms.campaigns.forms.nodes import (
    TraitForm,
    day_field,
    several,
    time_field,
)
from boutdufil.rooms.campaigns.rules.traits import NodeDraft, Period, Place
from boutdufil.rooms.campaigns.services.invitations import Opening

NEW = "new"
# A company opens its doors; buses belong to campaigns.
OFFERED = tuple(kind for kind in EventKind if kind != EventKind.BUS_STOP)


class OpeningForm(TraitForm):
    """The one form between an invitation and a day that everybody sees."""

    as_organisation = forms.ChoiceField(
        label=gettext_lazy("Au nom de"), required=False, widget=forms.RadioSelect
    )
    organisation_name = forms.CharField(
        label=gettext_lazy("Nom de l’entreprise"), max_length=160, required=False
    )
    centre = forms.ChoiceField(
        label=gettext_lazy("Centre de contacts"),
        choices=CentreKind.choices,
        initial=CentreKind.IN_HOUSE,
        required=False,
    )
    event_kind = forms.ChoiceField(
        label=gettext_lazy("Ce que vous ouvrez"),
        choices=[(kind.value, kind.label) for kind in OFFERED],
        initial=EventKind.OPEN_DAY,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Titre de votre journée"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez un titre.")},
    )
    starts_on = day_field(gettext_lazy("Jour"))
    opens_at = time_field(gettext_lazy("De"))
    closes_at = time_field(gettext_lazy("À"))
    near = forms.CharField(
        label=gettext_lazy("Commune"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Nom ou code postal. Sans rien : le lieu de la campagne."),
    )
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=250, required=False)
    accessibility = several(
        gettext_lazy("Ce qui est préparé pour que chacun vienne"), Access.choices
    )
    presentation = forms.CharField(
        label=gettext_lazy("Ce qu’on y verra, en deux phrases"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, managed: Sequence[OrganisationRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(row.id), row.name) for row in managed]
        if own:
            offer(self, "as_organisation", [*own, (NEW, _("une nouvelle organisation"))])
            self.fields["as_organisation"].initial = own[0][0]
        else:
            del self.fields["as_organisation"]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a new organisation too."""
        data = super().clean()
        if self._is_new() and not data.get("organisation_name"):
            self.add_error("organisation_name", _("Écrivez le nom de l’entreprise."))
        return data

    def opening(self) -> Opening:
        """Return who opens what; the form is valid."""
        data = self.cleaned_data
        if not self._is_new():
            return Opening(self._day(), organisation_id=row_number(data["as_organisation"]))
        described = Description(
            name=data["organisation_name"],
            centre=data.get("centre") or CentreKind.NONE,
            commune=data.get("near", ""),
            address=data.get("address", ""),
        )
        return Opening(self._day(), described=described)

    def _is_new(self) -> bool:
        return self.cleaned_data.get("as_organisation", NEW) in {NEW, ""}

    def _day(self) -> NodeDraft:
        data = self.cleaned_data
        day, near = data["starts_on"], data.get("near", "")
        traits = {
            Trait.PERIOD: Period(day, day),
            Trait.HOURS: data.get("hours"),
            Trait.PLACE: Place(near, data.get("address", "")) if near else None,
            Trait.ACCESSIBILITY: tuple(data.get("accessibility", ())),
            Trait.PRESENTATION: data.get("presentation"),
        }
        return NodeDraft(
            name=data["name"],
            kind=NodeKind.EVENT,
            event_kind=data["event_kind"],
            traits={trait: value for trait, value in traits.items() if value},
        )
