"""What is typed for a supervised session: where and when, a line of the book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.territories.selectors import find_place
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.enums import AttemptKind, IncidentKind
from boutdufil.rooms.contests.forms.fields import (
    BlamedForm,
    moment_field,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.selectors.sittings import RollRow, SittingRow
from boutdufil.rooms.contests.services.incidents import MOST_MINUTES, IncidentDraft
from boutdufil.rooms.contests.services.sittings import SittingDraft

EVERYBODY = ""


class SittingForm(BlamedForm):
    """A session: its place, its hour, who watches over it."""

    place = text_field(gettext_lazy("Lieu"), 160)
    room = text_field(gettext_lazy("Salle"), 80, required=False)
    city = forms.CharField(
        label=gettext_lazy("Commune"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez une commune ou un code postal.")},
    )
    starts_at = moment_field(gettext_lazy("Début"))
    capacity = number_field(gettext_lazy("Places"), 1, 500, initial=30)
    invigilator_email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail de la personne qui surveille"),
        required=False,
        help_text=gettext_lazy("Elle reçoit un lien vers la page de la séance."),
    )

    def clean_city(self) -> str:
        """Find the commune by its name or its postal code."""
        found = find_place(self.cleaned_data["city"])
        if found is None:
            raise forms.ValidationError(_("Cette commune n’est pas connue : vérifiez son nom."))
        return found.code

    def draft(self, kind: AttemptKind) -> SittingDraft:
        """Return what was typed; the form is valid."""
        return SittingDraft(kind=kind, **self.cleaned_data)


class IncidentForm(BlamedForm):
    """A line of the incident book, with the minutes it gives back."""

    entry = forms.TypedChoiceField(
        label=gettext_lazy("Qui"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=IncidentKind.choices)
    text = text_field(gettext_lazy("Ce qui s’est passé"), 1000)
    minutes = number_field(
        gettext_lazy("Minutes rendues"),
        0,
        MOST_MINUTES,
        initial=0,
        help_text=gettext_lazy("Comptées avec le temps majoré de chaque personne."),
    )

    def __init__(self, *args: Any, roll: tuple[RollRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.entry_id, f"{one.name} · {one.number}") for one in roll]
        offer(self, "entry", [(EVERYBODY, _("Toute la salle")), *people])

    def draft(self) -> IncidentDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return IncidentDraft(
            kind=IncidentKind(data["kind"]),
            text=data["text"],
            entry_id=data["entry"],
            minutes=data["minutes"],
        )


def sitting_values(row: SittingRow) -> dict[str, Any]:
    """Return what stands in the form of a session."""
    return {
        "place": row.place,
        "room": row.room,
        "city": row.city_name or row.city,
        "starts_at": row.starts_at,
        "capacity": row.capacity,
        "invigilator_email": row.invigilator_email,
    }
