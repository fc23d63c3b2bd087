"""What is typed around the call of a passage: which one, who hears it, why it broke."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.selectors.scenarios import scenarios
from boutdufil.rooms.contests.forms.fields import BlamedForm, number_field, text_field
from boutdufil.rooms.contests.services.passage_calls import MOST_IN_ROOM


class StageCallForm(BlamedForm):
    """The call everybody takes in a stage."""

    slug = forms.ChoiceField(label=gettext_lazy("Appel"))
    channel = forms.ChoiceField(label=gettext_lazy("Canal"), choices=Channel.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["slug"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(one.slug, str(one.title)) for one in scenarios()]


class PassageCallForm(BlamedForm):
    """How many hear; a call that broke asks why."""

    in_room = number_field(
        gettext_lazy("Personnes du jury dans la salle"),
        1,
        MOST_IN_ROOM,
        initial=3,
        help_text=gettext_lazy("Ce nombre est dit à qui passe, pendant tout l’appel."),
    )
    reason = text_field(
        gettext_lazy("Ce qui a rompu l’appel"),
        250,
        help_text=gettext_lazy("Écrit au journal du concours."),
    )

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]
