"""What is typed for the passages of a stage: the first hour, how long, the pauses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from boutdufil.rooms.contests.forms.fields import (
    BlamedForm,
    moment_field,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.passages import TimetableDraft


class TimetableForm(BlamedForm):
    """The hours of a stage; a second draw asks why."""

    starts_at = moment_field(gettext_lazy("Premier passage"))
    minutes = number_field(
        gettext_lazy("Minutes par passage"),
        5,
        180,
        initial=20,
        help_text=gettext_lazy("Un temps majoré accordé s’y ajoute."),
    )
    between = number_field(gettext_lazy("Minutes entre deux passages"), 0, 60, initial=5)
    pause_after = number_field(
        gettext_lazy("Une pause après combien de passages (0 : aucune)"), 0, 50, initial=4
    )
    pause_minutes = number_field(gettext_lazy("Minutes de pause"), 0, 180, initial=15)
    room = text_field(gettext_lazy("Lieu et salle"), 120)
    reason = text_field(
        gettext_lazy("Pourquoi tirer l’ordre de nouveau"),
        250,
        required=False,
        help_text=gettext_lazy("Écrit au journal du concours."),
    )

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]

    def draft(self) -> TimetableDraft:
        """Return what was typed; the form is valid."""
        held = {name: text for name, text in self.cleaned_data.items() if name != "reason"}
        return TimetableDraft(**held)

    @property
    def why(self) -> str:
        """Return the reason that was typed; empty where none was asked. The form is valid."""
        return str(self.cleaned_data.get("reason", ""))


class MoveForm(BlamedForm):
    """Another hour or room for one passage, and why."""

    starts_at = moment_field(gettext_lazy("Nouvelle heure"))
    room = text_field(gettext_lazy("Lieu et salle"), 120)
    reason = text_field(
        gettext_lazy("Pourquoi ce passage se déplace"),
        250,
        help_text=gettext_lazy("Écrit au journal du concours."),
    )
