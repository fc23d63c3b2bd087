"""What an agent fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.illico.enums import CaseState
from boutdufil.rooms.illico.services.notes import LONGEST_NOTE, WriteUp


class NoteForm(forms.Form):
    """A note, as far as it is typed."""

    text = forms.CharField(required=False, max_length=LONGEST_NOTE, strip=False)


class HelpForm(forms.Form):
    """What is asked for a caller: by whom, in which language, or which request it is about."""

    do = forms.CharField(max_length=20)
    language = forms.CharField(max_length=3, required=False)
    colleague = forms.IntegerField(required=False, min_value=1)
    number = forms.IntegerField(required=False, min_value=1)
    request = forms.UUIDField(required=False)


class WriteUpForm(forms.Form):
    """What became of a call."""

    subject = forms.CharField(label=_("Objet"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("Où en est-on ?"),
        choices=[
            (CaseState.CLOSED, _("Réglé pendant l’appel")),
            (CaseState.FOLLOWED_UP, _("À suivre : quelque chose est promis")),
            (CaseState.OPEN, _("Rien de plus à faire d’ici le prochain appel")),
        ],
        widget=forms.RadioSelect,
        initial=CaseState.OPEN,
        required=False,
    )
    promise = forms.CharField(label=_("Ce qui est promis"), max_length=300, required=False)
    due_on = forms.DateField(label=_("Pour le"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Ask for words and a day of what is promised."""
        said = super().clean() or {}
        if said.get("state") == CaseState.FOLLOWED_UP:
            if not said.get("promise"):
                self.add_error("promise", _("Dites ce qui est promis."))
            if not said.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Donnez une date."))
        if said.get("due_on") and said["due_on"] < timezone.localdate():
            self.add_error("due_on", _("Cette date est passée."))
        return said

    def write_up(self) -> WriteUp:
        """Return what was filled in."""
        said = self.cleaned_data
        return WriteUp(
            said["state"] or CaseState.OPEN, said["subject"], said["promise"], said["due_on"]
        )
