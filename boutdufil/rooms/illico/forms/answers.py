"""What the owner of a number types of a question, and what visitors ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.enums import Tongue
from boutdufil.rooms.illico.services.answers import AnswerText

WRITTEN = [choice for choice in Tongue.choices if choice[0] != Tongue.CUED_SPEECH]


class AnswerForm(forms.Form):
    """A question people ask, and what is answered."""

    question = forms.CharField(label=_("Question"), max_length=200)
    text = forms.CharField(
        label=_("Réponse"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    language = forms.ChoiceField(label=_("Langue"), choices=WRITTEN, initial="fr")
    film_url = forms.URLField(
        label=_("Film en langue des signes"),
        required=False,
        assume_scheme="https",
        help_text=_("L’adresse d’un film qui dit la même chose, avec sous-titres."),
    )

    def said(self) -> AnswerText:
        """Return what was typed; the form is valid."""
        return AnswerText(**self.cleaned_data)
